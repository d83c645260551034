"""The door: whoever may not ask gets a code, or a word, and goes no further."""

from __future__ import annotations

import time

from telegram import InlineQueryResultsButton, Message, Update, User
from telegram.constants import ChatType
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.telegram import phrases
from bot.telegram.access import VALID, Subject
from bot.telegram.addressing import place_of, question_of
from bot.telegram.house import House
from bot.telegram.painting import Painted, shortened

_BETWEEN = 30.0  # seconds between two refusals to one person: a stranger cannot use up the rate

Context = ContextTypes.DEFAULT_TYPE


class Gate:
    """Runs before every other handler."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._refused: dict[int, float] = {}

    async def check(self, update: Update, context: Context) -> None:
        """Stops the update here where its sender may not ask."""
        user, chat = update.effective_user, update.effective_chat
        self._house.metrics.updates.labels(_kind(update)).inc()
        if user is None:
            raise ApplicationHandlerStop
        if message := update.message:
            self._follow(message)
        if self._house.access.permits(user.id, chat.id if chat else None):
            return
        await self._refuse(update, context, user)
        raise ApplicationHandlerStop

    def _follow(self, message: Message) -> None:
        if message.migrate_to_chat_id:
            self._house.access.moved(message.chat.id, message.migrate_to_chat_id)

    async def _refuse(self, update: Update, context: Context, user: User) -> None:
        words = phrases.of(phrases.spoken_by(user.language_code))
        if update.inline_query:
            button = InlineQueryResultsButton(words.inline_pair, start_parameter="code")
            await update.inline_query.answer([], cache_time=5, is_personal=True, button=button)
        elif update.callback_query:
            await update.callback_query.answer(words.no_access, show_alert=True)
        elif message := update.message:
            text = self._refusal(message, user, words, context)
            if text and self._may_speak(user.id):
                await self._house.sender.send(place_of(message), Painted(text), reply=True)

    def _refusal(self, message: Message, user: User, words: phrases.BotPhrases, context: Context) -> str | None:
        if message.chat.type == ChatType.PRIVATE:
            if self._house.access.mode == "pairing":
                code = self._house.access.code_for(Subject(user.id, shortened(user.full_name, 64)))
                if code:
                    return words.your_code.format(code=code, hours=round(VALID / 3600))
            return words.no_access
        meant = question_of(message, context.bot.username, context.bot.id) is not None
        command = (message.text or "").startswith("/")
        return words.group_no_access if meant or command else None

    def _may_speak(self, user: int) -> bool:
        now = time.monotonic()
        if now - self._refused.get(user, -_BETWEEN) < _BETWEEN:
            return False
        self._refused[user] = now
        if len(self._refused) > 10_000:
            self._refused = {k: at for k, at in self._refused.items() if now - at < _BETWEEN}
        return True


def _kind(update: Update) -> str:
    for kind in ("message", "edited_message", "callback_query", "inline_query"):
        if getattr(update, kind):
            return kind
    return "other"
