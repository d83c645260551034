"""Which of several had the most or the least, where one sentence counts them all: "kinh tế 21 mô hình, văn hóa 41"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import groupby

from retrieval.answering.people import Offsets, overlap
from retrieval.answering.quantities import Quantity, quantities
from retrieval.vietnamese import fold, sentences


class Extreme(Enum):
    """Which end of a comparison is asked for."""

    MOST = "most"
    LEAST = "least"


_UTMOST = r"(?: \w+){0,3}(?<! thong)(?<! thu)(?<! duy) nhat\b"
_MOST = re.compile(
    rf"\b(?:nhieu|dong|cao|lon|day|dai|manh|rong){_UTMOST}|\bdan dau\b|\bdung dau ve\b|\bap dao\b"
    r"|\b(?:most|largest|highest|biggest|greatest|leading|led|top(?:ped)?|longest)\b"
)
_LEAST = re.compile(
    rf"\b(?!it nhat (?:la )?(?:mot|hai|ba|\d))(?:it|thap|nho|kem|ngan){_UTMOST}|\bcuoi bang\b|\bdoi so\b"
    r"|\b(?:fewest|(?<!at )least|smallest|lowest|shortest)\b"
)
_PARTING = re.compile(r"[,;:)–.]|\b(?:và|còn|trong đó|gồm|nhất(?: là)?|kế đến là|tiếp đến là|tiếp theo là)\b")
_LEADS_TO_NUMBER = re.compile(r"(?:\s|[(:–-]|\b(?:có|được|đạt|với|là|thu|chiếm|xây dựng|đóng góp)\b)+$")
_JOINING = re.compile(r"(?:\s*[,;])?\s*(?:\b(?:và|còn)\b)?\s*(?:\bcó\b)?\s*$")
_STOP = re.compile(r"[,;:().]")
_EDGES = ' \t\n,;:.()–-"“”'
_LONGEST = 70  # characters of a label


@dataclass(frozen=True, slots=True)
class Counted:
    """One of the things that a sentence compares: its label and its number."""

    label: Offsets
    value: float


def asked_extreme(question: str) -> Extreme | None:
    """Whether a question asks which of several has the most or the least."""
    folded = fold(question)
    if _LEAST.search(folded):
        return Extreme.LEAST
    return Extreme.MOST if _MOST.search(folded) else None


def extremes(question: str, text: str) -> Iterator[Offsets]:
    """Labels that stand out in the comparisons of a text as the question asks; in a tie none does."""
    for row in _ranked(question, text):
        yield row[0].label


def is_outdone(question: str, text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text names what another in its comparison outdoes, and not that other."""
    return any(
        any(overlap(one.label, (start, end)) for one in row[1:]) and not overlap(row[0].label, (start, end))
        for row in _ranked(question, text)
    )


@lru_cache(maxsize=64)  # many candidates stand in one sentence
def _ranked(question: str, text: str) -> tuple[tuple[Counted, ...], ...]:
    """The comparisons of a text, first what the question asks for; without those where others share that place."""
    wanted = asked_extreme(question)
    rows = (
        tuple(sorted(row, key=lambda one: one.value, reverse=wanted is Extreme.MOST))
        for row in (comparisons(text) if wanted else ())
    )
    return tuple(row for row in rows if row[0].value != row[1].value)


def comparisons(text: str) -> Iterator[list[Counted]]:
    """The rows of two or more labels with numbers that sentences give one after the other."""
    found = quantities(text)
    for start, end in sentences(text):
        inside = [quantity for quantity in found if start <= quantity.start and quantity.end <= end]
        for counted in (
            [_before(text, start, inside, at) for at in range(len(inside))],
            [_behind(text, end, inside, at) for at in range(len(inside))],
        ):
            for row in _rows(counted):
                parts = _without_total(row)
                if len({fold(text[slice(*one.label)]) for one in parts}) == len(parts) > 1:
                    yield parts


def _rows(counted: Sequence[Counted | None]) -> Iterator[list[Counted]]:
    """Runs of neighbours that have a label."""
    for has_label, run in groupby(counted, key=lambda one: one is not None):
        row = [one for one in run if one is not None]
        if has_label and len(row) > 1:
            yield row


def _without_total(row: list[Counted]) -> list[Counted]:
    """A row without the sum that opens it: "toàn huyện có 78 mô hình, …"."""
    rest = sum(one.value for one in row[1:])
    return row[1:] if len(row) > 2 and row[0].value >= rest else row


def _before(text: str, start: int, inside: Sequence[Quantity], at: int) -> Counted | None:
    """ "xã Phú Lộng với 39 mô hình", "xã Đăk Hà (25 khẩu)": what stands before a number of the row's unit."""
    quantity = inside[at]
    units = [fold(other.unit) for other in (*inside[max(at - 1, 0) : at], *inside[at + 1 : at + 2])]
    if units and fold(quantity.unit) not in units and quantity.unit:
        return None
    start = inside[at - 1].end if at else start
    leading = _LEADS_TO_NUMBER.search(text, start, quantity.start)
    end = leading.start() if leading else quantity.start
    parts = list(_PARTING.finditer(text, start, end))
    if at and not parts and not _PARTING.search(text, start, quantity.start):
        return None  # nothing parts the two numbers: "39 mô hình tăng 5"
    return _counted(text, parts[-1].end() if parts else start, end, quantity)


def _behind(text: str, end: int, inside: Sequence[Quantity], at: int) -> Counted | None:
    """ "62 trưởng khối dân vận cấp xã, 45 cán bộ Mặt trận và 12 chức sắc": what stands behind a number."""
    quantity = inside[at]
    following = inside[at + 1].start if at + 1 < len(inside) else end
    joint = _JOINING.search(text, quantity.end, following)
    stop = _STOP.search(text, quantity.end, following)
    is_joined = at + 1 < len(inside) and joint is not None and bool(joint[0].strip())
    last = joint.start() if is_joined and joint else stop.start() if stop else following
    if (stop and stop.start() < last) or not (stop or is_joined or following == end):
        return None  # more is said of it than its name
    return _counted(text, quantity.number[1], last, quantity)


def _counted(text: str, start: int, end: int, quantity: Quantity) -> Counted | None:
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    named = 0 < end - start <= _LONGEST and re.search(r"[^\W\d]", text[start:end])
    return Counted((start, end), quantity.value) if named else None
