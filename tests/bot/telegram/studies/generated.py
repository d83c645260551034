"""Answers that nobody would write, sent through the bot to the strict server."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

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
from tests.bot.telegram.bench import Description, RunningBot, settings_in
from tests.telegram_server import Person, TelegramServer
from tests.telegram_server.limits import unlimited

_PIECES = (
    "Đồng chí Bùi Tiến Lực",
    "chủ trì hội nghị.",
    "ngày 19.1 tại TP. Hòa Bình;",
    "😀",
    "👨‍👩‍👧‍👦",
    "🇻🇳",
    "e\u0301a\u0323\u0302",
    "<b>&amp;</b>",
    "_*[link](x)*_",
    "`code` ~x~ ||y||",
    "\n\n",
    "\u200b",
    "\u00a0",
    "“dân vận khéo”",
    "1.234.567,8%",
    "A" * 300,
    "\u202e",
    "𝒳𝒴𝒵",
)


class Wild:
    """An engine whose reports are made of odd pieces; every question gets another answer."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._reports: dict[str, Report] = {}
        self.description = Description()

    def _text(self, most: int) -> str:
        count = self._chance.randint(1, most)
        return " ".join(self._chance.choice(_PIECES) for _ in range(count)) or "x"

    def _report(self) -> Report:
        chance = self._chance
        name = f"{len(self._reports)}.txt"
        day = date(2024, 4, 11) if chance.random() < 0.5 else None
        outlet = self._text(3) if chance.random() < 0.5 else None
        report = Report(name, self._text(chance.choice((3, 40, 400))), self._text(4), "0" * 64, day, None, outlet)
        self._reports[name] = report
        return report

    def _evidence(self) -> Evidence:
        report, chance = self._report(), self._chance
        edges = sorted(chance.sample(range(len(report.text) + 1), 2)) if len(report.text) > 1 else [0, 1]
        inner = sorted((chance.randint(*edges), chance.randint(*edges)))
        if inner[0] == inner[1]:
            inner = edges

        def span(start: int, end: int) -> Span:
            return Span(report.id, start, end, report.text[start:end])

        return Evidence(span(*inner), span(*edges))

    def ask(self, text: str, *, top_k: int | None = None, focus: Focus | None = None) -> Answer:
        chance = self._chance
        answered = chance.random() < 0.6
        hits = tuple(Hit(Passage(self._evidence().quote, ""), chance.random()) for _ in range(chance.randint(0, 6)))
        return Answer(
            question=text,
            language=chance.choice(list(Language)),
            kind=Kind.WHO,
            outcome=Outcome.ANSWERED if answered else chance.choice([o for o in Outcome if o is not Outcome.ANSWERED]),
            confidence=chance.random(),
            evidence=self._evidence() if answered else None,
            hits=hits,
            others=tuple(self._evidence() for _ in range(chance.choice((0, 0, 1, 4)))) if answered else (),
            stated=None if answered or chance.random() < 0.5 else self._evidence(),
            unknown=() if answered else tuple(self._text(2) for _ in range(chance.randint(0, 3))),
            meant=self._text(5) if chance.random() < 0.3 else None,
        )

    def reports(self) -> list[Report]:
        return list(self._reports.values())

    def report(self, id: str) -> Report:
        return self._reports[id]

    def refresh(self) -> bool:
        return False

    def surroundings(self, span: Span, characters: int = 400) -> Span:
        text = self._reports[span.report].text
        start, end = max(0, span.start - characters), min(len(text), span.end + characters)
        return Span(span.report, start, end, text[start:end])


def accepted(count: int, folder: Path, seed: int = 11) -> tuple[int, int]:
    """Messages that the server took and refused over `count` answers with a tap on each of their buttons now and then."""
    from bot.telegram import pacing

    pacing._BETWEEN = 0.0  # the limits are another study's subject
    with (
        TelegramServer(limits=unlimited()) as server,
        RunningBot(server, settings_in(folder, per_second=100_000, workers=1, timeout=30.0), Wild(seed)),
    ):
        people = [Person(100 + n) for n in range(20)]
        for number in range(count):
            server.write(people[number % len(people)], f"câu {number}")
            if number % 20 == 19:
                asked = number // len(people) + 1
                for person in people:
                    server.await_(lambda p=person, n=asked: answered(server, p) >= n, 60)
                tap_something(server, people[number // 20 % len(people)], number)
        server.await_(lambda: len(server.world.answered_callbacks) >= len(server.world.callbacks), 30)
        calls = server.world.effective("sendMessage", "editMessageText", "sendDocument")
        for refused in server.world.refused()[:5]:
            print("  refused:", refused.error, repr(refused.params)[:300])
        return len(calls), len(server.world.refused())


def answered(server: TelegramServer, person: Person) -> int:
    """Questions of this person that the last message of an answer stands under."""
    return sum("👍" in str(m.get("reply_markup")) for m in server.world.bot_messages(person.id))


def tap_something(server: TelegramServer, person: Person, number: int) -> None:
    shown = [m for m in server.seen(person) if "reply_markup" in m][-1]
    buttons = [b for row in shown["reply_markup"]["inline_keyboard"] for b in row]
    query = server.tap(person, shown, number // 20 % len(buttons))
    server.await_(lambda: query in server.world.answered_callbacks, 30)
