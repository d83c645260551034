"""Late interaction: a question's token vectors against a passage's, MaxSim as in ColBERT.

Khattab and Zaharia 2020, "ColBERT". The score of a passage is the mean, over the question's tokens, of the
best match among the passage's tokens. The vectors are the encoder's own; where a map for the encoder ships
with the program, the tokens of an English question pass through it first, which brings them nearer to the
Vietnamese tokens that mean the same (`retrieval.training.late`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Encoder
from retrieval.index.vectors import Vectors
from retrieval.records import Language

MAP = Path(__file__).parent / "late.npz"


@dataclass(frozen=True, slots=True)
class LateInteraction:
    """`english` (h, h) maps the tokens of English questions, or is None."""

    english: Vectors | None = None

    @classmethod
    def for_encoder(cls, encoder: Encoder, path: Path = MAP) -> LateInteraction:
        """The map where it was trained on this encoder, else the plain vectors."""
        if path.is_file():
            with np.load(path) as content:
                if encoder.model == str(content["model"]):
                    return cls(content["english"].astype(np.float32))
        return cls()

    def question(self, tokens: Vectors, language: Language) -> Vectors:
        """The token vectors (s, h) that a question is scored by, of unit length."""
        if self.english is None or language is not Language.ENGLISH:
            return tokens
        mapped = tokens @ self.english
        return np.asarray(mapped / np.maximum(np.linalg.norm(mapped, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def scores(self, question: Vectors, passages: Vectors, starts: NDArray[np.int64]) -> Vectors:
        """Scores (n,) of n passages whose tokens lie one after the other from `starts` on."""
        best = np.maximum.reduceat(question @ passages.T, starts, axis=1)
        return np.asarray(best.mean(axis=0), dtype=np.float32)
