"""Buttons and what they carry: a verb, an answer's number, sometimes a page. At most 64 bytes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram import phrases
from retrieval.records import Answer, Language


class Verb(StrEnum):
    """What a tap asks for."""

    SURROUNDINGS = "s"
    PASSAGE = "p"
    REPORT = "w"
    GOOD = "g"
    BAD = "b"
    ADD = "a"
    DISCARD = "d"
    APPROVE = "y"
    REVOKE = "r"


@dataclass(frozen=True, slots=True)
class Tap:
    """A button's data; `number` is an answer, an upload, a person or a code, by the verb."""

    verb: Verb
    number: int
    page: int = 0

    def data(self) -> str:
        return f"{self.verb}:{self.number}:{self.page}" if self.page else f"{self.verb}:{self.number}"


def tapped(data: str) -> Tap | None:
    """What the data of a button say; None where they are not ours."""
    try:
        verb, number, *page = data.split(":")
        return Tap(Verb(verb), int(number), int(page[0]) if page else 0)
    except ValueError:
        return None


def _button(text: str, tap: Tap) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=tap.data())


def under_answer(number: int, answer: Answer) -> InlineKeyboardMarkup:
    """The buttons under an answer."""
    words = phrases.of(answer.language)
    source, more = [], []
    if answer.evidence:
        source.append(_button(words.surroundings, Tap(Verb.SURROUNDINGS, number)))
    if answer.hits:
        source.append(_button(words.passages, Tap(Verb.PASSAGE, number)))
    if answer.evidence or answer.hits:
        more.append(_button(words.whole_report, Tap(Verb.REPORT, number)))
    more.append(_button(words.good, Tap(Verb.GOOD, number)))
    more.append(_button(words.bad, Tap(Verb.BAD, number)))
    return InlineKeyboardMarkup([row for row in (source, more) if row])


def under_passage(number: int, page: int, pages: int, language: Language) -> InlineKeyboardMarkup | None:
    """Turns the pages in place; pages count from 0."""
    words = phrases.of(language)
    row = []
    if page > 0:
        row.append(_button(words.earlier, Tap(Verb.PASSAGE, number, page - 1 or -1)))
    if page + 1 < pages:
        row.append(_button(words.later, Tap(Verb.PASSAGE, number, page + 1)))
    return InlineKeyboardMarkup([row]) if row else None


def under_upload(number: int, language: Language) -> InlineKeyboardMarkup:
    """Adds a report that was sent, or throws it away."""
    words = phrases.of(language)
    return InlineKeyboardMarkup(
        [[_button(words.add, Tap(Verb.ADD, number)), _button(words.discard, Tap(Verb.DISCARD, number))]]
    )


def under_access(
    waiting: list[tuple[str, str]], granted: list[tuple[int, str]], language: Language
) -> InlineKeyboardMarkup | None:
    """Approve (code, name) and revoke (id, name), one row each; as many as a message takes."""
    words = phrases.of(language)
    rows = [[_button(f"{words.approve} {name}", Tap(Verb.APPROVE, int(code)))] for code, name in waiting]
    rows += [[_button(f"{words.revoke} {name}", Tap(Verb.REVOKE, person))] for person, name in granted]
    return InlineKeyboardMarkup(rows[:20]) if rows else None
