"""The server is as strict as Telegram: what it must refuse, it refuses, and the limits hold."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from tests.telegram_server import Chat, Fault, Faults, Limits, Person, TelegramServer
from tests.telegram_server.limits import Window, unlimited

AN = Person(11)
GROUP = Chat(-1_000_000_100_500, "supergroup")


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(limits=unlimited()) as running:
        yield running


def call(server: TelegramServer, method: str, token: str | None = None, **params: Any) -> dict[str, Any]:
    form = {k: v if isinstance(v, str | int) else json.dumps(v) for k, v in params.items()}
    answer = httpx.post(f"{server.base_url}{token or server.token}/{method}", data=form, timeout=5)
    body: dict[str, Any] = answer.json()
    assert answer.status_code == body.get("error_code", 200)
    return body


def refusal(server: TelegramServer, method: str, **params: Any) -> str:
    body = call(server, method, **params)
    assert not body["ok"], body
    return f"{body['error_code']} {body['description']}"


def test_tokens(server: TelegramServer) -> None:
    assert call(server, "getMe")["result"]["username"] == "danvan_bot"
    assert call(server, "getMe", "424242:wrong")["error_code"] == 401
    assert call(server, "getMe", "nonsense")["error_code"] == 404
    assert call(server, "noSuchMethod")["error_code"] == 404


def test_updates_are_handed_out_until_their_offset_is_passed(server: TelegramServer) -> None:
    first = server.write(AN, "một")["update_id"]
    server.write(AN, "hai")
    ids = [u["update_id"] for u in call(server, "getUpdates")["result"]]
    assert ids == [first, first + 1]
    assert len(call(server, "getUpdates")["result"]) == 2
    assert [u["update_id"] for u in call(server, "getUpdates", offset=first + 1)["result"]] == [first + 1]
    assert call(server, "getUpdates", offset=first + 2)["result"] == []


def test_a_long_poll_ends_with_news_or_with_its_time(server: TelegramServer) -> None:
    began = time.monotonic()
    assert call(server, "getUpdates", timeout=1)["result"] == []
    assert 0.9 < time.monotonic() - began < 2
    threading.Timer(0.2, lambda: server.write(AN, "chào")).start()
    began = time.monotonic()
    assert len(call(server, "getUpdates", timeout=4)["result"]) == 1
    assert time.monotonic() - began < 1


def test_two_pollers_are_in_conflict(server: TelegramServer) -> None:
    answers: list[dict[str, Any]] = []
    first = threading.Thread(target=lambda: answers.append(call(server, "getUpdates", timeout=3)))
    first.start()
    server.await_(lambda: server.polls)
    call(server, "getUpdates", timeout=0)
    first.join(5)
    assert answers[0]["error_code"] == 409
    call(server, "setWebhook", url="http://127.0.0.1:1/x")
    assert refusal(server, "getUpdates").startswith("409")


@pytest.mark.parametrize(
    ("text", "entities", "why"),
    [
        ("", [], "empty"),
        (" \n ", [], "empty"),
        ("x" * 4097, [], "too long"),
        ("😀" * 2049, [], "too long"),
        ("abc", [{"type": "bold", "offset": 1, "length": 3}], "BOUNDS"),
        ("abc", [{"type": "bold", "offset": 0, "length": 0}], "BOUNDS"),
        ("a😀b", [{"type": "bold", "offset": 2, "length": 1}], "surrogate"),
        ("a😀b", [{"type": "bold", "offset": 0, "length": 2}], "surrogate"),
        ("abcd", [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 2}], "overlap"),
        (
            "abcd",
            [{"type": "blockquote", "offset": 0, "length": 4}, {"type": "blockquote", "offset": 1, "length": 1}],
            "nested",
        ),
        ("abcd", [{"type": "loud", "offset": 0, "length": 2}], "entities"),
        ("abc", [{"type": "bold", "offset": 0, "length": 1}] * 101, "many"),
    ],
)
def test_texts_that_are_refused(server: TelegramServer, text: str, entities: list[Any], why: str) -> None:
    server.write(AN, "chào")
    assert why in refusal(server, "sendMessage", chat_id=AN.id, text=text, entities=entities)


def test_texts_that_just_fit(server: TelegramServer) -> None:
    server.write(AN, "chào")
    entities = [{"type": "blockquote", "offset": 0, "length": 4096}, {"type": "bold", "offset": 2, "length": 2}]
    assert call(server, "sendMessage", chat_id=AN.id, text="😀" * 2048, entities=entities)["ok"]


@pytest.mark.parametrize("text", ["<b>a", "a & b", "<x>a</x>", "<b><i>a</b></i>", "a < b"])
def test_html_that_cannot_be_read(server: TelegramServer, text: str) -> None:
    server.write(AN, "chào")
    assert "can't" in refusal(server, "sendMessage", chat_id=AN.id, text=text, parse_mode="HTML")


def test_html_is_measured_after_entities(server: TelegramServer) -> None:
    server.write(AN, "chào")
    text = f"<b>{'x' * 4090}</b>&lt;😀"
    sent = call(server, "sendMessage", chat_id=AN.id, text=text, parse_mode="HTML")["result"]
    assert sent["text"] == "x" * 4090 + "<😀" and sent["entities"] == [{"type": "bold", "offset": 0, "length": 4090}]


def test_chats_replies_threads_and_buttons(server: TelegramServer) -> None:
    assert "chat not found" in refusal(server, "sendMessage", chat_id=999, text="x")
    message = server.write(AN, "chào", GROUP)
    assert "replied not found" in refusal(
        server, "sendMessage", chat_id=GROUP.id, text="x", reply_parameters={"message_id": 1}
    )
    assert "thread not found" in refusal(server, "sendMessage", chat_id=GROUP.id, text="x", message_thread_id=5)
    assert "can't be edited" in refusal(
        server, "editMessageText", chat_id=GROUP.id, message_id=message["message_id"], text="x"
    )
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "đ" * 33}]]}
    assert "BUTTON_DATA" in refusal(server, "sendMessage", chat_id=GROUP.id, text="x", reply_markup=keyboard)
    sent = call(server, "sendMessage", chat_id=GROUP.id, text="x")["result"]
    assert "not modified" in refusal(
        server, "editMessageText", chat_id=GROUP.id, message_id=sent["message_id"], text="x"
    )
    server.world.blocked.add(AN.id)
    server.write(AN, "chào")
    assert refusal(server, "sendMessage", chat_id=AN.id, text="x").startswith("403")


def test_supergroups_number_for_themselves_and_all_other_chats_together(server: TelegramServer) -> None:
    here = [server.write(AN, "x"), server.write(Person(12), "x"), server.write(AN, "x", Chat(-5, "group"))]
    there = [server.write(AN, "x", GROUP), server.write(AN, "x", Chat(GROUP.id - 1, "channel"))]
    first, alone = here[0]["message_id"], there[0]["message_id"]
    assert [m["message_id"] for m in here] == [first, first + 1, first + 2]
    assert [m["message_id"] for m in there] == [alone, alone]
    assert call(server, "sendMessage", chat_id=AN.id, text="x")["result"]["message_id"] == first + 3
    with pytest.raises(AssertionError):
        Chat(-100, "supergroup")


def test_what_may_be_edited_and_what_changes_nothing(server: TelegramServer) -> None:
    asked = server.write(AN, "chào")
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    bold = [{"type": "bold", "offset": 0, "length": 1}]
    same = {"chat_id": AN.id, "text": "x", "entities": bold, "reply_markup": keyboard}
    sent = call(server, "sendMessage", **same)["result"]
    same["message_id"] = sent["message_id"]
    assert refusal(server, "editMessageText", **same) == (
        "400 Bad Request: message is not modified: specified new message content and reply markup are exactly the "
        "same as a current content and reply markup of the message"
    )
    for other in ("text", "entities", "reply_markup"):
        changed = {k: v for k, v in same.items() if k != other} | ({"text": "y"} if other == "text" else {})
        assert "edit_date" in call(server, "editMessageText", **changed)["result"]
        call(server, "editMessageText", **same)
    for number, why in (
        (asked["message_id"], "message can't be edited"),
        (sent["message_id"] + 1, "message to edit not found"),
        (0, "message identifier is not specified"),
    ):
        assert refusal(server, "editMessageText", **{**same, "message_id": number}).endswith(why)
    server.write(Person(12), "chào")
    assert "not found" in refusal(server, "editMessageText", **{**same, "chat_id": 12})
    assert "no caption" in refusal(server, "editMessageCaption", chat_id=AN.id, message_id=sent["message_id"])
    prompt = call(server, "sendMessage", chat_id=AN.id, text="x", reply_markup={"force_reply": True})["result"]
    assert "can't be edited" in refusal(
        server, "editMessageText", chat_id=AN.id, message_id=prompt["message_id"], text="y"
    )


def test_queries(server: TelegramServer) -> None:
    query = server.ask_inline(AN, "Kim Bôi")

    def results(count: int, name: str = "{}") -> list[dict[str, Any]]:
        return [
            {"type": "article", "id": name.format(i), "title": "t", "input_message_content": {"message_text": "x"}}
            for i in range(count)
        ]

    assert "TOO_MUCH" in refusal(server, "answerInlineQuery", inline_query_id=query, results=results(51))
    assert "DUPLICATE" in refusal(server, "answerInlineQuery", inline_query_id=query, results=results(2, "a"))
    assert call(server, "answerInlineQuery", inline_query_id=query, results=results(50))["ok"]
    assert "too old" in refusal(server, "answerInlineQuery", inline_query_id=query, results=[])
    assert "too old" in refusal(server, "answerCallbackQuery", callback_query_id="never")


def test_commands(server: TelegramServer) -> None:
    def command(name: str) -> list[dict[str, str]]:
        return [{"command": name, "description": "d"}]

    assert "COMMAND_INVALID" in refusal(server, "setMyCommands", commands=command("tai-lieu"))
    assert "LANGUAGE" in refusal(server, "setMyCommands", commands=command("a"), language_code="vie")
    assert "Scope" in refusal(server, "setMyCommands", commands=command("a"), scope={"type": "all"})
    assert call(server, "setMyCommands", commands=command("tailieu"), language_code="vi")["ok"]


def test_limits_of_a_chat_a_group_and_all() -> None:
    now = [0.0]
    limits = Limits(clock=lambda: now[0])
    assert [limits.take(1), limits.take(1), limits.take(2)] == [0, 1, 0]
    now[0] = 1.01
    assert limits.take(1) == 0
    for chat in range(10, 39):
        assert limits.take(chat) == 0
    assert limits.take(50) == 1
    for second in range(20):
        now[0] = 100.0 + 1.1 * second
        assert limits.take(-5) == 0
    now[0] += 1.1
    assert limits.take(-5) == 38
    assert limits.refused == 3


def test_a_429_says_how_long(server: TelegramServer) -> None:
    server.limits = Limits(chat=Window(1, 1.0))
    server.write(AN, "chào")
    assert call(server, "sendMessage", chat_id=AN.id, text="x")["ok"]
    body = call(server, "sendMessage", chat_id=AN.id, text="x")
    assert body["error_code"] == 429 and body["parameters"] == {"retry_after": 1}


def test_faults_befall_a_reproducible_share() -> None:
    draws = [[Faults(0.05, seed).draw("sendMessage")[0] for _ in range(1)] for seed in (1, 1)]
    assert draws[0] == draws[1]
    faults = Faults(0.05, 7, after=0.5)
    drawn = [faults.draw("sendMessage") for _ in range(4000)]
    assert 150 < sum(fault is not None for fault, _ in drawn) < 250
    assert {fault for fault, _ in drawn} == {None, *Fault}
    assert {fault for fault, effective in drawn if fault and effective} == set(Fault) - {Fault.TOO_MANY}


@pytest.mark.parametrize(("fault", "error"), [(Fault.RESET, httpx.NetworkError), (Fault.TIME_OUT, httpx.ReadTimeout)])
def test_a_call_that_takes_effect_and_is_never_answered(fault: Fault, error: type[Exception]) -> None:
    with TelegramServer(faults=Faults(1.0, after=1.0, kinds=(fault,)), limits=unlimited()) as server:
        server.write(AN, "chào")
        with pytest.raises((error, httpx.RemoteProtocolError)):
            httpx.post(
                f"{server.base_url}{server.token}/sendMessage", data={"chat_id": AN.id, "text": "x"}, timeout=0.5
            )
        assert [m["text"] for m in server.seen(AN)] == ["x"]


def test_files(server: TelegramServer) -> None:
    sent = server.send_file(AN, "a.txt", b"noi dung")
    path = call(server, "getFile", file_id=sent["document"]["file_id"])["result"]["file_path"]
    assert httpx.get(f"{server.base_file_url}{server.token}/{path}").content == b"noi dung"
    assert httpx.get(f"{server.base_file_url}wrong/{path}").status_code == 404
    answer = httpx.post(
        f"{server.base_url}{server.token}/sendDocument",
        data={"chat_id": AN.id, "caption": "x"},
        files={"document": ("b.txt", b"2")},
    )
    assert answer.json()["result"]["document"]["file_name"] == "b.txt"


def test_webhook_posts_carry_the_secret_and_come_again_until_accepted(server: TelegramServer) -> None:
    seen: list[tuple[str | None, int]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            seen.append((self.headers.get("X-Telegram-Bot-Api-Secret-Token"), body["update_id"]))
            self.send_response(200 if len(seen) > 1 else 503)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    hook = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    assert "HTTPS" in refusal(server, "setWebhook", url="http://example.org/x")
    call(server, "setWebhook", url=f"http://127.0.0.1:{hook.server_port}/x", secret_token="s3cret")
    update = server.write(AN, "chào")["update_id"]
    server.await_(lambda: not server.world.updates)
    assert seen == [("s3cret", update), ("s3cret", update)] and len(server.webhook_failures) == 1
    hook.shutdown()


def test_it_listens_on_loopback_alone(server: TelegramServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=1):
        pass
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.2", server.port), timeout=1)
