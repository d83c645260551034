"""The page, read back by an HTML parser: whole, self-contained, escaped, with every failure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import pytest

from retrieval.evaluation.charts import latency_chart, reliability_chart, risk_coverage_chart
from retrieval.evaluation.metrics import Judged, reliability, risk_coverage
from retrieval.evaluation.page import page
from retrieval.evaluation.questions import GoldQuestion
from retrieval.evaluation.scoring import Evaluation, Failure, grade
from retrieval.records import Answer, Evidence, Language, Outcome, Span
from tests.retrieval.evaluation.scripted import gold, reply

QUOTE = "Đồng chí Bùi Tiến Lực chủ trì hội nghị ngày 11/4."
EVIL = '</script><script>alert("1")</script><img src=x onerror=\'alert(2)\'> & "$title"'
VOID = {"meta", "input"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def all(self, tag: str, style: str | None = None) -> list[Element]:
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag and (style is None or style in (child.attributes.get("class") or "").split()):
                    found.append(child)
                found.extend(child.all(tag, style))
        return found


class Reader(HTMLParser):
    """A strict reader: what is opened must be closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def close(self) -> None:
        super().close()
        assert self._open == [self.root], f"left open: {[each.tag for each in self._open[1:]]}"


def read(html: str) -> Element:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def graded(*pairs: tuple[GoldQuestion, Answer]) -> Evaluation:
    return Evaluation(tuple(grade(question, answer, latency=50.0 + i) for i, (question, answer) in enumerate(pairs)))


EVALUATION = graded(
    (gold("fine", "Bùi Tiến Lực", kind="who"), reply(QUOTE, "Bùi Tiến Lực")),
    (gold("wrong", "Bùi Tiến Lực", kind="who"), reply(QUOTE, "hội nghị", confidence=0.4)),
    (
        gold("declined", "11/4", kind="when", language=Language.UNMARKED),
        reply(passages=[("b.txt", "Không có gì."), ("a.txt", QUOTE)], outcome=Outcome.UNKNOWN_NAME),
    ),
    (gold("invented", kind="who", language=Language.ENGLISH), reply(QUOTE, "Bùi Tiến Lực", confidence=0.95)),
    (gold("elsewhere", "Bùi Tiến Lực", kind="who"), reply(QUOTE, "Bùi Tiến Lực", report="b.txt")),
)


@pytest.fixture(scope="module")
def root() -> Element:
    return read(page(EVALUATION, "Câu hỏi", ["5 reports, 61 passages"]))


def card(root: Element, id: str) -> Element:
    return next(each for each in root.all("article", "failure") if f" · {id} · " in each.all("p", "facts")[0].text)


def test_says_what_was_evaluated(root: Element) -> None:
    assert root.all("title")[0].text == "Câu hỏi"
    assert root.all("h1")[0].text == "Câu hỏi"
    assert root.all("header")[0].all("p")[0].text == "5 reports, 61 passages"


def test_fetches_nothing(root: Element) -> None:
    assert not root.all("link") and not root.all("img") and not root.all("iframe")
    for element in (each for tag in ("script", "svg", "style", "a", "use", "image") for each in root.all(tag)):
        assert not {"src", "href", "xlink:href"} & set(element.attributes)
    styles = "".join(style.text for style in root.all("style"))
    assert "url(" not in styles and "@import" not in styles and "http" not in styles
    script = "".join(script.text for script in root.all("script"))
    assert "fetch(" not in script and "http" not in script and "import" not in script


def test_tables_by_language_and_kind(root: Element) -> None:
    languages, kinds = root.all("table")
    assert [row.all("th")[0].text for row in languages.all("tr")] == [
        "language",
        "vi",
        "vi-ascii",
        "en",
        "all",
    ]
    assert [row.all("th")[0].text for row in kinds.all("tr")] == ["kind", "who", "when", "all"]
    for found in (languages, kinds):
        widths = {len(row.all("th")) + len(row.all("td")) for row in found.all("tr")}
        assert len(widths) == 1
    total = [cell.text for cell in languages.all("tfoot")[0].all("td")]
    assert total[:6] == ["5", "50.0", "75.0", "62.5", "50.0", "50.0"]


