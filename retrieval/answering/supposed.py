"""What a question takes for granted, and whether a report bears it out.

A question names people, places, days and documents beside what it asks. An answer may only come from a
report that knows them: a similar sentence about another place answers another question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from retrieval.answering.dates import Moment, compatible, moments, settled
from retrieval.answering.documents import documents
from retrieval.answering.people import Mention, mentions, same_person
from retrieval.answering.places import asked_places
from retrieval.records import Language, Report
from retrieval.vietnamese import Token, fold, number_terms, sentences, tokens

Names = Callable[[str], tuple[str, ...]]
"""Other names of a place or body, as the glossary has them."""


@dataclass(frozen=True, slots=True)
class Supposed:
    """Names and values that a question states, as written in it."""

    people: tuple[str, ...]
    places: tuple[str, ...]
    moments: tuple[Moment, ...]
    documents: tuple[str, ...]  # their numbers
    names: tuple[str, ...]  # every other capitalised word inside the question
    numbers: tuple[str, ...]


def supposed_by(reading: str, language: Language) -> Supposed:
    """What `reading` states beside what it asks."""
    words = tokens(reading)
    people = tuple(reading[m.name[0] : m.name[1]] for m in mentions(reading))
    places = tuple(place.name for place in asked_places(reading, language))
    told = moments(reading)
    named = documents(reading)
    taken = [*((m.start, m.end) for m in told), *((d.start, d.end) for d in named)]
    numbers = tuple(t.text for t in words if t.is_number and not _within(t, taken))
    names = tuple(
        token.text
        for place, token in enumerate(words)
        if token.is_name and place > 0 and not _within(token, taken) and len(token.text) > 1
    )
    return Supposed(people, places, told, tuple(d.number for d in named), names, numbers)


def _within(token: Token, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= token.start and token.end <= end for start, end in spans)


@dataclass(frozen=True, slots=True)
class Known:
    """What one report knows, folded once and asked often."""

    report: Report
    folded: str
    terms: frozenset[str]
    people: tuple[Mention, ...]
    moments: tuple[Moment, ...]
    sentences: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, report: Report) -> Known:
        whole = "\n".join(part for part in (report.text, report.title, report.outlet, report.place) if part)
        terms = {
            term
            for token in tokens(whole)
            for term in (number_terms(token.text) if token.is_number else [fold(token.text)])
        }
        return cls(
            report,
            f" {_spaced(whole)} ",
            frozenset(terms),
            mentions(report.text),
            _told(report),
            tuple(sentences(report.text)),
        )

    def sentence_of(self, start: int, end: int) -> tuple[int, int]:
        """The sentence, or the run of sentences, that holds a span of the report."""
        holding = [(s, e) for s, e in self.sentences if e > start and s < end]
        return (holding[0][0], holding[-1][1]) if holding else (start, end)

    def has_name(self, name: str, others: Names = lambda name: ()) -> bool:
        """Whether the report has the name, or another name of the same place or body."""
        return any(f" {_spaced(form)} " in self.folded for form in (name, *others(name)))

    def has_person(self, name: str) -> bool:
        """Whether the report names this person."""
        text = self.report.text
        return any(same_person(name, text[m.name[0] : m.name[1]]) for m in self.people) or self.has_name(name)

    def bears(self, asked: Moment) -> bool | None:
        """Whether a day or period of the report agrees; None where none speaks of it."""
        told = [compatible(asked, moment) for moment in self.moments]
        when = self.report.date
        if when is not None:
            told.append(_agrees(asked, when.day, when.month, when.year))
        if True in told:
            return True
        return False if False in told else None


def _told(report: Report) -> tuple[Moment, ...]:
    return settled(moments(report.text), report.date.year if report.date else None)


def _agrees(asked: Moment, day: int, month: int, year: int) -> bool | None:
    """Against the day a report is of: its month and year also hold of an earlier day it tells of."""
    if asked.day is not None:
        return True if (asked.day, asked.month) == (day, month) and asked.year in (None, year) else None
    if asked.year is not None and asked.month is None:
        return True if asked.year == year else None
    return True if asked.month == month and asked.year in (None, year) else None


def _spaced(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()


def missing(supposed: Supposed, known: Known, others: Names) -> list[str]:
    """The names and values of a question that a report does not bear out, as written in the question."""
    lacking = [person for person in supposed.people if not known.has_person(person)]
    lacking += [place for place in supposed.places if not known.has_name(place, others)]
    lacking += [number for number in supposed.documents if not known.has_name(number)]
    covered = " ".join(map(fold, (*supposed.people, *supposed.places)))
    lacking += [
        name
        for name in supposed.names
        if fold(name) not in covered and not known.has_name(name, others) and not _is_common(name)
    ]
    lacking += [n for n in supposed.numbers if not any(term in known.terms for term in number_terms(n))]
    return list(dict.fromkeys(lacking))


def contradicted(supposed: Supposed, known: Known) -> list[Moment]:
    """The days and periods of a question that the report states otherwise, or not at all."""
    return [moment for moment in supposed.moments if known.bears(moment) is not True]


def _is_common(name: str) -> bool:
    return len(name) <= 1
