"""Reply -> Telegram messages: plain text with entities, cut where a reader would pause.

Telegram counts in UTF-16 units; so do `units` and every entity here. No markup language is used, so no
character of a report can be taken for one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import MessageEntity
from telegram.constants import MessageEntityType, MessageLimit

from bot.presentation import Found, Part, Quoted, Remark, Reply, Source, Text
from retrieval.vietnamese import sentences

MOST = int(MessageLimit.MAX_TEXT_LENGTH)
"""UTF-16 units that one message may hold."""

_MOST_ENTITIES = 100  # Telegram drops what is beyond
_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Mark:
    """A kind of letters over `text[start:end]`, in characters."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Painted:
    """One message; `entities` count in UTF-16 units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


def units(text: str) -> int:
    """Length in UTF-16 units: characters beyond the basic plane count twice."""
    return len(text) + sum(character > "\uffff" for character in text)


def paint(reply: Reply, most: int = MOST) -> list[Painted]:
    """The reply as messages of at most `most` units, at least one, none of them empty."""
    text, marks = _laid_out(reply.parts)
    return split(text, marks, most)


def _laid_out(parts: Sequence[Part]) -> tuple[str, list[Mark]]:
    pieces: list[str] = []
    marks: list[Mark] = []
    at = 0
    before: Part | None = None
    for part in parts:
        text = _clean(_words(part))
        if not text.strip():
            continue
        if before is not None:
            gap = "\n" if isinstance(part, Source) or isinstance(before, Text) else _GAP
            pieces.append(gap)
            at += len(gap)
        marks += _marks(part, at, len(text))
        pieces.append(text)
        at += len(text)
        before = part
    return "".join(pieces), marks


def _clean(text: str) -> str:
    # A lone surrogate cannot be encoded, and Telegram refuses NUL; the width stays, so that offsets hold.
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" or c == "\0" else c for c in text)


def _words(part: Part) -> str:
    return f"— {part.line}" if isinstance(part, Source) else part.text


def _marks(part: Part, at: int, length: int) -> list[Mark]:
    match part:
        case Found():
            return [Mark(MessageEntityType.BOLD, at, at + length)]
        case Quoted(start=start, end=end):
            quote = [Mark(MessageEntityType.BLOCKQUOTE, at, at + length)]
            return quote + ([Mark(MessageEntityType.BOLD, at + start, at + end)] if start < end else [])
        case Source() | Remark():
            return [Mark(MessageEntityType.ITALIC, at, at + length)]
        case _:
            return []


def split(text: str, marks: Iterable[Mark] = (), most: int = MOST) -> list[Painted]:
    """Cuts between paragraphs, else sentences, else words; the texts together are the text, but for white
    space at the cuts. A mark that a cut falls into goes on in the next message.
    """
    marks = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    painted = []
    for start, end in _cuts(text, marks, most):
        painted.append(_message(text, start, end, [m for m in marks if m.start < end and m.end > start]))
    return painted or [Painted("…")]


def _cuts(text: str, marks: Sequence[Mark], most: int) -> list[tuple[int, int]]:
    cuts = []
    start = _after_space(text, 0)
    while start < len(text):
        end = _end(text, start, most)
        if end < len(text):
            end = _pause(text, start, end)
        end = _few_enough(marks, start, end)
        kept = _before_space(text, start, end)
        if kept > start:
            cuts.append((start, kept))
        start = _after_space(text, end)
    return cuts


def _end(text: str, start: int, most: int) -> int:
    """The furthest end that still fits."""
    if units(text[start : start + most]) <= most:
        return min(len(text), start + most)
    used, end = 0, start
    while end < len(text):
        used += 2 if text[end] > "\uffff" else 1
        if used > most:
            break
        end += 1
    return end


def _pause(text: str, start: int, end: int) -> int:
    """The best place to cut in the second half of what fits."""
    window = text[start:end]
    half = len(window) // 2
    if (at := window.rfind("\n", half)) > 0:
        return start + at + 1
    stops = [stop for _, stop in sentences(window)[:-1] if stop >= half]
    if stops:
        return start + stops[-1]
    for at in range(len(window) - 1, half, -1):
        if window[at].isspace():
            return start + at + 1
    return _whole_letter(text, start, end)


def _whole_letter(text: str, start: int, end: int) -> int:
    """Not between a letter and the marks or joiners that belong to it."""
    at = end
    while at > start + 1 and (
        unicodedata.combining(text[at]) or text[at] in "\u200d\ufe0f" or text[at - 1] == "\u200d"
    ):
        at -= 1
    return at if at > start + 1 else end


def _few_enough(marks: Sequence[Mark], start: int, end: int) -> int:
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    if len(inside) <= _MOST_ENTITIES:
        return end
    return max(start + 1, inside[_MOST_ENTITIES].start)


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _before_space(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _message(text: str, start: int, end: int, marks: Sequence[Mark]) -> Painted:
    entities = []
    for mark in marks:
        first = _after_space(text, max(mark.start, start))
        last = _before_space(text, first, min(mark.end, end))
        if last > first:
            entities.append(MessageEntity(mark.kind, offset=units(text[start:first]), length=units(text[first:last])))
    entities.sort(key=lambda entity: (entity.offset, -entity.length))
    return Painted(text[start:end], tuple(_nested(entities)))


def _nested(entities: Sequence[MessageEntity]) -> list[MessageEntity]:
    """Only entities that lie within one another or apart, as Telegram demands."""
    kept: list[MessageEntity] = []
    for entity in entities:
        end = entity.offset + entity.length
        apart = all(
            entity.offset >= other.offset + other.length
            or (end <= other.offset + other.length and entity.type != other.type)
            for other in kept
        )
        if apart:
            kept.append(entity)
    return kept


def shortened(text: str, most: int) -> str:
    """At most `most` units, with an ellipsis where something was left out."""
    if units(text) <= most:
        return text
    end = _end(text, 0, most - 1)
    return text[: _whole_letter(text, 0, end)].rstrip() + "…"
