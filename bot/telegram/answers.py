"""Answers as they were shown, what people thought of them, and what each conversation is about."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation import ConversationKey
from bot.telegram.kept import kept, restored
from bot.telegram.state import State
from retrieval.records import Answer, Focus

_REMEMBERED = 90 * 86_400.0  # seconds that buttons work; rated answers are kept for good
_FOCUS_AGE = 3600.0  # seconds after which a question no longer refers back


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question was asked; `thread` is a group's topic."""

    chat: int
    thread: int | None
    user: int
    message: int

    @property
    def key(self) -> ConversationKey:
        """Whose conversation it belongs to: one person in one chat, in one topic."""
        chat = self.chat if self.thread is None else f"{self.chat}/{self.thread}"
        return ConversationKey(chat, self.user)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer with the place of its question."""

    id: int
    place: Place
    answer: Answer


class Answers:
    """The answers in the state's database."""

    def __init__(self, state: State) -> None:
        self._state = state

    def keep(self, place: Place, answer: Answer) -> int:
        """Keeps an answer; returns its number, which its buttons carry."""
        return self._state.run(
            "INSERT INTO answers (chat, thread, user, question_message, answer, at) VALUES (?, ?, ?, ?, ?, ?)",
            place.chat,
            place.thread,
            place.user,
            place.message,
            kept(answer),
            self._state.clock(),
        )

    def find(self, number: int) -> ShownAnswer | None:
        return self._found("id = ?", number)

    def last(self, place: Place) -> ShownAnswer | None:
        """The last answer of this conversation."""
        return self._found(
            "NOT forgotten AND chat = ? AND thread IS ? AND user = ?", place.chat, place.thread, place.user
        )

    def forget(self, place: Place) -> None:
        """Ends the conversation: its answers keep their buttons, but nothing refers back to them."""
        self.set_focus(place.key, None)
        self._state.run(
            "UPDATE answers SET forgotten = 1 WHERE chat = ? AND thread IS ? AND user = ?",
            place.chat,
            place.thread,
            place.user,
        )

    def _found(self, where: str, *values: object) -> ShownAnswer | None:
        row = self._state.row(
            f"SELECT id, chat, thread, user, question_message, answer FROM answers WHERE {where} "
            "ORDER BY id DESC LIMIT 1",
            *values,
        )
        if row is None:
            return None
        number, chat, thread, user, message, text = row
        place = Place(_int(chat), None if thread is None else _int(thread), _int(user), _int(message))
        return ShownAnswer(_int(number), place, restored(str(text)))

    # --- the messages that show it --------------------------------------------------------------

    def shown(self, chat: int, question_message: int) -> list[int]:
        """The bot's messages that answer this message, in order."""
        rows = self._state.rows(
            "SELECT message FROM shown WHERE chat = ? AND question_message = ? ORDER BY position",
            chat,
            question_message,
        )
        return [_int(row[0]) for row in rows]

    def show(self, chat: int, question_message: int, position: int, message: int) -> None:
        self._state.run(
            "INSERT INTO shown VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET message = excluded.message",
            chat,
            question_message,
            position,
            message,
        )

    def unshow(self, chat: int, question_message: int, position: int) -> None:
        self._state.run(
            "DELETE FROM shown WHERE chat = ? AND question_message = ? AND position >= ?",
            chat,
            question_message,
            position,
        )

    # --- feedback -------------------------------------------------------------------------------

    def rate(self, answer: int, user: int, good: bool) -> None:
        """Keeps a 👍 or 👎; a change of mind replaces it."""
        self._state.run(
            "INSERT INTO feedback VALUES (?, ?, ?, NULL, ?) ON CONFLICT DO UPDATE "
            "SET good = excluded.good, correction = NULL, at = excluded.at",
            answer,
            user,
            good,
            self._state.clock(),
        )

    def prompt(self, chat: int, message: int, answer: int, user: int) -> None:
        """Remembers a message that asks this person for the right answer."""
        self._state.run("INSERT OR REPLACE INTO prompts VALUES (?, ?, ?, ?)", chat, message, answer, user)

    def prompted(self, chat: int, message: int, user: int) -> int | None:
        """The answer that the message asks this person to correct."""
        row = self._state.row(
            "SELECT answer FROM prompts WHERE chat = ? AND message = ? AND user = ?", chat, message, user
        )
        return _int(row[0]) if row else None

    def correct(self, answer: int, user: int, correction: str) -> None:
        """Keeps the right answer as this person states it; "" where the reports do not tell."""
        self._state.run(
            "INSERT INTO feedback VALUES (?, ?, 0, ?, ?) ON CONFLICT DO UPDATE "
            "SET good = 0, correction = excluded.correction, at = excluded.at",
            answer,
            user,
            correction,
            self._state.clock(),
        )

    # --- what a conversation is about -----------------------------------------------------------

    def focus(self, key: ConversationKey) -> Focus | None:
        row = self._state.row(
            "SELECT report, question FROM focuses WHERE chat = ? AND user = ? AND at > ?",
            str(key.chat),
            str(key.user),
            self._state.clock() - _FOCUS_AGE,
        )
        return Focus(str(row[0]), str(row[1])) if row else None

    def set_focus(self, key: ConversationKey, focus: Focus | None) -> None:
        if focus is None:
            self._state.run("DELETE FROM focuses WHERE chat = ? AND user = ?", str(key.chat), str(key.user))
            return
        self._state.run(
            "INSERT OR REPLACE INTO focuses VALUES (?, ?, ?, ?, ?)",
            str(key.chat),
            str(key.user),
            focus.report,
            focus.question,
            self._state.clock(),
        )

    def tidy(self) -> None:
        """Forgets old answers that nobody rated, and what old conversations were about."""
        before = self._state.clock() - _REMEMBERED
        self._state.run("DELETE FROM answers WHERE at < ? AND id NOT IN (SELECT answer FROM feedback)", before)
        self._state.run("DELETE FROM focuses WHERE at < ?", self._state.clock() - _FOCUS_AGE)


def _int(value: object) -> int:
    return int(str(value))
