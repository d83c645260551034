"""The guard of a rebuild: is the new index worse than the one it would replace, and by which questions?"""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.evaluation.questions import GoldQuestion
from retrieval.evaluation.scoring import Evaluation, Graded, Summary

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the new evaluation compares with the old one, over the same questions."""

    old: Summary
    new: Summary
    lost: tuple[GoldQuestion, ...]  # were right and are not
    gained: tuple[GoldQuestion, ...]  # are right and were not
    slipped: tuple[GoldQuestion, ...]  # their report was first and is not
    risen: tuple[GoldQuestion, ...]  # their report is first and was not

    @property
    def worse(self) -> bool:
        """Whether the share of all questions that are right, or recall@1, falls at all."""
        return _falls(self.old.right, self.new.right) or _falls(self.old.recall_at_1, self.new.recall_at_1)


def compare(old: Evaluation, new: Evaluation) -> Verdict:
    """Sets two evaluations of one question file against each other; ValueError where the files differ."""
    if [each.gold for each in old.graded] != [each.gold for each in new.graded]:
        raise ValueError("the two evaluations are not of the same questions")
    pairs = list(zip(old.graded, new.graded, strict=True))
    return Verdict(
        old=old.overall,
        new=new.overall,
        lost=tuple(was.gold for was, now in pairs if was.right and not now.right),
        gained=tuple(now.gold for was, now in pairs if now.right and not was.right),
        slipped=tuple(was.gold for was, now in pairs if _first(was) and not _first(now)),
        risen=tuple(now.gold for was, now in pairs if _first(now) and not _first(was)),
    )


def explain(verdict: Verdict) -> str:
    """The verdict in plain lines, for a terminal."""
    lines = [
        "The new index scores worse than the one in use." if verdict.worse else "The new index holds up.",
        f"  right      {_change(verdict.old.right, verdict.new.right)}",
        f"  recall@1   {_change(verdict.old.recall_at_1, verdict.new.recall_at_1)}",
    ]
    named = (
        ("No longer right", verdict.lost),
        ("Report no longer found first", verdict.slipped),
        ("Now right", verdict.gained),
        ("Report now found first", verdict.risen),
    )
    for heading, questions in named:
        if questions:
            lines.append(f"{heading}:")
            lines.extend(f"  {question.id}  {question.question}" for question in questions)
    return "\n".join(lines)


def _first(graded: Graded) -> bool:
    return graded.rank == 1


def _falls(old: float | None, new: float | None) -> bool:
    return old is not None and new is not None and new < old - _ROUNDING


def _change(old: float | None, new: float | None) -> str:
    if old is None or new is None:
        return "-"
    return f"{100 * old:.1f} % -> {100 * new:.1f} %"