def test_every_failure_is_there_and_nothing_else(root: Element) -> None:
    cards = root.all("article", "failure")
    found = [(c.attributes["data-sort"], c.attributes["data-language"], c.attributes["data-kind"]) for c in cards]
    assert found == [
        (Failure.WRONG_ANSWER.value, "vi", "who"),
        (Failure.DECLINED.value, "vi-ascii", "when"),
        (Failure.NOT_DECLINED.value, "en", "who"),
        (Failure.WRONG_SOURCE.value, "vi", "who"),
    ]
    assert [c.all("h3")[0].text for c in cards] == ["wrong?", "declined?", "invented?", "elsewhere?"]


def test_a_failure_shows_what_was_expected_and_what_was_returned(root: Element) -> None:
    wrong = card(root, "wrong")
    expected, returned = wrong.all("section")
    assert [item.text for item in expected.all("li")] == ["Bùi Tiến Lực"]
    assert expected.all("p", "source")[0].text == "a.txt"
    assert returned.all("p", "answer")[0].text == "hội nghị"
    assert returned.all("blockquote")[0].text == QUOTE
    assert [mark.text for mark in returned.all("mark", "got")] == ["hội nghị"]
    passage = wrong.all("details")[0]
    assert [mark.text for mark in passage.all("mark", "want")] == ["Bùi Tiến Lực"]
    assert [mark.text for mark in passage.all("mark", "got")] == ["hội nghị"]
    assert "confidence 0.40" in wrong.all("p", "facts")[0].text


def test_a_declined_question_shows_why_and_where_its_report_was(root: Element) -> None:
    declined = card(root, "declined")
    assert "Declined: a name that no report knows." in declined.all("section")[1].text
    assert declined.all("summary")[0].text == "2 passages, the expected report is number 2"
    first, second = declined.all("ol")[0].all("li")
    assert "b.txt" in first.text and not first.all("mark")
    assert [mark.text for mark in second.all("mark", "want")] == ["11/4"]
    assert second.attributes["class"] == "expected"
    assert "To be declined" in card(root, "invented").all("section")[0].text


def test_shows_all_that_an_answer_says_beside_the_answer() -> None:
    stated = Evidence(Span("c.txt", 5, 9, "giao"), Span("c.txt", 0, 14, "Ngày giao ban."))
    other = Evidence(Span("d.txt", 0, 3, "Bà "), Span("d.txt", 0, 6, "Bà Lan"))
    answer = replace(reply(), stated=stated, others=(other,), unknown=("Sóc Sơn", "Ba Bể"), meant="ai chủ trì?")
    returned = read(page(graded((gold("q", "x"), answer)), "t")).all("section")[1]
    assert [quote.text for quote in returned.all("blockquote")] == ["Ngày giao ban.", "Bà Lan"]
    for words in (
        "What the reports do state",
        "Other reports",
        "Sóc Sơn, Ba Bể",
        "Understood as: ai chủ trì?",
    ):
        assert words in returned.text


def test_choices_name_what_occurs_and_how_often(root: Element) -> None:
    form = root.all("form")[0]
    assert "hidden" in form.attributes
    options = {select.attributes["name"]: [o.text for o in select.all("option")] for select in form.all("select")}
    assert options["language"] == ["every language", "vi (2)", "vi-ascii (1)", "en (1)"]
    assert options["kind"] == ["every kind", "who (3)", "when (1)"]
    assert len(options["sort"]) == 1 + len(Failure)


