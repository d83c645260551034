"""A reply in plain lines, with and without a terminal's bold."""

from __future__ import annotations

from bot import plain
from bot.presentation import Found, Quoted, Remark, Reply, Source, Text

REPLY = Reply(
    (
        Found("Bùi Tiến Lực"),
        Quoted("Đồng chí Bùi Tiến Lực chủ trì.", 9, 21),
        Source("Hội nghị", None, "11/4/2024", "a.txt"),
        Remark("Mức chắc chắn: cao"),
        Text("Hết"),
    )
)


def test_every_part_has_its_line() -> None:
    assert plain.paint(REPLY).split("\n") == [
        "Bùi Tiến Lực",
        "  “Đồng chí Bùi Tiến Lực chủ trì.”",
        "  — Hội nghị · 11/4/2024 [a.txt]",
        "  Mức chắc chắn: cao",
        "Hết",
    ]


def test_colours_mark_the_span_in_its_quote_and_change_no_letter() -> None:
    painted = plain.paint(REPLY, colours=True)
    assert "Đồng chí \x1b[1mBùi Tiến Lực\x1b[0m chủ trì" in painted
    without = painted.replace("\x1b[1m", "").replace("\x1b[2m", "").replace("\x1b[0m", "")
    assert without == plain.paint(REPLY)


def test_a_quote_without_a_span_is_not_marked() -> None:
    assert plain.paint(Reply((Quoted("abc"),)), colours=True) == "  “abc”"
