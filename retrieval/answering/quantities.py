"""Counts, measures, money, percentages and ordinals with their units, and the unit a question asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.answering.dates import moments
from retrieval.answering.documents import documents
from retrieval.answering.units import MARKED, UNMARKED, Spelling, any_of, singulars, unit_after, unit_matches
from retrieval.answering.value_words import ENGLISH_UNITS, ORDINALS
from retrieval.vietnamese import fold, has_diacritics

__all__ = ["Quantity", "asked_unit", "quantities", "unit_matches"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: "hơn 33 tỉ đồng" is `value` 33e9 of `unit` "đồng", its `number` "33 tỉ"."""

    start: int
    end: int
    number: tuple[int, int]
    value: float
    unit: str  # as written, without scale; "" where the number stands alone, "lần thứ" of an ordinal
    approximate: bool = False


# --- finding -------------------------------------------------------------------------------------


_ORDINAL = re.compile(
    rf"(?<!\w)(?P<ordinal>lan thu|khoa|top)\s(?P<number>\d+|[ivxl]+|(?<=thu ){any_of(ORDINALS)})(?!\w|[/.]\d)"
)
_PER = re.compile(r"/[^\W\d_]+")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}

# Words before a number that is a name ("Quân khu 9", "Nhóm 4"); the second set even before a known unit.
_NUMBERED = frozenset(
    """
    so nhom mui khu doan dieu muc chuong thu loai cap hang bai doi phong to lo tuyen lop khoa lan vong dai khoan ky no
    quan phuong thon ap thang nam quy ngay tang ban trang cua zalo covid tieu duong giai nghi lon mau gio luc
""".split()
)
_ALWAYS_NUMBERED = frozenset(("so", "dieu", "khu", "doan", "muc", "thu"))
_WORD_BEFORE = re.compile(r"(?P<word>[^\W\d_]+)\s$")
_OPENING = re.compile(r"(?:^|[.\n:;!?]\s*)[\"“(]*$")


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text (NFC), in order; dates, document numbers and numbered names are left out."""
    spelling, view = (MARKED, text.lower()) if has_diacritics(text) else (UNMARKED, fold(text))
    if len(view) != len(text):  # a letter whose lower case is longer: none of ours
        spelling, view = UNMARKED, fold(text)
    taken = bytearray(len(text))
    for start, end in (*(m.full for m in moments(text)), *((d.start, d.end) for d in documents(text))):
        taken[start:end] = b"\1" * (end - start)
    found: list[Quantity] = []
    for pattern, source in ((_ORDINAL, fold(text)), (spelling.counts, view), (spelling.worded, view)):
        for match in pattern.finditer(source):
            read = _ordinal if pattern is _ORDINAL else _counted
            quantity = read(text, view, match, spelling)
            if quantity and not any(taken[quantity.start : quantity.end]):
                found.append(quantity)
                taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)
    return tuple(sorted(found, key=lambda quantity: quantity.start))


def _ordinal(text: str, view: str, match: re.Match[str], spelling: Spelling) -> Quantity | None:
    word, span = match["number"], match.span("number")
    if word.isdigit() or word in ORDINALS:
        value = float(ORDINALS.get(word) or word)
    else:
        letters = [_ROMAN[letter] for letter in word]
        value = float(sum(-v if later > v else v for v, later in zip(letters, [*letters[1:], 0], strict=True)))
    return Quantity(match.start(), match.end(), span, value, text[slice(*match.span("ordinal"))])


def _counted(text: str, view: str, match: re.Match[str], spelling: Spelling) -> Quantity | None:
    rest = match.groupdict().get("rest")  # 2 tỷ 300 triệu
    first, last = match.start("number"), match.end("rest" if rest else "scale")
    in_figures = match["number"][0].isdigit()
    value = _figure(match["number"]) if in_figures else float(spelling.numbers[match["number"]])
    for scale in match["scale"].split():
        value *= spelling.scales[scale]
    if rest:
        value += float(rest.split(maxsplit=1)[0]) * 1e6
    start, end, known = unit_after(text, view, last, spelling)
    unit = text[start:end]
    if not in_figures and not (known and unit.islower()):
        return None
    if in_figures and not unit and not _stands_alone(text, match.start(), last):
        return None
    if in_figures and not match["about"] and _is_numbered(text, first, known):
        return None
    per = _PER.match(text, end) if unit else None
    return Quantity(match.start(), per.end() if per else end, (first, last), value, unit, bool(match["about"]))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a number without a unit is a count all the same ("(52)", "còn 29."), not a line of its own."""
    line = text[text.rfind("\n", 0, start) + 1 : start].strip()
    return bool(line or "\n" not in text) and re.match(r"\)|[.,;?]?(?:\s|$)", text[end : end + 2]) is not None


def _is_numbered(text: str, first: int, known: bool) -> bool:
    """Whether the number is part of a name: "Quân khu 9", "cầu Rạch Miễu 2"."""
    before = _WORD_BEFORE.search(text, max(0, first - 20), first)
    if before is None:
        return False
    word, opens = fold(before["word"]), _OPENING.search(text, 0, before.start("word")) is not None
    if known:
        return word in _ALWAYS_NUMBERED and not opens
    return word in _NUMBERED or (before["word"][0].isupper() and not opens)


