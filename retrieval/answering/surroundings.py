"""What stands around a candidate in its report, held against what the question names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.answering.documents import documents
from retrieval.records import Language
from retrieval.vietnamese import fold, tokens

_NEAR = 8  # words on either side
_NOUN = re.compile(r"\b((?:[^\W\d_]+ )?[^\W\d_]+) (?:nao|gi)\b")
_ENGLISH_NOUN = re.compile(r"\b(?:which|what) ((?:[a-z-]+ ){0,2}[a-z-]+)")
_NUMBER = re.compile(r"\d+")

# Before "nào" and "gì" these stand without saying of what kind the answer is.
_NO_NOUNS = frozenset(
    """la lam cua o tai trong ngoai den ve cho voi theo co bi duoc noi viec dieu cai nhung cac nhu the khi luc
    hom ngay nguoi dong chi ai vi ong ba ten muc dich""".split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: where each starts and ends, and its folded form."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    folded: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        found = tokens(text)
        return cls(tuple(t.start for t in found), tuple(t.end for t in found), tuple(fold(t.text) for t in found))

    def around(self, start: int, end: int) -> tuple[str, ...]:
        """The words next to a stretch, those in it left out."""
        first, last = bisect_left(self.ends, start + 1), bisect_left(self.starts, end)
        return (*self.folded[max(0, first - _NEAR) : first], *self.folded[last : last + _NEAR])


@lru_cache(maxsize=256)
def asked_nouns(reading: str) -> tuple[str, ...]:
    """What a Vietnamese question wants to know which of, folded, the longer form first: "đội nào" -> "doi"."""
    found: dict[str, None] = {}
    for match in _NOUN.finditer(fold(reading)):
        words = match[1].split()
        if words[-1] not in _NO_NOUNS:
            found.update(dict.fromkeys([match[1]] if words[0] not in _NO_NOUNS else []))
            found[words[-1]] = None
    return tuple(found)


def english_nouns(reading: str, translate: Callable[[str], str]) -> tuple[str, ...]:
    """The same of an English question, from the one, two or three words after "which", as far as they translate."""
    found: dict[str, None] = {}
    for match in _ENGLISH_NOUN.finditer(reading.lower()):
        words = match[1].split()
        said = (translate(" ".join(words[:count])) for count in range(len(words), 0, -1))
        found.update(dict.fromkeys(fold(form) for form in said if form))
    return tuple(found)


def nouns_of(reading: str, language: Language, translate: Callable[[str], str]) -> tuple[str, ...]:
    """What the question wants to know which of, as reports would call it."""
    return english_nouns(reading, translate) if language is Language.ENGLISH else asked_nouns(reading)


def headed(nouns: Sequence[str], text: str, start: int, end: int) -> bool:
    """Whether a stretch is called one of `nouns`: it begins with it, or follows it."""
    span, before = fold(text[start:end]), fold(text[max(0, start - 40) : start]).rstrip()
    return any(span.startswith(noun) or before.endswith(noun) for noun in nouns)


def document_before(numbers: Sequence[str], sentence: str, place: int) -> bool | None:
    """Whether the last document named before a place is one of `numbers`; None where none is."""
    before = [document.number for document in documents(sentence) if document.end <= place]
    if not before:
        return None
    return _digits(before[-1]) in {_digits(number) for number in numbers}


def _digits(number: str) -> str:
    found = _NUMBER.search(number)
    return found[0].lstrip("0") if found else number
