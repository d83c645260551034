"""Answers as JSON text and back, so that their buttons still work after a restart."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from retrieval.records import (
    Answer,
    Evidence,
    Hit,
    Kind,
    Language,
    Outcome,
    Passage,
    Span,
)

MOST_HITS = 20
"""Passages kept with an answer: more pages than anybody turns."""


def kept(answer: Answer) -> str:
    """The answer as JSON text; timings are left out."""
    content = asdict(answer)
    content["hits"] = content["hits"][:MOST_HITS]
    del content["timings"]
    return json.dumps(content, ensure_ascii=False)


def restored(text: str) -> Answer:
    """The answer that `kept` wrote."""
    content: dict[str, Any] = json.loads(text)
    stated = content["stated"]
    return Answer(
        question=content["question"],
        language=Language(content["language"]),
        kind=Kind(content["kind"]),
        outcome=Outcome(content["outcome"]),
        confidence=content["confidence"],
        evidence=_evidence(content["evidence"]) if content["evidence"] else None,
        hits=tuple(_hit(hit) for hit in content["hits"]),
        others=tuple(_evidence(evidence) for evidence in content["others"]),
        stated=_evidence(stated) if stated else None,
        unknown=tuple(content["unknown"]),
        meant=content["meant"],
    )


def _evidence(content: dict[str, Any]) -> Evidence:
    return Evidence(Span(**content["span"]), Span(**content["quote"]))


def _hit(content: dict[str, Any]) -> Hit:
    passage = content["passage"]
    return Hit(Passage(Span(**passage["span"]), passage["context"]), content["score"])
