"""Reports and questions written by hand for training: `questions/*.jsonl`, one JSON object a line.

`{"text", "questions": [{"kind", "vi", "vi-ascii", "en", "answer", "sentence"}]}`: an empty answer is not told in the
text, and `sentence` says which occurrence of an answer is meant.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from retrieval.answering.reader import glossed
from retrieval.answering.recalled import above
from retrieval.answering.supposed import Known, Supposed, common_terms, supposed_by
from retrieval.glossary import Glossary
from retrieval.passages import CountTokens, Cutting, cut, embedded_text
from retrieval.records import Language, Passage, Report
from retrieval.reports.metadata import read_metadata
from retrieval.restoration import Restorer, common_phrases
from retrieval.training.exchanged import Names, exchanged
from retrieval.training.pairs import Pair
from retrieval.vietnamese import fold, nfc, tokens

QUESTIONS = Path(__file__).parent / "questions"
FORMS = ("vi", "vi-ascii", "en")
SIZES = (90, 140, 200)  # tokens of a passage; the program cuts at the last
ELSEWHERE = 0.3  # of the questions, also against a passage of the report that leaves the answer out
ANOTHER = 0.35  # of the questions, also against a passage of a report about something else
COMPARED = 12  # reports among which the most similar other one is looked for


@dataclass(frozen=True, slots=True)
class Typed:
    """A question as the reader is given it, and what it takes for granted."""

    text: str
    supposed: Supposed


Typing = Callable[[str, str, random.Random], Typed]
"""What the program makes of a question in a form."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in the three forms, its report and where in it the answer stands; start == end: not told."""

    questions: tuple[str, ...]
    text: str
    start: int
    end: int


