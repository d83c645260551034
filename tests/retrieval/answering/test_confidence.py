"""From features to chances: shares of one whole, of which a part is left to "none of them is right"."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.confidence import Confidence, agreed, likeliest_first, matrix, without
from retrieval.errors import ModelError

FEATURES = st.dictionaries(st.sampled_from(("margin", "stated", "none")), st.floats(-1e6, 1e6))
CHANCES = st.lists(st.tuples(st.floats(0, 0.2), st.text("ab ", min_size=1, max_size=4)), max_size=5)


def test_the_shipped_weights_open() -> None:
    shipped = Confidence.load()
    assert len(shipped.names) > 20
    (chance,) = shipped.chances([{"bias": 1.0}])
    assert 0 < chance < 1


def test_features_without_a_weight_count_nothing() -> None:
    plain = Confidence.plain({"a": 1.0})
    assert plain.chances([{"b": 1.0}]) == [0.5]
    assert plain.chances([]) == []


def test_a_better_candidate_takes_its_chance_from_the_others() -> None:
    plain = Confidence.plain({"a": 1.0})
    alone, (good, bad) = plain.chances([{"a": 2.0}])[0], plain.chances([{"a": 2.0}, {"a": 1.0}])
    assert alone > good > bad
    assert Confidence.plain({"a": 1.0}, untold=5.0).chances([{"a": 2.0}])[0] < 0.1


@given(st.lists(FEATURES, max_size=6))
def test_chances_are_shares_of_one_whole(candidates: list[dict[str, float]]) -> None:
    chances = Confidence.plain({"margin": 5.0, "stated": -3.0}, untold=1.0).chances(candidates)
    assert len(chances) == len(candidates)
    assert all(0 <= chance <= 1 for chance in chances)
    assert sum(chances) < 1 + 1e-5


def test_features_are_bounded_and_the_bias_is_always_there() -> None:
    assert matrix([{"a": 1e9}, {"bias": 1.0}], ("bias", "a")).tolist() == [[1.0, 9.0], [1.0, 0.0]]


def test_who_says_the_same_is_believed_together() -> None:
    assert agreed([0.4, 0.3, 0.2], ["lực", "ông lực", "thế"]) == pytest.approx([0.7, 0.7, 0.2])


@given(CHANCES)
def test_agreement_only_adds(pairs: list[tuple[float, str]]) -> None:
    chances, said = [one for one, _ in pairs], [text for _, text in pairs]
    assert all(own <= both + 1e-9 <= 1 + 1e-9 for own, both in zip(chances, agreed(chances, said), strict=True))


@pytest.mark.parametrize("content", [b"", b"[]", b"PK\x03\x04", b"\x00" * 40])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "confidence.npz"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"confidence\.npz"):
        Confidence.load(path)
    with pytest.raises(ModelError):
        Confidence.load(tmp_path / "none.npz")


def test_weights_that_do_not_fit_each_other_are_refused(tmp_path: Path) -> None:
    wrong = Confidence(("a", "b"), *(np.zeros(shape, np.float32) for shape in ((2,), (4, 3), (4,), (2, 2))))
    wrong.save(tmp_path / "confidence.npz")
    with pytest.raises(ModelError):
        Confidence.load(tmp_path / "confidence.npz")


def test_weights_are_read_back(tmp_path: Path) -> None:
    plain = Confidence.plain({"a": 1.0, "b": 2.5}, untold=0.5)
    plain.save(tmp_path / "confidence.npz")
    again = Confidence.load(tmp_path / "confidence.npz")
    rows = [{"a": 0.3, "b": 1.0}, {"b": -1.0}]
    assert again.names == plain.names
    assert again.chances(rows) == pytest.approx(plain.chances(rows))


def test_spans_that_nearly_agree_outweigh_one_that_is_likelier_than_each() -> None:
    said = ["14 mo hinh", "hon 33 ti dong", "tri gia hon 33 ti dong", "gan 33 ti dong"]
    assert likeliest_first([0.3, 0.25, 0.2, 0.15], said)[0] == 1
    assert likeliest_first([0.8, 0.1, 0.05, 0.05], said)[0] == 0


def test_of_those_that_say_the_same_the_likeliest_stands_first() -> None:
    assert likeliest_first([1e-4, 0.6, 0.3], ["lan", "lan", "minh"]) == [1, 0, 2]
    assert likeliest_first([], []) == []
    assert likeliest_first([0.2, 0.1], ["", ""])[0] == 0


@given(st.lists(st.tuples(st.floats(0, 0.1), st.text("ab ", max_size=6)), max_size=8))
def test_every_candidate_has_its_place(pairs: list[tuple[float, str]]) -> None:
    order = likeliest_first([chance for chance, _ in pairs], [text for _, text in pairs])
    assert sorted(order) == list(range(len(pairs)))


def test_what_is_ruled_out_leaves_its_chance_to_the_others() -> None:
    first, second, third = without([0.6, 0.2, 0.1], [True, False, False])
    assert second == pytest.approx(0.5)
    assert third == pytest.approx(0.25)
    assert first < 1e-3


@given(st.lists(st.tuples(st.floats(0, 0.2), st.booleans()), max_size=5))
def test_ruling_out_keeps_chances_within_one_whole(pairs: list[tuple[float, bool]]) -> None:
    left = without([chance for chance, _ in pairs], [out for _, out in pairs])
    assert all(0 <= chance <= 1 for chance in left)
    assert sum(left) < 1 + 1e-5
    assert sum(chance for chance, (_, out) in zip(left, pairs, strict=True) if out) <= 1e-3
