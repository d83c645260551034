"""Settings -> the parts: the only place that chooses what stands behind a front door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.watching import Watching

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from retrieval.engine import Engine
    from retrieval.settings import Settings


def engine(settings: Settings) -> Engine:
    """The engine over the settings' index, which is built first where it is missing; progress is painted."""
    from retrieval.engine import Engine

    with Watching() as progress:
        return Engine.open(settings, progress)


def conversation(opened: Engine) -> Conversation:
    """The conversations over an engine."""
    from bot.conversation import Conversation

    return Conversation(opened)
