"""The parts put together: one place that knows them all. No network is touched here."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bot.conversation import Conversation
from bot.presentation import notice
from bot.telegram import menu, phrases
from bot.telegram.access import Access
from bot.telegram.addressing import lane_of, place_of
from bot.telegram.administration import Administration
from bot.telegram.answers import Answers
from bot.telegram.asking import Asking, Context
from bot.telegram.buttons import Buttons
from bot.telegram.finding import MessageIds
from bot.telegram.gate import Gate
from bot.telegram.house import Engine, House, Rebuild
from bot.telegram.inline import Inline
from bot.telegram.journal import Journal, JournalQueue
from bot.telegram.lanes import Lanes
from bot.telegram.menu import Entry
from bot.telegram.metrics import Metrics
from bot.telegram.outcomes import Outcomes
from bot.telegram.pacing import PatientRateLimiter
from bot.telegram.painting import paint
from bot.telegram.rebuilding import Rebuilding
from bot.telegram.sending import Sender
from bot.telegram.state import State
from bot.telegram.uploads import Uploads
from retrieval.errors import ConfigurationError
from retrieval.settings import Settings, Telegram

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query")
_REFRESH, _TIDY = 5.0, 6 * 3600.0  # seconds between looks at the index, and between clearings-up

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Address:
    """Where the Bot API is, and with what it is spoken to."""

    token: str
    base_url: str = ""
    base_file_url: str = ""

    @classmethod
    def of(cls, settings: Telegram, token: str, base_url: str | None = None) -> Address:
        """From the settings; `base_url` overrides theirs, and the files' address follows it."""
        url = base_url or settings.base_url
        files = "" if base_url else settings.base_file_url
        if url and not url.startswith(("http://", "https://")):
            raise ConfigurationError(f"telegram.base_url must begin with http:// or https://, not {url!r}")
        if url and not files:
            files = url.removesuffix("/bot") + "/file/bot" if url.endswith("/bot") else url
        return cls(token, url, files)


def request(settings: Telegram, connections: int) -> HTTPXRequest:
    """HTTP with the settings' proxy and patience."""
    try:
        return HTTPXRequest(
            connection_pool_size=connections,
            connect_timeout=settings.timeout,
            read_timeout=settings.timeout,
            write_timeout=settings.timeout,
            pool_timeout=60.0,
            proxy=settings.proxy or None,
        )
    except (ValueError, RuntimeError) as exc:
        raise ConfigurationError(f"telegram.proxy {settings.proxy!r} cannot be used: {exc}") from exc


def build(settings: Settings, address: Address, engine: Engine, rebuild: Rebuild) -> tuple[App, House]:
    """The application with every handler, and the parts behind it."""
    state = State(settings.paths.state)
    journal, answers, outcomes = Journal(state), Answers(state), Outcomes(state)
    queue, lanes, ids = JournalQueue(journal), Lanes(journal, lane_of), MessageIds()
    metrics = Metrics(pending=lambda: len(lanes.tickets) + queue.qsize())
    builder = ApplicationBuilder().token(address.token)
    if address.base_url:
        builder = builder.base_url(address.base_url).base_file_url(address.base_file_url)
    application: App = (
        builder.request(request(settings.telegram, 64))
        .get_updates_request(request(settings.telegram, 2))
        .rate_limiter(PatientRateLimiter(settings.telegram.per_second, observe=metrics.called, ids=ids))
        .update_queue(queue)
        .concurrent_updates(lanes)
        .build()
    )
    lanes.again = application.process_update
    house = House(
        settings=settings,
        engine=engine,
        rebuild=rebuild,
        conversation=Conversation(engine),
        state=state,
        journal=journal,
        answers=answers,
        outcomes=outcomes,
        access=Access(settings.telegram, state),
        lanes=lanes,
        sender=Sender(application.bot, state, journal, answers),
        metrics=metrics,
        workers=ThreadPoolExecutor(settings.telegram.workers, thread_name_prefix="answering"),
    )
    queue.arrived = [ids.arrived, _furnish(application, house)]
    return application, house


