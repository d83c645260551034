"""Rebuilds: only what changed is embedded, nothing is lost, nobody sees half of one, and a kill harms nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import pytest

from retrieval.encoders.compiled import CompiledEncoder
from retrieval.errors import NoReports, StoreBusy
from retrieval.index import generation
from retrieval.index.folder import IndexFolder
from retrieval.index.generation import Generation
from retrieval.rebuild import Parts, RebuildResult, open_parts, rebuild, recipe_of
from retrieval.records import Passage
from retrieval.settings import Settings
from tests.conftest import ROOT, WriteReports
from tests.fakes_encoder import BagOfWords, bag_parts

REPORTS = {
    "a.txt": "Triển khai nhiệm vụ dân vận\nNgày 11/4/2024, tại huyện Kim Bôi, tỉnh họp.\nÔng Lực chủ trì.",
    "b.txt": "Tặng quà cho gia đình nghèo\nTỉnh đã trao 74.000 suất quà.",
    "c/d.md": "Tổng kết phong trào thi đua\n" + "\n".join(f"Xã thứ {n} có {n} mô hình khéo." for n in range(30)),
}


def live(settings: Settings) -> Generation:
    current = IndexFolder(settings.paths.index).current()
    assert current is not None
    return generation.load(current)


def embedded_text(passage: Passage) -> str:
    return passage.span.text if passage.span.start == 0 else f"{passage.context}\n{passage.span.text}"


@pytest.fixture
def bag() -> BagOfWords:
    return BagOfWords()


@pytest.fixture
def built(settings: Settings, write_reports: WriteReports, bag: BagOfWords) -> RebuildResult:
    """An index of REPORTS; what the encoder read to build it is forgotten."""
    write_reports(REPORTS)
    result = rebuild(settings, parts=bag_parts(bag))
    bag.read.clear()
    return result


def test_the_first_rebuild_adds_every_report(settings: Settings, built: RebuildResult) -> None:
    assert built.added == tuple(sorted(REPORTS))
    assert (built.changed, built.removed, built.unchanged, built.skipped) == ((), (), 0, ())
    assert built.swapped
    assert built.embedded == built.passages == len(live(settings).contents.passages) > len(REPORTS)


def test_without_a_change_nothing_is_embedded_or_swapped(
    settings: Settings, built: RebuildResult, bag: BagOfWords
) -> None:
    before = IndexFolder(settings.paths.index).current()
    result = rebuild(settings, parts=bag_parts(bag))
    assert (result.added, result.changed, result.removed, result.unchanged) == ((), (), (), 3)
    assert (result.embedded, result.swapped, result.passages) == (0, False, built.passages)
    assert bag.read == []
    assert IndexFolder(settings.paths.index).current() == before


def test_only_the_passages_that_changed_are_embedded_again(
    settings: Settings, built: RebuildResult, bag: BagOfWords, write_reports: WriteReports
) -> None:
    write_reports({"c/d.md": REPORTS["c/d.md"].replace("Xã thứ 29 có 29", "Xã thứ 29 có 31")})
    result = rebuild(settings, parts=bag_parts(bag))
    assert (result.added, result.changed, result.removed, result.unchanged) == ((), ("c/d.md",), (), 2)
    assert result.embedded == len(bag.read) == 1 < built.passages
    assert "có 31 mô hình" in bag.read[0]
    _vectors_fit_their_texts(live(settings))


def test_an_added_report_alone_is_embedded(
    settings: Settings, built: RebuildResult, bag: BagOfWords, write_reports: WriteReports
) -> None:
    write_reports({"0.txt": "Đối thoại với nhân dân xã\nBí thư trả lời 12 ý kiến."})
    result = rebuild(settings, parts=bag_parts(bag))
    assert (result.added, result.unchanged, result.embedded) == (("0.txt",), 3, 1)
    assert list(live(settings).reports) == ["0.txt", *sorted(REPORTS)]
    _vectors_fit_their_texts(live(settings))


def test_a_removed_report_goes(settings: Settings, built: RebuildResult, bag: BagOfWords) -> None:
    (settings.paths.reports / "a.txt").unlink()
    result = rebuild(settings, parts=bag_parts(bag))
    assert (result.removed, result.unchanged, result.embedded) == (("a.txt",), 2, 0)
    index = live(settings)
    assert "a.txt" not in index.reports
    assert "a.txt" not in {passage.report for passage in index.contents.passages}
    assert not index.lexical.knows("boi")
    _vectors_fit_their_texts(index)


def test_a_renamed_report_is_not_embedded_again(settings: Settings, built: RebuildResult, bag: BagOfWords) -> None:
    (settings.paths.reports / "a.txt").rename(settings.paths.reports / "z.txt")
    result = rebuild(settings, parts=bag_parts(bag))
    assert (result.added, result.removed, bag.read) == (("z.txt",), ("a.txt",), [])
    assert {passage.report for passage in live(settings).contents.passages} == {"b.txt", "c/d.md", "z.txt"}


def test_equal_texts_in_two_reports_both_survive(
    settings: Settings, built: RebuildResult, bag: BagOfWords, write_reports: WriteReports
) -> None:
    write_reports({"b2.txt": REPORTS["b.txt"]})
    rebuild(settings, parts=bag_parts(bag))
    assert bag.read == []
    index = live(settings)
    pair = [p.span.text for p in index.contents.passages if p.report in {"b.txt", "b2.txt"}]
    assert len(pair) == 2
    assert pair[0] == pair[1]
    (settings.paths.reports / "b.txt").unlink()
    rebuild(settings, parts=bag_parts(bag))
    assert "b2.txt" in live(settings).reports
    _vectors_fit_their_texts(live(settings))


@pytest.mark.parametrize(
    "parts",
    [
        bag_parts(BagOfWords("bag-2")),
        bag_parts(BagOfWords("bag-1"), tokens=40),
        bag_parts(BagOfWords("bag-1"), overlap=0),
    ],
    ids=["encoder", "length", "overlap"],
)
def test_another_recipe_embeds_everything(settings: Settings, built: RebuildResult, parts: Parts) -> None:
    result = rebuild(settings, parts=parts)
    assert (result.changed, result.unchanged, result.swapped) == ((), 3, True)
    assert result.embedded == result.passages
    assert live(settings).description.recipe == recipe_of(parts)


def test_a_new_version_of_the_cleaning_reads_everything_again(
    settings: Settings, built: RebuildResult, bag: BagOfWords, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.reports.cleaning.VERSION", -1)
    monkeypatch.setattr("retrieval.reports.cleaning.is_furniture", lambda line: "chủ trì" in line)
    result = rebuild(settings, parts=bag_parts(bag))
    assert result.swapped
    assert "chủ trì" not in live(settings).report("a.txt").text


def test_what_cannot_be_read_is_named_and_left_out(
    settings: Settings, built: RebuildResult, bag: BagOfWords, write_reports: WriteReports
) -> None:
    write_reports({"empty.txt": " \n", "a.txt": REPORTS["a.txt"] + "\nThêm một câu."})
    (settings.paths.reports / "binary.txt").write_bytes(b"\0\1\2")
    result = rebuild(settings, parts=bag_parts(bag))
    assert [skipped.id for skipped in result.skipped] == ["binary.txt", "empty.txt"]
    assert all(skipped.reason for skipped in result.skipped)
    assert result.changed == ("a.txt",)
    assert sorted(live(settings).reports) == sorted(REPORTS)
    again = rebuild(settings, parts=bag_parts(bag))
    assert (again.swapped, len(again.skipped)) == (False, 2)


def test_a_report_that_became_empty_goes(
    settings: Settings, built: RebuildResult, bag: BagOfWords, write_reports: WriteReports
) -> None:
    write_reports({"a.txt": ""})
    result = rebuild(settings, parts=bag_parts(bag))
    assert (result.removed, [one.id for one in result.skipped]) == (("a.txt",), ["a.txt"])
    assert "a.txt" not in live(settings).reports


def test_no_reports_is_an_error_and_the_live_index_stays(
    settings: Settings, built: RebuildResult, bag: BagOfWords, write_reports: WriteReports
) -> None:
    write_reports(dict.fromkeys(REPORTS, ""))
    with pytest.raises(NoReports, match=r"a\.txt"):
        rebuild(settings, parts=bag_parts(bag))
    for name in REPORTS:
        (settings.paths.reports / name).unlink()
    with pytest.raises(NoReports):
        rebuild(settings, parts=bag_parts(bag))
    assert sorted(live(settings).reports) == sorted(REPORTS)


def test_a_second_rebuild_is_refused(settings: Settings, built: RebuildResult, write_reports: WriteReports) -> None:
    write_reports({"a.txt": "Một báo cáo khác hẳn\nCó một câu."})
    with IndexFolder(settings.paths.index).locked(), pytest.raises(StoreBusy):
        rebuild(settings, parts=bag_parts())
    assert rebuild(settings, parts=bag_parts()).changed == ("a.txt",)


def test_a_damaged_index_is_built_anew(settings: Settings, built: RebuildResult, bag: BagOfWords) -> None:
    (live(settings).folder / "tokens.npy").write_bytes(b"")
    result = rebuild(settings, parts=bag_parts(bag))
    assert (len(result.added), result.embedded) == (3, built.passages)
    _vectors_fit_their_texts(live(settings))


def test_a_guard_sees_both_and_can_keep_the_live_one(
    settings: Settings, built: RebuildResult, write_reports: WriteReports
) -> None:
    write_reports({"a.txt": "Một báo cáo khác hẳn\nCó một câu."})
    before = IndexFolder(settings.paths.index).current()

    def guard(old: Generation | None, new: Generation) -> None:
        assert old is not None
        assert (old.folder, "khác hẳn" in new.report("a.txt").text) == (before, True)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rebuild(settings, parts=bag_parts(), guard=guard)
    assert IndexFolder(settings.paths.index).current() == before
    assert [path for path in settings.paths.index.rglob(".*")] == []
    rebuild(settings, parts=bag_parts(), guard=lambda old, new: None)
    assert IndexFolder(settings.paths.index).current() != before


def test_progress_is_told(settings: Settings, write_reports: WriteReports) -> None:
    write_reports(REPORTS)
    told: list[tuple[str, int, int]] = []
    rebuild(settings, lambda *step: told.append(step), parts=bag_parts())
    assert [step for step in told if step[0] == "read"] == [("read", n, 3) for n in (1, 2, 3)]
    assert {stage for stage, _, _ in told} == {"read", "encode", "write"}
    assert told[-1] == ("write", 1, 1)


def test_the_real_model_reads_the_seeds(settings: Settings, seeds: Path, encoder: CompiledEncoder) -> None:
    settings = replace(settings, paths=replace(settings.paths, reports=seeds))
    result = rebuild(settings, parts=open_parts(settings))
    assert recipe_of(open_parts(settings))["encoder"] == encoder.digest
    assert (len(result.added), result.skipped) == (5, ())
    index = live(settings)
    assert index.dense.vectors().shape == (result.passages, 384)
    assert rebuild(settings).embedded == 0


def _vectors_fit_their_texts(index: Generation) -> None:
    """Every passage has the pooled and the token vectors of its own text, wherever they came from."""
    encoder = BagOfWords()
    for number, passage in enumerate(index.contents.passages):
        own = encoder.encode_question(embedded_text(passage))
        assert float(index.contents.pooled[number] @ own.pooled) == pytest.approx(1, abs=1e-4)
        vectors, _ = index.token_vectors([number])
        assert vectors.shape == own.tokens.shape
        assert float((vectors * own.tokens).sum(axis=1).mean()) > 0.9


# --- killed ----------------------------------------------------------------------------------------


@contextmanager
def interrupting(root: Path, how: str) -> Iterator[tuple[IO[str], IO[str]]]:
    """The process of `interrupted.py`: what it tells, and where to tell it to go on."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("interrupted.py")), str(root), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process.stdout, process.stdin
    finally:
        process.stdin.close()
        process.wait(timeout=60)
        process.stdout.close()


