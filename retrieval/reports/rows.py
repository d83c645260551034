"""Rows of tables as lines of text."""

from __future__ import annotations

from collections.abc import Sequence


def row_lines(cells: Sequence[Sequence[str]]) -> list[str]:
    """One line where no cell (its lines) has more than one, so that figures stay beside what they count."""
    if all(len(cell) <= 1 for cell in cells):
        return [", ".join(line for cell in cells for line in cell)]
    return [line for cell in cells for line in cell]
