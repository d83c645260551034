"""A report sent as a file: read, shown as understood, added once an administrator confirms it."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from telegram import Document, Message, Update
from telegram.ext import ContextTypes

from bot import phrases as shared
from bot.presentation import excerpt, notice, written
from bot.telegram import phrases
from bot.telegram.addressing import place_of
from bot.telegram.house import House
from bot.telegram.keyboards import Tap, Verb, tapped, under_upload
from bot.telegram.painting import Painted, paint
from bot.telegram.rebuilding import Rebuilding
from retrieval.errors import ReportError
from retrieval.records import Language, Report
from retrieval.reports import FORMATS, READABLE, ReportFile, read_report

MOST = 20 * 1024 * 1024
"""Bytes that a bot may download."""

_KEPT = 7 * 86_400.0  # seconds that a file waits for confirmation

Context = ContextTypes.DEFAULT_TYPE


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits for confirmation at `path`."""

    id: int
    chat: int
    name: str
    path: Path


class Uploads:
    """The handlers of files."""

    def __init__(self, house: House, rebuilding: Rebuilding) -> None:
        self._house = house
        self._rebuilding = rebuilding
        self._folder = house.settings.paths.state.with_name("uploads")

    async def document(self, update: Update, context: Context) -> None:
        """A file in private: an administrator's is read, anybody else is told that it is not for them."""
        message, user = update.message, update.effective_user
        if message is None or user is None or message.document is None:
            return
        language = phrases.spoken_by(user.language_code)
        words = phrases.of(language)
        if not self._house.access.administers(user.id):
            await self._say(update, message, words.only_administrators, None)
        elif refusal := _refusal(message.document, words):
            await self._say(update, message, refusal, None)
        else:
            await self._read(update, message, message.document, language)

    async def _read(self, update: Update, message: Message, document: Document, language: Language) -> None:
        words, name = phrases.of(language), _safe(document.file_name or "")
        self._folder.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(dir=self._folder)) / name
        file = await document.get_file()
        await file.download_to_drive(place)
        try:
            report = await self._house.away(lambda: read_report(ReportFile(name, "", place)))
        except ReportError as error:
            _remove(place)
            await self._say(update, message, words.unreadable.format(name=name, reason=error), None)
            return
        number = self._house.state.run(
            "INSERT INTO uploads (chat, user, name, path, at) VALUES (?, ?, ?, ?, ?)",
            message.chat.id,
            message.from_user.id if message.from_user else 0,
            name,
            str(place),
            self._house.state.clock(),
        )
        await self._say(update, message, _understood(name, report, language), (number, language))

    async def _say(self, update: Update, message: Message, text: str, confirm: tuple[int, Language] | None) -> None:
        ticket = self._house.lanes.tickets[update.update_id]
        keyboard = under_upload(*confirm) if confirm else None
        sheets = paint(notice(text, Language.VIETNAMESE))
        await self._house.sender.reply(ticket, place_of(message), sheets, keyboard)

    def tidy(self) -> None:
        """Throws away what nobody confirmed for a week."""
        before = self._house.state.clock() - _KEPT
        for number, path in self._house.state.rows("SELECT id, path FROM uploads WHERE at < ?", before):
            _remove(Path(str(path)))
            self._house.state.run("DELETE FROM uploads WHERE id = ?", number)

    # --- taps -----------------------------------------------------------------------------------

    def knows(self, data: object) -> bool:
        tap = tapped(data) if isinstance(data, str) else None
        return tap is not None and tap.verb in (Verb.ADD, Verb.DISCARD)

    async def tap(self, update: Update, context: Context) -> None:
        """Adds the file to the reports, or throws it away."""
        query = update.callback_query
        if query is None or query.data is None or not isinstance(query.message, Message):
            return
        language = phrases.spoken_by(query.from_user.language_code)
        words, tap = phrases.of(language), tapped(query.data)
        upload = self._find(tap) if tap else None
        if not self._house.access.administers(query.from_user.id):
            await query.answer(words.only_administrators, show_alert=True)
        elif tap is None or upload is None or upload.chat != query.message.chat.id:
            await query.answer(words.expired)
        else:
            await query.answer()
            await self._settle(upload, tap.verb is Verb.ADD, query.message, language)

    async def _settle(self, upload: Upload, add: bool, message: Message, language: Language) -> None:
        words, place = phrases.of(language), place_of(message)
        if not add:
            text = words.discarded
        else:
            name = await self._house.away(lambda: _moved(upload, self._house.settings.paths.reports))
            text = words.adding.format(name=name)
        self._house.state.run("DELETE FROM uploads WHERE id = ?", upload.id)
        _remove(upload.path)
        await self._house.sender.edit(place.chat, place.message, Painted(text))
        if add:
            await self._rebuilding.start(place, language)

    def _find(self, tap: Tap) -> Upload | None:
        row = self._house.state.row("SELECT id, chat, name, path FROM uploads WHERE id = ?", tap.number)
        if row is None or not Path(str(row[3])).is_file():
            return None
        return Upload(int(str(row[0])), int(str(row[1])), str(row[2]), Path(str(row[3])))


def _refusal(document: Document, words: phrases.BotPhrases) -> str | None:
    """Why a file is not even downloaded."""
    if (document.file_size or 0) > MOST:
        return words.too_big.format(size=round((document.file_size or 0) / 1024**2), most=MOST // 1024**2)
    name = document.file_name or ""
    if PurePosixPath(name).suffix.lower() not in FORMATS:
        return words.wrong_format.format(name=name, known=" ".join(READABLE))
    return None


def _safe(name: str) -> str:
    """A file name that stays in its folder and shows up in none's listing as something else."""
    path = PurePosixPath(name.replace("\\", "/"))
    stem = re.sub(r"[^\w .()-]+", "_", path.stem).strip(" .") or "report"
    return f"{stem[:80]}{path.suffix.lower()}"


def _understood(name: str, report: Report, language: Language) -> str:
    words = phrases.of(language)
    return words.understood.format(
        name=name,
        title=report.title,
        outlet=report.outlet or words.unknown_value,
        date=written(report.date, shared.of(language)) if report.date else words.unknown_value,
        place=report.place or words.unknown_value,
        characters=len(report.text),
        beginning=excerpt(report.text, 500),
    )


def _moved(upload: Upload, reports: Path) -> str:
    """Puts the file among the reports, beside one of the same name if there is one; returns its name."""
    content = upload.path.read_bytes()
    for number in range(1, 1000):
        path = Path(upload.name)
        name = upload.name if number == 1 else f"{path.stem}-{number}{path.suffix}"
        target = reports / name
        if target.exists() and target.read_bytes() == content:
            return name
        if not target.exists():
            # Written beside it first: a rebuild that looks just now must not read half a report.
            moving = target.with_name(f".{name}.part")
            moving.write_bytes(content)
            moving.replace(target)
            return name
    raise ReportError(f"{upload.name}: too many reports of that name")


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    try:
        path.parent.rmdir()
    except OSError:
        return
