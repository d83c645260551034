"""What the bot has to remember across a restart, in one SQLite file.

Used from the event loop's thread alone. Write-ahead logging with synchronous=NORMAL: what was committed
survives the process being killed at any moment; only a power cut may take the last commits.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import StoreError

_VERSION = 1
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);

-- every update, from before Telegram is told that it was received until it was dealt with
CREATE TABLE updates (
    id INTEGER PRIMARY KEY, received REAL NOT NULL, digest BLOB NOT NULL,
    payload TEXT,                    -- NULL once dealt with
    sent INTEGER NOT NULL DEFAULT 0  -- messages of the reply that were accepted
);
CREATE INDEX unfinished ON updates (id) WHERE payload IS NOT NULL;

-- answers as shown, for their buttons, for edited questions and for /nguon
CREATE TABLE answers (
    id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER NOT NULL, thread INTEGER, user INTEGER NOT NULL,
    question_message INTEGER NOT NULL, answer TEXT NOT NULL, at REAL NOT NULL,
    forgotten INTEGER NOT NULL DEFAULT 0  -- by /moi: the conversation no longer goes back to it
);
CREATE INDEX by_conversation ON answers (chat, user);
CREATE INDEX by_question ON answers (chat, question_message);
CREATE TABLE shown (
    chat INTEGER NOT NULL, question_message INTEGER NOT NULL, position INTEGER NOT NULL,
    message INTEGER NOT NULL, PRIMARY KEY (chat, question_message, position)
) WITHOUT ROWID;

CREATE TABLE feedback (
    answer INTEGER NOT NULL, user INTEGER NOT NULL, good INTEGER NOT NULL, correction TEXT, at REAL NOT NULL,
    PRIMARY KEY (answer, user)
) WITHOUT ROWID;
CREATE TABLE prompts (
    chat INTEGER NOT NULL, message INTEGER NOT NULL, answer INTEGER NOT NULL, user INTEGER NOT NULL,
    PRIMARY KEY (chat, message)
) WITHOUT ROWID;

CREATE TABLE focuses (
    chat TEXT NOT NULL, user TEXT NOT NULL, report TEXT NOT NULL, question TEXT NOT NULL, at REAL NOT NULL,
    PRIMARY KEY (chat, user)
) WITHOUT ROWID;

CREATE TABLE access (
    subject INTEGER PRIMARY KEY, name TEXT NOT NULL, granted_by INTEGER NOT NULL, at REAL NOT NULL
);
CREATE TABLE codes (code TEXT PRIMARY KEY, subject INTEGER NOT NULL, name TEXT NOT NULL, at REAL NOT NULL);

CREATE TABLE uploads (
    id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, user INTEGER NOT NULL, name TEXT NOT NULL,
    path TEXT NOT NULL, at REAL NOT NULL
);

-- for /trangthai: no text
CREATE TABLE outcomes (
    at REAL NOT NULL, outcome TEXT NOT NULL, language TEXT NOT NULL, seconds REAL NOT NULL
);
CREATE INDEX by_time ON outcomes (at);
"""


class State:
    """The database; the stores (journal, answers, access …) share it."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        self.path = path
        self.clock = clock
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=10)
            self._prepare()
        except (OSError, sqlite3.Error) as exc:
            raise StoreError(f"{path}: the bot's state cannot be opened ({exc}); move the file away") from exc

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            # The version is written in the same transaction, or a kill in between would leave a half.
            self._connection.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
        elif version != _VERSION:
            raise sqlite3.DatabaseError(f"it is of version {version}, this program knows {_VERSION}")

    def run(self, sql: str, *values: object) -> int:
        """Carries out one statement; returns the last row's id."""
        return self._connection.execute(sql, values).lastrowid or 0

    def changed(self, sql: str, *values: object) -> int:
        """Carries out one statement; returns how many rows it touched."""
        return self._connection.execute(sql, values).rowcount

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """All rows of a query."""
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> tuple[object, ...] | None:
        """The first row of a query."""
        found: tuple[object, ...] | None = self._connection.execute(sql, values).fetchone()
        return found

    @contextmanager
    def together(self) -> Iterator[None]:
        """All the statements within, or none of them."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def noted(self, key: str) -> str | None:
        """A note under a name."""
        row = self.row("SELECT value FROM meta WHERE key = ?", key)
        return str(row[0]) if row else None

    def note(self, key: str, value: str) -> None:
        """Sets a note."""
        self.run("INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", key, value)

    def close(self) -> None:
        self._connection.close()
