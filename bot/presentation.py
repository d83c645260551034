"""Answer | error -> Reply: what is said, in the language of the question, without any markup.

A front door paints the parts of a Reply as it can: bold letters, block quotes, Telegram's entities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot import phrases
from bot.phrases import Phrases
from retrieval.errors import DanvanError, FrontDoorError, ModelError, NoReports, StoreBusy, StoreError
from retrieval.records import Answer, Evidence, Hit, Language, Outcome, Report

NEAREST = 3
"""Passages shown beside the statement that the reports do not tell."""

_EXCERPT = 240  # characters of a nearest passage: three fit a screen

Lookup = Callable[[str], Report]


@dataclass(frozen=True, slots=True)
class Text:
    """A plain line, or a few."""

    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """The answer itself; painted bold."""

    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch of a report; `text[start:end]` is marked in it (nothing where they are equal)."""

    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where what was said before it stands: `title · outlet · date`, and the report's id."""

    title: str
    outlet: str | None
    date: str | None
    report: str

    @property
    def line(self) -> str:
        return " · ".join(part for part in (self.title, self.outlet, self.date) if part)


@dataclass(frozen=True, slots=True)
class Remark:
    """Said aside: how sure the answer is, what a word may have meant; painted faintly."""

    text: str


Part = Text | Found | Quoted | Source | Remark


@dataclass(frozen=True, slots=True)
class Reply:
    """What a front door says, part by part; `answer` is what it was made of, where it was made of one."""

    parts: tuple[Part, ...]
    language: Language = Language.VIETNAMESE
    answer: Answer | None = None


def present(answer: Answer, lookup: Lookup) -> Reply:
    """The reply to a question; `lookup` gives the report behind an id."""
    words = phrases.of(answer.language)
    show = _Presenter(words, lookup)
    parts = show.answered(answer) if answer.evidence else show.declined(answer)
    if answer.meant:
        parts.append(Remark(words.meant.format(meant=answer.meant)))
    return Reply(tuple(parts), answer.language, answer)


def present_sources(answer: Answer, lookup: Lookup, language: Language) -> Reply:
    """The passages that an answer was found in, best first."""
    words = phrases.of(language)
    parts: list[Part] = [Text(words.sources.format(question=answer.question))]
    parts += _Presenter(words, lookup).passages(answer.hits)
    return Reply(tuple(parts) if answer.hits else (Text(words.no_sources),), language, answer)


def present_reports(reports: Iterable[Report], language: Language) -> Reply:
    """Every report there is, one source each."""
    words = phrases.of(language)
    sources = [_source(report, words) for report in reports]
    return Reply((Text(words.reports.format(count=len(sources))), *sources), language)


def present_report(report: Report, language: Language) -> Reply:
    """One report, whole, as it is kept."""
    return Reply((_source(report, phrases.of(language)), Text(report.text)), language)


def present_error(error: DanvanError, language: Language) -> Reply:
    """What went wrong, as far as the person who asked can use it; the rest is for the log."""
    words = phrases.of(language)
    for kind, text in (
        (StoreBusy, words.busy),
        (NoReports, words.no_reports),
        (StoreError, words.no_index),
        (ModelError, words.no_model),
        (FrontDoorError, words.unreachable),
    ):
        if isinstance(error, kind):
            return Reply((Text(text),), language)
    return Reply((Text(words.failed.format(error=error)),), language)


def notice(text: str, language: Language) -> Reply:
    """A reply of one plain text."""
    return Reply((Text(text),), language)


class _Presenter:
    """Builds the parts of one reply; keeps the phrases and the reports at hand."""

    def __init__(self, words: Phrases, lookup: Lookup) -> None:
        self._words = words
        self._lookup = lookup

    def answered(self, answer: Answer) -> list[Part]:
        assert answer.evidence is not None
        parts = self._proof(answer.evidence)
        parts.append(Remark(self._words.confidence(answer.confidence)))
        if answer.others:
            parts.append(Text(self._words.others))
            for evidence in answer.others:
                parts += self._proof(evidence)
        return parts

    def declined(self, answer: Answer) -> list[Part]:
        parts: list[Part] = [Text(self._why(answer))]
        if answer.stated is not None:
            parts.append(Text(self._words.stated))
            parts += [self._quoted(answer.stated), self._source_of(answer.stated.quote.report)]
        if answer.hits:
            parts.append(Text(self._words.nearest))
            parts += self.passages(answer.hits[:NEAREST])
        return parts

    def passages(self, hits: Iterable[Hit]) -> list[Part]:
        parts: list[Part] = []
        for hit in hits:
            parts += [Quoted(excerpt(hit.passage.span.text)), self._source_of(hit.passage.report)]
        return parts

    def _why(self, answer: Answer) -> str:
        if answer.outcome is Outcome.UNKNOWN_NAME and answer.unknown:
            listed = self._words.listed(answer.unknown)
            return self._words.unknown.format(words=listed)
        if answer.outcome is Outcome.CONTRADICTED:
            return self._words.contradicted
        return self._words.not_told

    def _proof(self, evidence: Evidence) -> list[Part]:
        return [Found(evidence.span.text), self._quoted(evidence), self._source_of(evidence.quote.report)]

    def _quoted(self, evidence: Evidence) -> Quoted:
        start = evidence.span.start - evidence.quote.start
        return Quoted(evidence.quote.text, start, start + len(evidence.span.text))

    def _source_of(self, report: str) -> Source:
        try:
            return _source(self._lookup(report), self._words)
        except StoreError:
            # Taken out by a rebuild after the answer was found; what was found still stands in it.
            return Source(report, None, None, report)


def _source(report: Report, words: Phrases) -> Source:
    day = written(report.date, words) if report.date else None
    return Source(report.title, report.outlet, day, report.id)


def written(day: date, words: Phrases) -> str:
    """A date as the language writes it: 11/4/2024, 11 April 2024."""
    return words.date.format(day=day.day, month=words.months[day.month - 1], year=day.year)


def excerpt(text: str, most: int = _EXCERPT) -> str:
    """The beginning of a text on one line, at most `most` characters, cut between words."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line.rfind(" ", most // 2, most)
    return line[: cut if cut > 0 else most - 1].rstrip(" ,;:") + "…"
