"""The command menu: Vietnamese names with English aliases, by language and by who may use them."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.telegram.state import State

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """A command under both names, described in both languages."""

    vietnamese: str
    english: str
    told_vietnamese: str
    told_english: str

    def names(self) -> list[str]:
        return list(dict.fromkeys((self.vietnamese, self.english)))


START = Entry("start", "start", "Bắt đầu", "Start")
HELP = Entry("help", "help", "Hướng dẫn", "How to ask")
ASK = Entry("hoi", "ask", "Hỏi về các báo cáo", "Ask about the reports")
SOURCES = Entry("nguon", "sources", "Nguồn của câu trả lời vừa rồi", "Sources of the last answer")
REPORTS = Entry("tailieu", "reports", "Danh sách báo cáo", "List of reports")
NEW = Entry("moi", "new", "Bắt đầu chủ đề mới", "Start a new topic")
CANCEL = Entry("huy", "cancel", "Huỷ câu đang hỏi", "Give up the question")
GRANT = Entry("capquyen", "grant", "Cấp và thu hồi quyền hỏi", "Who may ask")
UPDATE = Entry("capnhat", "update", "Cập nhật chỉ mục", "Update the index")
STATUS = Entry("trangthai", "status", "Tình trạng", "How things are")

GROUP = (ASK, SOURCES, REPORTS, NEW, CANCEL, HELP)
PRIVATE = (START, HELP, ASK, SOURCES, REPORTS, NEW, CANCEL)
ADMINISTRATOR = (*PRIVATE, GRANT, UPDATE, STATUS)


async def publish(bot: Bot, administrators: tuple[int, ...], state: State) -> None:
    """Sets the menus that differ from those set last; a failure is logged and tried at the next start."""
    scopes: list[tuple[BotCommandScope, tuple[Entry, ...]]] = [
        (BotCommandScopeDefault(), PRIVATE),
        (BotCommandScopeAllPrivateChats(), PRIVATE),
        (BotCommandScopeAllGroupChats(), GROUP),
        *((BotCommandScopeChat(person), ADMINISTRATOR) for person in administrators),
    ]
    for scope, entries in scopes:
        for language in ("", "vi", "en"):
            await _set(bot, state, scope, entries, language)


async def _set(bot: Bot, state: State, scope: BotCommandScope, entries: tuple[Entry, ...], language: str) -> None:
    english = language == "en"
    commands = [
        BotCommand(e.english, e.told_english) if english else BotCommand(e.vietnamese, e.told_vietnamese)
        for e in entries
    ]
    name = f"menu {bot.id} {scope.to_json()} {language}"
    digest = hashlib.sha256(repr([c.to_json() for c in commands]).encode()).hexdigest()
    if state.noted(name) == digest:
        return
    try:
        await bot.set_my_commands(commands, scope=scope, language_code=language or None)
    except TelegramError as error:
        # "chat not found": an administrator who has never written to the bot.
        log.info("the command menu was not set", extra={"told": {"scope": scope.type, "error": str(error)}})
        return
    state.note(name, digest)
