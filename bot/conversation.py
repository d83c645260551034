"""Message + what was said before -> Reply: the one path of every front door."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from bot import phrases
from bot.presentation import (
    Reply,
    notice,
    present,
    present_error,
    present_report,
    present_reports,
    present_sources,
)
from retrieval.errors import DanvanError
from retrieval.records import Answer, Focus, Language, Report
from retrieval.vietnamese import fold, has_diacritics, nfc


class Engine(Protocol):
    """What a conversation needs of retrieval.engine.Engine."""

    def ask(self, text: str, *, focus: Focus | None = None) -> Answer: ...

    def reports(self) -> Sequence[Report]: ...

    def report(self, id: str) -> Report: ...


@dataclass(frozen=True, slots=True)
class ConversationKey:
    """Whose conversation it is: nothing passes from one chat or one person to another."""

    chat: int | str
    user: int | str


class Command(Enum):
    """What can be said besides a question."""

    SOURCES = "sources"
    REPORTS = "reports"
    NEW = "new"
    HELP = "help"
    ASK = "ask"


COMMANDS: dict[str, tuple[Command, Language]] = {
    "/nguon": (Command.SOURCES, Language.VIETNAMESE),
    "/tai-lieu": (Command.REPORTS, Language.VIETNAMESE),
    "/tailieu": (Command.REPORTS, Language.VIETNAMESE),
    "/moi": (Command.NEW, Language.VIETNAMESE),
    "/hoi": (Command.ASK, Language.VIETNAMESE),
    "/help": (Command.HELP, Language.VIETNAMESE),
    "/start": (Command.HELP, Language.VIETNAMESE),
    "/sources": (Command.SOURCES, Language.ENGLISH),
    "/reports": (Command.REPORTS, Language.ENGLISH),
    "/new": (Command.NEW, Language.ENGLISH),
    "/ask": (Command.ASK, Language.ENGLISH),
}
"""Every command with the language it is answered in; Telegram allows no hyphen, hence /tailieu."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message as understood: a command, or ASK with the question as `text`; None is an unknown command."""

    command: Command | None
    text: str
    language: Language


def parse(text: str) -> Message:
    """Commands start with a slash, may carry @botname, and are matched without case or diacritics."""
    stripped = nfc(text).strip()
    if not stripped.startswith("/"):
        return Message(Command.ASK, stripped, _language(stripped))
    word, *rest = stripped.split(maxsplit=1)
    command, language = COMMANDS.get(fold(word.partition("@")[0]), (None, Language.VIETNAMESE))
    return Message(command, "".join(rest) if command else word, language)


def _language(text: str) -> Language:
    # Only for what is said before any question was understood: an empty or failed one.
    return Language.VIETNAMESE if has_diacritics(text) or not text.strip() else Language.ENGLISH


@dataclass(frozen=True, slots=True)
class _Memory:
    """What one conversation is about, and when it was last spoken in (seconds of the clock)."""

    focus: Focus | None
    answer: Answer | None
    spoken: float


class Conversation:
    """Every conversation going on, one a key; safe to use from several threads.

    Memories older than `age` seconds, or beyond the `most` recently used, are forgotten.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], float] = time.monotonic,
        *,
        most: int = 2000,
        age: float = 3600.0,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._most = most
        self._age = age
        self._memories: OrderedDict[ConversationKey, _Memory] = OrderedDict()
        self._lock = threading.Lock()

    def reply(self, key: ConversationKey, text: str) -> Reply:
        """What to say to `text`; blocks while the engine works. Errors of danvan become replies."""
        message = parse(text)
        try:
            return self._said(key, message)
        except DanvanError as error:
            return present_error(error, message.language)

    def focus(self, key: ConversationKey) -> Focus | None:
        """What this conversation is about, if it is about anything."""
        memory = self._recalled(key)
        return memory.focus if memory else None

    def remember(self, key: ConversationKey, focus: Focus | None) -> None:
        """Sets what a conversation is about, as after a restart; None forgets it."""
        self._keep(key, _Memory(focus, None, self._clock()) if focus else None)

    def _said(self, key: ConversationKey, message: Message) -> Reply:
        match message.command:
            case Command.ASK:
                return self._asked(key, message)
            case Command.SOURCES:
                return self._sources(key, message.language)
            case Command.REPORTS:
                return self._listed(message)
        words = phrases.of(message.language)
        match message.command:
            case Command.NEW:
                self._keep(key, None)
                text = words.forgotten
            case Command.HELP:
                text = f"{phrases.VIETNAMESE.help}\n\n{phrases.ENGLISH.help}"
            case None:
                text = words.unknown_command.format(command=message.text)
        return notice(text, message.language)

    def _asked(self, key: ConversationKey, message: Message) -> Reply:
        if not message.text:
            return notice(phrases.of(message.language).empty, message.language)
        focus = self.focus(key)
        answer = self._engine.ask(message.text, focus=focus)
        if answer.evidence is not None:
            focus = Focus(answer.evidence.span.report, message.text)
        self._keep(key, _Memory(focus, answer, self._clock()))
        return present(answer, self._engine.report)

    def _sources(self, key: ConversationKey, language: Language) -> Reply:
        memory = self._recalled(key)
        if memory is None or memory.answer is None:
            return notice(phrases.of(language).no_sources, language)
        return present_sources(memory.answer, self._engine.report, language)

    def _listed(self, message: Message) -> Reply:
        wanted = fold(message.text)
        reports = self._engine.reports()
        named = [report for report in reports if fold(report.id) == wanted]
        named = named or [report for report in reports if wanted in fold(report.title)]
        if not named and reports:
            return notice(phrases.of(message.language).no_such_report.format(name=message.text), message.language)
        if message.text and len(named) == 1:
            return present_report(named[0], message.language)
        return present_reports(named, message.language)

    def _recalled(self, key: ConversationKey) -> _Memory | None:
        with self._lock:
            memory = self._memories.get(key)
        return memory if memory and self._clock() - memory.spoken <= self._age else None

    def _keep(self, key: ConversationKey, memory: _Memory | None) -> None:
        with self._lock:
            self._memories.pop(key, None)
            if memory is not None:
                self._memories[key] = memory
            while len(self._memories) > self._most:
                self._memories.popitem(last=False)
