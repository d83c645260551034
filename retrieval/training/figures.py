"""How well a reader reads passages it was not trained on."""

from __future__ import annotations

import random
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from retrieval.restoration import Restorer
from retrieval.training.lora import Reader
from retrieval.training.pairs import TARGET, Item, Pair, elsewhere, forms
from retrieval.training.reading import Pieces, Reading, read
from retrieval.training.synthetic import reports
from retrieval.vietnamese import nfc


@dataclass(frozen=True, slots=True)
class Outcome:
    """A held-out question in one form: what was read in its own passage, and in another of the article."""

    id: str
    article: str
    form: str
    question: str
    answer: str
    reading: Reading
    wrong: Reading

    @property
    def f1(self) -> float:
        return f1(self.reading.text, self.answer)

    @property
    def exact(self) -> bool:
        return words(self.reading.text) == words(self.answer)

    def record(self) -> dict[str, object]:
        """As one line of a file."""
        return asdict(self) | {"f1": self.f1, "exact": self.exact}


def words(text: str) -> list[str]:
    """The words that the metrics compare: lower case, no punctuation."""
    kept = (" " if unicodedata.category(c)[0] == "P" else c for c in nfc(text).lower())
    return "".join(kept).split()


def f1(given: str, right: str) -> float:
    """Token F1 of two answers."""
    a, b = Counter(words(given)), Counter(words(right))
    same = (a & b).total()
    return 2 * same / (a.total() + b.total()) if same else 0.0


def auc(higher: Sequence[float], lower: Sequence[float]) -> float:
    """How often a value of `higher` exceeds one of `lower`."""
    wins = sum((h > low) + 0.5 * (h == low) for h in higher for low in lower)
    return wins / max(1, len(higher) * len(lower))


def held_out(reader: Reader, pieces: Pieces, items: Sequence[Item], typed: Restorer, seed: int) -> list[Outcome]:
    """Readings of held-out questions, in the right passage and in another one of the same article."""
    rng = random.Random(seed)
    asked = [(item, form, question) for item in items for form, question in forms(item, typed).items()]
    right = [Pair(question, item.texts[TARGET].passage) for item, _, question in asked]
    wrong = [Pair(question, rng.choice(elsewhere(item, items))) for item, _, question in asked]
    found = zip(asked, read(reader, pieces, right), read(reader, pieces, wrong), strict=True)
    return [
        Outcome(item.id, item.article, form, question, item.texts[TARGET].answer, here, there)
        for (item, form, question), here, there in found
    ]


def summary(outcomes: Sequence[Outcome]) -> str:
    """F1, exact match and the AUC of the margin (right passage above another one), by form."""
    lines = []
    for form in dict.fromkeys(outcome.form for outcome in outcomes):
        chosen = [outcome for outcome in outcomes if outcome.form == form]
        mean = sum(outcome.f1 for outcome in chosen) / len(chosen)
        exact = sum(outcome.exact for outcome in chosen) / len(chosen)
        told = auc([o.reading.margin for o in chosen], [o.wrong.margin for o in chosen])
        lines.append(f"{form:13} n {len(chosen):4}  F1 {mean:.3f}  EM {exact:.3f}  AUC {told:.3f}")
    return "\n".join(lines)


def synthetic_summary(reader: Reader, pieces: Pieces, count: int, seed: int) -> str:
    """F1 where told and share declined where not, on made-up reports with other names and places."""
    made = list(reports(count, seed, held_out=True))
    found = list(zip(made, read(reader, pieces, [Pair(e.question, e.passage) for e in made]), strict=True))
    told = [(example, reading) for example, reading in found if example.end > example.start]
    untold = [reading for example, reading in found if example.end == example.start]
    mean = sum(f1(reading.text, e.passage[e.start : e.end]) for e, reading in told) / max(1, len(told))
    answered = sum(reading.margin > 0 for _, reading in told) / max(1, len(told))
    declined = sum(reading.margin <= 0 for reading in untold) / max(1, len(untold))
    return (
        f"synthetic     n {count:4}  F1 {mean:.3f}  answered where told {answered:.3f}"
        f"  declined where not {declined:.3f}"
    )
