"""Taps under an answer: surrounding text, other passages, the whole report, 👍 and 👎."""

from __future__ import annotations

import io
import re
from collections.abc import Awaitable, Callable
from pathlib import PurePosixPath

from telegram import CallbackQuery, ForceReply, InputFile, Message, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot import phrases as shared
from bot.presentation import Quoted, Remark, Reply, Source, written
from bot.telegram import phrases
from bot.telegram.answers import Place, ShownAnswer
from bot.telegram.house import House
from bot.telegram.keyboards import Tap, Verb, tapped, under_passage
from bot.telegram.painting import MOST, Painted, paint, split, units
from retrieval.errors import StoreError
from retrieval.records import Answer, Report, Span

_AROUND = 600  # characters shown around a quote

Context = ContextTypes.DEFAULT_TYPE


class Buttons:
    """One handler for every tap under an answer."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._doing: dict[Verb, Callable[[CallbackQuery, Place, ShownAnswer, Tap], Awaitable[str | None]]] = {
            Verb.SURROUNDINGS: self._surroundings,
            Verb.PASSAGE: self._passage,
            Verb.REPORT: self._report,
            Verb.GOOD: self._good,
            Verb.BAD: self._bad,
        }

    def knows(self, data: object) -> bool:
        """Whether a button's data are of this room."""
        tap = tapped(data) if isinstance(data, str) else None
        return tap is not None and tap.verb in self._doing

    async def tap(self, update: Update, context: Context) -> None:
        """Does what the button says, then lets the button come to rest."""
        query = update.callback_query
        if query is None or query.data is None or not isinstance(query.message, Message):
            return
        tap = tapped(query.data)
        assert tap is not None
        words = phrases.of(phrases.spoken_by(query.from_user.language_code))
        shown = self._house.answers.find(tap.number)
        if shown is None:
            await _rest(query, words.expired)
            return
        if shown.place.chat != query.message.chat.id:
            await _rest(query, words.not_yours)
            return
        message = query.message
        thread = message.message_thread_id if message.is_topic_message else None
        place = Place(message.chat.id, thread, query.from_user.id, message.message_id)
        try:
            said = await self._doing[tap.verb](query, place, shown, tap)
        except StoreError:
            said = words.changed  # the report is gone
        await _rest(query, said)

    # --- what is shown --------------------------------------------------------------------------

    async def _surroundings(self, query: CallbackQuery, place: Place, shown: ShownAnswer, tap: Tap) -> str | None:
        evidence = shown.answer.evidence
        if evidence is None:
            return None
        engine, quote = self._house.engine, evidence.quote

        def work() -> Reply | None:
            if not _stands(quote, engine.report(quote.report)):
                return None
            around = engine.surroundings(quote, _AROUND)
            start = max(0, quote.start - around.start)
            marked = Quoted(around.text, start, min(len(around.text), start + len(quote.text)))
            return Reply((marked, _source(engine.report(quote.report), shown.answer)), shown.answer.language)

        reply = await self._house.away(work)
        if reply is None:
            return phrases.of(shown.answer.language).changed
        await self._show(place, paint(reply))
        return None

    async def _passage(self, query: CallbackQuery, place: Place, shown: ShownAnswer, tap: Tap) -> None:
        hits = shown.answer.hits
        # Page 0 opens a message of its own; its buttons turn the pages there (-1 is page 0 again).
        page = min(max(tap.page, 0), len(hits) - 1)
        words = phrases.of(shown.answer.language)
        engine, span = self._house.engine, hits[page].passage.span

        def work() -> Reply:
            source = _source(engine.report(span.report), shown.answer)
            count = Remark(words.page.format(page=page + 1, pages=len(hits)))
            return Reply((Quoted(span.text), source, count), shown.answer.language)

        sheet = paint(await self._house.away(work))[0]
        keyboard = under_passage(shown.id, page, len(hits), shown.answer.language)
        if tap.page == 0 or not await self._house.sender.edit(place.chat, place.message, sheet, keyboard):
            await self._house.sender.send(place, sheet, keyboard, reply=True)

    async def _report(self, query: CallbackQuery, place: Place, shown: ShownAnswer, tap: Tap) -> None:
        answer = shown.answer
        span = answer.evidence.quote if answer.evidence else answer.hits[0].passage.span
        report = await self._house.away(lambda: self._house.engine.report(span.report))
        if units(report.text) <= MOST:
            await self._show(place, split(report.text))
            return
        document = InputFile(io.BytesIO(report.text.encode()), filename=_file_name(report))
        caption = paint(Reply((_source(report, answer),)), most=1024)[0]
        await query.get_bot().send_document(
            place.chat,
            document,
            caption=caption.text,
            caption_entities=caption.entities,
            message_thread_id=place.thread,
        )

    async def _show(self, place: Place, sheets: list[Painted]) -> None:
        for position, sheet in enumerate(sheets):
            await self._house.sender.send(place, sheet, reply=position == 0)

    # --- what people think of it ----------------------------------------------------------------

    async def _good(self, query: CallbackQuery, place: Place, shown: ShownAnswer, tap: Tap) -> str:
        self._house.answers.rate(shown.id, query.from_user.id, True)
        return phrases.of(shown.answer.language).thanks

    async def _bad(self, query: CallbackQuery, place: Place, shown: ShownAnswer, tap: Tap) -> str:
        user = query.from_user.id
        words = phrases.of(shown.answer.language)
        self._house.answers.rate(shown.id, user, False)
        hint = ForceReply(selective=True, input_field_placeholder=words.correction_hint)
        message = await self._house.sender.send(place, Painted(words.ask_correction), hint, reply=True)
        self._house.answers.prompt(place.chat, message.message_id, shown.id, user)
        return words.thanks


def _stands(span: Span, report: Report) -> bool:
    """Whether the report still says so there; it may have changed since the answer."""
    return report.text[span.start : span.end] == span.text


async def _rest(query: CallbackQuery, text: str | None) -> None:
    try:
        await query.answer(text)
    except BadRequest:
        return  # tapped long ago, while the bot was down: nobody is waiting for the button any more


def _source(report: Report, answer: Answer) -> Source:
    day = written(report.date, shared.of(answer.language)) if report.date else None
    return Source(report.title, report.outlet, day, report.id)


def _file_name(report: Report) -> str:
    stem = re.sub(r"[^\w.-]+", "_", PurePosixPath(report.id).stem) or "report"
    return f"{stem[:60]}.txt"
