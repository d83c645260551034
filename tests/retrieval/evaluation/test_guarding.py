"""A rebuild that would answer worse is refused by name of the questions, and the live index stays."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from retrieval.errors import QuestionFileError, WorseIndex
from retrieval.evaluation.guarding import guarding
from retrieval.index import generation
from retrieval.index.folder import IndexFolder
from retrieval.rebuild import rebuild
from retrieval.settings import Settings
from tests.conftest import WriteReports
from tests.fakes_encoder import BagOfWords, bag_parts

REPORTS = {
    "gao.txt": "Hỗ trợ gạo cho hộ nghèo\nTỉnh cấp 500 tấn gạo cứu đói giáp hạt cho hộ nghèo.",
    "hop.txt": "Hội nghị giao ban công tác dân vận\nÔng Bùi Tiến Lực chủ trì hội nghị tại huyện Kim Bôi.",
    "thi.txt": "Hội thi dân vận khéo\nÔng Lê Minh Thế trao giải cho 12 đội dự thi.",
}
QUESTIONS = [
    ("gao-vi", "Bao nhiêu tấn gạo cứu đói giáp hạt?", "gao.txt", ["500 tấn"]),
    ("hop-vi", "Ai chủ trì hội nghị tại huyện Kim Bôi?", "hop.txt", ["Bùi Tiến Lực"]),
]


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """The questions of a guard, as a file."""
    path = tmp_path / "questions.jsonl"
    lines = [
        json.dumps({"id": id, "question": text, "lang": "vi", "report": report, "answers": answers, "kind": "who"})
        for id, text, report, answers in QUESTIONS
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def built(settings: Settings, write_reports: WriteReports) -> Settings:
    """Settings whose index holds all reports."""
    write_reports(REPORTS)
    rebuild(settings, parts=bag_parts())
    return settings


def live(settings: Settings) -> Path:
    current = IndexFolder(settings.paths.index).current()
    assert current is not None
    return current


def test_a_worse_index_is_refused_and_the_live_one_stays(built: Settings, questions: Path) -> None:
    before = live(built)
    (built.paths.reports / "hop.txt").unlink()
    with pytest.raises(WorseIndex) as refused:
        rebuild(built, parts=bag_parts(), guard=guarding(built, bag_parts(), questions))
    told = str(refused.value)
    assert "not replaced" in told
    assert "hop-vi" in told
    assert "Ai chủ trì hội nghị tại huyện Kim Bôi?" in told
    assert "gao-vi" not in told
    assert live(built) == before
    assert "hop.txt" in generation.load(before).reports


def test_an_index_that_holds_up_is_swapped_in(built: Settings, write_reports: WriteReports, questions: Path) -> None:
    before = live(built)
    write_reports({"moi.txt": "Trồng cây đầu xuân\nThanh niên trồng 900 cây xanh."})
    stages: list[str] = []
    guard = guarding(built, bag_parts(), questions, lambda stage, done, total: stages.append(stage))
    assert rebuild(built, parts=bag_parts(), guard=guard).swapped
    assert live(built) != before
    assert "evaluate" in stages


def test_a_first_index_has_nothing_to_be_worse_than(
    settings: Settings, write_reports: WriteReports, questions: Path
) -> None:
    write_reports({"thi.txt": REPORTS["thi.txt"]})
    assert rebuild(settings, parts=bag_parts(), guard=guarding(settings, bag_parts(), questions)).swapped


def test_an_index_of_another_model_is_not_asked_with_this_one(built: Settings, questions: Path) -> None:
    (built.paths.reports / "hop.txt").unlink()
    other = bag_parts(BagOfWords("bag-2"))
    assert rebuild(built, parts=other, guard=guarding(built, other, questions)).swapped


def test_a_malformed_file_is_told_before_anything_is_built(built: Settings, tmp_path: Path) -> None:
    path = tmp_path / "broken.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(QuestionFileError, match="line 1"):
        guarding(built, bag_parts(), path)


def test_nothing_is_left_behind_by_a_refusal(built: Settings, questions: Path) -> None:
    def held() -> set[str]:
        folder = built.paths.index
        return {path.relative_to(folder).parts[1] for path in folder.rglob("manifest.json")}

    before = held()
    shutil.rmtree(built.paths.reports)
    built.paths.reports.mkdir()
    (built.paths.reports / "thi.txt").write_text(REPORTS["thi.txt"], encoding="utf-8")
    with pytest.raises(WorseIndex):
        rebuild(built, parts=bag_parts(), guard=guarding(built, bag_parts(), questions))
    assert held() == before
