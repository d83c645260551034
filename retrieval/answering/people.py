"""People of a report: their names, how they are addressed, and the offices they hold.

A name is found by what stands around it (an honorific, an office) or by its family name; never by a list of persons.
Offsets count characters of the NFC text that is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.answering import offices
from retrieval.answering import person_words as words
from retrieval.vietnamese import UPPER, exact, fold, has_diacritics, sentences

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mention:
    """A person where a text names one; `name` lies inside `whole`, `role` before or after the name."""

    name: Offsets  # the personal name alone
    whole: Offsets  # with honorific and rank
    role: Offsets | None


# --- patterns, all over `offices.evened` texts ----------------------------------------------------

_LOWER = r"[^\W\d_]"
_PART = rf"[{UPPER}](?:[’'‘][{UPPER}]?)?(?:(?![{UPPER}]){_LOWER})*(?![\w’'])"  # Lực, H’Wơn, K’Sor, A
_CAPITALS = rf"[{UPPER}](?:[’'‘]?[{UPPER}])*(?![\w’'])"
_NAME = re.compile(rf"{_PART}(?: {_PART}){{0,5}}|{_CAPITALS}(?: {_CAPITALS}){{0,4}}")
_START = re.compile(rf"(?<![\w’'.&/])[{UPPER}]")
_TITLE = offices.words(f"{words.RANKS}|{words.TITLES}")
_HONORIFIC = offices.words(f"{words.KINSHIP}|{words.RANKS}|{words.TITLES}")
_ADDRESS = re.compile(
    rf"(?<![\w/])(?:(?i:{_TITLE})|(?i:{offices.words(words.KINSHIP)}))(?:\s*[.,]?\s*(?<!\w)(?i:{_TITLE}))*\.?$"
)
_BY_KINSHIP = re.compile(rf"(?i:{offices.words(words.KINSHIP)})")
_BY_RANK = re.compile(rf"(?i:{offices.words(f'{words.KINSHIP}|{words.RANKS}')})\.?")  # these go with a given name alone
_SEVERAL = re.compile(r"(?i:(?<!\w)(?:các|những|nhiều|hai|ba|anh|chị|ông|vợ chồng|số))\s+$")
_PLACE_BEFORE = re.compile(
    rf"(?<!\w)(?i:{offices.words(words.PLACES)}|(?<!gia )đình|(?<!môi )trường|"
    rf"(?<!chính )phủ)(?:(?<=T[PXT])\.)?[ \t]*$"
)
_PROVINCE = re.compile(rf"(?i:{offices.words(words.PROVINCES)})(?!\w)")
_NO_NAME = re.compile(rf"(?i:{offices.STOPS}|{offices.BODY_HEADS}|{offices.HEADS})(?!\w)")
_CLOSES_NAME = re.compile(rf"\s(?=(?i:{offices.HEADS}|{offices.STOPS})(?!\w))")
_ADDRESSES = re.compile(rf"(?i:{_TITLE})[\s.]|(?i:{offices.words(words.KINSHIP)})\s(?=[{UPPER}])")
_ENUMERATES = re.compile(r"\s*(?:,|;|và|–|-)\s*")
_CAPITAL_BEFORE = re.compile(rf"[{UPPER}]\w* $")
_REVERED = re.compile(r"(?i:chủ tịch|bác)\s$")
_ASIDE = re.compile(
    r"\s*\([^()\n]{1,60}\)|,\s*(?:quê|sinh năm|sinh ngày|dân tộc|người dân tộc|trú|\d+ tuổi)[^,;.()\n]{0,40}(?=,)"
)
_LINK = re.compile(
    r"\s*[,–-]\s*(?:là\s+)?|\s*\(\s*|\s+là\s+"
    r"|,?\s+(?:(?:hiện|đang|được|đã|bầu|bổ nhiệm|chỉ định|điều động|phân công|tiếp tục)\s+){0,5}"
    r"(?:giữ chức(?:\s+vụ)?|(?:giữ|đảm nhiệm|đảm nhận)(?:\s+(?:chức(?:\s+vụ)?|cương vị))?|làm)\s+"
)
_TAKES_UP = re.compile(
    r"(?<!\w)(?:giữ chức(?:\s+vụ)?|(?:giữ|đảm nhiệm)\s+(?:chức(?:\s+vụ)?|cương vị)|cử giữ chức|làm)\s+"
)
_OPENERS = ("", *'\n.:;–-“"…(!?,)»')
_WINDOW = 220  # characters before a name in which its offices are looked for


def overlap(one: Offsets, other: Offsets) -> bool:
    """Whether two stretches of a text share a character."""
    return one[0] < other[1] and other[0] < one[1]


def mentions(text: str) -> tuple[Mention, ...]:
    """Persons named in a text, in order."""
    view = offices.evened(text)
    named = _named(view)
    spans = sorted({*named, *_again(view, named)})
    told: list[Mention] = []
    for at in range(len(spans)):
        told.append(_with_role(view, spans, at, told[-1] if told else None))
    return tuple(told)


def _named(view: str) -> list[tuple[int, int, int]]:
    """(start of address, start of name, end of name) of every name that shows itself to be one."""
    found: list[tuple[int, int, int]] = []
    done = place_end = 0
    for start in (m.start() for m in _START.finditer(view)):
        match = _NAME.match(view, start) if start >= done else None
        if not match:
            continue
        end = _trimmed(view, start, match.end())
        address = _address(view, start)
        if _is_title(view, start, address):
            continue
        if address is not None:
            if not _NO_NAME.match(view, start) and not _is_nobody(view, address, start, end):
                found.append((address, start, end))
                done = end
            continue
        listed = bool(place_end and _ENUMERATES.fullmatch(view, place_end, start))
        if listed or _PLACE_BEFORE.search(view, max(0, start - 30), start):
            begins = _after_place(view, start, end, listed)
            place_end = end if begins is None else place_end
            done = end
        else:
            begins = start if _bare_name(view, start, end, found[-1][2] if found else 0) else None
        if begins is not None:
            found.append((begins, begins, end))
            done = end
    return found


def _is_title(view: str, start: int, address: int | None) -> bool:
    """Whether an honorific stands here in capitals, the name still to come."""
    title = _ADDRESSES.match(view, start)
    return title is not None and (address is not None or " " in title.group().strip() or _opens(view, start))


def _trimmed(view: str, start: int, end: int) -> int:
    """The end of a name without an office or verb that is written in capitals behind it."""
    closing = _CLOSES_NAME.search(view, start, end)
    return closing.start() if closing else end


def _address(view: str, start: int) -> int | None:
    """Where the honorific before a name begins; the name's own start where a list's head carries it."""
    before = view[max(0, start - 60) : start]
    stripped = before.rstrip(" \t")
    colon = stripped.endswith(":")
    match = _ADDRESS.search(stripped.rstrip(": \t") if colon else stripped)
    if not match or (stripped == before and not before.endswith((".", ":"))):
        return None
    first = start - len(before) + match.start()
    address = match.group()
    if _BY_KINSHIP.fullmatch(address):
        if _SEVERAL.search(view, max(0, first - 12), first):
            return None
        if address.istitle() and not _opens(view, first):
            return None
    return start if colon else first


def _opens(view: str, at: int) -> bool:
    """Whether a sentence or a part of one can begin here."""
    return view[max(0, at - 4) : at].rstrip(" ")[-1:] in _OPENERS


def _is_nobody(view: str, address: int, start: int, end: int) -> bool:
    """Whether no person is addressed: "cầu ông Tám" is a place, "Bác Hồ" an ideal, "các đồng chí Thành viên" a body."""
    honorific = view[address:start].strip().lower()
    if " " not in view[start:end]:
        lone = _BY_RANK.fullmatch(honorific) and not _SEVERAL.search(view, max(0, address - 12), address)
        if not lone or address == start:
            return True
    if honorific in ("bác", "cụ") and view[start:end] == "Hồ":
        return True
    return bool(_BY_KINSHIP.fullmatch(honorific)) and bool(
        _PLACE_BEFORE.search(view, max(0, address - 30), address) or _PROVINCE.match(view, address)
    )


def _after_place(view: str, start: int, end: int, listed: bool) -> int | None:
    """Where a person's name begins in a stretch of capitals behind a place word; None where all of it is the place."""
    parts = [(start + m.start(), m.group()) for m in re.finditer(r"\S+", view[start:end])]
    sure = _family(parts[0][1]) and not _PROVINCE.match(view, start)
    holder = not listed and _office_before(view, start) is not None
    if (
        sure
        and len(parts) >= 3
        and (parts[1][1].lower() in words.MIDDLE or (holder and parts[0][1].lower() not in words.DOUBTFUL))
    ):
        return start
    for at in (2, 1, 3):
        rest = parts[at:]
        if len(rest) >= 3 and _family(rest[0][1]) and not (at == 1 and sure) and not listed:
            return rest[0][0]
    if sure and len(parts) >= 3 and holder and len(parts) <= 4:
        return start
    return None


