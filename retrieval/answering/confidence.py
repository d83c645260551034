"""From the features of a candidate to the chance that it is right: a logistic model with few weights.

Fitted by `python -m retrieval.training.confidence` on question files whose reports the reader never saw.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import ModelError

WEIGHTS = Path(__file__).parent / "confidence.json"


@dataclass(frozen=True, slots=True)
class Confidence:
    """Weights by feature; features without a weight count nothing."""

    weights: Mapping[str, float]

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Confidence:
        """Raises `ModelError` where the file is missing or malformed."""
        try:
            return cls({str(k): float(v) for k, v in json.loads(path.read_text(encoding="utf-8")).items()})
        except (OSError, ValueError, AttributeError, TypeError) as exc:
            raise ModelError(f"{path} cannot be read: install danvan again.") from exc

    def of(self, features: Mapping[str, float]) -> float:
        """Chance of being right, 0..1."""
        raw = sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, raw))))
