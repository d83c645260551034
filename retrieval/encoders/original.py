"""The encoder for models that no compiled form agrees with: sentence-transformers itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from retrieval.encoders.compile import load_original, prompts, quiet
from retrieval.encoders.port import Embedding
from retrieval.progress import Progress, silent
from retrieval.settings import Model


class OriginalEncoder:
    """Texts -> pooled and token vectors through `SentenceTransformer.encode`."""

    def __init__(self, model: Model, digest: str) -> None:
        with quiet(), TemporaryDirectory() as scratch:
            self._model = load_original(model, Path(scratch))
        self._query, self._passage = prompts(self._model, model.name)
        self.model = model.name
        self.digest = digest

    @property
    def max_tokens(self) -> int:
        return int(self._model.max_seq_length or 512)

    def count_tokens(self, text: str) -> int:
        return len(self._model.tokenizer(self._passage + text, truncation=False)["input_ids"])

    def syllables(self) -> dict[str, float]:
        return {}

    def encode_question(self, text: str, *, english: bool = False) -> Embedding:
        return self._encode(text, self._query)

    def encode_passages(self, texts: Sequence[str], progress: Progress = silent) -> list[Embedding]:
        done = []
        for text in texts:
            done.append(self._encode(text, self._passage))
            progress("encode", len(done), len(texts))
        return done

    def _encode(self, text: str, prompt: str) -> Embedding:
        output: dict[str, Any] = self._model.encode(prompt + text, output_value=None, show_progress_bar=False)
        pooled = np.asarray(output["sentence_embedding"], dtype=np.float32)
        mask = np.asarray(output["attention_mask"], dtype=bool)
        tokens = np.asarray(output["token_embeddings"], dtype=np.float32)[: int(mask.sum())]
        return Embedding(
            pooled / max(float(np.linalg.norm(pooled)), 1e-9),
            tokens / np.maximum(np.linalg.norm(tokens, axis=1, keepdims=True), 1e-9),
            self._offsets(prompt + text, len(prompt), len(tokens)),
        )

    def _offsets(self, text: str, prompt: int, count: int) -> tuple[tuple[int, int], ...]:
        if not self._model.tokenizer.is_fast:
            return ((0, 0),) * count
        found = self._model.tokenizer(text, truncation=True, return_offsets_mapping=True)["offset_mapping"]
        return tuple((max(s - prompt, 0), e - prompt) if e > prompt else (0, 0) for s, e in found[:count])
