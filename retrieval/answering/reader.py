"""The span reader at question time: question and passage in one forward pass, ONNX Runtime, no torch.

It marks where an answer starts and ends; the first token stands for "not told here", and a span's margin
is how far its logits stand above that (Devlin et al. 2019, "BERT", as for SQuAD 2.0).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding

from retrieval.encoders.compiled import CompiledEncoder, cut_to, open_session

GRAPH = "reader.onnx"

_MAX_TOKENS = 448
_MAX_SPAN = 40  # tokens
_NBEST = 8
_EDGES = " \t\n.,;:!?…\"“”'‘’()[]«»–-"


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a passage that may answer, with its margin over "not told here" (logits)."""

    start: int
    end: int
    margin: float


class Reader(Protocol):
    """Marks answers in passages."""

    def read(self, question: str, passages: Sequence[str]) -> list[list[Marked]]:
        """The best spans of each passage, best first."""
        ...


class SpanReader:
    """The trained reader over the word table and tokenizer of a compiled model."""

    def __init__(self, encoder: CompiledEncoder, folder: Path) -> None:
        self._words = encoder.words
        self._tokenizer = encoder.tokenizer
        self._session = open_session(folder / GRAPH, encoder.threads)

    def read(self, question: str, passages: Sequence[str]) -> list[list[Marked]]:
        """One forward pass a passage: padding costs more than batching saves on two cores."""
        return [self._read(question, passage) for passage in passages]

    def _read(self, question: str, passage: str) -> list[Marked]:
        encoding = self._tokenizer.encode(question, passage)
        ids = np.asarray([cut_to(encoding.ids, _MAX_TOKENS)])
        start, end, null = self._session.run(
            None, {"inputs_embeds": self._words[ids].astype(np.float32), "attention_mask": np.ones_like(ids)}
        )
        return best_spans(start[0], end[0], float(null[0]), encoding, passage)


def best_spans(
    start: NDArray[np.float32], end: NDArray[np.float32], null: float, encoding: Encoding, passage: str
) -> list[Marked]:
    """The best distinct spans of whole words, best first; `start` and `end` are (s,) logits."""
    inside = np.asarray([sequence == 1 for sequence in cut_to(encoding.sequence_ids, len(start))])
    starts = np.argsort(np.where(inside, -start, np.inf))[:20]
    ends = np.argsort(np.where(inside, -end, np.inf))[:20]
    pairs = [
        (float(start[first] + end[last]) - null, int(first), int(last))
        for first in starts
        for last in ends
        if inside[first] and inside[last] and first <= last < first + _MAX_SPAN
    ]
    found: dict[tuple[int, int], float] = {}
    for margin, first, last in sorted(pairs, reverse=True):
        span = _whole_words(passage, encoding.offsets[first][0], encoding.offsets[last][1])
        if span and span not in found:
            found[span] = margin
        if len(found) == _NBEST:
            break
    return [Marked(*span, margin) for span, margin in found.items()]


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
