"""Places: administrative units, venues, provinces, and what a question names with "ở", "tại" or "in"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.answering.units import any_of
from retrieval.answering.value_words import (
    BODIES,
    DISTRICTS,
    ENDS_NAME,
    FAMILY_NAMES,
    LEVELS,
    NOT_NAME_PAIRS,
    NOT_NAMES,
    NOT_PLACES,
    ORDINARY,
    PROVINCES,
    VENUE_END,
    VENUE_HEADS,
)
from retrieval.records import Language
from retrieval.vietnamese import UPPER, fold


@dataclass(frozen=True, slots=True)
class Place:
    """A place as named: `level` in full ("huyện"; None for a venue or a bare name), `name` without it."""

    start: int
    end: int
    level: str | None
    name: str


_WRITTEN = any_of(("tp.", "tx.", "tt.", "tp", "tx", *LEVELS.values()))
_BODY_WORDS = frozenset("ủy uỷ đoàn hội ban mttq ubmttq ubnd hđnd đảng".split())
_SMALL = frozenset(("thon", "ban", "buon", "ap", "lang", "xom", "cum"))
_NUMBERED_LEVELS = frozenset(("quan", "phuong", "thon", "to dan pho", "khu pho", "ap", "xom"))

_WORD = rf"[{UPPER}][\w’'ʼ]*"
_NAME = rf"(?:{_WORD}(?:[ -]{_WORD}){{0,3}}|\d{{1,2}}(?![\w/.,]))"
_UNIT = re.compile(rf"(?<!\w)(?P<level>(?i:{_WRITTEN}))(?:[^\S\n]|(?<=\.))(?P<name>{_NAME}(?: [Bb]ộ(?!\w))?)")
_SIBLING = re.compile(rf"(?:, | và )(?P<name>{_NAME})(?!\w)")
_PLURAL = re.compile(r"(?:các|những|hai|ba|bốn|năm|\d+) (?:\w+ )?$", re.IGNORECASE)
_VENUE = re.compile(
    rf"(?:(?<=\b[tT]ại )|(?<=\b[ởỞ] ))(?P<venue>{any_of(VENUE_HEADS)}(?!\w)"
    rf"(?: (?!{any_of(VENUE_END)}\b)[\w’'/.-]*\w){{0,9}})"
)
_BARE = sorted(set(PROVINCES) - {"Hồ Chí Minh"}, key=len, reverse=True)  # alone he is a person
_PROVINCE = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, _BARE)) + r")(?!\w)")
_FOLDED_PROVINCE = re.compile(r"(?<![\w-])(?:" + "|".join(map(fold, _BARE)) + r")(?!\w)(?! (?:ai|gi)\b)")
_DISTRICTS = frozenset(name.lower() for name in DISTRICTS)
_FOLDED_DISTRICT = re.compile(r"(?<![\w-])(?:" + "|".join(map(fold, sorted(_DISTRICTS))) + r")(?!\w)")
_IN_A_NAME = re.compile(
    rf"(?:{'|'.join(map(fold, sorted(FAMILY_NAMES | {'thị', 'văn', 'ông', 'bà', 'chị', 'anh'})))}) $"
)
_ASKED_FOR = re.compile(r" (?:nao|gi|ai|may)\b")
_CAPITALS = re.compile(_NAME)
_BEFORE = re.compile(rf"({_WORD})[ -]$")


def places(text: str) -> tuple[Place, ...]:
    """The places a report names, in order; "xã A, huyện B" is given whole as well as in its parts."""
    units = list(_units(text))
    taken = [(place.start, place.end) for place in units]
    found = units + list(_chains(text, units))
    found += [
        place
        for place in (*_venues(text), *_provinces(text))
        if not any(start <= place.start and place.end <= end for start, end in taken)
    ]
    found += _lower_cased(text, units)
    return tuple(sorted(found, key=lambda place: (place.start, -place.end)))


def _units(text: str) -> Iterator[Place]:
    for match in _UNIT.finditer(text):
        name = _without_person(text, *match.span("name"))
        written = fold(match["level"])
        if not name or (written in _SMALL and (not match["level"].islower() or _is_title(text, match.start()))):
            continue
        if name.isdigit() and written not in _NUMBERED_LEVELS:
            continue
        level, end = LEVELS[written], match.start("name") + len(name)
        yield Place(match.start(), end, level, name)
        if _PLURAL.search(text, max(0, match.start() - 20), match.start()):
            while sibling := _SIBLING.match(text, end):
                end = sibling.end()
                yield Place(sibling.start("name"), end, level, sibling["name"])


def _without_person(text: str, start: int, end: int) -> str:
    """The name of the unit; empty, or cut, where a person follows: "UBND tỉnh Lữ Thị Lan"."""
    name = text[start:end]
    if province := _PROVINCE.match(name):
        return province.group()
    words = name.split()
    person = len(words) > 2 and words[0].lower() in FAMILY_NAMES and "-" not in name and name not in PROVINCES
    if person or _is_body(name):
        return ""
    for place, word in enumerate(words[2:], 2):
        follows = len(words) > place + 1 or re.match(rf" {_WORD}", text[end:]) is not None
        if word.lower() in FAMILY_NAMES and follows and not name.isupper():
            return " ".join(words[:place])
    return name


def _is_body(name: str) -> bool:
    """Whether it is the rest of a body's name: Tỉnh Đoàn, Huyện Ủy."""
    return name.split(maxsplit=1)[0].lower() in _BODY_WORDS


