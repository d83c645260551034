"""The Telegram front door; the only package that imports `telegram`, and only once the bot is started."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.settings import Settings

TOKEN_VARIABLE = "DANVAN_TELEGRAM_TOKEN"
"""The one place that the token comes from."""


def run(settings: Settings, base_url: str | None = None) -> None:
    """Serves Telegram until a signal stops it; `base_url` names another Bot API server.

    Raises DanvanError: no token or a wrong one, Telegram out of reach, no reports, no model.
    """
    from bot.telegram.running import run as run_bot

    run_bot(settings, base_url)
