"""Webhook, proxies, faults, limits, metrics, logs: the bot and the world around it."""

from __future__ import annotations

import io
import itertools
import json
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot.telegram import logs
from bot.telegram.running import webhook_secret
from tests.bot.telegram.bench import ROOT, EchoEngine
from tests.bot.telegram.conftest import StartBot
from tests.telegram_server import Fault, Faults, Limits, Person, TelegramServer
from tests.telegram_server.proxies import Forwarder, HttpProxy, SocksProxy

AN = Person(11)
QUESTION = "Ai chủ trì hội nghị ở Kim Bôi?"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_webhook_behind_a_proxy_with_its_secret(server: TelegramServer, start_bot: StartBot) -> None:
    port = free_port()
    with Forwarder(port) as outside:
        address = f"http://127.0.0.1:{outside.port}/danvan/in"
        start_bot(webhook_url=address, webhook_port=port)
        server.await_(lambda: server.webhook.get("url") == address)
        server.write(AN, QUESTION)
        assert "Bùi Tiến Lực" in server.await_messages(AN, 1)[0]["text"]
        assert server.webhook["secret_token"] == webhook_secret(server.token)
        forged = {
            "update_id": 1,
            "message": {"message_id": 1, "date": 0, "chat": {"id": 11, "type": "private"}, "text": "x"},
        }
        for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}):
            assert httpx.post(address, json=forged, headers=headers).status_code == 403
        assert httpx.post(address.replace("/in", "/other"), json=forged).status_code == 404
        assert outside.targets and not server.webhook_failures


def test_a_webhook_keeps_what_it_accepted(server: TelegramServer, start_bot: StartBot) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    bot = start_bot(EchoEngine(delay=2.0), webhook_url=url, webhook_port=port, grace=0.1)
    server.await_(lambda: server.webhook)
    server.write(AN, QUESTION)
    server.await_(lambda: server.world.confirmed)
    bot.stop()
    assert not server.seen(AN)
    start_bot(webhook_url=url, webhook_port=port)
    server.await_messages(AN, 1)


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
@pytest.mark.parametrize("webhook", [False, True])
def test_everything_goes_through_the_proxy(
    server: TelegramServer, start_bot: StartBot, kind: type[HttpProxy], webhook: bool
) -> None:
    with kind() as proxy:
        scheme = "http" if kind is HttpProxy else "socks5"
        more = {}
        if webhook:
            port = free_port()
            more = {"webhook_url": f"http://127.0.0.1:{port}/x", "webhook_port": port}
        start_bot(proxy=f"{scheme}://127.0.0.1:{proxy.port}", **more)
        server.write(AN, QUESTION)
        assert "Bùi Tiến Lực" in server.await_messages(AN, 1)[0]["text"]
        assert set(proxy.targets) == {("127.0.0.1", server.port)}


def test_a_proxy_that_is_down_is_named_without_its_password() -> None:
    from dataclasses import replace

    from telegram.error import NetworkError

    from bot.telegram.application import Address
    from bot.telegram.running import explained
    from retrieval.settings import load_settings

    telegram = replace(
        load_settings(ROOT / "config" / "danvan.toml").telegram, proxy="socks5://me:secret@10.0.0.1:1080"
    )
    said = str(explained(NetworkError("refused"), telegram, Address("t")))
    assert "socks5://10.0.0.1:1080" in said and "secret" not in said


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_is_outlived(server: TelegramServer, start_bot: StartBot, fault: Fault) -> None:
    server.time_out_s = 0.6  # or a poll would be held for the whole of its ten seconds
    start_bot(EchoEngine(0.0), timeout=0.4)
    server.write(AN, "không")
    server.await_messages(AN, 1)
    server.faults = Faults(0.35, seed=3, kinds=(fault,))
    for number in range(3):
        server.write(AN, f"câu {number}")
    texts = [m["text"].split("\n")[0] for m in server.await_messages(AN, 4, 40)]
    assert texts == ["không", "câu 0", "câu 1", "câu 2"]
    assert server.faults.befallen


def test_the_limits_are_kept_without_a_429(server: TelegramServer, start_bot: StartBot, paced: None) -> None:
    server.limits = Limits()
    start_bot(EchoEngine(0.0), per_second=20)
    people = [Person(100 + n) for n in range(40)]
    for person in people:
        server.write(person, "một")
    for _ in range(3):
        server.write(AN, "hai")
    server.await_messages(AN, 3, 15)
    for person in people:
        server.await_messages(person, 1)
    assert server.limits.refused == 0


def test_a_group_gets_twenty_a_minute(paced: None) -> None:
    from bot.telegram.pacing import Pace

    now = [0.0]
    pace = Pace(group=True, clock=lambda: now[0])
    sent: list[float] = []
    for _ in range(45):
        now[0] += max(0.0, pace.wait())
        sent.append(now[0])
        pace._sent.append(now[0])
    assert all(sum(1 for at in sent if start <= at < start + 60) <= 20 for start in sent)
    assert all(later - earlier >= 1 for earlier, later in itertools.pairwise(sent))


