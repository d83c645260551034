"""Questions over real HTTP: private chats, groups, topics, edits, order, /huy."""

from __future__ import annotations

from retrieval.records import Report
from tests.bot.telegram.bench import BotEngine, EchoEngine
from tests.bot.telegram.conftest import StartBot
from tests.telegram_server import Chat, Person, TelegramServer

AN, BINH = Person(11), Person(12)
GROUP = Chat(-1_000_000_100_500, "supergroup")
FORUM = Chat(-1_000_000_100_600, "supergroup", is_forum=True)
QUESTION = "Ai chủ trì hội nghị ở Kim Bôi?"


def entity(message: dict, kind: str) -> str:
    """The text under the first entity of a kind."""
    found = next(e for e in message["entities"] if e["type"] == kind)
    encoded = message["text"].encode("utf-16-le")
    return encoded[2 * found["offset"] : 2 * (found["offset"] + found["length"])].decode("utf-16-le")


def test_a_question_gets_bold_span_quote_and_report(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    server.write(AN, QUESTION)
    (answer,) = server.await_messages(AN, 1)
    assert entity(answer, "bold") == "Bùi Tiến Lực"
    assert "Bùi Tiến Lực chủ trì" in entity(answer, "blockquote")
    assert "Báo Hòa Bình · 11/4/2024" in answer["text"]
    assert not server.world.refused()


def test_start_and_help_speak_both_languages(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    server.write(AN, "/start")
    (welcome,) = server.await_messages(AN, 1)
    assert "Xin chào" in welcome["text"] and "Hello" in welcome["text"] and "/nguon" in welcome["text"]
    assert welcome["text"].index("Xin chào") < welcome["text"].index("Hello")
    server.write(Person(13, language_code="en"), "/help")
    (help_,) = server.await_messages(Person(13), 1)
    assert help_["text"].index("Hello") < help_["text"].index("Xin chào")


def test_an_undiacritised_and_an_english_question(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    server.write(AN, "ai chu tri hoi nghi o kim boi")
    server.write(BINH, "who was at Kim Bôi the hội nghị")
    assert "Bùi Tiến Lực" in server.await_messages(AN, 1)[0]["text"]
    assert server.await_messages(BINH, 1)[0]["text"]


def test_no_answer_shows_the_nearest_passages(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    server.write(AN, "Giá vàng?")
    (declined,) = server.await_messages(AN, 1)
    assert declined["text"].startswith("Các báo cáo không nêu")
    assert [e["type"] for e in declined["entities"]].count("blockquote") == 3


def test_groups_answer_only_what_is_meant_for_the_bot(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    server.write(AN, "chào cả nhà", GROUP)
    server.write(AN, "@someone_else Ai chủ trì ở Kim Bôi?", GROUP)
    server.write(AN, "/hoi@other_bot Ai chủ trì ở Kim Bôi?", GROUP)
    asked = server.write(AN, f"@danvan_bot, {QUESTION}", GROUP)
    (answer,) = server.await_messages(GROUP, 1)
    assert answer["reply_to_message"]["message_id"] == asked["message_id"]
    assert entity(answer, "bold") == "Bùi Tiến Lực"
    server.write(BINH, f"/hoi {QUESTION}", GROUP)
    server.write(BINH, f"/hoi@danvan_bot {QUESTION}", GROUP)
    server.await_messages(GROUP, 3)
    server.write(BINH, QUESTION, GROUP, reply_to=answer)
    assert len(server.await_messages(GROUP, 4)) == 4


def test_a_topic_is_answered_in_its_thread(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    server.write(AN, f"@DANVAN_BOT {QUESTION}", FORUM, thread=77)
    (answer,) = server.await_messages(FORUM, 1)
    assert answer["message_thread_id"] == 77


def test_nothing_leaks_from_one_person_or_chat_to_another(server: TelegramServer, start_bot: StartBot) -> None:
    engine = BotEngine()
    start_bot(engine)
    server.write(AN, f"/hoi {QUESTION}", GROUP)
    server.await_messages(GROUP, 1)
    server.write(BINH, "/hoi Còn ai phát biểu hội nghị?", GROUP)
    server.await_messages(GROUP, 2)
    server.write(AN, "Còn ai phát biểu hội nghị?")
    server.await_messages(AN, 1)
    server.write(AN, "/hoi Còn ai phát biểu hội nghị?", GROUP)
    server.await_messages(GROUP, 3)
    assert [focus is not None for _, focus in engine.asked] == [False, False, False, True]
    server.write(BINH, "/nguon")
    assert "Chưa có nguồn" in server.await_messages(BINH, 1)[0]["text"]


def test_an_edited_question_is_answered_in_place(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    asked = server.write(AN, "Giá vàng?")
    (declined,) = server.await_messages(AN, 1)
    server.edit(asked, QUESTION)
    server.await_(lambda: "Bùi Tiến Lực" in server.world.bot_messages(AN.id)[0]["text"])
    (answer,) = server.seen(AN)
    assert answer["message_id"] == declined["message_id"]
    assert len(server.world.effective("sendMessage")) == 1


def test_a_group_question_that_gains_its_mention_by_an_edit(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    asked = server.write(AN, QUESTION, GROUP)
    server.edit(asked, f"@danvan_bot {QUESTION}")
    assert "Bùi Tiến Lực" in server.await_messages(GROUP, 1)[0]["text"]


def test_one_chat_is_answered_in_order_and_holds_up_no_other(server: TelegramServer, start_bot: StartBot) -> None:
    engine = BotEngine()
    engine.slow_on = {"chậm": 3.0}
    start_bot(engine)
    slow = server.write(AN, f"chậm {QUESTION}")
    quick = server.write(AN, QUESTION)
    server.write(BINH, QUESTION)
    server.await_messages(BINH, 1, 2.8)
    assert not server.seen(AN)
    server.await_messages(AN, 2)
    replies = [c.params["reply_parameters"] for c in server.world.effective("sendMessage")]
    assert [str(m["message_id"]) in r for m, r in zip((slow, quick), replies[1:], strict=True)] == [True, True]


def test_typing_shows_while_it_works(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(BotEngine(delay=0.8))
    server.write(AN, f"@danvan_bot {QUESTION}", FORUM, thread=5)
    server.await_messages(FORUM, 1)
    (typing,) = server.world.effective("sendChatAction")
    assert typing.params["action"] == "typing" and typing.params["message_thread_id"] == "5"


def test_cancelling_gives_up_what_is_not_sent(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(BotEngine(delay=2.5))
    server.write(AN, QUESTION)
    server.write(AN, QUESTION)
    server.write(BINH, QUESTION)
    server.await_(lambda: len(server.world.handed_out) == 3)
    server.write(AN, "/huy")
    (said,) = server.await_messages(AN, 1)
    assert "2" in said["text"]
    server.await_messages(BINH, 1)
    server.write(AN, "/cancel")
    assert "Không có câu hỏi nào" in server.await_messages(AN, 2)[1]["text"]
    assert len(server.seen(AN)) == 2


def test_the_conversation_goes_on_until_moi(server: TelegramServer, start_bot: StartBot) -> None:
    engine = BotEngine()
    start_bot(engine)
    server.write(AN, QUESTION)
    server.write(AN, "/nguon")
    server.write(AN, "/moi")
    server.write(AN, "/nguon")
    server.write(AN, "/tailieu")
    texts = [m["text"] for m in server.await_messages(AN, 5)]
    assert texts[1].startswith("Nguồn cho câu hỏi") and "reply_markup" not in server.seen(AN)[1]
    assert texts[2].startswith("Đã quên") and texts[3].startswith("Chưa có nguồn") and "2 báo cáo" in texts[4]


def test_what_is_no_text_is_refused_kindly_and_unknown_commands_are_named(
    server: TelegramServer, start_bot: StartBot
) -> None:
    start_bot()
    server._write(
        AN,
        None,
        {
            "sticker": {
                "file_id": "x",
                "file_unique_id": "x",
                "width": 1,
                "height": 1,
                "type": "regular",
                "is_animated": False,
                "is_video": False,
            }
        },
        None,
        None,
    )
    server.write(AN, "/khongco")
    first, second = server.await_messages(AN, 2)
    assert "tin nhắn chữ" in first["text"] and "/khongco" in second["text"]


def test_a_failing_engine_is_said_and_logged(server: TelegramServer, start_bot: StartBot) -> None:
    class Broken(BotEngine):
        def ask(self, text: str, **_: object) -> object:  # type: ignore[override]
            raise RuntimeError("boom")

    start_bot(Broken())
    server.write(AN, QUESTION)
    assert "Có lỗi ngoài dự kiến" in server.await_messages(AN, 1)[0]["text"]


def test_a_group_that_becomes_a_supergroup_meanwhile(server: TelegramServer, start_bot: StartBot) -> None:
    group, supergroup = Chat(-55, "group"), Chat(-1_000_000_100_555, "supergroup")
    start_bot()
    server.write(AN, "x", supergroup)
    server.world.migrated[group.id] = supergroup.id
    server.write(AN, f"/hoi {QUESTION}", group)
    assert "Bùi Tiến Lực" in server.await_messages(supergroup, 1)[0]["text"]


def test_an_answer_never_mixes_two_indexes(server: TelegramServer, start_bot: StartBot) -> None:
    class SwappedMeanwhile(EchoEngine):
        def report(self, id: str) -> Report:
            if self.generation == 1:
                self.generation = 2
            return super().report(id)

    start_bot(SwappedMeanwhile(0.0))
    server.write(AN, "câu")
    text = server.await_messages(AN, 1)[0]["text"]
    assert "Chỉ mục 2" in text and "Thế hệ 2" in text
