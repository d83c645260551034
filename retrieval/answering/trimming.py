"""A span made the shortest that still answers: a person without the office, a day without the preposition."""

from __future__ import annotations

from dataclasses import replace

from retrieval.answering.candidates import Candidate, Facts
from retrieval.questions import Question
from retrieval.records import Kind


def trimmed(question: Question, candidate: Candidate, facts: Facts, text: str) -> Candidate:
    """For "who", the one person named inside a longer span; any other candidate as it is."""
    if question.kind is not Kind.WHO:
        return candidate
    inside = [
        person.name for person in facts.people if candidate.start <= person.name[0] and person.name[1] <= candidate.end
    ]
    if len(inside) != 1:
        return candidate
    return replace(candidate, start=inside[0][0], end=inside[0][1])
