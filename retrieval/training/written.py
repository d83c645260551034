"""Reports and questions written by hand for training, one JSON object a line.

`{"text", "questions": [{"vi", "vi-ascii", "en", "answer", "sentence"}]}`: an empty answer is not told in the text, and
`sentence` says which occurrence of an answer is meant.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from retrieval.training.pairs import Pair, cropped
from retrieval.vietnamese import fold, nfc, sentences

FORMS = ("vi", "vi-ascii", "en")
CROPS = (350, 600, 900, 1300)
ELSEWHERE = 0.25


def written(folder: Path, rng: random.Random) -> list[Pair]:
    """Every question of the folder's files in three forms, against a stretch of its report."""
    return [pair for path in sorted(folder.glob("*.jsonl")) for pair in _pairs_of(path, rng)]


def _pairs_of(path: Path, rng: random.Random) -> Iterator[Pair]:
    for line in path.read_text("utf-8").splitlines():
        report = json.loads(line)
        text = nfc(report["text"])
        for asked in report["questions"]:
            answer, sentence = nfc(asked["answer"]), nfc(asked["sentence"])
            within = text.find(sentence)
            at = text.find(answer, within) if answer else 0
            if min(within, at) < 0:
                continue
            for form in FORMS:
                pair = Pair(nfc(asked[form]), text, at, at + len(answer))
                yield cropped(pair, rng.choice(CROPS), rng)
                if answer and rng.random() < ELSEWHERE:
                    yield from _elsewhere(pair, rng)


def _elsewhere(pair: Pair, rng: random.Random) -> Iterator[Pair]:
    """The same question against the part of the report, before or behind, that leaves the answer out."""
    spans = sentences(pair.passage)
    before = [end for _, end in spans if end <= pair.start]
    behind = [start for start, _ in spans if start >= pair.end]
    sides = [pair.passage[: before[-1]]] * bool(before) + [pair.passage[behind[0] :]] * bool(behind)
    answer = fold(pair.passage[pair.start : pair.end])
    sides = [side for side in sides if answer not in fold(side)]
    if sides:
        untold = replace(pair, passage=rng.choice(sides), start=0, end=0)
        yield cropped(untold, rng.choice(CROPS), rng)
