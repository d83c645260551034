"""What a training run is made of."""

from __future__ import annotations

from pathlib import Path

from retrieval.training.reader import Recipe, shares_of

FILES = [Path(f"{number}.jsonl") for number in ("01", "02", "10", "20")]


def shares(recipe: Recipe) -> dict[str, float]:
    return {path.stem: share for path, share in shares_of(recipe, FILES).items()}


def test_files_before_the_chosen_ones_are_reviewed_and_later_ones_left_alone() -> None:
    assert shares(Recipe(questions="1*", share=0.5, review=0.1)) == {"01": 0.1, "02": 0.1, "10": 0.5}


def test_all_files_or_none() -> None:
    assert shares(Recipe()) == {"01": 1, "02": 1, "10": 1, "20": 1}
    assert shares(Recipe(questions="")) == {}
    assert shares(Recipe(questions="9*")) == {}
