"""Hits -> an answer with its span and its quote, or an honest no."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.answering.candidates import (
    Candidate,
    compared_candidates,
    facts_of,
    read_candidates,
    stated_candidates,
    valued_candidates,
)
from retrieval.answering.confidence import HARDLY, Confidence
from retrieval.answering.deeds import Deed, asked_deed
from retrieval.answering.features import Case, features
from retrieval.answering.reader import Reader, Reading, glossed
from retrieval.answering.recalled import above
from retrieval.answering.supposed import (
    Known,
    Supposed,
    common_terms,
    contradicted,
    missing,
    supposed_by,
    undone,
)
from retrieval.answering.trimming import trimmed
from retrieval.answering.value_words import PROVINCES
from retrieval.glossary import Glossary, GroupKind
from retrieval.index.generation import Generation
from retrieval.questions import Question
from retrieval.records import Answer, Evidence, Hit, Kind, Language, Outcome, Span
from retrieval.search import Found, softened
from retrieval.vietnamese import fold

_ONE_IS_RIGHT = 0.8  # chance of several together from which they are shown as disagreeing
_REMEMBERED = 256  # reports whose facts are kept


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its chance of being right and what its report lacks of the question."""

    candidate: Candidate
    chance: float  # of what it says, whoever says it
    own: float  # of this very span
    features: dict[str, float]
    lacking: tuple[str, ...]
    denied: int
    out: bool  # known not to be right: its report lacks the person or place, or it names no chair


