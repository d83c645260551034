"""The bot as a process of its own with an engine that echoes: to be killed, signalled and looked at.

    python -m tests.bot.telegram.fake_bot --base-url URL --folder DIR [--delay SECONDS] [KEY=VALUE …]

KEY=VALUE changes the Telegram section. The number in DIR/generation stands for the index: the engine takes up
a new one when it is refreshed, and /capnhat raises it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from pathlib import Path

from bot.telegram import TOKEN_VARIABLE, logs
from bot.telegram.application import Address
from bot.telegram.running import check, serve
from retrieval.errors import DanvanError
from retrieval.progress import Progress
from retrieval.rebuild import RebuildResult
from retrieval.settings import Settings
from tests.bot.telegram.bench import EchoEngine, settings_in


class SwappedEngine(EchoEngine):
    """Serves the generation that the file named at the last refresh."""

    def __init__(self, file: Path, delay: float) -> None:
        super().__init__(delay)
        self._file = file
        self.refresh()

    def refresh(self) -> bool:
        before = self.generation
        self.generation = int(self._file.read_text()) if self._file.exists() else 1
        return self.generation != before


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--base-url", required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--delay", type=float, default=0.05)
    parser.add_argument("telegram", nargs="*")
    arguments = parser.parse_args()
    section = {k: json.loads(v) for k, _, v in (pair.partition("=") for pair in arguments.telegram)}
    section = {k: tuple(v) if isinstance(v, list) else v for k, v in section.items()}
    settings = settings_in(arguments.folder, **section)
    generation = arguments.folder / "generation"

    def rebuild(settings: Settings, progress: Progress) -> RebuildResult:
        for done in range(20):
            progress("encoding", done, 20)
            time.sleep(0.1)
        now = int(generation.read_text()) if generation.exists() else 1
        draft = generation.with_suffix(".new")
        draft.write_text(str(now + 1))
        draft.replace(generation)
        return RebuildResult((), ("1.txt",), (), 0, (), 1, 1, 2.0, True)

    token = os.environ[TOKEN_VARIABLE]
    logs.set_up(token)
    address = Address.of(settings.telegram, token, arguments.base_url)
    try:
        asyncio.run(check(settings.telegram, address))
        asyncio.run(serve(settings, address, SwappedEngine(generation, arguments.delay), rebuild))
    except DanvanError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
