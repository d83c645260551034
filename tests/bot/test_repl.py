"""The terminal conversation, driven through a real pseudo-terminal as a person would."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from rich.console import Console

from bot import repl
from bot.conversation import COMMANDS
from bot.presentation import Found, Quoted, Remark, Reply, Source, Text
from tests.fakes import KIM_BOI, LAC_SON

ROOT = Path(__file__).parents[2]
CHAIR = "Ai chủ trì hội nghị ở Kim Bôi?"
PROMPT = "hỏi>"

# The real loop over a fake engine: what is tested here is the terminal.
SCRIPT = """
import sys
from pathlib import Path
from bot import repl
from bot.conversation import Conversation
from tests.fakes import FakeEngine
engine = FakeEngine()
sys.exit(repl.run(Conversation(engine), engine.reports(), Path(sys.argv[1])))
"""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    return [sys.executable, "-c", SCRIPT, str(tmp_path / "memory" / "history")]


@pytest.fixture
def terminal(command: list[str]) -> Iterator[pexpect.spawn]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "PYTHONUTF8": "1"}
    environment["PROMPT_TOOLKIT_NO_CPR"] = "1"
    child = pexpect.spawn(command[0], command[1:], env=environment, encoding="utf-8", timeout=20, dimensions=(40, 120))
    child.expect_exact(PROMPT)
    yield child
    child.close(force=True)


def status(child: pexpect.spawn) -> int | None:
    child.expect(pexpect.EOF)
    child.close()
    return child.exitstatus


def test_a_question_is_answered_with_colours_and_the_prompt_comes_back(terminal: pexpect.spawn) -> None:
    terminal.sendline(CHAIR)
    terminal.expect("\x1b\\[1;32mBùi Tiến Lực\x1b\\[0m")
    terminal.expect("đồng chí \x1b\\[1;32mBùi Tiến Lực\x1b\\[0m chủ trì hội nghị")
    terminal.expect_exact("Báo Hòa Bình · 11/4/2024")
    terminal.expect_exact(PROMPT)
    terminal.sendeof()
    assert status(terminal) == 0


def test_ctrl_c_drops_the_line_then_leaves(terminal: pexpect.spawn) -> None:
    terminal.send("Ai chủ")
    terminal.expect_exact("chủ")
    terminal.sendintr()
    terminal.expect_exact(PROMPT)
    terminal.sendline(CHAIR)
    terminal.expect_exact("Bùi Tiến Lực")
    terminal.expect_exact(PROMPT)
    terminal.sendintr()
    assert status(terminal) == 0


@pytest.mark.parametrize("word", sorted(repl.LEAVE))
def test_leaving_by_a_word(terminal: pexpect.spawn, word: str) -> None:
    terminal.sendline(word)
    assert status(terminal) == 0


def test_history_comes_back_in_the_next_conversation(terminal: pexpect.spawn, command: list[str]) -> None:
    terminal.sendline(CHAIR)
    terminal.expect_exact("Mức chắc chắn")
    terminal.expect_exact(PROMPT)
    terminal.sendeof()
    assert status(terminal) == 0
    history = Path(command[-1])
    assert CHAIR in history.read_text(encoding="utf-8")
    assert history.stat().st_mode & 0o077 == 0


def test_tab_completes_commands(terminal: pexpect.spawn) -> None:
    terminal.send("/ng")
    terminal.expect_exact("/nguon")  # the menu
    terminal.send("\t")
    terminal.expect_exact("uon")
    terminal.send("\r")
    terminal.expect_exact("Chưa có nguồn nào")
    terminal.sendeof()


def test_without_a_terminal_lines_go_in_and_plain_replies_come_out(command: list[str]) -> None:
    run = subprocess.run(
        command,
        input=f"{CHAIR}\n\n/tai-lieu\n/thoat\n{CHAIR}\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert run.stdout.startswith("Bùi Tiến Lực\n")
    assert run.stdout.count("Bùi Tiến Lực\n") == 1
    assert "Có 2 báo cáo:" in run.stdout
    assert "\x1b" not in run.stdout


def completions(text: str) -> list[str]:
    found = repl.Completions([KIM_BOI, LAC_SON]).get_completions(Document(text), CompleteEvent())
    return [completion.text for completion in found]


def test_completion_offers_commands_and_report_names() -> None:
    assert completions("/t") == ["/tai-lieu", "/tailieu", "/thoat"]
    assert completions("/tai-lieu ") == [KIM_BOI.id, LAC_SON.id]
    assert completions("/reports kim") == [KIM_BOI.id]
    assert completions("/tai-lieu Tổng kết") == [LAC_SON.id]
    assert completions("Ai chủ trì") == []
    assert completions("/moi x") == []
    assert set(completions("/")) == {*COMMANDS, *repl.LEAVE}


def test_texts_that_look_like_markup_are_painted_as_they_are() -> None:
    out = io.StringIO()
    console = Console(file=out, width=200, highlight=False)
    source = Source("[red]T[/red]", None, None, "r[0].txt")
    repl.paint(Reply((Found("[b]x[/b]"), Quoted("<[/]>", 1, 2), source, Remark(":smile:"), Text("[/]"))), console)
    painted = out.getvalue()
    assert all(text in painted for text in ("[b]x[/b]", "“<[/]>”", "[red]T[/red]", "[r[0].txt]", ":smile:"))


def test_a_history_that_cannot_be_written_is_kept_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert type(repl._history(tmp_path / "file" / "history")).__name__ == "InMemoryHistory"
