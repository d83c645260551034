"""The glossary's file: what an entry is, and how it is read and checked.

Every error is a ConfigurationError that names the file and the entry.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from retrieval.errors import ConfigurationError
from retrieval.vietnamese import TOKEN, Token, exact, fold, nfc

_SPELT_Z = re.compile(r"is(ation|e|ed|ing|er)$")
_POSSESSIVE = re.compile(r"[’']s\b", re.IGNORECASE)
_NAMES = ("family", "family_unmarked", "middle")
_SECTIONS = {
    "spelling": ("typed", "maybe", "means", "before_name"),
    "term": ("vi", "en", "vi_maybe", "en_maybe"),
    "renamed": ("old", "new", "since", "before_name"),
}


class GroupKind(StrEnum):
    """Why the forms of a group belong together."""

    TERM = "term"  # they mean the same
    RENAMED = "renamed"  # the new name, then the old ones
    SPELLING = "spelling"  # a word that is typed shorter


@dataclass(frozen=True, slots=True)
class Group:
    """One entry of the file; each tuple holds the usual form first."""

    kind: GroupKind
    vietnamese: tuple[str, ...]
    english: tuple[str, ...] = ()
    since: date | None = None  # when it was renamed


class Form(NamedTuple):
    """One way of writing a group (a tuple, as there are thousands to be made at every start)."""

    text: str
    keys: tuple[str, ...]  # what its words are looked up by
    group: Group
    gives: tuple[str, ...]  # the Vietnamese forms that it stands for
    english: bool = False
    certain: bool = True
    before_name: bool = False

    @property
    def abbreviation(self) -> bool:
        return not self.english and (self.text.isupper() or "/" in self.text)  # UBND, đ/c


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word typed shorter; `before_name` is what it means right before a name, "" where no different."""

    group: Group
    means: str
    before_name: str
    certain: bool


def vietnamese_keys(text: str) -> tuple[str, ...]:
    """What the words of a Vietnamese form are looked up by."""
    return tuple(TOKEN.findall(fold(text)))


def english_keys(text: str) -> tuple[str, ...]:
    """What the words of an English form are looked up by; articles and a possessive s are none."""
    words = TOKEN.findall(_POSSESSIVE.sub("", text)) if "'" in text or "’" in text else TOKEN.findall(text)
    return tuple([stem(word) for word in words if word not in ("the", "The")])


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """An English word without what the glossary overlooks."""
    word = word.lower() if word.isascii() else fold(word)
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if len(word) > 4 and "is" in word:
        word = _SPELT_Z.sub(r"iz\1", word)
    return word.replace("our", "or") if len(word) > 4 else word


def english_words(words: Sequence[Token], text: str) -> list[Token]:
    """The words without articles; a possessive s belongs to its word, and is no part of its text."""
    kept: list[Token] = []
    for word in words:
        if kept and _POSSESSIVE.fullmatch(text, kept[-1].end, word.end):
            kept[-1] = Token(kept[-1].text, kept[-1].start, word.end)
        elif word.text.lower() != "the":
            kept.append(word)
    return kept


@dataclass(frozen=True, slots=True)
class Content:
    """A whole file, checked; `names` holds folded words by the keys of the section."""

    groups: tuple[Group, ...]
    forms: tuple[Form, ...]
    spellings: Mapping[str, Spelling]
    names: Mapping[str, frozenset[str]]


def read(path: Path) -> Content:
    """Raises ConfigurationError where the file cannot be read, is malformed, or contradicts itself."""
    try:
        content = tomllib.loads(nfc(path.read_text(encoding="utf-8")))
    except OSError as exc:
        raise ConfigurationError(f"{path}: cannot be read ({exc.strerror or exc})") from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise ConfigurationError(f"{path}: is not valid TOML: {exc}") from exc
    if unknown := [section for section in content if section not in ("names", *_SECTIONS)]:
        known = ", ".join(("names", *_SECTIONS))
        raise ConfigurationError(f"{path}: {unknown[0]} is unknown; known are {known}")
    names = _Entry(path, "names", content.get("names", {}), _NAMES)
    tables = {name: list(_entries(path, content, name, keys)) for name, keys in _SECTIONS.items()}
    terms = [form for entry in tables["term"] for form in _term(entry)]
    spelt = {form.text: form for form in terms if form.certain and not form.english}
    renamed = [form for entry in tables["renamed"] for form in _renamed(entry, spelt)]
    _check_conflicts(path, terms)
    _check_renamed(path, renamed)
    spellings = _spellings(tables["spelling"], spelt)
    groups = {id(form.group): form.group for form in (*terms, *renamed)}
    groups |= {id(spelling.group): spelling.group for spelling in spellings.values()}
    folded = {key: frozenset(map(fold, names.forms(key))) for key in _NAMES}
    return Content(tuple(groups.values()), tuple(terms + renamed), spellings, folded)


