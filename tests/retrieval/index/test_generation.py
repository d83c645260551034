"""A whole index on disk: what was written is what is opened, and what is damaged is refused by name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import StoreError
from retrieval.index import generation
from retrieval.index.folder import IndexFolder
from retrieval.index.generation import Generation
from retrieval.rebuild import rebuild, recipe_of
from retrieval.settings import Settings
from tests.conftest import WriteReports
from tests.fakes_encoder import BagOfWords, bag_parts

REPORTS = {
    "kim-boi.txt": "Triển khai nhiệm vụ dân vận\nNgày 11/4/2024, tại huyện Kim Bôi, tỉnh họp.\nÔng Lực chủ trì.",
    "2021/quà.txt": "Tặng quà cho các gia đình nghèo\nTỉnh đã trao 74.000 suất quà. " + "Bà con rất vui mừng. " * 30,
}


@pytest.fixture
def live(settings: Settings, write_reports: WriteReports) -> Generation:
    write_reports(REPORTS)
    rebuild(settings, parts=bag_parts(tokens=40))
    current = IndexFolder(settings.paths.index).current()
    assert current is not None
    return generation.load(current)


def test_everything_comes_back(live: Generation) -> None:
    assert sorted(live.reports) == sorted(REPORTS)
    assert live.description.recipe == recipe_of(bag_parts(tokens=40)) == generation.recipe(live.folder)
    assert (live.description.reports, live.description.passages) == (2, len(live.contents.passages))
    assert live.description.built.tzinfo is not None
    assert live.report("kim-boi.txt").date is not None
    assert len(live.dense) == len(live.contents.keys) == len(live.contents.passages)
    for passage in live.contents.passages:
        span = passage.span
        assert span.text == live.report(span.report).text[span.start : span.end]


def test_token_vectors_are_those_of_the_passages_named(live: Generation) -> None:
    encoder = BagOfWords()
    passages = live.contents.passages
    numbers = [len(passages) - 1, 0]
    vectors, starts = live.token_vectors(numbers)
    ends = [*starts[1:], len(vectors)]
    for number, start, end in zip(numbers, starts, ends, strict=True):
        passage = passages[number]
        text = passage.span.text if passage.span.start == 0 else f"{passage.context}\n{passage.span.text}"
        own = encoder.encode_question(text).tokens
        assert end - start == len(own)
        assert np.einsum("ij,ij->i", vectors[start:end], own).min() > 0.99


def test_passages_of_a_report(live: Generation) -> None:
    numbers = live.passages_of("kim-boi.txt")
    assert {live.contents.passages[number].report for number in numbers} == {"kim-boi.txt"}
    assert len(numbers) + len(live.passages_of("2021/quà.txt")) == len(live.contents.passages)
    assert live.passages_of("none").shape == (0,)


def test_an_unknown_report_is_named(live: Generation) -> None:
    with pytest.raises(StoreError, match=r"none\.txt"):
        live.report("none.txt")


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [emptied, halved, gone])
def test_a_damaged_file_is_refused(live: Generation, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    for number, path in enumerate(sorted(p for p in live.folder.rglob("*") if p.is_file())):
        copy = tmp_path / f"copy{number}"
        shutil.copytree(live.folder, copy)
        damage(copy / path.relative_to(live.folder))
        with pytest.raises(StoreError):
            generation.load(copy)
            pytest.fail(f"{path.name}, {damage.__name__}, was taken for whole")


def test_another_version_is_refused(live: Generation) -> None:
    path = live.folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | {"version": 0}), encoding="utf-8")
    with pytest.raises(StoreError, match="danvan rebuild"):
        generation.load(live.folder)


def test_the_recipe_of_nothing_is_empty(tmp_path: Path) -> None:
    assert generation.recipe(tmp_path) == {}
    (tmp_path / "manifest.json").write_text("[]", encoding="utf-8")
    assert generation.recipe(tmp_path) == {}
