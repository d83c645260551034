"""Who may ask: anybody, a list, or whoever an administrator approved by a six-digit code."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from bot.telegram.state import State
from retrieval.settings import Telegram

VALID = 24 * 3600.0
"""Seconds that a code can be approved."""

_MOST_WAITING = 200  # strangers cannot fill the disk


@dataclass(frozen=True, slots=True)
class Subject:
    """A person, or a group (negative id)."""

    id: int
    name: str


class Access:
    """Grants lie in the state's database, so they take effect at once and outlive a restart."""

    def __init__(self, settings: Telegram, state: State) -> None:
        self._settings = settings
        self._state = state

    @property
    def mode(self) -> str:
        return self._settings.access

    @property
    def restricted(self) -> bool:
        return self.mode != "open"

    def administers(self, person: int) -> bool:
        return person in self._settings.administrators

    def permits(self, person: int, chat: int | None = None) -> bool:
        """Whether this person may ask, in this chat; a group that was granted lets all its members ask."""
        if not self.restricted or self.administers(person):
            return True
        subjects = [person] if chat is None else [person, chat]
        if any(subject in self._settings.allowed for subject in subjects):
            return True
        return self.mode == "pairing" and any(self._granted(subject) for subject in subjects)

    def _granted(self, subject: int) -> bool:
        return self._state.row("SELECT 1 FROM access WHERE subject = ?", subject) is not None

    def code_for(self, subject: Subject) -> str | None:
        """The newcomer's code, the same one while it is valid; None where too many are waiting."""
        self._state.run("DELETE FROM codes WHERE at < ?", self._state.clock() - VALID)
        row = self._state.row("SELECT code FROM codes WHERE subject = ?", subject.id)
        if row:
            return str(row[0])
        waiting = self._state.row("SELECT count(*) FROM codes")
        if waiting and int(str(waiting[0])) >= _MOST_WAITING:
            return None
        while True:
            code = f"{secrets.randbelow(900_000) + 100_000}"
            if self._state.changed(
                "INSERT OR IGNORE INTO codes VALUES (?, ?, ?, ?)",
                code,
                subject.id,
                subject.name,
                self._state.clock(),
            ):
                return code

    def approve(self, code: str, by: int) -> Subject | None:
        """Grants whoever holds the code; None where there is no such code."""
        row = self._state.row(
            "SELECT subject, name FROM codes WHERE code = ? AND at >= ?", code, self._state.clock() - VALID
        )
        if row is None:
            return None
        subject = Subject(int(str(row[0])), str(row[1]))
        with self._state.together():
            self._grant(subject, by)
            self._state.run("DELETE FROM codes WHERE subject = ?", subject.id)
        return subject

    def grant(self, subject: Subject, by: int) -> None:
        """Grants without a code: a group in which an administrator says so."""
        self._grant(subject, by)

    def _grant(self, subject: Subject, by: int) -> None:
        self._state.run(
            "INSERT OR REPLACE INTO access VALUES (?, ?, ?, ?)",
            subject.id,
            subject.name,
            by,
            self._state.clock(),
        )

    def revoke(self, subject: int) -> Subject | None:
        """Takes a grant back; None where there is none."""
        row = self._state.row("SELECT name FROM access WHERE subject = ?", subject)
        if row is None:
            return None
        self._state.run("DELETE FROM access WHERE subject = ?", subject)
        return Subject(subject, str(row[0]))

    def granted(self) -> list[Subject]:
        """Whoever was granted, newest first."""
        rows = self._state.rows("SELECT subject, name FROM access ORDER BY at DESC")
        return [Subject(int(str(subject)), str(name)) for subject, name in rows]

    def waiting(self) -> list[tuple[str, Subject]]:
        """Codes that can be approved, newest first."""
        rows = self._state.rows(
            "SELECT code, subject, name FROM codes WHERE at >= ? ORDER BY at DESC",
            self._state.clock() - VALID,
        )
        return [(str(code), Subject(int(str(subject)), str(name))) for code, subject, name in rows]

    def moved(self, old: int, new: int) -> None:
        """A group became a supergroup and has another id now."""
        self._state.run("UPDATE OR REPLACE access SET subject = ? WHERE subject = ?", new, old)
