"""A compiled model on disk, and the encoder that runs it: ONNX Runtime, no torch, no transformers.

Folder of a compiled model:
    recipe.json       what it was made of, sizes, prompts; written last
    words.npy         float16 word table (rows, hidden), memory-mapped: a question reads a few rows
    encoder.onnx      inputs_embeds (b, s, hidden), attention_mask (b, s) -> sentence (b, d), tokens (b, s, h)
    tokenizer.json
    syllables.json   probabilities of Vietnamese syllables, read off the vocabulary
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from retrieval.encoders.port import Embedding
from retrieval.errors import ModelError
from retrieval.progress import Progress, silent

RECIPE = "recipe.json"
WORDS = "words.npy"
GRAPH = "encoder.onnx"
TOKENIZER = "tokenizer.json"
SYLLABLES = "syllables.json"

_Piece = TypeVar("_Piece")
_BATCH_TOKENS = 1024  # more gives no more passages a second on two cores, only more memory


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a compiled model is and how it is asked."""

    model: str
    revision: str
    digest: str
    dimension: int
    token_dimension: int
    max_tokens: int
    pad: int
    query_prompt: str
    passage_prompt: str
    cosine: float  # the lowest between compiled and original vectors on the sample texts
    version: int
    form: str  # int8, fp32, or original where no compiled form agreed


def write_recipe(recipe: Recipe, folder: Path) -> None:
    """Write `recipe.json`, which marks the folder as whole."""
    (folder / RECIPE).write_text(json.dumps(asdict(recipe), ensure_ascii=False, indent=1), encoding="utf-8")


def read_recipe(folder: Path) -> Recipe:
    """Raises `ModelError` where the folder holds no whole compiled model."""
    try:
        return Recipe(**json.loads((folder / RECIPE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as exc:
        raise ModelError(f"{folder} holds no compiled model: delete it and run `danvan rebuild`.") from exc


def open_session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    """An ONNX Runtime session on the CPU; `threads` 0 means all cores."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.add_session_config_entry("session.force_spinning_stop", "1")  # cores free again between two runs
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # done when compiled
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as exc:  # ONNX Runtime raises classes of its own that share no public parent
        raise ModelError(f"{path} cannot be loaded ({exc}): delete its folder and run `danvan rebuild`.") from exc


class CompiledEncoder:
    """Texts -> pooled and token vectors, one forward pass for both.

    `english` is a graph that brings English questions nearer to Vietnamese passages of the same space.
    """

    def __init__(self, folder: Path, threads: int = 0, english: Path | None = None) -> None:
        self._folder = folder
        self._threads = threads
        self.recipe = read_recipe(folder)
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()  # `cut_to` does it: a tokenizer without state is safe between threads
        self.words: NDArray[np.float16] = np.load(folder / WORDS, mmap_mode="r")
        self._session = open_session(folder / GRAPH, threads)
        self._english = english
        self._lock = threading.Lock()
        self._opened: onnxruntime.InferenceSession | None = None  # of `english`, once a question needs it

    @property
    def model(self) -> str:
        return self.recipe.model

    @property
    def digest(self) -> str:
        return self.recipe.digest

    @property
    def max_tokens(self) -> int:
        return self.recipe.max_tokens

    @property
    def threads(self) -> int:
        return self._threads

    @property
    def tokenizer(self) -> Tokenizer:
        return self._tokenizer

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` with the passage prompt and the special ones, not cut to the model's length."""
        return len(self._tokenizer.encode(self.recipe.passage_prompt + text).ids)

    def syllables(self) -> dict[str, float]:
        return dict(json.loads((self._folder / SYLLABLES).read_text(encoding="utf-8")))

    def encode_question(self, text: str, *, english: bool = False) -> Embedding:
        """Vectors of a question: pooled (d,), tokens (s, h), both float32 of unit length."""
        encoding = self._tokenizer.encode(self.recipe.query_prompt + text)
        session = self._session_for_english() if english else self._session
        return next(self._run([encoding], len(self.recipe.query_prompt), session))

    def _session_for_english(self) -> onnxruntime.InferenceSession:
        if self._english is None:
            return self._session
        with self._lock:
            if self._opened is None:
                self._opened = open_session(self._english, self._threads)
            return self._opened

    def encode_passages(self, texts: Sequence[str], progress: Progress = silent) -> list[Embedding]:
        """Vectors of passages, in the order given; batched by length."""
        prompt = self.recipe.passage_prompt
        encodings = self._tokenizer.encode_batch([prompt + text for text in texts])
        order = sorted(range(len(texts)), key=lambda index: -len(encodings[index].ids))
        done: dict[int, Embedding] = {}
        for batch in _batches(order, encodings):
            vectors = self._run([encodings[index] for index in batch], len(prompt), self._session)
            done.update(zip(batch, vectors, strict=True))
            progress("encode", len(done), len(texts))
        return [done[index] for index in range(len(texts))]

    def _run(
        self, encodings: list[Encoding], prompt: int, session: onnxruntime.InferenceSession
    ) -> Iterator[Embedding]:
        feed = self.padded([encoding.ids for encoding in encodings])
        pooled, tokens = session.run(None, feed)
        lengths = feed["attention_mask"].sum(axis=1)
        for row, encoding in enumerate(encodings):
            yield _embedding(pooled[row], tokens[row, : lengths[row]], encoding, prompt)

    def padded(self, pieces: Sequence[list[int]]) -> dict[str, NDArray[Any]]:
        """What the graph is fed for b texts of up to s pieces: `inputs_embeds` (b, s, h), `attention_mask` (b, s)."""
        kept = [cut_to(one, self.recipe.max_tokens) for one in pieces]
        ids = np.full((len(kept), max(map(len, kept))), self.recipe.pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, part in enumerate(kept):
            ids[row, : len(part)] = part
            mask[row, : len(part)] = 1
        return {"inputs_embeds": self.words[ids].astype(np.float32), "attention_mask": mask}


def cut_to(pieces: list[_Piece], most: int) -> list[_Piece]:
    """Pieces (or what is known of each) within the model's length; the last one still closes the text."""
    return pieces if len(pieces) <= most else [*pieces[: most - 1], pieces[-1]]


def _batches(order: list[int], encodings: list[Encoding]) -> Iterator[list[int]]:
    batch: list[int] = []
    for index in order:
        if batch and (len(batch) + 1) * len(encodings[batch[0]].ids) > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _embedding(pooled: NDArray[np.float32], tokens: NDArray[np.float32], encoding: Encoding, prompt: int) -> Embedding:
    """Offsets count into the text without its prompt; tokens of the prompt and special ones have none."""
    unit = tokens / np.maximum(np.linalg.norm(tokens, axis=1, keepdims=True), 1e-9)
    sentence = pooled / max(float(np.linalg.norm(pooled)), 1e-9)  # not every model ends in a norm of its own
    offsets = tuple(
        (max(start - prompt, 0), end - prompt) if end > prompt else (0, 0)
        for start, end in cut_to(encoding.offsets, len(tokens))
    )
    return Embedding(sentence.astype(np.float32), unit.astype(np.float32), offsets)
