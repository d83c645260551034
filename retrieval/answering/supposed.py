"""What a question takes for granted, and whether a report bears it out.

A question names people, places, days and documents beside what it asks. An answer may only come from a
report that knows them: a similar sentence about another place answers another question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.answering.dates import Moment, compatible, moments, settled
from retrieval.answering.deeds import Act, Deed, answers
from retrieval.answering.documents import documents
from retrieval.answering.offices import office_matches
from retrieval.answering.people import Mention, Offsets, mentions, same_person
from retrieval.answering.places import asked_places, is_syllable
from retrieval.answering.premises import deeds_in, people_in
from retrieval.answering.quantities import quantities
from retrieval.glossary import Glossary, GroupKind
from retrieval.records import Language, Report
from retrieval.vietnamese import UPPER, Token, fold, number_terms, sentences, tokens

Names = Callable[[str], tuple[str, ...]]
"""Other names of a place or body, as the glossary has them."""

OFFICE_AGREES = 0.6

_SAYS = re.compile(
    r"[:“\"]|\b(?:nói|báo|mong|phát biểu|đề nghị|chia sẻ|bày tỏ|cho (?:biết|rằng|hay)|nhấn mạnh|yêu cầu)\b"
)
_GOES_ON = re.compile(rf"\s+(?:Ông|Bà|Anh|Chị|Già|Đồng chí|Cụ) (?![{UPPER}])")
_QUOTED = re.compile(r"[\"“][^\"“”]+[\"”]")

# Capitalised without naming anything: the Party is in every report, "No. 3" is a number.
_NO_NAMES = frozenset(("đảng", "no", "team"))


@dataclass(frozen=True, slots=True)
class Supposed:
    """Names and values that a question states, as written in it."""

    people: tuple[str, ...]
    places: tuple[str, ...]
    moments: tuple[Moment, ...]
    documents: tuple[str, ...]  # their numbers
    names: tuple[str, ...]  # every other capitalised word inside the question
    numbers: tuple[Figure, ...]
    deeds: tuple[tuple[str, Deed], ...] = ()  # what the question says that a person did


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a question as written, and its value with "nghìn", "triệu" behind it."""

    text: str
    value: float | None


def supposed_by(reading: str, language: Language, terms: Sequence[Offsets] = ()) -> Supposed:
    """What `reading` states beside what it asks; `terms` are its common terms, which are names of nothing."""
    words = tokens(reading)
    people = people_in(reading, language)
    places = tuple(place.name for place in asked_places(reading, language))
    told = moments(reading)
    named = documents(reading)
    taken = [*((m.start, m.end) for m in told), *((d.start, d.end) for d in named)]
    foreign = [*terms, *(m.span() for m in _QUOTED.finditer(reading))] if language is Language.ENGLISH else terms
    names = tuple(
        token.text
        for place, token in enumerate(words)
        if token.is_name
        and place > 0
        and len(token.text) > 1
        and not _within(token, [*taken, *foreign])
        and token.text.lower() not in _NO_NAMES
        and (language is not Language.ENGLISH or is_syllable(token.text))  # the others may be translated
        and reading[: token.start].rstrip()[-1:] not in ("?", ".", "!")
    )
    return Supposed(
        tuple(reading[start:end] for start, end in people),
        places,
        told,
        tuple(d.number for d in named),
        names,
        tuple(_figures(reading, words, taken)),
        deeds_in(reading, language, people),
    )


def common_terms(glossary: Glossary, reading: str) -> tuple[Offsets, ...]:
    """Where a question holds terms of the field (People's Committee, Mặt trận Tổ quốc), names of places aside."""
    return tuple(
        (match.start, match.end)
        for match in glossary.matches(reading)
        if match.group.kind is GroupKind.TERM and not _all_capitals(match.group.vietnamese)
    )


def _all_capitals(forms: Sequence[str]) -> bool:
    return any(all(word[:1].isupper() for word in re.findall(r"\w+", form)) for form in forms[:1])


