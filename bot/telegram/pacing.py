"""Within Telegram's limits, and patient with its failures.

python-telegram-bot's AIORateLimiter keeps the overall rate. Added here: at most one message a second to a chat
and twenty a minute to a group (AIORateLimiter lets bursts of twice that through), `retry_after` without a rush
at its end, and another try where the network or Telegram's servers failed: after a look whether the first one
was carried out all the same.
"""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import logging
import random
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta
from types import TracebackType
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import AIORateLimiter

from bot.telegram.finding import MessageIds, Once, Search

_BETWEEN = 1.05  # seconds between two messages to one chat, counted from Telegram's acceptance
_GROUP_MOST, _GROUP_SECONDS = 20, 60.5
_MOST_PACES = 5000
_BEST_EFFORT = frozenset({"sendChatAction"})  # neither counted nor worth a second try
_COUNTED = frozenset({"sendMessage", "sendDocument", "editMessageText", "editMessageCaption", "editMessageReplyMarkup"})

waited: contextvars.ContextVar[Callable[[float], None] | None] = contextvars.ContextVar("waited", default=None)
"""Told the seconds that a call spent waiting for its turn, for the figures."""

log = logging.getLogger(__name__)

Call = Callable[..., Coroutine[Any, Any, Any]]


class Pace:
    """One chat's messages, not too many; entered, it is held for one of them, however often that is tried."""

    def __init__(self, group: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._group = group
        self._clock = clock
        self._lock = asyncio.Lock()
        self._sent: deque[float] = deque(maxlen=_GROUP_MOST)

    async def __aenter__(self) -> Pace:
        await self._lock.acquire()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._lock.release()

    @contextlib.asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Waits until the next message may go, which the block sends."""
        while (wait := self.wait()) > 0:
            await asyncio.sleep(wait)
        try:
            yield
        finally:
            self._sent.append(self._clock())

    def wait(self) -> float:
        """Seconds until the next message may go."""
        if not self._sent:
            return 0.0
        free = self._sent[-1] + _BETWEEN
        if self._group and len(self._sent) == _GROUP_MOST:
            free = max(free, self._sent[0] + _GROUP_SECONDS)
        return free - self._clock()

    def idle(self) -> bool:
        return not self._lock.locked() and (not self._sent or self._clock() - self._sent[-1] > _GROUP_SECONDS)


class PatientRateLimiter(AIORateLimiter):
    """`tries` calls are made before a failure is handed on; the pause between them doubles up to `longest` s."""

    __slots__ = ("_free_at", "_ids", "_longest", "_observe", "_paces", "_tries")

    def __init__(
        self,
        per_second: float,
        *,
        tries: int = 8,
        longest: float = 20.0,
        observe: Callable[[str, str], None] = lambda endpoint, result: None,
        ids: MessageIds | None = None,
    ) -> None:
        # One at a time, evenly spaced: a bucket of n would let 2n through in its first second. And no retries
        # there: all that waited for a `retry_after` would be let go at once, and be over the limit again.
        super().__init__(overall_max_rate=1, overall_time_period=1 / per_second, group_max_rate=0, max_retries=0)
        self._tries = tries
        self._longest = longest
        self._observe = observe
        self._ids = ids or MessageIds()
        self._paces: dict[int, Pace] = {}
        self._free_at = 0.0  # monotonic seconds: Telegram asked for silence until then

    async def process_request(
        self,
        callback: Call,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Carries out a call when its turn has come; `rate_limit_args` overrides the number of tries."""
        stopwatch = _Stopwatch(callback)
        began = time.monotonic()
        result = "ok"
        try:
            if endpoint in _BEST_EFFORT:
                return await stopwatch(*args, **kwargs)

            tries = rate_limit_args or self._tries
            if endpoint not in _COUNTED or data.get("chat_id") is None:
                return await self._patiently(self._once(stopwatch, kwargs, None), endpoint, data, tries)
            async with self._pace(int(data["chat_id"])) as pace:
                return await self._patiently(self._once(stopwatch, kwargs, pace), endpoint, data, tries)
        except Exception as error:
            result = type(error).__name__
            raise
        finally:
            self._observe(endpoint, result)
            if told := waited.get():
                told(max(0.0, time.monotonic() - began - stopwatch.last))

    def _once(self, callback: Call, kwargs: dict[str, Any], pace: Pace | None) -> Once:
        async def once(endpoint: str, data: dict[str, Any], leaving: Callable[[], None] = lambda: None) -> Any:
            async def leave(*args: Any, **kwargs: Any) -> Any:
                leaving()
                return await callback(*args, **kwargs)

            async with pace.turn() if pace else contextlib.nullcontext():
                while (wait := self._free_at - time.monotonic()) > 0:
                    await asyncio.sleep(wait)
                return await AIORateLimiter.process_request(
                    self, leave, (endpoint, data), kwargs, endpoint, data if pace else {}, None
                )

        return once

    async def _patiently(self, once: Once, endpoint: str, data: dict[str, Any], tries: int) -> Any:
        search = Search(self._ids, endpoint, data)
        for failed in range(1, tries + 1):
            try:
                if found := await search.find(once):
                    log.info("a message had arrived", extra={"told": {"method": endpoint}})
                    return found
                return search.heard(await once(endpoint, data, search.begin))
            except BadRequest:
                raise
            except (RetryAfter, NetworkError) as error:
                if failed == tries:
                    raise
                search.failed(error)
                self._observe(endpoint, type(error).__name__)
                if isinstance(error, RetryAfter):
                    self._be_silent(error)
                else:
                    await asyncio.sleep(min(self._longest, 0.25 * 2**failed) * random.uniform(0.5, 1.0))
        raise AssertionError("unreachable")

    def _be_silent(self, error: RetryAfter) -> None:
        # Telegram does not say whether the chat or the whole bot was too fast.
        asked = error.retry_after  # a number or a timedelta, by python-telegram-bot's settings
        seconds = asked.total_seconds() if isinstance(asked, timedelta) else asked
        self._free_at = max(self._free_at, time.monotonic() + seconds + 0.1)

    def _pace(self, chat: int) -> Pace:
        if len(self._paces) > _MOST_PACES:
            self._paces = {key: pace for key, pace in self._paces.items() if not pace.idle()}
        return self._paces.setdefault(chat, Pace(group=chat < 0))


class _Stopwatch:
    """Calls through and keeps how many seconds the last call took."""

    def __init__(self, callback: Call) -> None:
        self._callback = callback
        self.last = 0.0

    async def __call__(self, *args: Any, **kwargs: Any) -> Any:
        began = time.monotonic()
        try:
            return await self._callback(*args, **kwargs)
        finally:
            self.last = time.monotonic() - began
