"""Text with entities, checked as strictly as Telegram documents it. Offsets and lengths are UTF-16 units."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any

from tests.telegram_server.replies import bad_request

KINDS = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
    ]
)
_LONE = frozenset({"code", "pre"})
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "s": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
MOST_ENTITIES = 100

Entity = dict[str, Any]


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def checked(text: str, entities: list[Entity], parse_mode: str | None, most: int) -> tuple[str, list[Entity]]:
    """The text and entities that a reader would see; raises Refusal where Telegram would."""
    if parse_mode:
        text, entities = parsed(text, parse_mode)
    if not text.strip():
        raise bad_request("message text is empty")
    if units(text) > most:
        raise bad_request("message is too long")
    _check_entities(text, entities)
    return text, entities


def _check_entities(text: str, entities: list[Entity]) -> None:
    if len(entities) > MOST_ENTITIES:
        raise bad_request("too many entities")
    encoded = text.encode("utf-16-le")
    for entity in entities:
        _check_one(encoded, entity)
    ordered = sorted(entities, key=lambda e: (e["offset"], -e["length"]))
    open_: list[Entity] = []
    for entity in ordered:
        while open_ and _end(open_[-1]) <= entity["offset"]:
            open_.pop()
        if open_:
            _check_nesting(open_, entity)
        open_.append(entity)


def _check_one(encoded: bytes, entity: Entity) -> None:
    kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
    if kind not in KINDS or not isinstance(offset, int) or not isinstance(length, int):
        raise bad_request("can't parse entities: wrong entity")
    if length <= 0 or offset < 0 or 2 * (offset + length) > len(encoded):
        raise bad_request("ENTITY_BOUNDS_INVALID")
    for edge in (offset, offset + length):
        unit = encoded[2 * edge : 2 * edge + 2]
        if unit and 0xDC <= unit[1] <= 0xDF:
            raise bad_request("ENTITY_BOUNDS_INVALID: an edge splits a surrogate pair")
    if kind == "text_link" and not entity.get("url"):
        raise bad_request("can't parse entities: text_link without url")


def _check_nesting(open_: list[Entity], entity: Entity) -> None:
    if _end(entity) > _end(open_[-1]):
        raise bad_request("can't parse entities: entities overlap without nesting")
    kinds = {e["type"] for e in open_}
    if kinds & _LONE or entity["type"] in _LONE:
        raise bad_request("can't parse entities: code stands alone")
    if kinds & _QUOTES and entity["type"] in _QUOTES:
        raise bad_request("can't parse entities: blockquotes can't be nested")
    if entity["type"] in kinds:
        raise bad_request("can't parse entities: an entity within one of its own kind")


def _end(entity: Entity) -> int:
    return int(entity["offset"]) + int(entity["length"])


def parsed(text: str, parse_mode: str) -> tuple[str, list[Entity]]:
    """HTML mode, read strictly; the other modes are refused here because danvan never uses them."""
    if parse_mode.lower() != "html":
        raise bad_request(f"unsupported parse_mode {parse_mode}")
    for match in re.finditer(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)", text):
        raise bad_request(f"can't parse entities: unescaped & at byte offset {match.start()}")
    reader = _Reader()
    reader.feed(text)
    reader.close()
    if reader.open_:
        raise bad_request(f"can't parse entities: can't find end tag corresponding to {reader.open_[-1][0]}")
    return "".join(reader.pieces), reader.entities


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.entities: list[Entity] = []
        self.open_: list[tuple[str, int, dict[str, str | None]]] = []
        self._length = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise bad_request(f'can\'t parse entities: unsupported start tag "{tag}"')
        self.open_.append((tag, self._length, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open_ or self.open_[-1][0] != tag:
            raise bad_request(f"can't parse entities: unexpected end tag {tag}")
        _, start, attributes = self.open_.pop()
        if self._length > start:
            entity: Entity = {"type": _TAGS[tag], "offset": start, "length": self._length - start}
            if tag == "a":
                entity["url"] = attributes.get("href")
            self.entities.append(entity)

    def handle_data(self, data: str) -> None:
        if "<" in data:
            raise bad_request("can't parse entities: unescaped <")
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(html.unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self._add(html.unescape(f"&#{name};"))

    def _add(self, piece: str) -> None:
        self.pieces.append(piece)
        self._length += units(piece)
