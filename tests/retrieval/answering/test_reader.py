"""Spans from logits made by hand: whole words, without the punctuation around them, the best first."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.reader import Reading, SpanReader, glossed
from retrieval.encoders.compiled import CompiledEncoder
from retrieval.settings import Settings

PASSAGE = "Sáng 11/4, ông Bùi Tiến Lực (Trưởng Ban) chủ trì."


def reading(pieces: list[tuple[str, float, float]], null: float = 0.0, passage: str = PASSAGE) -> Reading:
    """Pieces of the passage in order, each with its logits as a start and as an end."""
    offsets, at = [], 0
    for text, _, _ in pieces:
        at = passage.index(text, at)
        offsets.append((at, at + len(text)))
        at += len(text)
    starts, ends = ([one[place] for one in pieces] for place in (1, 2))
    return Reading(
        passage, np.asarray(starts, np.float32), np.asarray(ends, np.float32), null, np.asarray(offsets, np.int64)
    )


def test_the_best_span_comes_first_with_its_margin_over_nothing() -> None:
    found = reading([("Bùi", 5, 0), ("Tiến", 1, 1), ("Lực", 0, 4)], null=3).best()
    assert PASSAGE[found[0].start : found[0].end] == "Bùi Tiến Lực"
    assert found[0].margin == pytest.approx(5 + 4 - 3)
    assert [one.margin for one in found] == sorted((one.margin for one in found), reverse=True)


def test_pieces_of_words_are_widened_to_whole_ones() -> None:
    found = reading([("ù", 5, 0), ("ự", 0, 5)]).best()
    assert PASSAGE[found[0].start : found[0].end] == "Bùi Tiến Lực"


def test_punctuation_around_is_left_out_but_not_a_bracket_that_closes() -> None:
    found = reading([(" 11", 5, 0), ("/4,", 0, 5)]).best()
    assert PASSAGE[found[0].start : found[0].end] == "11/4"
    found = reading([("Lực", 5, 0), ("Ban)", 0, 5)]).best()
    assert PASSAGE[found[0].start : found[0].end] == "Lực (Trưởng Ban)"


def test_spans_are_distinct_and_few() -> None:
    words = [(word, float(n), float(n)) for n, word in enumerate(PASSAGE.split())]
    found = reading(words).best()
    assert len({(one.start, one.end) for one in found}) == len(found) == 8
    assert all(one.start < one.end for one in found)


def test_a_span_does_not_run_on_forever() -> None:
    passage = " ".join(f"w{n}" for n in range(60))
    pieces = [(word, 9.0 if n == 0 else -9.0, 9.0 if n == 59 else -9.0) for n, word in enumerate(passage.split())]
    assert all(len(passage[one.start : one.end].split()) <= 40 for one in reading(pieces, passage=passage).best())


def test_any_stretch_has_a_margin_where_it_was_read() -> None:
    one = reading([("Bùi", 5, 0), ("Tiến", 1, 1), ("Lực", 0, 4)], null=3)
    start = PASSAGE.index("Bùi")
    assert one.margin(start, start + 12) == pytest.approx(6)
    assert one.margin(start, start + 3) == pytest.approx(5 + 0 - 3)
    assert one.margin(0, 4) is None


def test_a_span_over_several_lines_is_for_lists_alone() -> None:
    passage = "Chiều 19.1\nÔng Tám dự"
    lines = reading([("19", 5, 0), ("1", 0, 3), ("Ông", 0, 4)], passage=passage)
    assert all("\n" not in passage[one.start : one.end] for one in lines.best())
    first = lines.best(across_lines=True)[0]
    assert passage[first.start : first.end] == "19.1\nÔng"


def test_nothing_read_gives_nothing() -> None:
    empty = Reading("", np.zeros(0, np.float32), np.zeros(0, np.float32), 0.0, np.zeros((0, 2), np.int64))
    assert empty.best() == []
    assert empty.margin(0, 0) is None


@given(st.text(alphabet="ab (),.“”", min_size=1, max_size=30), st.data())
def test_spans_lie_inside_and_are_stripped(passage: str, data: st.DataObject) -> None:
    count = len(passage)
    logits = st.lists(st.floats(-5, 5, width=32), min_size=count, max_size=count)
    offsets = np.asarray([(n, n + 1) for n in range(count)], np.int64)
    starts, ends = (np.asarray(data.draw(logits), np.float32) for _ in range(2))
    for one in Reading(passage, starts, ends, 0.0, offsets).best():
        text = passage[one.start : one.end]
        assert text
        assert text == text.strip(" .,“”")


def test_the_trained_reader_reads_what_fits_and_no_more(usual: Settings, encoder: CompiledEncoder) -> None:
    from retrieval.answering.opening import open_reader

    reader = open_reader(usual, encoder)
    assert isinstance(reader, SpanReader)
    passage = "Ngày 11/4, đồng chí Bùi Tiến Lực chủ trì hội nghị tại huyện Kim Bôi."
    told = reader.read("Ai chủ trì hội nghị?", passage)
    assert len(told.start) == len(told.end) == len(told.offsets) > 10
    assert (told.offsets[:, 1] <= len(passage)).all()
    best = told.best()[0]
    assert "Lực" in passage[best.start : best.end]
    assert best.margin > reader.read("Ai phát minh ra bóng đèn?", passage).best()[0].margin
    long = reader.read("Ai chủ trì hội nghị?", " ".join([passage] * 40))
    assert len(long.start) < 448


def test_no_answer_stands_in_the_heading(usual: Settings, encoder: CompiledEncoder) -> None:
    from retrieval.answering.opening import open_reader

    reader = open_reader(usual, encoder)
    assert isinstance(reader, SpanReader)
    passage = "Hội nghị đã bàn nhiệm vụ quý II. Cùng dự có 45 đại biểu."
    told = reader.read("Có bao nhiêu đại biểu?", passage, "Giao ban dân vận với 99 đại biểu · 11/04/2024\n")
    assert (told.offsets >= 0).all() and (told.offsets[:, 1] <= len(passage)).all()
    assert passage[told.offsets[0][0] : told.offsets[-1][1]] == passage
    best = told.best()[0]
    assert "45" in passage[best.start : best.end]


def test_an_english_question_is_read_with_its_terms() -> None:
    assert glossed("Who chaired the meeting?", "chủ trì hội nghị") == "Who chaired the meeting? · chủ trì hội nghị"
    assert glossed("Who chaired the meeting?", "") == "Who chaired the meeting?"
