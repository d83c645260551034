"""From the features of candidates to the likeliest one, and to the chance that it is right.

Two linear models with few weights: one ranks the candidates of a question against each other, the other
judges the first of them. Fitted by `python -m retrieval.training.confidence` on question files whose
reports the reader never saw.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import ModelError

WEIGHTS = Path(__file__).parent / "confidence.json"

Features = Mapping[str, float]
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Confidence:
    """Weights by feature; features without a weight count nothing."""

    rank: Weights
    trust: Weights

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Confidence:
        """Raises `ModelError` where the file is missing or malformed."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return cls(_weights(content["rank"]), _weights(content["trust"]))
        except (OSError, ValueError, KeyError, AttributeError, TypeError) as exc:
            raise ModelError(f"{path} cannot be read: install danvan again.") from exc

    def score(self, features: Features) -> float:
        """How a candidate stands among those of its question; only differences mean something."""
        return weighted(self.rank, features)

    def chance(self, features: Features, lead: float) -> float:
        """Chance that a candidate is right, 0..1; `lead` is its score's over the next other answer."""
        raw = weighted(self.trust, with_lead(features, lead))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, raw))))


def with_lead(features: Features, lead: float) -> dict[str, float]:
    """The features that trust is judged by."""
    return {**features, "lead": max(-3.0, min(3.0, lead))}


def weighted(weights: Weights, features: Features) -> float:
    """The sum of the features by their weights."""
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def _weights(content: Mapping[str, float]) -> dict[str, float]:
    return {str(name): float(value) for name, value in content.items()}
