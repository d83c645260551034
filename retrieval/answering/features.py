"""What is known of a candidate when its chance of being right is judged."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import fmean, pstdev

from retrieval.answering.candidates import COUNTED_NOT_COMPARED, ORDINAL, Candidate, Facts, asks_ordinal, is_stated
from retrieval.answering.comparisons import is_outdone
from retrieval.answering.dates import moments
from retrieval.answering.people import mentions
from retrieval.answering.places import places
from retrieval.answering.quantities import asked_unit, quantities, unit_matches
from retrieval.answering.supposed import Known, Supposed
from retrieval.index.lexical import LexicalIndex
from retrieval.questions import Question
from retrieval.records import Kind, Language
from retrieval.search import Closeness
from retrieval.vietnamese import fold, tokens

_ASKS_DAY = re.compile(r"\b(ngay|hom|date|day)\b")
_PARTING = re.compile(r"[,;:]|\bvà\b|\bcùng\b")
_ASKS_SEVERAL = re.compile(
    r"\b(?:nhung (?:ai|gi|nguoi|vi|ong|ba|dong chi|don vi|co quan|dia phuong|xa|huyen|van ban|noi dung|nhiem vu|viec)"
    r"|cac (?:ong|ba|vi|dong chi|don vi|co quan|dia phuong|xa|huyen|van ban|noi dung|nhiem vu|mat)\b.*\b(?:nao|gi)"
    r"|(?:hai|ba|bon|nam|[2-9]) [a-z]+(?: [a-z]+){0,2} nao|(?:dong|cung) chu tri|gom (?:nhung )?(?:gi|ai|cac)"
    r"|liet ke|ke ten|(?:which|what) (?:two|three|four|five|[2-9])|co-?chair(?:ed|s)?|jointly|list|name the"
    r"|who (?:were|are) the|(?:which|what) (?:bodies|units|agencies|districts|communes|tasks|documents|officials)"
    r")\b"
)
_FAR = 8.0  # logits beyond which a margin tells no more


@dataclass(frozen=True, slots=True)
class Case:
    """A question before the reports it is held against."""

    question: Question
    supposed: Supposed
    fused: Sequence[float]  # standardised scores of the hits, best first
    closeness: Mapping[int, Sequence[Closeness]]  # of the sentences of the hits that are read, by place
    lexical: LexicalIndex
    memory: dict[str, float] = field(default_factory=dict)  # coverage of texts that many candidates share


def features(
    case: Case,
    candidate: Candidate,
    rivals: Sequence[Candidate],
    known: Known,
    facts: Facts,
    lacking: int,
    denied: int,
) -> dict[str, float]:
    """Named numbers, most of them within -2..2."""
    text = known.report.text
    span = text[candidate.start : candidate.end]
    start, end = known.sentence_of(candidate.start, candidate.end)
    margin = candidate.margin if candidate.margin is not None else -_FAR
    elsewhere = [c.margin for c in rivals if c.margin is not None and c.place != candidate.place]
    here = [c.margin for c in rivals if c.margin is not None and c.place == candidate.place]
    stated = is_stated(case.question, candidate, facts, text)
    fits = fits_kind(case.question, span)
    found: dict[str, float] = {
        "bias": 1.0,
        "margin": _bounded(margin) / 4,
        "unread": float(candidate.margin is None),
        "best_here": float(bool(here) and margin >= max(here)),
        "lead_elsewhere": _bounded(margin - max(elsewhere, default=margin)) / 4,
        "place": float(min(candidate.place, 4)),
        "fused": case.fused[candidate.place] / 2,
        "fused_lead": (case.fused[candidate.place] - max(_others(case.fused, candidate.place), default=0.0)) / 2,
        "stated": float(stated is True or candidate.stated),
        "unstated": float(stated is False),
        "extreme": float(candidate.extreme),
        "outdone": float(_outdone(case.question, text[start:end], candidate.start - start, candidate.end - start)),
        "fits": float(fits is True),
        "misfits": float(fits is False),
        "lacking": float(min(lacking, 3)),
        "denied": float(min(denied, 2)),
        "covered_sentence": covered(case, text[start:end]),
        "covered_report": covered(case, text),
        "length": min(len(span.split()), 30) / 10,
        **_closeness(case, candidate),
        "asked_back": float(fold(span) in fold(case.question.reading)),
    }
    found |= _precision(case.question, span) | _dating(case.supposed, known) | plurality(case.question.reading, span)
    found[f"language_{case.question.language}"] = 1.0
    found[f"kind_{case.question.kind}"] = 1.0
    return found


def _outdone(question: Question, sentence: str, start: int, end: int) -> bool:
    return question.kind not in COUNTED_NOT_COMPARED and is_outdone(question.reading, sentence, start, end)


def _precision(question: Question, span: str) -> dict[str, float]:
    """Whether a span is as exact as the question asks: a day rather than a year, an ordinal rather than a count."""
    found = {}
    if question.kind is Kind.WHEN and _ASKS_DAY.search(fold(question.reading)):
        exact = any(moment.day is not None for moment in moments(span))
        found["day" if exact else "no_day"] = 1.0
    if asks_ordinal(question):
        found["ordinal" if ORDINAL.search(span) else "no_ordinal"] = 1.0
    return found


def plurality(question: str, span: str) -> dict[str, float]:
    """Whether a span names one thing or several, and whether the question asks for several."""
    parts = min(len(_PARTING.findall(span)), 3) / 2
    several = asks_several(question)
    found = {"parts": parts, "asks_several": float(several)}
    return found | ({"several_parts": parts, "several_whole": float(parts == 0)} if several else {})


@lru_cache(maxsize=256)
def asks_several(question: str) -> bool:
    """Whether a question asks for several things or people."""
    return _ASKS_SEVERAL.search(fold(question)) is not None


def _dating(supposed: Supposed, known: Known) -> dict[str, float]:
    """Whether the report is of a year that the question names: many tell of other years in passing."""
    asked = {moment.year for moment in supposed.moments if moment.year}
    if not asked or not known.years:
        return {}
    return {"misdated" if asked.isdisjoint(known.years) else "dated": 1.0}


def _closeness(case: Case, candidate: Candidate) -> dict[str, float]:
    """How the candidate's sentence compares, by late interaction, with the others that were read."""
    every = [one.score for sentences in case.closeness.values() for one in sentences]
    own = [
        one.score for one in case.closeness[candidate.place] if one.start < candidate.end and candidate.start < one.end
    ]
    if not own or len(every) < 2:
        return {"close": 0.0, "close_behind": 0.0, "closest": 0.0}
    best, spread = max(every), max(pstdev(every), 1e-6)
    return {
        "close": (max(own) - fmean(every)) / spread / 2,
        "close_behind": (best - max(own)) / spread / 2,
        "closest": float(max(own) >= best),
    }


