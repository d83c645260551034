"""Who waits for whom: one chat's questions are answered in order, and no chat waits for another.

An UpdateProcessor of python-telegram-bot. An update is finished in the journal once its handler is done;
where Telegram could not be reached it is tried again in the same turn, and where the bot is stopped before
that it stays in the journal for the next start.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.journal import Journal

_NO_LIMIT = 1_000_000  # waiting costs nothing; a small number would let one chat hold up the others

log = logging.getLogger(__name__)

Lane = tuple[str, int]


@dataclass(eq=False)
class Ticket:
    """An update under way; times are monotonic seconds."""

    update: Update
    arrived: float
    began: float = 0.0
    queued: float = 0.0  # seconds spent waiting for a free worker
    committed: bool = False  # the reply is being sent: too late to cancel
    cancelled: bool = False
    unsent: bool = False  # Telegram could not be reached
    work: asyncio.Task[Any] | None = field(default=None, repr=False)


class Lanes(BaseUpdateProcessor):
    """Runs the handlers; `again` builds a fresh run of an update that could not be dealt with."""

    def __init__(
        self,
        journal: Journal,
        lane_of: Callable[[Update], Lane | None],
        *,
        pause: float = 5.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(max_concurrent_updates=_NO_LIMIT)
        self._journal = journal
        self._lane_of = lane_of
        self._pause = pause
        self._clock = clock
        self._locks: dict[Lane, tuple[asyncio.Lock, int]] = {}
        self._closing = asyncio.Event()
        self.tickets: dict[int, Ticket] = {}
        self.again: Callable[[Update], Coroutine[Any, Any, None]] | None = None

    async def initialize(self) -> None:
        self._closing.clear()

    async def shutdown(self) -> None:
        return

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        if not isinstance(update, Update):
            await coroutine
            return
        ticket = self.tickets[update.update_id] = Ticket(update, self._clock())
        try:
            await self._in_turn(ticket, coroutine)
        finally:
            self.tickets.pop(update.update_id, None)

    async def _in_turn(self, ticket: Ticket, coroutine: Awaitable[Any]) -> None:
        lane = self._lane_of(ticket.update)
        if lane is None:
            await self._carried_out(ticket, coroutine)
            return
        lock, users = self._locks.get(lane, (asyncio.Lock(), 0))
        self._locks[lane] = (lock, users + 1)
        try:
            async with lock:
                await self._carried_out(ticket, coroutine)
        finally:
            lock, users = self._locks[lane]
            if users == 1:
                del self._locks[lane]
            else:
                self._locks[lane] = (lock, users - 1)

    async def _carried_out(self, ticket: Ticket, coroutine: Awaitable[Any]) -> None:
        update_id = ticket.update.update_id
        if self._closing.is_set() or ticket.cancelled:
            if asyncio.iscoroutine(coroutine):
                coroutine.close()
            if ticket.cancelled:
                self._journal.finish(update_id)
            return
        ticket.began = self._clock()
        ticket.work = asyncio.ensure_future(coroutine)
        while True:
            try:
                await ticket.work
            except asyncio.CancelledError:
                if not ticket.cancelled:
                    raise
            if not ticket.unsent:
                break
            if not await self._may_try_again(ticket):
                return
        self._journal.finish(update_id)

    async def _may_try_again(self, ticket: Ticket) -> bool:
        log.warning("update %s could not be answered; trying again in %s s", ticket.update.update_id, self._pause)
        try:
            await asyncio.wait_for(self._closing.wait(), self._pause)
        except TimeoutError:
            assert self.again is not None
            ticket.unsent = ticket.committed = False
            ticket.work = asyncio.create_task(self.again(ticket.update))
            return True
        return False

    # --- from outside ---------------------------------------------------------------------------

    def cancel(self, chat: int, user: int) -> int:
        """Gives up this person's questions in this chat that are not being sent yet; returns how many."""
        mine = [t for t in self.tickets.values() if _asked_by(t.update, chat, user) and not t.committed]
        for ticket in mine:
            ticket.cancelled = True
            if ticket.work is not None:
                ticket.work.cancel()
        return len(mine)

    def close(self) -> None:
        """From now on nothing new is begun; what waits stays in the journal."""
        self._closing.set()

    async def settle(self, grace: float) -> int:
        """Waits at most `grace` seconds for what is under way, then hands it back; returns how many were."""
        until = self._clock() + grace
        while self._working() and self._clock() < until:
            await asyncio.sleep(0.02)
        left = self._working()
        for ticket in left:
            if ticket.work is not None:
                ticket.work.cancel()
        return len(left)

    def _working(self) -> list[Ticket]:
        return [t for t in self.tickets.values() if t.work is not None and not t.work.done()]


def _asked_by(update: Update, chat: int, user: int) -> bool:
    message = update.message or update.edited_message
    return bool(
        message
        and message.chat.id == chat
        and message.from_user
        and message.from_user.id == user
        and not (message.text or "").startswith(("/huy", "/cancel"))
    )
