"""A span made the shortest that still answers: a person without the office."""

from __future__ import annotations

from dataclasses import replace

from retrieval.answering.candidates import Candidate, Facts
from retrieval.questions import Question
from retrieval.records import Kind


def trimmed(question: Question, candidate: Candidate, facts: Facts, text: str) -> Candidate:
    """For "who", the one person whom a span names or whose office it is; any other candidate as it is."""
    if question.kind is not Kind.WHO:
        return candidate
    named = [one for one in facts.people if candidate.start <= one.name[0] and one.name[1] <= candidate.end]
    meant = named or [
        one for one in facts.people if one.role and one.role[0] <= candidate.start and candidate.end <= one.role[1]
    ]
    if len(meant) != 1:
        return candidate
    return replace(candidate, start=meant[0].name[0], end=meant[0].name[1])
