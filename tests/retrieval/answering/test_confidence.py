"""Two linear models: one ranks, the other says how likely the first is right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.confidence import Confidence, weighted, with_lead
from retrieval.errors import ModelError

FEATURES = st.dictionaries(st.sampled_from(("margin", "stated", "none")), st.floats(-1e6, 1e6))


def test_the_shipped_weights_open() -> None:
    shipped = Confidence.load()
    assert shipped.rank and shipped.trust
    assert 0 <= shipped.chance({"bias": 1.0}, 0.0) <= 1


def test_features_without_a_weight_count_nothing() -> None:
    assert weighted({"a": 2.0}, {"a": 3.0, "b": 100.0}) == 6
    plain = Confidence({"a": 1.0}, {})
    assert plain.score({"b": 1.0}) == 0
    assert plain.chance({"b": 1.0}, 0.0) == 0.5


def test_what_leads_by_more_is_likelier() -> None:
    plain = Confidence({}, {"lead": 1.0})
    chances = [plain.chance({}, lead) for lead in (-9.0, -1.0, 0.0, 1.0, 9.0)]
    assert chances == sorted(chances)
    assert with_lead({}, 9.0) == {"lead": 3.0}
    assert with_lead({"lead": 0.0}, -9.0) == {"lead": -3.0}


@given(FEATURES, st.floats(-100, 100))
def test_a_chance_is_one(features: dict[str, float], lead: float) -> None:
    chance = Confidence({}, {"margin": 5.0, "stated": -3.0, "lead": 1.0}).chance(features, lead)
    assert 0 < chance < 1


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"rank": {}}', '{"rank": {}, "trust": 3}', '{"rank": {"a": "b"}, "trust": {}}', "\x00"]
)
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "confidence.json"
    path.write_text(content)
    with pytest.raises(ModelError, match=r"confidence\.json"):
        Confidence.load(path)
    with pytest.raises(ModelError):
        Confidence.load(tmp_path / "none.json")


def test_weights_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "confidence.json"
    path.write_text(json.dumps({"rank": {"a": 1}, "trust": {"b": 2.5}}))
    assert Confidence.load(path) == Confidence({"a": 1.0}, {"b": 2.5})