def _family(word: str) -> bool:
    key = word.lower()
    return key in words.FAMILY or key in words.DOUBTFUL


def _bare_name(view: str, start: int, end: int, after: int) -> bool:
    """Whether capitalised words without an honorific are a person's name; `after` ends the name before."""
    parts = view[start:end].split()
    if len(parts) < 2 or (_PROVINCE.match(view, start) and len(parts) == 2) or _NO_NAME.match(view, start):
        return False
    if view.startswith("Hồ Chí Minh", start):
        return bool(_REVERED.search(view, max(0, start - 10), start))
    continues = _CAPITAL_BEFORE.search(view, max(0, start - 14), start) is not None
    holds = _office_after(view, end) is not None
    if not _family(parts[0]):
        joined = bool(after and _ENUMERATES.search(view, after, start))
        return holds and not continues and (joined or len(parts) > 2)
    if holds or (not continues and _office_before(view, start) is not None):
        return True
    if len(parts) > 2:
        sure = parts[0].lower() not in words.DOUBTFUL or parts[1].lower() in words.MIDDLE
        return sure and not view[start:end].isupper()
    return bool(after and _ENUMERATES.fullmatch(view, after, start)) and not view[start:end].isupper()


def _again(view: str, people: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """The same full names where nothing but themselves shows them."""
    taken = {at for _, start, end in people for at in range(start, end)}
    for name in sorted({view[start:end] for _, start, end in people}, key=lambda name: (-len(name), name)):
        if " " not in name:
            continue
        for match in re.finditer(rf"{re.escape(name)}(?![\w’'])(?<![\w’']{re.escape(name)})", view):
            start, end = match.span()
            if start not in taken and not _PLACE_BEFORE.search(view, max(0, start - 30), start):
                taken.update(range(start, end))
                yield start, start, end


# --- offices -------------------------------------------------------------------------------------


def _office_before(view: str, start: int, floor: int = 0) -> Offsets | None:
    """The offices that are written right before `start`, `floor` at the earliest."""
    floor = max(floor, start - _WINDOW, view.rfind("\n", 0, start) + 1)
    chunk: Offsets | None = None
    for head in offices.HEAD.finditer(view, floor, start):
        if chunk and head.start() < chunk[1]:
            continue
        end = offices.end_of(view, head.start(), start)
        if chunk and offices.JOINT.fullmatch(view, chunk[1], head.start()):
            chunk = (chunk[0], end)
        else:
            chunk = (head.start(), end)
        if not view[end:start].strip():
            return chunk
    return None


def _office_after(view: str, end: int, limit: int | None = None) -> Offsets | None:
    """The offices that follow a name."""
    limit = len(view) if limit is None else limit
    if aside := _ASIDE.match(view, end, limit):
        inside = offices.HEAD.match(view, aside.start() + len(aside.group()) - len(aside.group().lstrip(" (")))
        end = end if inside else aside.end()
    link = _LINK.match(view, end, limit)
    if not link:
        return None
    first = offices.HEAD.match(view, link.end(), limit) or offices.CALLING.match(view, link.end(), limit)
    if not first:
        return None
    stop = offices.end_of(view, first.start(), limit)
    while joint := offices.JOINT.match(view, stop, limit):
        if not offices.HEAD.match(view, joint.end(), limit):
            break
        after = offices.end_of(view, joint.end(), limit)
        if after == limit or not view[after:limit].strip():
            break  # it leads up to the next person, whose office it is
        stop = after
    return first.start(), stop


def _with_role(view: str, spans: list[tuple[int, int, int]], at: int, last: Mention | None) -> Mention:
    address, start, end = spans[at]
    floor = max(last.name[1], last.role[1] if last.role else 0) if last else 0
    limit = min(spans[at + 1][0] if at + 1 < len(spans) else len(view), _line_end(view, end))
    before = _office_before(view, address, floor)
    if not before:
        return Mention((start, end), (address, end), _office_after(view, end, limit))
    earliest = max(floor, before[0] - 40)
    if outer := _ADDRESS.search(view[earliest : before[0]].rstrip()):
        address = earliest + outer.start()
    return Mention((start, end), (address, end), before)


def posts(text: str, person: Mention) -> tuple[Offsets, ...]:
    """Every office a sentence gives a person: the role, and those taken up behind it ("…, giữ chức Trưởng Ban")."""
    view = offices.evened(text)
    start = max(person.whole[1], person.role[1] if person.role else 0)
    end = next((end for first, end in sentences(text) if first <= person.name[0] < end), _line_end(view, start))
    following = [m.name[0] for m in mentions(text) if start <= m.name[0] < end]
    end = min([end, *following])
    taken = [
        (link.end(), offices.end_of(view, link.end(), end))
        for link in _TAKES_UP.finditer(view, start, end)
        if offices.HEAD.match(view, link.end(), end)
    ]
    return (*([person.role] if person.role else []), *taken)


def _line_end(view: str, start: int) -> int:
    end = view.find("\n", start)
    return len(view) if end < 0 else end


# --- the same person -----------------------------------------------------------------------------

_APOSTROPHES = re.compile(r"[’'‘ʼ`]\s?")
_LED_BY_H = re.compile(r".*\b[HhKk][’'‘ʼ`]")
_HIGHLAND = frozenset(("y", "a", "h", "k", "ka", "u"))  # these bear the family name last, or none


def same_person(a: str, b: str) -> bool:
    """Whether two ways of naming can mean one person: by full name, without middle names, or by given name."""
    marked = has_diacritics(a) and has_diacritics(b)
    first, second = (_name_words(name, marked) for name in (a, b))
    if not first or not second:
        return False
    short, full = sorted((first, second), key=len)
    if "".join(short) == "".join(full) or full[-len(short) :] == short:
        return True
    highland = full[0] in _HIGHLAND or _LED_BY_H.match(a if full is first else b)
    if highland and full[: len(short)] == short:
        return len(short) > 1 or short[0] not in _HIGHLAND
    if len(short) < 2 or short[0] != full[0] or short[-1] != full[-1]:
        return False
    rest = iter(full[1:-1])
    return all(word in rest for word in short[1:-1])


def _name_words(name: str, marked: bool) -> list[str]:
    name = offices.evened(name.strip())
    if address := re.match(rf"(?:(?i:{_HONORIFIC})[.\s]+)+(?=\S)", name):
        name = name[address.end() :]
    words = re.findall(r"[^\W\d_]+", _APOSTROPHES.sub("", name))
    return [exact(word) if marked else fold(word) for word in words]
