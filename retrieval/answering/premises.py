"""Whom a question names, and what it says that they did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.answering.deeds import Deed, acts
from retrieval.answering.people import Offsets, mentions, overlap
from retrieval.answering.person_words import MIDDLE
from retrieval.answering.places import asked_places, is_syllable
from retrieval.answering.value_words import FAMILY_NAMES
from retrieval.records import Language
from retrieval.vietnamese import NAME_WORD, fold

# What a report says outright of whoever did it; who attended, led or took over is told in more ways than are known.
_OUTRIGHT = frozenset(
    (Deed.CHAIR, Deed.OPEN, Deed.CONCLUDE, Deed.SPEAK, Deed.REPORT, Deed.AWARD, Deed.SIGN, Deed.ANNOUNCE, Deed.VISIT)
)
_FAMILY = frozenset(map(fold, FAMILY_NAMES))
_MIDDLE = frozenset(map(fold, MIDDLE))
_RUN = re.compile(rf"{NAME_WORD}(?: {NAME_WORD}){{1,4}}")

# "bà nguyên thị Thu Hà": a name that no report knows does not get all its marks and capitals back.
_LOWER = r"[^\W\d_]+"
_ADDRESSED = re.compile(
    rf"(?<!\w)(?i:ông|bà|anh|chị|đồng chí) (?P<name>(?P<family>{_LOWER}) (?P<middle>{_LOWER}) {_LOWER})"
)
# Hardly anything but a name, also where nobody is addressed; folded.
_UNMISTAKABLE = re.compile(r"(?<!\w)(?:nguyen|huynh|quach|bui) (?:van|thi|huu) [a-z]+")
# Behind a name in an English question, as in "When did A chair the meeting?" and "the meeting that A chaired".
_ENGLISH_DEEDS = (
    (Deed.CHAIR, r"(?:co-?)?chair(?:ed)?|preside[ds]?"),
    (Deed.SPEAK, r"sp(?:eak|oke)|sa(?:y|id)|(?:give|gave|made?|deliver(?:ed)?) (?:a|the|his|her) speech"),
    (Deed.AWARD, r"award(?:ed)?|hand(?:ed)? (?:out|over)"),
    (Deed.SIGN, r"sign(?:ed)?"),
    (Deed.VISIT, r"visit(?:ed)?"),
)
_ENGLISH_DEED = [(deed, re.compile(rf" (?:also )?(?:{form})\b")) for deed, form in _ENGLISH_DEEDS]
_BEFORE_SUBJECT = re.compile(r"(?:^|\b(?:[Dd]id|that|which|where|when)(?: (?:Mr|Mrs|Ms|Comrade)\.?)?) ?$")


def people_in(reading: str, language: Language) -> tuple[Offsets, ...]:
    """The personal names that a question holds, in order."""
    found = [mention.name for mention in mentions(reading)]
    if language is Language.ENGLISH:
        found += (span for span in _unmarked_names(reading) if not _overlaps(span, found))
    if language is Language.UNMARKED:
        longer = [match.span("name") for match in _ADDRESSED.finditer(reading) if _is_unknown_name(match)]
        longer += [span for span in _unmistakable(reading) if not _overlaps(span, longer)]
        found = [*(span for span in found if not _overlaps(span, longer)), *longer]
    return tuple(sorted(found))


def _unmarked_names(reading: str) -> Iterator[Offsets]:
    """Names of two to five words, written without diacritics, that open with a family name."""
    places = [(place.start, place.end) for place in asked_places(reading, Language.ENGLISH)]
    for run in _RUN.finditer(reading):
        words = list(re.finditer(r"\S+", run.group()))
        for at, word in enumerate(words[:-1]):
            end = at
            while end < len(words) and is_syllable(words[end].group().removesuffix("'s").removesuffix("’s")):
                end += 1
            if fold(word.group()) in _FAMILY and end - at >= 2:
                last = words[end - 1].group()
                cut = 2 if last.endswith(("'s", "’s")) else 0
                span = run.start() + word.start(), run.start() + words[end - 1].end() - cut
                if not _overlaps(span, places):
                    yield span
                break


def _is_unknown_name(match: re.Match[str]) -> bool:
    """Whether family name and middle name are such, and no report had the whole to write it by."""
    family, middle = fold(match["family"]), fold(match["middle"])
    return family in _FAMILY and middle in _MIDDLE and not _is_capitalised(match["name"])


def _unmistakable(reading: str) -> Iterator[Offsets]:
    for match in _UNMISTAKABLE.finditer(fold(reading)):
        if not _is_capitalised(reading[slice(*match.span())]):
            yield match.span()


def _is_capitalised(name: str) -> bool:
    return all(word[:1].isupper() for word in name.split())


def _overlaps(span: Offsets, others: Sequence[Offsets]) -> bool:
    return any(overlap(span, other) for other in others)


def deeds_in(reading: str, language: Language, people: Sequence[Offsets]) -> tuple[tuple[str, Deed], ...]:
    """Persons and what the question says they did: "hội nghị do ông A chủ trì", "When did A chair …"."""
    if language is not Language.ENGLISH:
        told = [
            (reading[slice(*act.actor.name)], act.deed)
            for act in acts(reading)
            if act.actor and act.actor.name in people and act.deed in _OUTRIGHT
        ]
        return tuple(dict.fromkeys(told))
    return tuple(
        (reading[start:end], deed)
        for start, end in people
        if _BEFORE_SUBJECT.search(reading[:start])
        for deed, verb in _ENGLISH_DEED
        if verb.match(reading, end)
    )
