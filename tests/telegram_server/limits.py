"""Telegram's flood limits as sliding windows."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Window:
    """At most `most` messages within any `seconds`."""

    most: int
    seconds: float


@dataclass
class Limits:
    """What may be sent; `clock` gives seconds. `refused` counts the messages that were over a limit."""

    overall: Window = Window(30, 1.0)
    chat: Window = Window(1, 1.0)
    group: Window = Window(20, 60.0)
    clock: Callable[[], float] = time.monotonic
    refused: int = 0
    _sent: dict[object, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def take(self, chat: int) -> int:
        """Counts a message to the chat; 0 where it may go, else the seconds to wait (and nothing is counted)."""
        windows: list[tuple[object, Window]] = [("overall", self.overall), (("chat", chat), self.chat)]
        if chat < 0:
            windows.append((("group", chat), self.group))
        now = self.clock()
        wait = max(self._wait(self._sent[key], window, now) for key, window in windows)
        if wait > 0:
            self.refused += 1
            return max(1, math.ceil(wait))
        for key, _ in windows:
            self._sent[key].append(now)
        return 0

    @staticmethod
    def _wait(sent: deque[float], window: Window, now: float) -> float:
        while sent and sent[0] <= now - window.seconds:
            sent.popleft()
        return 0.0 if len(sent) < window.most else sent[0] + window.seconds - now


NO_LIMITS = Window(10**9, 1.0)


def unlimited() -> Limits:
    """Limits that never refuse: for tests whose subject is another."""
    return Limits(NO_LIMITS, NO_LIMITS, NO_LIMITS)
