"""Units: how a text spells numbers and what they count, the unit that follows a number, and whether two agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from retrieval.answering.value_words import (
    ABOUT,
    AFTER_UNIT,
    CLASSIFIERS,
    COUNTED,
    ENGLISH_UNITS,
    FAMILIES,
    LONG_CLASSIFIERS,
    MEASURES,
    MONEY,
    NUMBER_WORDS,
    PEOPLE,
    SCALES,
)
from retrieval.vietnamese import fold

# --- spelling ---------------------------------------------------------------------------------------------------------

_FIGURE = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_SYMBOLS = ("km2", "km²", "km", "m2", "m²", "m3", "m³", "m", "ha", "kg", "g", "cm", "mm", "%")  # may touch the number
_NOUN = re.compile(r" (?P<word>[^\W\d_]+)")


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


@dataclass(frozen=True, slots=True)
class Spelling:
    """What numbers and units look like in a lower-cased text with diacritics, or in a folded one."""

    counts: re.Pattern[str]
    worded: re.Pattern[str]
    known: re.Pattern[str]
    classifier: re.Pattern[str]
    long: frozenset[str]
    after: frozenset[str]
    scales: dict[str, float]
    numbers: dict[str, int]

    @classmethod
    def of(cls, write: Callable[[str], str]) -> Spelling:
        """The spelling that `write` gives to the words of the tables."""
        scales = {write(word): value for word, value in SCALES.items()}
        numbers = {write(word): value for word, value in NUMBER_WORDS.items()}
        about = rf"(?:(?P<about>{any_of(map(write, ABOUT))}) )?"
        return cls(
            re.compile(
                rf"(?<![\w.,/:+-]){about}(?P<number>(?:{_FIGURE})(?:/\d+|\s?[-–]\s?(?:{_FIGURE}))?)"
                rf"(?P<scale>(?: {any_of(scales)}(?!\w)){{0,2}})"
                rf"(?P<rest> \d{{1,3}} {write('triệu')}(?!\w))?(?![\d:]|[.,/-]\d)"
                rf"(?=[^\w]|$|{any_of(_SYMBOLS)}(?!\w))"
            ),
            re.compile(rf"(?<!\w){about}(?P<number>{any_of(numbers)})(?P<scale>(?: {any_of(scales)})?)(?= \w)"),
            re.compile(rf"\s?(?P<unit>{any_of(map(write, (*COUNTED, *MEASURES)))})(?![\w²³])"),
            re.compile(rf"\s?(?P<unit>{any_of(map(write, CLASSIFIERS))})(?!\w)"),
            frozenset(map(write, LONG_CLASSIFIERS)),
            frozenset(map(write, AFTER_UNIT)),
            scales,
            numbers,
        )


MARKED, UNMARKED = Spelling.of(str), Spelling.of(fold)


def unit_after(text: str, view: str, at: int, spelling: Spelling) -> tuple[int, int, bool]:
    """Span of the unit that begins at `at`, and whether it is a known one; else up to two words of a noun."""
    known, classifier = spelling.known.match(view, at), spelling.classifier.match(view, at)
    if known and (not classifier or known.end() >= classifier.end()):
        return known.start("unit"), known.end(), True
    if classifier:
        words = 2 if classifier["unit"] in spelling.long else 1
        return classifier.start("unit"), _noun_after(text, view, classifier.end(), spelling, words), True
    end = _noun_after(text, view, at, spelling, 2)
    return (at + 1, end, False) if end > at else (at, at, False)


def _noun_after(text: str, view: str, at: int, spelling: Spelling, most: int) -> int:
    """The end of a known noun or up to `most` further words of one: lower case, no function word."""
    if (known := spelling.known.match(view, at)) and view.startswith(" ", at):
        return known.end()
    for _ in range(most):
        word = _NOUN.match(view, at)
        if word is None or word["word"] in spelling.after or not text[word.start("word")].islower():
            break
        at = word.end()
    return at


# --- agreeing ---------------------------------------------------------------------------------------------------------


def unit_matches(asked: str, told: str, glossary: Callable[[str], Iterable[str]] = lambda noun: ()) -> float:
    """How well `told` is the unit asked for, 0..1; `glossary` gives Vietnamese forms of an English noun."""
    wanted, given = fold(asked).strip(), fold(told).split("/")[0].strip()
    forms = [wanted, *ENGLISH_UNITS.get(wanted, ()), *(fold(form) for form in glossary(asked))]
    for noun in singulars(wanted):
        forms += ENGLISH_UNITS.get(noun, ())
    return max((_likeness(form, given) for form in forms if form), default=0.0)


def singulars(noun: str) -> list[str]:
    """An English noun and its last words in the singular: "gift packages" as "gift package" and "package"."""
    words = noun.split()
    if not words:
        return []
    last = words[-1]
    forms = {last, last.removesuffix("s"), re.sub(r"ies$", "y", last), re.sub(r"(ch|sh|s)es$", r"\1", last)}
    heads = [" ".join([*words[cut:-1], form]) for cut in range(len(words)) for form in forms]
    return [*heads, *(word.removesuffix("s") for word in words[:-1])]


def _likeness(wanted: str, given: str) -> float:
    """Of two folded units: the same, of one dimension, one within the other, or both people."""
    if not given or (wanted in MONEY) != (given in MONEY):  # đồng is not đồng chí
        return 0.0
    heads = wanted.partition(" ")[0], given.partition(" ")[0]
    people = wanted in PEOPLE and given in PEOPLE
    degrees = (
        (1.0, wanted == given),
        (0.95, any(wanted in family and given in family for family in FAMILIES)),
        (0.9, f"{given} ".startswith(f"{wanted} ") or f"{wanted} ".startswith(f"{given} ")),
        (0.8, any(heads[0] in family and heads[1] in family for family in FAMILIES)),
        (0.7, f" {wanted} " in f" {given} " or f" {given} " in f" {wanted} "),
        (0.5, people and "nguoi" in (wanted, given)),
        (0.3, people),
    )
    return next((degree for degree, holds in degrees if holds), 0.0)
