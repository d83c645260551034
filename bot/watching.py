"""Paints progress on standard error: a bar in a terminal, one line a stage elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


_STAGES = {
    "compile": "compiling the model (once)",
    "read": "reading the reports",
    "encode": "embedding the passages",
    "write": "writing the index",
    "evaluate": "asking the questions",
}


def _said(stage: str) -> str:
    return _STAGES.get(stage, stage)


class Watching:
    """A Progress (retrieval/progress.py), to be used in a `with`; paints nothing until it is called."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}
        self._stage = ""

    def __enter__(self) -> Watching:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bars is not None:
            self._bars.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._terminal:
            self._paint(stage, done, total)
        elif stage != self._stage:
            print(f"danvan: {_said(stage)} …", file=sys.stderr, flush=True)
        self._stage = stage

    def _paint(self, stage: str, done: int, total: int) -> None:
        if self._bars is None:
            self._bars = _bars()
            self._bars.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(_said(stage), total=total or None)
        self._bars.update(self._tasks[stage], completed=done, total=total or None)


def _bars() -> Bars:
    # Imported here: `danvan ask` has nothing to paint once the index stands.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))