def test_a_person_who_blocked_the_bot_holds_up_nobody(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(EchoEngine(0.0))
    server.world.blocked.add(AN.id)
    server.write(AN, "một")
    server.write(Person(12), "hai")
    server.await_messages(Person(12), 1)
    refused = ("sendMessage", "403 Forbidden: bot was blocked by the user")
    server.await_(lambda: any((call.method, call.error) == refused for call in server.world.calls))
    server.world.blocked.clear()
    server.write(AN, "ba")
    assert server.await_messages(AN, 1)[0]["text"].startswith("ba")


def test_metrics_on_loopback(server: TelegramServer, start_bot: StartBot) -> None:
    port = free_port()
    start_bot(metrics_port=port)
    server.write(AN, QUESTION)
    server.await_messages(AN, 1)

    def counted() -> bool:
        text = httpx.get(f"http://127.0.0.1:{port}/metrics").text
        return 'danvan_questions_total{language="vi",outcome="answered"} 1.0' in text and (
            'danvan_api_calls_total{method="sendMessage",result="ok"} 1.0' in text
        )

    until = time.monotonic() + 5
    while not counted():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_the_menu_speaks_both_languages_and_knows_administrators(server: TelegramServer, start_bot: StartBot) -> None:
    boss = Person(1)
    server.write(boss, "chào")
    bot = start_bot(administrators=(boss.id,))

    def names(scope: dict, language: str) -> list[str]:
        commands = server.world.commands.get((json.dumps(scope, sort_keys=True), language), [])
        return [c["command"] for c in commands]

    mine = {"chat_id": boss.id, "type": "chat"}
    server.await_(lambda: names(mine, "en"))
    assert names({"type": "all_private_chats"}, "vi") == ["start", "help", "hoi", "nguon", "tailieu", "moi", "huy"]
    assert "ask" in names({"type": "all_group_chats"}, "en") and "start" not in names({"type": "all_group_chats"}, "en")
    assert {"capquyen", "capnhat", "trangthai"} <= set(names(mine, ""))
    bot.stop()
    before = len(server.world.effective("setMyCommands"))
    start_bot(administrators=(boss.id,))
    server.write(boss, QUESTION)
    server.await_messages(boss, 2)
    assert len(server.world.effective("setMyCommands")) == before


def test_an_administrator_who_writes_later_gets_the_menu_then(server: TelegramServer, start_bot: StartBot) -> None:
    boss = Person(1)
    start_bot(administrators=(boss.id,))
    server.await_(lambda: len(server.world.refused()) == 3)
    server.write(boss, "/start")
    mine = json.dumps({"chat_id": boss.id, "type": "chat"}, sort_keys=True)
    server.await_(lambda: server.world.commands.get((mine, "en")))
    assert "Quản trị" in server.seen(boss)[0]["text"]


# --- logs and signals, in a process of its own -------------------------------------------------------


def process(server: TelegramServer, folder: Path, *section: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.bot.telegram.fake_bot", "--base-url", server.base_url]
    return subprocess.Popen(
        [*command, "--folder", str(folder), "--delay", "0.2", *section],
        cwd=ROOT,
        env={**os.environ, "DANVAN_TELEGRAM_TOKEN": server.token},
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_and_the_log_keeps_secrets(
    server: TelegramServer, tmp_path: Path, number: int
) -> None:
    bot = process(server, tmp_path)
    server.write(AN, "điều bí mật")
    server.await_messages(AN, 1, 20)
    server.faults = Faults(1.0, kinds=(Fault.RESET,), spared=frozenset({"sendMessage"}))
    time.sleep(0.5)
    server.faults = Faults()
    bot.send_signal(number)
    _, log = bot.communicate(timeout=20)
    assert bot.returncode == 0
    lines = [json.loads(line) for line in log.splitlines()]
    assert lines[-1]["message"] == "stopped" and lines[-1]["left_for_the_next_start"] == 0
    assert any(line["message"] == "answered" and line["language"] == "vi" for line in lines)
    assert server.token not in log and "bí mật" not in log


def test_a_fault_at_the_first_call_is_outlived(server: TelegramServer, tmp_path: Path) -> None:
    server.faults = Faults(1.0, kinds=(Fault.TOO_MANY, Fault.SERVER_ERROR))
    bot = process(server, tmp_path)
    server.await_(lambda: server.world.calls, 20)
    server.faults = Faults()
    server.write(AN, "câu")
    server.await_messages(AN, 1, 20)
    bot.terminate()
    bot.communicate(timeout=20)


def test_questions_are_logged_where_that_is_asked_for(server: TelegramServer, tmp_path: Path) -> None:
    bot = process(server, tmp_path, "log_questions=true")
    server.write(AN, "điều bí mật")
    server.await_messages(AN, 1, 20)
    bot.terminate()
    assert "điều bí mật" in bot.communicate(timeout=20)[1]


def test_a_killed_bot_answers_when_it_is_started_again(server: TelegramServer, tmp_path: Path) -> None:
    bot = process(server, tmp_path)
    for number in range(6):
        server.write(AN, f"câu {number}")
    server.await_messages(AN, 2, 20)
    bot.kill()
    bot.communicate()
    bot = process(server, tmp_path)

    def texts() -> list[str]:
        return [m["text"].split("\n")[0] for m in server.world.bot_messages(AN.id)]

    # One may come twice: nobody can know whether what was being sent at that moment arrived.
    server.await_(lambda: set(texts()) == {f"câu {number}" for number in range(6)}, 30)
    assert len(texts()) <= 7
    bot.terminate()
    bot.communicate(timeout=20)


def test_the_token_is_cut_out_of_traces() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines(("42:short",)))
    logger = logging.getLogger("danvan.test")
    logger.addHandler(handler)
    try:
        raise ValueError("https://api/bot42:short/getMe 123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQ0")
    except ValueError:
        logger.exception("xấu 42:short", extra={"told": {"url": "bot42:short"}})
    line = json.loads(stream.getvalue())
    assert "short" not in stream.getvalue() and "AAbb" not in stream.getvalue()
    assert line["level"] == "error" and "ValueError" in line["trace"]
