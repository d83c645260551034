"""The bot's life: checked, started, stopped by a signal; what is in flight is answered or handed back."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from filelock import FileLock, Timeout
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.telegram import TOKEN_VARIABLE, logs, menu
from bot.telegram.application import ALLOWED_UPDATES, Address, App, build, request
from bot.telegram.house import Engine, House, Rebuild
from bot.telegram.journal import JournalQueue
from retrieval.errors import ConfigurationError, FrontDoorError
from retrieval.progress import Progress
from retrieval.settings import Settings, Telegram

if TYPE_CHECKING:
    from retrieval.rebuild import RebuildResult

_HANDOVER = 3.0  # seconds that a bot which is just stopping may take
_POLL = 10  # seconds that Telegram may hold a poll open
_BETWEEN = 60.0  # seconds between two complaints about the same trouble

log = logging.getLogger(__name__)


def run(settings: Settings, base_url: str | None = None) -> None:
    """See bot.telegram.run."""
    from bot import wiring

    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not token:
        raise ConfigurationError(
            f"the bot's token is missing: get one from @BotFather in Telegram and set {TOKEN_VARIABLE}"
        )
    logs.set_up(token)
    address = Address.of(settings.telegram, token, base_url)
    asyncio.run(check(settings.telegram, address))
    asyncio.run(serve(settings, address, wiring.engine(settings), guarded_rebuild))


def guarded_rebuild(settings: Settings, progress: Progress) -> RebuildResult:
    """A rebuild that leaves the old index where the new one scores worse on the questions of `telegram.guard`."""
    from retrieval.evaluation.guarding import guarding
    from retrieval.rebuild import open_parts, rebuild

    if not settings.telegram.guard:
        return rebuild(settings, progress)
    root = settings.file.parent.parent if settings.file.parent.name == "config" else settings.file.parent
    parts = open_parts(settings, progress)
    guard = guarding(settings, parts, root / Path(settings.telegram.guard).expanduser(), progress)
    return rebuild(settings, progress, parts=parts, guard=guard)


async def check(settings: Telegram, address: Address) -> None:
    """Asks Telegram who we are; before the model is loaded, so that a wrong token is known at once."""
    bot = _bare_bot(settings, address)
    for tries_left in (2, 1, 0):
        try:
            async with bot:
                log.info("Telegram knows the bot", extra={"told": {"bot": bot.username}})
                return
        except TelegramError as error:
            if not isinstance(error, NetworkError | RetryAfter) or not tries_left:
                raise explained(error, settings, address) from error
        await asyncio.sleep(1.5)  # longer than the second that Telegram asks for at least


def _bare_bot(settings: Telegram, address: Address) -> Bot:
    talking, polling = request(settings, 1), request(settings, 1)
    if not address.base_url:
        return Bot(address.token, request=talking, get_updates_request=polling)
    return Bot(
        address.token,
        base_url=address.base_url,
        base_file_url=address.base_file_url,
        request=talking,
        get_updates_request=polling,
    )


def explained(error: TelegramError, settings: Telegram, address: Address) -> FrontDoorError:
    """What to do about it."""
    if isinstance(error, InvalidToken):
        return FrontDoorError(
            f"Telegram refuses the token: check {TOKEN_VARIABLE} (@BotFather shows the token and makes new ones)"
        )
    where = address.base_url or "https://api.telegram.org"
    proxy = f" through the proxy {_without_password(settings.proxy)}" if settings.proxy else ""
    return FrontDoorError(
        f"Telegram cannot be reached at {where}{proxy} ({error.message}): check the network; where Telegram "
        "is blocked set telegram.proxy (http://… or socks5://…) in config/danvan.toml, or name another Bot API "
        "server with --base-url"
    )


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}:{parts.port}" if parts.port else f"{parts.scheme}://{parts.hostname}"


async def serve(settings: Settings, address: Address, engine: Engine, rebuild: Rebuild) -> None:
    """Runs until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    await live(settings, address, engine, rebuild, stop)


async def live(settings: Settings, address: Address, engine: Engine, rebuild: Rebuild, stop: asyncio.Event) -> None:
    """Runs until the event is set."""
    with _alone(settings.paths.state):
        await _live(settings, address, engine, rebuild, stop)


