"""The span reader at question time: question and passage in one forward pass, ONNX Runtime, no torch.

It marks where an answer starts and ends; the first token stands for "not told here", and a span's margin
is how far its logits stand above that (Devlin et al. 2019, "BERT", as for SQuAD 2.0).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.compiled import CompiledEncoder, cut_to, open_session

GRAPH = "reader.onnx"

_MAX_TOKENS = 448
_MAX_SPAN = 40  # tokens
_NBEST = 8
_EDGE_TOKENS = 20  # likeliest starts and ends that are paired
_EDGES = " \t\n.,;:!?…\"“”'‘’()[]«»–-"


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a passage that may answer, with its margin over "not told here" (logits)."""

    start: int
    end: int
    margin: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage as read: logits of the tokens that stand in it, (s,) each, and their places in its text."""

    passage: str
    start: NDArray[np.float32]
    end: NDArray[np.float32]
    null: float
    offsets: NDArray[np.int64]  # (s, 2)

    @property
    def most(self) -> float:
        """No span of the passage has a larger margin; -inf where nothing was read."""
        return float(self.start.max() + self.end.max()) - self.null if len(self.start) else -math.inf

    def best(self, across_lines: bool = False) -> list[Marked]:
        """The best distinct spans of whole words, best first; one over several lines only where these are allowed."""
        starts, ends = np.argsort(-self.start)[:_EDGE_TOKENS], np.argsort(-self.end)[:_EDGE_TOKENS]
        pairs = [
            (float(self.start[first] + self.end[last]) - self.null, int(first), int(last))
            for first in starts
            for last in ends
            if first <= last < first + _MAX_SPAN
        ]
        found: dict[tuple[int, int], float] = {}
        for margin, first, last in sorted(pairs, reverse=True):
            span = _whole_words(self.passage, int(self.offsets[first][0]), int(self.offsets[last][1]))
            if span and span not in found and (across_lines or "\n" not in self.passage[slice(*span)]):
                found[span] = margin
            if len(found) == _NBEST:
                break
        return [Marked(*span, margin) for span, margin in found.items()]

    def margin(self, start: int, end: int) -> float | None:
        """The margin of any stretch of the passage; None where no token of it was read."""
        inside = np.flatnonzero((self.offsets[:, 1] > start) & (self.offsets[:, 0] < end))
        if not len(inside):
            return None
        return float(self.start[inside[0]] + self.end[inside[-1]]) - self.null


def glossed(question: str, vietnamese: str) -> str:
    """An English question with what of it the glossary says in Vietnamese, as the reader is given it."""
    return f"{question} · {vietnamese}" if vietnamese else question


class Reader(Protocol):
    """Marks answers in passages."""

    def read(self, question: str, passage: str, heading: str = "") -> Reading:
        """Read one passage for a question; `heading` stands above it and holds no answer."""
        ...


class SpanReader:
    """The trained reader over the word table and tokenizer of a compiled model."""

    def __init__(self, encoder: CompiledEncoder, folder: Path) -> None:
        self._words = encoder.words
        self._tokenizer = encoder.tokenizer
        self._session = open_session(folder / GRAPH, encoder.threads)

    def read(self, question: str, passage: str, heading: str = "") -> Reading:
        """One forward pass; what does not fit the reader's length is not read."""
        encoding = self._tokenizer.encode(question, heading + passage)
        ids = np.asarray([cut_to(encoding.ids, _MAX_TOKENS)])
        start, end, null = self._session.run(
            None, {"inputs_embeds": self._words[ids].astype(np.float32), "attention_mask": np.ones_like(ids)}
        )
        offsets = np.asarray(encoding.offsets[: ids.shape[1]], dtype=np.int64) - len(heading)
        read = np.asarray([sequence == 1 for sequence in encoding.sequence_ids[: ids.shape[1]]])
        inside = read & (offsets[:, 1] > 0)
        return Reading(passage, start[0][inside], end[0][inside], float(null[0]), offsets[inside].clip(0))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span widened to whole words, without the punctuation around it."""
    while start < end and text[start].isspace():
        start += 1
    while start > 0 and not text[start - 1].isspace() and start < len(text) and not text[start].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES and not _closes(text[start:end]):
        end -= 1
    return (start, end) if start < end else None


def _closes(span: str) -> bool:
    return span.endswith(")") and span.count("(") == span.count(")")
