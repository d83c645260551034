"""The measures, as pure functions. Shares, scores and confidences are 0..1."""

from __future__ import annotations

import math
import string
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from retrieval.vietnamese import nfc

# --- an answer's text against the acceptable ones ----------------------------------------------------


def normalised(text: str) -> list[str]:
    """The tokens that are compared: lower-cased, NFC, punctuation stripped, split on white space.

    Punctuation is every character of a Unicode category P* and every one of `string.punctuation`, which
    adds $ + < = > ^ ` | ~. It is deleted wherever it stands, not replaced by a space, as in SQuAD's
    scorer: 11/4 is compared as 114, Mặt trận – Tổ quốc as four tokens.
    """
    kept = "".join(c for c in nfc(text.lower()) if not _is_punctuation(c))
    return nfc(kept).split()  # again NFC: what was deleted may have kept a letter from its mark


def _is_punctuation(character: str) -> bool:
    return character in string.punctuation or unicodedata.category(character).startswith("P")


def exact_match(answer: str, gold: Iterable[str]) -> bool:
    """Whether the answer is the same as any of the acceptable ones, once normalised."""
    tokens = normalised(answer)
    return any(tokens == normalised(other) for other in gold)


def token_f1(answer: str, gold: Iterable[str]) -> float:
    """Harmonic mean of token precision and recall, against the acceptable answer that it suits best."""
    tokens = normalised(answer)
    return max((_f1(tokens, normalised(other)) for other in gold), default=0.0)


def _f1(answer: Sequence[str], gold: Sequence[str]) -> float:
    if not answer or not gold:
        return float(answer == gold)
    shared = (Counter(answer) & Counter(gold)).total()
    return 2 * shared / (len(answer) + len(gold))


def is_right(answer: str, gold: Iterable[str], *, whole: bool = False) -> bool:
    """Whether a person would call the answer right, as far as words alone can tell.

    It is right where, once normalised, it equals an acceptable answer; or holds one as a run of tokens
    and is at most three times as long (F1 >= 1/2); or is itself a run of at least half the tokens of one
    (F1 >= 2/3), which `whole` forbids: a list is right only with every item. Token overlap alone is
    never enough: 12 tháng 4 năm 2024 shares most of its words with 11 tháng 4 năm 2024.
    """
    tokens = normalised(answer)
    return any(_is_right(tokens, normalised(other), whole) for other in gold)


def _is_right(answer: Sequence[str], gold: Sequence[str], whole: bool) -> bool:
    if answer == gold:
        return True
    if not answer or not gold:
        return False
    if _holds(answer, gold):
        return len(answer) <= 3 * len(gold)
    return not whole and _holds(gold, answer) and 2 * len(answer) >= len(gold)


def _holds(outer: Sequence[str], inner: Sequence[str]) -> bool:
    size = len(inner)
    return any(outer[i : i + size] == inner for i in range(len(outer) - size + 1))


# --- ranks --------------------------------------------------------------------------------------------


def rank_of(wanted: str, ranked: Iterable[str]) -> int | None:
    """Where `wanted` first stands in a ranking, counted from 1; None where it does not."""
    return next((rank for rank, item in enumerate(ranked, start=1) if item == wanted), None)


def recall_at(k: int, rank: int | None) -> float:
    """1 where the rank is among the first k."""
    return float(rank is not None and rank <= k)


def reciprocal_rank(rank: int | None, limit: int = 10) -> float:
    """1/rank, 0 beyond the limit."""
    return 1 / rank if rank is not None and rank <= limit else 0.0


# --- numbers ------------------------------------------------------------------------------------------


def mean(values: Iterable[float]) -> float | None:
    """The arithmetic mean; None of nothing."""
    numbers = list(values)
    return math.fsum(numbers) / len(numbers) if numbers else None


def percentile(values: Iterable[float], share: float) -> float | None:
    """The value below which `share` of the values lie, interpolated linearly; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = share * (len(ordered) - 1)
    low, high = ordered[math.floor(place)], ordered[math.ceil(place)]
    return low + (high - low) * (place - math.floor(place))


def likely_range(right: int, count: int) -> tuple[float, float]:
    """Wilson's 95 % interval for a share of which `right` out of `count` were seen; count >= 1."""
    z = 1.96
    share, spread = right / count, z * z / count
    middle = share + spread / 2
    half = z * math.sqrt(share * (1 - share) / count + spread / (4 * count))
    return max(0.0, (middle - half) / (1 + spread)), min(1.0, (middle + half) / (1 + spread))


# --- confidence ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer that was given: how sure the program was, and whether it was right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers whose confidence lies in low <= c < high (the last bin includes 1)."""

    low: float
    high: float
    count: int
    right: int
    confidence: float  # mean

    @property
    def share_right(self) -> float:
        return self.right / self.count


def reliability(answers: Iterable[Judged], bins: int = 10) -> list[Bin]:
    """Bins of equal width over 0..1, in order; those without an answer are left out."""

    def place(answer: Judged) -> int:
        return min(int(answer.confidence * bins), bins - 1)

    found = []
    for index, group in groupby(sorted(answers, key=place), key=place):
        members = list(group)
        average = math.fsum(answer.confidence for answer in members) / len(members)
        right = sum(answer.right for answer in members)
        found.append(Bin(index / bins, (index + 1) / bins, len(members), right, average))
    return found


def calibration_error(answers: Iterable[Judged], bins: int = 10) -> float | None:
    """Expected calibration error: |mean confidence - share right| of the bins, weighted by their size."""
    found = reliability(answers, bins)
    total = sum(each.count for each in found)
    if not total:
        return None
    return math.fsum(each.count * abs(each.confidence - each.share_right) for each in found) / total


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """If only answers of at least this confidence were given: how many questions get one, how many err."""

    threshold: float
    coverage: float  # share of all questions that are answered
    risk: float  # share of those answers that are wrong


def risk_coverage(answers: Iterable[Judged], questions: int) -> list[RiskPoint]:
    """One point for each confidence that occurs, from the surest answers alone to all that were given.

    `questions` counts all that were asked, declined ones too: the curve ends where the program declines.
    """
    points: list[RiskPoint] = []
    given = wrong = 0
    surest_first = sorted(answers, key=lambda answer: -answer.confidence)
    for confidence, group in groupby(surest_first, key=lambda answer: answer.confidence):
        for answer in group:
            given += 1
            wrong += not answer.right
        points.append(RiskPoint(confidence, given / questions, wrong / given))
    return points
