"""Fits the weights of `retrieval.answering.confidence` on question files whose reports the reader never saw.

    python -m retrieval.training.confidence --set REPORTS QUESTIONS [--set …] --out FILE [--folds N]

First the ranking: a conditional logit over the candidates of each answerable question. Then the trust: a
logistic regression, L2, of whether the first candidate is right, on questions that the ranking it was judged
by had not seen. Figures are cross-validated by base question: the forms of one question stay together.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.answer import Judged
from retrieval.answering.confidence import Confidence, weighted, with_lead
from retrieval.engine import Engine
from retrieval.evaluation.metrics import is_right
from retrieval.evaluation.questions import GoldQuestion, read_questions
from retrieval.settings import Settings, load_settings
from retrieval.vietnamese import fold

THRESHOLD = 0.5
RANK_PENALTY = 4.0
TRUST_PENALTY = 0.3
_INNER_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its candidates: their features, their texts, and whether each is right."""

    gold: GoldQuestion
    features: list[dict[str, float]]
    right: list[bool]
    texts: list[str]

    @property
    def base(self) -> str:
        """The question without its form: vi, vi-ascii and en share it."""
        return self.gold.id.removesuffix("-ascii").removesuffix("-vi").removesuffix("-en")


def examples(settings: Settings, reports: Path, questions: Path) -> list[Example]:
    """Candidates of every question of a file, asked over an index built for it."""
    with tempfile.TemporaryDirectory() as scratch:
        engine = Engine.open(settings.with_paths(reports=reports, index=Path(scratch) / "index"))
        return [_example(engine, gold, engine.judge(gold.question)) for gold in read_questions(questions)]


def _example(engine: Engine, gold: GoldQuestion, judged: Sequence[Judged]) -> Example:
    texts = [engine.report(one.candidate.report).text[one.candidate.start : one.candidate.end] for one in judged]
    right = [
        one.candidate.report == gold.report and is_right(text, gold.answers, whole=gold.kind == "list")
        for one, text in zip(judged, texts, strict=True)
    ]
    return Example(gold, [one.features for one in judged], right, texts)


def fit(found: Sequence[Example]) -> Confidence:
    """Both models, from all examples."""
    names = sorted({name for example in found for features in example.features for name in features})
    held_out = [pair for part, rest in _folds(found, _INNER_FOLDS) for pair in firsts(fit_rank(rest, names), part)]
    return Confidence(fit_rank(found, names), fit_trust(held_out))


def fit_rank(found: Sequence[Example], names: Sequence[str]) -> dict[str, float]:
    """Weights under which right candidates come first: softmax over each question's candidates."""
    from scipy.optimize import minimize

    data = [(_matrix(e.features, names), np.asarray(e.right)) for e in found if any(e.right)]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = RANK_PENALTY / 2 * float(weights @ weights), RANK_PENALTY * weights
        for rows, right in data:
            scores = rows @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            mass = float(shares[right].sum()) + 1e-12
            total -= float(np.log(mass))
            slope = slope - rows.T @ (shares * right / mass - shares)
        return total, slope

    found_weights = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: float(value) for name, value in zip(names, found_weights, strict=True)}


def fit_trust(firsts: Sequence[tuple[dict[str, float], bool]]) -> dict[str, float]:
    """Weights of the chance that a question's first candidate is right."""
    from sklearn.linear_model import LogisticRegression

    names = sorted({name for features, _ in firsts for name in features})
    model = LogisticRegression(C=1 / TRUST_PENALTY, fit_intercept=False, max_iter=2000)
    model.fit(_matrix([features for features, _ in firsts], names), [right for _, right in firsts])
    return {name: float(value) for name, value in zip(names, model.coef_[0], strict=True)}


