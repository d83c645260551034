"""Reports, questions and a reader made by hand: whatever is decided over them can be foretold by reading."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Date
from functools import lru_cache
from typing import cast

import numpy as np

from retrieval.answering.answer import Answerer
from retrieval.answering.confidence import Confidence
from retrieval.answering.kinds import kind_of
from retrieval.answering.reader import Reading
from retrieval.glossary import Glossary
from retrieval.index.generation import Generation
from retrieval.index.lexical import LexicalIndex, folded_terms
from retrieval.questions import Question
from retrieval.records import Hit, Kind, Language, Passage, Report, Span
from retrieval.search import Closeness, Found
from retrieval.vietnamese import sentences, tokens
from tests.conftest import ROOT


@lru_cache(maxsize=1)
def glossary() -> Glossary:
    """The shipped one."""
    return Glossary.load(ROOT / "config" / "glossary.toml")


def report(text: str, id: str = "a.txt", *, date: Date | None = None, place: str | None = None) -> Report:
    return Report(id, text, text.split("\n", 1)[0], "0" * 64, date, place)


def question(text: str, kind: Kind | None = None, language: Language = Language.VIETNAMESE) -> Question:
    """As `Understanding` would read it, typed without a slip."""
    kind = kind or kind_of(text, language)
    return Question(text, language, kind, text, tuple(folded_terms(text)), ())


def span_of(told: Report, text: str) -> tuple[int, int]:
    start = told.text.index(text)
    return start, start + len(text)


def hit(told: Report) -> Hit:
    """The whole report as one passage."""
    return Hit(Passage(Span(told.id, 0, len(told.text), told.text), ""), 0.9)


def found(*reports: Report, further: int = 0) -> Found:
    """The reports in this order, each as good as the next but a little better; their sentences all as close.

    The last `further` of them are worth reading only where the others do not tell.
    """
    hits, sure = tuple(map(hit, reports)), len(reports) - further
    close = {place: tuple(Closeness(s, e, 0.5) for s, e in sentences(one.text)) for place, one in enumerate(reports)}
    places = tuple(range(len(hits)))
    return Found(hits, tuple(2.0 - 0.1 * n for n in places), places[:sure], places[sure:], close, 0.0, 0.0)


class ScriptedReader:
    """Marks in every passage the texts it was told, with their margins; keeps what it was asked and given."""

    def __init__(self, margins: Mapping[str, float]) -> None:
        self._margins = margins
        self.asked: list[str] = []
        self.passages: list[str] = []

    def read(self, question: str, passage: str, heading: str = "") -> Reading:
        self.asked.append(question)
        self.passages.append(passage)
        words = tokens(passage)
        start, end = (np.full(len(words), -10, np.float32) for _ in range(2))
        for text, margin in self._margins.items():
            at = passage.find(text)
            for number, word in enumerate(words):
                if at >= 0 and word.start == at:
                    start[number] = margin / 2
                if at >= 0 and word.end == at + len(text):
                    end[number] = margin / 2
        offsets = np.asarray([(word.start, word.end) for word in words], np.int64)
        return Reading(passage, start, end, 0.0, offsets)


class FewReports:
    """What an answerer asks of an index."""

    def __init__(self, *reports: Report) -> None:
        self.reports = {one.id: one for one in reports}
        self.lexical = LexicalIndex.build([one.text for one in reports])

    def report(self, id: str) -> Report:
        return self.reports[id]


# Easily foretold: the reader's margin decides, and a report that lacks what is asked about is out.
PLAIN = Confidence.plain({"margin": 4.0, "stated": 1.5, "denied": -20.0, "lacking": -20.0})


def answerer(
    *reports: Report, margins: Mapping[str, float], confidence: Confidence = PLAIN, threshold: float = 0.5
) -> Answerer:
    index = cast(Generation, FewReports(*reports))
    return Answerer(index, ScriptedReader(margins), confidence, glossary(), threshold)
