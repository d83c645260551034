"""Train the reader in stages, each going on from what the one before left.

`python -m retrieval.training.stages --data DIR --base FOLDER --work FOLDER --out FILE`: what each stage is made of
stands in `stages.toml`. What it leaves is kept in the work folder, and a stage that was run as it stands there is
not run again.
"""

from __future__ import annotations

import argparse
import os
import shutil
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import torch

from retrieval.errors import ConfigurationError
from retrieval.training import reader
from retrieval.training.averaged import average, noted
from retrieval.training.pairs import load
from retrieval.training.reader import Recipe, say
from retrieval.training.reading import Pieces

STAGES = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Average:
    """An average with what an earlier stage left."""

    earlier: int  # number of the stage, from 1
    share: float  # of the later weights


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage is made of, and what its weights are averaged with afterwards, one after the other."""

    recipe: Recipe
    averages: tuple[Average, ...] = ()

    @property
    def note(self) -> str:
        """What stands in the file that the stage leaves."""
        note = str(self.recipe)
        for one in self.averages:
            note = noted(note, name(one.earlier), one.share)
        return note


Training = Callable[[Recipe, Path | None, Path], None]
"""Trains a recipe, going on from earlier weights if there are any, and writes what comes of it."""


def name(number: int) -> str:
    """Of the file that a stage leaves, without its suffix."""
    return f"stage-{number}"


def read_stages(path: Path = STAGES) -> list[Stage]:
    """The stages of a file; raises `ConfigurationError` where one is not understood."""
    known = {field.name for field in fields(Recipe)}
    stages: list[Stage] = []
    for number, table in enumerate(tomllib.loads(path.read_text("utf-8"))["stage"], 1):
        averages = table.pop("averages", [])
        given = {*table}.union(*averages)
        if unknown := given - known - {field.name for field in fields(Average)}:
            raise ConfigurationError(f"{path}, stage {number}: no such setting: {', '.join(sorted(unknown))}.")
        stage = Stage(Recipe(**table), tuple(Average(**one) for one in averages))
        for one in stage.averages:
            if not 0 < one.earlier < number:
                raise ConfigurationError(f"{path}, stage {number}: there is no earlier stage {one.earlier}.")
        stages.append(stage)
    return stages


def run(stages: Sequence[Stage], work: Path, train: Training) -> Path:
    """Run what was not run yet, and what comes after it; returns the file that the last stage left."""
    work.mkdir(parents=True, exist_ok=True)
    left: list[Path] = []
    again = False
    for number, stage in enumerate(stages, 1):
        path, fresh = work / f"{name(number)}.npz", work / f"{name(number)}.new.npz"
        again = again or note_of(path) != stage.note
        if again:
            say(f"stage {number} of {len(stages)}")
            train(stage.recipe, left[-1] if left else None, fresh)
            for one in stage.averages:
                average(left[one.earlier - 1], fresh, one.share, fresh)
            os.replace(fresh, path)
        left.append(path)
    return left[-1]


def note_of(path: Path) -> str:
    """What a file of weights says that it was trained by; "" where it is missing or cut short."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return str(stored["recipe"])
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return ""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the stages and put what the last one left where it is wanted."""
    parser = argparse.ArgumentParser(description="Train the reader in stages.")
    parser.add_argument("--data", type=Path, required=True, help="folder of SQuAD-format files, one a language")
    parser.add_argument("--base", type=Path, required=True, help="folder of the base encoder")
    parser.add_argument("--work", type=Path, required=True, help="folder where what each stage leaves is kept")
    parser.add_argument("--out", type=Path, required=True, help="where the weights go (.npz)")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    torch.set_num_threads(options.threads)
    items, pieces = load(options.data), Pieces(options.base)

    def train_one(recipe: Recipe, before: Path | None, out: Path) -> None:
        reader.run(reader.trained_on(items, recipe), pieces, options.base, recipe, out, before)

    shutil.copyfile(run(read_stages(), options.work, train_one), options.out)


if __name__ == "__main__":
    main()
