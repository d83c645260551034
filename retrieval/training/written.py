"""Reports and questions written by hand for training: `questions/*.jsonl`, one JSON object a line.

`{"text", "questions": [{"kind", "vi", "vi-ascii", "en", "answer", "sentence"}]}`: an empty answer is not told in the
text, and `sentence` says which occurrence of an answer is meant.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.training.pairs import Pair, cropped
from retrieval.vietnamese import fold, nfc, sentences

QUESTIONS = Path(__file__).parent / "questions"
FORMS = ("vi", "vi-ascii", "en")
CROPS = (350, 600, 900, 1300)
ELSEWHERE = 0.25


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in the three forms, its report and where in it the answer stands; start == end: not told."""

    questions: tuple[str, ...]
    text: str
    start: int
    end: int


def read(folder: Path = QUESTIONS) -> list[Asked]:
    """All questions of the folder's files; one whose answer does not stand in its report is left out."""
    return [asked for path in sorted(folder.glob("*.jsonl")) for asked in _asked(path)]


def _asked(path: Path) -> Iterator[Asked]:
    for line in path.read_text("utf-8").splitlines():
        report = json.loads(line)
        text = nfc(report["text"])
        for entry in report["questions"]:
            answer = nfc(entry["answer"])
            within = text.find(nfc(entry["sentence"]))
            start = text.find(answer, within) if answer else 0
            if min(within, start) >= 0:
                yield Asked(tuple(nfc(entry[form]) for form in FORMS), text, start, start + len(answer))


def written_pairs(asked: Iterable[Asked], rng: random.Random) -> list[Pair]:
    """Every question in its three forms, against a stretch of its report; some also where the answer is not."""
    pairs: list[Pair] = []
    for one in asked:
        for question in one.questions:
            pair = Pair(question, one.text, one.start, one.end)
            pairs.append(cropped(pair, rng.choice(CROPS), rng))
            if one.end > one.start and rng.random() < ELSEWHERE:
                pairs += [cropped(untold, rng.choice(CROPS), rng) for untold in _elsewhere(pair, rng)]
    return pairs


def _elsewhere(pair: Pair, rng: random.Random) -> list[Pair]:
    """The same question against the part of the report, before or behind, that leaves the answer out."""
    spans = sentences(pair.passage)
    before = [end for _, end in spans if end <= pair.start]
    behind = [start for start, _ in spans if start >= pair.end]
    sides = [pair.passage[:end] for end in before[-1:]] + [pair.passage[start:] for start in behind[:1]]
    answer = fold(pair.passage[pair.start : pair.end])
    sides = [side for side in sides if answer not in fold(side)]
    return [replace(pair, passage=rng.choice(sides), start=0, end=0)] if sides else []
