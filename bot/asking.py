"""Questions of the command line -> answers on standard output: one for a person, or JSON, one a line."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import IO, Any, Protocol, TextIO

from bot import plain
from bot.presentation import present
from retrieval.errors import DanvanError, UsageError
from retrieval.records import Answer, Report


class Engine(Protocol):
    """What asking needs of retrieval.engine.Engine."""

    def ask(self, text: str, *, top_k: int | None = None) -> Answer: ...

    def report(self, id: str) -> Report: ...


def answer(engine: Engine, question: str, out: TextIO, top_k: int | None = None) -> None:
    """Writes the answer to one question for a person to read."""
    reply = present(engine.ask(_clean(question), top_k=top_k), engine.report)
    print(plain.paint(reply, colours=_shows_colours(out)), file=out)


def answer_json_line(engine: Engine, question: str, out: TextIO, top_k: int | None = None) -> None:
    """Writes the answer to one question as JSON."""
    _write(_as_json(engine, question, top_k), out)


def answer_lines(engine: Engine, lines: Iterable[bytes], out: TextIO, top_k: int | None = None) -> None:
    """Answers lines of `{"id": …, "question": …}` in their order, each written out before the next is read.

    Raises UsageError at the first line that is something else, after everything before it was answered.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        asked = _asked(line, number)
        try:
            told = _as_json(engine, asked["question"], top_k)
        except DanvanError as exc:
            raise type(exc)(f"line {number}: {exc}") from exc
        _write({"id": asked["id"], **told}, out)


def opened(file: str) -> AbstractContextManager[IO[bytes]]:
    """The lines of a batch; `-` is standard input. Raises UsageError where there is no such file."""
    if file == "-":
        return contextlib.nullcontext(sys.stdin.buffer)
    try:
        return open(file, "rb")
    except OSError as exc:
        raise UsageError(f"{file}: cannot be read ({exc.strerror or exc})") from exc


def _asked(line: bytes, number: int) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except ValueError as exc:
        raise UsageError(f"line {number} is not JSON: {exc}") from exc
    if not isinstance(asked, dict) or not isinstance(asked.get("question"), str) or "id" not in asked:
        raise UsageError(f'line {number} is not {{"id": "…", "question": "…"}}')
    return asked


def _as_json(engine: Engine, question: str, top_k: int | None) -> dict[str, Any]:
    from retrieval.answer_json import answer_json

    return answer_json(engine.ask(_clean(question), top_k=top_k), engine.report)


def _clean(question: str) -> str:
    # Half a surrogate pair, from a mangled argument or a JSON escape, can be neither encoded nor printed.
    return question.encode("utf-8", "replace").decode("utf-8")


def _write(told: dict[str, Any], out: TextIO) -> None:
    print(json.dumps(told, ensure_ascii=False), file=out, flush=True)


def _shows_colours(out: TextIO) -> bool:
    return out.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
