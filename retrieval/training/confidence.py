"""Fits the weights of `retrieval.answering.confidence` on question files whose reports the reader never saw.

    python -m retrieval.training.confidence --set REPORTS QUESTIONS [--set …] --out FILE [--folds N]

Every candidate of every question is one example: its features, and whether it is right. The fit is a
logistic regression with an L2 penalty; figures are cross-validated by base question (the three forms of one
question stay together).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from retrieval.answering.answer import Judged
from retrieval.engine import Engine
from retrieval.evaluation.metrics import is_right
from retrieval.evaluation.questions import GoldQuestion, read_questions
from retrieval.settings import Settings, load_settings

THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its candidates' features and whether each is right."""

    gold: GoldQuestion
    features: list[dict[str, float]]
    right: list[bool]
    texts: list[str]


def examples(settings: Settings, reports: Path, questions: Path) -> list[Example]:
    """Candidates of every question of a file, asked over an index built for it."""
    with tempfile.TemporaryDirectory() as scratch:
        engine = Engine.open(settings.with_paths(reports=reports, index=Path(scratch) / "index"))
        found = []
        for number, gold in enumerate(read_questions(questions), 1):
            judged = engine.judge(gold.question)
            found.append(_example(engine, gold, judged))
            pass
        print(file=sys.stderr)
        return found


def _example(engine: Engine, gold: GoldQuestion, judged: Sequence[Judged]) -> Example:
    texts = [engine.report(one.candidate.report).text[one.candidate.start : one.candidate.end] for one in judged]
    right = [
        one.candidate.report == gold.report and is_right(text, gold.answers, whole=gold.kind == "list")
        for one, text in zip(judged, texts, strict=True)
    ]
    return Example(gold, [one.features for one in judged], right, texts)


def fit(examples: Sequence[Example], names: Sequence[str], penalty: float) -> dict[str, float]:
    """Weights by feature name."""
    from sklearn.linear_model import LogisticRegression

    rows = [[f.get(name, 0.0) for name in names] for e in examples for f in e.features]
    labels = [label for e in examples for label in e.right]
    # A question counts the same however many candidates it has; right ones are rare.
    weights = [1.0 / len(e.features) ** 0.5 for e in examples for _ in e.features]
    model = LogisticRegression(C=1 / penalty, fit_intercept=False, max_iter=2000)
    model.fit(np.asarray(rows), np.asarray(labels), sample_weight=np.asarray(weights))
    return dict(zip(names, map(float, model.coef_[0]), strict=True))


def chances(weights: dict[str, float], example: Example) -> list[float]:
    """The chance of each candidate of an example."""
    raw = [sum(weights.get(k, 0.0) * v for k, v in f.items()) for f in example.features]
    return [float(1 / (1 + np.exp(-np.clip(value, -30, 30)))) for value in raw]


@dataclass(slots=True)
class Tally:
    """Counts over questions, of one language or all."""

    answerable: int = 0
    right: int = 0
    declined_wrongly: int = 0
    unanswerable: int = 0
    declined_rightly: int = 0
    sure: int = 0
    sure_right: int = 0
    attainable: int = 0

    def add(self, example: Example, weights: dict[str, float], threshold: float) -> None:
        scored = chances(weights, example)
        best = int(np.argmax(scored)) if scored else -1
        chance = scored[best] if scored else 0.0
        right = bool(scored) and example.right[best]
        given = chance >= threshold
        if example.gold.answers:
            self.answerable += 1
            self.right += given and right
            self.declined_wrongly += not given
            self.attainable += any(example.right)
        else:
            self.unanswerable += 1
            self.declined_rightly += not given
        if chance >= 0.8:
            self.sure += 1
            self.sure_right += right

    def line(self) -> str:
        def share(part: int, whole: int) -> str:
            return f"{part / whole:.3f}" if whole else "  -  "

        return (
            f"right {share(self.right, self.answerable)} of {self.answerable} "
            f"(attainable {share(self.attainable, self.answerable)}), "
            f"wrongly declined {share(self.declined_wrongly, self.answerable)}, "
            f"rightly declined {share(self.declined_rightly, self.unanswerable)} of {self.unanswerable}, "
            f"right when sure {share(self.sure_right, self.sure)} of {self.sure}"
        )


def cross_validated(examples: Sequence[Example], names: Sequence[str], folds: int, penalty: float) -> dict[str, Tally]:
    """Figures by language and overall, every question judged by weights that never saw it in any form."""
    groups = sorted({_base(example) for example in examples})
    tallies: dict[str, Tally] = {}
    for fold in range(folds):
        held = set(groups[fold::folds])
        weights = fit([e for e in examples if _base(e) not in held], names, penalty)
        for example in (e for e in examples if _base(e) in held):
            for key in ("all", str(example.gold.language)):
                tallies.setdefault(key, Tally()).add(example, weights, THRESHOLD)
    return tallies


def _base(example: Example) -> str:
    return example.gold.id.removesuffix("-ascii").removesuffix("-vi").removesuffix("-en")


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print cross-validated figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", nargs=2, action="append", type=Path, required=True, metavar=("REPORTS", "QUESTIONS"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--penalty", type=float, default=1.0)
    options = parser.parse_args(arguments)
    settings = load_settings()
    settings = replace(settings, search=replace(settings.search, read=max(settings.search.read, 3)))
    found = [e for reports, questions in options.set for e in examples(settings, reports, questions)]
    names = sorted({name for e in found for f in e.features for name in f})
    for key, tally in sorted(cross_validated(found, names, options.folds, options.penalty).items()):
        print(f"{key:9} {tally.line()}")
    weights = {name: round(value, 4) for name, value in fit(found, names, options.penalty).items()}
    options.out.write_text(json.dumps(weights, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
