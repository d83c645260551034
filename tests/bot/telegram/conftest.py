"""A server, settings in a folder of the test's own, and a bot started by `start_bot(...)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.bot.telegram.bench import RunningBot, settings_in
from tests.telegram_server import TelegramServer
from tests.telegram_server.limits import unlimited

StartBot = Callable[..., RunningBot]


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(limits=unlimited()) as running:
        yield running


@pytest.fixture
def start_bot(server: TelegramServer, tmp_path: Path) -> Iterator[StartBot]:
    """`start_bot(engine, rebuild=…, **telegram settings)`."""
    with ExitStack() as stack:

        def start(engine: object | None = None, *, rebuild: object = None, **telegram: object) -> RunningBot:
            options = {"rebuild": rebuild} if rebuild else {}
            bot = RunningBot(server, settings_in(tmp_path, **{"per_second": 1000, **telegram}), engine, **options)
            return stack.enter_context(bot)

        yield start


@pytest.fixture(autouse=True)
def unpaced(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No second between two messages to a chat, but where a test is about just that."""
    if "paced" not in request.fixturenames:
        monkeypatch.setattr("bot.telegram.pacing._BETWEEN", 0.0)


@pytest.fixture
def paced() -> None:
    """Asks for the real second between two messages to a chat."""
