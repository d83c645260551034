"""The glossary: what people may call the same thing, read from config/glossary.toml.

Texts are NFC, as `vietnamese.nfc` gives them; offsets count their characters. Vietnamese forms are looked up
by folded tokens and then held against the marks that were typed: "phan qua" finds "phần quà", "phân quả" does
not. English forms are looked up by stems: without case, plurals, articles or possessives, -ise as -ize.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from retrieval.glossary_file import (
    Content,
    Form,
    Group,
    GroupKind,
    Spelling,
    english_words,
    read,
    stem,
)
from retrieval.records import Language
from retrieval.vietnamese import Token, exact, fold, has_diacritics, tokens

__all__ = ["Expansion", "Glossary", "Group", "GroupKind", "Match"]

_Item = TypeVar("_Item")

_MOSTLY_UNMARKED = 0.3  # share of words with diacritics below which a text counts as typed without them
_JOINT = re.compile(r"\s+(?:the\s+)?|\s*[-–&/]\s*|[.’']\s?", re.IGNORECASE)  # between the words of one form
_OPEN = re.compile(r"^$|[\s(\"“'‘,;:]")
_CLOSED = re.compile(r"$|[\s,;:!?)…\"”'’]|\.(?:\s|\.|$)")
_HYPHENS = ("-", "–", "/")
_VOWEL = re.compile(r"[aeiouy]")
_AFTER_A_PLACE = frozenset(["province", "city", "district", "town", "commune", "tinh", "huyen", "xa"])
_QUESTION_WORDS = """
a an the i who whom whose what which when where why how is are was were did do does has have had can could
will would should may in on at of for from to by with and or as if it its there this that these those tell
give name list show find please about after before during according besides apart
"""
_NO_NAMES = frozenset(_QUESTION_WORDS.split())


@dataclass(frozen=True, slots=True)
class Match:
    """A form that stands at `text[start:end]`; `certain` where it means nothing but this group."""

    start: int
    end: int
    group: Group
    certain: bool


@dataclass(frozen=True, slots=True)
class Expansion:
    """Vietnamese forms to look for beside `text[start:end]`, or in its place where `replaces`."""

    start: int
    end: int
    forms: tuple[str, ...]
    replaces: bool
    kind: GroupKind


@dataclass(frozen=True, slots=True)
class Names:
    """Folded words by which a person's name is recognised; `unmarked` ones are hardly anything else."""

    family: frozenset[str]
    unmarked: frozenset[str]
    middle: frozenset[str]

    def inside(self, words: Sequence[Token], at: int) -> bool:
        """Whether the words before `at` open a person's name that goes on there."""
        first = at
        while first and _adjoins(words, first) and words[first - 1].text.istitle():
            first -= 1
        if first < at and fold(words[first].text) in self.family:
            return True
        before = [fold(word.text) for word in words[max(0, at - 2) : at]]
        unmarked = bool(before) and before[-1] in self.unmarked
        return unmarked or (len(before) == 2 and before[1] in self.middle and before[0] in self.family)

    def opens(self, words: Sequence[Token], at: int) -> bool:
        """Whether a name starts at `at`."""
        if at >= len(words):
            return False
        if words[at].text.istitle():
            return True
        following = fold(words[at + 1].text) if at + 1 < len(words) else ""
        folded = fold(words[at].text)
        return folded in self.unmarked or (folded in self.family and following in self.middle)