def test_three_charts_with_their_marks(root: Element) -> None:
    reliable, risk, latency = root.all("figure")
    assert len(reliable.all("circle", "dot")) == 2  # confidences 0.4 and 0.9 to 1
    assert {line.attributes["class"] for line in risk.all("polyline")} == {
        "curve all",
        "curve vi",
        "curve en",
    }
    assert [item.text for item in risk.all("li")] == ["all", "vi", "vi-ascii", "en"]
    assert "p50 52 ms" in latency.text and "p95 54 ms" in latency.text
    assert sum(int(bar.text.rsplit(": ")[-1]) for bar in latency.all("rect", "bar")) == 5
    for svg in root.all("svg"):
        assert svg.attributes["aria-label"]


def test_everything_from_outside_is_escaped() -> None:
    question = gold("evil", EVIL, report=EVIL, kind=EVIL, question=EVIL)
    span = Span(EVIL, 0, len(EVIL), EVIL)
    answer = replace(
        reply(EVIL, "script", report=EVIL, passages=[(EVIL, EVIL)]),
        stated=Evidence(span, span),
        others=(Evidence(span, span),),
        unknown=(EVIL,),
        meant=EVIL,
    )
    root = read(page(graded((question, answer)), EVIL, [EVIL]))
    assert len(root.all("script")) == 1 and not root.all("img")
    assert root.all("h1")[0].text == EVIL
    found = root.all("article")[0]
    assert found.attributes["data-kind"] == EVIL
    assert found.all("h3")[0].text == EVIL
    assert found.all("section")[0].all("li")[0].text == EVIL
    assert [quote.text for quote in found.all("blockquote")] == [EVIL] * 3
    assert found.all("ol")[0].all("p")[1].text == EVIL
    assert any(option.attributes["value"] == EVIL for option in root.all("option"))


def test_a_span_outside_its_quote_is_not_marked_and_loses_no_text() -> None:
    answer = reply(QUOTE, "hội nghị")
    assert answer.evidence is not None
    shifted = replace(answer, evidence=replace(answer.evidence, span=Span("a.txt", 900, 908, "hội nghị")))
    quote = read(page(graded((gold("q", "Bùi Tiến Lực"), shifted)), "t")).all("blockquote")[0]
    assert quote.text == QUOTE and not quote.all("mark")


def test_without_failures_or_questions_it_says_so() -> None:
    fine = read(page(graded((gold("fine", "Bùi Tiến Lực"), reply(QUOTE, "Bùi Tiến Lực"))), "t"))
    assert "None: every question" in fine.text and not fine.all("form")
    empty = read(page(Evaluation(()), "t"))
    assert "No question was asked." in empty.text


# --- charts -------------------------------------------------------------------------------------------


def test_a_lone_wrong_answer_at_the_top_does_not_flatten_the_curve() -> None:
    answers = [Judged(0.99, False)] + [Judged(0.9 - i / 1000, True) for i in range(99)]
    chart = read(risk_coverage_chart({"all": risk_coverage(answers, 100)}, 1.0, 0.8))
    labels = [text.text for text in chart.all("text", "label")]
    assert "10 %" in labels and "12 %" not in labels and "50 %" not in labels
    assert not chart.all("line", "ideal")


def test_dots_grow_with_the_answers_they_stand_for() -> None:
    bins = reliability([Judged(0.9, True)] * 90 + [Judged(0.1, False)] * 10)
    small, large = read(reliability_chart(bins)).all("circle", "dot")
    assert float(small.attributes["r"] or 0) < float(large.attributes["r"] or 0)


@pytest.mark.parametrize("latencies", [[0.0], [0.04] * 3, [70.0] * 200 + [9000.0], [1e5, 2.0], [99.0, 100.0]])
def test_every_latency_is_in_a_bar(latencies: list[float]) -> None:
    bars = read(latency_chart(latencies)).all("rect", "bar")
    assert len(bars) <= 26
    assert sum(int(bar.text.rsplit(": ")[-1]) for bar in bars) == len(latencies)
    for bar in bars:
        assert float(bar.attributes["height"] or 0) >= 0
