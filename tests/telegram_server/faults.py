"""Calls that go wrong on purpose, in a reproducible way."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What befalls a call."""

    TOO_MANY = "429"
    SERVER_ERROR = "500"
    RESET = "reset"
    TIME_OUT = "time-out"


@dataclass
class Faults:
    """`share` of the calls go wrong; of the resets and time-outs, `after` happen after the call took effect."""

    share: float = 0.0
    seed: int = 0
    after: float = 0.0
    kinds: tuple[Fault, ...] = tuple(Fault)
    spared: frozenset[str] = frozenset()  # methods that never go wrong
    befallen: Counter[str] = field(default_factory=Counter)
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def draw(self, method: str) -> tuple[Fault | None, bool]:
        """The fault of this call, and whether the call takes effect all the same."""
        if method in self.spared or self._random.random() >= self.share:
            return None, True
        fault = self._random.choice(self.kinds)
        ambiguous = fault in (Fault.RESET, Fault.TIME_OUT)
        effective = ambiguous and self._random.random() < self.after
        self.befallen[f"{fault} after" if effective else str(fault)] += 1
        return fault, effective