class _Entry:
    """One table of the file; says where it stands when something is wrong with it."""

    def __init__(self, path: Path, section: str, table: Any, known: Sequence[str], number: int = 0) -> None:
        self._path, self._section, self._number, self._table = path, section, number, table
        if not isinstance(table, dict):
            raise self.error("must be a table of keys")
        for key in table:
            if key not in known:
                raise self.error(f"has an unknown key {key}; known are {', '.join(known)}")

    def error(self, what: str) -> ConfigurationError:
        place = self._section
        if self._number:
            table = self._table if isinstance(self._table, dict) else {}
            first = next((str(value)[:60] for value in table.values()), "")
            place = f"{self._section} {self._number} {first}".rstrip()
        return ConfigurationError(f"{self._path}: {place} {what}")

    def has(self, key: str) -> bool:
        return key in self._table

    def forms(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts, or one text alone; each holds a word."""
        value = self._table.get(key, [])
        forms = [value] if isinstance(value, str) else value
        if not isinstance(forms, list) or not all(isinstance(f, str) and TOKEN.search(f) for f in forms):
            raise self.error(f"needs words in {key}, not {value!r}")
        if needed and not forms:
            raise self.error(f"needs {key}")
        if len(set(forms)) < len(forms):
            raise self.error(f"holds a form twice in {key}")
        return tuple(forms)

    def form(self, key: str) -> str:
        forms = self.forms(key, needed=True)
        if len(forms) != 1:
            raise self.error(f"needs one {key}")
        return forms[0]

    def flag(self, key: str) -> bool:
        value = self._table.get(key, False)
        if not isinstance(value, bool):
            raise self.error(f"needs true or false in {key}, not {value!r}")
        return value

    def since(self) -> date | None:
        value = self._table.get("since")
        if type(value) is date or value is None:
            return value
        if type(value) is int and 1900 <= value <= 9999:
            return date(value, 1, 1)
        raise self.error(f"needs a date or a year in since, not {value!r}")


def _entries(path: Path, content: Mapping[str, Any], section: str, known: Sequence[str]) -> Iterator[_Entry]:
    tables = content.get(section, [])
    if not isinstance(tables, list):
        raise ConfigurationError(f"{path}: {section} must be written [[{section}]]")
    for number, table in enumerate(tables, 1):
        yield _Entry(path, section, table, known, number)


def _term(entry: _Entry) -> Iterator[Form]:
    offered = entry.forms("vi", needed=True)
    english = entry.forms("en")
    group = Group(GroupKind.TERM, offered, english)
    for text in offered:
        yield Form(text, vietnamese_keys(text), group, tuple([other for other in offered if other != text]))
    for text in entry.forms("vi_maybe"):
        yield Form(text, vietnamese_keys(text), group, offered, certain=False)
    for certain, texts in ((True, english), (False, entry.forms("en_maybe"))):
        for text in texts:
            if not (keys := english_keys(text)):
                raise entry.error(f"needs more than an article in {text!r}")
            yield Form(text, keys, group, offered, english=True, certain=certain)


def _renamed(entry: _Entry, known: Mapping[str, Form]) -> Iterator[Form]:
    """Forms of the old and the new names, each in all the ways in which the terms write it."""
    new, old = entry.form("new"), entry.forms("old", needed=True)
    if new in old:
        raise entry.error(f"renames {new} to itself")
    group = Group(GroupKind.RENAMED, (new, *old), since=entry.since())
    before_name = entry.flag("before_name")
    for name, gives in [(new, old), *((name, (new,)) for name in old)]:
        spelt = known[name].group.vietnamese if name in known else ()
        for text in dict.fromkeys((name, *spelt)):
            yield Form(text, vietnamese_keys(text), group, gives, before_name=before_name)


def _check_conflicts(path: Path, terms: Sequence[Form]) -> None:
    """A form that is certain in one term stands in no other."""
    seen: defaultdict[tuple[bool, tuple[str, ...]], list[Form]] = defaultdict(list)
    for form in terms:
        rivals = seen[form.english, form.keys]
        for rival in rivals:
            if (rival.certain or form.certain) and (form.english or _exact(rival.text) == _exact(form.text)):
                places = f"{rival.group.vietnamese[0]!r} and {form.group.vietnamese[0]!r}"
                remedy = f"keep one, or move both to {'en_maybe' if form.english else 'vi_maybe'}"
                raise ConfigurationError(f"{path}: term {form.text!r} stands in {places}; {remedy}")
        rivals.append(form)


def _exact(text: str) -> list[str]:
    return [exact(word) for word in TOKEN.findall(text)]


def _check_renamed(path: Path, renamed: Sequence[Form]) -> None:
    """An old name has one new name."""
    now: dict[str, str] = {}
    for form in renamed:
        new = form.group.vietnamese[0]
        if form.text in form.group.vietnamese[1:] and now.setdefault(form.text, new) != new:
            both = f"{now[form.text]!r} and {new!r}"
            raise ConfigurationError(f"{path}: renamed {form.text!r} is now both {both}")


def _spellings(entries: Sequence[_Entry], known: Mapping[str, Form]) -> dict[str, Spelling]:
    forms = {text.lower(): form for text, form in known.items()}
    spellings: dict[str, Spelling] = {}
    for entry in entries:
        means = entry.form("means")
        group = Group(GroupKind.SPELLING, (means,))
        before_name = entry.form("before_name") if entry.has("before_name") else ""
        for key in ("typed", "maybe"):
            for typed in map(str.lower, entry.forms(key)):
                if not TOKEN.fullmatch(typed):
                    raise entry.error(f"needs single words, not {typed!r}")
                if typed in spellings:
                    raise entry.error(f"repeats {typed!r}, which already means {spellings[typed].means!r}")
                if key == "typed" and typed in forms:
                    raise entry.error(f"replaces {typed!r}, a form of {forms[typed].group.vietnamese[0]!r}")
                spellings[typed] = Spelling(group, means, before_name, key == "typed")
    return spellings
