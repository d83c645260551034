"""Late interaction: a question's token vectors against a passage's, MaxSim as in ColBERT.

Khattab and Zaharia 2020, "ColBERT". The score of a passage is the mean, over the question's tokens, of the
best match among the passage's tokens.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.index.vectors import Vectors


def matches(question: Vectors, passages: Vectors) -> Vectors:
    """How well each of t tokens of passages matches each of s of a question, (t, s); vectors of unit length."""
    return np.asarray(passages @ question.T, dtype=np.float32)


def late_scores(matched: Vectors, starts: NDArray[np.int64]) -> Vectors:
    """Scores (n,) of n passages whose rows of `matched` lie one after the other from `starts` on."""
    return np.asarray(np.maximum.reduceat(matched, starts, axis=0).mean(axis=1), dtype=np.float32)
