"""Fits the weights of `retrieval.answering.confidence` on question files whose reports the reader never saw.

    python -m retrieval.training.confidence --set REPORTS QUESTIONS [--set …] [--xquad REPORTS QUESTIONS DATA]
        --out FILE [--folds N]

The collections of `collections/*.jsonl`, written for this, are always added: as `questions/*.jsonl`, but every
question is put to the whole collection, or to the reports of its "group" where there are groups, and "also" lists
other answers that are as good. Of XQuAD (DATA: as for the reader) only the questions of the articles that the reader
never saw are asked, over the passages of all.

The loss of a question is the negative log of the chance that goes to its right candidates, or to none of them.
Figures are cross-validated by base question: the forms of one question stay together.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.answer import Judged
from retrieval.answering.confidence import Confidence, Floats, log_odds, matrix
from retrieval.engine import Engine
from retrieval.evaluation.calibration import Calibration
from retrieval.evaluation.metrics import is_right
from retrieval.evaluation.questions import GoldQuestion, read_questions
from retrieval.evaluation.scoring import SURE
from retrieval.settings import Settings, load_settings
from retrieval.training.pairs import load, split
from retrieval.training.reader import SPLIT, Recipe
from retrieval.training.written import FORMS
from retrieval.vietnamese import fold

COLLECTIONS = Path(__file__).parent / "collections"
THRESHOLD = 0.45
SURE_RIGHT = 0.95  # the share of sure answers that is to be right
_INNER_FOLDS = 4
HIDDEN = 16
PENALTY = 5e-4
EPOCHS = 25
BATCH = 64
RATE = 0.02
SEED = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its candidates: their features, whether each is right, their texts."""

    gold: GoldQuestion
    features: list[dict[str, float]]
    right: list[bool]
    texts: list[str]
    out: list[bool]  # which are known not to be right
    article: str = ""

    @property
    def base(self) -> str:
        """What is kept together: the forms of one question, or all of one article."""
        return self.article or self.gold.id.removesuffix("-ascii").removesuffix("-vi").removesuffix("-en")


def examples(settings: Settings, reports: Path, questions: Path, only: Container[str] | None = None) -> list[Example]:
    """Candidates of every question of a file, or of those with an id in `only`, asked over an index built for it."""
    with tempfile.TemporaryDirectory() as scratch:
        engine = Engine.open(settings.with_paths(reports=reports, index=Path(scratch) / "index"))
        asked = [gold for gold in read_questions(questions) if only is None or gold.id in only]
        return [_example(engine, gold, engine.judge(gold.question)) for gold in asked]


def of_xquad(settings: Settings, reports: Path, questions: Path, data: Path) -> list[Example]:
    """Candidates of the questions of the articles that are held out when the reader is trained."""
    _, held = split(load(data), Recipe().held_out, SPLIT)
    articles = {f"{item.id}-{form}": item.article for item in held for form in FORMS}
    return [
        replace(example, article=articles[example.gold.id])
        for example in examples(settings, reports, questions, articles)
    ]


def written_out(collection: Path, folder: Path) -> list[tuple[Path, Path]]:
    """A collection as a folder of reports and a question file, or as one of each for each of its groups."""
    lines: dict[Path, list[str]] = {}
    for number, line in enumerate(collection.read_text("utf-8").splitlines()):
        report, name = json.loads(line), f"{collection.stem}-{number:02}.txt"
        group = folder / report.get("group", "all")
        reports = group / "reports"
        reports.mkdir(parents=True, exist_ok=True)
        (reports / name).write_text(report["text"], encoding="utf-8")
        for place, asked in enumerate(report["questions"]):
            answers = [asked["answer"], *asked.get("also", ())] if asked["answer"] else []
            lines.setdefault(group, []).extend(
                json.dumps(
                    {
                        "id": f"{collection.stem}-{number:02}-{place:02}-{form}",
                        "question": asked[form],
                        "lang": form,
                        "report": name if answers else None,
                        "answers": answers,
                        "kind": asked["kind"],
                    },
                    ensure_ascii=False,
                )
                for form in FORMS
            )
    for group, asked_of in lines.items():
        (group / "questions.jsonl").write_text("\n".join(asked_of) + "\n", encoding="utf-8")
    return [(group / "reports", group / "questions.jsonl") for group in lines]


def _example(engine: Engine, gold: GoldQuestion, judged: Sequence[Judged]) -> Example:
    texts = [engine.report(one.candidate.report).text[one.candidate.start : one.candidate.end] for one in judged]
    right = [
        one.candidate.report == gold.report and is_right(text, gold.answers, whole=gold.kind == "list")
        for one, text in zip(judged, texts, strict=True)
    ]
    return Example(gold, [one.features for one in judged], right, texts, [one.out for one in judged])