class Answerer:
    """Answers from the hits of one index."""

    def __init__(
        self,
        index: Generation,
        reader: Reader | None,
        confidence: Confidence,
        glossary: Glossary,
        threshold: float,
    ) -> None:
        self._index = index
        self._reader = reader
        self._confidence = confidence
        self._glossary = glossary
        self._threshold = threshold
        self._known = lru_cache(maxsize=_REMEMBERED)(lambda id: Known.of(index.report(id)))
        self._facts = lru_cache(maxsize=_REMEMBERED)(lambda id: facts_of(index.report(id).text))

    def answer(self, question: Question, found: Found) -> Answer:
        """The best candidate where its chance reaches the threshold, else why there is none."""
        judged = self.judge(question, found)
        hits = self._reranked(question, found, judged)
        if not judged:
            return _answer(question, Outcome.NOT_TOLD, 0.0, None, hits)
        best, rivals = judged[0], self._rivals(judged)
        evidence = self._evidence(question, best.candidate)
        # Reports that disagree share the chance between them: that one of them is right may be certain all the same.
        together = best.chance + sum(rival.chance for rival in rivals)
        if best.chance >= self._threshold or (rivals and together >= _ONE_IS_RIGHT):
            others = tuple(self._evidence(question, rival.candidate) for rival in rivals)
            return _answer(question, Outcome.ANSWERED, best.chance, evidence, hits, others=others)
        return self._declined(question, best, evidence, hits)

    def judge(self, question: Question, found: Found) -> list[Judged]:
        """Every candidate, the likeliest first."""
        supposed = supposed_by(question.reading, question.language, common_terms(self._glossary, question.reading))
        readings = self._readings(question, found, supposed)
        candidates = self._candidates(question, found.hits, readings, supposed)
        closeness = {place: found.closeness[place] for place in readings}
        case = Case(question, supposed, found.fused, closeness, self._index.lexical)
        premises = {id: self._premises(supposed, id) for id in {candidate.report for candidate in candidates}}
        rows = []
        for candidate in candidates:
            lacking, denied = premises[candidate.report]
            known, facts = self._known(candidate.report), self._facts(candidate.report)
            rows.append(features(case, candidate, candidates, known, facts, len(lacking), denied))
        elsewhere = {id for id, (lacking, _) in premises.items() if _is_elsewhere(supposed, lacking)}
        out = [
            unnamed or one.report in elsewhere
            for one, unnamed in zip(candidates, _unnamed(question, candidates, rows), strict=True)
        ]
        judged = []
        for one in self._confidence.weighed(rows, [self._said(candidate) for candidate in candidates], out):
            candidate, values = candidates[one.place], rows[one.place]
            premise = premises[candidate.report]
            judged.append(Judged(candidate, one.chance, one.own, values, *premise, out[one.place]))
        return judged

    def _premises(self, supposed: Supposed, report: str) -> tuple[tuple[str, ...], int]:
        known = self._known(report)
        untrue = undone(supposed, known, self._facts(report).acts)
        return tuple(missing(supposed, known, self._names)), len(contradicted(supposed, known)) + len(untrue)

    def _said(self, candidate: Candidate) -> str:
        return fold(self._index.report(candidate.report).text[candidate.start : candidate.end])

    def _readings(self, question: Question, found: Found, supposed: Supposed) -> dict[int, Reading | None]:
        """The passages as read, by their places among the hits; further ones only until one seems to tell."""
        if self._reader is None:
            return dict.fromkeys(found.read)
        asked, readings = glossed(question.reading, question.translation or ""), dict[int, Reading | None]()
        most = -math.inf
        for place in (*found.read, *found.further):
            if place in found.further and most > 0:
                break
            passage = found.hits[place].passage
            over = above(passage, supposed, self._known(passage.report))
            readings[place] = reading = self._reader.read(asked, passage.span.text, over)
            most = max(most, reading.most)
        return readings

    def _candidates(
        self, question: Question, hits: Sequence[Hit], readings: Mapping[int, Reading | None], supposed: Supposed
    ) -> list[Candidate]:
        found: dict[tuple[str, int, int], Candidate] = {}
        for place, reading in readings.items():
            hit = hits[place]
            span = hit.passage.span
            text = self._index.report(span.report).text
            read = read_candidates(place, hit, reading.best(question.kind is Kind.LIST)) if reading else []
            facts = self._facts(span.report)
            stated = stated_candidates(question, place, hit, facts, text, supposed.people)
            compared = compared_candidates(question, place, hit)
            for candidate in (*read, *stated, *valued_candidates(question, place, hit), *compared):
                shorter = trimmed(question, candidate, facts, text)
                if reading and shorter.margin is None:
                    margin = reading.margin(shorter.start - span.start, shorter.end - span.start)
                    shorter = replace(shorter, margin=margin)
                key = (shorter.report, shorter.start, shorter.end)
                found[key] = _stronger(found.get(key), shorter)
        return list(found.values())

    def _names(self, name: str) -> tuple[str, ...]:
        """Other names of a place or body: what the glossary says the whole of `name` is called as well."""
        forms: list[str] = []
        for match in self._glossary.matches(name):
            new = next(iter(match.group.vietnamese), name)
            # A new province has the name of one of the old ones: it does not stand for the others.
            kept = match.group.kind is GroupKind.RENAMED and fold(new) == fold(name) and new in PROVINCES
            if match.end - match.start == len(name) and match.certain and not kept:
                renamed = match.group.kind is GroupKind.RENAMED and fold(new) != fold(name)
                forms += [new] if renamed else match.group.vietnamese
        return tuple(forms)

    def _evidence(self, question: Question, candidate: Candidate) -> Evidence:
        text = self._index.report(candidate.report).text
        start, end = self._known(candidate.report).sentence_of(candidate.start, candidate.end)
        return Evidence(
            Span(candidate.report, candidate.start, candidate.end, text[candidate.start : candidate.end]),
            Span(candidate.report, start, end, text[start:end]),
        )

    def _rivals(self, judged: Sequence[Judged]) -> tuple[Judged, ...]:
        """Answers of other reports that are about as likely as the first and say something else."""
        best = judged[0]
        told = {best.candidate.report: self._said(best.candidate)}
        rivals = []
        for one in judged[1:]:
            said = self._said(one.candidate)
            differs = not any(said in other or other in said for other in told.values())
            if one.candidate.report not in told and differs and one.chance > HARDLY and 2 * one.own >= best.own:
                told[one.candidate.report] = said
                rivals.append(one)
        return tuple(rivals)

    def _declined(self, question: Question, best: Judged, evidence: Evidence, hits: tuple[Hit, ...]) -> Answer:
        unknown = tuple(name for name in best.lacking if not self._in_corpus(name))
        if unknown:
            return _answer(question, Outcome.UNKNOWN_NAME, best.chance, None, hits, unknown=unknown)
        if best.lacking or best.denied:
            return _answer(question, Outcome.CONTRADICTED, best.chance, None, hits, stated=evidence)
        return _answer(question, Outcome.NOT_TOLD, best.chance, None, hits)

    def _in_corpus(self, name: str) -> bool:
        return any(self._index.lexical.knows_phrase(form) for form in (name, *self._names(name)))

    def _reranked(self, question: Question, found: Found, judged: Sequence[Judged]) -> tuple[Hit, ...]:
        """The hits with those that the reader finds an answer in ahead."""
        margins: dict[int, float] = {}
        for place, margin in ((one.candidate.place, one.candidate.margin) for one in judged):
            if margin is not None:
                margins[place] = max(margin, margins.get(place, margin))
        return rerank(found, margins, question.language)


