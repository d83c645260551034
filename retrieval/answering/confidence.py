"""From the features of a question's candidates to the chance of each that it is right.

One hidden layer gives every candidate a score, what the candidates are like together gives one to "none of them is
right", and the softmax over all is the chance of each, which a curve then calibrates. Fitted by `python -m
retrieval.training.confidence` on question files whose reports the reader never saw.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ModelError

WEIGHTS = Path(__file__).parent / "confidence.npz"

_WEIGHTS = ("direct", "hidden", "output", "untold")

HARDLY = 0.1  # the most that may be left to what is known not to be right
_ALONE = 1e-3

Features = Mapping[str, float]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A candidate by its place among those given, with its chances of being right."""

    place: int
    chance: float  # of what it says, whoever says it; calibrated
    own: float  # of this very span


@dataclass(frozen=True, slots=True)
class Confidence:
    """Weights over `names`, f of them; features without a weight count nothing."""

    names: tuple[str, ...]
    direct: Floats  # (f,)
    hidden: Floats  # (h, f)
    output: Floats  # (h,)
    untold: Floats  # (2, f): of the highest and the lowest value of each feature among the candidates
    slope: float = 1.0  # of the curve from a raw chance's log odds to those of a calibrated one
    offset: float = 0.0

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Confidence:
        """Raises `ModelError` where the file is missing or malformed."""
        try:
            with np.load(path, allow_pickle=False) as stored:
                names = tuple(str(name) for name in stored["names"])
                weights = [stored[part].astype(np.float32) for part in _WEIGHTS]
                found = cls(names, *weights, *(float(number) for number in stored["curve"]))
            found.chances([{}])  # the shapes agree
            return found
        except (OSError, ValueError, KeyError, EOFError, IndexError, BadZipFile) as exc:
            raise ModelError(f"{path} cannot be read: install danvan again.") from exc

    @classmethod
    def plain(cls, weights: Features, untold: float = 0.0) -> Confidence:
        """A linear one, for small cases; `untold` is the score of "none is right"."""
        names = ("bias", *(name for name in weights if name != "bias"))
        direct = np.asarray([weights.get(name, 0.0) for name in names], np.float32)
        none = np.zeros((2, len(names)), np.float32)
        none[0, 0] = untold
        return cls(names, direct, np.zeros((0, len(names)), np.float32), np.zeros(0, np.float32), none)

    def save(self, path: Path) -> None:
        """Write the weights in half precision."""
        parts = {part: getattr(self, part).astype(np.float16) for part in _WEIGHTS}
        parts |= {"names": np.asarray(self.names), "curve": np.asarray([self.slope, self.offset])}
        np.savez_compressed(path, allow_pickle=False, **parts)

    def chances(self, candidates: Sequence[Features]) -> list[float]:
        """The chance of each of a question's candidates; what is missing to 1 is the chance of none."""
        if not candidates:
            return []
        rows = matrix(candidates, self.names)
        scores = rows @ self.direct + np.tanh(rows @ self.hidden.T) @ self.output
        none = float(np.vdot(self.untold, np.stack([rows.max(axis=0), rows.min(axis=0)])))
        shares = np.exp(np.append(scores, none) - max(float(scores.max()), none))
        return [float(share) for share in (shares / shares.sum())[:-1]]

    def weighed(self, candidates: Sequence[Features], said: Sequence[str], out: Sequence[bool]) -> list[Weighed]:
        """The candidates, the likeliest first; `said` are their folded texts, `out` which are known not to be right."""
        own = without(self.chances(candidates), out)
        together = agreed(own, said)
        found = []
        for place in likeliest_first(own, said):
            chance = self.calibrated(together[place])
            found.append(Weighed(place, min(chance, HARDLY) if out[place] else chance, own[place]))
        return found

    def calibrated(self, chance: float) -> float:
        """The share of answers of this chance that are right, as held-out questions had it (Platt 1999)."""
        return 1 / (1 + math.exp(-(self.slope * log_odds(chance) + self.offset)))


def log_odds(chance: float) -> float:
    """Of a chance, kept away from 0 and 1."""
    bounded = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def matrix(candidates: Sequence[Features], names: Sequence[str]) -> Floats:
    """Features as rows (n, f), bounded; the bias is always there."""
    rows = [[one.get(name, float(name == "bias")) for name in names] for one in candidates]
    return np.asarray(rows, dtype=np.float32).clip(-9.0, 9.0)


def agreed(chances: Sequence[float], said: Sequence[str]) -> list[float]:
    """For each candidate the chance of all that say the same: that it holds, or that hold it."""
    return [
        min(1.0, sum(chance for chance, other in zip(chances, said, strict=True) if one in other or other in one))
        for one in said
    ]


def likeliest_first(chances: Sequence[float], said: Sequence[str]) -> list[int]:
    """Places of the candidates by the overlap (F1 of the words) to be expected with what is right, most first.

    Of several spans that nearly agree none may be the likeliest alone (minimum Bayes risk, Kumar and Byrne 2004).
    """
    if not said:
        return []
    words = [set(one.split()) for one in said]
    number = {word: place for place, word in enumerate(set().union(*words))}
    holds = np.zeros((len(said), max(len(number), 1)), np.float32)
    for row, one in zip(holds, words, strict=True):
        row[[number[word] for word in one]] = 1
    sizes = holds.sum(axis=1)
    overlap = 2 * (holds @ holds.T) / np.maximum(sizes[:, None] + sizes[None, :], 1)
    alone = np.asarray(chances)
    expected = overlap @ alone + _ALONE * alone  # of those that say the same, the likeliest
    return [int(place) for place in np.argsort(-expected, kind="stable")]


def without(chances: Sequence[float], out: Sequence[bool]) -> list[float]:
    """The chances once it is known that some candidates are not right; these keep a little, to stand last."""
    rest = max(1.0 - sum(chance for chance, is_out in zip(chances, out, strict=True) if is_out), 1e-6)
    return [
        min(chance, 1.0) * 1e-3 if is_out else min(chance / rest, 1.0)
        for chance, is_out in zip(chances, out, strict=True)
    ]
