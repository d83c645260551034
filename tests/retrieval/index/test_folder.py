"""The index's folder: one live generation, swapped whole, one rebuild at a time."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path

import pytest

from retrieval.errors import StoreBusy, StoreError
from retrieval.index.folder import IndexFolder


def publish(folder: IndexFolder, *contents: str) -> Path:
    with folder.locked(), folder.staging() as staged:
        for number, content in enumerate(contents):
            (staged / f"{number}.txt").write_text(content, encoding="utf-8")
        return folder.publish(staged)


def test_nothing_is_live_before_the_first_swap(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "index")
    assert folder.current() is None
    with folder.locked(), folder.staging() as staged:
        (staged / "0.txt").write_text("half", encoding="utf-8")
        assert folder.current() is None
    assert folder.current() is None


def test_what_was_published_is_live_and_the_one_before_is_still_there(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path / "a" / "index")
    made = [publish(folder, str(number)) for number in range(4)]
    assert folder.current() == made[-1]
    assert [(path / "0.txt").read_text() for path in made if path.exists()] == ["2", "3"]


def test_a_failed_rebuild_leaves_the_live_one_and_no_rubbish(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    live = publish(folder, "old")
    with pytest.raises(RuntimeError), folder.locked(), folder.staging() as staged:
        (staged / "0.txt").write_text("half", encoding="utf-8")
        raise RuntimeError
    assert folder.current() == live
    assert [path.name for path in live.parent.iterdir()] == [live.name]


def test_what_a_killed_rebuild_left_goes_with_the_next(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    publish(folder, "old")
    (tmp_path / "generations" / ".new-abc" / "generation").mkdir(parents=True)
    (tmp_path / ".CURRENT-abc").write_text("abc", encoding="utf-8")
    live = publish(folder, "new")
    assert folder.current() == live
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", "generations", "lock"]
    assert not list((tmp_path / "generations").glob(".*"))


def test_a_second_rebuild_is_refused(tmp_path: Path) -> None:
    with IndexFolder(tmp_path).locked(), pytest.raises(StoreBusy, match="wait"), IndexFolder(tmp_path).locked():
        pass
    with IndexFolder(tmp_path).locked():
        pass


def test_the_lock_is_let_go_where_a_rebuild_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), IndexFolder(tmp_path).locked():
        raise ZeroDivisionError
    with IndexFolder(tmp_path).locked():
        pass


def test_errors_inside_are_not_taken_for_those_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), IndexFolder(tmp_path).locked():
        raise PermissionError("something else")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="--index"), IndexFolder(tmp_path / "file").locked():
        pass


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    live = publish(folder, "old")
    with pytest.raises(StoreError, match="No space left"), folder.locked(), folder.staging():
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert folder.current() == live


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"\0\0\0", b"gone", b"\n"])
def test_a_pointer_to_nothing_is_no_index(tmp_path: Path, content: bytes) -> None:
    folder = IndexFolder(tmp_path)
    publish(folder, "old")
    (tmp_path / "CURRENT").write_bytes(content)
    assert folder.current() is None


def test_a_reader_sees_whole_generations_alone(tmp_path: Path) -> None:
    folder = IndexFolder(tmp_path)
    publish(folder, *["0"] * 5)
    stop, seen, torn = threading.Event(), set(), []

    def read() -> None:
        while not stop.is_set():
            live = IndexFolder(tmp_path).current()
            assert live is not None
            try:
                found = [(live / f"{number}.txt").read_text(encoding="utf-8") for number in range(5)]
            except FileNotFoundError:  # gone since, as a slow reader may find: then another one is live
                if IndexFolder(tmp_path).current() == live:
                    torn.append(live)
                continue
            if len(set(found)) != 1:
                torn.append(live)
            seen.add(found[0])

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(1, 30):
            publish(folder, *[str(number)] * 5)
    finally:
        stop.set()
        reader.join()
    assert torn == []
    assert len(seen) > 3
