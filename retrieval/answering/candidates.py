"""Stretches of the found passages that may answer, from the reader and from what sentences state.

The reader proposes spans for any question. Where a question asks who did something, who holds an office or
which office somebody holds, the sentences that state such facts propose theirs as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.answering.comparisons import extremes
from retrieval.answering.dates import moments
from retrieval.answering.deeds import Act, Deed, acts, answers, asked_deed
from retrieval.answering.documents import documents
from retrieval.answering.offices import office_matches
from retrieval.answering.people import Mention, Offsets, mentions, overlap, posts, same_person
from retrieval.answering.places import places
from retrieval.answering.quantities import quantities
from retrieval.answering.reader import Marked
from retrieval.answering.supposed import OFFICE_AGREES
from retrieval.questions import Question
from retrieval.records import Hit, Kind
from retrieval.vietnamese import fold

_ASKS_PERIOD = re.compile(
    r"\b(nhiem ky|giai doan|nam|thang|quy|ngay|thoi han|han) (nao|may|bao nhieu)\b|\bterm|\bperiod"
)
_ASKS_UNIT = re.compile(
    r"\b(tinh|huyen|xa|phuong|thon|ban|thanh pho|dia phuong|noi) nao\b|which (province|district|commune)"
)
ORDINAL = re.compile(r"(?i:lần thứ) (?:[IVXLC]+|\d+)\b")
_ASKS_ORDINAL = re.compile(r"\b(lan )?thu (may|bao nhieu)\b|\bwhich .{0,30}\b(congress|contest|edition|time)\b")
COUNTED_NOT_COMPARED = (Kind.HOW_MANY, Kind.WHEN, Kind.YES_NO)  # "how many has the one with most?" asks for no label
_SIGNED_BELOW = (Deed.WRITE, Deed.PHOTOGRAPH)
_ASKS_DOCUMENT = re.compile(
    r"\b(van ban|chi thi|nghi quyet|ket luan|ke hoach|quyet dinh|de an|chuong trinh|cong van|luat|nghi dinh)\b"
    r".*\b(nao|may|gi)\b|\b(document|directive|resolution|conclusion|plan|decision|scheme|decree|law)\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a hit's report; `margin` is the reader's, None where only a stated fact proposes it."""

    place: int  # of its hit among the hits
    report: str
    start: int
    end: int
    margin: float | None
    stated: bool  # a sentence states this very fact
    extreme: bool = False  # it has the most, or the least, of those that a sentence compares


@dataclass(frozen=True, slots=True)
class Facts:
    """People and acts of a passage, as offsets into the report."""

    people: tuple[Mention, ...]
    acts: tuple[Act, ...]


def asks_ordinal(question: Question) -> bool:
    """Whether a question asks which one of a row: the how-manyth congress, contest or time."""
    return _ASKS_ORDINAL.search(fold(question.reading)) is not None


def facts_of(text: str) -> Facts:
    """What the sentences of a whole report state about people."""
    return Facts(mentions(text), acts(text))


def read_candidates(place: int, hit: Hit, marks: Sequence[Marked]) -> list[Candidate]:
    """The reader's best spans, moved into the report."""
    span = hit.passage.span
    return [
        Candidate(place, span.report, span.start + mark.start, span.start + mark.end, mark.margin, stated=False)
        for mark in marks
    ]


def stated_candidates(
    question: Question, place: int, hit: Hit, facts: Facts, text: str, subjects: Sequence[str]
) -> Iterator[Candidate]:
    """Spans that a sentence of the passage states outright; `subjects` are the people whom the question names."""
    span = hit.passage.span

    def candidate(stretch: tuple[int, int]) -> Candidate:
        return Candidate(place, span.report, *stretch, None, stated=True)

    def inside(stretch: tuple[int, int]) -> bool:
        return span.start <= stretch[0] and stretch[1] <= span.end

    deed = asked_deed(question.reading)
    if deed is not None and question.kind in (Kind.WHO, Kind.LIST):
        signed = deed in _SIGNED_BELOW  # the author stands under the report, whichever passage was found
        done = [act for act in facts.acts if answers(act.deed, deed) and (signed or inside(act.sentence))]
        yield from map(candidate, _actors(done, question.kind, text))
    elif question.kind in (Kind.WHO, Kind.WHICH):
        for person in facts.people:
            office = text[slice(*person.role)] if person.role and inside(person.whole) else ""
            if office and office_matches(question.reading, office) >= OFFICE_AGREES:
                yield candidate(person.name)
    if question.kind is Kind.ROLE:
        for person in facts.people:
            named = any(same_person(subject, text[slice(*person.name)]) for subject in subjects)
            if named:
                yield from (candidate(post) for post in posts(text, person) if inside(post))


def valued_candidates(question: Question, place: int, hit: Hit) -> Iterator[Candidate]:
    """Every value of the passage that is of the kind asked for: days, counts, places, documents, people."""
    span = hit.passage.span
    for start, end in _values(question, span.text):
        yield Candidate(place, span.report, span.start + start, span.start + end, None, stated=False)


def compared_candidates(question: Question, place: int, hit: Hit) -> Iterator[Candidate]:
    """What stands out in the comparisons of the passage, where the question asks which has the most or the least."""
    if question.kind in COUNTED_NOT_COMPARED:
        return
    span = hit.passage.span
    for start, end in extremes(question.reading, span.text):
        yield Candidate(place, span.report, span.start + start, span.start + end, None, stated=False, extreme=True)


def _values(question: Question, text: str) -> Iterator[Offsets]:
    asked = fold(question.reading)
    if question.kind is Kind.WHEN or _ASKS_PERIOD.search(asked):
        yield from ((moment.start, moment.end) for moment in moments(text))
    if question.kind is Kind.HOW_MANY:
        yield from ((quantity.start, quantity.end) for quantity in quantities(text))
    if question.kind is Kind.WHERE or _ASKS_UNIT.search(asked):
        yield from ((found.start, found.end) for found in places(text))
    if _ASKS_DOCUMENT.search(asked):
        yield from ((found.start, found.end) for found in documents(text))
    if question.kind in (Kind.WHO, Kind.WHICH):
        yield from (person.name for person in mentions(text))
    if asks_ordinal(question):
        yield from (found.span() for found in ORDINAL.finditer(text))


def _actors(done: Sequence[Act], kind: Kind, text: str) -> list[tuple[int, int]]:
    people = [act.actor for act in done if act.actor]
    if kind is Kind.LIST and len(people) > 1:
        first, last = people[0], people[-1]
        end = max(last.name[1], last.role[1] if last.role else 0)
        return [(first.name[0], end), (first.name[0], last.name[1])]
    bodies = [act.body for act in done if act.body]
    return [person.name for person in people] or bodies


def is_stated(question: Question, candidate: Candidate, facts: Facts, text: str) -> bool | None:
    """Whether a sentence says that the one in `candidate` did what is asked; None where no deed is asked."""
    deed = asked_deed(question.reading)
    if deed is None or question.kind not in (Kind.WHO, Kind.LIST):
        return None
    doers = [act.actor.name if act.actor else act.body for act in facts.acts if answers(act.deed, deed)]
    inside = [doer for doer in doers if doer and overlap((candidate.start, candidate.end), doer)]
    if not inside or question.kind is Kind.LIST:
        return bool(inside)
    named = [one.name for one in facts.people if candidate.start <= one.name[0] and one.name[1] <= candidate.end]
    return all(any(overlap(name, doer) for doer in inside) for name in named)
