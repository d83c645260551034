"""Late interaction: a question's token vectors against a passage's, MaxSim as in ColBERT.

Khattab and Zaharia 2020, "ColBERT". The score of a passage is the mean, over the question's tokens, of the
best match among the passage's tokens.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from retrieval.index.vectors import Vectors


def late_scores(question: Vectors, passages: Vectors, starts: NDArray[np.int64]) -> Vectors:
    """Scores (n,) of n passages whose tokens lie one after the other from `starts` on; vectors of unit length."""
    best = np.maximum.reduceat(question @ passages.T, starts, axis=1)
    return np.asarray(best.mean(axis=0), dtype=np.float32)
