"""Training in stages: each goes on from the last, and nothing is trained twice or left half done."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import ConfigurationError
from retrieval.training.reader import Recipe
from retrieval.training.stages import Average, Stage, read_stages, run
from retrieval.training.written import QUESTIONS

STAGES = [Stage(Recipe(seed=1)), Stage(Recipe(seed=2)), Stage(Recipe(seed=3), (Average(1, 0.25),))]


class Trainer:
    """Adds ten times a recipe's seed to the one weight there is, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.seeds: list[int] = []

    def __call__(self, recipe: Recipe, before: Path | None, out: Path) -> None:
        self.seeds.append(recipe.seed)
        weight = weight_of(before) if before else 0.0
        np.savez(out, allow_pickle=False, weight=np.array([weight + 10.0 * recipe.seed]), recipe=np.array(str(recipe)))


def weight_of(path: Path) -> float:
    with np.load(path, allow_pickle=False) as stored:
        return float(stored["weight"][0])


def test_each_goes_on_from_the_last_and_one_is_averaged(tmp_path: Path) -> None:
    trainer = Trainer()
    last = run(STAGES, tmp_path, trainer)
    assert trainer.seeds == [1, 2, 3]
    assert [weight_of(tmp_path / f"stage-{n}.npz") for n in (1, 2)] == [10, 30]
    assert weight_of(last) == pytest.approx(0.75 * 10 + 0.25 * 60)


def test_averages_are_taken_one_after_the_other(tmp_path: Path) -> None:
    last = run([*STAGES[:2], Stage(Recipe(seed=3), (Average(2, 0.5), Average(1, 0.8)))], tmp_path, Trainer())
    assert weight_of(last) == pytest.approx(0.2 * 10 + 0.8 * (0.5 * 30 + 0.5 * 60))


def test_what_was_run_is_not_run_again(tmp_path: Path) -> None:
    first = run(STAGES, tmp_path, Trainer())
    before, trainer = weight_of(first), Trainer()
    assert weight_of(run(STAGES, tmp_path, trainer)) == before
    assert trainer.seeds == []


def test_a_stage_that_changed_is_run_again_with_all_after_it(tmp_path: Path) -> None:
    run(STAGES, tmp_path, Trainer())
    changed, trainer = [STAGES[0], Stage(Recipe(seed=2, rate=1e-3)), STAGES[2]], Trainer()
    run(changed, tmp_path, trainer)
    assert trainer.seeds == [2, 3]


def test_a_share_that_changed_is_noticed(tmp_path: Path) -> None:
    run(STAGES, tmp_path, Trainer())
    trainer = Trainer()
    last = run([*STAGES[:2], Stage(Recipe(seed=3), (Average(1, 1.0),))], tmp_path, trainer)
    assert trainer.seeds == [3]
    assert weight_of(last) == 60


def test_a_file_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    run(STAGES, tmp_path, Trainer())
    cut = tmp_path / "stage-2.npz"
    cut.write_bytes(cut.read_bytes()[:40])
    trainer = Trainer()
    run(STAGES, tmp_path, trainer)
    assert trainer.seeds == [2, 3]


def test_training_that_fails_leaves_no_stage(tmp_path: Path) -> None:
    def fails(recipe: Recipe, before: Path | None, out: Path) -> None:
        out.write_bytes(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(STAGES, tmp_path, fails)
    assert not (tmp_path / "stage-1.npz").exists()
    assert weight_of(run(STAGES, tmp_path, Trainer())) > 0


def test_the_stages_that_are_shipped_use_every_file_of_questions() -> None:
    stages = read_stages()
    assert len(stages) > 1
    for path in QUESTIONS.glob("*.jsonl"):
        assert any(stage.recipe.questions and path.match(stage.recipe.questions) for stage in stages), path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[stage]]\nsead = 7\n", "stage 1: no such setting: sead"),
        ("[[stage]]\nseed = 7\naverages = [{earlier = 1, share = 0.5}]\n", "no earlier stage 1"),
        ("[[stage]]\n[[stage]]\naverages = [{earlier = 1, shore = 0.5}]\n", "stage 2: no such setting: shore"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "stages.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=said):
        read_stages(path)
