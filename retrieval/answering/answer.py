"""Hits -> an answer with its span and its quote, or an honest no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.answering.candidates import (
    Candidate,
    facts_of,
    read_candidates,
    stated_candidates,
    valued_candidates,
)
from retrieval.answering.confidence import Confidence
from retrieval.answering.deeds import Deed, asked_deed
from retrieval.answering.features import Case, features
from retrieval.answering.reader import Reader
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
from retrieval.records import Answer, Evidence, Hit, Language, Outcome, Span
from retrieval.search import Found, softened
from retrieval.vietnamese import fold

_ABOUT_ANOTHER = 0.1  # chance of an answer from a report that does not know what the question is about
_UNSTATED = 0.1  # chance of a chair whom no sentence names as such
_REMEMBERED = 256  # reports whose facts are kept


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate with its chance of being right and what its report lacks of the question."""

    candidate: Candidate
    chance: float
    features: dict[str, float]
    lacking: tuple[str, ...]
    denied: int

    def is_elsewhere(self, supposed: Supposed) -> bool:
        """Whether its report does not know a person, place or document that the question is about."""
        return any(name in self.lacking for name in (*supposed.people, *supposed.places, *supposed.documents))


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
        best = judged[0]
        evidence = self._evidence(question, best.candidate)
        if best.chance >= self._threshold:
            others = self._disagreeing(question, judged)
            return _answer(question, Outcome.ANSWERED, best.chance, evidence, hits, others=others)
        return self._declined(question, best, evidence, hits)

    def judge(self, question: Question, found: Found) -> list[Judged]:
        """Every candidate, the likeliest first."""
        supposed = supposed_by(question.reading, question.language, common_terms(self._glossary, question.reading))
        candidates = self._candidates(question, found.read, supposed)
        case = Case(question, supposed, found.fused, found.closeness, self._index.lexical)
        premises = {id: self._premises(supposed, id) for id in {candidate.report for candidate in candidates}}
        scored = []
        for candidate in candidates:
            lacking, denied = premises[candidate.report]
            facts = self._facts(candidate.report)
            known = self._known(candidate.report)
            values = features(case, candidate, candidates, known, facts, len(lacking), denied)
            scored.append((self._confidence.score(values), candidate, values))
        # Somebody chaired only where a sentence says so; who it names comes before the others of the report.
        asks_chair = asked_deed(question.reading) is Deed.CHAIR
        named = {candidate.report for _, candidate, values in scored if asks_chair and values["stated"]}
        scored.sort(key=lambda one: (one[1].report in named and not one[2]["stated"], -one[0]))
        judged = [
            self._judged(supposed, candidate, values, self._lead(scored, at), premises[candidate.report])
            for at, (_, candidate, values) in enumerate(scored)
        ]
        return [
            replace(one, chance=min(one.chance, _UNSTATED)) if asks_chair and one.features["unstated"] else one
            for one in judged
        ]

    def _judged(
        self,
        supposed: Supposed,
        candidate: Candidate,
        values: dict[str, float],
        lead: float,
        premises: tuple[tuple[str, ...], int],
    ) -> Judged:
        judged = Judged(candidate, self._confidence.chance(values, lead), values, *premises)
        if judged.is_elsewhere(supposed):
            return replace(judged, chance=min(judged.chance, _ABOUT_ANOTHER))
        return judged

    def _premises(self, supposed: Supposed, report: str) -> tuple[tuple[str, ...], int]:
        known = self._known(report)
        untrue = undone(supposed, known, self._facts(report).acts)
        return tuple(missing(supposed, known, self._names)), len(contradicted(supposed, known)) + len(untrue)

    def _lead(self, scored: Sequence[tuple[float, Candidate, dict[str, float]]], at: int) -> float:
        """By how much a candidate's score stands above the best of those that say something else."""
        score, candidate, _ = scored[at]
        said = self._said(candidate)
        others = (other for other, one, _ in scored if said not in self._said(one) and self._said(one) not in said)
        return score - next(others, score - 3.0)

    def _said(self, candidate: Candidate) -> str:
        return fold(self._index.report(candidate.report).text[candidate.start : candidate.end])

    def _candidates(self, question: Question, hits: Sequence[Hit], supposed: Supposed) -> list[Candidate]:
        found: dict[tuple[str, int, int], Candidate] = {}
        for place, hit in enumerate(hits):
            span = hit.passage.span
            text = self._index.report(span.report).text
            reading = self._reader.read(question.reading, span.text) if self._reader else None
            read = read_candidates(place, hit, reading.best()) if reading else []
            facts = self._facts(span.report)
            stated = stated_candidates(question, place, hit, facts, text, supposed.people)
            for candidate in (*read, *stated, *valued_candidates(question, place, hit)):
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

    def _disagreeing(self, question: Question, judged: Sequence[Judged]) -> tuple[Evidence, ...]:
        """Answers of other reports that are as good as certain and say something else."""
        seen = {judged[0].candidate.report}
        others = []
        for one in judged[1:]:
            if one.chance >= self._threshold and one.candidate.report not in seen:
                seen.add(one.candidate.report)
                others.append(self._evidence(question, one.candidate))
        said = self._evidence(question, judged[0].candidate).span.text.lower()
        return tuple(other for other in others if other.span.text.lower() != said)

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
