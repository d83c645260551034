"""Progress on standard error: a line a stage where nobody watches, a bar where somebody does."""

from __future__ import annotations

import pytest

from bot.watching import Watching
from retrieval.progress import Progress


def test_a_stage_is_told_once_outside_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with Watching() as progress:
        for done in range(3):
            progress("read", done, 3)
        progress("encode", 0, 10)
        progress("something else", 0, 0)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [
        "danvan: reading the reports …",
        "danvan: embedding the passages …",
        "danvan: something else …",
    ]


def test_nothing_told_is_nothing_painted(capsys: pytest.CaptureFixture[str]) -> None:
    with Watching():
        pass
    assert capsys.readouterr() == ("", "")


def test_a_terminal_gets_a_bar(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with Watching() as progress:
        progress("encode", 5, 10)
        progress("encode", 10, 10)
    told = capsys.readouterr()
    assert told.out == ""
    assert "embedding the passages" in told.err
    assert "10/10" in told.err


def test_it_is_a_progress() -> None:
    progress: Progress = Watching()
    assert callable(progress)