def version(settings: Settings) -> int:
    """The number of the reports that the live index holds; both reports are of the same one."""
    index = live(settings)
    _vectors_fit_their_texts(index)
    (found,) = {int(number) for text in index.reports.values() for number in re.findall(r"bản số (\d+)", text.text)}
    return found


@pytest.mark.skipif(not hasattr(os, "fork"), reason="killed rebuilds are forked")
@pytest.mark.parametrize(("how", "most"), [("audited", 400), ("timed", 20)])
def test_a_rebuild_killed_at_any_moment_harms_nothing(settings: Settings, tmp_path: Path, how: str, most: int) -> None:
    settings.paths.reports.mkdir()
    kills, before = 0, 0
    with interrupting(tmp_path, how) as (told, go_on):
        for line in told:
            number, end = line.split()
            kills += end == "killed"
            now = version(settings)
            assert now in (before, int(number))
            if end == "through":
                assert now == int(number)
            before = now
            if int(number) >= most or (how == "audited" and end == "through"):
                break
            go_on.write("\n")
            go_on.flush()
    assert kills > (20 if how == "audited" else 0)
    (settings.paths.reports / "a.txt").write_text("Báo cáo mới của tỉnh nhà\nĐây là bản số 999.", encoding="utf-8")
    (settings.paths.reports / "b.txt").unlink()
    rebuild(settings, parts=bag_parts(tokens=40))
    assert version(settings) == 999
    assert sorted(path.name for path in settings.paths.index.iterdir()) == ["CURRENT", "generations", "lock"]
    assert len(list((settings.paths.index / "generations").iterdir())) == 2
