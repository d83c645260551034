"""What administrators say: who may ask, update the index, how things are."""

from __future__ import annotations

from datetime import UTC, datetime

from telegram import Bot, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.presentation import notice
from bot.telegram import phrases
from bot.telegram.access import Subject
from bot.telegram.addressing import place_of
from bot.telegram.house import House
from bot.telegram.keyboards import Verb, tapped, under_access
from bot.telegram.painting import Painted, paint, shortened
from bot.telegram.phrases import BotPhrases
from bot.telegram.rebuilding import Rebuilding
from retrieval.records import Language

_MOST_LISTED = 30
_REVOKING = ("thu", "revoke")

Context = ContextTypes.DEFAULT_TYPE


class Administration:
    """The handlers of administrators; everybody else is told that they are for administrators."""

    def __init__(self, house: House, bot: Bot, rebuilding: Rebuilding) -> None:
        self._house = house
        self._bot = bot
        self._since = datetime.now(UTC)
        self._rebuilding = rebuilding

    # --- who may ask ----------------------------------------------------------------------------

    async def grant(self, update: Update, context: Context) -> None:
        """/capquyen: lists; with a code approves; with `thu` and a number revokes; grants the group it is said in."""
        if (said := await self._administrator(update)) is None:
            return
        message, language = said
        words = phrases.of(language)
        arguments = context.args or []
        if not arguments and message.chat.type != ChatType.PRIVATE:
            group = Subject(message.chat.id, shortened(message.chat.title or "?", 64))
            self._house.access.grant(group, _user(message))
            await self._say(update, message, words.granted.format(name=group.name, id=group.id))
        elif not arguments:
            await self._list(update, message, language)
        elif len(arguments) == 2 and arguments[0].lower() in _REVOKING:
            await self._say(update, message, await self._revoke(arguments[1], words))
        elif len(arguments) == 1:
            await self._say(update, message, await self._approve(arguments[0], _user(message), words))
        else:
            await self._say(update, message, words.access_usage)

    async def _list(self, update: Update, message: Message, language: Language) -> None:
        words, access = phrases.of(language), self._house.access
        granted, waiting = access.granted()[:_MOST_LISTED], access.waiting()[:_MOST_LISTED]
        text = words.access_list.format(
            mode=access.mode,
            granted="\n".join(f"{s.name} ({s.id})" for s in granted) or words.nobody,
            waiting="\n".join(f"{code}  {s.name} ({s.id})" for code, s in waiting) or words.nobody,
        )
        keyboard = under_access([(code, s.name) for code, s in waiting], [(s.id, s.name) for s in granted], language)
        ticket = self._house.lanes.tickets[update.update_id]
        sheets = paint(notice(f"{text}\n\n{words.access_usage}", language))
        await self._house.sender.reply(ticket, place_of(message), sheets, keyboard)

    async def _approve(self, code: str, by: int, words: BotPhrases) -> str:
        subject = self._house.access.approve(code, by)
        if subject is None:
            return words.no_such_code
        await self._tell(subject, True)
        return words.granted.format(name=subject.name, id=subject.id)

    async def _revoke(self, number: str, words: BotPhrases) -> str:
        subject = self._house.access.revoke(int(number)) if number.lstrip("-").isdecimal() else None
        if subject is None:
            return words.no_such_grant
        await self._tell(subject, False)
        return words.revoked.format(name=subject.name, id=subject.id)

    async def _tell(self, subject: Subject, granted: bool) -> None:
        words = phrases.VIETNAMESE
        try:
            await self._bot.send_message(subject.id, words.granted_you if granted else words.revoked_you)
        except TelegramError:
            return  # the person left, or blocked the bot: the grant stands all the same

    # --- the index ------------------------------------------------------------------------------

    async def update(self, update: Update, context: Context) -> None:
        """/capnhat: rebuilds in the background, telling how far it has come."""
        if (said := await self._administrator(update)) is None:
            return
        message, language = said
        await self._rebuilding.start(place_of(message), language)

    async def status(self, update: Update, context: Context) -> None:
        """/trangthai: index, model, questions, times, errors."""
        if (said := await self._administrator(update)) is None:
            return
        message, language = said
        described, summary = self._house.engine.description, self._house.outcomes.summary()
        text = phrases.of(language).status.format(
            reports=described.reports,
            passages=described.passages,
            built=_written(described.built),
            model=described.model,
            day=summary.day,
            week=summary.week,
            answered=summary.answered,
            declined=summary.declined,
            errors=summary.errors,
            median=summary.median,
            p95=summary.p95,
            pending=max(0, self._house.journal.pending() - 1),  # this very command is one of them
            since=_written(self._since),
        )
        await self._say(update, message, text)

    # --- taps -----------------------------------------------------------------------------------

    def knows(self, data: object) -> bool:
        tap = tapped(data) if isinstance(data, str) else None
        return tap is not None and tap.verb in (Verb.APPROVE, Verb.REVOKE)

    async def tap(self, update: Update, context: Context) -> None:
        """A tap on approve or revoke in the list."""
        query = update.callback_query
        if query is None or query.data is None or not isinstance(query.message, Message):
            return
        words = phrases.of(phrases.spoken_by(query.from_user.language_code))
        if not self._house.access.administers(query.from_user.id):
            await query.answer(words.only_administrators, show_alert=True)
            return
        tap = tapped(query.data)
        assert tap is not None
        if tap.verb is Verb.APPROVE:
            text = await self._approve(str(tap.number), query.from_user.id, words)
        else:
            text = await self._revoke(str(tap.number), words)
        await query.answer(shortened(text, 190))
        await self._house.sender.send(place_of(query.message), Painted(text))

    # --- within ---------------------------------------------------------------------------------

    async def _administrator(self, update: Update) -> tuple[Message, Language] | None:
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return None
        language = phrases.spoken_by(user.language_code)
        if self._house.access.administers(user.id):
            return message, language
        await self._say(update, message, phrases.of(language).only_administrators)
        return None

    async def _say(self, update: Update, message: Message, text: str) -> None:
        ticket = self._house.lanes.tickets[update.update_id]
        await self._house.sender.reply(ticket, place_of(message), paint(notice(text, Language.VIETNAMESE)))


def _user(message: Message) -> int:
    return message.from_user.id if message.from_user else 0


def _written(moment: object) -> str:
    if not isinstance(moment, datetime):
        return str(moment)
    return moment.astimezone().strftime("%H:%M %d/%m/%Y")
