"""What people do in Telegram, as a test says it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from tests.telegram_server.entities import units
from tests.telegram_server.world import Chat, Json, Person, World

_COMMAND = re.compile(r"(?<!\S)/\w+(?:@\w+)?")
_MENTION = re.compile(r"(?<!\w)@\w+")


def entities_of(text: str) -> list[Json]:
    """The entities that Telegram's own clients add: commands and mentions."""
    found = []
    for kind, pattern in (("bot_command", _COMMAND), ("mention", _MENTION)):
        for match in pattern.finditer(text):
            if kind == "mention" and match.start() and text[match.start() - 1] not in " \n":
                continue
            found.append({"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())})
    return found


class People:
    """The doings of people; mixed into the server, whose thread carries them out."""

    world: World

    def act(self, doing: Callable[[], Any]) -> Any:
        raise NotImplementedError

    def write(
        self,
        person: Person,
        text: str,
        chat: Chat | None = None,
        *,
        reply_to: Json | None = None,
        thread: int | None = None,
    ) -> Json:
        """A text message; in the person's private chat where no chat is named. Returns the message."""
        content: Json = {"text": text}
        if entities := entities_of(text):
            content["entities"] = entities
        return self._write(person, chat, content, reply_to, thread)

    def send_file(
        self, person: Person, name: str, body: bytes, chat: Chat | None = None, *, size: int | None = None
    ) -> Json:
        """A document; `size` overrides what is said of its size."""
        file_id = self.world.add_file(body)
        document = {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_name": name,
            "file_size": len(body) if size is None else size,
        }
        return self._write(person, chat, {"document": document}, None, None)

    def _write(
        self, person: Person, chat: Chat | None, content: Json, reply_to: Json | None, thread: int | None
    ) -> Json:
        if reply_to is not None:
            content["reply_to_message"] = {k: v for k, v in reply_to.items() if k != "reply_to_message"}
        if thread is not None:
            content |= {"message_thread_id": thread, "is_topic_message": True}

        def doing() -> Json:
            message = self.world.message_from(person, chat or Chat(person.id), content)
            message_copy = dict(message)
            message_copy["update_id"] = self.world.add_update("message", dict(message))
            return message_copy

        written: Json = self.act(doing)
        return written

    def edit(self, message: Json, text: str) -> Json:
        """The author changes a message; returns it with its new update_id."""

        def doing() -> Json:
            kept = self.world.message(message["chat"]["id"], message["message_id"])
            kept.pop("entities", None)
            kept |= {"text": text, "edit_date": int(time.time())}
            if entities := entities_of(text):
                kept["entities"] = entities
            update = self.world.add_update("edited_message", dict(kept))
            return {**kept, "update_id": update}

        edited: Json = self.act(doing)
        return edited

    def tap(self, person: Person, message: Json, button: str | int) -> str:
        """A tap on the button whose text contains `button` (or on the nth one); returns the query's id."""
        buttons = [b for row in message["reply_markup"]["inline_keyboard"] for b in row]
        chosen = buttons[button] if isinstance(button, int) else next(b for b in buttons if button in b["text"])
        tapped: str = self.act(lambda: self.world.callback_from(person, message, chosen["callback_data"]))
        return tapped

    def ask_inline(self, person: Person, text: str) -> str:
        """An inline query; returns its id."""
        asked: str = self.act(lambda: self.world.inline_from(person, text))
        return asked

    # --- what they see --------------------------------------------------------------------------

    def seen(self, chat: Chat | Person) -> list[Json]:
        """The bot's messages of the chat."""
        return [dict(m) for m in self.act(lambda: self.world.bot_messages(chat.id))]

    def await_(self, condition: Callable[[], Any], seconds: float = 20.0, what: str = "") -> Any:
        """What the condition returns as soon as that is true; AssertionError after `seconds`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if result := self.act(condition):
                return result
            time.sleep(0.02)
        raise AssertionError(
            f"waited {seconds} s in vain {what}; last calls: "
            f"{[(c.method, c.error, str(c.params)[:120]) for c in self.world.calls[-5:]]}"
        )

    def await_messages(self, chat: Chat | Person, count: int, seconds: float = 20.0) -> list[Json]:
        """The bot's messages of the chat once there are `count` of them."""

        def enough() -> list[Json] | None:
            messages = self.world.bot_messages(chat.id)
            return [dict(m) for m in messages] if len(messages) >= count else None

        messages: list[Json] = self.await_(enough, seconds, f"for {count} messages in {chat.id}")
        return messages
