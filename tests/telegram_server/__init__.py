"""A Bot API server on loopback, as strict as Telegram; the bot is tested against it over real HTTP."""

from __future__ import annotations

from tests.telegram_server.faults import Fault, Faults, PlannedFaults
from tests.telegram_server.limits import Limits
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.world import Call, Chat, Person

__all__ = ["Call", "Chat", "Fault", "Faults", "Limits", "Person", "PlannedFaults", "TelegramServer"]
