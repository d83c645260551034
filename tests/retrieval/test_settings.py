"""The settings file: read whole, wrong keys named, paths resolved."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from retrieval.errors import ConfigurationError
from retrieval.settings import Settings, load_settings

SHIPPED = Path(__file__).parents[2] / "config" / "danvan.toml"


@pytest.fixture
def written(tmp_path: Path):
    """Writes a changed copy of the shipped file into a project of its own."""

    def write(old: str = "", new: str = "") -> Path:
        text = SHIPPED.read_text(encoding="utf-8")
        assert old in text
        file = tmp_path / "config" / "danvan.toml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
        return file

    return write


def test_the_shipped_file_is_read_whole() -> None:
    settings = load_settings(SHIPPED)
    assert settings.model.name == "embedded"
    assert settings.search.top_k == 5
    assert settings.paths.reports == SHIPPED.parents[1] / "seeds"
    assert all(getattr(settings.paths, field.name).is_absolute() for field in fields(settings.paths))


def test_every_key_of_the_shipped_file_carries_a_comment() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    keys = [line for line in lines if "=" in line.partition("#")[0]]
    count = sum(len(fields(hint)) for name, hint in get_type_hints(Settings).items() if name != "file")
    assert len(keys) == count
    assert [line for line in keys if "# " not in line] == []


def test_relative_paths_count_from_the_folder_that_holds_config(written) -> None:
    file = written()
    assert load_settings(file).paths.index == file.parents[1] / ".danvan" / "index"


def test_an_absolute_path_stays(written, tmp_path: Path) -> None:
    file = written('reports = "seeds"', f'reports = "{tmp_path}/elsewhere"')
    assert load_settings(file).paths.reports == tmp_path / "elsewhere"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("top_k = 5", "top_kk = 5", "search.top_k is missing"),
        ("top_k = 5", "top_k = 5\ndepth = 1", "search.depth is unknown"),
        ("top_k = 5", 'top_k = "5"', "search.top_k must be a whole number"),
        ("top_k = 5", "top_k = true", "search.top_k must be a whole number"),
        ("top_k = 5", "top_k = 0", "search.top_k must lie between 1 and"),
        ("threshold = 0.45", "threshold = 1.5", "answering.threshold must lie between 0 and 1"),
        ("threshold = 0.45", "threshold = nan", "answering.threshold must lie between 0 and 1"),
        ("reader = true", "reader = 1", "answering.reader must be true or false"),
        ('reports = "seeds"', 'reports = ""', "paths.reports must name a path"),
        ("[search]", "[serach]", "search is missing"),
        ("[search]", "[extra]\n[search]", "extra is unknown"),
        ("[search]", "[search", "is not valid TOML"),
    ],
)
def test_what_is_wrong_is_named(written, old: str, new: str, complaint: str) -> None:
    file = written(old, new)
    with pytest.raises(ConfigurationError) as caught:
        load_settings(file)
    assert complaint in str(caught.value)
    assert str(file) in str(caught.value)
    assert caught.value.exit_status == 2


def test_a_whole_number_is_also_a_number(written) -> None:
    threshold = load_settings(written("threshold = 0.45", "threshold = 1")).answering.threshold
    assert isinstance(threshold, float)
    assert threshold == 1.0


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"nowhere\.toml: cannot be read"):
        load_settings(tmp_path / "nowhere.toml")


def test_the_environment_names_another_file(written, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written("top_k = 5", "top_k = 7")
    monkeypatch.setenv("DANVAN_CONFIG", str(file))
    assert load_settings().search.top_k == 7


def test_a_project_in_the_working_folder_comes_before_the_one_beside_the_code(
    written, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written("top_k = 5", "top_k = 7")
    monkeypatch.delenv("DANVAN_CONFIG", raising=False)
    monkeypatch.chdir(file.parents[1])
    assert load_settings().search.top_k == 7
    monkeypatch.chdir("/")
    assert load_settings().search.top_k == 5


def test_an_empty_cache_is_the_platform_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert load_settings(SHIPPED).paths.cache.name == "danvan"


class TestOtherFolders:
    """`--seeds` and `--index`."""

    settings = load_settings(SHIPPED)

    def test_other_reports_get_an_index_of_their_own(self, tmp_path: Path) -> None:
        one = self.settings.with_paths(reports=tmp_path / "one").paths
        two = self.settings.with_paths(reports=tmp_path / "two").paths
        assert len({self.settings.paths.index, one.index, two.index}) == 3
        assert one.index.parent == self.settings.paths.index.parent

    def test_the_same_folder_spelled_otherwise_has_the_same_index(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        relative = self.settings.with_paths(reports=Path("one/../one")).paths
        assert relative == self.settings.with_paths(reports=tmp_path / "one").paths

    def test_the_usual_folder_named_outright_keeps_its_index(self) -> None:
        paths = self.settings.with_paths(reports=self.settings.paths.reports).paths
        assert paths.index == self.settings.paths.index

    def test_an_index_that_is_named_is_taken(self, tmp_path: Path) -> None:
        paths = self.settings.with_paths(reports=tmp_path, index=tmp_path / "index").paths
        assert (paths.reports, paths.index) == (tmp_path, tmp_path / "index")

    def test_an_index_alone_leaves_the_reports(self, tmp_path: Path) -> None:
        paths = self.settings.with_paths(index=tmp_path / "index").paths
        assert (paths.reports, paths.index) == (self.settings.paths.reports, tmp_path / "index")
