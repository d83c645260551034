"""The nouns, in the order in which a report becomes an answer. All are frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Language(StrEnum):
    """Language and form of a question."""

    VIETNAMESE = "vi"
    UNMARKED = "vi-ascii"
    ENGLISH = "en"


class Kind(StrEnum):
    """What sort of answer a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHICH = "which"
    LIST = "list"
    ROLE = "role"
    YES_NO = "yes_no"
    WHY = "why"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Report:
    """One report as kept: cleaned once, NFC; every offset of the program counts into `text`."""

    id: str  # path relative to the folder of reports, with forward slashes
    text: str
    title: str
    digest: str  # of the file's bytes
    date: date | None = None
    place: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a report: `text == report.text[start:end]`."""

    report: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a report that is embedded as one; `context` is what a reader would know beside it."""

    span: Span
    context: str

    @property
    def report(self) -> str:
        return self.span.report


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its fused score (higher is better, 0..1)."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Focus:
    """What a conversation is about: the report of the last answer and the question it answered."""

    report: str
    question: str


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent on one question."""

    encode: float = 0.0
    search: float = 0.0
    answer: float = 0.0
    total: float = 0.0


class Outcome(StrEnum):
    """Why an answer is what it is."""

    ANSWERED = "answered"
    NOT_TOLD = "not_told"  # no sentence answers with enough confidence
    UNKNOWN_NAME = "unknown_name"  # a place or person that no report mentions
    CONTRADICTED = "contradicted"  # the reports state otherwise than the question supposes


@dataclass(frozen=True, slots=True)
class Evidence:
    """An answering span and the sentence that proves it; `span` lies inside `quote`."""

    span: Span
    quote: Span


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reports tell; `evidence` is None where they do not."""

    question: str
    language: Language
    kind: Kind
    outcome: Outcome
    confidence: float  # 0..1, calibrated: the share of such answers that are right
    evidence: Evidence | None
    hits: tuple[Hit, ...]  # best first, present also where nothing is answered
    others: tuple[Evidence, ...] = ()  # answers of other reports that disagree
    stated: Evidence | None = None  # where declined: what the reports do state about it
    unknown: tuple[str, ...] = ()  # words of the question that no report knows
    meant: str | None = None  # the question as understood, where it looked mistyped
    timings: Timings = field(default_factory=Timings)
