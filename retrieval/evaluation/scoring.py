"""The verb: an engine and a question file -> an evaluation, one record a question."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from retrieval.evaluation import metrics
from retrieval.evaluation.metrics import Judged
from retrieval.evaluation.questions import GoldQuestion
from retrieval.progress import Progress, silent
from retrieval.records import Answer, Kind, Language

DEPTH = 10  # passages asked for: MRR@10 needs ten
SURE = 0.8  # the confidence from which answers are counted as sure


class Answerer(Protocol):
    """The port: all that an evaluation asks of an engine."""

    def ask(self, text: str, *, top_k: int | None = None) -> Answer: ...


class Failure(StrEnum):
    """How a question went wrong. The last is a flaw of the source: the answer itself is right."""

    WRONG_ANSWER = "wrong answer"
    DECLINED = "wrongly declined"
    NOT_DECLINED = "should have declined"
    WRONG_SOURCE = "right, from a doubtful source"


@dataclass(frozen=True, slots=True)
class Graded:
    """One question, what was returned, and how that scores; f1 and exact are 0 where nothing was answered."""

    gold: GoldQuestion
    answer: Answer
    rank: int | None  # of the expected report among the passages, from 1
    exact: bool
    f1: float
    right: bool  # answered rightly, or declined rightly
    latency: float  # milliseconds, as the caller waits

    @property
    def kind(self) -> str:
        """The file's word for the kind, or what the program took the question for."""
        return self.gold.kind or self.answer.kind

    @property
    def answered(self) -> bool:
        return self.answer.evidence is not None

    @property
    def cited(self) -> bool:
        """Whether the answer is quoted from the expected report."""
        evidence = self.answer.evidence
        return evidence is not None and evidence.span.report == self.gold.report

    @property
    def failure(self) -> Failure | None:
        if not self.gold.answerable:
            return Failure.NOT_DECLINED if self.answered else None
        if not self.answered:
            return Failure.DECLINED
        if not self.right:
            return Failure.WRONG_ANSWER
        return None if self.cited and self.rank == 1 else Failure.WRONG_SOURCE


@dataclass(frozen=True, slots=True)
class Summary:
    """Some questions in figures; a share of nothing is None."""

    questions: int
    answerable: int
    recall_at_1: float | None  # this and the next six: over the answerable
    recall_at_5: float | None
    mrr_at_10: float | None
    exact_match: float | None
    f1: float | None
    answered_rightly: float | None
    declined_wrongly: float | None
    declined_rightly: float | None  # over the unanswerable
    right: float | None  # over all: answered rightly or declined rightly
    cited: float | None  # over the right answers: quoted from the expected report
    sure: int  # answers given at a confidence of SURE or more
    right_when_sure: float | None
    calibration_error: float | None  # over the answers given
    latency_p50: float | None  # milliseconds
    latency_p95: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every question of a file, graded, in the file's order."""

    graded: tuple[Graded, ...]

    @property
    def overall(self) -> Summary:
        return summarise(self.graded)

    @property
    def by_language(self) -> dict[Language, Summary]:
        return {
            language: summarise(part)
            for language in Language
            if (part := [each for each in self.graded if each.gold.language is language])
        }

    @property
    def by_kind(self) -> dict[str, Summary]:
        """Commonest kind first."""
        parts: dict[str, list[Graded]] = {}
        for each in self.graded:
            parts.setdefault(each.kind, []).append(each)
        ordered = sorted(parts.items(), key=lambda item: (-len(item[1]), item[0]))
        return {kind: summarise(part) for kind, part in ordered}

    @property
    def failures(self) -> list[Graded]:
        """Sort by sort, each in the file's order."""
        sorts = list(Failure)
        failed = [(sorts.index(each.failure), each) for each in self.graded if each.failure]
        return [each for _, each in sorted(failed, key=lambda pair: pair[0])]


def evaluate(
    engine: Answerer,
    questions: Sequence[GoldQuestion],
    progress: Progress = silent,
    clock: Callable[[], float] = time.perf_counter,
) -> Evaluation:
    """Asks every question, one after another, and grades what comes back. An engine's errors pass through."""
    graded = []
    for number, gold in enumerate(questions):
        progress("evaluate", number, len(questions))
        begun = clock()
        answer = engine.ask(gold.question, top_k=DEPTH)
        graded.append(grade(gold, answer, latency=1000 * (clock() - begun)))
    progress("evaluate", len(questions), len(questions))
    return Evaluation(tuple(graded))


def grade(gold: GoldQuestion, answer: Answer, latency: float) -> Graded:
    """Scores one answer; latency in milliseconds."""
    reports = (hit.passage.report for hit in answer.hits)
    rank = metrics.rank_of(gold.report, reports) if gold.report is not None else None
    if answer.evidence is None:
        return Graded(gold, answer, rank, exact=False, f1=0.0, right=not gold.answerable, latency=latency)
    text = answer.evidence.span.text
    return Graded(
        gold=gold,
        answer=answer,
        rank=rank,
        exact=metrics.exact_match(text, gold.answers),
        f1=metrics.token_f1(text, gold.answers),
        right=metrics.is_right(text, gold.answers, whole=gold.kind == Kind.LIST),
        latency=latency,
    )


def judged(graded: Iterable[Graded]) -> list[Judged]:
    """The answers that were given, as the measures of confidence take them."""
    return [Judged(each.answer.confidence, each.right) for each in graded if each.answered]


def summarise(graded: Sequence[Graded]) -> Summary:
    """The figures of some questions."""
    answerable = [each for each in graded if each.gold.answerable]
    unanswerable = [each for each in graded if not each.gold.answerable]
    given = judged(graded)
    sure = [answer for answer in given if answer.confidence >= SURE]
    latencies = [each.latency for each in graded]
    return Summary(
        questions=len(graded),
        answerable=len(answerable),
        recall_at_1=metrics.mean(metrics.recall_at(1, each.rank) for each in answerable),
        recall_at_5=metrics.mean(metrics.recall_at(5, each.rank) for each in answerable),
        mrr_at_10=metrics.mean(metrics.reciprocal_rank(each.rank) for each in answerable),
        exact_match=metrics.mean(each.exact for each in answerable),
        f1=metrics.mean(each.f1 for each in answerable),
        answered_rightly=metrics.mean(each.right for each in answerable),
        declined_wrongly=metrics.mean(not each.answered for each in answerable),
        declined_rightly=metrics.mean(each.right for each in unanswerable),
        right=metrics.mean(each.right for each in graded),
        cited=metrics.mean(each.cited for each in answerable if each.right),
        sure=len(sure),
        right_when_sure=metrics.mean(answer.right for answer in sure),
        calibration_error=metrics.calibration_error(given),
        latency_p50=metrics.percentile(latencies, 0.5),
        latency_p95=metrics.percentile(latencies, 0.95),
    )
