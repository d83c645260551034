"""Spans: whole words, offsets that hold, and crops that keep the answer."""

from __future__ import annotations

import random

import pytest
import torch

from retrieval.training.figures import auc, f1
from retrieval.training.pairs import Pair, cropped
from retrieval.training.reading import Encoded, batches, best_span, whole_words


@pytest.mark.parametrize(
    ("text", "inside", "whole"),
    [
        ("Ông Lê Văn Thế-Trưởng ban Dân vận chủ trì.", "Lê Văn Thế", "Lê Văn Thế"),
        ("Kế hoạch số 45-KH/TU, ngày 3/2.", "45", "45-KH/TU"),
        ("gần 74.000 suất quà", "000", "74.000"),
        ("tăng 12% so với", "12%", "12%"),
        ('phong trào "Dân vận khéo".', '"Dân vận khéo"', "Dân vận khéo"),
        ("tại huyện Mộc Châu, tỉnh", "ện Mộc Ch", "huyện Mộc Châu"),
    ],
)
def test_spans_are_whole_words(text: str, inside: str, whole: str) -> None:
    at = text.index(inside)
    start, end = whole_words(text, at, at + len(inside))
    assert text[start:end] == whole


def test_best_span_never_ends_before_it_starts() -> None:
    passage = "mot hai ba bon"
    row = Encoded([0, 9, 2, 2, 5, 6, 7, 8, 2], 4, [(0, 3), (4, 7), (8, 10), (11, 14)], 0, 0)
    start, end = torch.zeros(9), torch.zeros(9)
    start[6], end[4], end[7] = 5.0, 8.0, 4.0
    start[0] = end[0] = 1.5
    reading = best_span(start, end, row, passage)
    assert (reading.text, reading.span_score, reading.null_score) == ("ba bon", 9.0, 3.0)
    assert reading.margin == 6.0


def test_a_crop_keeps_the_answer() -> None:
    passage = " ".join(f"Câu số {n} nói về việc {n * 7}." for n in range(40))
    start = passage.index("147")
    for seed in range(30):
        pair = cropped(Pair("?", passage, start, start + 3), 120, random.Random(seed))
        assert pair.passage[pair.start : pair.end] == "147"
        assert len(pair.passage) <= 120 and pair.passage in passage


def test_batches_hold_every_row_once_within_the_budget() -> None:
    rows = [Encoded([0] * length, 0, [], 0, 0) for length in (5, 90, 17, 40, 41, 8, 60)]
    made = batches(rows, 100, random.Random(1))
    assert sorted(i for batch in made for i in batch) == list(range(len(rows)))
    assert all(len(batch) * max(len(rows[i].ids) for i in batch) <= 110 for batch in made)


def test_figures() -> None:
    assert f1("Ông Lê Văn Thế,", "lê văn thế") == pytest.approx(6 / 7)
    assert f1("hôm qua", "11/4") == 0.0
    assert auc([3.0, 1.0], [0.0, 1.0]) == pytest.approx(3.5 / 4)
