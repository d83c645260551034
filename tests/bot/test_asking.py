"""Questions of the command line over a fake engine: who reads what, and which lines are refused."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest

from bot import asking
from retrieval.errors import StoreError, UsageError
from tests.fakes import FakeEngine

CHAIR = "Ai chủ trì hội nghị ở Kim Bôi?"


def line(id: object, question: str) -> bytes:
    return json.dumps({"id": id, "question": question}).encode() + b"\n"


def test_a_person_reads_the_reply() -> None:
    out = io.StringIO()
    asking.answer(FakeEngine(), CHAIR, out)
    assert out.getvalue().startswith("Bùi Tiến Lực\n  “Ngày 11/4")


def test_lines_are_answered_one_by_one_as_they_come() -> None:
    out = io.StringIO()

    def lines() -> Iterator[bytes]:
        yield line("a", CHAIR)
        assert json.loads(out.getvalue())["id"] == "a"
        yield b"\n"
        yield line(2, "Giá vàng?")

    asking.answer_lines(FakeEngine(), lines(), out)
    told = [json.loads(each) for each in out.getvalue().splitlines()]
    assert [(each["id"], each["answer"] is None) for each in told] == [("a", False), (2, True)]


@pytest.mark.parametrize("bad", [b"{", b"[]", b'{"id": 1}', b'{"question": "x"}', b"\xff\xfe\xff"])
def test_a_bad_line_is_named_by_its_number(bad: bytes) -> None:
    out = io.StringIO()
    with pytest.raises(UsageError, match="line 2"):
        asking.answer_lines(FakeEngine(), [line("a", CHAIR), bad], out)
    assert json.loads(out.getvalue())["id"] == "a"


def test_an_error_while_answering_keeps_its_kind_and_gets_its_line() -> None:
    engine = FakeEngine()

    def broken(*_: object, **__: object) -> None:
        raise StoreError("the index is damaged")

    engine.ask = broken  # type: ignore[assignment]
    with pytest.raises(StoreError, match="line 1: the index is damaged"):
        asking.answer_lines(engine, [line("a", CHAIR)], io.StringIO())


def test_half_a_surrogate_pair_is_replaced() -> None:
    engine = FakeEngine()
    asking.answer(engine, "ai \udcff", io.StringIO())
    assert engine.asked == [("ai ?", None)]
