"""`@bot chủ trì Kim Bôi` in any chat: the answer and the passages, ready to be sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.presentation import Quoted, Reply, Source, excerpt, present
from bot.telegram import phrases
from bot.telegram.house import House
from bot.telegram.painting import Painted, paint, shortened
from retrieval.errors import DanvanError
from retrieval.records import Answer, Report

MOST = 50
"""Results that Telegram takes."""

_LEAST_CHARACTERS = 3
_CACHED_OPEN, _CACHED_RESTRICTED = (
    60,
    5,
)  # seconds; where access is restricted a grant may be revoked any time

Context = ContextTypes.DEFAULT_TYPE


class Inline:
    """The handler of inline queries. Nothing is remembered of them: they belong to no conversation."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._newest: dict[int, str] = {}

    def note(self, update: Update) -> None:
        """Called as a query arrives: an older one of the same person need not be answered."""
        if query := update.inline_query:
            self._newest[query.from_user.id] = query.id

    async def query(self, update: Update, context: Context) -> None:
        """Answers the newest query of a person."""
        query = update.inline_query
        if query is None or self._newest.get(query.from_user.id, query.id) != query.id:
            return
        self._newest.pop(query.from_user.id, None)
        text = query.query.strip()
        results = await self._house.away(lambda: self._results(text))
        restricted = self._house.access.restricted
        try:
            await query.answer(
                results[:MOST],
                cache_time=_CACHED_RESTRICTED if restricted else _CACHED_OPEN,
                is_personal=True,
            )
        except BadRequest as error:
            if "too old" not in error.message:
                raise

    def _results(self, text: str) -> list[InlineQueryResultArticle]:
        engine = self._house.engine
        if len(text) < _LEAST_CHARACTERS:
            return [_report(report) for report in engine.reports()[:MOST]]
        try:
            return self._house.steadily(lambda: list(self._of(engine.ask(text))))
        except DanvanError:
            return []

    def _of(self, answer: Answer) -> Iterator[InlineQueryResultArticle]:
        lookup = self._house.engine.report
        words = phrases.of(answer.language)
        whole = paint(present(answer, lookup))[0]
        if answer.evidence:
            title, below = answer.evidence.span.text, answer.evidence.quote.text
        else:
            title, below = words.inline_none, excerpt(answer.hits[0].passage.span.text) if answer.hits else ""
        yield _article("answer", title, below, whole)
        for hit in answer.hits:
            span, report = hit.passage.span, lookup(hit.passage.report)
            source = Source(report.title, report.outlet, str(report.date) if report.date else None, report.id)
            sheet = paint(Reply((Quoted(span.text), source), answer.language))[0]
            yield _article(f"{span.report}:{span.start}:{span.end}", report.title, excerpt(span.text), sheet)


def _report(report: Report) -> InlineQueryResultArticle:
    source = Source(report.title, report.outlet, str(report.date) if report.date else None, report.id)
    sheet = paint(Reply((Quoted(excerpt(report.text, 600)), source)))[0]
    return _article(report.id, report.title, source.line, sheet)


def _article(name: str, title: str, below: str, sheet: Painted) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        # Telegram takes 64 bytes; a report's path may be longer.
        id=hashlib.sha256(name.encode()).hexdigest()[:32],
        title=shortened(" ".join(title.split()), 120) or "…",
        description=shortened(" ".join(below.split()), 240),
        input_message_content=InputTextMessageContent(
            sheet.text, entities=sheet.entities, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
    )