def _is_title(text: str, start: int) -> bool:
    """Whether "làng", "bản", "thôn" belongs to how someone is called: "già làng A", "trưởng bản B"."""
    return re.search(r"(?:già|trưởng|phó|dân) $", text[:start], re.IGNORECASE) is not None


def _chains(text: str, units: list[Place]) -> Iterator[Place]:
    """Neighbouring units, from the smaller to the larger: "xã Tam Hiệp, huyện Bình Đại"."""
    start = 0
    while start < len(units):
        stop = start + 1
        while stop < len(units) and text[units[stop - 1].end : units[stop].start] in (", ", " - ", " "):
            stop += 1
        if stop - start > 1 and len({place.level for place in units[start:stop]}) == stop - start:
            first = units[start]
            yield Place(first.start, units[stop - 1].end, first.level, first.name)
        start = stop


def _venues(text: str) -> Iterator[Place]:
    for match in _VENUE.finditer(text):
        yield Place(match.start("venue"), match.end("venue"), None, match["venue"])


def _provinces(text: str) -> Iterator[Place]:
    """Provinces by their bare name; not inside a longer name (Nguyễn Thái Bình)."""
    for match in _PROVINCE.finditer(text):
        before = _BEFORE.search(text, max(0, match.start() - 12), match.start())
        if before and before[1].lower() in FAMILY_NAMES | {"thị", "văn"}:
            continue
        yield Place(match.start(), match.end(), None, match.group())


def _lower_cased(text: str, units: list[Place]) -> list[Place]:
    """A unit written without capitals ("huyện gia viễn") where it is known by its capitals elsewhere."""
    known = {(place.level, fold(place.name)) for place in units if len(place.name.split()) > 1}
    taken = {place.start for place in units}
    found = []
    for level, name in known:
        written = re.escape(f"{fold(level or '')} {name}")
        for match in re.finditer(rf"(?<!\w){written}(?!\w)", fold(text)):
            if match.start() not in taken:
                start = match.end() - len(name)
                found.append(Place(match.start(), match.end(), level, text[start : match.end()]))
    return found


# --- questions -----------------------------------------------------------------------------------

# A bare "tỉnh" needs its table of provinces, "quận" is also quân and quan: neither takes names without capitals.
_CAPITALS_ONLY = frozenset(("tinh", "tinh uy", "tinh doan", "quan", "quan uy"))
_FOLDED_LEVELS = (
    *BODIES,
    "tinh",
    "huyen",
    "thanh pho",
    "tp",
    "thi xa",
    "thi tran",
    "xa",
    "phuong",
    "quan",
    "thon",
    "cum",
)
_ASCII_LEVEL = re.compile(rf"(?<!\w)(?P<level>{any_of(_FOLDED_LEVELS)}) (?P<name>[a-z’']+(?: [a-z’']+)?)")
_ASCII_AT = re.compile(r"(?<!\w)(?:o|tai) (?P<name>[a-z’']+ [a-z’']+)(?![a-z’'])(?! (?:nao|gi|may)\b)")

_SYLLABLE = r"(?:ngh?|gi|qu|kh|ph|th|tr|ch|nh|kr|br|dr|pl|bl|[bcdghklmnpqrstvxz])?[aeiouy]{1,3}(?:ng|nh|ch|[cmnptkl])?"
_RUN = rf"{_WORD}(?:[ -]{_WORD}){{0,3}}"
_ENGLISH_LEVELS = {"district": "huyện", "province": "tỉnh", "city": "thành phố", "commune": "xã", "ward": "phường",
                   "town": "thị trấn", "township": "thị trấn", "village": "thôn", "hamlet": "thôn"}  # fmt: skip
_ENGLISH_LEVEL = re.compile(rf"(?P<name>{_RUN})(?:['’]s)? (?P<level>{'|'.join(_ENGLISH_LEVELS)})\b")
_ENGLISH_OF = re.compile(rf"\b(?P<level>{'|'.join(_ENGLISH_LEVELS)}) of (?P<name>{_RUN})")
_ENGLISH_AT = re.compile(rf"\b(?:[Ii]n|[Aa]t|across|within|from|throughout|near) (?:the )?(?P<name>{_RUN})")
_ENGLISH_EVENT = re.compile(
    rf"\b(?P<name>{_RUN})(?:['’]s)? (?:(?!(?:an?|the|this|that) )[\w-]+ ){{0,2}}"
    r"(?:meeting|conference|briefing|contest|review|event|report|session|portal)\b"
)


