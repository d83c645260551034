"""Messages that were taken and never heard of stand there once; nobody else's message is touched."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut

from bot.telegram.finding import may_have_arrived
from retrieval.records import Report
from tests.bot.telegram.bench import EchoEngine
from tests.bot.telegram.conftest import StartBot
from tests.telegram_server import Chat, Fault, Person, PlannedFaults, TelegramServer

AN, BINH = Person(11), Person(12)
GROUP = Chat(-1_000_000_100_500, "supergroup")
LOST = (Fault.RESET, True)


def asked(server: TelegramServer, text: str, chat: Chat | Person = AN) -> dict[str, Any]:
    """A question of AN's, privately or in a group."""
    return server.write(AN, text) if chat is AN else server.write(AN, f"/hoi {text}", chat)  # type: ignore[arg-type]


def heard(server: TelegramServer, chat: Chat | Person = AN) -> list[str]:
    return [m["text"].split("\n")[0] for m in server.seen(chat)]


def second_fails(server: TelegramServer, *faults: tuple[Fault, bool]) -> None:
    """AN's first question is answered; the answer to the second meets the faults."""
    asked(server, "một")
    server.await_messages(AN, 1)
    server.faults = PlannedFaults(plan=list(faults))
    asked(server, "hai")


def settled(server: TelegramServer, count: int, chat: Chat | Person = AN) -> None:
    """Another question is answered: so whatever was asked before it in this chat is done with."""
    server.await_(lambda: not server.faults.plan)  # type: ignore[attr-defined]
    asked(server, "cuối", chat)
    server.await_(lambda: any("cuối" in m["text"] for m in server.world.bot_messages(chat.id)), 30)
    assert len(heard(server, chat)) == count + 1


def unseen(server: TelegramServer, person: Person, count: int, chat: Chat | None = None) -> None:
    """Messages that the bot does not get to see, though their ids count."""
    where = chat or Chat(person.id)
    server.act(lambda: [server.world.message_from(person, where, {"text": "chuyện khác"}) for _ in range(count)])


def untouched(server: TelegramServer) -> bool:
    """Whether no message of any chat was ever changed."""
    return not any("edit_date" in m for messages in server.world.messages.values() for m in messages.values())


@pytest.mark.parametrize("fault", [Fault.RESET, Fault.TIME_OUT, Fault.SERVER_ERROR])
@pytest.mark.parametrize("chat", [AN, GROUP, Chat(-77, "group")], ids=["private", "supergroup", "group"])
def test_a_message_that_was_taken_is_not_sent_again(
    server: TelegramServer, start_bot: StartBot, fault: Fault, chat: Chat | Person
) -> None:
    server.time_out_s = 1.0
    start_bot(EchoEngine(0.0), timeout=0.4)
    asked(server, "một", chat)
    server.await_messages(chat, 1)
    server.faults = PlannedFaults(plan=[(fault, True)])
    question = asked(server, "hai", chat)
    settled(server, 2, chat)
    assert heard(server, chat) == ["một", "hai", "cuối"] and untouched(server)
    # The bot knows the message: it is the one that changes with the question.
    lost = server.seen(chat)[1]["message_id"]
    server.edit(question, "hai bis" if chat is AN else "/hoi hai bis")
    server.await_(lambda: server.world.messages[chat.id][lost]["text"].startswith("hai bis"))