@dataclass(frozen=True, slots=True)
class Glossary:
    """Every entry, ready to be looked up. Made once by `load`; safe to share between threads."""

    groups: tuple[Group, ...]
    _vietnamese: Mapping[str, list[Form]]
    _english: Mapping[str, list[Form]]
    _spellings: Mapping[str, Spelling]
    _names: Names

    @classmethod
    def load(cls, path: Path) -> Glossary:
        """Raises ConfigurationError, which names the entry, where the file is wrong or contradicts itself."""
        return cls.of(read(path))

    @classmethod
    def of(cls, content: Content) -> Glossary:
        """The glossary of a file that was read."""
        vietnamese: defaultdict[str, list[Form]] = defaultdict(list)
        english: defaultdict[str, list[Form]] = defaultdict(list)
        for form in content.forms:
            (english if form.english else vietnamese)[form.keys[0]].append(form)
        names = Names(content.names["family"], content.names["family_unmarked"], content.names["middle"])
        return cls(content.groups, dict(vietnamese), dict(english), content.spellings, names)

    def matches(self, text: str) -> tuple[Match, ...]:
        """Forms of terms and renamed things, in order; of overlapping ones of a kind the longest stays.

        A form of several groups gives a match for each.
        """
        chosen = self._chosen(tokens(text), text)
        return tuple(Match(start, end, form.group, form.certain) for start, end, form in chosen)

    def expansions(self, text: str, language: Language) -> tuple[Expansion, ...]:
        """What to look for as well, in order; expansions of different kinds may overlap."""
        words = tokens(text)
        found: dict[tuple[int, int, GroupKind], list[Form]] = {}
        for start, end, form in self._chosen(words, text):
            if form.gives:
                found.setdefault((start, end, form.group.kind), []).append(form)
        expansions = []
        for (start, end, kind), forms in found.items():
            given = _unique(text for form in forms for text in form.gives)
            expansions.append(Expansion(start, end, given, _instead(forms, text, start, end), kind))
        if language is not Language.ENGLISH:
            for word, spelling, means in self._spelt(words, text):
                kind = GroupKind.SPELLING
                expansions.append(Expansion(word.start, word.end, (means,), spelling.certain, kind))
        return tuple(sorted(expansions, key=lambda expansion: (expansion.start, expansion.end)))

    def spelled_out(self, text: str) -> str:
        """A Vietnamese text with its phone spellings written out where they can mean nothing else."""
        pieces, at = [], 0
        for word, spelling, means in self._spelt(tokens(text), text):
            if spelling.certain:
                capital = word.text[0].isupper() and word.start == 0
                pieces += [text[at : word.start], means[0].upper() + means[1:] if capital else means]
                at = word.end
        return "".join([*pieces, text[at:]])

    def english_to_vietnamese(self, text: str) -> str:
        """The Vietnamese for the terms of an English question, with its names and numbers, in its order."""
        words = tokens(text)
        found: list[tuple[int, str]] = []
        taken: set[int] = set()
        for start, end, form in self._chosen(words, text):
            if form.group.kind is GroupKind.TERM:
                found.append((start, form.group.vietnamese[0] if form.english else form.text))
                taken.update(range(start, end))
        found += [(w.start, w.text) for w in words if w.start not in taken and _is_kept(w)]
        return " ".join(_unique(form for _, form in sorted(found, key=lambda pair: pair[0])))

    def vietnamese_phrases(self) -> list[str]:
        """Every Vietnamese form that carries diacritics, but for abbreviations of one or two letters."""
        forms = _unique(form for group in self.groups for form in group.vietnamese)
        return [form for form in forms if has_diacritics(form) and not (form.isupper() and len(form) <= 2)]

    def _chosen(self, words: list[Token], text: str) -> list[tuple[int, int, Form]]:
        """The longest of overlapping forms; a renamed one also inside the term that it is a part of."""
        found = [*self._in_vietnamese(words, text), *self._in_english(words, text)]
        found.sort(key=lambda entry: (-entry[0], entry[1]))
        chosen: list[tuple[int, int, Form]] = []
        for _, start, end, form in found:
            if not any(_excludes(other, form, start, end) for other in chosen):
                chosen.append((start, end, form))
        return sorted(chosen, key=lambda entry: (entry[0], entry[1]))

    def _in_vietnamese(self, words: list[Token], text: str) -> Iterator[tuple[int, int, int, Form]]:
        keys = [fold(word.text) for word in words]
        marked = [has_diacritics(word.text) for word in words if not word.is_number]
        lenient = sum(marked) < _MOSTLY_UNMARKED * len(marked)
        for at, end, form in _candidates(words, keys, self._vietnamese, text):
            before_name = _goes_on(words, end)
            proper = form.text.endswith(".") or (end - at > 1 and form.text.istitle())
            if (
                _as_written(form, words[at:end], text, lenient)
                and (before_name or not form.before_name)
                and not (proper and self._in_a_name(words, at, end))
            ):
                yield end - at, words[at].start, words[end - 1].end + form.text.endswith("."), form

    def _in_english(self, words: list[Token], text: str) -> Iterator[tuple[int, int, int, Form]]:
        stemmed = english_words(words, text)
        for at, end, form in _candidates(stemmed, [stem(w.text) for w in stemmed], self._english, text):
            yield end - at, stemmed[at].start, stemmed[end - 1].end, form

    def _in_a_name(self, words: list[Token], at: int, end: int) -> bool:
        if words[at].text.istitle() or words[at].text.islower():
            capital = words[at].text.istitle() and _goes_on(words, end)
            longer = capital and fold(words[end].text) not in _AFTER_A_PLACE
            return longer or self._names.inside(words, at)
        return False

    def _spelt(self, words: list[Token], text: str) -> Iterator[tuple[Token, Spelling, str]]:
        """Phone spellings outside names, and what each means where it stands."""
        for at, word in enumerate(words):
            spelling = self._spellings.get(word.text.lower())
            if spelling and _stands_alone(word, text) and not self._in_a_spelt_name(words, at):
                named = spelling.before_name and (at == 0 or self._names.opens(words, at + 1))
                yield word, spelling, spelling.before_name if named else spelling.means

    def _in_a_spelt_name(self, words: list[Token], at: int) -> bool:
        word = words[at].text
        if not (word.islower() or (at == 0 and len(word) > 1 and word[1:].islower())):
            return True
        after_name = at > 0 and words[at - 1].text.istitle()
        if len(word) > 1 and after_name:
            return False  # "Kim Bôi vs Lạc Sơn"
        return self._names.inside(words, at) or (len(word) == 1 and at > 0 and words[at - 1].is_number)


