"""Painted messages -> Telegram: sent once, edited in place, remembered as they are accepted."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence

from telegram import Bot, ForceReply, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, TelegramError

from bot.telegram.answers import Answers, Place
from bot.telegram.journal import Journal
from bot.telegram.lanes import Ticket
from bot.telegram.painting import Painted
from bot.telegram.state import State

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_TYPING_LASTS = 4.5  # seconds; Telegram shows it for five
_NO_TYPING_BEFORE = 0.25  # seconds; most answers are there sooner

log = logging.getLogger(__name__)


class Sender:
    """Sends replies and keeps track of them."""

    def __init__(self, bot: Bot, state: State, journal: Journal, answers: Answers) -> None:
        self._bot = bot
        self._state = state
        self._journal = journal
        self._answers = answers

    async def reply(
        self,
        ticket: Ticket,
        place: Place,
        sheets: Sequence[Painted],
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> None:
        """Answers a message; a run that was killed goes on after the messages that were accepted.

        Where the message was answered before (it was edited since), the old messages are changed in place.
        """
        ticket.committed = True
        # Looked up for edits alone: another server may use the same numbers for other messages.
        old = self._answers.shown(place.chat, place.message) if ticket.update.edited_message else []
        sent = self._journal.sent(ticket.update.update_id)
        if old and not sent:
            await self._replace(place, old, sheets, keyboard)
            return
        for position in range(sent, len(sheets)):
            last = position == len(sheets) - 1
            message = await self.send(place, sheets[position], keyboard if last else None, reply=position == 0)
            with self._state.together():
                self._answers.show(place.chat, place.message, position, message.message_id)
                self._journal.count_sent(ticket.update.update_id)
                if last:
                    self._journal.finish(ticket.update.update_id)

    async def _replace(
        self,
        place: Place,
        old: Sequence[int],
        sheets: Sequence[Painted],
        keyboard: InlineKeyboardMarkup | None,
    ) -> None:
        for position, sheet in enumerate(sheets):
            markup = keyboard if position == len(sheets) - 1 else None
            if position >= len(old) or not await self.edit(place.chat, old[position], sheet, markup):
                message = await self.send(place, sheet, markup, reply=position == 0)
                self._answers.show(place.chat, place.message, position, message.message_id)
        for surplus in old[len(sheets) :]:
            with contextlib.suppress(TelegramError):
                await self._bot.delete_message(place.chat, surplus)
        self._answers.unshow(place.chat, place.message, len(sheets))

    async def send(
        self,
        place: Place,
        sheet: Painted,
        keyboard: InlineKeyboardMarkup | ForceReply | None = None,
        *,
        reply: bool = False,
    ) -> Message:
        """Sends one message; in groups, or where asked to, as a reply to the message of the place."""
        answered = ReplyParameters(place.message, allow_sending_without_reply=True) if reply else None
        try:
            return await self._send(place.chat, place.thread, sheet, keyboard, answered)
        except ChatMigrated as moved:
            # The group became a supergroup: another id, without its old messages and topics.
            return await self._send(moved.new_chat_id, None, sheet, keyboard, None)

    async def _send(
        self,
        chat: int,
        thread: int | None,
        sheet: Painted,
        keyboard: InlineKeyboardMarkup | ForceReply | None,
        answered: ReplyParameters | None,
    ) -> Message:
        return await self._bot.send_message(
            chat,
            sheet.text,
            entities=sheet.entities or None,
            message_thread_id=thread,
            reply_parameters=answered,
            reply_markup=keyboard,
            link_preview_options=_NO_PREVIEW,
        )

    async def edit(self, chat: int, message: int, sheet: Painted, keyboard: InlineKeyboardMarkup | None = None) -> bool:
        """Changes a message in place; False where it is gone."""
        try:
            await self._bot.edit_message_text(
                sheet.text,
                chat_id=chat,
                message_id=message,
                entities=sheet.entities or None,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
        except BadRequest as error:
            said = error.message.lower()
            if "not modified" in said:
                return True  # an earlier try arrived after all
            if "not found" in said or "can't be edited" in said:
                return False
            raise
        return True

    @contextlib.asynccontextmanager
    async def typing(self, place: Place) -> AsyncIterator[None]:
        """Shows that an answer is being written, for as long as the block takes."""
        task = asyncio.create_task(self._keep_typing(place))
        try:
            yield
        finally:
            task.cancel()

    async def _keep_typing(self, place: Place) -> None:
        await asyncio.sleep(_NO_TYPING_BEFORE)
        while True:
            with contextlib.suppress(TelegramError):
                await self._bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.thread)
            await asyncio.sleep(_TYPING_LASTS)
