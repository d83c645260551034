"""An answer as the contract's JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from retrieval.records import Answer, Hit, Report, Span


def answer_json(answer: Answer, lookup: Callable[[str], Report]) -> dict[str, Any]:
    """The fields of the contract; `lookup` gives a report for its id."""
    evidence = answer.evidence
    return {
        "question": answer.question,
        "language": str(answer.language),
        "answer": _span(evidence.span) if evidence else None,
        "confidence": round(answer.confidence, 4),
        "quote": _span(evidence.quote) if evidence else None,
        "passages": [_passage(hit, lookup(hit.passage.report)) for hit in answer.hits],
        "timings_ms": {name: round(value, 2) for name, value in asdict(answer.timings).items()},
        "kind": str(answer.kind),
        "outcome": str(answer.outcome),
        "others": [_span(other.span) for other in answer.others],
        "stated": _span(answer.stated.quote) if answer.stated else None,
        "unknown": list(answer.unknown),
        "meant": answer.meant,
    }


def _span(span: Span) -> dict[str, Any]:
    return {"text": span.text, "report": span.report, "start": span.start, "end": span.end}


def _passage(hit: Hit, report: Report) -> dict[str, Any]:
    return {
        **_span(hit.passage.span),
        "title": report.title,
        "date": report.date.isoformat() if report.date else None,
        "score": round(hit.score, 4),
    }
