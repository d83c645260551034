"""What the tests share: settings over folders of their own, and the real model, compiled once a session."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from retrieval.settings import Model, Settings, load_settings

if TYPE_CHECKING:
    from retrieval.encoders.compiled import CompiledEncoder
    from retrieval.engine import Engine

ROOT = Path(__file__).parents[1]

# A busy machine is slow, not wrong.
hypothesis.settings.register_profile("danvan", deadline=None, max_examples=60)
hypothesis.settings.load_profile("danvan")

WriteReports = Callable[[dict[str, str]], Path]


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five reports."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the repository with question sets too large for it."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared is not here: its question sets are needed")
    return folder


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where models are compiled to: $DANVAN_TEST_CACHE, kept from run to run, else a folder of this session."""
    named = os.environ.get("DANVAN_TEST_CACHE")
    return Path(named).absolute() if named else tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def usual(cache: Path) -> Settings:
    """The shipped settings over the session's cache; the paths of its index are not to be used."""
    settings = load_settings(ROOT / "config" / "danvan.toml")
    return replace(settings, paths=replace(settings.paths, cache=cache))


def placed(settings: Settings, folder: Path) -> Settings:
    """`settings` with everything that is read or written, but the cache and the glossary, under `folder`."""
    paths = replace(
        settings.paths,
        reports=folder / "reports",
        index=folder / "index",
        history=folder / "history",
        state=folder / "state.sqlite",
    )
    return replace(settings, paths=paths)


@pytest.fixture
def settings(usual: Settings, tmp_path: Path) -> Settings:
    """Settings over this test's own folder; there are no reports yet."""
    return placed(usual, tmp_path)


@pytest.fixture
def write_reports(settings: Settings) -> WriteReports:
    """Writes reports (path -> text) into the folder of `settings`; returns the folder."""

    def write(texts: dict[str, str]) -> Path:
        for name, text in texts.items():
            path = settings.paths.reports / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return settings.paths.reports

    return write


@pytest.fixture(scope="session")
def embedded(usual: Settings) -> Model:
    """The default model's settings."""
    return usual.model


@pytest.fixture(scope="session")
def encoder(embedded: Model, cache: Path) -> CompiledEncoder:
    """The default model, through the real compile path; a minute where it is not in the cache."""
    from retrieval.encoders import open_encoder
    from retrieval.encoders.compiled import CompiledEncoder

    opened = open_encoder(embedded, cache)
    assert isinstance(opened, CompiledEncoder)
    return opened


@pytest.fixture(scope="session")
def engine(usual: Settings, encoder: CompiledEncoder, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The real engine over an index of the seeds."""
    from retrieval.engine import Engine

    settings = placed(usual, tmp_path_factory.mktemp("engine"))
    return Engine.open(replace(settings, paths=replace(settings.paths, reports=seeds)))
