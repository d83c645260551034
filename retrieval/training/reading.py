"""From a pair to pieces, and from the reader's logits to a span of the passage."""

from __future__ import annotations

import random
import string
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from transformers import AutoTokenizer

from retrieval.training.lora import Reader
from retrieval.training.pairs import Pair

LONGEST = 512
LONGEST_QUESTION = 96
LONGEST_ANSWER = 30
PAD = 1
_EDGE = string.punctuation.replace("%", "") + "“”‘’«»…–—"
_DASHES = "-–—"
_IMPOSSIBLE = -1e4


@dataclass(frozen=True, slots=True)
class Encoded:
    """A pair as pieces: ids, the piece where the passage begins, its offsets, and the answer's two pieces."""

    ids: list[int]
    first: int
    offsets: list[tuple[int, int]]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The best span of a passage, its score and the score of "not told here"."""

    text: str
    start: int
    end: int
    span_score: float
    null_score: float

    @property
    def margin(self) -> float:
        """How much likelier the span is than no answer, in logits."""
        return self.span_score - self.null_score


class Pieces:
    """The base model's tokenizer, applied to pairs."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(folder)

    def count(self, text: str) -> int:
        """The pieces of a text alone."""
        return len(self.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def encode(self, pair: Pair) -> Encoded | None:
        """`<s> question </s></s> passage </s>`; None where the answer falls off the end."""
        tokenizer = self.tokenizer
        asked = tokenizer(pair.question, add_special_tokens=False, truncation=True, max_length=LONGEST_QUESTION)[
            "input_ids"
        ]
        read = tokenizer(pair.passage, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        bos, eos = tokenizer.bos_token_id, tokenizer.eos_token_id
        first = len(asked) + 3
        room = LONGEST - first - 1
        ids, offsets = read["input_ids"][:room], read["offset_mapping"][:room]
        start = end = 0
        if pair.end > pair.start:
            inside = [i for i, (a, b) in enumerate(offsets) if a < pair.end and b > pair.start]
            if not inside or offsets[inside[-1]][1] < pair.end:
                return None
            start, end = inside[0] + first, inside[-1] + first
        return Encoded([bos, *asked, eos, eos, *ids, eos], first, offsets, start, end)


def batches(rows: Sequence[Encoded], pieces: int, rng: random.Random | None = None) -> list[list[int]]:
    """Indices of rows of like length, so many that a batch holds about `pieces`; shuffled by `rng`."""
    noise = rng.random if rng else lambda: 0.0
    order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids) * (1 + 0.1 * noise()))
    out: list[list[int]] = [[]]
    for i in order:
        if out[-1] and (len(out[-1]) + 1) * len(rows[i].ids) > pieces:
            out.append([])
        out[-1].append(i)
    if rng:
        rng.shuffle(out)
    return out


def masks(rows: Sequence[Encoded]) -> tuple[Tensor, Tensor]:
    """Attention mask, and where a span may stand: the passage and the first piece."""
    width = max(len(row.ids) for row in rows)
    attention, allowed = torch.zeros(len(rows), width), torch.zeros(len(rows), width, dtype=torch.bool)
    for i, row in enumerate(rows):
        attention[i, : len(row.ids)] = 1
        allowed[i, row.first : len(row.ids) - 1] = True
        allowed[i, 0] = True
    return attention, allowed


def word_vectors(reader: Reader, rows: Sequence[Encoded]) -> Tensor:
    """Rows of the word table, padded."""
    width = max(len(row.ids) for row in rows)
    ids = torch.tensor([row.ids + [PAD] * (width - len(row.ids)) for row in rows])
    vectors: Tensor = reader.encoder.embeddings.word_embeddings(ids)
    return vectors


def best_span(start: Tensor, end: Tensor, row: Encoded, passage: str) -> Reading:
    """The span with the highest start + end, in whole words without surrounding punctuation."""
    last = row.first + len(row.offsets)
    scores = start[row.first : last, None] + end[None, row.first : last]
    possible = torch.ones_like(scores, dtype=torch.bool).triu().tril(LONGEST_ANSWER - 1)
    scores = scores.masked_fill(~possible, _IMPOSSIBLE)
    a, b = divmod(int(scores.argmax()), scores.shape[1])
    left, right = whole_words(passage, row.offsets[a][0], row.offsets[b][1])
    return Reading(passage[left:right], left, right, float(scores[a, b]), float(start[0] + end[0]))


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span widened to whole words, then without the punctuation around it."""
    while start < end and text[start].isspace():
        start += 1
    while start > 0 and _one_word(text, start):
        start -= 1
    while end < len(text) and _one_word(text, end):
        end += 1
    while start < end and (text[start] in _EDGE or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _EDGE or text[end - 1].isspace()):
        end -= 1
    return start, end


def _one_word(text: str, at: int) -> bool:
    """Whether the characters around `at` are of one word; "Thế-Trưởng" is two words, "45-KH/TU" one."""
    if text[at - 1].isspace() or text[at].isspace():
        return False
    dash = at if text[at] in _DASHES else at - 1
    return not (text[dash] in _DASHES and text[dash - 1 : dash].isalpha() and text[dash + 1 : dash + 2].isalpha())


@torch.no_grad()
def read(reader: Reader, pieces: Pieces, pairs: Sequence[Pair]) -> list[Reading]:
    """The best span of each pair."""
    rows = [row for pair in pairs if (row := pieces.encode(Pair(pair.question, pair.passage)))]
    readings: dict[int, Reading] = {}
    for batch in batches(rows, 4096):
        chosen = [rows[i] for i in batch]
        start, end, _ = reader(word_vectors(reader, chosen), masks(chosen)[0])
        for i, s, e in zip(batch, start, end, strict=True):
            readings[i] = best_span(s, e, rows[i], pairs[i].passage)
    return [readings[i] for i in range(len(pairs))]