def _figures(reading: str, words: Sequence[Token], taken: Sequence[Offsets]) -> Iterator[Figure]:
    """The numbers, but for those that only bound what is asked: "hơn 50", "fewer than 15"."""
    counted = quantities(reading)
    for token in words:
        if not token.is_number or _within(token, taken):
            continue
        quantity = next((q for q in counted if q.number[0] <= token.start < q.number[1]), None)
        if token.text not in ("0", "1") and (quantity is None or not quantity.approximate):
            yield Figure(token.text, quantity.value if quantity else None)


def _within(token: Token, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= token.start and token.end <= end for start, end in spans)


@dataclass(frozen=True, slots=True)
class Known:
    """What one report knows, folded once and asked often."""

    report: Report
    plain: str  # its text folded, every character at its place
    folded: str  # all of it, in words with single spaces between
    terms: frozenset[str]
    people: tuple[Mention, ...]
    moments: tuple[Moment, ...]
    sentences: tuple[tuple[int, int], ...]
    values: frozenset[float]  # of its quantities, those written out included
    years: frozenset[int]  # that it is of, by its title and date; it may tell of others

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
            fold(report.text),
            f" {_spaced(whole)} ",
            frozenset(terms),
            mentions(report.text),
            _told(report),
            tuple(sentences(report.text)),
            frozenset(quantity.value for quantity in quantities(report.text)),
            frozenset(year for year in (*(m.year for m in moments(report.title)), _year(report)) if year),
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

    def has_figure(self, figure: Figure) -> bool:
        """Whether the report has the number, in figures or in words."""
        return figure.value in self.values or any(term in self.terms for term in number_terms(figure.text))


def _year(report: Report) -> int | None:
    return report.date.year if report.date else None


def _told(report: Report) -> tuple[Moment, ...]:
    """The moments of a report; without a date of its own, days and quarters may be of any year it speaks of."""
    told = moments(report.text)
    years = {report.date.year} if report.date else {moment.year for moment in told if moment.year}
    return tuple(moment for year in sorted(years) for moment in settled(told, year)) if years else told


def _agrees(asked: Moment, day: int, month: int, year: int) -> bool | None:
    """Against the day a report is of: its month and year also hold of an earlier day it tells of."""
    if asked.day is not None:
        return True if (asked.day, asked.month) == (day, month) and asked.year in (None, year) else None
    if asked.quarter or asked.half:
        return True if compatible(asked, Moment(0, 0, (0, 0), month=month, year=year)) else None
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
    lacking += [name for name in supposed.names if fold(name) not in covered and not known.has_name(name, others)]
    lacking += [figure.text for figure in supposed.numbers if not known.has_figure(figure)]
    return list(dict.fromkeys(lacking))


def contradicted(supposed: Supposed, known: Known) -> list[Moment]:
    """The days and periods of a question that the report states otherwise, or not at all."""
    return [moment for moment in supposed.moments if known.bears(moment) is not True]


def undone(supposed: Supposed, known: Known, done: Sequence[Act]) -> list[str]:
    """The persons of whom the question says what no sentence of the report does; `done` are its acts."""
    return list(dict.fromkeys(person for person, deed in supposed.deeds if not _did(person, deed, known, done)))


def _did(person: str, deed: Deed, known: Known, done: Sequence[Act]) -> bool:
    text = known.report.text
    named = [mention for mention in known.people if same_person(person, text[slice(*mention.name)])]
    if deed is Deed.SPEAK and any(_speaks(known, mention) for mention in named):
        return True
    roles = [text[slice(*mention.role)] for mention in named if mention.role]
    for act in done:
        if not answers(act.deed, deed):
            continue
        if act.actor and same_person(person, text[slice(*act.actor.name)]):
            return True
        if act.body and any(office_matches(text[slice(*act.body)], role) >= OFFICE_AGREES for role in roles):
            return True
    return False


def _speaks(known: Known, person: Mention) -> bool:
    """Whether words may be the person's: people are quoted in more ways than there are verbs for it."""
    _, end = known.sentence_of(*person.name)
    following = [m.whole[0] for m in known.people if person.name[1] <= m.whole[0] < end]
    rest = known.report.text[person.name[1] : min([end, *following])]
    return _SAYS.search(rest) is not None or (not following and _GOES_ON.match(known.report.text, end) is not None)
