"""The parts that the handlers share."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.conversation import Conversation
from bot.conversation import Engine as Answering
from bot.telegram.access import Access
from bot.telegram.answers import Answers
from bot.telegram.journal import Journal
from bot.telegram.lanes import Lanes
from bot.telegram.metrics import Metrics
from bot.telegram.outcomes import Outcomes
from bot.telegram.sending import Sender
from bot.telegram.state import State
from retrieval.progress import Progress
from retrieval.records import Span
from retrieval.settings import Settings

if TYPE_CHECKING:
    from retrieval.rebuild import RebuildResult

_Result = TypeVar("_Result")
_SWAPS = 5  # an index takes longer to build than an answer; so often in a row means that something else is wrong


class Describes(Protocol):
    """What /trangthai tells of the index."""

    @property
    def reports(self) -> int: ...

    @property
    def passages(self) -> int: ...

    @property
    def built(self) -> object: ...

    @property
    def model(self) -> str: ...


class Engine(Answering, Protocol):
    """What the bot needs of retrieval.engine.Engine."""

    @property
    def description(self) -> Describes: ...

    def refresh(self) -> bool: ...

    def surroundings(self, span: Span, characters: int = 400) -> Span: ...


Rebuild = Callable[["Settings", Progress], "RebuildResult"]


@dataclass(frozen=True, slots=True)
class House:
    """One bot's parts; built in application.py."""

    settings: Settings
    engine: Engine
    rebuild: Rebuild
    conversation: Conversation
    state: State
    journal: Journal
    answers: Answers
    outcomes: Outcomes
    access: Access
    lanes: Lanes
    sender: Sender
    metrics: Metrics
    workers: ThreadPoolExecutor

    def steadily(self, work: Callable[[], _Result]) -> _Result:
        """The result of `work` over one index: done again where another was swapped in meanwhile. Blocks."""
        for _ in range(_SWAPS):
            before = self.engine.description
            result = work()
            if self.engine.description == before:
                break
        return result

    async def away(self, work: Callable[[], _Result]) -> _Result:
        """Runs blocking work off the event loop."""
        context = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(self.workers, context.run, work)