def _excludes(chosen: tuple[int, int, Form], form: Form, start: int, end: int) -> bool:
    """Whether a longer or equal form that was chosen leaves no room for this one."""
    from_, to, other = chosen
    if end <= from_ or to <= start:
        return False
    if other.group.kind is form.group.kind:
        return (from_, to) != (start, end)
    return form.text not in other.text  # "Ban Dân vận" is in "Trưởng Ban Dân vận", not in "giao ban dân vận"


def _candidates(
    words: Sequence[Token], keys: list[str], index: Mapping[str, list[Form]], text: str
) -> Iterator[tuple[int, int, Form]]:
    for at, key in enumerate(keys):
        for form in index.get(key, ()):
            end = at + len(form.keys)
            if tuple(keys[at:end]) == form.keys and _joined(words[at:end], text, comma="," in form.text):
                yield at, end, form


def _joined(words: Sequence[Token], text: str, *, comma: bool) -> bool:
    """Whether the words are written as one; `comma` where a comma may stand between them."""
    for left, right in pairwise(words):
        between = text[left.end : right.start]
        if between and not _JOINT.fullmatch(between.replace(",", "") if comma else between):
            return False
    return True


def _as_written(form: Form, words: Sequence[Token], text: str, lenient: bool) -> bool:
    """Whether the typed words, whose folded letters agree, may stand for the form."""
    typed = text[words[0].start : words[-1].end]
    if form.text.endswith("."):
        return typed.isupper() and text.startswith(".", words[-1].end)
    if form.abbreviation:
        folded = fold(form.text)
        return typed.isupper() or len(folded) > 2 or not _VOWEL.search(folded)
    meant = [exact(word.text) for word in tokens(form.text)]
    return all(
        exact(word.text) == wanted or (lenient and len(words) > 1 and not has_diacritics(word.text))
        for word, wanted in zip(words, meant, strict=True)
    )


def _instead(forms: Sequence[Form], text: str, start: int, end: int) -> bool:
    """Whether one meaning is certain, and what stands there is no part of a document's number."""
    sure = all(form.certain and form.group.kind is GroupKind.TERM for form in forms)
    shorter = all(form.english or form.abbreviation for form in forms)
    joined = text[end : end + 1] in _HYPHENS or text[start - 1 : start] in _HYPHENS
    return len(forms) == 1 and sure and shorter and not joined


def _stands_alone(word: Token, text: str) -> bool:
    return bool(_OPEN.search(text[: word.start][-1:]) and _CLOSED.match(text, word.end))


def _goes_on(words: Sequence[Token], end: int) -> bool:
    """Whether a capitalised word follows right behind."""
    return end < len(words) and _adjoins(words, end) and words[end].text.istitle()


def _adjoins(words: Sequence[Token], at: int) -> bool:
    """Whether one space parts the word from the one before it."""
    return words[at].start - words[at - 1].end == 1


def _is_kept(word: Token) -> bool:
    """Whether a word of an English question is a name or a number; it may open with a word of asking."""
    asks = word.text in ("I", "No") or (word.start == 0 and word.text.lower() in _NO_NAMES)
    return word.is_number or has_diacritics(word.text) or (word.is_name and not asks)


def _unique(items: Iterable[_Item]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys(items))
