"""Pairing, the allow-list, open: who gets an answer, and how somebody gets in."""

from __future__ import annotations

import re

from tests.bot.telegram.conftest import StartBot
from tests.telegram_server import Chat, Person, TelegramServer

BOSS, AN, BINH = Person(1), Person(11), Person(12)
GROUP = Chat(-1_000_000_100_500, "supergroup", title="Ban Dân vận")
QUESTION = "Ai chủ trì hội nghị ở Kim Bôi?"


def test_pairing_from_code_to_answer_to_revocation(server: TelegramServer, start_bot: StartBot) -> None:
    bot = start_bot(access="pairing", administrators=(BOSS.id,))
    server.write(AN, QUESTION)
    (refusal,) = server.await_messages(AN, 1)
    (code,) = re.findall(r"\b\d{6}\b", refusal["text"])
    server.write(BOSS, "/capquyen 000000")
    assert "Không có mã" in server.await_messages(BOSS, 1)[0]["text"]
    server.write(BOSS, "/capquyen")
    listed = server.await_messages(BOSS, 2)[1]
    assert code in listed["text"] and "An (11)" in listed["text"]
    server.write(BOSS, f"/capquyen {code}")
    assert "Đã cấp quyền" in server.await_messages(BOSS, 3)[2]["text"]
    assert "được cấp quyền" in server.await_messages(AN, 2)[1]["text"]
    bot.stop()
    start_bot(access="pairing", administrators=(BOSS.id,))
    server.write(AN, QUESTION)
    assert "Bùi Tiến Lực" in server.await_messages(AN, 3)[2]["text"]
    server.write(BOSS, f"/capquyen thu {AN.id}")
    server.await_messages(AN, 4)
    server.write(AN, QUESTION)
    assert "mã" in server.await_messages(AN, 5)[4]["text"]
    server.write(BOSS, f"/capquyen {code}")
    assert "Không có mã" in server.await_messages(BOSS, 5)[4]["text"]


def test_approving_and_revoking_by_a_tap(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(access="pairing", administrators=(BOSS.id,))
    server.write(AN, "chào")
    server.await_messages(AN, 1)
    server.write(BOSS, "/grant")
    (listed,) = server.await_messages(BOSS, 1)
    stolen = server.tap(BINH, listed, "Duyệt")
    server.await_(lambda: stolen in server.world.answered_callbacks)
    assert server.world.answered_callbacks[stolen]["show_alert"] == "true"
    server.tap(BOSS, listed, "Duyệt")
    server.await_messages(AN, 2)
    server.write(BOSS, "/capquyen")
    server.tap(BOSS, server.await_messages(BOSS, 3)[2], "Thu hồi")
    assert "thu hồi" in server.await_messages(AN, 3)[2]["text"]


def test_a_stranger_gets_one_refusal_not_fifty(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(access="pairing", administrators=(BOSS.id,))
    for _ in range(20):
        server.write(AN, QUESTION)
    server.write(BOSS, QUESTION)
    server.await_messages(BOSS, 1)
    server.await_(lambda: not server.world.updates or True)
    assert len(server.seen(AN)) == 1


def test_a_group_that_an_administrator_lets_in(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(access="pairing", administrators=(BOSS.id,))
    server.write(AN, "chuyện khác", GROUP)
    server.write(AN, f"/hoi {QUESTION}", GROUP)
    assert "nhắn riêng" in server.await_messages(GROUP, 1)[0]["text"]
    server.write(BOSS, "/capquyen", GROUP)
    assert "Ban Dân vận" in server.await_messages(GROUP, 2)[1]["text"]
    server.write(BINH, f"/hoi {QUESTION}", GROUP)
    assert "Bùi Tiến Lực" in server.await_messages(GROUP, 3)[2]["text"]
    server.write(BINH, QUESTION)
    assert "mã" in server.await_messages(BINH, 1)[0]["text"]


def test_the_allow_list_knows_no_codes(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(access="allowlist", allowed=(AN.id,))
    server.write(AN, QUESTION)
    server.write(BINH, QUESTION)
    assert "Bùi Tiến Lực" in server.await_messages(AN, 1)[0]["text"]
    assert not re.search(r"\d{6}", server.await_messages(BINH, 1)[0]["text"])


def test_commands_of_administrators_are_theirs(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(administrators=(BOSS.id,))
    for number, command in enumerate(("/capquyen", "/capnhat", "/trangthai"), start=1):
        server.write(AN, command)
        assert "quản trị viên" in server.await_messages(AN, number)[-1]["text"]
