"""The local conversation: reads lines, paints replies; without a terminal it reads and writes plain lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from rich.console import Console
from rich.padding import Padding
from rich.text import Text as Styled

from bot import plain
from bot.conversation import COMMANDS, Command, Conversation, ConversationKey
from bot.presentation import Found, Part, Quoted, Remark, Reply, Source, Text
from retrieval.records import Report
from retrieval.vietnamese import fold

LEAVE = frozenset({"/thoat", "/exit", "/quit"})

_KEY = ConversationKey("repl", "repl")
_PROMPT = "hỏi> "
_WELCOME = (
    "Hỏi về {count} báo cáo, bằng tiếng Việt (có dấu hay không) hoặc tiếng Anh. "
    "/help: hướng dẫn · Ctrl-D: thoát / Ask in Vietnamese or English; /help; Ctrl-D leaves."
)


def run(conversation: Conversation, reports: list[Report], history: Path) -> int:
    """Converses until the end of input, a command of LEAVE or Ctrl-C on an empty line; returns 0."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        _converse(conversation, reports, history)
    else:
        _answer_lines(conversation, sys.stdin)
    return 0


def _answer_lines(conversation: Conversation, lines: Iterable[str]) -> None:
    for line in lines:
        text = line.strip()
        if text in LEAVE:
            return
        if text:
            print(plain.paint(conversation.reply(_KEY, text)), end="\n\n", flush=True)


def _converse(conversation: Conversation, reports: list[Report], history: Path) -> None:
    console = Console(highlight=False)
    console.print(Styled(_WELCOME.format(count=len(reports)), style="dim"))
    session: PromptSession[str] = PromptSession(history=_history(history), completer=Completions(reports))
    while True:
        try:
            text = session.prompt(_PROMPT).strip()
        except KeyboardInterrupt:
            if session.default_buffer.text:
                continue
            return
        except EOFError:
            return
        if text in LEAVE:
            return
        if text:
            _answer(console, conversation, text)


def _answer(console: Console, conversation: Conversation, text: str) -> None:
    try:
        reply = conversation.reply(_KEY, text)
    except KeyboardInterrupt:
        console.print(Styled("(đã huỷ / cancelled)", style="dim"))
        return
    paint(reply, console)


def paint(reply: Reply, console: Console) -> None:
    """The reply in a terminal's colours, each long line wrapped under its own beginning."""
    for part in reply.parts:
        console.print(_painted(part))
    console.print()


def _painted(part: Part) -> Styled | Padding:
    match part:
        case Text(text):
            return Styled(text)
        case Found(text):
            return Styled(text, style="bold green")
        case Quoted(text, start, end):
            quote = Styled(f"“{text}”")
            quote.stylize("bold green", start + 1, end + 1)
            return Padding(quote, (0, 0, 0, 2))
        case Source():
            source = Styled(f"— {part.line} ", style="cyan")
            return Padding(source.append(f"[{part.report}]", style="dim"), (0, 0, 0, 2))
        case Remark(text):
            return Padding(Styled(text, style="dim italic"), (0, 0, 0, 2))


def _history(file: Path) -> History:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(os.fspath(file)) if os.access(file, os.R_OK | os.W_OK) else InMemoryHistory()


class Completions(Completer):
    """Commands behind a slash; behind a command that takes a report, the reports by name or title."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._reports = list(reports)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterator[Completion]:
        """What may stand at the cursor; titles match in any part, without case and diacritics."""
        word, space, rest = document.text_before_cursor.lstrip().partition(" ")
        if not word.startswith("/"):
            return
        if not space:
            yield from self._commands(word)
        elif COMMANDS.get(word, (None,))[0] is Command.REPORTS:
            yield from self._named(rest.strip())

    def _commands(self, word: str) -> Iterator[Completion]:
        for command in [*COMMANDS, *sorted(LEAVE)]:
            if command.startswith(fold(word)):
                yield Completion(command, start_position=-len(word))

    def _named(self, part: str) -> Iterator[Completion]:
        wanted = fold(part)
        for report in self._reports:
            if fold(report.id).startswith(wanted) or wanted in fold(report.title):
                yield Completion(report.id, start_position=-len(part), display_meta=report.title)
