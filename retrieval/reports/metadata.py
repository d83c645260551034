"""Title, date, place and outlet of a report, read from its kept text.

They are what a reader has in mind beside a passage; where the text does not say, they stay empty.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from datetime import date

from retrieval.reports.cleaning import is_portal_name
from retrieval.vietnamese import NAME_WORD, fold, sentences

_DATELINE = re.compile(r"(?<![\d/.])(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?((?:19|20)\d{2})(?!\d)")
_IN_WORDS = re.compile(r"ngay (\d{1,2}) thang (\d{1,2})(?: nam |/|-)((?:19|20)\d{2})")
_DAY_MONTH = re.compile(r"(?:ngay|sang|chieu|toi|trua|nay) \(?(\d{1,2})[./-](\d{1,2})(?![./-]?\d)")
_YEAR = re.compile(r"(?<![\d.])(?<!\d/)((?:19|20)\d{2})(?!\d)")
_STAMP = re.compile(r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cap nhat|ngay dang|dang (?:luc|ngay)|\d)")
_MAX_STAMP = 110

_ADMINISTRATIVE = re.compile(rf"\b((?:tỉnh|huyện|thành phố|thị xã|quận|TP\.?) {NAME_WORD}(?: {NAME_WORD}){{0,3}})")
_SOURCE = re.compile(r"(?:Nguồn|Theo)\s*:\s*(.{2,60})")
_AGENCY = re.compile(r"^\(?([A-ZĐ][A-ZĐ.]{1,9}|[A-Z]\w{1,12}(?:\.vn|\.VN))\)?\s*[-–—:]\s")
_MIN_TITLE_WORDS = 4
_MAX_TITLE = 320
_MAX_DOTTED_WORDS = 12
_MAX_LEAD = 100


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the text says of itself."""

    title: str
    date: date | None
    place: str | None
    outlet: str | None


def read_metadata(text: str) -> Metadata:
    """Metadata of a kept text (one paragraph a line)."""
    lines = text.split("\n")
    title = _title(lines)
    return Metadata(title, _date(lines), _place(lines, title), _outlet(lines))


def _is_stamp(line: str) -> bool:
    return len(line) <= _MAX_STAMP and bool(
        (_DATELINE.search(line) or _IN_WORDS.search(fold(line))) and _STAMP.match(fold(line))
    )


def _title(lines: list[str]) -> str:
    """The first line that can be a heading; a heading broken by a colon takes the next line along."""
    candidates = [line for line in lines[:8] if not (is_portal_name(line) or _is_stamp(line))]
    headings = [line for line in candidates if _is_heading(line)]
    if not headings:
        return _shortened(candidates[0]) if candidates else ""
    first = headings[0]
    if first.endswith(":") and len(headings) > 1:
        return f"{first} {headings[1]}"
    return first


def _is_heading(line: str) -> bool:
    words = len(line.split())
    is_prose = line.endswith(".") and words > _MAX_DOTTED_WORDS
    return words >= _MIN_TITLE_WORDS and len(line) <= _MAX_TITLE and not is_prose and not _is_banner(line)


def _shortened(line: str) -> str:
    start, end = sentences(line)[0]
    return textwrap.shorten(line[start:end], _MAX_LEAD, placeholder="…")


def _is_banner(line: str) -> bool:
    quoted = line[0] in '"“' and line[-1] in '"”'
    return quoted or (
        line.isupper() and re.search(r"^(MẶT TRẬN|TỈNH|CÔNG ĐOÀN|CỔNG|TRANG|ỦY BAN|UBND|BAN)\b", line) is not None
    )


def _date(lines: list[str]) -> date | None:
    """The stamp of the page, else the first day named in the text, with the year it or the text names."""
    for line in lines:
        if _is_stamp(line) and (found := _full_date(line)):
            return found
    text = "\n".join(lines)
    folded = fold(text)
    if day := _DAY_MONTH.search(folded):
        full = _full_date(text[day.start() : day.end() + 6])
        year = _YEAR.search(folded, max(0, day.start() - 300))
        return full or (_valid(int(day[1]), int(day[2]), int(year[1])) if year else None)
    return _full_date(text[:2000])


def _full_date(text: str) -> date | None:
    for pattern, view in ((_DATELINE, text), (_IN_WORDS, fold(text))):
        for found in pattern.finditer(view):
            if value := _valid(*(int(part) for part in found.groups())):
                return value
    return None


def _valid(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _place(lines: list[str], title: str) -> str | None:
    """Where it happened: the place after "tại" in the lead, else the first administrative unit named."""
    lead = "\n".join([title, *(line for line in lines if len(line) > _MAX_STAMP)][:3])
    for pattern, text in ((re.compile("tại " + _ADMINISTRATIVE.pattern), lead), (_ADMINISTRATIVE, lead)):
        if found := pattern.search(text):
            return found[1]
    return None


def _outlet(lines: list[str]) -> str | None:
    for line in lines:
        if found := _SOURCE.fullmatch(line):
            return found[1].strip(" .")
    for line in lines[:3]:
        if is_portal_name(line):
            return line if not line.isupper() else line.capitalize()
    for line in lines[:12]:
        if found := _AGENCY.match(line):
            return found[1]
    return None
