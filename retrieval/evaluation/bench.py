"""Speed, as ratios against a named alternative measured in the same run: `make bench`.

Each pair is timed in turn (A B A B …), so that a machine whose speed drifts does the same to both.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.engine import Engine
from retrieval.rebuild import open_parts, rebuild
from retrieval.reports import list_files, read_report
from retrieval.settings import Settings, load_settings
from retrieval.vietnamese import sentences

_COMMAND = "import sys; from bot.commands import main; sys.exit(main())"
_QUESTIONS = (
    "Ai chủ trì hội nghị giao ban công tác dân vận quý I ở Kim Bôi?",
    "bao nhieu suat qua da duoc trao dip tet",
    "Who spoke at the conference in Gia Viễn district?",
    "Năm 2023 toàn huyện thực hiện được bao nhiêu mô hình dân vận khéo?",
    "hoi nghi trien khai nhiem vu cong tac dan van nam 2021 dien ra khi nao",
)


@dataclass(frozen=True, slots=True)
class Measured:
    """One comparison: seconds of ours and of the alternative, and the bound of their ratio."""

    name: str
    ours: float
    alternative: str
    theirs: float
    bound: float
    at_least: bool = False  # the ratio is theirs / ours, a speed-up, and should reach the bound

    @property
    def ratio(self) -> float:
        return self.theirs / self.ours if self.at_least else self.ours / self.theirs

    def line(self) -> str:
        sign = ">=" if self.at_least else "<="
        held = self.ratio >= self.bound if self.at_least else self.ratio <= self.bound
        return (
            f"{self.name}: {self.ours * 1e3:.1f} ms; {self.alternative}: {self.theirs * 1e3:.1f} ms; "
            f"ratio {self.ratio:.3f} (goal {sign} {self.bound}) {'ok' if held else 'MISSED'}"
        )


def in_turn(ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Median seconds of both, timed alternately after one warm-up each."""
    ours(), theirs()
    pairs = [(_seconds(ours), _seconds(theirs)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def cold(settings: Settings, rounds: int) -> Measured:
    """`danvan ask` as a whole process, index built, against importing sentence_transformers."""
    ask = [sys.executable, "-c", _COMMAND, "ask", "--index", str(settings.paths.index), _QUESTIONS[0]]
    load = [sys.executable, "-c", "import sentence_transformers"]
    ours, theirs = in_turn(lambda: _process(ask), lambda: _process(load), rounds)
    return Measured("danvan ask, cold", ours, "import sentence_transformers", theirs, 0.35)


def _process(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def warm(engine: Engine, original: Any, prompt: str, rounds: int) -> list[Measured]:
    """One question end to end, with and without the answer, against sentence-transformers' `encode` of it."""
    asked, found, encoded = [], [], []
    for _ in range(rounds):
        for question in _QUESTIONS:
            started = time.perf_counter()
            original.encode(prompt + question)
            encoded.append(time.perf_counter() - started)
            timings = engine.ask(question).timings
            asked.append(timings.total / 1e3)
            found.append((timings.encode + timings.search) / 1e3)
    theirs = statistics.median(encoded)
    name = "encode of the question (torch)"
    return [
        Measured("a warm question, passages found", statistics.median(found), name, theirs, 0.6),
        Measured("a warm question, answer included", statistics.median(asked), name, theirs, 5.0),
    ]


def passages(settings: Settings, original: Any, prompt: str) -> Measured:
    """Encoding 120 passages, against sentence-transformers' `encode` with its default batch."""
    parts = open_parts(settings)
    texts = _texts(settings, 120, seed=1)
    ours, theirs = in_turn(
        lambda: parts.encoder.encode_passages(texts),
        lambda: original.encode([prompt + text for text in texts], show_progress_bar=False),
        2,
    )
    return Measured("120 passages encoded", ours, "encode (torch fp32)", theirs, 1.7, at_least=True)


def _texts(settings: Settings, count: int, seed: int) -> list[str]:
    """Passages of the seeds' sentences, shuffled together: real language, no two alike."""
    kept = [read_report(file).text for file in list_files(settings.paths.reports)]
    pool = [text[start:end] for text in kept for start, end in sentences(text)]
    chance = random.Random(seed)
    return [f"Báo cáo số {n}. " + " ".join(chance.sample(pool, 4)) for n in range(count)]


def incremental(settings: Settings, count: int) -> Measured:
    """A rebuild after one of `count` reports changed, against the full one."""
    with tempfile.TemporaryDirectory() as scratch:
        reports = Path(scratch) / "reports"
        reports.mkdir()
        for number, text in enumerate(_texts(settings, count, seed=2)):
            (reports / f"r{number:05}.txt").write_text(text, encoding="utf-8")
        over = settings.with_paths(reports=reports, index=Path(scratch) / "index")
        full = rebuild(over).seconds
        (reports / "r00007.txt").write_text("Ông Trần Văn Bảy chủ trì hội nghị giao ban tháng 7.", encoding="utf-8")
        one = rebuild(over)
        assert one.changed == ("r00007.txt",), one
        return Measured(f"rebuild, one of {count} reports changed", one.seconds, "full rebuild", full, 0.05)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every comparison; exit status 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--reports", type=int, default=2000, help="size of the corpus for the incremental rebuild")
    options = parser.parse_args(arguments)
    settings = load_settings()
    engine = Engine.open(settings)
    from retrieval.encoders.compile import load_original, prompts, quiet

    with tempfile.TemporaryDirectory() as scratch, quiet():
        original = load_original(settings.model, Path(scratch))
    query, passage = prompts(original, settings.model.name)
    measured = [cold(settings, options.rounds)]
    measured += warm(engine, original, query, options.rounds)
    measured.append(passages(settings, original, passage))
    print("\n".join(one.line() for one in measured), flush=True)
    last = incremental(settings, options.reports)
    print(last.line())
    return int("MISSED" in "".join(one.line() for one in [*measured, last]))


if __name__ == "__main__":
    sys.exit(main())
