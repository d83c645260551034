"""Report -> passages: whole sentences, within the model's length, each with its context."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from retrieval.records import Passage, Report, Span
from retrieval.vietnamese import sentences

VERSION = 1  # part of the recipe: a new number rebuilds every index

CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Cutting:
    """How reports are cut: `tokens` bounds a passage with its context, in the model's pieces."""

    tokens: int
    overlap_sentences: int


def context_of(report: Report) -> str:
    """What a reader of the report has in mind at any passage: its title, date and place."""
    return _context(report, report.title)


def _context(report: Report, title: str) -> str:
    when = report.date.strftime("%d/%m/%Y") if report.date else None
    return " · ".join(part for part in (title, when, report.place) if part)


def _fitting_context(report: Report, most: int, count_tokens: CountTokens) -> str:
    """The context, its title cut at a word where it would leave the passages less than half of their length."""
    words = report.title.split()
    context = context_of(report)
    while count_tokens(context) > most and len(words) > 1:
        words.pop()
        context = _context(report, " ".join(words) + "…")
    return context


def heading(passage: Passage) -> str:
    """What stands above a passage as it is read: its context, unless it opens the report itself."""
    return f"{passage.context}\n" if passage.span.start else ""


def embedded_text(passage: Passage) -> str:
    """What the models read: the passage under its heading."""
    return heading(passage) + passage.span.text


def cut(report: Report, cutting: Cutting, count_tokens: CountTokens) -> list[Passage]:
    """The passages of a report, in order. Every sentence stands in at least one of them."""
    context = _fitting_context(report, cutting.tokens // 2, count_tokens)
    room = max(cutting.tokens - count_tokens(context), cutting.tokens // 2)
    pieces = [
        piece
        for start, end in sentences(report.text)
        for piece in _fitting(report.text, start, end, room, count_tokens)
    ]
    sizes = [count_tokens(report.text[start:end]) for start, end in pieces]
    return [
        Passage(_span(report, pieces[first][0], pieces[last][1]), context)
        for first, last in _groups(sizes, room, cutting.overlap_sentences)
    ]


def _span(report: Report, start: int, end: int) -> Span:
    return Span(report.id, start, end, report.text[start:end])


def _groups(sizes: list[int], room: int, overlap: int) -> list[tuple[int, int]]:
    """First and last piece of each passage: as many as fit, the last `overlap` of them taken along."""
    groups: list[tuple[int, int]] = []
    first = 0
    while first < len(sizes):
        last, used = first, sizes[first]
        while last + 1 < len(sizes) and used + sizes[last + 1] <= room:
            last += 1
            used += sizes[last]
        groups.append((first, last))
        if last + 1 >= len(sizes):
            break
        back = max(last + 1 - overlap, first + 1)
        while back <= last and sum(sizes[back : last + 2]) > room:
            back += 1
        first = back
    return groups


def _fitting(text: str, start: int, end: int, room: int, count_tokens: CountTokens) -> list[tuple[int, int]]:
    """The sentence, or where it is longer than a passage its halves, cut at a clause or a blank."""
    if count_tokens(text[start:end]) <= room or not re.search(r"\s", text[start:end]):
        return [(start, end)]
    middle = (start + end) // 2
    marks = [m.end() for m in re.finditer(r"[;:,]\s", text[start:end])]
    blanks = [m.end() for m in re.finditer(r"\s+", text[start:end])]
    inner = [start + at for at in marks if 0.2 * (end - start) < at < 0.8 * (end - start)]
    cut_at = min(inner or [start + at for at in blanks], key=lambda at: abs(at - middle))
    left_end = cut_at
    while text[left_end - 1].isspace():
        left_end -= 1
    if left_end <= start or cut_at >= end:
        return [(start, end)]
    return [
        *_fitting(text, start, left_end, room, count_tokens),
        *_fitting(text, cut_at, end, room, count_tokens),
    ]