def test_other_chats_messages_in_between(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(EchoEngine(0.6))
    second_fails(server, LOST)
    unseen(server, BINH, 3)
    for number in range(5):
        server.write(Person(20 + number), "câu")
    settled(server, 2)
    assert heard(server) == ["một", "hai", "cuối"] and untouched(server)
    assert all(heard(server, Person(20 + number)) == ["câu"] for number in range(5))


def test_other_peoples_messages_in_between(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(EchoEngine(0.6))
    asked(server, "một", GROUP)
    server.await_messages(GROUP, 1)
    server.faults = PlannedFaults(plan=[LOST])
    asked(server, "hai", GROUP)
    unseen(server, BINH, 4, GROUP)
    settled(server, 2, GROUP)
    assert heard(server, GROUP) == ["một", "hai", "cuối"] and untouched(server)
    assert any("can't be edited" in str(call.error) for call in server.world.refused())


def test_the_first_part_of_a_long_answer(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(EchoEngine(0.0, " và một câu dài nữa." * 500))
    asked(server, "một")
    server.await_messages(AN, 3)
    server.faults = PlannedFaults(plan=[LOST, (Fault.RESET, False), LOST])
    asked(server, "hai")
    asked(server, "ba")
    sheets = server.await_messages(AN, 9)[3:6]
    assert " ".join(s["text"] for s in sheets).count("một câu dài nữa") == 500 and untouched(server)
    assert ["reply_markup" in s for s in sheets] == [False, False, True]


def test_a_document(server: TelegramServer, start_bot: StartBot) -> None:
    class Long(EchoEngine):
        def report(self, id: str) -> Report:
            return Report(id, "Toàn văn " * 1000, "Dài", "0" * 64)

    start_bot(Long(0.0))
    asked(server, "một")
    (answer,) = server.await_messages(AN, 1)
    server.faults = PlannedFaults(method="sendDocument", plan=[LOST])
    query = server.tap(AN, answer, 2)
    server.await_(lambda: query in server.world.answered_callbacks)
    assert ["document" in m for m in server.seen(AN)] == [False, True] and untouched(server)


def test_a_search_that_fails_goes_on(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(EchoEngine(0.0))
    asked(server, "một")
    server.await_messages(AN, 1)

    class Both(PlannedFaults):
        probes = PlannedFaults(method="editMessageText", plan=[(Fault.SERVER_ERROR, False), (Fault.TOO_MANY, False)])

        def draw(self, method: str) -> tuple[Fault | None, bool]:
            return self.probes.draw(method) if method == self.probes.method else super().draw(method)

    server.faults = Both(plan=[LOST])
    asked(server, "hai")
    settled(server, 2)
    assert heard(server) == ["một", "hai", "cuối"] and untouched(server) and not Both.probes.plan


def test_one_lost_twice(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(EchoEngine(0.0))
    asked(server, "một")
    server.await_messages(AN, 1)
    server.faults = PlannedFaults(plan=[(Fault.RESET, False), LOST])
    asked(server, "hai")
    settled(server, 2)
    assert heard(server) == ["một", "hai", "cuối"] and untouched(server)


def test_what_never_arrived_is_sent_again(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(EchoEngine(0.0))
    second_fails(server, (Fault.RESET, False))
    settled(server, 2)
    assert heard(server) == ["một", "hai", "cuối"] and untouched(server)
    assert 1 <= sum(call.method == "editMessageText" for call in server.world.calls) <= 8


def test_what_is_not_found_is_sent_again(server: TelegramServer, start_bot: StartBot) -> None:
    start_bot(EchoEngine(0.6))
    second_fails(server, LOST)
    unseen(server, BINH, 20)
    settled(server, 3)
    assert heard(server) == ["một", "hai", "hai", "cuối"] and untouched(server)
    assert sum(call.method == "editMessageText" for call in server.world.calls) <= 8


def test_messages_of_an_earlier_process_are_out_of_reach(server: TelegramServer, start_bot: StartBot) -> None:
    bot = start_bot(EchoEngine(0.0))
    for text in ("một", "hai"):
        asked(server, text, GROUP)
    server.await_messages(GROUP, 2)
    bot.stop()
    server.faults = PlannedFaults(plan=[LOST])
    start_bot(EchoEngine(0.0))
    asked(server, "ba", GROUP)
    settled(server, 4, GROUP)
    assert heard(server, GROUP) == ["một", "hai", "ba", "ba", "cuối"] and untouched(server)
    assert not any(call.method == "editMessageText" for call in server.world.calls)


def test_what_leaves_open_whether_it_was_done() -> None:
    def caused(error: NetworkError, cause: Exception) -> NetworkError:
        error.__cause__ = cause
        return error

    assert may_have_arrived(NetworkError("Internal Server Error"))
    assert may_have_arrived(caused(TimedOut(), httpx.ReadTimeout("")))
    assert not may_have_arrived(caused(TimedOut(), httpx.PoolTimeout("")))
    assert not may_have_arrived(caused(NetworkError("refused"), httpx.ConnectError("")))
    assert not may_have_arrived(BadRequest("no")) and not may_have_arrived(RetryAfter(1))
