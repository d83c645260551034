"""Follow-ups, commands, and that nothing passes from one conversation to another."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot import plain
from bot.conversation import COMMANDS, Command, Conversation, ConversationKey, parse
from bot.presentation import Found, Reply, Source
from retrieval.errors import StoreError
from retrieval.records import Answer, Focus, Language
from tests.fakes import KIM_BOI, LAC_SON, FakeEngine

ME, OTHER = ConversationKey(1, 1), ConversationKey(1, 2)
CHAIR = "Ai chủ trì hội nghị ở Kim Bôi?"


class Clock:
    """Seconds that pass when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def conversation(engine: FakeEngine) -> Conversation:
    return Conversation(engine)


def said(reply: Reply) -> str:
    return plain.paint(reply)


def test_a_question_is_answered(conversation: Conversation) -> None:
    assert Found("Bùi Tiến Lực") in conversation.reply(ME, CHAIR).parts


def test_the_next_question_knows_the_report_and_the_question_before(
    conversation: Conversation, engine: FakeEngine
) -> None:
    conversation.reply(ME, CHAIR)
    conversation.reply(ME, "Còn ai phát biểu nữa?")
    assert engine.asked == [(CHAIR, None), ("Còn ai phát biểu nữa?", Focus(KIM_BOI.id, CHAIR))]


def test_each_chat_and_each_user_is_apart(conversation: Conversation, engine: FakeEngine) -> None:
    conversation.reply(ME, CHAIR)
    for key in (OTHER, ConversationKey(2, 1)):
        conversation.reply(key, "Còn ai phát biểu nữa?")
    assert [focus for _, focus in engine.asked] == [None, None, None]
    assert "chưa có nguồn" in said(conversation.reply(ConversationKey(2, 2), "/nguon")).lower()


def test_a_declined_question_leaves_what_the_conversation_is_about(conversation: Conversation) -> None:
    conversation.reply(ME, CHAIR)
    assert conversation.reply(ME, "Giá vàng?").answer is not None
    assert conversation.focus(ME) == Focus(KIM_BOI.id, CHAIR)


@pytest.mark.parametrize("command", ["/moi", "/new", "/MOI@danvan_bot"])
def test_moi_forgets(conversation: Conversation, command: str) -> None:
    conversation.reply(ME, CHAIR)
    conversation.reply(ME, command)
    assert conversation.focus(ME) is None
    assert "chưa có nguồn" in said(conversation.reply(ME, "/nguon")).lower()


def test_what_is_too_old_is_forgotten(engine: FakeEngine) -> None:
    clock = Clock()
    conversation = Conversation(engine, clock, age=60)
    conversation.reply(ME, CHAIR)
    clock.now = 60
    assert conversation.focus(ME) is not None
    clock.now = 61
    assert conversation.focus(ME) is None


def test_only_so_many_conversations_are_remembered(engine: FakeEngine) -> None:
    conversation = Conversation(engine, most=2)
    first, second, third = (ConversationKey(chat, chat) for chat in range(3))
    for key in (first, second, first, third):
        conversation.reply(key, CHAIR)
    assert [conversation.focus(key) is not None for key in (first, second, third)] == [True, False, True]


def test_a_focus_outlives_a_restart(conversation: Conversation, engine: FakeEngine) -> None:
    focus = Focus(LAC_SON.id, "Ai trao giấy khen?")
    conversation.remember(ME, focus)
    conversation.reply(ME, CHAIR)
    assert engine.asked[-1] == (CHAIR, focus)


def test_nguon_shows_the_passages_of_the_last_answer(conversation: Conversation) -> None:
    conversation.reply(ME, CHAIR)
    reply = conversation.reply(ME, "/nguon")
    assert CHAIR in said(reply)
    assert KIM_BOI.id in [part.report for part in reply.parts if isinstance(part, Source)]


def test_tai_lieu_lists_the_reports(conversation: Conversation) -> None:
    for command in ("/tai-lieu", "/tailieu", "/tài-liệu"):
        assert said(conversation.reply(ME, command)).startswith("Có 2 báo cáo:")
    assert said(conversation.reply(ME, "/reports")).startswith("There are 2 reports:")


def test_tai_lieu_with_a_name_or_a_part_of_a_title_shows_that_report(conversation: Conversation) -> None:
    for wanted in (LAC_SON.id, "lac son", "Tổng kết"):
        assert "Huyện có 78 mô hình." in said(conversation.reply(ME, f"/tai-lieu {wanted}"))
    assert said(conversation.reply(ME, "/tai-lieu xyz")).startswith("Không có báo cáo nào")
    assert said(conversation.reply(ME, "/reports xyz")).startswith("There is no report")


def test_a_part_that_several_reports_share_lists_them(conversation: Conversation) -> None:
    assert said(conversation.reply(ME, "/reports o")).startswith("There are 2 reports:")


def test_help_is_in_both_languages(conversation: Conversation) -> None:
    for command in ("/help", "/start"):
        text = said(conversation.reply(ME, command))
        assert "Hãy hỏi" in text
        assert "Ask about" in text


def test_help_names_every_command_that_it_should(conversation: Conversation) -> None:
    text = said(conversation.reply(ME, "/help"))
    assert {name for name in COMMANDS if name not in text} == {"/tai-lieu", "/hoi", "/ask", "/start"}


def test_an_unknown_command_says_where_help_is(conversation: Conversation, engine: FakeEngine) -> None:
    assert said(conversation.reply(ME, "/abc x")) == "Không có lệnh /abc. Gõ /help để xem hướng dẫn."
    assert engine.asked == []


def test_hoi_asks(conversation: Conversation, engine: FakeEngine) -> None:
    conversation.reply(ME, f"/hoi {CHAIR}")
    assert engine.asked == [(CHAIR, None)]
    assert "/help" in said(conversation.reply(ME, "/hoi"))


@pytest.mark.parametrize("text", ["", "  \n"])
def test_nothing_asked_is_nothing_looked_up(conversation: Conversation, engine: FakeEngine, text: str) -> None:
    assert "/help" in said(conversation.reply(ME, text))
    assert engine.asked == []


def test_commands_are_parsed_once() -> None:
    assert parse(" /nguon ") == parse("/Nguồn")
    assert parse("/hoi@bot  ai?").text == "ai?"
    assert parse("/hoi\nai?").text == "ai?"
    assert parse("Ai?").command is Command.ASK
    assert parse("who spoke?").language is Language.ENGLISH


def test_an_error_becomes_a_reply(conversation: Conversation, engine: FakeEngine) -> None:
    def broken(*_: object, **__: object) -> Answer:
        raise StoreError("damaged")

    engine.ask = broken  # type: ignore[method-assign]
    assert "danvan rebuild" in said(conversation.reply(ME, CHAIR))


def test_many_threads_keep_their_conversations_apart(conversation: Conversation) -> None:
    keys = [ConversationKey(chat, chat) for chat in range(50)]
    questions = [CHAIR if key.chat % 2 else "Bà nào trao giấy khen?" for key in keys]  # type: ignore[operator]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(conversation.reply, keys * 4, questions * 4))
    for key, question in zip(keys, questions, strict=True):
        focus = conversation.focus(key)
        assert focus is not None
        assert focus.question == question
