"""Starting, stopping, being told why not; what is unfinished survives."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from telegram import Update

from tests.bot.telegram.bench import ROOT, BotEngine, EchoEngine, RunningBot, settings_in
from tests.bot.telegram.conftest import StartBot
from tests.telegram_server import Person, TelegramServer
from tests.telegram_server.limits import unlimited

AN = Person(11)
QUESTION = "Ai chủ trì hội nghị ở Kim Bôi?"


def danvan_bot(token: str | None, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k != "DANVAN_TELEGRAM_TOKEN"}
    if token is not None:
        environment["DANVAN_TELEGRAM_TOKEN"] = token
    command = [sys.executable, "-c", "from bot.commands import main; raise SystemExit(main())", "bot", *arguments]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def test_without_a_token_it_says_where_to_get_one() -> None:
    done = danvan_bot(None)
    assert done.returncode == 2
    assert "@BotFather" in done.stderr and "DANVAN_TELEGRAM_TOKEN" in done.stderr and not done.stdout


@pytest.mark.parametrize("token", ["424242:AAwrongwrongwrongwrongwrongwrongwrong", "nonsense"])
def test_a_wrong_token_is_said_and_not_shown(server: TelegramServer, token: str) -> None:
    done = danvan_bot(token, "--base-url", server.base_url)
    assert done.returncode == 1
    assert "refuses the token" in done.stderr and token not in done.stderr and "Traceback" not in done.stderr


def test_an_unreachable_telegram_is_explained() -> None:
    done = danvan_bot("424242:AAbb", "--base-url", "http://127.0.0.1:9/bot")
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr and "proxy" in done.stderr and "Traceback" not in done.stderr


def test_a_base_url_that_is_none() -> None:
    assert danvan_bot("424242:AAbb", "--base-url", "api.example").returncode == 2


def test_what_is_in_flight_is_answered_before_it_stops(server: TelegramServer, start_bot: StartBot) -> None:
    bot = start_bot(BotEngine(delay=1.0))
    server.write(AN, QUESTION)
    server.await_(lambda: bot.engine.begun)
    bot.stop()
    assert "Bùi Tiến Lực" in server.seen(AN)[0]["text"]
    assert not server.world.updates


def test_what_has_not_begun_is_left_for_the_next_start(server: TelegramServer, start_bot: StartBot) -> None:
    bot = start_bot(BotEngine(delay=2.0))
    for number in range(4):
        server.write(AN, f"{QUESTION} {number}")
    server.await_(lambda: bot.engine.begun and len(server.world.confirmed) == 4)
    bot.stop()
    assert len(server.seen(AN)) == 1 and not server.world.updates
    start_bot(BotEngine())
    assert len(server.await_messages(AN, 4)) == 4


def test_too_slow_an_answer_is_handed_back(server: TelegramServer, start_bot: StartBot) -> None:
    bot = start_bot(BotEngine(delay=3.0), grace=0.2)
    server.write(AN, QUESTION)
    server.await_(lambda: bot.engine.begun)
    bot.stop()
    assert not server.seen(AN)
    start_bot()
    server.await_messages(AN, 1)


def test_an_update_handed_out_twice_is_answered_once(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    message = server.write(AN, QUESTION)
    server.await_messages(AN, 1)
    update = {"update_id": message["update_id"], "message": {k: v for k, v in message.items() if k != "update_id"}}
    server.act(lambda: server.world.updates.append(update))
    server.write(Person(12), QUESTION)
    server.await_messages(Person(12), 1)
    assert len(server.seen(AN)) == 1


def test_two_pollers_are_explained(
    server: TelegramServer, start_bot: StartBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    start_bot()
    import asyncio

    from telegram import Bot
    from telegram.error import Conflict

    async def other() -> None:
        for _ in range(3):
            async with Bot(server.token, base_url=server.base_url) as bot:
                with contextlib.suppress(Conflict):
                    await bot.get_updates(timeout=0)
                await asyncio.sleep(0.2)

    asyncio.run(other())
    assert "another process receives this bot's updates" in caplog.text
    server.write(AN, QUESTION)
    server.await_messages(AN, 1, 15)


def test_another_server_with_the_same_numbers_is_not_mistaken_for_the_first(
    server: TelegramServer, start_bot: StartBot
) -> None:
    bot = start_bot()
    server.write(AN, QUESTION)
    server.await_messages(AN, 1)
    bot.stop()
    with TelegramServer(limits=unlimited()) as second, RunningBot(second, bot.settings):
        second.write(AN, "Bao nhiêu mô hình ở huyện?")
        assert "78" in second.await_messages(AN, 1)[0]["text"]


def test_a_second_bot_over_the_same_state_is_refused(
    server: TelegramServer, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.running._HANDOVER", 0.1)
    first = start_bot()
    server.write(AN, QUESTION)
    server.await_messages(AN, 1)
    with TelegramServer() as other, RunningBot(other, first.settings) as second:
        second._thread.join(5)
        assert "another `danvan bot`" in str(second.error)


def test_a_state_that_is_no_database_is_named(server: TelegramServer, start_bot: StartBot, tmp_path: Path) -> None:
    path = settings_in(tmp_path).paths.state
    path.parent.mkdir(parents=True)
    path.write_text("no database at all" * 100)
    bot = start_bot()
    bot._thread.join(5)
    assert str(path) in str(bot.error)


def test_a_long_answer_that_was_interrupted_goes_on_where_it_stopped(
    server: TelegramServer, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.telegram.pacing._BETWEEN", 2.0)
    tail = " và một câu dài nữa." * 500
    bot = start_bot(EchoEngine(0.0, tail), grace=0.0)
    server.write(AN, "câu")
    server.await_messages(AN, 1)
    bot.stop()
    monkeypatch.setattr("bot.telegram.pacing._BETWEEN", 0.0)
    start_bot(EchoEngine(0.0, tail))
    sheets = server.await_messages(AN, 3)
    assert " ".join(s["text"] for s in sheets).count("một câu dài nữa") == 500
    assert ["reply_markup" in s for s in sheets] == [False, False, True]


def test_a_state_that_cannot_be_written_loses_nothing(
    server: TelegramServer, start_bot: StartBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.telegram.journal import Journal

    receive, fails = Journal.receive, [True, True]

    def full(self: Journal, update: Update) -> bool:
        if fails and fails.pop():
            raise sqlite3.OperationalError("database or disk is full")
        return receive(self, update)

    monkeypatch.setattr(Journal, "receive", full)
    start_bot()
    server.write(AN, QUESTION)
    assert "Bùi Tiến Lực" in server.await_messages(AN, 1)[0]["text"]