def _matrix(features: Sequence[dict[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    return np.asarray([[one.get(name, 0.0) for name in names] for one in features], dtype=np.float64)


def firsts(rank: dict[str, float], found: Sequence[Example]) -> list[tuple[dict[str, float], bool]]:
    """Of each example its first candidate under `rank`: what trust is judged by, and whether it is right."""
    return [(features, right) for example in found for features, right, _ in _first(rank, example)]


def _first(rank: dict[str, float], example: Example) -> Iterator[tuple[dict[str, float], bool, str]]:
    if not example.features:
        return
    scores = [weighted(rank, features) for features in example.features]
    best = int(np.argmax(scores))
    said = fold(example.texts[best])
    others = [s for s, t in zip(scores, map(fold, example.texts), strict=True) if said not in t and t not in said]
    lead = scores[best] - max(others, default=scores[best] - 3.0)
    yield with_lead(example.features[best], lead), example.right[best], example.texts[best]


def _folds(found: Sequence[Example], folds: int) -> Iterator[tuple[list[Example], list[Example]]]:
    bases = sorted({example.base for example in found})
    for fold_number in range(folds):
        held = set(bases[fold_number::folds])
        yield [e for e in found if e.base in held], [e for e in found if e.base not in held]


@dataclass(slots=True)
class Tally:
    """Counts over questions, of one language or all."""

    answerable: int = 0
    attainable: int = 0
    first: int = 0
    right: int = 0
    declined_wrongly: int = 0
    unanswerable: int = 0
    declined_rightly: int = 0
    sure: int = 0
    sure_right: int = 0

    def add(self, example: Example, confidence: Confidence) -> None:
        """Count one question as it would be answered."""
        chance, right = 0.0, False
        for features, is_correct, _ in _first(dict(confidence.rank), example):
            chance, right = confidence.chance(features, features["lead"]), is_correct
        given = chance >= THRESHOLD
        if example.gold.answers:
            self.answerable += 1
            self.attainable += any(example.right)
            self.first += right
            self.right += given and right
            self.declined_wrongly += not given
        else:
            self.unanswerable += 1
            self.declined_rightly += not given
        self.sure += chance >= 0.8
        self.sure_right += chance >= 0.8 and right

    def line(self) -> str:
        """The shares, with what they are of."""

        def share(part: int, whole: int) -> str:
            return f"{part / whole:.3f}" if whole else "  -  "

        return (
            f"right {share(self.right, self.answerable)} of {self.answerable} "
            f"(first {share(self.first, self.answerable)}, "
            f"among candidates {share(self.attainable, self.answerable)}), "
            f"wrongly declined {share(self.declined_wrongly, self.answerable)}, "
            f"rightly declined {share(self.declined_rightly, self.unanswerable)} of {self.unanswerable}, "
            f"right when sure {share(self.sure_right, self.sure)} of {self.sure}"
        )


def cross_validated(found: Sequence[Example], folds: int) -> dict[str, Tally]:
    """Figures by language and overall, every question judged by weights that never saw it in any form."""
    tallies: dict[str, Tally] = {}
    for held, rest in _folds(found, folds):
        confidence = fit(rest)
        for example in held:
            for key in ("all", str(example.gold.language)):
                tallies.setdefault(key, Tally()).add(example, confidence)
    return tallies


def write(confidence: Confidence, path: Path) -> None:
    """Write both models, rounded, in one file."""
    content = {
        name: {feature: round(value, 4) for feature, value in weights.items()}
        for name, weights in (("rank", confidence.rank), ("trust", confidence.trust))
    }
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print cross-validated figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs=2, action="append", type=Path, required=True, metavar=("REPORTS", "QUESTIONS"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=6)
    options = parser.parse_args(arguments)
    found = []
    for reports, questions in options.set:
        print(f"asking {questions} …", file=sys.stderr)
        found += examples(load_settings(), reports, questions)
    for key, tally in sorted(cross_validated(found, options.folds).items()):
        print(f"{key:9} {tally.line()}")
    write(fit(found), options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