def read(path: Path) -> list[Asked]:
    """The questions of a file; one whose answer does not stand in its report is left out."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        report = json.loads(line)
        text = nfc(report["text"])
        for entry in report["questions"]:
            answer = nfc(entry["answer"])
            within = text.find(nfc(entry["sentence"]))
            start = text.find(answer, within) if answer else 0
            if min(within, start) >= 0:
                found.append(Asked(tuple(nfc(entry[form]) for form in FORMS), text, start, start + len(answer)))
    return found


def typed_over(texts: Iterable[str], glossary: Path) -> Typing:
    """How the program reads what is typed, where its corpus is `texts`; bare questions are restored mostly."""
    terms = Glossary.load(glossary)
    restorer = Restorer.learn(texts, {})
    restorer.learn_more([*common_phrases(), *terms.vietnamese_phrases()])

    def typed(question: str, form: str, rng: random.Random) -> Typed:
        sure = rng.random() < 0.7
        if form == "en":
            reading, said = question, terms.english_to_vietnamese(question) if sure else ""
        else:
            spelled = terms.spelled_out(question)
            reading, said = restorer.restore(spelled) if form == "vi-ascii" and sure else spelled, ""
        return Typed(glossed(reading, said), supposed_by(reading, Language(form), common_terms(terms, reading)))

    return typed


class Passages:
    """The passages of reports as the program cuts them, and how like a question they are."""

    def __init__(self, texts: Iterable[str], count_tokens: CountTokens) -> None:
        self.texts = list(dict.fromkeys(texts))
        self._count_tokens = count_tokens
        self.of = cache(self._of)
        self.known = cache(self._known)
        self.terms = cache(_terms)

    def _of(self, text: str, tokens: int) -> list[Passage]:
        return cut(_report(text), Cutting(tokens, overlap_sentences=1), self._count_tokens)

    def _known(self, text: str) -> Known:
        return Known.of(_report(text))

    def likest(self, question: str, passages: Sequence[Passage]) -> Passage:
        """The passage that shares most words with the question."""
        asked = _terms(question)
        return max(passages, key=lambda passage: len(asked & self.terms(embedded_text(passage))))

    def another(self, question: str, text: str, rng: random.Random) -> str | None:
        """A report like the question that lacks one of its names or numbers, so that it cannot answer."""
        asked, named = _terms(question), _named(question)
        others = [other for other in rng.sample(self.texts, min(COMPARED, len(self.texts))) if other != text]
        lacking = [other for other in others if named - self.terms(other)]
        return max(lacking, key=lambda other: len(asked & self.terms(other)), default=None)


def _report(text: str) -> Report:
    said = read_metadata(text)
    return Report("", text, said.title, "", said.date, said.place, said.outlet)


def _terms(text: str) -> frozenset[str]:
    return frozenset(fold(token.text) for token in tokens(text))


def _named(question: str) -> frozenset[str]:
    return frozenset(fold(t.text) for t in tokens(question) if t.start and (t.is_name or t.is_number))


def names_in(asked: Iterable[Asked]) -> Names:
    """The people and places that Vietnamese questions name."""
    supposed = (supposed_by(one.questions[0], Language.VIETNAMESE) for one in asked)
    return Names(sorted({name for one in supposed for name in (*one.people, *one.places)}))


@dataclass(frozen=True, slots=True)
class Drawing:
    """How pairs are drawn from questions."""

    passages: Passages
    typed: Typing
    rng: random.Random
    both_vietnamese: bool = True  # else English and one of the Vietnamese forms: these differ little once restored
    names: Names = field(default_factory=lambda: Names(()))
    exchanged: float = 0.0  # of the answerable questions, also made false by an exchange

    def pairs(self, asked: Iterable[Asked]) -> list[Pair]:
        """Every question against a passage of its report; some also where the answer is not."""
        return [pair for one in asked for pair in self._pairs(one)]

    def _pairs(self, one: Asked) -> Iterator[Pair]:
        left_out = None if self.both_vietnamese else self.rng.choice(FORMS[:2])
        for form, question in zip(FORMS, one.questions, strict=True):
            if form != left_out:
                asked_as = self.typed(question, form, self.rng)
                for read in _readings(one, asked_as.supposed, self.passages, self.rng):
                    yield Pair(asked_as.text, read.text, read.start, read.end)
                    if read.start < read.end and self.rng.random() < self.exchanged:
                        yield from self._made_false(one, form, read)

    def _made_false(self, one: Asked, form: str, read: Read) -> Iterator[Pair]:
        made = exchanged(one.questions, read.text, one.text, self.names, self.rng)
        if made:
            asked_as = self.typed(made[FORMS.index(form)], form, self.rng)
            yield Pair(asked_as.text, read_as(read.passage, one.text, asked_as.supposed, self.passages))


@dataclass(frozen=True, slots=True)
class Read:
    """A passage as it is read and where the answer stands in it; start == end: not told."""

    passage: Passage
    text: str
    start: int = 0
    end: int = 0


def read_as(passage: Passage, report: str, supposed: Supposed, passages: Passages) -> str:
    """A passage below what the program says above it."""
    return above(passage, supposed, passages.known(report)) + passage.span.text


def _readings(one: Asked, supposed: Supposed, passages: Passages, rng: random.Random) -> Iterator[Read]:
    """Passages for a question as they are read."""
    cuts = passages.of(one.text, rng.choice(SIZES))
    marked = one.questions[0]
    told = one.end > one.start
    holding = [p for p in cuts if told and p.span.start <= one.start and one.end <= p.span.end]
    answer = fold(one.text[one.start : one.end])
    without = [p for p in cuts if p not in holding and not (told and answer in fold(p.span.text))]
    if holding:
        chosen = rng.choice(holding)
        text = read_as(chosen, one.text, supposed, passages)
        shift = len(text) - len(chosen.span.text) - chosen.span.start
        yield Read(chosen, text, one.start + shift, one.end + shift)
    if without and rng.random() < (ELSEWHERE if told else 1.0):
        chosen = passages.likest(marked, without) if rng.random() < 0.7 else rng.choice(without)
        yield Read(chosen, read_as(chosen, one.text, supposed, passages))
    if rng.random() < ANOTHER * (1.0 if told else 0.5) and (other := passages.another(marked, one.text, rng)):
        chosen = passages.likest(marked, passages.of(other, rng.choice(SIZES)))
        yield Read(chosen, read_as(chosen, other, supposed, passages))
