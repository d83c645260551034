"""What people thought of the answers, as a question file that `danvan eval --questions` reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.telegram.kept import restored
from bot.telegram.state import State
from retrieval.records import Answer, Report
from retrieval.vietnamese import fold, nfc

_RATED = """
SELECT answers.id, answers.answer, feedback.good, feedback.correction FROM feedback
JOIN answers ON answers.id = feedback.answer WHERE feedback.good OR feedback.correction IS NOT NULL
ORDER BY answers.id, feedback.at
"""


def questions(state: Path, reports: Iterable[Report]) -> Iterator[dict[str, Any]]:
    """One question a rated answer, in the contract's format: 👍 vouches for what was said, a correction for itself.

    Of several people the last one counts. A correction that no report holds word for word is left out: a
    question file needs the report.
    """
    opened = State(state)
    try:
        rows = opened.rows(_RATED)
    finally:
        opened.close()
    kept = list(reports)
    by_answer: dict[int, dict[str, Any]] = {}
    for number, text, good, correction in rows:
        entry = _entry(restored(str(text)), bool(good), str(correction or ""), kept)
        if entry is not None:
            by_answer[int(str(number))] = {"id": f"telegram-{number}", **entry}
    yield from by_answer.values()


def _entry(answer: Answer, good: bool, correction: str, reports: list[Report]) -> dict[str, Any] | None:
    question = {"question": answer.question, "lang": str(answer.language)}
    if good and answer.evidence is not None:
        span = answer.evidence.span
        return {**question, "report": span.report, "answers": [span.text]}
    if good or not correction:
        return {**question, "report": None, "answers": []}
    report = _holding(correction, answer, reports)
    return {**question, "report": report.id, "answers": [correction]} if report else None


def _holding(correction: str, answer: Answer, reports: list[Report]) -> Report | None:
    """The report that holds the words of a correction; those that the answer found come first."""
    found = [hit.passage.report for hit in answer.hits]
    order = sorted(reports, key=lambda r: found.index(r.id) if r.id in found else len(found))
    wanted = fold(nfc(correction))
    return next((report for report in order if wanted in fold(report.text)), None)


def write(state: Path, reports: Iterable[Report], file: Path) -> int:
    """Writes the questions, one JSON object a line; returns how many."""
    lines = [json.dumps(question, ensure_ascii=False) for question in questions(state, reports)]
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return len(lines)
