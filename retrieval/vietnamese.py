"""The script: the one place that knows how Vietnamese is written.

Three views of a word: as it stands, *exact* (case and tone placement aside: uỷ = ủy) and *folded*
(no diacritics at all: uy). Every function that returns offsets counts characters of NFC text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_TONES = {"\u0300": "1", "\u0301": "2", "\u0303": "3", "\u0309": "4", "\u0323": "5"}
_VOWEL_MARKS = {"\u0302", "\u0306", "\u031b"}
_LEGACY_D = str.maketrans("đĐðÐ", "dDdD")

_LATIN = "".join(map(chr, (*range(0x41, 0x250), *range(0x1EA0, 0x1EFA))))
UPPER = "".join(c for c in _LATIN if c.isupper())  # for character classes: Unicode mixes the cases
NAME_WORD = rf"[{UPPER}][\w’']*"

TOKEN = re.compile(r"\d+(?:[.,/–-]\d+)*|[^\W\d_]+", re.UNICODE)
_DATE = re.compile(r"(\d{1,2})[./–-](\d{1,2})(?:[./–-](\d{4}|\d{2}))?")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def nfc(text: str) -> str:
    """The text in Unicode NFC, as every kept text is."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=4096)
def _folded_character(character: str) -> str:
    lowered = character.lower().translate(_LEGACY_D)
    base = "".join(c for c in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(c))
    return base if len(base) == 1 else character


def fold(text: str) -> str:
    """Lower-cased text without diacritics (đ is d), character for character: offsets stay valid."""
    return "".join(map(_folded_character, text))


@lru_cache(maxsize=65536)
def exact(token: str) -> str:
    """A token with its tone written behind it, so that both placements (hoà, hòa) agree."""
    letters, tones = [], []
    for character in unicodedata.normalize("NFD", token.lower()):
        if character in _TONES:
            tones.append(_TONES[character])
        else:
            letters.append(character)
    return unicodedata.normalize("NFC", "".join(letters)) + "".join(tones)


_SYLLABLE = re.compile(r"(?:ngh?|gi|qu|kh|ph|th|tr|ch|nh|[bcdđghklmnrstvx])?[aeiouyăâêôơư]{1,3}(?:ng|nh|ch|[cmnpt])?")


def is_syllable(word: str) -> bool:
    """Whether a word is built as a Vietnamese syllable, whatever its case and tone."""
    return _SYLLABLE.fullmatch(exact(word).rstrip("12345")) is not None


def has_diacritics(text: str) -> bool:
    """Whether any letter carries a Vietnamese mark, or is đ."""
    return any(c in _TONES or c in _VOWEL_MARKS or c == "đ" for c in unicodedata.normalize("NFD", text.lower()))


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of a text: `text` is `source[start:end]`."""

    text: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        return self.text[0].isdigit()

    @property
    def is_name(self) -> bool:
        return self.text[0].isupper()


def tokens(text: str) -> list[Token]:
    """Words and numbers; a number keeps its separators (74.000, 11/4, 2020-2025)."""
    return [Token(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text)]


def number_terms(text: str) -> list[str]:
    """What a number token is looked up as: 74.000 as 74000, 11-04 as 11/4, 19.1.2021 also as 19/1."""
    if date := _DATE.fullmatch(text):
        day, month = int(date[1]), int(date[2])
        if 1 <= day <= 31 and 1 <= month <= 12:
            short = f"{day}/{month}"
            return [short, f"{short}/{_full_year(date[3])}"] if date[3] else [short]
    if _THOUSANDS.fullmatch(text):
        mark = "." if re.match(r"\d{1,3}\.", text) else ","
        return [text.replace(mark, "")]
    parts = re.split(r"[/–-]", text)
    return [part.lstrip("0") or "0" for part in parts] if len(parts) > 1 else [text.lstrip("0") or "0"]


def _full_year(digits: str) -> str:
    return digits if len(digits) == 4 else "20" + digits


# --- sentences -----------------------------------------------------------------------------------

_END = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s|$)|\n+|;(?=\s*\n)")
_ABBREVIATIONS = frozenset(
    """
    tp tx tt q p h x ths ts gs pgs gs.ts pgs.ts bs ks cn ts.bs đ/c đc tr nxb vd st tm t/m tl t/l kt k/t
    tuq ttr ubnd mttq hđnd ub hcm t.ư tw no vs mr mrs ms dr st jr prof sr co inc ltd gen lt col sgt rev
    """.split()
)
_INITIALS = re.compile(r"(?:^|[\s(–-])(?:[^\W\d_]\.)*[^\W\d_]\.$")


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences, in order, without surrounding white space. A line break always ends one."""
    return list(_sentences(text))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        if match.group()[0] not in "\n;" and not _ends_sentence(text, start, match):
            continue
        yield from _stripped(text, start, match.end())
        start = match.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends_sentence(text: str, start: int, mark: re.Match[str]) -> bool:
    at = mark.end()
    while at < len(text) and text[at] in " \t":
        at += 1
    if at == len(text) or text[at] == "\n":
        return True
    if text[at].islower():
        return False
    if mark.group() != ".":
        return True
    before = text[start : mark.end()]
    word = before[:-1].rsplit(None, 1)[-1].lstrip("(\"“'") if before[:-1].split() else ""
    if word.lower() in _ABBREVIATIONS:
        # Abbreviated titles stand before what they belong to; body names may also close a sentence.
        return word.isupper() and len(word) > 2 and "." not in word
    if _INITIALS.search(before):
        return False
    return not (word.isdigit() and len(word) <= 2 and len(before.split()) == 1)


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the non-empty lines, without surrounding white space."""
    spans: list[tuple[int, int]] = []
    for match in re.finditer(r"[^\n]+", text):
        spans.extend(_stripped(text, match.start(), match.end()))
    return spans
