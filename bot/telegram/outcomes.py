"""How questions went, for /trangthai: when, how, how long; no text."""

from __future__ import annotations

from dataclasses import dataclass

from bot.telegram.state import State

_REMEMBERED = 400 * 86_400.0
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of the last 24 hours (`week`: 7 days); times in milliseconds."""

    day: int
    week: int
    answered: int
    declined: int
    errors: int
    median: int
    p95: int


class Outcomes:
    """One row a question."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, outcome: str, language: str, seconds: float) -> None:
        """`seconds` is the bot's own time, waiting for limits apart."""
        self._state.run("INSERT INTO outcomes VALUES (?, ?, ?, ?)", self._state.clock(), outcome, language, seconds)

    def summary(self) -> Summary:
        now = self._state.clock()
        rows = self._state.rows("SELECT outcome, seconds FROM outcomes WHERE at > ?", now - _DAY)
        week = self._state.row("SELECT count(*) FROM outcomes WHERE at > ?", now - 7 * _DAY)
        outcomes = [str(outcome) for outcome, _ in rows]
        answered, errors = outcomes.count("answered"), outcomes.count("error")
        times = sorted(float(str(seconds)) for _, seconds in rows)
        return Summary(
            day=len(rows),
            week=int(str(week[0])) if week else 0,
            answered=answered,
            declined=len(rows) - answered - errors,
            errors=errors,
            median=_milliseconds(times, 0.5),
            p95=_milliseconds(times, 0.95),
        )

    def tidy(self) -> None:
        self._state.run("DELETE FROM outcomes WHERE at < ?", self._state.clock() - _REMEMBERED)


def _milliseconds(ordered: list[float], share: float) -> int:
    return round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]) if ordered else 0
