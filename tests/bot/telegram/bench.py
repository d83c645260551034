"""A bot in a thread of its own against the loopback server, and an engine that says what it was asked."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO

from bot.telegram.application import Address
from bot.telegram.running import live
from retrieval.progress import Progress
from retrieval.rebuild import RebuildResult
from retrieval.records import (
    Answer,
    Evidence,
    Focus,
    Hit,
    Kind,
    Language,
    Outcome,
    Passage,
    Report,
    Span,
)
from retrieval.settings import Settings, load_settings
from tests.fakes import FakeEngine
from tests.telegram_server import TelegramServer

ROOT = Path(__file__).resolve().parents[3]


def settings_in(folder: Path, **telegram: object) -> Settings:
    """The repository's settings with everything under `folder`, and the Telegram section changed."""
    settings = load_settings(ROOT / "config" / "danvan.toml")
    paths = replace(
        settings.paths,
        reports=folder / "reports",
        index=folder / "index",
        cache=folder / "cache",
        state=folder / "state" / "bot.sqlite",
    )
    telegram = {"timeout": 1.5, "grace": 5.0, **telegram}
    return replace(settings, paths=paths, telegram=replace(settings.telegram, **telegram))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Description:
    reports: int = 2
    passages: int = 6
    built: datetime = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    model: str = "fake"
    recipe: str = "fake"


class BotEngine(FakeEngine):
    """FakeEngine with the rest of what the bot needs; `delay` seconds a question."""

    def __init__(self, *reports: Report, delay: float = 0.0) -> None:
        super().__init__(*reports)
        self.delay = delay
        self.slow_on: dict[str, float] = {}
        self.refreshed = 0
        self.begun = 0
        self.description = Description()

    def ask(self, text: str, *, top_k: int | None = None, focus: Focus | None = None) -> Answer:
        self.begun += 1
        time.sleep(next((s for word, s in self.slow_on.items() if word in text), self.delay))
        return super().ask(text, top_k=top_k, focus=focus)

    def refresh(self) -> bool:
        self.refreshed += 1
        return False

    def surroundings(self, span: Span, characters: int = 400) -> Span:
        text = self.report(span.report).text
        start, end = max(0, span.start - characters), min(len(text), span.end + characters)
        return Span(span.report, start, end, text[start:end])


class EchoEngine:
    """The answer is the question; quote and source name the generation of the index, which must agree."""

    def __init__(self, delay: float = 0.05, tail: str = "") -> None:
        self.delay = delay
        self.generation = 1
        self.tail = tail

    @property
    def description(self) -> Description:
        return Description(recipe=str(self.generation))

    def ask(self, text: str, *, top_k: int | None = None, focus: Focus | None = None) -> Answer:
        generation = self.generation
        time.sleep(self.delay)
        quote = f"Chỉ mục {generation} nghe câu {text}{self.tail}"
        start = quote.index(text)
        name = "echo.txt"
        evidence = Evidence(Span(name, start, start + len(text), text), Span(name, 0, len(quote), quote))
        hits = (Hit(Passage(Span(name, 0, len(quote), quote), ""), 1.0),)
        return Answer(text, Language.VIETNAMESE, Kind.WHO, Outcome.ANSWERED, 0.9, evidence, hits)

    def reports(self) -> list[Report]:
        return [self.report("echo.txt")]

    def report(self, id: str) -> Report:
        """Of the index as it is by now, as the real one."""
        time.sleep(0.005)
        return Report(id, "Toàn văn", f"Thế hệ {self.generation}", "0" * 64)

    def refresh(self) -> bool:
        return False

    def surroundings(self, span: Span, characters: int = 400) -> Span:
        return span


def no_rebuild(settings: Settings, progress: Progress) -> RebuildResult:
    """A rebuild that finds nothing to do."""
    return RebuildResult((), (), (), 2, (), 6, 0, 0.1, False)


class RunningBot:
    """The bot in a thread; `stop` does what SIGTERM does."""

    def __init__(
        self,
        server: TelegramServer,
        settings: Settings,
        engine: object | None = None,
        rebuild: object = no_rebuild,
    ) -> None:
        self.server, self.settings = server, settings
        self.engine = engine or BotEngine()
        self._rebuild = rebuild
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="bot")
        self._started = threading.Event()

    def __enter__(self) -> RunningBot:
        self._thread.start()
        self._started.wait(5)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        if not self._thread.is_alive():
            return
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)
        assert not self._thread.is_alive(), "the bot does not stop"

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except BaseException as error:
            self.error = error

    async def _live(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._started.set()
        address = Address.of(self.settings.telegram, self.server.token, self.server.base_url)
        await live(self.settings, address, self.engine, self._rebuild, self._stop)  # type: ignore[arg-type]


def real_bot(folder: Path, server: TelegramServer, log: IO[str]) -> subprocess.Popen[bytes]:
    """`danvan bot` over a copy of the seeds, with everything under `folder` but the compiled model.

    Person 1 administers; folder/guard.jsonl guards the index where it exists.
    """
    shutil.copytree(ROOT / "config", folder / "config")
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    file = folder / "config" / "danvan.toml"
    text = file.read_text().replace("administrators = []", "administrators = [1]")
    if (folder / "guard.jsonl").exists():
        text = text.replace('guard = ""', 'guard = "guard.jsonl"')
    file.write_text(text)
    command = [sys.executable, "-c", "from bot.commands import main; raise SystemExit(main())"]
    return subprocess.Popen(
        [*command, "--config", str(file), "bot", "--base-url", server.base_url],
        cwd=ROOT,
        env={**os.environ, "DANVAN_TELEGRAM_TOKEN": server.token},
        stderr=log,
    )
