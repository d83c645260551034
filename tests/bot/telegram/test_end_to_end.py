"""`danvan bot` as it is installed: real model, real index, the seeds, a Bot API server on loopback."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest

from tests.bot.telegram.bench import real_bot
from tests.telegram_server import Chat, Person, TelegramServer

BOSS, AN = Person(1), Person(11)
GUARD = {
    "id": "1",
    "question": "Ai chủ trì hội nghị giao ban ở Kim Bôi?",
    "lang": "vi",
    "report": "000_41f4bdbdfcdba0a7.txt",
    "answers": ["Bùi Tiến Lực"],
}
REPORT = """Tân Lạc: Hội nghị giao ban công tác dân vận quý II

Ngày 5/6/2024, tại huyện Tân Lạc, Ban Dân vận Huyện ủy tổ chức hội nghị giao ban công tác dân vận quý II.
Đồng chí Hà Văn Tâm, Trưởng Ban Dân vận Huyện ủy, chủ trì hội nghị.
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    tmp_path = tmp_path_factory.mktemp("danvan")
    log = tmp_path / "log"
    (tmp_path / "guard.jsonl").write_text(json.dumps(GUARD, ensure_ascii=False))
    with TelegramServer() as server:
        with log.open("w") as stream:
            bot = real_bot(tmp_path, server, stream)
        try:
            yield server
        finally:
            bot.terminate()
            assert bot.wait(30) == 0
        refused = [c for c in server.world.refused() if c.method != "setMyCommands"]  # the boss has not written yet
        assert not refused
        assert "Traceback" not in log.read_text() and server.token not in log.read_text()


def test_the_seeds_are_answered(served: TelegramServer) -> None:
    forms = (
        "Ai chủ trì hội nghị giao ban ở Kim Bôi?",
        "ai chu tri hoi nghi giao ban o Kim Boi",
        "who chaired the Kim Bôi meeting?",
    )
    served.write(AN, forms[0])
    served.await_messages(AN, 1, 240)  # the index is built first
    for form in forms[1:]:
        served.write(AN, "/moi")
        served.write(AN, form)
    answers = [m for m in served.await_messages(AN, 5, 30) if "entities" in m]
    assert len(answers) == 3
    for answer in answers:
        assert answer["text"].startswith("Bùi Tiến Lực\n")
        assert [e["type"] for e in answer["entities"]][:2] == ["bold", "blockquote"]
        assert "chủ trì hội nghị" in answer["text"] and "11" in answer["text"]


def test_taps_and_groups_over_the_real_index(served: TelegramServer) -> None:
    group = Chat(-1_000_000_100_500, "supergroup", is_forum=True)
    served.write(AN, "@danvan_bot ai chủ trì hội nghị ở Kim Bôi?", group, thread=9)
    (answer,) = served.await_messages(group, 1, 240)
    assert answer["message_thread_id"] == 9
    for button in ("xung quanh", "Đoạn khác", "Toàn văn", "👍"):
        query = served.tap(AN, answer, button)
        served.await_(lambda query=query: query in served.world.answered_callbacks, 20)
        time.sleep(0.1)
    around, page, whole = served.await_messages(group, 4, 20)[1:]
    assert "Bùi Tiến Lực" in around["text"] and "Đoạn 1/" in page["text"]
    assert whole.get("document") or "Kim Bôi" in whole["text"]
    assert {m["message_thread_id"] for m in served.seen(group)} == {9}


def test_a_report_sent_as_a_file_is_answered_from_within_a_minute(served: TelegramServer) -> None:
    served.send_file(BOSS, "tan-lac.txt", REPORT.encode())
    (shown,) = served.await_messages(BOSS, 1, 240)
    assert "Tân Lạc: Hội nghị giao ban" in shown["text"] and "5/6/2024" in shown["text"]
    served.tap(BOSS, shown, "Thêm")
    done = served.await_(lambda: next((m for m in served.world.bot_messages(1) if "thêm 1" in m["text"]), None), 120)
    assert "giữ nguyên 5" in done["text"]
    served.write(BOSS, "Ai chủ trì hội nghị ở Tân Lạc?")
    found = served.await_(lambda: [m for m in served.world.bot_messages(1) if m["text"].startswith("Hà Văn Tâm")], 30)
    assert "Tân Lạc: Hội nghị giao ban" in found[0]["text"]
    served.write(BOSS, "/trangthai")
    served.await_(lambda: [m for m in served.world.bot_messages(1) if "Báo cáo: 6" in m["text"]], 30)
