"""What the reader is reminded of above a passage: where the report tells what the question takes for granted.

A question may name a meeting by somebody who spoke at it, and ask for its day: the two stand in passages far apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.answering.dates import compatible, moments
from retrieval.answering.supposed import Known, Supposed
from retrieval.passages import heading
from retrieval.records import Passage, Span
from retrieval.vietnamese import fold

_AROUND = 160  # characters kept before and after what is recalled


def above(passage: Passage, supposed: Supposed, known: Known) -> str:
    """The heading of a passage of the report `known` and, in brackets, what is recalled for a question."""
    over = heading(passage)
    told = recalled(supposed, known, passage.span, over)
    return f"{over}[{told}]\n" if told else over


def recalled(supposed: Supposed, known: Known, span: Span, over: str) -> str:
    """The sentence that tells most of what a span under `over` leaves out of the question; "" where none does."""
    left_out = [
        places
        for places in _told_at(supposed, known, over)
        if not any(span.start <= place < span.end for place in places)
    ]
    best, most = "", 0
    for start, end in known.sentences if left_out else ():
        here = [next((place for place in places if start <= place < end), None) for places in left_out]
        found = [place for place in here if place is not None]
        if len(found) > most and (end <= span.start or start >= span.end):
            most, best = len(found), _clipped(known.report.text, (start, end), min(found), max(found))
    return best


def _told_at(supposed: Supposed, known: Known, over: str) -> Iterator[list[int]]:
    """Where the report has each name and value of a question that does not stand in `over`."""
    covered = " ".join(map(fold, (*supposed.people, *supposed.places)))
    names = [*supposed.people, *supposed.places, *supposed.documents, *(figure.text for figure in supposed.numbers)]
    names += [name for name in supposed.names if fold(name) not in covered]
    for name in names:
        written = re.compile(rf"(?<!\w){re.escape(fold(name))}(?!\w)")
        if not written.search(fold(over)):
            yield [match.start() for match in written.finditer(known.plain)]
    for asked in supposed.moments:
        if not any(compatible(asked, moment) for moment in moments(over)):
            yield [moment.start for moment in known.moments if compatible(asked, moment)]


def _clipped(text: str, sentence: tuple[int, int], first: int, last: int) -> str:
    """A sentence without what stands far from the places in it that count, in one line."""
    start, end = max(first - _AROUND, sentence[0]), min(last + _AROUND, sentence[1])
    if start > sentence[0]:
        start = text.find(" ", start, first) + 1 or first
    if end < sentence[1]:
        end = max(text.rfind(" ", last, end), last)
    return " ".join(text[start:end].split())
