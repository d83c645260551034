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
    """`share` of the calls go wrong; of those not refused by a 429, `after` do once the call took effect."""

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
        effective = fault is not Fault.TOO_MANY and self._random.random() < self.after
        self.befallen[f"{fault} after" if effective else str(fault)] += 1
        return fault, effective


@dataclass
class PlannedFaults(Faults):
    """The next calls of one method go wrong as planned: the fault, and whether the call takes effect all the same."""

    method: str = "sendMessage"
    plan: list[tuple[Fault, bool]] = field(default_factory=list)

    def draw(self, method: str) -> tuple[Fault | None, bool]:
        return self.plan.pop(0) if method == self.method and self.plan else (None, True)
