"""The hand-written questions: whole, and turned into pairs whose answers stand where they say."""

from __future__ import annotations

import random

from retrieval.training.written import read, written_pairs
from retrieval.vietnamese import has_diacritics, nfc

ASKED = read()


def test_there_are_questions_told_and_untold() -> None:
    assert len(ASKED) >= 500
    assert 0.2 < sum(one.end == one.start for one in ASKED) / len(ASKED) < 0.5


def test_pairs_hold_their_answers() -> None:
    pairs = written_pairs(ASKED[:60], random.Random(1))
    told = [pair for pair in pairs if pair.end > pair.start]
    assert len(told) > 100
    assert len(pairs) - len(told) > 50
    assert all(0 <= pair.start < pair.end <= len(pair.passage) for pair in told)
    answers = {one.text[one.start : one.end] for one in ASKED[:60]}
    assert all(pair.passage[pair.start : pair.end] in answers for pair in told)


def test_texts_are_nfc_and_marked() -> None:
    assert all(nfc(one.text) == one.text and has_diacritics(one.text) for one in ASKED)


def test_the_same_seed_gives_the_same_pairs() -> None:
    assert written_pairs(ASKED[:9], random.Random(5)) == written_pairs(ASKED[:9], random.Random(5))
