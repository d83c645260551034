"""An evaluation as one HTML page: figures, three charts, every failure. It fetches nothing from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files
from string import Template

from retrieval.evaluation import charts, metrics
from retrieval.evaluation.failures import failure_list
from retrieval.evaluation.figures import written
from retrieval.evaluation.scoring import SURE, Evaluation, Failure, Summary, judged

_COLUMNS = (
    ("questions", "questions", "all that were asked"),
    ("recall@1", "recall_at_1", "answerable questions whose report is the first passage's"),
    ("recall@5", "recall_at_5", "answerable questions whose report is among the first five passages'"),
    ("MRR@10", "mrr_at_10", "mean of 1/rank of the expected report among ten passages"),
    ("exact match", "exact_match", "same words as an acceptable answer; declined counts 0"),
    ("token F1", "f1", "words shared with the best acceptable answer; declined counts 0"),
    ("answered rightly", "answered_rightly", "answerable questions answered rightly"),
    ("declined rightly", "declined_rightly", "unanswerable questions declined"),
    ("declined wrongly", "declined_wrongly", "answerable questions declined"),
    ("sure", "sure", f"answers given at a confidence of {SURE} or more"),
    ("right when sure", "right_when_sure", "of the sure answers, the share that is right"),
    ("calibration error", "calibration_error", "expected calibration error of the answers given"),
    ("p50 ms", "latency_p50", "half of the questions took at most this long"),
    ("p95 ms", "latency_p95", "95 % of the questions took at most this long"),
)
_TILES = (
    "answered_rightly",
    "declined_rightly",
    "declined_wrongly",
    "right_when_sure",
    "recall_at_1",
    "f1",
    "calibration_error",
    "latency_p50",
)
_COUNTED = {"questions", "sure", "latency_p50", "latency_p95"}
_BARRED = {field for _, field, _ in _COLUMNS} - _COUNTED - {"declined_wrongly", "calibration_error"}


def page(evaluation: Evaluation, title: str, notes: Sequence[str] = ()) -> str:
    """The page's whole HTML; `notes` are plain lines below the title, such as the index's description."""
    return _PAGE.substitute(
        title=escape(title),
        style=_file("page.css"),
        script=_file("page.js"),
        notes="".join(f"<p>{escape(note)}</p>" for note in notes),
        tiles=_tiles(evaluation.overall),
        languages=_table("language", evaluation.by_language.items(), evaluation.overall),
        kinds=_table("kind", evaluation.by_kind.items(), evaluation.overall),
        charts=_charts(evaluation),
        failures=failure_list(evaluation.failures),
        doubtful=Failure.WRONG_SOURCE.value,
    )


def _file(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")


def _tiles(summary: Summary) -> str:
    names = {field: (heading, meaning) for heading, field, meaning in _COLUMNS}
    tiles = []
    for field in _TILES:
        heading, meaning = names[field]
        unit = "" if field in _COUNTED else "<small> %</small>"
        value = getattr(summary, field)
        figure = f"{written(value, field)}{unit if value is not None else ''}"
        tiles.append(f'<li title="{escape(meaning)}"><b>{figure}</b><span>{escape(heading)}</span></li>')
    return "".join(tiles)


def _table(name: str, parts: Iterable[tuple[str, Summary]], overall: Summary) -> str:
    headings = "".join(f'<th scope="col" title="{escape(meaning)}">{heading}</th>' for heading, _, meaning in _COLUMNS)
    rows = "".join(_row(str(key), summary) for key, summary in parts)
    return (
        f'<div class="wide"><table><thead><tr><th scope="col">{escape(name)}</th>{headings}</tr></thead>'
        f"<tbody>{rows}</tbody><tfoot>{_row('all', overall)}</tfoot></table></div>"
    )


def _row(name: str, summary: Summary) -> str:
    cells = []
    for _, field, _ in _COLUMNS:
        value = getattr(summary, field)
        barred = value is not None and field in _BARRED
        bar = f' class="share" style="--share:{100 * value:.1f}%"' if barred else ""
        cells.append(f"<td{bar}>{written(value, field)}</td>")
    return f'<tr><th scope="row">{escape(name)}</th>{"".join(cells)}</tr>'


def _charts(evaluation: Evaluation) -> str:
    given = judged(evaluation.graded)
    asked = len(evaluation.graded)
    curves = {"all": metrics.risk_coverage(given, asked)}
    for language, summary in evaluation.by_language.items():
        part = judged(each for each in evaluation.graded if each.gold.language is language)
        curves[language.value] = metrics.risk_coverage(part, summary.questions)
    answerable = sum(each.gold.answerable for each in evaluation.graded) / asked if asked else 1.0
    key = "".join(f'<li class="{escape(name)}">{escape(name)}</li>' for name in curves)
    drawn = (
        (
            "Reliability",
            charts.reliability_chart(metrics.reliability(given)),
            "On the dashed line, stated confidence is the share that is right. Larger dots stand for more "
            "answers; the upright lines are 95\u00a0% ranges.",
        ),
        (
            "Risk and coverage",
            charts.risk_coverage_chart(curves, answerable, SURE),
            f'<ul class="key">{key}</ul> Each line ends where the program declines; dots: confidence {SURE}. '
            "Dashed: the share of questions that have an answer.",
        ),
        (
            "Latency",
            charts.latency_chart([each.latency for each in evaluation.graded]),
            "One question after another, answer included; the last bar takes the slowest 1 %.",
        ),
    )
    return "".join(
        f"<figure><h3>{escape(heading)}</h3>{svg}<figcaption>{caption}</figcaption></figure>"
        for heading, svg, caption in drawn
    )


_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
$style</style>
</head>
<body>
<header><h1>$title</h1>$notes</header>
<main>
<ul class="tiles">$tiles</ul>
<h2>By language</h2>$languages
<h2>By kind</h2>$kinds
<p class="legend">Figures are per cent, but for counts and milliseconds. An answer is right where its words,
lower-cased and without punctuation, are those of an acceptable answer; or hold one and are at most three
times as many; or are at least half of one, in its order (but a list must be whole). Exact match, F1 and
“answered rightly” look at the words alone, not at the report quoted.</p>
<h2>Confidence and time</h2><div class="charts">$charts</div>
<h2>Failures</h2>
<p class="legend"><mark class="got">Returned</mark> and <mark class="want">expected</mark> words are marked in
quotes and passages. What is “$doubtful” is answered rightly, but the expected report is not the first
passage’s or not the one quoted.</p>
$failures
</main>
<script>
$script</script>
</body>
</html>
""")
