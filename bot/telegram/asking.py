"""Questions: text in, answer out, in order, in place where the question was edited."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import Any

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.conversation import Command, parse
from bot.presentation import Reply, notice, present_sources
from bot.telegram import keyboards, menu, phrases
from bot.telegram.addressing import place_of, question_of
from bot.telegram.answers import Place
from bot.telegram.house import House
from bot.telegram.lanes import Ticket
from bot.telegram.pacing import waited
from bot.telegram.painting import paint
from retrieval.records import Language
from retrieval.vietnamese import fold

Context = ContextTypes.DEFAULT_TYPE

_NOT_TOLD = frozenset({"khong neu", "cac bao cao khong neu", "not told", "the reports do not tell"})

log = logging.getLogger(__name__)


class Asking:
    """The handlers of whoever asks."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def text(self, update: Update, context: Context) -> None:
        """A text message, or the edit of one; in groups only where it is meant for the bot."""
        message = update.effective_message
        if message is None or await self._corrects(update, message):
            return
        question = question_of(message, context.bot.username, context.bot.id)
        if question is not None:
            await self._answer(update, place_of(message), question)

    async def command(self, update: Update, context: Context) -> None:
        """A command that every front door knows: /hoi, /nguon, /tailieu, /moi."""
        message = update.effective_message
        if message is not None and message.text:
            await self._answer(update, place_of(message), message.text)

    async def start(self, update: Update, context: Context) -> None:
        """/start and /help, in both languages, with what the person may do besides."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        place = place_of(message)
        reply = await self._house.away(lambda: self._house.conversation.reply(place.key, "/help"))
        first = phrases.spoken_by(user.language_code)
        both = [first, Language.ENGLISH if first is Language.VIETNAMESE else Language.VIETNAMESE]
        groups = "\n".join(phrases.of(language).help_groups.format(bot=context.bot.username) for language in both)
        parts = [*(phrases.of(language).welcome for language in both)]
        parts += [part.text for part in reply.parts if hasattr(part, "text")] + [groups]
        if self._house.access.administers(user.id):
            parts.append("\n".join(phrases.of(language).help_administrator for language in both))
        await self._send(update, place, notice("\n\n".join(parts), first))
        if self._house.access.administers(user.id):
            # An administrator's menu cannot be set before the administrator has written.
            await menu.publish(context.bot, (user.id,), self._house.state)

    async def cancel(self, update: Update, context: Context) -> None:
        """/huy: gives up this person's questions in this chat."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        words = phrases.of(phrases.spoken_by(user.language_code))
        count = self._house.lanes.cancel(message.chat.id, user.id)
        text = words.cancelled.format(count=count) if count else words.nothing_to_cancel
        await self._send(update, place_of(message), notice(text, Language.VIETNAMESE))

    async def other(self, update: Update, context: Context) -> None:
        """A picture, a voice message …: says in private that only text is read."""
        message, user = update.effective_message, update.effective_user
        if message is not None and user is not None:
            language = phrases.spoken_by(user.language_code)
            await self._send(update, place_of(message), notice(phrases.of(language).only_text, language))

    # --- the walk of a question -----------------------------------------------------------------

    async def _answer(self, update: Update, place: Place, text: str) -> None:
        ticket = self._house.lanes.tickets[update.update_id]
        waits: list[float] = []
        token = waited.set(waits.append)
        try:
            async with self._house.sender.typing(place):
                reply = await self._replied(ticket, place, text)
                await self._send(update, place, reply)
        except Exception:
            self._house.outcomes.add("error", "", time.monotonic() - ticket.began - sum(waits))
            raise
        finally:
            waited.reset(token)
        self._count(ticket, reply, sum(waits))

    async def _replied(self, ticket: Ticket, place: Place, text: str) -> Reply:
        house, key = self._house, place.key
        message = parse(text)
        if message.command is Command.SOURCES:
            last = house.answers.last(place)
            if last is not None:
                sources = await house.away(lambda: present_sources(last.answer, house.engine.report, message.language))
                return replace(sources, answer=None)
        if message.command is Command.NEW:
            house.answers.forget(place)
        focus = house.answers.focus(key)

        submitted = time.monotonic()

        def work() -> Reply:
            ticket.queued = time.monotonic() - submitted
            if focus is not None and house.conversation.focus(key) is None:
                house.conversation.remember(key, focus)
            return house.steadily(lambda: house.conversation.reply(key, text))

        reply = await house.away(work)
        if message.command is not Command.ASK:
            return replace(reply, answer=None)
        house.answers.set_focus(key, house.conversation.focus(key))
        return reply

    async def _send(self, update: Update, place: Place, reply: Reply) -> None:
        house = self._house
        ticket = house.lanes.tickets[update.update_id]
        keyboard = None
        if reply.answer is not None:
            number = house.answers.keep(place, reply.answer)
            keyboard = keyboards.under_answer(number, reply.answer)
        await house.sender.reply(ticket, place, paint(reply), keyboard)

    def _count(self, ticket: Ticket, reply: Reply, waits: float) -> None:
        metrics = self._house.metrics
        own = max(0.0, time.monotonic() - ticket.began - waits)
        if reply.answer is None:
            return
        outcome, language = str(reply.answer.outcome), str(reply.answer.language)
        metrics.questions.labels(outcome, language).inc()
        metrics.own_time.observe(own)
        metrics.limit_time.observe(waits)
        metrics.turn_time.observe(ticket.began - ticket.arrived)
        self._house.outcomes.add(outcome, language, own)
        told: dict[str, Any] = {
            "outcome": outcome,
            "language": language,
            "own_ms": round(1000 * own),
            "limits_ms": round(1000 * waits),
            "turn_ms": round(1000 * (ticket.began - ticket.arrived)),
            "worker_ms": round(1000 * ticket.queued),
        }
        if self._house.settings.telegram.log_questions:
            told["question"] = reply.answer.question
        log.info("answered", extra={"told": told})

    # --- corrections ----------------------------------------------------------------------------

    async def _corrects(self, update: Update, message: Message) -> bool:
        """Takes the reply to a request for the right answer; False where the message is none."""
        asked, user = message.reply_to_message, message.from_user
        if asked is None or user is None:
            return False
        answers = self._house.answers
        number = answers.prompted(message.chat.id, asked.message_id, user.id)
        if number is None:
            return False
        said = " ".join((message.text or "").split())
        answers.correct(number, user.id, "" if fold(said).strip(' .!"“”') in _NOT_TOLD else said)
        language = phrases.spoken_by(user.language_code)
        await self._send(update, place_of(message), notice(phrases.of(language).correction_kept, language))
        return True
