"""BM25 over syllables, folded and exact; bm25s computes what each term gives each passage, once.

Two fields share one index of a passage: folded syllables with their pairs (what both forms of a question
can match) and exact syllables (what only a question with diacritics can). A passage's context counts too.
"""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import StoreError
from retrieval.vietnamese import TOKEN, exact, fold, number_terms

VERSION = 2  # part of the recipe: a new number rebuilds every index

K1 = 1.2
B = 0.75

_TERMS = "terms.json"
_ARRAYS = ("starts.npy", "passages.npy", "scores.npy")
_KINDS = (np.int64, np.int64, np.float32)

_EXACT = "="  # marks exact terms, so that the two views never meet


def folded_terms(text: str) -> list[str]:
    """Folded syllables, numbers as they are looked up, and pairs of neighbours."""
    return _folded(TOKEN.findall(text))


def exact_terms(text: str) -> list[str]:
    """Syllables with diacritics, whatever their tone placement."""
    return _exact(TOKEN.findall(text))


def _folded(words: list[str]) -> list[str]:
    single = [term for word in words for term in (number_terms(word) if word[0].isdigit() else (fold(word),))]
    return single + [f"{left} {right}" for left, right in itertools.pairwise(single)]


def _exact(words: list[str]) -> list[str]:
    terms = (term for word in words for term in (number_terms(word) if word[0].isdigit() else (exact(word),)))
    return [_EXACT + term for term in terms]


@dataclass(frozen=True, slots=True)
class Postings:
    """What the terms give the passages, term by term: term t has those from starts[t] to starts[t + 1]."""

    starts: NDArray[np.int64]
    passages: NDArray[np.int64]
    scores: NDArray[np.float32]


class LexicalIndex:
    """Scores passages by the terms they share with a question."""

    def __init__(self, terms: Sequence[str], postings: Postings, size: int) -> None:
        self._numbers = {term: number for number, term in enumerate(terms)}
        self._postings = postings
        self._size = size

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index `texts`, one a passage, in passage order."""
        import bm25s  # brings scipy along, which a question has no use for

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it tells of every index built
        corpus = [_folded(words) + _exact(words) for words in map(TOKEN.findall, texts)]
        if not any(corpus):  # dashes and dots alone, which bm25s refuses
            none = (np.zeros(size, kind) for size, kind in zip((1, 0, 0), _KINDS, strict=True))
            return cls([], Postings(*none), len(texts))
        index = bm25s.BM25(k1=K1, b=B, method="lucene")
        index.index(corpus, show_progress=False)
        parts = (np.asarray(index.scores[part]) for part in ("indptr", "indices", "data"))
        starts, passages, scores = (part.astype(kind) for part, kind in zip(parts, _KINDS, strict=True))
        numbers = {term: number for term, number in index.vocab_dict.items() if term}  # "" stands for no term
        terms = sorted(numbers, key=lambda term: numbers[term])
        return cls(terms, Postings(starts, passages, scores), len(texts))

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Raises `StoreError` where the folder holds no index."""
        try:
            terms, size = json.loads((folder / _TERMS).read_text(encoding="utf-8"))
            return cls(terms, Postings(*(np.load(folder / name, mmap_mode="r") for name in _ARRAYS)), int(size))
        except (OSError, ValueError, TypeError) as exc:
            raise StoreError(f"{folder} cannot be read: run `danvan rebuild`.") from exc

    def save(self, folder: Path) -> None:
        folder.mkdir()
        postings = self._postings
        parts: tuple[NDArray[Any], ...] = (postings.starts, postings.passages, postings.scores)
        for name, part in zip(_ARRAYS, parts, strict=True):
            np.save(folder / name, part)
        (folder / _TERMS).write_text(
            json.dumps([list(self._numbers), self._size], ensure_ascii=False), encoding="utf-8"
        )

    def knows(self, folded: str) -> bool:
        """Whether any passage has this folded syllable or number."""
        return folded in self._numbers

    def knows_phrase(self, text: str) -> bool:
        """Whether the passages have every word, and every pair of neighbours, of `text`."""
        return all(term in self._numbers for term in folded_terms(text))

    def knows_exactly(self, word: str) -> bool:
        """Whether any passage has this word with these diacritics."""
        return _EXACT + exact(word) in self._numbers

    def frequency(self, term: str) -> int:
        """Number of passages with the (folded or pair) term."""
        number = self._numbers.get(term)
        return 0 if number is None else int(self._postings.starts[number + 1] - self._postings.starts[number])

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every passage (n,) for the terms of a question; unknown ones count nothing."""
        found = np.zeros(self._size, dtype=np.float32)
        for number in (self._numbers[term] for term in terms if term in self._numbers):
            own = slice(*self._postings.starts[number : number + 2])
            found[self._postings.passages[own]] += self._postings.scores[own]  # a passage stands once a term
        return found