def fit(found: Sequence[Example]) -> Confidence:
    """The weights from all examples, and the curve from what those of the others make of each."""
    held_out = []
    for part, rest in _folds(found, _INNER_FOLDS):
        weights = fit_weights(rest)
        held_out += [judged(weights, example)[:2] for example in part if example.features]
    raw, right = [log_odds(chance) for chance, _ in held_out], [right for _, right in held_out]
    curve = Calibration.fit(raw, right).cautious(raw, right, sure=SURE, share=SURE_RIGHT, about=THRESHOLD)
    return replace(fit_weights(found), slope=curve.slope, offset=curve.offset)


def fit_weights(found: Sequence[Example]) -> Confidence:
    """Weights under which right candidates, or none where none is right, have the largest chances."""
    import torch

    found = [example for example in found if example.features]
    names = sorted({name for example in found for features in example.features for name in features})
    rows, there, left, right = (torch.from_numpy(part) for part in _padded(found, names))
    chosen = torch.cat([right, ~right.any(dim=1, keepdim=True)], dim=1)
    torch.manual_seed(SEED)
    weights = {
        "direct": torch.zeros(len(names)),
        "hidden": torch.randn(HIDDEN, len(names)) / len(names) ** 0.5,
        "output": torch.zeros(HIDDEN),
        "untold": torch.zeros(2, len(names)),
    }
    parameters = [weight.requires_grad_() for weight in weights.values()]
    steps = EPOCHS * (len(found) // BATCH + 1)
    optimiser = torch.optim.Adam(parameters, lr=RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: 1 - step / steps)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(found)).tensor_split(len(found) // BATCH + 1):
            mine, empty = rows[batch], ~there[batch]
            scores = mine @ weights["direct"] + torch.tanh(mine @ weights["hidden"].T) @ weights["output"]
            highest = mine.masked_fill(empty[..., None], -torch.inf).amax(dim=1)
            lowest = mine.masked_fill(empty[..., None], torch.inf).amin(dim=1)
            none = (torch.stack([highest, lowest], dim=1) * weights["untold"]).sum(dim=(1, 2))
            every = torch.cat([scores.masked_fill(~left[batch], -torch.inf), none[:, None]], dim=1)
            told = every.masked_fill(~chosen[batch], -torch.inf)
            loss = (every.logsumexp(dim=1) - told.logsumexp(dim=1)).mean()
            loss = loss + PENALTY * torch.stack([(one**2).sum() for one in parameters]).sum()
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return Confidence(tuple(names), *(weight.detach().numpy() for weight in weights.values()))


def _padded(found: Sequence[Example], names: Sequence[str]) -> tuple[Floats, *tuple[NDArray[np.bool_], ...]]:
    """Features (n, c, f) of n questions with up to c candidates; which of these there are, are not out, are right."""
    most = max(len(example.features) for example in found)
    rows = np.zeros((len(found), most, len(names)), np.float32)
    there, left, right = (np.zeros((len(found), most), np.bool_) for _ in range(3))
    for at, example in enumerate(found):
        count = len(example.features)
        rows[at, :count] = matrix(example.features, names)
        there[at, :count], left[at, :count] = True, ~np.asarray(example.out, np.bool_)
        right[at, :count] = np.asarray(example.right, np.bool_) & left[at, :count]
    return rows, there, left, right


def judged(confidence: Confidence, example: Example) -> tuple[float, bool, str]:
    """The chance of an example's first candidate and of those that say the same, whether it is right, its text."""
    if not example.features:
        return 0.0, False, ""
    first = confidence.weighed(example.features, [fold(text) for text in example.texts], example.out)[0]
    return first.chance, example.right[first.place], example.texts[first.place]


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
        chance, right, _ = judged(confidence, example)
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
        self.sure += chance >= SURE
        self.sure_right += chance >= SURE and right

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


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print cross-validated figures, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", nargs=2, action="append", type=Path, required=True, metavar=("REPORTS", "QUESTIONS"))
    parser.add_argument("--xquad", nargs=3, type=Path, metavar=("REPORTS", "QUESTIONS", "DATA"))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=6)
    options = parser.parse_args(arguments)
    found = []
    for reports, questions in options.set:
        print(f"asking {questions} …", file=sys.stderr)
        found += examples(load_settings(), reports, questions)
    if options.xquad:
        print(f"asking {options.xquad[1]} …", file=sys.stderr)
        found += of_xquad(load_settings(), *options.xquad)
    for collection in sorted(COLLECTIONS.glob("*.jsonl")):
        print(f"asking {collection} …", file=sys.stderr)
        with tempfile.TemporaryDirectory() as scratch:
            for reports, questions in written_out(collection, Path(scratch)):
                found += examples(load_settings(), reports, questions)
    for key, tally in sorted(cross_validated(found, options.folds).items()):
        print(f"{key:9} {tally.line()}")
    fit(found).save(options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
