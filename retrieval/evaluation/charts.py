"""The page's three charts as SVG, drawn a phone's width wide; colours come from the page's style."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from retrieval.evaluation import metrics
from retrieval.evaluation.metrics import Bin, RiskPoint

_WIDTH, _HEIGHT = 360, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 54, 348, 12, 206  # of the plot inside the drawing
_PER_CENT = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_MOST_BARS = 24
_STEADY = 0.1  # below this coverage one wrong answer makes the risk leap: such points may leave the drawing


@dataclass(frozen=True, slots=True)
class _Plot:
    """Data coordinates to drawing coordinates; both axes begin at 0."""

    x_end: float
    y_end: float

    def x(self, value: float) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * value / self.x_end, 1)

    def y(self, value: float) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * value / self.y_end, 1)

    def points(self, pairs: Iterable[tuple[float, float]]) -> str:
        return " ".join(f"{self.x(x)},{self.y(y)}" for x, y in pairs)

    def axes(self, x: tuple[str, Mapping[float, str]], y: tuple[str, Mapping[float, str]]) -> str:
        """Grid, ticks and titles; each axis is its title and the label of each tick."""
        parts = []
        for value, label in x[1].items():
            parts.append(_line("grid", self.x(value), _TOP, self.x(value), _BOTTOM))
            parts.append(_text(self.x(value), _BOTTOM + 16, label, "middle"))
        for value, label in y[1].items():
            parts.append(_line("grid", _LEFT, self.y(value), _RIGHT, self.y(value)))
            parts.append(_text(_LEFT - 7, self.y(value) + 4, label, "end"))
        parts.append(_line("axis", _LEFT, _BOTTOM, _RIGHT, _BOTTOM))
        parts.append(_text((_LEFT + _RIGHT) / 2, _HEIGHT - 8, x[0], "middle", "title"))
        parts.append(
            f'<text class="title" text-anchor="middle" transform="translate(10 {(_TOP + _BOTTOM) / 2}) '
            f'rotate(-90)">{escape(y[0])}</text>'
        )
        return "".join(parts)


def reliability_chart(bins: Sequence[Bin]) -> str:
    """Share right over stated confidence: a dot a bin, sized by its answers, with Wilson's range."""
    if not bins:
        return _nothing("No question was answered.")
    plot = _Plot(1, 1)
    most = max(each.count for each in bins)
    parts = [
        plot.axes(("stated confidence", _shares()), ("share right", _shares())),
        _line("ideal", plot.x(0), plot.y(0), plot.x(1), plot.y(1)),
        f'<polyline class="link" points="{plot.points((b.confidence, b.share_right) for b in bins)}"/>',
    ]
    for each in bins:
        x, y = plot.x(each.confidence), plot.y(each.share_right)
        low, high = metrics.likely_range(each.right, each.count)
        hint = (
            f"confidence {each.low:.1f} to {each.high:.1f}: {each.count} answers, "
            f"stated {each.confidence:.0%}, right {each.share_right:.0%} (likely {low:.0%} to {high:.0%})"
        )
        parts.append(
            f"<g>{_title(hint)}{_line('range', x, plot.y(low), x, plot.y(high))}"
            f'<circle class="dot" cx="{x}" cy="{y}" r="{3 + 5 * math.sqrt(each.count / most):.1f}"/></g>'
        )
    return _svg("Reliability: share of answers that are right, by stated confidence", parts)


