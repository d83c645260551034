"""`danvan bot` as it is installed: real model, real index, the seeds, a Bot API server on loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.bot.telegram.bench import real_bot
from tests.telegram_server import Chat, Person, TelegramServer

AN = Person(11)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramServer]:
    tmp_path = tmp_path_factory.mktemp("danvan")
    log = tmp_path / "log"
    with TelegramServer() as server:
        with log.open("w") as stream:
            bot = real_bot(tmp_path, server, stream)
        try:
            yield server
        finally:
            bot.terminate()
            assert bot.wait(30) == 0
        assert not server.world.refused(), server.world.refused()[0]
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
    group = Chat(-100500, "supergroup", is_forum=True)
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
