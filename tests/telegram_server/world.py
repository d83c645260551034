"""What the server keeps: people, chats, messages, updates and every call that was made."""

from __future__ import annotations

import itertools
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_server.replies import bad_request

Json = dict[str, Any]
BOT_ID = 424242
_CHANNELS = -1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who writes to the bot; a private chat has the person's id."""

    id: int
    first_name: str = "An"
    language_code: str = "vi"

    def json(self) -> Json:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language_code,
        }


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat; groups have negative ids, supergroups and channels those below -10^12."""

    id: int
    type: str = "private"
    title: str = "Nhóm"
    is_forum: bool = False

    def __post_init__(self) -> None:
        kind = {"private"} if self.id > 0 else {"group"} if self.id > _CHANNELS else {"supergroup", "channel"}
        assert self.type in kind, f"{self.id} is no id of a {self.type}"

    @property
    def numbering(self) -> int:
        """What numbers its messages: a supergroup or channel itself; one count serves the bot's other chats."""
        return self.id if self.id < _CHANNELS else 0

    def json(self) -> Json:
        if self.type == "private":
            return {"id": self.id, "type": "private", "first_name": "An"}
        return {"id": self.id, "type": self.type, "title": self.title, "is_forum": self.is_forum}


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it came in; `at` is monotonic seconds, `fault` what befell it, `error` the refusal."""

    method: str
    params: Json
    at: float
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    result: Any = None
    error: str | None = None
    fault: str | None = None

    @property
    def effective(self) -> bool:
        return self.result is not None


class World:
    """Telegram's side of things, without the network."""

    def __init__(self, username: str = "danvan_bot") -> None:
        self.me: Json = {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "danvan",
            "username": username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }
        self.chats: dict[int, Chat] = {}
        self.messages: dict[int, dict[int, Json]] = {}
        self.deleted: set[tuple[int, int]] = set()
        self.fixed: set[tuple[int, int]] = set()  # messages of the bot that cannot be edited
        self.blocked: set[int] = set()
        self.migrated: dict[int, int] = {}  # groups that became supergroups
        self.updates: list[Json] = []
        self.calls: list[Call] = []
        self.files: dict[str, bytes] = {}
        self.callbacks: set[str] = set()
        self.inline_queries: set[str] = set()
        self.answered_callbacks: dict[str, Json] = {}
        self.answered_inline: dict[str, Json] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.handed_out: dict[int, float] = {}  # update -> when it was first handed out
        self.confirmed: set[int] = set()
        self._message_ids: dict[int, Iterator[int]] = defaultdict(lambda: itertools.count(100))
        self._update_ids = itertools.count(7_000_001)
        self._ids = itertools.count(1)

    # --- what people do -------------------------------------------------------------------------

    def add_update(self, kind: str, content: Json) -> int:
        update_id = next(self._update_ids)
        self.updates.append({"update_id": update_id, kind: content})
        return update_id

    def message_from(self, person: Person, chat: Chat, content: Json) -> Json:
        self.chats[chat.id] = chat
        message = {
            "message_id": next(self._message_ids[chat.numbering]),
            "date": int(time.time()),
            "from": person.json(),
            "chat": chat.json(),
            **content,
        }
        self.messages.setdefault(chat.id, {})[message["message_id"]] = message
        return message

    def callback_from(self, person: Person, message: Json, data: str) -> str:
        query = f"cb{next(self._ids)}"
        self.callbacks.add(query)
        self.add_update(
            "callback_query",
            {
                "id": query,
                "from": person.json(),
                "message": message,
                "chat_instance": str(message["chat"]["id"]),
                "data": data,
            },
        )
        return query

    def inline_from(self, person: Person, text: str) -> str:
        query = f"iq{next(self._ids)}"
        self.inline_queries.add(query)
        self.add_update("inline_query", {"id": query, "from": person.json(), "query": text, "offset": ""})
        return query

    def add_file(self, content: bytes) -> str:
        name = f"file{next(self._ids)}"
        self.files[name] = content
        return name

    # --- what the bot does ----------------------------------------------------------------------

    def chat(self, chat_id: object) -> Chat:
        try:
            return self.chats[int(str(chat_id))]
        except (KeyError, ValueError):
            raise bad_request("chat not found") from None

    def message(self, chat_id: int, message_id: object) -> Json:
        try:
            number = int(str(message_id))
        except ValueError:
            raise bad_request("message identifier is not specified") from None
        message = self.messages.get(chat_id, {}).get(number)
        if message is None:
            raise bad_request("message not found")
        return message

    def sent_by_bot(self, chat: Chat, content: Json) -> Json:
        message = {
            "message_id": next(self._message_ids[chat.numbering]),
            "date": int(time.time()),
            "from": {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")},
            "chat": chat.json(),
            **content,
        }
        self.messages.setdefault(chat.id, {})[message["message_id"]] = message
        return message

    # --- what a test asks -----------------------------------------------------------------------

    def bot_messages(self, chat_id: int) -> list[Json]:
        """The bot's messages of a chat as they stand now, oldest first."""
        return [m for _, m in sorted(self.messages.get(chat_id, {}).items()) if m["from"]["id"] == BOT_ID]

    def effective(self, *methods: str) -> list[Call]:
        """The calls that took effect, oldest first; of all methods where none is named."""
        return [c for c in self.calls if c.effective and (not methods or c.method in methods)]

    def refused(self) -> list[Call]:
        """The calls that were wrong in themselves (not those that a fault befell)."""
        return [c for c in self.calls if c.error and not c.fault]

    def confirm(self, below: int) -> None:
        """Forgets the updates with a smaller id."""
        self.confirmed.update(u["update_id"] for u in self.updates if u["update_id"] < below)
        self.updates = [u for u in self.updates if u["update_id"] >= below]

    def hand_out(self, updates: Iterable[Json]) -> None:
        now = time.monotonic()
        for update in updates:
            self.handed_out.setdefault(update["update_id"], now)