def risk_coverage_chart(curves: Mapping[str, Sequence[RiskPoint]], answerable: float, sure: float) -> str:
    """Share of wrong answers over share of questions answered, surest first; one line a curve, by its class.

    `answerable` is the share of questions that have an answer, `sure` the confidence marked on each line.
    """
    drawn = {name: points for name, points in curves.items() if points}
    if not drawn:
        return _nothing("No question was answered.")
    steady = [p.risk for points in drawn.values() for p in points if p is points[-1] or p.coverage >= _STEADY]
    top = next((end for end in (0.1, 0.2, 0.5) if max(steady) <= end), 1.0)
    plot = _Plot(1, top)
    ticks = {top * step / 5: f"{100 * top * step / 5:.0f} %" for step in range(6)}
    parts = [plot.axes(("questions answered, surest first", _shares()), ("of these, wrong", ticks))]
    if answerable < 1:
        parts.append(_line("ideal", plot.x(answerable), _TOP, plot.x(answerable), _BOTTOM))
    parts.append(
        f'<clipPath id="plot"><rect x="{_LEFT}" y="{_TOP}" width="{_RIGHT - _LEFT}" '
        f'height="{_BOTTOM - _TOP + 2}"/></clipPath>'
    )
    for name, points in drawn.items():
        line = plot.points((point.coverage, point.risk) for point in points)
        parts.append(f'<polyline class="curve {escape(name)}" clip-path="url(#plot)" points="{line}"/>')
        last = next((point for point in reversed(points) if point.threshold >= sure), None)
        if last and last.risk <= top:
            hint = f"{name}: {last.coverage:.0%} answered at {sure} or more, {last.risk:.1%} of them wrong"
            place = f'cx="{plot.x(last.coverage)}" cy="{plot.y(last.risk)}"'
            parts.append(f'<circle class="mark {escape(name)}" {place} r="4.5">{_title(hint)}</circle>')
    return _svg("Risk and coverage: wrong answers by share of questions answered", parts)


def latency_chart(latencies: Sequence[float]) -> str:
    """A histogram of milliseconds, with the median and the 95th percentile; its last bar takes the tail."""
    middle, slow = metrics.percentile(latencies, 0.5), metrics.percentile(latencies, 0.95)
    far = metrics.percentile(latencies, 0.99)
    if middle is None or slow is None or far is None:
        return _nothing("No question was asked.")
    width = _round_up(max(far, 0.1) / _MOST_BARS)
    bars = int(far / width) + 1
    counts = [0] * bars
    for latency in latencies:
        counts[min(int(latency / width), bars - 1)] += 1
    highest = 1.2 * max(counts)  # leaves room for the two names
    step = _round_up(highest / 4) if highest > 4 else 1
    steps = math.ceil(highest / step)
    plot = _Plot(width * bars, step * steps)
    stride = width * math.ceil(bars / 6)
    x_ticks = {stride * n: f"{stride * n:g}" for n in range(int(width * bars / stride + 1e-9) + 1)}
    y_ticks = {step * n: f"{step * n:g}" for n in range(steps + 1)}
    parts = [plot.axes(("milliseconds", x_ticks), ("questions", y_ticks))]
    for index, count in enumerate(counts):
        parts.append(_bar(plot, index * width, width, count, tail=index == bars - 1))
    for value, name, height in ((middle, "p50", _TOP + 10), (slow, "p95", _TOP + 23)):
        x = plot.x(value)
        parts.append(_line("quantile", x, _TOP, x, _BOTTOM))
        side, anchor = (-4, "end") if x > (_LEFT + _RIGHT) / 2 else (4, "start")
        parts.append(_text(x + side, height, f"{name} {value:.0f} ms", anchor, "strong"))
    return _svg("Latency: questions by the milliseconds they took", parts)


def _bar(plot: _Plot, start: float, width: float, count: int, tail: bool) -> str:
    left, right, top = plot.x(start), plot.x(start + width), plot.y(count)
    hint = f"{start:g} ms or more: {count}" if tail else f"{start:g} to {start + width:g} ms: {count}"
    return (
        f'<rect class="bar" x="{left + 0.5:.1f}" y="{top}" width="{max(right - left - 1, 0.5):.1f}" '
        f'height="{_BOTTOM - top:.1f}">{_title(hint)}</rect>'
    )


def _round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 … (and 0.1, 0.2 …)."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= value * (1 - 1e-9))


def _shares() -> dict[float, str]:
    return {share: f"{share:.0%}".replace("%", " %") for share in _PER_CENT}


def _svg(label: str, parts: Iterable[str]) -> str:
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(label)}">'
        f"{_title(label)}{''.join(parts)}</svg>"
    )


def _nothing(words: str) -> str:
    return _svg(words, [_text(_WIDTH / 2, _HEIGHT / 2, words, "middle")])


def _title(words: str) -> str:
    return f"<title>{escape(words)}</title>"


def _line(style: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{style}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _text(x: float, y: float, words: str, anchor: str, style: str = "label") -> str:
    return f'<text class="{style}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
