"""Question -> hits: dense, lexical and late-interaction scores, fused by what the question is."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Embedding, Encoder
from retrieval.index.generation import Generation
from retrieval.index.vectors import Vectors
from retrieval.late import LateInteraction
from retrieval.questions import Question
from retrieval.records import Hit, Language


@dataclass(frozen=True, slots=True)
class Mixture:
    """How much each score counts once standardised over the candidates."""

    dense: float
    late: float
    folded: float
    exact: float


# Chosen on xquad-dev (120 reports, 1,836 questions); `make study-search` prints the table behind them.
MIXTURES = {
    Language.VIETNAMESE: Mixture(dense=0.3, late=1.0, folded=0.2, exact=0.5),
    Language.UNMARKED: Mixture(dense=0.0, late=1.0, folded=0.6, exact=0.1),
    Language.ENGLISH: Mixture(dense=0.3, late=1.0, folded=0.15, exact=0.0),
}


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passage numbers and their raw scores, all (n,)."""

    numbers: NDArray[np.int64]
    dense: Vectors
    late: Vectors
    folded: Vectors
    exact: Vectors


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first, with what it took."""

    hits: tuple[Hit, ...]
    fused: tuple[float, ...]  # their standardised scores
    read: tuple[Hit, ...]  # the first few, worth reading closely
    embedding: Embedding
    encode_ms: float
    search_ms: float


class Searcher:
    """Finds passages of one opened index."""

    def __init__(self, encoder: Encoder, late: LateInteraction, index: Generation, candidates: int, read: int) -> None:
        self._encoder = encoder
        self._late = late
        self._index = index
        self._most = candidates
        self._read = read

    def search(self, question: Question, k: int) -> Found:
        """The `k` best passages; scores are softened ranks of the fused score, 0..1."""
        started = time.perf_counter()
        embedding = self._encoder.encode_question(question.reading)
        encoded = time.perf_counter()
        candidates = self.candidates(question, embedding)
        fused = fuse(candidates, MIXTURES[question.language])
        order = np.argsort(-fused, kind="stable")[:k]
        hits = tuple(
            Hit(self._index.contents.passages[candidates.numbers[at]], float(1 / (1 + np.exp(-fused[at]))))
            for at in order
        )
        ended = time.perf_counter()
        scores = tuple(float(fused[at]) for at in order)
        return Found(hits, scores, hits[: self._read], embedding, (encoded - started) * 1e3, (ended - encoded) * 1e3)

    def candidates(self, question: Question, embedding: Embedding) -> Candidates:
        """The passages worth a closer look, each with all of its scores."""
        folded = self._index.lexical.scores(question.folded)
        exact = self._index.lexical.scores(question.exact)
        if question.focus:
            numbers = self._index.passages_of(question.focus)
            return self._scored(numbers, embedding, folded, exact)
        nearest, _ = self._index.dense.search(embedding.pooled, self._most)
        worded = np.argsort(-(folded + exact), kind="stable")[: self._most]
        numbers = np.union1d(nearest, worded[(folded + exact)[worded] > 0]).astype(np.int64)
        return self._scored(numbers, embedding, folded, exact)

    def _scored(self, numbers: NDArray[np.int64], embedding: Embedding, folded: Vectors, exact: Vectors) -> Candidates:
        tokens, starts = self._index.token_vectors(numbers.tolist())
        late = self._late.scores(
            self._late.project(embedding.tokens), self._late.weights(embedding.tokens), tokens, starts
        )
        dense = self._index.dense.scores(embedding.pooled, numbers)
        return Candidates(numbers, dense, late, folded[numbers], exact[numbers])


def fuse(candidates: Candidates, mixture: Mixture) -> Vectors:
    """Weighted sum (n,) of the standardised scores."""
    return np.asarray(
        mixture.dense * standardised(candidates.dense)
        + mixture.late * standardised(candidates.late)
        + mixture.folded * standardised(candidates.folded)
        + mixture.exact * standardised(candidates.exact),
        dtype=np.float32,
    )


def standardised(scores: Vectors) -> Vectors:
    """Mean 0, deviation 1; all zeros where the scores do not differ."""
    deviation = float(scores.std())
    if deviation < 1e-9:
        return np.zeros_like(scores)
    return np.asarray((scores - scores.mean()) / deviation, dtype=np.float32)
