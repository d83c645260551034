"""BM25 over syllables, folded and exact; bm25s does the scoring.

Two fields share one index of a passage: folded syllables with their pairs (what both forms of a question
can match) and exact syllables (what only a question with diacritics can). A passage's context counts too.
"""

from __future__ import annotations

import itertools
import json
import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import StoreError
from retrieval.vietnamese import TOKEN, exact, fold, number_terms

VERSION = 1  # part of the recipe: a new number rebuilds every index
logging.getLogger("bm25s").setLevel(logging.WARNING)  # it tells of every index built

K1 = 1.2
B = 0.75

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


class LexicalIndex:
    """Scores passages by the terms they share with a question."""

    def __init__(self, folder_index: bm25s.BM25, size: int, frequencies: dict[str, int]) -> None:
        self._index = folder_index
        self._size = size
        self._frequencies = frequencies

    @classmethod
    def build(cls, texts: Sequence[str]) -> LexicalIndex:
        """Index `texts`, one a passage, in passage order."""
        corpus = [_folded(words) + _exact(words) for words in map(TOKEN.findall, texts)]
        index = bm25s.BM25(k1=K1, b=B, method="lucene")
        index.index(corpus, show_progress=False)
        frequencies = Counter(term for terms in corpus for term in set(terms))
        return cls(index, len(texts), dict(frequencies))

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Raises `StoreError` where the folder holds no index."""
        try:
            frequencies = json.loads((folder / "frequencies.json").read_text(encoding="utf-8"))
            index = bm25s.BM25.load(str(folder), mmap=True)
        except (OSError, ValueError) as exc:
            raise StoreError(f"{folder} cannot be read: run `danvan rebuild`.") from exc
        return cls(index, int(frequencies.pop("")), frequencies)

    def save(self, folder: Path) -> None:
        folder.mkdir()
        self._index.save(str(folder), show_progress=False)
        content = {**self._frequencies, "": self._size}
        (folder / "frequencies.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    def knows(self, folded: str) -> bool:
        """Whether any passage has this folded syllable or number."""
        return folded in self._frequencies

    def knows_phrase(self, text: str) -> bool:
        """Whether the passages have every word, and every pair of neighbours, of `text`."""
        return all(term in self._frequencies for term in folded_terms(text))

    def knows_exactly(self, word: str) -> bool:
        """Whether any passage has this word with these diacritics."""
        return _EXACT + exact(word) in self._frequencies

    def frequency(self, term: str) -> int:
        """Number of passages with the (folded or pair) term."""
        return self._frequencies.get(term, 0)

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32]:
        """BM25 of every passage (n,) for the terms of a question; unknown ones count nothing."""
        known = [term for term in terms if term in self._frequencies]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._index.get_scores(known), dtype=np.float32)
