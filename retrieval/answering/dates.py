"""Days and periods in Vietnamese and English: found, and held against each other.

A text is read without case and diacritics, so "ngày 11-4", "ngay 11 thang 4" and "April 11" are one day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from retrieval.answering.units import any_of
from retrieval.answering.value_words import (
    CLASSIFIERS,
    COUNTED,
    ENGLISH_MONTHS,
    ENGLISH_QUARTERS,
    MEASURES,
    MONTH_WORDS,
    ROMAN,
    SCALES,
)
from retrieval.vietnamese import fold, has_diacritics


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or period as stated; what is not stated is None. `full` also takes "Ngày", "trước ngày" along."""

    start: int
    end: int
    full: tuple[int, int]
    day: int | None = None
    month: int | None = None
    year: int | None = None
    quarter: int | None = None
    half: int | None = None  # of a year: 1 or 2
    until_day: int | None = None  # days running on: 14 và 15/8
    until_year: int | None = None  # a period or term: 2020-2025
    deadline: bool = False


# --- finding -------------------------------------------------------------------------------------


_D, _UNTIL_D = r"(?P<day>[0-3]?\d)", r"(?P<until_day>[0-3]?\d)"
_M = r"(?P<month>[01]?\d)"
_Y, _UNTIL_Y = r"(?P<year>(?:19|20)\d\d)", r"(?P<until_year>(?:19|20)\d\d)"
_FREE, _DONE = r"(?<![\w/.,:-])", r"(?![\w%]|[.,/:]\d|-\d|/[a-z])"
_COUNTS = {fold(word) for word in (*COUNTED, *CLASSIFIERS, *MEASURES, *SCALES)}
_UNCOUNTED = rf"(?!\s?(?!ban (?:dan|thuong|tuyen|chap)\b){any_of(_COUNTS)}(?!\w))"  # 4/5 xã, 2000 người
_WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_CUE = r"(?:ngay|hom|mung|nay|qua|sang|trua|chieu|toi|dem|quoc khanh|dip) \(?"
_UNTIL = r"\s?(?:va|den|,|–|-|and|to)\s?(?:ngay )?"
_OF_YEAR = rf"(?:(?:,? nam |\s?[/-]\s?|\.|,? of |, ?| ){_Y})?"
_NAME = rf"(?P<month_name>{any_of(ENGLISH_MONTHS)})\.?"
_NTH = r"(?:st|nd|rd|th)?"
_PART = r"(?:dau|giua|cuoi|early|mid|late)[ -]"

# Earlier patterns win over later ones that overlap them; the group `at` is the span where it is not all.
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # days in figures: 14 và 15/8, 19/01/2021, chiều 19.1, 11/4
        rf"{_FREE}(?<!thu ){_D}{_UNTIL}{_UNTIL_D}[/.-]{_M}(?:[/.-]{_Y})?{_DONE}{_UNCOUNTED}",
        rf"{_FREE}{_D}\s?(?P<mark>[/.-])\s?{_M}\s?(?P=mark)\s?(?:{_Y}|(?P<short_year>[0-3]\d)){_DONE}",
        rf"\b{_CUE}(?P<at>{_D}[/.-]{_M}{_OF_YEAR}){_DONE}",
        rf"{_FREE}(?<!\bso )(?!24/7){_D}/{_M}{_DONE}{_UNCOUNTED}",
        # days in words: 11 tháng 4 năm 2024, April 11, 11 April 2024
        rf"{_FREE}(?<!thang ){_D}(?:{_UNTIL}{_UNTIL_D})?,? thang {_M}{_OF_YEAR}{_DONE}",
        rf"{_FREE}{_D}{_NTH}(?:{_UNTIL}{_UNTIL_D}{_NTH})? (?:of )?{_NAME}(?:,? {_Y})?{_DONE}",
        rf"{_FREE}{_NAME} {_D}{_NTH}(?:{_UNTIL}{_UNTIL_D}{_NTH})?(?:,? {_Y})?{_DONE}",
        # parts of a year: 6 tháng đầu năm 2020, quý II/ 2024, Q1 2024, tháng 10/2022
        rf"{_FREE}(?:6|sau) thang (?P<half_word>dau|cuoi)(?: nam)?(?: {_Y})?{_DONE}",
        rf"{_FREE}nua (?P<half_word>dau|cuoi|sau)(?: cua)? nam(?: {_Y})?{_DONE}",
        rf"{_FREE}(?P<half_word>first|second|last) (?:half|(?:six|6) months)(?: of(?: the year)?)?(?: {_Y})?{_DONE}",
        rf"{_FREE}quy (?P<quarter_word>iv|i{{1,3}}|[1-4]|dau|cuoi)\b{_OF_YEAR}{_DONE}",
        rf"{_FREE}q(?P<quarter_word>[1-4])\b(?:(?:,? | of |[/-]){_Y})?{_DONE}",
        rf"{_FREE}(?P<quarter_word>{any_of(ENGLISH_QUARTERS)})[ -]quarter(?:(?:,? of |,? ){_Y})?{_DONE}",
        rf"{_FREE}(?<!mang )thang (?:{_M}|(?P<month_word>{any_of(MONTH_WORDS)}))\b{_OF_YEAR}{_DONE}",
        rf"{_FREE}{_M}/{_Y}{_DONE}",
        rf"{_FREE}{_NAME},? (?:of )?{_Y}{_DONE}",
        rf"\b(?:in|by|since|early|late) (?P<at>{_NAME}){_DONE}",
        # years and stretches of them: nhiệm kỳ 2019 - 2024, năm 2024
        rf"{_FREE}(?:(?:giai doan|nhiem ky) )?(?:tu )?(?:nam )?{_Y}\s?(?:[-–/]|den|to)\s?(?:nam )?{_UNTIL_Y}{_DONE}",
        rf"{_FREE}(?:\d\d? thang )?{_PART}(?:nam )?{_Y}{_DONE}",
        rf"{_FREE}nam {_Y}{_DONE}",
        rf"{_FREE}{_Y}{_DONE}{_UNCOUNTED}",
        rf"\bngay (?P<at>{_D}){_DONE}{_UNCOUNTED}",
    )
)
_BEFORE = re.compile(
    rf"(?<!\w)(?:{_WEEKDAY},? )?"
    r"(?P<limit>(?:truoc|cham nhat|muon nhat|(?:cho )?den het|han(?: chot| cuoi)?(?: la)?|by|before|no later than) )?"
    r"(?:(?:vao|trong|tu|den|sau|on|the|from|since|until|in) )*"
    r"(?:(?:sang|trua|chieu|toi|dem|rang sang)(?: toi)? (?:nay |qua )?)?"
    rf"(?:{_WEEKDAY},? )?(?:(?:cac|hai|ba) )?(?:ngay|hom|mung|nay)? ?\(?$"
)
_HALVES = {"dau": 1, "first": 1, "cuoi": 2, "sau": 2, "second": 2, "last": 2}
_QUARTERS = {**ROMAN, **ENGLISH_QUARTERS, "dau": 1, "cuoi": 4}


