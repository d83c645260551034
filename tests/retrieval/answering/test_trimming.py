"""A person without the office; everything else as it was found."""

from __future__ import annotations

import pytest

from retrieval.answering.candidates import Candidate, facts_of
from retrieval.answering.trimming import trimmed
from retrieval.records import Kind
from tests.retrieval.answering.made import question, report, span_of

REPORT = report(
    "Hội nghị giao ban\n"
    "Đồng chí Bùi Tiến Lực, Trưởng Ban Dân vận Tỉnh ủy chủ trì. Ông Trần Thắng và bà Lê Thị Hoa cùng dự ngày 11/4."
)
FACTS = facts_of(REPORT.text)


def trim(text: str, kind: Kind) -> str:
    found = Candidate(0, REPORT.id, *span_of(REPORT, text), 1.0, stated=False)
    shorter = trimmed(question("?", kind), found, FACTS, REPORT.text)
    assert (shorter.place, shorter.margin, shorter.stated) == (0, 1.0, False)
    return REPORT.text[shorter.start : shorter.end]


@pytest.mark.parametrize(
    "text",
    [
        "Đồng chí Bùi Tiến Lực, Trưởng Ban Dân vận Tỉnh ủy",
        "Bùi Tiến Lực, Trưởng Ban Dân vận Tỉnh ủy",
        "Đồng chí Bùi Tiến Lực",
        "Bùi Tiến Lực",
    ],
)
def test_who_is_answered_by_the_name_alone(text: str) -> None:
    assert trim(text, Kind.WHO) == "Bùi Tiến Lực"


def test_two_people_stay_together() -> None:
    both = "Trần Thắng và bà Lê Thị Hoa"
    assert trim(both, Kind.WHO) == both


def test_an_office_is_answered_by_who_holds_it() -> None:
    assert trim("Trưởng Ban Dân vận Tỉnh ủy", Kind.WHO) == "Bùi Tiến Lực"


def test_what_names_nobody_stays() -> None:
    assert trim("Hội nghị giao ban", Kind.WHO) == "Hội nghị giao ban"


@pytest.mark.parametrize("kind", [Kind.ROLE, Kind.LIST, Kind.WHEN, Kind.OTHER])
def test_other_questions_keep_their_span(kind: Kind) -> None:
    whole = "Bùi Tiến Lực, Trưởng Ban Dân vận Tỉnh ủy"
    assert trim(whole, kind) == whole
