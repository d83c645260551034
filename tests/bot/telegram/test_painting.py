"""Whatever a reply holds, Telegram takes it: entities in range, nested, whole letters, 4,096 units."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.presentation import Found, Part, Quoted, Remark, Reply, Source, Text
from bot.telegram.painting import MOST, Mark, Painted, paint, shortened, split, units
from tests.telegram_server.entities import checked
from tests.telegram_server.entities import units as units_by_encoding

ODD = "😀👨‍👩‍👧‍👦🇻🇳e\u0301a\u0323\u0302<>&_*[]()~`#+-=|{}.!\\ \n\t\u200d\ufe0f\u00a0ệ“”…;Đ."
texts = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])), max_size=300)
long_texts = st.builds(lambda text, times: text * times, texts, st.integers(1, 60))


@st.composite
def quoted(draw: st.DrawFn) -> Quoted:
    text = draw(long_texts)
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return Quoted(text, start, end)


parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Text, long_texts),
    st.builds(Found, texts),
    quoted(),
    st.builds(Source, texts, st.none() | texts, st.none() | texts, texts),
    st.builds(Remark, texts),
)


def accepted(sheet: Painted) -> None:
    checked(sheet.text, [entity.to_dict() for entity in sheet.entities], None, MOST)


@settings(max_examples=150, deadline=None)
@given(st.lists(parts, max_size=6))
def test_every_message_is_accepted(given_parts: list[Part]) -> None:
    sheets = paint(Reply(tuple(given_parts)))
    assert sheets
    for sheet in sheets:
        accepted(sheet)


@settings(max_examples=150, deadline=None)
@given(long_texts, st.integers(2, 400))
def test_the_messages_together_are_the_text(text: str, most: int) -> None:
    sheets = split(text, most=most)
    joined = "".join("".join(sheet.text.split()) for sheet in sheets)
    assert joined == ("".join(text.split()) or "…")
    assert all(units(sheet.text) <= most for sheet in sheets)


@settings(max_examples=150, deadline=None)
@given(long_texts, st.data())
def test_marks_go_on_over_a_cut(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    marked = []
    for sheet in split(text, [Mark("bold", start, end)], most=data.draw(st.integers(2, 300))):
        encoded = sheet.text.encode("utf-16-le")
        for e in sheet.entities:
            marked.append(encoded[2 * e.offset : 2 * (e.offset + e.length)].decode("utf-16-le"))
    assert "".join("".join(piece.split()) for piece in marked) == "".join(text[start:end].split())


@given(texts, st.integers(2, 100))
def test_shortened(text: str, most: int) -> None:
    short = shortened(text, most)
    assert units(short) <= most
    assert short == text or short.endswith("…")


@given(st.text())
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == units_by_encoding(text)


def test_a_long_text_is_cut_between_sentences() -> None:
    sentence = "Đồng chí Bùi Tiến Lực, Trưởng ban, chủ trì hội nghị ngày 19.1 tại TP. Hòa Bình. "
    sheets = split(sentence * 120)
    assert len(sheets) == 3
    assert all(re.search(r"Hòa Bình\.$", sheet.text) for sheet in sheets)
    assert all(sheet.text.startswith("Đồng chí") for sheet in sheets)


def test_letters_are_not_torn_from_their_marks() -> None:
    family = "👨‍👩‍👧‍👦"
    for most in range(30, 60):
        for sheet in split(family * 40, most=most):
            assert not sheet.text.startswith("\u200d") and not sheet.text.endswith("\u200d")
        for sheet in split("e\u0301" * 100, most=most):
            assert sheet.text[0] == "e"


def test_many_marks_are_spread_over_messages() -> None:
    marks = [Mark("bold", 2 * i, 2 * i + 1) for i in range(250)]
    sheets = split("ab" * 250, marks)
    assert [len(sheet.entities) for sheet in sheets] == [100, 100, 50]
    for sheet in sheets:
        accepted(sheet)


def test_lone_surrogates_and_nul_are_replaced() -> None:
    (sheet,) = paint(Reply((Quoted("a\ud83d b\0c", 2, 4),)))
    accepted(sheet)
    assert sheet.text == "a\ufffd b\ufffdc"


def test_nothing_to_say_is_still_a_message() -> None:
    assert paint(Reply((Text("  "),))) == [Painted("…")]
