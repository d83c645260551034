"""The page's lower half: each failure as a card that a person can read through."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from retrieval.evaluation.scoring import Failure, Graded
from retrieval.records import Evidence, Hit, Language, Outcome

_DECLINED = {
    Outcome.ANSWERED: "Nothing",
    Outcome.NOT_TOLD: "Declined: no sentence answers with enough confidence",
    Outcome.UNKNOWN_NAME: "Declined: a name that no report knows",
    Outcome.CONTRADICTED: "Declined: the reports state otherwise",
}
_BADGE = {
    Failure.WRONG_ANSWER: "wrong",
    Failure.DECLINED: "declined",
    Failure.NOT_DECLINED: "invented",
    Failure.WRONG_SOURCE: "source-flaw",
}


def failure_list(failures: Sequence[Graded]) -> str:
    """Every failure as HTML, with a form to choose among them; the form stays hidden without a script."""
    if not failures:
        return "<p>None: every question was answered or declined as it should be.</p>"
    selects = (
        _select("sort", "every sort", [str(each.failure) for each in failures]),
        _select("language", "every language", [str(each.gold.language) for each in failures]),
        _select("kind", "every kind", [each.kind for each in failures]),
    )
    return (
        f'<form class="filter" id="filter" hidden>{"".join(selects)}'
        '<input type="search" name="words" placeholder="words" aria-label="words in the failure">'
        f'<output id="shown">{len(failures)} of {len(failures)}</output></form>'
        f"{''.join(map(_failure, failures))}"
    )


def _select(name: str, every: str, values: Sequence[str]) -> str:
    counts = Counter(values)
    options = "".join(
        f'<option value="{escape(value)}">{escape(value)} ({counts[value]})</option>' for value in dict.fromkeys(values)
    )
    return f'<select name="{name}" aria-label="{name}"><option value="">{every}</option>{options}</select>'


def _failure(graded: Graded) -> str:
    gold, answer = graded.gold, graded.answer
    badge = _BADGE[graded.failure] if graded.failure else ""
    tongue = "en" if gold.language is Language.ENGLISH else "vi"
    attributes = {"sort": str(graded.failure), "language": str(gold.language), "kind": graded.kind}
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in attributes.items())
    facts = [gold.language, graded.kind, gold.id]
    if graded.answered:
        facts.append(f"confidence {answer.confidence:.2f}")
    if graded.answered and gold.answerable:
        facts.append(f"F1 {graded.f1:.2f}")
    facts.append(f"{graded.latency:.0f} ms")
    return (
        f'<article class="failure"{data}>'
        f'<p class="facts"><span class="badge {badge}">{escape(str(graded.failure))}</span> '
        f"{escape(' · '.join(facts))}</p>"
        f'<h3 lang="{tongue}">{escape(gold.question)}</h3>'
        f'<div class="pair"><section><h4>Expected</h4>{_expected(graded)}</section>'
        f"<section><h4>Returned</h4>{_returned(graded)}</section></div>{_passages(graded)}</article>"
    )


def _expected(graded: Graded) -> str:
    gold = graded.gold
    if gold.report is None:
        return "<p>To be declined: the reports do not tell.</p>"
    answers = "".join(f"<li>{escape(answer)}</li>" for answer in gold.answers)
    return f'<ul lang="vi">{answers}</ul><p class="source">{escape(gold.report)}</p>'


def _returned(graded: Graded) -> str:
    answer = graded.answer
    parts = []
    if answer.evidence:
        parts.append(f'<p class="answer" lang="vi">{escape(answer.evidence.span.text)}</p>')
        parts.append(_quote(answer.evidence))
    else:
        parts.append(f"<p>{_DECLINED[answer.outcome]}.</p>")
    if answer.stated:
        parts.append(f"<p>What the reports do state:</p>{_quote(answer.stated)}")
    if answer.others:
        parts.append(f"<p>Other reports answer otherwise:</p>{''.join(map(_quote, answer.others))}")
    if answer.unknown:
        parts.append(f'<p>Unknown words: <span lang="vi">{escape(", ".join(answer.unknown))}</span></p>')
    if answer.meant:
        parts.append(f'<p>Understood as: <span lang="vi">{escape(answer.meant)}</span></p>')
    return "".join(parts)


def _quote(evidence: Evidence) -> str:
    quote, span = evidence.quote, evidence.span
    inside = (span.start - quote.start, span.end - quote.start, "got")
    return (
        f'<blockquote lang="vi">{_marked(quote.text, [inside])}</blockquote>'
        f'<p class="source">{escape(quote.report)}</p>'
    )


def _passages(graded: Graded) -> str:
    hits = graded.answer.hits
    place = f"number {graded.rank}" if graded.rank else "missing"
    note = f", the expected report is {place}" if graded.gold.answerable else ""
    items = "".join(_passage(hit, graded) for hit in hits)
    return f"<details><summary>{len(hits)} passages{note}</summary><ol>{items}</ol></details>"


def _passage(hit: Hit, graded: Graded) -> str:
    span, evidence = hit.passage.span, graded.answer.evidence
    marks = []
    if evidence and evidence.span.report == span.report:
        marks.append((evidence.span.start - span.start, evidence.span.end - span.start, "got"))
    expected = span.report == graded.gold.report
    if expected:
        marks += _places(span.text, graded.gold.answers)
    return (
        f'<li{" class=expected" if expected else ""}><p class="source">{escape(span.report)} '
        f'· {hit.score:.3f}</p><p lang="vi">{_marked(span.text, marks)}</p></li>'
    )


def _places(text: str, answers: Iterable[str]) -> list[tuple[int, int, str]]:
    """Where the acceptable answers stand in a passage as whole words, the longest first."""
    longest_first = sorted(answers, key=len, reverse=True)
    pattern = "|".join(rf"(?<!\w){re.escape(answer)}(?!\w)" for answer in longest_first)
    return [(match.start(), match.end(), "want") for match in re.finditer(pattern, text)]


def _marked(text: str, marks: Sequence[tuple[int, int, str]]) -> str:
    """The escaped text with stretches marked, but for those that leave the text or overlap an earlier one."""
    parts, place = [], 0
    for start, end, style in sorted(marks, key=lambda mark: mark[:2]):
        if place <= start < end <= len(text):
            parts.append(f'{escape(text[place:start])}<mark class="{style}">{escape(text[start:end])}</mark>')
            place = end
    return "".join([*parts, escape(text[place:])])
