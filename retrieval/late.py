"""Late interaction: a question's token vectors against a passage's, MaxSim as in ColBERT.

Khattab and Zaharia 2020, "ColBERT". The score of a passage is the weighted mean, over the question's
tokens, of the best match among the passage's tokens. Where a trained head for the encoder ships with the
program, it projects the vectors and weighs the question's tokens; otherwise both are taken as they are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Encoder
from retrieval.index.vectors import Vectors

HEAD = Path(__file__).parent / "late.npz"


@dataclass(frozen=True, slots=True)
class LateInteraction:
    """`projection` (h, d) or None; `importance` (h + 1,) or None, the last one its bias."""

    digest: str
    projection: Vectors | None = None
    importance: Vectors | None = None

    @classmethod
    def for_encoder(cls, encoder: Encoder, path: Path = HEAD) -> LateInteraction:
        """The trained head where it was trained on this model, else the plain vectors."""
        if path.is_file():
            with np.load(path) as head:
                if encoder.model in head["models"].tolist():
                    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
                    return cls(digest, head["projection"].astype(np.float32), head["importance"].astype(np.float32))
        return cls("plain")

    def project(self, tokens: Vectors) -> Vectors:
        """Token vectors (s, h) -> (s, d) of unit length."""
        if self.projection is None:
            return tokens
        projected = tokens @ self.projection
        return np.asarray(projected / np.maximum(np.linalg.norm(projected, axis=1, keepdims=True), 1e-9), np.float32)

    def weights(self, tokens: Vectors) -> NDArray[np.float32]:
        """How much each of a question's tokens (s, h) counts; they sum to one."""
        if self.importance is None:
            return np.full(len(tokens), 1 / len(tokens), dtype=np.float32)
        raw = np.logaddexp(0, tokens @ self.importance[:-1] + self.importance[-1])
        return np.asarray(raw / raw.sum(), dtype=np.float32)

    def scores(self, question: Vectors, weights: Vectors, passages: Vectors, starts: NDArray[np.int64]) -> Vectors:
        """Scores (n,) of n passages whose projected tokens lie one after the other from `starts` on."""
        best = np.maximum.reduceat(question @ passages.T, starts, axis=1)
        return np.asarray(weights @ best, dtype=np.float32)
