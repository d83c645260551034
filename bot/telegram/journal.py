"""Updates on disk, from before Telegram is told that they arrived until they were dealt with.

python-telegram-bot confirms an update (by the next getUpdates, or by the webhook's 200) only after its queue
took it; the queue here writes first. So a question is never lost, and one handed out twice is answered once.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import sqlite3
from collections.abc import Callable

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.telegram.state import State

_REMEMBERED = 3 * 86_400.0  # seconds; Telegram keeps an update for a day, then numbers may start anew
_OWNER = "bot"

log = logging.getLogger(__name__)


class Journal:
    """The updates and how far each has come."""

    def __init__(self, state: State) -> None:
        self._state = state

    def receive(self, update: Update) -> bool:
        """Writes the update down; False where it was seen before.

        A number alone does not tell: after a quiet week Telegram numbers anew, another server from the start.
        """
        payload = update.to_json()
        return bool(
            self._state.changed(
                "INSERT INTO updates (id, received, digest, payload) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "received = excluded.received, digest = excluded.digest, payload = excluded.payload, sent = 0 "
                "WHERE digest <> excluded.digest",
                update.update_id,
                self._state.clock(),
                hashlib.sha256(payload.encode()).digest(),
                payload,
            )
        )

    def belong_to(self, bot: str) -> None:
        """Forgets everything where the updates were another bot's, or came from another server."""
        if self._state.noted(_OWNER) not in (None, bot):
            self._state.run("DELETE FROM updates")
            self._state.run("DELETE FROM focuses")
        self._state.note(_OWNER, bot)

    def unfinished(self, bot: Bot) -> list[Update]:
        """What has not been dealt with, in the order in which it came."""
        rows = self._state.rows("SELECT payload FROM updates WHERE payload IS NOT NULL ORDER BY id")
        return [Update.de_json(json.loads(str(row[0])), bot) for row in rows]

    def pending(self) -> int:
        """How many updates have not been dealt with."""
        row = self._state.row("SELECT count(*) FROM updates WHERE payload IS NOT NULL")
        return int(str(row[0])) if row else 0

    def sent(self, update_id: int) -> int:
        """How many messages of the reply were accepted by Telegram."""
        row = self._state.row("SELECT sent FROM updates WHERE id = ?", update_id)
        return int(str(row[0])) if row else 0

    def count_sent(self, update_id: int) -> None:
        self._state.run("UPDATE updates SET sent = sent + 1 WHERE id = ?", update_id)

    def finish(self, update_id: int) -> None:
        """The update was dealt with; what it said is forgotten, its number is kept."""
        self._state.run("UPDATE updates SET payload = NULL WHERE id = ?", update_id)

    def tidy(self) -> int:
        """Forgets the numbers of old updates; returns how many."""
        return self._state.changed(
            "DELETE FROM updates WHERE payload IS NULL AND received < ?", self._state.clock() - _REMEMBERED
        )


class JournalQueue(asyncio.Queue[object]):
    """The application's update queue; `put` returns only once the update is on disk."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._journal = journal
        self.arrived: list[Callable[[Update], None]] = []  # told of every update that is new

    async def put(self, item: object) -> None:
        if isinstance(item, Update) and not self._received(item):
            log.info("update %s came again; it is known", item.update_id)
            return
        if isinstance(item, Update):
            for told in self.arrived:
                told(item)
        await super().put(item)

    def _received(self, update: Update) -> bool:
        try:
            return self._journal.receive(update)
        except sqlite3.Error as exc:
            # As a TelegramError it is not confirmed and comes again; any other kind would end the polling.
            raise TelegramError(f"an update could not be written down: {exc}") from exc

    def recover(self, bot: Bot) -> int:
        """Puts what an earlier run left unfinished first in line; returns how many updates that were."""
        recovered = 0
        for update in self._journal.unfinished(bot):
            if update.inline_query:
                self._journal.finish(update.update_id)  # nobody waits for its results any more
            else:
                self.put_nowait(update)
                recovered += 1
        return recovered