def moments(text: str) -> tuple[Moment, ...]:
    """Days and periods of `text` (NFC), in order and apart from each other."""
    folded = fold(text)
    found: list[Moment] = []
    taken = bytearray(len(text))
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            start, end = match.span("at") if "at" in pattern.groupindex else match.span()
            if any(taken[start:end]) or not (moment := _moment(text, folded, match, start, end)):
                continue
            found.append(moment)
            taken[start:end] = b"\1" * (end - start)
    return tuple(sorted(found, key=lambda moment: moment.start))


def _moment(text: str, folded: str, match: re.Match[str], start: int, end: int) -> Moment | None:
    stated = match.groupdict()
    name = stated.get("month_name")
    if name == "may" and not text[match.start("month_name")].isupper():  # mấy, máy
        return None
    if folded.startswith("nam ", start) and text[start + 1] == "a" and has_diacritics(text):  # Việt Nam 2024
        start += 4
    day, until_day, month, year, until_year = (
        int(value) if (value := stated.get(key)) else None
        for key in ("day", "until_day", "month", "year", "until_year")
    )
    if short := stated.get("short_year"):
        year = 2000 + int(short)
    if name or stated.get("month_word"):
        month = ENGLISH_MONTHS[name] if name else MONTH_WORDS[stated["month_word"]]
    if not (_within(day, 31) and _within(until_day, 31) and _within(month, 12)):
        return None
    if (until_day and day and until_day <= day) or (until_year and year and until_year <= year):
        return None
    quarter = _numbered(stated.get("quarter_word"), _QUARTERS)
    half = _numbered(stated.get("half_word"), _HALVES)
    full, limit = _with_prefix(text, folded, start, end)
    return Moment(start, end, full, day, month, year, quarter, half, until_day, until_year, limit)


def _with_prefix(text: str, folded: str, start: int, end: int) -> tuple[tuple[int, int], bool]:
    """The span with the words that lead to it, and whether they make it a deadline."""
    before = _BEFORE.search(folded, max(0, start - 50), start)
    if before is None or not (prefix := before.group().strip(" (")):
        return (start, end), False
    first = start - len(before.group().lstrip(" ("))
    if text.startswith("TU ", first):  # of a document's sign; "từ" is not written so
        first += 3
    last = end + 1 if prefix and "(" in text[first:start] and text.startswith(")", end) else end
    return (first, last), before["limit"] is not None


def _within(value: int | None, most: int) -> bool:
    return value is None or 1 <= value <= most


def _numbered(word: str | None, numbers: dict[str, int]) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdigit() else numbers[word]


# --- comparing -----------------------------------------------------------------------------------


def compatible(asked: Moment, told: Moment) -> bool | None:
    """True where `told` bears `asked` out, False where it contradicts it, None where it leaves it open."""
    wanted, known = _extent(asked), _extent(told)
    for part in wanted.keys() & known.keys():
        (first, last), (begin, end) = wanted[part], known[part]
        if last < begin or end < first:
            return False
    if asked.until_year and told.until_year and (asked.year, asked.until_year) != (told.year, told.until_year):
        return False
    if bool(asked.until_year) != bool(told.until_year):
        return None  # a year within a term
    return True if wanted.keys() <= known.keys() else None


def _extent(moment: Moment) -> dict[str, tuple[int, int]]:
    """First and last of every part of the calendar that the moment fixes, also by way of a smaller one."""
    extent = {}
    if moment.year:
        extent["year"] = (moment.year, moment.until_year or moment.year)
    quarter = moment.quarter or (moment.month and (moment.month + 2) // 3)
    half = moment.half or (quarter and (quarter + 1) // 2)
    for part, value in (("half", half), ("quarter", quarter), ("month", moment.month)):
        if value:
            extent[part] = (value, value)
    if moment.day:
        extent["day"] = (moment.day, moment.until_day or moment.day)
    return extent


def settled(told: Iterable[Moment], year: int | None) -> tuple[Moment, ...]:
    """The moments with `year` (of the report) where a day, month, quarter or half states none."""
    return tuple(moment if moment.year else replace(moment, year=year) for moment in told)
