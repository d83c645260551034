"""Question -> hits: dense, lexical and late-interaction scores, fused by what the question is."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Embedding, Encoder
from retrieval.index.generation import Generation
from retrieval.index.vectors import Vectors
from retrieval.late import late_scores, matches
from retrieval.questions import Question
from retrieval.records import Hit, Kind, Language, Passage
from retrieval.vietnamese import sentences

_ALWAYS_READ = 2
_NEAR = 1.75  # of the fused scores: farther behind the first, 1 answer in 120 is lost and 2 readings in 3 are saved
_FURTHER = 2  # passages of the first one's report, beside its opening, that are read where the others do not tell
_TOLD_IN_THE_OPENING = (Kind.WHEN, Kind.WHERE)


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
class _Ranked:
    """A passage number with its fused score and how its tokens (t, s) match the question's."""

    number: int
    fused: float
    matched: Vectors

    @staticmethod
    def every(candidates: Candidates, fused: Vectors) -> list[_Ranked]:
        rows = zip(candidates.numbers.tolist(), fused.tolist(), candidates.matched, strict=True)
        return [_Ranked(*row) for row in rows]


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
    read: tuple[int, ...]  # places of the hits worth reading closely
    further: tuple[int, ...]  # and of those worth it where these do not tell
    closeness: Mapping[int, tuple[Closeness, ...]]  # of the sentences of both, by place
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
        """The `k` best passages, and after them what else of the first one's report is worth reading.

        A hit's score is its fused score softened to 0..1.
        """
        started = time.perf_counter()
        in_english = question.language is Language.ENGLISH
        embedding = self._encoder.encode_question(question.reading, english=in_english)
        translated = self._encoder.encode_question(question.translation) if question.translation else None
        encoded = time.perf_counter()
        ranked = self._ranked(question, embedding, translated)
        passages = [self._index.contents.passages[one.number] for one in ranked]
        read = self._worth_reading(question, passages, [one.fused for one in ranked])
        further = _still_unread(passages, read)
        kept = sorted({*range(min(k, len(ranked))), *read, *further})
        place = {at: place for place, at in enumerate(kept)}
        closeness = {place[at]: self._closeness(ranked[at]) for at in (*read, *further)}
        ended = time.perf_counter()
        return Found(
            tuple(Hit(passages[at], softened(ranked[at].fused)) for at in kept),
            tuple(ranked[at].fused for at in kept),
            tuple(place[at] for at in read),
            tuple(place[at] for at in further),
            closeness,
            (encoded - started) * 1e3,
            (ended - encoded) * 1e3,
        )

    def _ranked(self, question: Question, embedding: Embedding, translated: Embedding | None) -> list[_Ranked]:
        """The candidates, best first, with those passages of the best one's report that were not among them."""
        mixture, candidates = mixture_for(question), self.candidates(question, embedding, translated)
        ranked = _Ranked.every(candidates, fuse(candidates, mixture))
        if not ranked:
            return []
        best = self._index.contents.passages[max(ranked, key=lambda one: one.fused).number]
        missing = np.setdiff1d(self._index.passages_of(best.report), candidates.numbers)
        if len(missing):
            rest = self._scored(question, embedding, translated, missing)
            ranked += _Ranked.every(rest, fuse(rest, mixture, among=candidates))
        return sorted(ranked, key=lambda one: -one.fused)

    def _worth_reading(
        self, question: Question, passages: Sequence[Passage], fused: Sequence[float]
    ) -> tuple[int, ...]:
        """Which passages, by descending score, may hold the answer: reading is what takes time.

        A day or a place stands where a report opens, however far below stand those by whom an event is named.
        """
        near = sum(score >= fused[0] - _NEAR for score in fused[: self._read])
        read = range(min(max(near, _ALWAYS_READ), self._read, len(fused)))
        opening = _first_report(passages)[:1] if question.kind in _TOLD_IN_THE_OPENING else []
        return (*read, *(place for place in opening if place not in read))

    def _closeness(self, one: _Ranked) -> tuple[Closeness, ...]:
        """Every sentence of a passage, by the best match of each of the question's tokens inside it."""
        span = self._index.contents.passages[one.number].span
        offsets = np.maximum.accumulate(self._index.token_offsets(one.number))  # special tokens stand nowhere
        found = []
        for start, end in ((s + span.start, e + span.start) for s, e in sentences(span.text)):
            # Tokens stand in the order of the text, so those of a sentence are one run.
            first, last = (
                np.searchsorted(offsets[:, 1], start, side="right"),
                np.searchsorted(offsets[:, 1], end, side="right"),
            )
            if first < last:
                found.append(Closeness(start, end, float(one.matched[first:last].max(axis=0).mean())))
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
        return self._scored(question, embedding, translated, numbers)

    def _scored(
        self, question: Question, embedding: Embedding, translated: Embedding | None, numbers: NDArray[np.int64]
    ) -> Candidates:
        tokens, starts = self._index.token_vectors(numbers.tolist())
        matched = matches(embedding.tokens, tokens)
        return Candidates(
            numbers,
            self._index.dense.scores(embedding.pooled, numbers),
            late_scores(matched, starts),
            self._index.lexical.scores(question.folded)[numbers],
            self._index.lexical.scores(question.exact)[numbers],
            late_scores(matches(translated.tokens, tokens), starts)
            if translated
            else np.zeros(len(numbers), np.float32),
            tuple(np.split(matched, starts[1:])),
        )


def _first_report(passages: Sequence[Passage]) -> list[int]:
    """The places of the passages of the first one's report, in order of reading."""
    mine = [place for place, passage in enumerate(passages) if passage.report == passages[0].report]
    return sorted(mine, key=lambda place: passages[place].span.start)


def _still_unread(passages: Sequence[Passage], read: Sequence[int]) -> tuple[int, ...]:
    """The places of the best unread passages of the first one's report, and of its opening."""
    unread = [place for place in _first_report(passages) if place not in read]
    best = sorted(unread)[:_FURTHER]
    return (*best, *(place for place in _first_report(passages)[:1] if place in unread and place not in best))


def mixture_for(question: Question) -> Mixture:
    """The mixture of the question's form; the more of an English question the glossary and the names cover,
    the more its Vietnamese words count."""
    mixture = MIXTURES[question.language]
    if question.language is not Language.ENGLISH:
        return mixture
    share = question.translated_share**2  # a few stray words make no translation
    return replace(mixture, folded=mixture.folded + 0.9 * share, translated=1.5 * share)


def fuse(candidates: Candidates, mixture: Mixture, among: Candidates | None = None) -> Vectors:
    """Weighted sum (n,) of the scores, standardised over `among`: the candidates themselves if left out."""
    whole = among or candidates
    return np.asarray(
        mixture.dense * standardised(candidates.dense, whole.dense)
        + mixture.late * standardised(candidates.late, whole.late)
        + mixture.folded * standardised(candidates.folded, whole.folded)
        + mixture.exact * standardised(candidates.exact, whole.exact)
        + mixture.translated * standardised(candidates.translated, whole.translated),
        dtype=np.float32,
    )


def softened(score: float) -> float:
    """A standardised score as 0..1, for people to compare."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def standardised(scores: Vectors, among: Vectors) -> Vectors:
    """Scores (n,) in deviations from the mean of `among`; all zeros where these do not differ."""
    deviation = float(among.std())
    if deviation < 1e-9:
        return np.zeros_like(scores)
    return np.asarray((scores - among.mean()) / deviation, dtype=np.float32)