@contextlib.contextmanager
def _alone(state: Path) -> Iterator[None]:
    """Two bots over one state would answer the same questions."""
    lock = FileLock(f"{state}.lock")
    try:
        state.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=_HANDOVER)
    except Timeout as exc:
        raise FrontDoorError(
            f"another `danvan bot` is running over {state}: only one may receive a bot's updates. Stop it, or give "
            "this one a token and a paths.state of its own"
        ) from exc
    except OSError as exc:
        raise FrontDoorError(f"{state.parent}: cannot be written ({exc.strerror or exc})") from exc
    try:
        yield
    finally:
        lock.release()


async def _live(settings: Settings, address: Address, engine: Engine, rebuild: Rebuild, stop: asyncio.Event) -> None:
    application, house = build(settings, address, engine, rebuild)
    port = settings.telegram.metrics_port
    stop_metrics = house.metrics.serve(port) if port else None
    try:
        await _initialize(application, settings, address)
        await _running(application, house, address, stop)
        await application.shutdown()
    finally:
        house.workers.shutdown(wait=False, cancel_futures=True)
        house.state.close()
        if stop_metrics is not None:
            await asyncio.to_thread(stop_metrics)


async def _initialize(application: App, settings: Settings, address: Address) -> None:
    try:
        await application.initialize()
    except TelegramError as error:
        raise explained(error, settings.telegram, address) from error


async def _running(application: App, house: House, address: Address, stop: asyncio.Event) -> None:
    assert isinstance(application.update_queue, JournalQueue)
    house.journal.belong_to(f"{application.bot.id} {address.base_url}")
    recovered = application.update_queue.recover(application.bot)
    await application.start()
    log.info("started", extra={"told": {"recovered": recovered}})
    upkeep = [
        asyncio.create_task(menu.publish(application.bot, house.settings.telegram.administrators, house.state)),
        asyncio.create_task(application.bot_data["rebuilding"].resume()),
    ]
    try:
        await _listen(application, house.settings.telegram, address)
        await stop.wait()
    finally:
        for task in upkeep:
            task.cancel()
        await _stop(application, house)


async def _listen(application: App, settings: Telegram, address: Address) -> None:
    updater = application.updater
    assert updater is not None
    try:
        if not settings.webhook_url:
            await updater.start_polling(
                timeout=_POLL,
                bootstrap_retries=2,
                allowed_updates=ALLOWED_UPDATES,
                error_callback=_Complaints().about,
            )
            log.info("listening by long polling")
            return
        await updater.start_webhook(
            listen=settings.webhook_listen,
            port=settings.webhook_port,
            url_path=urlsplit(settings.webhook_url).path,
            webhook_url=settings.webhook_url,
            secret_token=webhook_secret(address.token),
            bootstrap_retries=2,
            allowed_updates=ALLOWED_UPDATES,
        )
        log.info("listening by webhook", extra={"told": {"port": settings.webhook_port}})
    except TelegramError as error:
        raise explained(error, settings, address) from error
    except OSError as error:
        raise FrontDoorError(
            f"telegram.webhook_port {settings.webhook_port} on {settings.webhook_listen} cannot be used: {error}"
        ) from error


def webhook_secret(token: str) -> str:
    """What Telegram has to say with every update; follows from the token, so that it is stored nowhere."""
    return hmac.new(token.encode(), b"danvan webhook", hashlib.sha256).hexdigest()


async def _stop(application: App, house: House) -> None:
    log.info("stopping")
    house.lanes.close()
    if application.updater is not None and application.updater.running:
        await application.updater.stop()
    handed_back = await house.lanes.settle(house.settings.telegram.grace)
    await application.stop()
    left = house.journal.pending()
    log.info("stopped", extra={"told": {"handed_back": handed_back, "left_for_the_next_start": left}})


class _Complaints:
    """Trouble with polling, said once a minute; polling itself goes on and waits longer each time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: dict[str, float] = {}

    def about(self, error: TelegramError) -> None:
        kind, now = type(error).__name__, self._clock()
        if now - self._said.get(kind, -_BETWEEN) < _BETWEEN:
            return
        self._said[kind] = now
        if isinstance(error, Conflict):
            log.error(
                "another process receives this bot's updates: only one may poll with a token, and none while "
                "a webhook is set. Stop the other one (another `danvan bot`, a service, a test), or give this "
                "one a token of its own from @BotFather. Trying again."
            )
        else:
            log.warning(
                "Telegram cannot be reached for new messages; trying again",
                extra={"told": {"error": str(error)}},
            )
