"""Finds a message that Telegram took although that was never heard: sent again, it would stand there twice.

The Bot API has no key against that, and a bot cannot read a chat. But ids only grow, so the message has one above
all that were known before it was sent; and an edit to what the message says already tells whether it stands there.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, Protocol

from telegram import ForceReply, Update
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

_MOST_TRIED = 8  # ids; each costs the chat a second
_MOST_BEYOND = 3  # of them above every id known as the call failed: those may not have been given out yet
_MOST_KNOWN, _MOST_NUMBERINGS = 4000, 1000  # ids of a numbering: a minute of a bot at its limits
_CHANNELS = -1_000_000_000_000  # supergroups and channels have smaller ids than this
_NEVER_LEFT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"})  # of httpx

_EDITS = {
    "sendMessage": ("editMessageText", ("text", "entities", "parse_mode", "link_preview_options")),
    "sendDocument": ("editMessageCaption", ("caption", "caption_entities", "parse_mode")),
}

Json = dict[str, Any]


class Once(Protocol):
    """Carries out one call when its turn has come; `leaving` is called as it has."""

    def __call__(self, endpoint: str, data: Json, leaving: Callable[[], None] = ...) -> Awaitable[Any]: ...


class MessageIds:
    """The ids that are known to be given out, since this process sends.

    Above any of them all of the bot's own messages are this process's. What an earlier one sent without
    hearing of it is out of reach of a search, so that none can change a message it does not know.
    """

    def __init__(self) -> None:
        self._known: dict[int, dict[int, None]] = {}  # by numbering, the one that grew last at the end
        self._since: float | None = None  # by Telegram's clock, when this process first sent a message

    def arrived(self, update: Update) -> None:
        """Learns from what somebody wrote."""
        message = update.message
        if message is None:
            return
        newest = self.newest(message.chat.id)
        later = self._since is not None and message.date.timestamp() > self._since
        if later or (newest is not None and message.message_id > newest):
            self.learn(message.chat.id, message.message_id)

    def sent(self, message: Json) -> None:
        """Learns from what the bot sent."""
        if self._since is None:
            self._since = message["date"]
        self.learn(message["chat"]["id"], message["message_id"])

    def newest(self, chat: int) -> int | None:
        """The highest known id of the numbering that the chat's messages follow."""
        return max(self._known.get(_numbering(chat), ()), default=None)

    def known(self, chat: int, number: int) -> bool:
        """Whether this id of the chat's numbering is known to be given out."""
        return number in self._known.get(_numbering(chat), ())

    def learn(self, chat: int, number: int) -> None:
        """This id is given out, to whomever."""
        known = self._known.pop(_numbering(chat), {})
        known[number] = None
        if len(known) > _MOST_KNOWN:
            del known[next(iter(known))]
        self._known[_numbering(chat)] = known
        if len(self._known) > _MOST_NUMBERINGS:
            del self._known[next(iter(self._known))]


def _numbering(chat: int) -> int:
    """A supergroup or channel counts for itself; all other chats of the bot share one count."""
    return chat if chat < _CHANNELS else 0


class Search:
    """For the message of one call, which may be made several times."""

    def __init__(self, ids: MessageIds, endpoint: str, data: Json) -> None:
        self._ids = ids
        self._edit, same = _EDITS.get(endpoint, ("", ()))
        self._same = {key: data[key] for key in ("chat_id", "reply_markup", *same) if key in data}
        self._after: int | None = None  # the highest id known as the call left
        self._until: int | None = None  # and as it failed, or was found to be given out since
        self._others: set[int] = set()  # ids that are not it

    def begin(self) -> None:
        """The call is leaving: its message gets an id above those known at this moment."""
        self._after, self._until = self._newest(), None
        self._others.clear()

    def failed(self, error: TelegramError) -> None:
        """The call, or the search, ended so."""
        if self._until is None and may_have_arrived(error):
            self._until = self._newest()

    def _newest(self) -> int | None:
        return self._ids.newest(int(self._same["chat_id"])) if self._edit else None

    def heard(self, result: Any) -> Any:
        """Takes the result of the call, and hands it back."""
        if self._edit:
            self._ids.sent(result)
        return result

    async def find(self, once: Once) -> Json | None:
        """The message as far as it is known; None where it is not there. An interrupted search goes on."""
        if isinstance(self._same.get("reply_markup"), ForceReply):
            return None  # such a message cannot be edited
        chat = int(self._same.get("chat_id", 0))
        for number in self._candidates(chat):
            if await self._is(number, once):
                kind = "private" if chat > 0 else "supergroup" if chat < _CHANNELS else "group"
                found = {"message_id": number, "date": int(time.time()), "chat": {"id": chat, "type": kind}}
                self._ids.sent(found)
                return found
        return None

    def _candidates(self, chat: int) -> Iterator[int]:
        """Ids that it may have, the nearest first; what is learnt between two of them counts."""
        if self._after is None or self._until is None:
            return
        number, beyond = self._after, 0
        while len(self._others) < _MOST_TRIED and beyond < _MOST_BEYOND:
            number += 1
            if self._ids.known(chat, number):
                continue
            if number not in self._others:
                yield number
            beyond += number > self._until  # not where it turned out to be somebody else's

    async def _is(self, number: int, once: Once) -> bool:
        try:
            await once(self._edit, {**self._same, "message_id": number})
        except BadRequest as error:
            said = error.message.lower()
            if "not modified" in said:
                return True
            if "can't be edited" in said:
                self._ids.learn(int(self._same["chat_id"]), number)  # somebody else's
                self._until = max(self._until or 0, number)
            self._others.add(number)
            return False
        return True  # the same message, from an earlier run of its update: now it is this one


def may_have_arrived(error: TelegramError) -> bool:
    """Whether the call that failed so may have been carried out all the same."""
    if isinstance(error, RetryAfter | BadRequest) or type(error.__cause__).__name__ in _NEVER_LEFT:
        return False
    return isinstance(error, NetworkError)