def _unnamed(question: Question, candidates: Sequence[Candidate], rows: Sequence[Mapping[str, float]]) -> list[bool]:
    """Whom no sentence names as the chair that is asked for: somebody chaired only where one says so."""
    if asked_deed(question.reading) is not Deed.CHAIR:
        return [False] * len(candidates)
    named = {one.report for one, values in zip(candidates, rows, strict=True) if values["stated"]}
    return [
        bool(values["unstated"] or (one.report in named and not values["stated"]))
        for one, values in zip(candidates, rows, strict=True)
    ]


def _is_elsewhere(supposed: Supposed, lacking: Sequence[str]) -> bool:
    """Whether a report does not know a person, place or document that the question is about."""
    return any(name in lacking for name in (*supposed.people, *supposed.places, *supposed.documents))


def _stronger(one: Candidate | None, other: Candidate) -> Candidate:
    if one is None:
        return other
    margins = [c.margin for c in (one, other) if c.margin is not None]
    return Candidate(
        min(one.place, other.place),
        one.report,
        one.start,
        one.end,
        max(margins, default=None),
        one.stated or other.stated,
        one.extreme or other.extreme,
    )


# Of a standardised score, for each logit of margin: measured on articles that the reader was not trained on.
RERANK = 0.05
RERANK_ENGLISH = 0.1


def rerank(found: Found, margins: Mapping[int, float], language: Language) -> tuple[Hit, ...]:
    """Hits by fused score and, where they were read, the margin of their best span; `margins` by place."""
    if not margins:
        return found.hits
    share = RERANK_ENGLISH if language is Language.ENGLISH else RERANK
    least = min(margins.values())
    scores = [score + share * margins.get(place, least) for place, score in enumerate(found.fused)]
    order = sorted(range(len(found.hits)), key=lambda place: -scores[place])
    return tuple(replace(found.hits[place], score=softened(scores[place])) for place in order)


def _answer(
    question: Question,
    outcome: Outcome,
    confidence: float,
    evidence: Evidence | None,
    hits: tuple[Hit, ...],
    *,
    others: tuple[Evidence, ...] = (),
    stated: Evidence | None = None,
    unknown: tuple[str, ...] = (),
) -> Answer:
    meant = question.reading if question.reading.lower() != question.text.lower() else None
    return Answer(
        question.text,
        question.language,
        question.kind,
        outcome,
        confidence,
        evidence,
        hits,
        others=others,
        stated=stated,
        unknown=unknown,
        meant=meant,
    )
