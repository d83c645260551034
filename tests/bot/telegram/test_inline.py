"""Inline mode: the answer first, then the passages; personal and briefly cached."""

from __future__ import annotations

import time

from tests.bot.telegram.bench import BotEngine
from tests.bot.telegram.conftest import StartBot
from tests.fakes import KIM_BOI
from tests.telegram_server import Person, TelegramServer

AN = Person(11)


def answered(server: TelegramServer, query: str) -> dict:
    found: dict = server.await_(lambda: server.world.answered_inline.get(query))
    return found


def test_the_answer_comes_first_then_the_passages(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot()
    answer = answered(server, server.ask_inline(AN, "chủ trì Kim Bôi"))
    first, *passages = answer["results"]
    assert first["title"] == "Bùi Tiến Lực" and len(passages) == 5
    assert "blockquote" in str(first["input_message_content"]["entities"])
    assert answer["is_personal"] == "true" and int(answer["cache_time"]) == 60


def test_many_and_equal_passages_fit(server: TelegramServer, start_bot: StartBot) -> None:
    reports = [KIM_BOI.__class__(f"{n}.txt", KIM_BOI.text, "Tên rất dài " * 40, "4" * 64) for n in range(60)]
    engine = BotEngine(*reports)
    ask = engine.ask
    engine.ask = lambda text, **_: ask(text, top_k=70)  # type: ignore[method-assign]
    start_bot(engine)
    assert len(answered(server, server.ask_inline(AN, "chủ trì Kim Bôi"))["results"]) == 50
    assert len(answered(server, server.ask_inline(AN, ""))["results"]) == 50


def test_a_query_overtaken_by_the_next_letter_is_dropped(server: TelegramServer, start_bot: StartBot) -> None:
    engine = BotEngine(delay=0.4)
    start_bot(engine)
    for text in ("chủ", "chủ trì", "chủ trì Kim", "chủ trì Kim Bôi"):
        last = server.ask_inline(AN, text)
    answered(server, last)
    time.sleep(0.2)
    assert len(engine.asked) <= 2


def test_where_access_is_restricted_strangers_are_shown_the_way(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(access="allowlist", allowed=(AN.id,))
    assert int(answered(server, server.ask_inline(AN, "Kim Bôi hội nghị"))["cache_time"]) == 5
    refused = answered(server, server.ask_inline(Person(12), "Kim Bôi"))
    assert refused["results"] == [] and "start_parameter" in refused["button"]