def _furnish(application: App, house: House) -> Any:
    """Adds the handlers; returns what wants to know of an update the moment it arrives."""
    asking, buttons, inline = Asking(house), Buttons(house), Inline(house)
    rebuilding = Rebuilding(house)
    administration, uploads = Administration(house, application.bot, rebuilding), Uploads(house, rebuilding)
    application.bot_data["rebuilding"] = rebuilding
    said = filters.UpdateType.MESSAGE | filters.UpdateType.EDITED_MESSAGE
    new = filters.UpdateType.MESSAGE
    application.add_handler(TypeHandler(Update, Gate(house).check), group=-1)
    for entries, handler, kinds in (
        ((menu.START, menu.HELP), asking.start, new),
        ((menu.ASK,), asking.command, said),
        ((menu.SOURCES, menu.REPORTS, menu.NEW), asking.command, new),
        ((menu.CANCEL,), asking.cancel, new),
        ((menu.GRANT,), administration.grant, new),
        ((menu.UPDATE,), administration.update, new),
        ((menu.STATUS,), administration.status, new),
    ):
        application.add_handler(CommandHandler(_names(entries), handler, kinds))
    private = filters.ChatType.PRIVATE
    application.add_handler(MessageHandler(said & filters.COMMAND & private, asking.command))
    application.add_handler(MessageHandler(said & filters.TEXT & ~filters.COMMAND, asking.text))
    application.add_handler(MessageHandler(new & private & filters.Document.ALL, uploads.document))
    application.add_handler(MessageHandler(new & private & ~filters.StatusUpdate.ALL, asking.other))
    for room in (buttons, uploads, administration):
        application.add_handler(CallbackQueryHandler(room.tap, pattern=room.knows))
    application.add_handler(InlineQueryHandler(inline.query))
    application.add_error_handler(_Errors(house).handle)
    if application.job_queue is not None:
        upkeep = _Upkeep(house, uploads)
        application.job_queue.run_repeating(upkeep.refresh, _REFRESH)
        application.job_queue.run_repeating(upkeep.tidy, _TIDY, first=60.0)
    return inline.note


def _names(entries: tuple[Entry, ...]) -> list[str]:
    return [name for entry in entries for name in entry.names()]


class _Upkeep:
    """What is done from time to time."""

    def __init__(self, house: House, uploads: Uploads) -> None:
        self._house = house
        self._uploads = uploads

    async def refresh(self, context: Context) -> None:
        """Takes up an index that `danvan rebuild` swapped in beside us."""
        if await self._house.away(self._house.engine.refresh):
            log.info("a newer index is in use")

    async def tidy(self, context: Context) -> None:
        """Forgets what is no longer needed."""
        self._uploads.tidy()
        self._house.journal.tidy()
        self._house.answers.tidy()
        self._house.outcomes.tidy()


class _Errors:
    """The one error handler."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def handle(self, update: object, context: Context) -> None:
        """Has the update tried again where Telegram failed; else says so to the person and to the log."""
        error = context.error
        self._house.metrics.errors.labels(type(error).__name__).inc()
        ticket = self._house.lanes.tickets.get(update.update_id) if isinstance(update, Update) else None
        if isinstance(error, RetryAfter) or (isinstance(error, NetworkError) and not isinstance(error, BadRequest)):
            if ticket is not None:
                ticket.unsent = True
            return
        if isinstance(error, Forbidden):
            log.info("the bot may not write there", extra={"told": {"error": str(error)}})
            return
        log.error("a handler failed", exc_info=error)
        message = update.message if isinstance(update, Update) else None
        if ticket is None or message is None or ticket.committed or message.from_user is None:
            return
        language = phrases.spoken_by(message.from_user.language_code)
        try:
            reply = notice(phrases.of(language).failed, language)
            await self._house.sender.reply(ticket, place_of(message), paint(reply))
        except TelegramError as again:
            log.warning("nor could that be said", extra={"told": {"error": str(again)}})
