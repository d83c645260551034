"""Question -> hits: dense, lexical and late-interaction scores, fused by what the question is."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Embedding, Encoder
from retrieval.index.generation import Generation
from retrieval.index.vectors import Vectors
from retrieval.late import late_scores, matches
from retrieval.questions import Question
from retrieval.records import Hit, Language
from retrieval.vietnamese import sentences

_ALWAYS_READ = 2
_NEAR = 1.75  # of the fused scores: farther behind the first, 1 answer in 120 is lost and 2 readings in 3 are saved


@dataclass(frozen=True, slots=True)
class Mixture:
    """How much each score counts once standardised over the candidates."""

    dense: float
    late: float
    folded: float
    exact: float
    translated: float = 0.0


# Chosen on xquad-dev (120 reports, 1,836 questions), with the vectors of the compiled model.
MIXTURES = {
    Language.VIETNAMESE: Mixture(dense=0.3, late=1.0, folded=0.6, exact=0.5),
    Language.UNMARKED: Mixture(dense=0.3, late=1.0, folded=0.4, exact=0.2),
    Language.ENGLISH: Mixture(dense=0.3, late=1.0, folded=0.1, exact=0.0),
}


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passage numbers and their raw scores, all (n,)."""

    numbers: NDArray[np.int64]
    dense: Vectors
    late: Vectors
    folded: Vectors
    exact: Vectors
    translated: Vectors  # late interaction of an English question's Vietnamese words, or zeros
    matched: tuple[Vectors, ...] = ()  # of each passage's tokens (t, s) with the question's


@dataclass(frozen=True, slots=True)
class Closeness:
    """How well a sentence of a report matches a question by late interaction alone."""

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Hits, best first, with what it took."""

    hits: tuple[Hit, ...]
    fused: tuple[float, ...]  # their standardised scores
    read: tuple[Hit, ...]  # the first few, worth reading closely
    closeness: tuple[tuple[Closeness, ...], ...]  # of the sentences of those
    encode_ms: float
    search_ms: float


class Searcher:
    """Finds passages of one opened index."""

    def __init__(self, encoder: Encoder, index: Generation, candidates: int, read: int) -> None:
        self._encoder = encoder
        self._index = index
        self._most = candidates
        self._read = read

    def search(self, question: Question, k: int) -> Found:
        """The `k` best passages; a hit's score is its fused score softened to 0..1."""
        started = time.perf_counter()
        in_english = question.language is Language.ENGLISH
        embedding = self._encoder.encode_question(question.reading, english=in_english)
        translated = self._encoder.encode_question(question.translation) if question.translation else None
        encoded = time.perf_counter()
        candidates = self.candidates(question, embedding, translated)
        fused = fuse(candidates, mixture_for(question))
        order = np.argsort(-fused, kind="stable")[:k]
        hits = tuple(
            Hit(self._index.contents.passages[candidates.numbers[at]], softened(float(fused[at]))) for at in order
        )
        read = self._worth_reading(fused[order])
        closeness = tuple(self._closeness(int(candidates.numbers[at]), candidates.matched[at]) for at in order[:read])
        ended = time.perf_counter()
        return Found(
            hits,
            tuple(float(fused[at]) for at in order),
            hits[:read],
            closeness,
            (encoded - started) * 1e3,
            (ended - encoded) * 1e3,
        )

    def _worth_reading(self, fused: Vectors) -> int:
        """How many of the first passages may hold the answer, by their scores: reading is what takes time."""
        near = int(np.count_nonzero(fused[: self._read] >= fused[0] - _NEAR)) if len(fused) else 0
        return min(max(near, _ALWAYS_READ), self._read, len(fused))

    def _closeness(self, number: int, matched: Vectors) -> tuple[Closeness, ...]:
        """Every sentence of a passage, by the best match of each of the question's tokens inside it."""
        span = self._index.contents.passages[number].span
        offsets = np.maximum.accumulate(self._index.token_offsets(number))  # special tokens stand nowhere
        found = []
        for start, end in ((s + span.start, e + span.start) for s, e in sentences(span.text)):
            # Tokens stand in the order of the text, so those of a sentence are one run.
            first, last = (
                np.searchsorted(offsets[:, 1], start, side="right"),
                np.searchsorted(offsets[:, 1], end, side="right"),
            )
            if first < last:
                found.append(Closeness(start, end, float(matched[first:last].max(axis=0).mean())))
        return tuple(found)

    def candidates(self, question: Question, embedding: Embedding, translated: Embedding | None) -> Candidates:
        """The passages worth a closer look, each with all of its scores."""
        folded = self._index.lexical.scores(question.folded)
        exact = self._index.lexical.scores(question.exact)
        numbers = self._index.passages_of(question.focus or "")
        if not len(numbers):  # no focus, or its report is gone since the conversation began
            worded = np.argsort(-(folded + exact), kind="stable")[: self._most]
            numbers = worded[(folded + exact)[worded] > 0].astype(np.int64)
            for one in (embedding, translated):
                if one is not None:
                    numbers = np.union1d(numbers, self._index.dense.search(one.pooled, self._most)[0])
        tokens, starts = self._index.token_vectors(numbers.tolist())
        matched = matches(embedding.tokens, tokens)
        return Candidates(
            numbers,
            self._index.dense.scores(embedding.pooled, numbers),
            late_scores(matched, starts),
            folded[numbers],
            exact[numbers],
            late_scores(matches(translated.tokens, tokens), starts)
            if translated
            else np.zeros(len(numbers), np.float32),
            tuple(np.split(matched, starts[1:])),
        )


def mixture_for(question: Question) -> Mixture:
    """The mixture of the question's form; the more of an English question the glossary and the names cover,
    the more its Vietnamese words count."""
    mixture = MIXTURES[question.language]
    if question.language is not Language.ENGLISH:
        return mixture
    share = question.translated_share**2  # a few stray words make no translation
    return replace(mixture, folded=mixture.folded + 0.9 * share, translated=1.5 * share)


def fuse(candidates: Candidates, mixture: Mixture) -> Vectors:
    """Weighted sum (n,) of the standardised scores."""
    return np.asarray(
        mixture.dense * standardised(candidates.dense)
        + mixture.late * standardised(candidates.late)
        + mixture.folded * standardised(candidates.folded)
        + mixture.exact * standardised(candidates.exact)
        + mixture.translated * standardised(candidates.translated),
        dtype=np.float32,
    )


def softened(score: float) -> float:
    """A standardised score as 0..1, for people to compare."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def standardised(scores: Vectors) -> Vectors:
    """Mean 0, deviation 1; all zeros where the scores do not differ."""
    deviation = float(scores.std())
    if deviation < 1e-9:
        return np.zeros_like(scores)
    return np.asarray((scores - scores.mean()) / deviation, dtype=np.float32)
