"""The port of the encoders: what search and rebuild need of a model, whichever it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.progress import Progress


@dataclass(frozen=True, slots=True)
class Embedding:
    """One text's vectors, from one forward pass.

    `pooled` (d,) and `tokens` (s, h) are float32 of unit length; `offsets` has a pair of character
    positions for each token, (0, 0) for those that stand for no character of the text.
    """

    pooled: NDArray[np.float32]
    tokens: NDArray[np.float32]
    offsets: tuple[tuple[int, int], ...]


class Encoder(Protocol):
    """Texts -> vectors of one space, named by `digest`."""

    @property
    def model(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def max_tokens(self) -> int: ...

    def count_tokens(self, text: str) -> int: ...

    def syllables(self) -> dict[str, float]:
        """Probabilities of Vietnamese syllables, from the model's own vocabulary; empty where it has none."""
        ...

    def encode_question(self, text: str, *, english: bool = False) -> Embedding:
        """Vectors of a question; for an English one, of the form trained for these where the model has one."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: Progress = ...) -> list[Embedding]: ...
