"""A fake engine at the port: it gives the answers it was told, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from retrieval.evaluation.questions import GoldQuestion
from retrieval.records import Answer, Evidence, Hit, Kind, Language, Outcome, Passage, Span


class ScriptedEngine:
    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = answers
        self.asked: list[tuple[str, int | None]] = []

    def ask(self, text: str, *, top_k: int | None = None) -> Answer:
        self.asked.append((text, top_k))
        return self._answers[text]


def gold(
    id: str,
    *answers: str,
    report: str = "a.txt",
    language: Language = Language.VIETNAMESE,
    kind: str | None = None,
    question: str = "",
) -> GoldQuestion:
    """A question named by its id; without answers, one that the reports do not tell."""
    return GoldQuestion(id, question or f"{id}?", language, report if answers else None, answers, kind)


def reply(
    quote: str = "",
    text: str = "",
    *,
    report: str = "a.txt",
    confidence: float = 0.9,
    passages: Sequence[tuple[str, str]] = (),
    outcome: Outcome = Outcome.NOT_TOLD,
) -> Answer:
    """An answer that quotes `quote` and answers with the `text` in it; without a quote, one that declines.

    `passages` are (report, text), best first; by default the quote alone.
    """
    evidence = None
    if quote:
        start = quote.index(text)
        evidence = Evidence(Span(report, start, start + len(text), text), Span(report, 0, len(quote), quote))
    found = passages or ([(report, quote)] if quote else [])
    hits = tuple(
        Hit(Passage(Span(name, 0, len(words), words), ""), 1 / rank)
        for rank, (name, words) in enumerate(found, start=1)
    )
    return Answer(
        question="",
        language=Language.VIETNAMESE,
        kind=Kind.OTHER,
        outcome=Outcome.ANSWERED if evidence else outcome,
        confidence=confidence,
        evidence=evidence,
        hits=hits,
    )
