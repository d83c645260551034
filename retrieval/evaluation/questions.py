"""A question file: one JSON object a line, the form that the contract fixes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import QuestionFileError
from retrieval.records import Language
from retrieval.vietnamese import nfc


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with what would be right to answer; `report` is None where the reports do not tell."""

    id: str
    question: str
    language: Language
    report: str | None
    answers: tuple[str, ...]  # every acceptable one, NFC; empty where the reports do not tell
    kind: str | None = None  # the file's own word, which need not be one of `Kind`

    @property
    def answerable(self) -> bool:
        return self.report is not None


def read_questions(path: Path) -> tuple[GoldQuestion, ...]:
    """The questions of a file, in its order. Raises QuestionFileError naming the line and the field."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise QuestionFileError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise QuestionFileError(f"{path}: is not UTF-8 text, from byte {error.start} on") from error
    questions: list[GoldQuestion] = []
    lines: dict[str, int] = {}
    # Not splitlines(): a JSON string may hold U+2028 and the like.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            question = _question(line)
        except ValueError as error:
            raise QuestionFileError(f"{path}, line {number}: {error}") from error
        if earlier := lines.get(question.id):
            raise QuestionFileError(f'{path}, line {number}: "id" is {question.id!r}, as on line {earlier} already')
        lines[question.id] = number
        questions.append(question)
    if not questions:
        raise QuestionFileError(f"{path}: holds no question")
    return tuple(questions)


def _question(line: str) -> GoldQuestion:
    """One line as a question. Raises ValueError with the field in its message."""
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error.msg} at character {error.colno}") from error
    except RecursionError as error:
        raise ValueError("is not JSON: nested too deep") from error
    if not isinstance(fields, dict):
        raise ValueError("is not a JSON object")
    for name in ("id", "question", "lang", "report", "answers"):
        if name not in fields:
            raise ValueError(f'"{name}" is missing')
    report = None if fields["report"] is None else _words(fields["report"], "report")
    answers = _answers(fields["answers"])
    if report is None and answers:
        raise ValueError('"answers" must be empty where "report" is null')
    if report is not None and not answers:
        raise ValueError('"answers" is empty although "report" names one')
    return GoldQuestion(
        id=_words(fields["id"], "id"),
        question=_words(fields["question"], "question"),
        language=_language(fields["lang"]),
        report=report,
        answers=answers,
        kind=None if fields.get("kind") is None else _words(fields["kind"], "kind"),
    )


def _words(value: object, field: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'"{field}" must be a text that is not empty')
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f'"{field}" holds half of a surrogate pair') from error
    return value


def _answers(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError('"answers" must be a list of texts')
    return tuple(nfc(_words(answer, "answers")) for answer in value)


def _language(value: object) -> Language:
    for language in Language:
        if value == language:
            return language
    known = ", ".join(f'"{language}"' for language in Language)
    raise ValueError(f'"lang" must be one of {known}, not {value!r}')