def _bounded(value: float) -> float:
    return max(-_FAR, min(_FAR, value))


def _others(fused: Sequence[float], place: int) -> list[float]:
    return [score for at, score in enumerate(fused) if at != place]


def covered(case: Case, text: str) -> float:
    """Share of the question's known terms that stand in `text`, rare ones counting more."""
    if text in case.memory:
        return case.memory[text]
    held = {fold(token.text) for token in tokens(text)}
    weights: Mapping[str, float] = {
        term: 1.0 / max(case.lexical.frequency(term), 1) ** 0.5 for term in case.question.folded if " " not in term
    }
    total = sum(weights.values())
    share = sum(weight for term, weight in weights.items() if term in held) / total if total else 0.0
    case.memory[text] = share
    return share


def fits_kind(question: Question, span: str) -> bool | None:
    """Whether a span is of the kind asked for; None where any text may answer."""
    match question.kind:
        case Kind.WHO:
            return bool(mentions(span)) or span[:1].isupper()
        case Kind.WHEN:
            return bool(moments(span))
        case Kind.HOW_MANY:
            return _counts(question, span)
        case Kind.WHERE:
            return bool(places(span)) or any(token.is_name for token in tokens(span))
        case _:
            return None


def _counts(question: Question, span: str) -> bool:
    found = quantities(span)
    unit = asked_unit(question.reading)
    if not found:
        return any(token.is_number for token in tokens(span))
    if unit is None or question.language is Language.ENGLISH:
        return True
    return any(unit_matches(unit, quantity.unit) > 0 or not quantity.unit for quantity in found)
