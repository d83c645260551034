"""The index brought up to date from within the chat: told by throttled edits, the old one serving meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import threading
from dataclasses import dataclass

from telegram.error import TelegramError

from bot.telegram import phrases
from bot.telegram.answers import Place
from bot.telegram.house import House
from bot.telegram.painting import Painted, split
from retrieval.errors import DanvanError, StoreBusy
from retrieval.rebuild import RebuildResult
from retrieval.records import Language

_BETWEEN = 4.0  # seconds between two edits of the progress: five of them a message's minute in a group
_NOTE = "rebuild"  # where the state says that one is under way
_MOST_SKIPPED = 20

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Stage:
    name: str
    done: int
    total: int


class Rebuilding:
    """One rebuild at a time."""

    def __init__(self, house: House) -> None:
        self._house = house

        self._task: asyncio.Task[None] | None = None
        self._stage: _Stage | None = None

    async def start(self, place: Place, language: Language) -> None:
        """Begins a rebuild and returns at once; its progress goes to the place."""
        words = phrases.of(language)
        if self._task is not None and not self._task.done():
            await self._house.sender.send(place, Painted(words.rebuild_busy))
            return
        self._house.state.note(_NOTE, json.dumps([place.chat, place.thread, place.user, place.message, language]))
        self._task = asyncio.create_task(self._told(place, language))

    async def resume(self) -> None:
        """Begins again what a restart interrupted."""
        if noted := self._house.state.noted(_NOTE):
            chat, thread, user, message, language = json.loads(noted)
            await self.start(Place(chat, thread, user, message), Language(language))

    async def _told(self, place: Place, language: Language) -> None:
        words = phrases.of(language)
        try:
            message = await self._house.sender.send(place, Painted(words.rebuilding))
        except TelegramError as error:
            log.warning("the rebuild could not be announced", extra={"told": {"error": str(error)}})
            message = None
        telling = asyncio.create_task(self._tell(place, message.message_id, language)) if message else None
        try:
            text = await self._outcome(language)
        finally:
            if telling is not None:
                telling.cancel()
        self._house.state.note(_NOTE, "")
        with contextlib.suppress(TelegramError):
            for sheet in split(text):
                await self._house.sender.send(place, sheet)

    async def _outcome(self, language: Language) -> str:
        words, metrics = phrases.of(language), self._house.metrics
        try:
            result = await self._rebuilt()
            await self._house.away(self._house.engine.refresh)
        except StoreBusy:
            metrics.rebuilds.labels("busy").inc()
            return words.rebuild_busy
        except DanvanError as error:
            metrics.rebuilds.labels("failed").inc()
            return words.rebuild_failed.format(error=error)
        except Exception as error:
            log.exception("the rebuild failed")
            metrics.rebuilds.labels("failed").inc()
            return words.rebuild_failed.format(error=type(error).__name__)
        metrics.rebuilds.labels("swapped").inc()
        return _summed_up(result, words)

    async def _rebuilt(self) -> RebuildResult:
        """Runs it in a thread that does not hold up the end of the program: a rebuild may be killed."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[RebuildResult] = loop.create_future()

        def settle(result: RebuildResult | None, error: BaseException | None) -> None:
            if done.cancelled():
                return
            if result is not None:
                done.set_result(result)
            else:
                done.set_exception(error or RuntimeError("no result"))

        def work() -> None:
            result, failure = None, None
            try:
                result = self._house.rebuild(self._house.settings, self._progress)
            except BaseException as error:
                failure = error
            with contextlib.suppress(RuntimeError):  # the loop is closed: the bot has stopped
                loop.call_soon_threadsafe(settle, result, failure)

        threading.Thread(target=work, name="rebuild", daemon=True).start()
        return await done

    def _progress(self, stage: str, done: int, total: int) -> None:
        self._stage = _Stage(stage, done, total)

    async def _tell(self, place: Place, message: int, language: Language) -> None:
        words, said = phrases.of(language), None
        while True:
            await asyncio.sleep(_BETWEEN)
            stage = self._stage
            if stage is None or stage == said:
                continue
            total = str(stage.total or "?")
            text = words.rebuild_stage.format(stage=stage.name, done=stage.done, total=total)
            with contextlib.suppress(TelegramError):
                await self._house.sender.edit(place.chat, message, Painted(text))
            said = stage


def _summed_up(result: RebuildResult, words: phrases.BotPhrases) -> str:
    text = words.rebuilt.format(
        added=len(result.added),
        changed=len(result.changed),
        removed=len(result.removed),
        unchanged=result.unchanged,
        passages=result.passages,
        seconds=f"{result.seconds:.1f}",
    )
    skipped = [words.rebuild_skipped.format(id=s.id, reason=s.reason) for s in result.skipped[:_MOST_SKIPPED]]
    return "\n".join([text, *skipped])
