"""The README keeps its word: its example is run, and what it names exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DANVAN = Path(sys.executable).with_name("danvan")


def recorded() -> list[tuple[str, str]]:
    """Question and printed answer of every `$ make ask` in a console block."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    found = []
    for block in blocks:
        for example in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
            if asked := re.fullmatch(r'\$ make ask Q="(.*?)"\n(.*)', example, re.DOTALL):
                found.append((asked[1], asked[2].strip("\n")))
    return found


@pytest.mark.parametrize(("question", "printed"), recorded(), ids=[question for question, _ in recorded()])
def test_the_recorded_example_is_what_is_printed(question: str, printed: str, tmp_path: Path) -> None:
    run = subprocess.run(
        [DANVAN, "ask", "--index", tmp_path / "index", question],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.rstrip("\n") == printed


def test_an_example_is_recorded() -> None:
    assert recorded()


def test_make_targets_that_are_named_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    assert set(re.findall(r"(?:`|^|\$ )make ([a-z-]+)", README, re.MULTILINE)) <= targets
    assert {"setup", "ask", "repl", "test", "check", "bench"} <= targets


def test_files_that_are_named_exist() -> None:
    named = set(re.findall(r"`((?:config|tests|seeds|retrieval|bot|\.ci)/[\w./-]*)`", README))
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_commands_and_options_that_are_named_exist() -> None:
    for command in set(re.findall(r"(?:`|bin/)danvan ([a-z]+)", README)):
        shown = subprocess.run([DANVAN, command, "--help"], capture_output=True, text=True, check=False)
        assert shown.returncode == 0, command
    options = set(re.findall(r"(--[a-z][a-z-]*)", README)) - {"--help"}
    helps = "".join(
        subprocess.run([DANVAN, command, "--help"], capture_output=True, text=True, check=True).stdout
        for command in ("ask", "rebuild", "eval", "bot")
    )
    assert [option for option in sorted(options) if option not in helps] == []