def asked_places(question: str, language: Language) -> tuple[Place, ...]:
    """The places that a question names, told by the words around them where it has no capitals."""
    if language is Language.ENGLISH:
        found = _english(question)
    else:
        found = [place for place in places(question) if place.level or place.name in _BARE]
        lower = language is Language.UNMARKED or question == question.lower()
        found += _by_folded_words(question, lower)
        found += _districts(question, language) if lower else ()
    kept: list[Place] = []
    for place in sorted(found, key=lambda place: (place.start, -place.end)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return tuple(kept)


def _by_folded_words(question: str, lower: bool) -> Iterator[Place]:
    """Names after a level, a body of one, or "ở"; with `lower`, names need no capitals."""
    folded = fold(question)
    for pattern in (_ASCII_LEVEL, _ASCII_AT):
        for match in pattern.finditer(folded):
            start = match.start("name")
            level = match.groupdict().get("level")
            end = _end_of_name(folded, *match.span("name"))
            words = folded[start:end].split()
            if question[start].isupper() and not (lower and level and _is_half(question[start:end])):
                named = _CAPITALS.match(question, start)
                name = _without_person(question, *named.span()) if named else ""
                if len(name.split()) > (level is None):
                    yield _named(question, match.start(), start, start + len(name), level)
                continue
            common = words[:1] and (words[0] in LEVELS or words[0] in (NOT_NAMES if level else NOT_PLACES))
            common = common or question[start:end].partition(" ")[0] in ORDINARY
            if not lower or level in _CAPITALS_ONLY or len(words) < 2 or common or " ".join(words) in NOT_NAME_PAIRS:
                continue
            if level is None or _spells(question[match.start() : start], level):
                yield _named(question, match.start(), start, end, level)
    for match in _FOLDED_PROVINCE.finditer(folded):
        if lower or question[match.start()].isupper():
            yield Place(match.start(), match.end(), None, question[match.start() : match.end()])


def _districts(question: str, language: Language) -> Iterator[Place]:
    """Districts named without capitals; a name that no report knows may have got the marks of other words."""
    folded = fold(question)
    provinces = [match.span() for match in _FOLDED_PROVINCE.finditer(folded)]
    for match in _FOLDED_DISTRICT.finditer(folded):
        named = question[match.start() : match.end()]
        spelled = language is Language.UNMARKED or named.lower() in _DISTRICTS
        if any(start < match.end() and match.start() < end for start, end in provinces):
            continue  # "phía bắc Quảng Bình" is not Bắc Quang
        if spelled and not _IN_A_NAME.search(folded[: match.start()]) and not _ASKED_FOR.match(folded, match.end()):
            yield Place(match.start(), match.end(), None, named)


def _is_half(name: str) -> bool:
    """Whether only the first of two words got its capital back: "Quỳ hợp" of a place that no report knows."""
    first, _, second = name.partition(" ")
    return second.islower() and second not in ORDINARY and first not in PROVINCES


def _spells(written: str, level: str) -> bool:
    """Whether a word is the level, and not another that lacks its marks: "tình", "thôi" are none."""
    word = written.strip().lower()
    return word == fold(word) or word == LEVELS.get(level) or level in BODIES


def _named(question: str, at: int, start: int, end: int, level: str | None) -> Place:
    name = question[start:end]
    if level is None or level in BODIES:
        return Place(start, end, BODIES.get(level or ""), name)
    return Place(at, end, LEVELS[level], name)


def _end_of_name(folded: str, start: int, end: int) -> int:
    """The end of the name that begins at `start`: before the first word that cannot belong to it."""
    stop = start
    for word in re.finditer(r"\S+", folded[start:end]):
        if word.group() in ENDS_NAME:
            break
        stop = start + word.end()
    return stop


def _english(question: str) -> list[Place]:
    found = []
    for pattern in (_ENGLISH_LEVEL, _ENGLISH_OF, _ENGLISH_AT, _ENGLISH_EVENT):
        for match in pattern.finditer(question):
            level = _ENGLISH_LEVELS[match["level"]] if "level" in pattern.groupindex else None
            if name := _vietnamese_part(match["name"], bool(level)):
                start = match.start("name") + match["name"].index(name)
                found.append(Place(start, start + len(name), level, name))
    for match in _FOLDED_PROVINCE.finditer(fold(question)):
        name = question[match.start() : match.end()]
        if name[0].isupper():
            found.append(Place(match.start(), match.end(), None, name))
    return found


def _vietnamese_part(run: str, short: bool) -> str:
    """The longest stretch of a capitalised run whose words can be Vietnamese; one word only where told so."""
    best: list[str] = []
    current: list[str] = []
    for word in run.removesuffix("’s").removesuffix("'s").split(" "):
        current = [*current, word] if is_syllable(word) else []
        best = max(best, current, key=len)
    return " ".join(best) if len(best) >= (1 if short else 2) else ""


def is_syllable(word: str) -> bool:
    """Whether a word of a name can be Vietnamese: Binh, Kroong and H’Drai can, Union and Front cannot."""
    return re.fullmatch(_SYLLABLE, fold(word.replace("’", "").replace("'", ""))) is not None
