"""An evaluation in figures: as JSON for scripts, as a plain table for a terminal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from retrieval.evaluation import metrics
from retrieval.evaluation.scoring import SURE, Evaluation, Graded, Summary, judged

LEGEND = f"""\
R@1 R@5 MRR  place of the expected report: first, in five; mean 1/rank in ten
EM F1        the answer's words against the expected ones; declined counts 0
right        answerable questions answered rightly: the same words, or nearly
dec+ dec-    unanswerable questions declined; answerable questions declined
sure sure+   answers given at a confidence of {SURE} or more; share of them right
p50 p95      milliseconds a question took
n and sure are counts; all figures but these and milliseconds are per cent."""

COLUMNS: tuple[tuple[str, str], ...] = (
    ("n", "questions"),
    ("R@1", "recall_at_1"),
    ("R@5", "recall_at_5"),
    ("MRR", "mrr_at_10"),
    ("EM", "exact_match"),
    ("F1", "f1"),
    ("right", "answered_rightly"),
    ("dec+", "declined_rightly"),
    ("dec-", "declined_wrongly"),
    ("sure", "sure"),
    ("sure+", "right_when_sure"),
    ("p50", "latency_p50"),
    ("p95", "latency_p95"),
)
_PLAIN = {"questions", "sure", "latency_p50", "latency_p95"}


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Everything that was measured, in names that stay; shares are 0..1, latencies milliseconds."""
    given = judged(evaluation.graded)
    return {
        "overall": asdict(evaluation.overall),
        "languages": {language.value: asdict(part) for language, part in evaluation.by_language.items()},
        "kinds": {kind: asdict(part) for kind, part in evaluation.by_kind.items()},
        "reliability": [asdict(each) for each in metrics.reliability(given)],
        "risk_coverage": [asdict(each) for each in metrics.risk_coverage(given, len(evaluation.graded))],
        "questions": [_question(each) for each in evaluation.graded],
    }


def _question(graded: Graded) -> dict[str, Any]:
    gold, answer, evidence = graded.gold, graded.answer, graded.answer.evidence
    return {
        "id": gold.id,
        "lang": gold.language.value,
        "kind": graded.kind,
        "question": gold.question,
        "expected": {"report": gold.report, "answers": list(gold.answers)},
        "returned": {"report": evidence.span.report, "text": evidence.span.text} if evidence else None,
        "outcome": answer.outcome.value,
        "confidence": answer.confidence,
        "rank": graded.rank,
        "exact_match": graded.exact,
        "f1": graded.f1,
        "right": graded.right,
        "failure": graded.failure.value if graded.failure else None,
        "latency_ms": graded.latency,
    }


def table(evaluation: Evaluation) -> str:
    """The summaries by language, by kind and overall as lines of at most 80 columns, with a legend."""
    parts: list[tuple[str, Summary] | None] = [
        *((str(language), part) for language, part in evaluation.by_language.items()),
        None,
        *evaluation.by_kind.items(),
        None,
        ("all", evaluation.overall),
    ]
    headings = " " * 9 + "".join(_cell(heading, heading) for heading, _ in COLUMNS)
    rows = ("" if part is None else _row(*part) for part in parts)
    return "\n".join([headings, "-" * len(headings), *rows, "", LEGEND])


def _row(name: str, summary: Summary) -> str:
    cells = ((heading, written(getattr(summary, field), field)) for heading, field in COLUMNS)
    return f"{name[:9]:<9}" + "".join(_cell(heading, text) for heading, text in cells)


def _cell(heading: str, text: str) -> str:
    return f"{text:>{max(5, len(heading) + 1)}}"


def written(value: float | None, field: str) -> str:
    """A field of a summary for a person: shares in per cent with one digit, counts and latencies whole."""
    if value is None:
        return "-"
    if field in _PLAIN:
        return f"{value:.0f}"
    return "100" if value == 1 else f"{100 * value:.1f}"
