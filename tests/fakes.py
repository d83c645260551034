"""Test doubles that stand at the ports and mean something: what they answer can be foretold by reading."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from retrieval.errors import StoreError
from retrieval.records import Answer, Evidence, Focus, Hit, Kind, Language, Outcome, Passage, Report, Span
from retrieval.vietnamese import Token, fold, has_diacritics, nfc, sentences, tokens

KIM_BOI = Report(
    id="kim-boi.txt",
    title="Hội nghị giao ban công tác dân vận",
    text=(
        "Hội nghị giao ban công tác dân vận\n"
        "Ngày 11/4, tại huyện Kim Bôi, đồng chí Bùi Tiến Lực chủ trì hội nghị. "
        "Đồng chí Hoàng Đức Minh phát biểu tại hội nghị."
    ),
    digest="1" * 64,
    date=date(2024, 4, 11),
    place="Kim Bôi",
    outlet="Báo Hòa Bình",
)
LAC_SON = Report(
    id="2024/lac-son.txt",
    title="Lạc Sơn tổng kết phong trào",
    text="Lạc Sơn tổng kết phong trào\nHuyện có 78 mô hình. Bà Nguyễn Thị Lan trao giấy khen.",
    digest="2" * 64,
)


class FakeEngine:
    """Answers with the names of the sentence that shares most words with the question (at least two).

    A question that shares fewer is declined. In a conversation the focus's report comes first on equal terms.
    `asked` keeps what was asked, with the focus.
    """

    def __init__(self, *reports: Report) -> None:
        self._reports = {report.id: report for report in reports or (KIM_BOI, LAC_SON)}
        self.asked: list[tuple[str, Focus | None]] = []

    def reports(self) -> list[Report]:
        return sorted(self._reports.values(), key=lambda report: report.id)

    def report(self, id: str) -> Report:
        try:
            return self._reports[id]
        except KeyError:
            raise StoreError(f"no report is called {id!r}") from None

    def ask(self, text: str, *, top_k: int | None = None, focus: Focus | None = None) -> Answer:
        self.asked.append((text, focus))
        wanted = {fold(token.text) for token in tokens(nfc(text))}
        ranked = sorted(
            (span for report in self._reports.values() for span in _spans(report)),
            key=lambda span: (-_shared(span, wanted), focus is None or span.report != focus.report),
        )
        hits = tuple(
            Hit(Passage(span, ""), _shared(span, wanted) / max(len(wanted), 1)) for span in ranked[: top_k or 5]
        )
        answered = _shared(ranked[0], wanted) >= 2
        return Answer(
            question=text,
            language=_language(text),
            kind=Kind.WHO,
            outcome=Outcome.ANSWERED if answered else Outcome.NOT_TOLD,
            confidence=hits[0].score,
            evidence=Evidence(_name(ranked[0], wanted), ranked[0]) if answered else None,
            hits=hits,
        )


def _language(text: str) -> Language:
    if has_diacritics(text):
        return Language.VIETNAMESE
    return Language.ENGLISH if {"who", "the", "what"} & set(text.lower().split()) else Language.UNMARKED


def span_of(report: Report, text: str) -> Span:
    """The first place in a report where `text` stands."""
    start = report.text.index(text)
    return Span(report.id, start, start + len(text), text)


def evidence(report: Report, text: str) -> Evidence:
    """`text` in its sentence."""
    span = span_of(report, text)
    quote = next(each for each in _spans(report) if each.start <= span.start and span.end <= each.end)
    return Evidence(span, quote)


def _spans(report: Report) -> list[Span]:
    return [Span(report.id, start, end, report.text[start:end]) for start, end in sentences(report.text)]


def _shared(span: Span, wanted: set[str]) -> int:
    return len(wanted & {fold(token.text) for token in tokens(span.text)})


def _name(quote: Span, wanted: set[str]) -> Span:
    def fresh_name(token: Token) -> bool:
        return token.is_name and token.start > 0 and fold(token.text) not in wanted

    runs = [list(run) for named, run in groupby(tokens(quote.text), fresh_name) if named]
    best = max(runs, key=len, default=tokens(quote.text))
    start, end = best[0].start, best[-1].end
    return Span(quote.report, quote.start + start, quote.start + end, quote.text[start:end])