def _figure(number: str) -> float:
    """The value of figures as written in Vietnamese (74.000; 92,5) or English (74,000); the first of a range."""
    number = re.split(r"[/–-]|\s", number)[0]
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", number):
        number = number.replace(".", "")
    elif re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", number):
        number = number.replace(",", "")
    return float(number.replace(",", "."))


# --- what is asked ----------------------------------------------------------------------------------------------------

_ASKED = re.compile(r"\b(?:bao nhieu|bao nhiu|bn|may)\b(?=\s)")
_ASKS_COUNT = re.compile(r"\b(?:bao nhieu|bao nhiu|bn|may|ty le|ti le|so luong|tong so)\b")
_ASKS_ORDINAL = re.compile(r"\b(?:lan|khoa|dai hoi) thu (?:may|bao nhieu|bao nhiu|bn)\b")
_NUMBER_OF = re.compile(r"\b(?:so luong|tong so|so)(?= )")
_NOT_UNITS = frozenset(("gio", "ngay", "nam", "thang", "lau", "xa", "so"))
_SAID_FOR = {"tien": "đồng", "phan tram": "%"}
_SUBJECTS = (  # what a question is about where its question word stands alone
    (re.compile(r"\b(?:kinh phi|gia tri|tri gia|so tien|thu nhap|ngan sach|von|chi phi|thuong)\b"), "đồng"),
    (re.compile(r"\b(?:ty le|ti le|phan tram)\b"), "%"),
    (re.compile(r"\bdien tich\b"), "m2"),
    (re.compile(r"\b(?:chieu )?dai\b"), "km"),
)

_HOW = re.compile(r"\b(?:how (?:much|many|old|long|far)|what|which)\b")
_HOW_MANY = re.compile(
    r"\b(?:how many|(?:what|how much|by how much)\b.{0,20}? the (?:total )?number of)(?P<noun>(?: [^\s?,.]+){1,6})"
)
_ENGLISH_SUBJECTS = (
    (re.compile(r"\bhow much\b(?! (?:land|rice|water|time|area|soil))"), "đồng"),
    (re.compile(r"\b(?:cost|worth|value|budget|money|spend|spent)\b"), "đồng"),
    (re.compile(r"\b(?:percentage|per ?cent|proportion|share|rate)\b"), "%"),
    (re.compile(r"\bhow old\b"), "tuổi"),
    (re.compile(r"\bhow (?:long|far)\b"), "km"),
    (re.compile(r"\b(?:area|land)\b"), "m2"),
    (re.compile(r"\brice\b"), "tấn"),
)
_ENGLISH_END = re.compile(
    r"(?:[a-z]+ed|were|was|are|is|did|do|does|has|have|had|in|of|for|from|on|at|with|that|who|which|by|to|the|got|took"
    r"|won|went|there|would|can|could|will|across|per|than|give|gave|made|a|each|under|over|during)"
)


@lru_cache(maxsize=256)
def asked_unit(question: str) -> str | None:
    """What a question counts: the noun after "bao nhiêu", "mấy" or "how many"; "đồng" for money; else None."""
    folded = re.sub(r"[\"“”'’]", " ", fold(question))
    if match := _HOW_MANY.search(folded):
        return _english_noun(question, folded, *match.span("noun")) or None
    if _HOW.search(folded):
        return _subject(folded, _ENGLISH_SUBJECTS)
    if _ASKS_ORDINAL.search(folded):
        return "lần thứ"
    return _vietnamese_noun(question, folded)


def _subject(folded: str, subjects: tuple[tuple[re.Pattern[str], str], ...]) -> str | None:
    return next((unit for pattern, unit in subjects if pattern.search(folded)), None)


def _vietnamese_noun(question: str, folded: str) -> str | None:
    """The noun behind the question word; where none is, what is measured, or the noun behind "số"."""
    for match in _ASKED.finditer(folded):
        start, end, _ = unit_after(question, folded, match.end(), UNMARKED)
        if end > start and folded[start:end] not in _NOT_UNITS:
            return _SAID_FOR.get(folded[start:end], question[start:end])
    if not _ASKS_COUNT.search(folded):
        return None
    if unit := _subject(folded, _SUBJECTS):
        return unit
    number = _NUMBER_OF.search(folded)
    start, end, _ = unit_after(question, folded, number.end(), UNMARKED) if number else (0, 0, False)
    return question[start:end] or None


def _english_noun(question: str, folded: str, start: int, end: int) -> str:
    """The counted noun: up to the last word in a row that is known to be counted, else up to a function word."""
    words = [(start + word.start(), start + word.end()) for word in re.finditer(r"\S+", folded[start:end])]
    if not words:
        return ""
    stop = 0
    for place, (first, last) in enumerate(words):
        known = any(noun in ENGLISH_UNITS for noun in singulars(folded[first:last]))
        if stop and not known:
            break
        if known:
            stop = place + 1
    if not stop:
        ends = (n for n, (first, last) in enumerate(words) if _ENGLISH_END.fullmatch(folded[first:last]))
        stop = next(ends, min(len(words), 3))
    return question[words[0][0] : words[stop - 1][1]].strip("\"“”'’ ") if stop else ""
