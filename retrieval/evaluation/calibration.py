"""Confidence from a raw score: Platt's logistic curve, two numbers fitted on held-out answers.

Two numbers, because the answers to learn from are hundreds, not thousands; a logistic curve never falls
and has no steps, so the ranking of the answers stays that of their scores.
"""

from __future__ import annotations

import json
import math
from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from retrieval.answering.confidence import log_odds
from retrieval.errors import ModelError
from retrieval.evaluation.metrics import Judged, calibration_error

_STEPS = 100
_STILL = 1e-10


@dataclass(frozen=True, slots=True)
class Calibration:
    """confidence = 1 / (1 + exp(-(slope * raw + offset))); the slope is never negative."""

    slope: float
    offset: float
    answers: int = 0  # how many it was fitted on

    def confidence(self, raw: float) -> float:
        """The share of answers of this raw score that are right, 0..1."""
        return _logistic(self.slope * raw + self.offset)

    @classmethod
    def fit(cls, raw: Sequence[float], right: Sequence[bool]) -> Calibration:
        """The likeliest curve for these held-out answers, in Platt's smoothed form.

        Where higher scores do not go with right answers the slope is 0 and every confidence the share
        right. Raises ValueError where there is nothing to learn from.
        """
        if len(raw) != len(right):
            raise ValueError("as many scores are needed as judgements")
        if not raw or not all(map(math.isfinite, raw)):
            raise ValueError("at least one score is needed, and each must be finite")
        hits = sum(right)
        above, below = (hits + 1) / (hits + 2), 1 / (len(raw) - hits + 2)
        targets = [above if each else below for each in right]
        # The mean of equal scores may be rounded to another number, which would look like a spread.
        centre = math.fsum(raw) / len(raw) if min(raw) < max(raw) else raw[0]
        scale = max(abs(score - centre) for score in raw) or 1.0
        slope, offset = _likeliest([(score - centre) / scale for score in raw], targets)
        if slope <= 0:
            share = math.fsum(targets) / len(targets)
            return cls(0.0, math.log(share / (1 - share)), len(raw))
        return cls(slope / scale, offset - slope * centre / scale, len(raw))

    def cautious(
        self, raw: Sequence[float], right: Sequence[bool], *, sure: float, share: float, about: float
    ) -> Calibration:
        """The curve flattened about `about` until, of these held-out answers, `share` of those at `sure` are right.

        A calibrated curve promises no more than their mean, and reports that nobody has seen are read worse than
        those it was fitted on. A curve that is careful enough stays as it is. `sure`, `share` and `about` are 0..1;
        raises ValueError without an answer.
        """
        kept, hits, least = 0, 0, max(raw)
        for score, is_right in sorted(zip(raw, right, strict=True), key=lambda one: (-one[0], one[1])):
            kept, hits = kept + 1, hits + is_right
            if hits >= share * kept:
                least = score
        reached = self.slope * least + self.offset
        if reached <= log_odds(sure):
            return self
        flatter = (log_odds(sure) - log_odds(about)) / (reached - log_odds(about))
        return Calibration(flatter * self.slope, flatter * self.offset + (1 - flatter) * log_odds(about), self.answers)

    def save(self, path: Path) -> None:
        """Writes the curve as a small JSON file."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Calibration:
        """Reads what `save` wrote. Raises ModelError where that is not there or not a curve."""
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            curve = cls(float(fields["slope"]), float(fields["offset"]), int(fields["answers"]))
        except OSError as error:
            raise ModelError(f"{path}: the calibration cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise ModelError(f"{path}: is not a calibration") from error
        if not (math.isfinite(curve.slope) and math.isfinite(curve.offset) and curve.slope >= 0):
            raise ModelError(f"{path}: is not a calibration that never falls")
        return curve


def cross_validated_error(
    raw: Sequence[float],
    right: Sequence[bool],
    groups: Sequence[Hashable],
    folds: int = 5,
) -> float:
    """Expected calibration error of confidences given by curves that never saw the answer's group.

    A group (an article, or the three forms of one question) is held out as a whole; groups are dealt to
    the folds in order of appearance. Raises ValueError with fewer than two groups.
    """
    order = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    folds = min(folds, len(order))
    if folds < 2:
        raise ValueError("two groups are needed, so that one can be held out")
    fold_of = [order[group] % folds for group in groups]
    held_out: list[Judged] = []
    for fold in range(folds):
        seen = [i for i, place in enumerate(fold_of) if place != fold]
        curve = Calibration.fit([raw[i] for i in seen], [right[i] for i in seen])
        unseen = (i for i, place in enumerate(fold_of) if place == fold)
        held_out.extend(Judged(curve.confidence(raw[i]), right[i]) for i in unseen)
    return calibration_error(held_out) or 0.0


def _logistic(x: float) -> float:
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    grown = math.exp(x) if x > -700 else 0.0
    return grown / (1 + grown)


def _loss(scores: Sequence[float], targets: Sequence[float], slope: float, offset: float) -> float:
    """Cross-entropy, written so that no exponential overflows."""
    lines = (slope * score + offset for score in scores)
    return math.fsum(
        max(line, 0.0) - target * line + math.log1p(math.exp(-abs(line)))
        for line, target in zip(lines, targets, strict=True)
    )


def _likeliest(scores: Sequence[float], targets: Sequence[float]) -> tuple[float, float]:
    """Newton's method with halved steps, as in Lin, Lin and Weng's note on Platt's method."""
    slope = offset = 0.0
    loss = _loss(scores, targets, slope, offset)
    for _ in range(_STEPS):
        step = _newton_step(scores, targets, slope, offset)
        size = 1.0
        while size > _STILL:
            tried = slope + size * step[0], offset + size * step[1]
            new_loss = _loss(scores, targets, *tried)
            if new_loss < loss:
                break
            size /= 2
        else:
            break
        gain, loss, (slope, offset) = loss - new_loss, new_loss, tried
        if gain < _STILL:
            break
    return slope, offset


def _newton_step(scores: Sequence[float], targets: Sequence[float], slope: float, offset: float) -> tuple[float, float]:
    gradient_slope = gradient_offset = bend_cross = 0.0
    bend_slope = bend_offset = 1e-9  # keeps the two equations solvable where all scores are the same
    for score, target in zip(scores, targets, strict=True):
        expected = _logistic(slope * score + offset)
        weight = expected * (1 - expected)
        gradient_slope += (expected - target) * score
        gradient_offset += expected - target
        bend_slope += weight * score * score
        bend_cross += weight * score
        bend_offset += weight
    determinant = bend_slope * bend_offset - bend_cross * bend_cross
    return (
        (bend_cross * gradient_offset - bend_offset * gradient_slope) / determinant,
        (bend_cross * gradient_slope - bend_slope * gradient_offset) / determinant,
    )
