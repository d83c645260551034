"""Taps under an answer, before and after a restart; what people think of answers is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from bot.telegram import feedback
from tests.bot.telegram.bench import BotEngine, settings_in
from tests.bot.telegram.conftest import StartBot
from tests.fakes import KIM_BOI, LAC_SON
from tests.telegram_server import Chat, Person, TelegramServer

AN, BINH = Person(11), Person(12)
GROUP = Chat(-1_000_000_100_500, "supergroup")
QUESTION = "Ai chủ trì hội nghị ở Kim Bôi?"


def rested(server: TelegramServer, query: str) -> dict:
    """What the tap was answered with."""
    answered: dict = server.await_(lambda: server.world.answered_callbacks.get(query))
    return answered


def test_surrounding_text_marks_the_quote(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    server.write(AN, QUESTION)
    (answer,) = server.await_messages(AN, 1)
    rested(server, server.tap(AN, answer, "xung quanh"))
    around = server.await_messages(AN, 2)[1]
    assert around["text"].startswith(KIM_BOI.text)
    assert around["reply_to_message"]["message_id"] == answer["message_id"]
    bold = next(e for e in around["entities"] if e["type"] == "bold")
    assert around["text"][bold["offset"] :].startswith("Ngày 11/4")


def test_passages_are_paged_in_place(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    server.write(AN, QUESTION)
    (answer,) = server.await_messages(AN, 1)
    rested(server, server.tap(AN, answer, "Đoạn khác"))
    page = server.await_messages(AN, 2)[1]
    assert "Đoạn 1/5" in page["text"]
    rested(server, server.tap(AN, page, "▶"))
    page = server.seen(AN)[1]
    assert "Đoạn 2/5" in page["text"]
    rested(server, server.tap(AN, page, "◀"))
    assert "Đoạn 1/5" in server.seen(AN)[1]["text"] and len(server.seen(AN)) == 2


def test_the_whole_report_comes_as_text_or_as_a_document(server: TelegramServer, start_bot: StartBot) -> None:
    long = KIM_BOI.__class__("a/dài.txt", KIM_BOI.text + "\nThêm một câu nữa." * 300, "Dài", "3" * 64)
    bot = start_bot()
    server.write(AN, QUESTION)
    (answer,) = server.await_messages(AN, 1)
    rested(server, server.tap(AN, answer, "Toàn văn"))
    assert server.await_messages(AN, 2)[1]["text"] == KIM_BOI.text
    bot.stop()
    start_bot(BotEngine(long))
    server.write(BINH, QUESTION)
    (answer,) = server.await_messages(BINH, 1)
    rested(server, server.tap(BINH, answer, "Toàn văn"))
    document = server.await_messages(BINH, 2)[1]["document"]
    assert document["file_name"] == "dài.txt"
    assert server.world.files[document["file_id"]].decode() == long.text


def test_buttons_work_after_a_restart_and_only_in_their_chat(server: TelegramServer, start_bot: StartBot) -> None:
    bot = start_bot()
    server.write(AN, QUESTION)
    (answer,) = server.await_messages(AN, 1)
    bot.stop()
    start_bot()
    rested(server, server.tap(AN, answer, "Đoạn khác"))
    assert len(server.await_messages(AN, 2)) == 2
    server.write(AN, "/nguon")
    assert server.await_messages(AN, 3)[2]["text"].startswith("Nguồn cho câu hỏi")
    server.write(BINH, QUESTION)
    (other,) = server.await_messages(BINH, 1)
    stolen = {**other, "reply_markup": answer["reply_markup"]}
    assert "không thuộc" in rested(server, server.tap(BINH, stolen, "xung quanh"))["text"]
    unknown = {**other, "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "s:999"}]]}}
    assert "đã cũ" in rested(server, server.tap(BINH, unknown, "x"))["text"]


def test_the_focus_survives_a_restart(server: TelegramServer, start_bot: StartBot) -> None:
    bot = start_bot()
    server.write(AN, QUESTION)
    server.await_messages(AN, 1)
    bot.stop()
    engine = BotEngine()
    start_bot(engine)
    server.write(AN, "Ai phát biểu hội nghị?")
    server.await_messages(AN, 2)
    assert engine.asked[0][1] is not None and engine.asked[0][1].report == KIM_BOI.id


def test_feedback_becomes_a_question_file(server: TelegramServer, start_bot: StartBot, tmp_path: Path) -> None:
    bot = start_bot()
    server.write(AN, QUESTION)
    (answer,) = server.await_messages(AN, 1)
    assert rested(server, server.tap(AN, answer, "👍"))["text"] == "Cảm ơn bạn!"
    server.write(BINH, "Bao nhiêu mô hình ở huyện?")
    (wrong,) = server.await_messages(BINH, 1)
    rested(server, server.tap(BINH, wrong, "👎"))
    prompt = server.await_messages(BINH, 2)[1]
    assert prompt["reply_to_message"]["message_id"] == wrong["message_id"]
    assert "force_reply" in server.world.effective("sendMessage")[-1].params["reply_markup"]
    server.write(BINH, "78 mô hình", reply_to=prompt)
    assert "Đã ghi nhận" in server.await_messages(BINH, 3)[2]["text"]
    server.write(AN, "Giá vàng hội nghị huyện?")
    declined = server.await_messages(AN, 2)[1]
    rested(server, server.tap(AN, declined, "👎"))
    server.write(AN, "Không nêu.", reply_to=server.await_messages(AN, 3)[2])
    server.await_messages(AN, 4)
    bot.stop()
    file = tmp_path / "feedback.jsonl"
    assert feedback.write(settings_in(tmp_path).paths.state, [KIM_BOI, LAC_SON], file) == 3
    first, second, third = (json.loads(line) for line in file.read_text().splitlines())
    assert first == {
        "id": first["id"],
        "question": QUESTION,
        "lang": "vi",
        "report": KIM_BOI.id,
        "answers": ["Bùi Tiến Lực"],
    }
    assert second["report"] == LAC_SON.id and second["answers"] == ["78 mô hình"]
    assert third["report"] is None and third["answers"] == []


def test_in_a_group_only_the_one_who_was_asked_corrects(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    server.write(AN, f"/hoi {QUESTION}", GROUP)
    (answer,) = server.await_messages(GROUP, 1)
    rested(server, server.tap(AN, answer, "👎"))
    prompt = server.await_messages(GROUP, 2)[1]
    server.write(BINH, "Bà Lan", GROUP, reply_to=prompt)
    assert "Đã ghi nhận" not in server.await_messages(GROUP, 3)[2]["text"]
    server.write(AN, "Bà Lan", GROUP, reply_to=prompt)
    assert "Đã ghi nhận" in server.await_messages(GROUP, 4)[3]["text"]


def test_a_report_that_changed_or_went_is_not_quoted_wrongly(server: TelegramServer, start_bot: StartBot) -> None:
    bot = start_bot()
    server.write(AN, QUESTION)
    (answer,) = server.await_messages(AN, 1)
    bot.stop()
    changed = replace(KIM_BOI, text="Một câu mới. " + KIM_BOI.text)
    bot = start_bot(BotEngine(changed))
    assert "thay đổi" in rested(server, server.tap(AN, answer, "xung quanh"))["text"]
    bot.stop()
    start_bot(BotEngine(LAC_SON))
    for button in ("xung quanh", "Đoạn khác", "Toàn văn"):
        assert "thay đổi" in rested(server, server.tap(AN, answer, button))["text"]
    server.write(AN, "/nguon")
    assert KIM_BOI.id in server.await_messages(AN, 2)[1]["text"]
