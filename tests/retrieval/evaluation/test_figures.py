"""The figures as JSON and as lines of a terminal."""

from __future__ import annotations

import json

from retrieval.evaluation.figures import COLUMNS, as_json, table, written
from retrieval.evaluation.scoring import Evaluation, Failure, grade
from retrieval.records import Language
from tests.retrieval.evaluation.scripted import gold, reply

QUOTE = "Đồng chí Bùi Tiến Lực chủ trì hội nghị."
EVALUATION = Evaluation(
    (
        grade(gold("1", "Bùi Tiến Lực", kind="who"), reply(QUOTE, "Bùi Tiến Lực"), latency=40),
        grade(gold("2", "x", kind="a kind with a very long name"), reply(confidence=0.1), latency=1234),
        grade(gold("3", language=Language.ENGLISH, kind="who"), reply(), latency=60),
    )
)


def test_json_holds_every_figure_and_every_question() -> None:
    found = json.loads(json.dumps(as_json(EVALUATION)))
    assert found["overall"]["questions"] == 3
    assert found["overall"]["recall_at_1"] == 0.5
    assert set(found["languages"]) == {"vi", "en"}
    assert found["languages"]["en"]["declined_rightly"] == 1
    assert found["languages"]["en"]["f1"] is None
    assert found["kinds"]["who"]["questions"] == 2
    assert found["reliability"] == [
        {"low": 0.9, "high": 1.0, "count": 1, "right": 1, "confidence": 0.9},
    ]
    assert found["risk_coverage"] == [{"threshold": 0.9, "coverage": 1 / 3, "risk": 0.0}]
    first, second, third = found["questions"]
    assert first["returned"] == {"report": "a.txt", "text": "Bùi Tiến Lực"}
    assert (first["right"], first["rank"], first["failure"]) == (True, 1, None)
    assert (second["returned"], second["failure"]) == (None, Failure.DECLINED.value)
    assert (third["expected"], third["lang"]) == ({"report": None, "answers": []}, "en")


def test_table_fits_a_terminal_and_lines_up() -> None:
    lines = table(EVALUATION).splitlines()
    assert max(map(len, lines)) <= 80
    legend = next(number for number, line in enumerate(lines) if line.startswith("R@1"))
    rows = [line for line in lines[2:legend] if line]
    assert [row[:9].strip() for row in rows] == ["vi", "en", "who", "a kind wi", "all"]
    assert {len(row) for row in rows} == {len(lines[0])}
    headings = lines[0].split()
    assert headings == [heading for heading, _ in COLUMNS]
    total = dict(zip(headings, rows[-1].split()[1:], strict=True))
    assert total == {
        "n": "3",
        "R@1": "50.0",
        "R@5": "50.0",
        "MRR": "50.0",
        "EM": "50.0",
        "F1": "50.0",
        "right": "50.0",
        "dec+": "100",
        "dec-": "50.0",
        "sure": "1",
        "sure+": "100",
        "p50": "60",
        "p95": "1117",
    }


def test_what_is_not_there_is_written_as_a_dash() -> None:
    assert written(None, "f1") == "-"
    assert written(0.0, "f1") == "0.0"
    assert written(0.9996, "f1") == "100.0"
    assert written(12.6, "latency_p50") == "13"
