"""Question files: the contract's form, and what is said of a line that is not in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval.errors import QuestionFileError
from retrieval.evaluation.questions import GoldQuestion, read_questions
from retrieval.records import Language

PROJECT = Path(__file__).parents[3]
GOOD = {"id": "q1", "question": "Ai chủ trì?", "lang": "vi", "report": "a.txt", "answers": ["Bùi Tiến Lực"]}


def written(folder: Path, *lines: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
    return path


def test_reads_every_field_in_order(tmp_path: Path) -> None:
    untold: dict[str, object] = {
        "id": "q2",
        "question": "who?",
        "lang": "en",
        "report": None,
        "answers": [],
        "kind": "who",
    }
    first, second = read_questions(written(tmp_path, GOOD, "", untold))
    assert first == GoldQuestion("q1", "Ai chủ trì?", Language.VIETNAMESE, "a.txt", ("Bùi Tiến Lực",), None)
    assert second == GoldQuestion("q2", "who?", Language.ENGLISH, None, (), "who")
    assert first.answerable and not second.answerable


def test_accepts_a_byte_order_mark_line_ends_of_windows_and_separators_inside_texts(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    line = json.dumps({**GOOD, "question": "a\u2028b?"}, ensure_ascii=False)
    path.write_bytes(b"\xef\xbb\xbf" + line.encode() + b"\r\n")
    assert read_questions(path)[0].question == "a\u2028b?"


def test_answers_are_kept_in_nfc(tmp_path: Path) -> None:
    path = written(tmp_path, {**GOOD, "answers": ["Hoa\u0300 Bi\u0300nh"]})
    assert read_questions(path)[0].answers == ("Hoà Bình",)


def test_ignores_fields_it_does_not_know(tmp_path: Path) -> None:
    assert len(read_questions(written(tmp_path, {**GOOD, "note": 1}))) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": ""}, '"id"'),
        ({"id": 7}, '"id"'),
        ({"question": "  "}, '"question"'),
        ({"question": None}, '"question"'),
        ({"question": "\ud800"}, '"question"'),
        ({"lang": "fr"}, '"lang" must be one of "vi", "vi-ascii", "en", not \'fr\''),
        ({"lang": ["vi"]}, '"lang"'),
        ({"report": ""}, '"report"'),
        ({"report": None}, '"answers" must be empty'),
        ({"answers": []}, '"answers" is empty'),
        ({"answers": "Lực"}, '"answers" must be a list'),
        ({"answers": ["Lực", " "]}, '"answers"'),
        ({"answers": [7]}, '"answers"'),
        ({"kind": 7}, '"kind"'),
    ],
)
def test_names_the_line_and_the_field(tmp_path: Path, change: dict[str, object], words: str) -> None:
    with pytest.raises(QuestionFileError) as caught:
        read_questions(written(tmp_path, {**GOOD, "id": "q0"}, {**GOOD, **change}))
    assert "questions.jsonl, line 2: " in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize("field", sorted(GOOD))
def test_names_a_missing_field(tmp_path: Path, field: str) -> None:
    with pytest.raises(QuestionFileError, match=f'line 1: "{field}" is missing'):
        read_questions(written(tmp_path, {name: value for name, value in GOOD.items() if name != field}))


@pytest.mark.parametrize("line", ["{", "[]", '"q"', "null", "[" * 100_000])
def test_refuses_what_is_not_an_object(tmp_path: Path, line: str) -> None:
    with pytest.raises(QuestionFileError, match=r"line 1: is not (a )?JSON"):
        read_questions(written(tmp_path, line))


def test_refuses_an_id_used_twice_and_names_both_lines(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="line 3: \"id\" is 'q1', as on line 1 already"):
        read_questions(written(tmp_path, GOOD, "", GOOD))


def test_refuses_files_that_hold_nothing_or_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="holds no question"):
        read_questions(written(tmp_path, "", "  "))
    with pytest.raises(QuestionFileError, match=r"none\.jsonl: cannot be read"):
        read_questions(tmp_path / "none.jsonl")
    (tmp_path / "latin").write_bytes(b'{"id": "\xe9"}')
    with pytest.raises(QuestionFileError, match="latin: is not UTF-8 text, from byte 8 on"):
        read_questions(tmp_path / "latin")


@pytest.mark.parametrize("name", ["tests/questions/seeds-open.jsonl", "tests/corpus/open/questions.jsonl"])
def test_the_projects_own_files_are_in_the_form(name: str) -> None:
    questions = read_questions(PROJECT / name)
    assert {question.language for question in questions} == set(Language)
    assert any(not question.answerable for question in questions)
