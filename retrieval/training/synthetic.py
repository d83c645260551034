"""Made-up reports of mass-mobilisation work, each with one question and where its answer stands.

A scene (people, place, date, figures) is written in sentences drawn at random; every sentence notes the facts
it tells. A question asks for one of them, or for something that this passage does not tell.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from retrieval.training import report_words as lists
from retrieval.training.report_words import Term
from retrieval.vietnamese import fold

T = TypeVar("T")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A question about a passage; the answer is `passage[start:end]`, empty where it is not told."""

    question: str
    passage: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """Something the passage tells: its kind, where, and the words a question may use."""

    kind: str
    span: Span
    words: dict[str, str]


@dataclass(slots=True)
class Draft:
    """A passage as it grows, and what it has told."""

    rng: random.Random
    text: str = ""
    facts: list[Fact] = field(default_factory=list)

    def write(self, pattern: str, values: dict[str, str]) -> dict[str, Span]:
        """Append a sentence, on its own line where it has no full stop; returns where each value stands."""
        where: dict[str, Span] = {}
        alone = not pattern.endswith(".") or not self.text.endswith(".")
        if self.text:
            self.text += "\n" if alone else self.rng.choice((" ", " ", " ", "\n"))
        begin = len(self.text)
        for piece in re.split(r"(\{\w+\})", pattern):
            value = values[piece[1:-1]] if piece.startswith("{") else piece
            if len(self.text) == begin:
                value = value[:1].upper() + value[1:]
            if piece.startswith("{"):
                where[piece[1:-1]] = len(self.text), len(self.text) + len(value)
            self.text += value
        return where

    def tell(self, kind: str, span: Span, **words: str) -> None:
        """Note a fact."""
        self.facts.append(Fact(kind, span, words))


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an office, and both as one report writes them."""

    name: str
    role: str
    office: Term
    text: str

    def parts(self, at: Span) -> tuple[Span, Span]:
        """Where name and role stand in a text that begins at `at`."""
        name, role = self.text.rindex(self.name), self.text.index(self.role)
        return (at[0] + name, at[0] + name + len(self.name)), (at[0] + role, at[0] + role + len(self.role))


class Scene:
    """One report in the making: draws people, places and figures, and writes sentences about them."""

    def __init__(self, rng: random.Random, held_out: bool) -> None:
        self.rng, self.held_out = rng, held_out
        self.draft = Draft(rng)
        self.period = self.pick(lists.PERIODS)
        event = self.pick(lists.EVENTS)
        if rng.random() < 0.4 and "công tác dân vận" in event.vi:
            event = Term(f"{event.vi} {self.period.vi}", f"{event.en} in {self.period.en}")
        self.event = event
        self.short = next(
            (w for w in ("hội nghị", "hội thi", "lễ ký kết", "buổi làm việc", "chương trình") if w in event.vi),
            "buổi lễ",
        )
        self.body, self.partner = self.several(lists.BODIES, 2)
        self.date, self.date_en = self.dates()
        self.place = self.places()
        self.people = self.several_people(9)

    # what is drawn

    def pick(self, options: Sequence[T]) -> T:
        """One of the training (or the held-out) share of a list."""
        return self.rng.choice(self._share(options))

    def several(self, options: Sequence[T], count: int) -> list[T]:
        return self.rng.sample(self._share(options), count)

    def _share(self, options: Sequence[T]) -> Sequence[T]:
        return [o for i, o in enumerate(options) if (i % 4 == 3) == self.held_out]

    def dates(self) -> tuple[str, str]:
        day, month, year = self.rng.randint(1, 28), self.rng.randint(1, 12), self.rng.randint(2016, 2025)
        mark = self.rng.choice("//-.")
        short = f"{day}{mark}{month}" if self.rng.random() < 0.6 else f"{day:02}{mark}{month:02}"
        text = self.rng.choice((short, short, f"{short}{mark}{year}", f"{day} tháng {month} năm {year}"))
        return text, self.rng.choice(
            (f"{day} {lists.MONTHS[month - 1]}", f"{lists.MONTHS[month - 1]} {day}", f"{day}/{month}")
        )

    def places(self) -> Term:
        kind = self.pick(lists.PLACE_KINDS[:5]) if not self.held_out else self.rng.choice(lists.PLACE_KINDS[:5])
        name = self.pick(lists.COMMUNES if kind.vi in ("xã", "phường") else lists.DISTRICTS)
        near = Term(f"{kind.vi} {name}", f"{name} {kind.en}")
        draw = self.rng.random()
        if draw < 0.25:
            return self.pick(lists.VENUES)
        if draw < 0.5:
            province = self.pick(lists.PROVINCES)
            return Term(
                f"{near.vi}, tỉnh {province}" if draw < 0.38 else f"{near.vi} ({province})",
                f"{near.en}, {province}",
            )
        return near

    def several_people(self, count: int) -> list[Person]:
        # The held-out share of the offices is too small for so many people; their names are held out.
        offices = self.rng.sample(lists.OFFICES, count) if self.held_out else self.several(lists.OFFICES, count)
        names: list[str] = []
        while len(names) < count:
            name = f"{self.pick(lists.SURNAMES)} {self.pick(lists.MIDDLES)} {self.pick(lists.GIVEN)}"
            names += [] if any(fold(name) == fold(other) for other in names) else [name]
        style, honorific = self.rng.randrange(6), self.rng.choice(lists.HONORIFICS)
        return [self._person(name, office, style, honorific) for name, office in zip(names, offices, strict=True)]

    def _person(self, name: str, office: Term, style: int, honorific: str) -> Person:
        main = office.vi
        if self.rng.random() < 0.3:
            main = main.replace("UBND", "Ủy ban nhân dân").replace("MTTQ", "Mặt trận Tổ quốc")
        if self.rng.random() < 0.3:
            main = main.replace("Ủy ban MTTQ Việt Nam", "UB.MTTQVN").replace("Trưởng Ban", "Trưởng ban")
        role = f"{self.rng.choice(lists.RANKS)}, {main}" if self.rng.random() < 0.4 else main
        text = (
            f"{honorific} {name}, {role}",
            f"{honorific} {name} - {role}",
            f"{honorific} {name} – {role}",
            f"{role} {name}",
            f"{honorific} {name} ({role})",
            f"{honorific} {name}-{role}",
        )[style]
        return Person(name, role, office, text)

    def number(self) -> str:
        value = int(self.rng.choice((1, 1, 10, 100, 1000)) * self.rng.uniform(2, 60))
        if value < 10:
            return self.rng.choice((f"{value}", f"0{value}"))
        return f"{value:,}".replace(",", ".")

    def money(self) -> str:
        amount = self.rng.choice((str(self.rng.randint(2, 900)), f"{self.rng.randint(1, 60)},{self.rng.randint(1, 9)}"))
        return f"{amount} {self.rng.choice(('triệu đồng', 'tỷ đồng', 'tỉ đồng'))}"

    # what is written

    def values(self, **more: str) -> dict[str, str]:
        daypart = self.rng.choice(lists.DAYPARTS).vi
        cap = self.short[:1].upper() + self.short[1:]
        return {
            "daypart": daypart if daypart == "Ngày" or self.rng.random() < 0.5 else f"{daypart} ngày",
            "daypart_low": self.rng.choice(("ngày", "sáng", "chiều", "sáng ngày")),
            "date": self.date,
            "place": self.place.vi,
            "place_cap": self.place.vi[:1].upper() + self.place.vi[1:],
            "body": self.body.vi,
            "body_low": self.body.vi,
            "giver": self.body.vi,
            "partner": self.partner.vi,
            "event": self.event.vi,
            "event_cap": self.event.vi[:1].upper() + self.event.vi[1:],
            "event_short": self.rng.choice((self.short, self.short, cap)),
            "event_short_cap": cap,
            "period": self.period.vi,
            "approx": self.rng.choice(("", "", "gần ", "trên ", "hơn ")),
            "urge": self.pick(lists.URGES),
        } | more

    def open(self) -> None:
        """Who organised what, when and where."""
        patterns = self.rng.choice(
            (lists.OPENINGS, lists.OPENINGS, lists.OPENINGS, lists.OPENINGS_NO_PLACE, lists.OPENINGS_NO_DATE)
        )
        where = self.draft.write(self.rng.choice(patterns), self.values())
        for kind, slots in (
            ("when", ["date"]),
            ("where", ["place", "place_cap"]),
            ("body", ["body"]),
            ("partner", ["partner"]),
        ):
            for slot in slots:
                if slot in where:
                    self.draft.tell(kind, where[slot])
        if "date" in where:
            self.draft.tell("event", where.get("event") or where["event_cap"])

    def _introduce(self, person: Person, at: Span) -> Span:
        name, role = person.parts(at)
        self.draft.tell("role", role, name=person.name)
        self.draft.tell("holder", name, office=person.office.vi, office_en=person.office.en)
        return name

    def _with_people(
        self, patterns: Sequence[str], people: Sequence[Person], **more: str
    ) -> tuple[dict[str, Span], list[Span]]:
        pattern = self.rng.choice(patterns)
        slots = ["who", "who2", "who3"][: len(people)]
        texts = {slot: person.text for slot, person in zip(slots, people, strict=True)}
        where = self.draft.write(pattern, self.values(**texts, **more))
        names = [self._introduce(p, where[s]) for s, p in zip(slots, people, strict=True) if s in where]
        return where, names

    def chair(self) -> None:
        if self.rng.random() < 0.25:
            where, names = self._with_people(lists.COCHAIRS, self.people[:2])
            self._tell_all("chair", where["who"], where["who2"])
            self.draft.tell("cochair", names[1], name=self.people[0].name)
            self.draft.tell("cochair", names[0], name=self.people[1].name)
        else:
            _, names = self._with_people(lists.CHAIRS, self.people[:1])
            self.draft.tell("chair", names[0])

    def speak(self) -> None:
        speaker = self.rng.choice((self.people[0], self.people[2], self.people[2]))
        where, names = self._with_people(lists.SPEAKERS, [speaker])
        self.draft.tell("speak", names[0])
        if "urge" in where:
            self.draft.tell("urge", where["urge"], name=speaker.name)

    def attend(self) -> None:
        draw = self.rng.random()
        if draw < 0.35:
            _, names = self._with_people(lists.ATTENDEE, self.people[3:4])
            self.draft.tell("attend", names[0])
        elif draw < 0.6:
            self._crowd(self.rng.sample(self.people[1:], self.rng.randint(4, 6)))
        else:
            where, _ = self._with_people(lists.ATTENDEES, self.people[3:6])
            self._tell_all("attend", where["who"], where.get("who3", where["who2"]))

    def _crowd(self, people: Sequence[Person]) -> None:
        """A long list of guests, each with an office."""
        crowd = "; ".join(person.text for person in people)
        start, _ = self.draft.write(self.rng.choice(lists.CROWDS), self.values(crowd=crowd))["crowd"]
        for person in people:
            self._introduce(person, (start, start + len(person.text)))
            start += len(person.text) + 2

    def _tell_all(self, kind: str, first: Span, last: Span) -> None:
        """Several people as one answer, where that is short enough to be quoted."""
        if last[1] - first[0] < 110:
            self.draft.tell(kind, (first[0], last[1]))

    def act(self) -> None:
        act = self.pick(lists.ACTS)
        _, names = self._with_people(lists.ACTING, self.people[6:7], act=act.vi)
        self.draft.tell("act", names[0], act=act.vi, act_en=act.en)

    def award(self) -> None:
        if self.rng.random() < 0.3:
            self._double_award()
            return
        prize, winner = self.rng.choice(lists.PRIZES), self.rng.choice(lists.WINNERS)
        more = {"prize": prize.vi, "winner": winner.vi, "number": str(self.rng.randint(2, 90))}
        where, names = self._with_people(lists.AWARDS, [self.rng.choice(self.people[:3])], **more)
        words = {"prize": prize.vi, "prize_en": prize.en, "winner": winner.vi, "winner_en": winner.en}
        self.draft.tell("winners", self._counted(where["number"], winner.vi), **words)
        if names:
            self.draft.tell("award", names[0], **words)
        if "giver" in where:
            self.draft.tell("giver", where["giver"], **words)

    def _counted(self, number: Span, unit: str) -> Span:
        """A figure with the unit behind it and the "more than" before it, where they stand there."""
        (start, end), text = number, self.draft.text
        if unit and text.startswith(f" {unit}", end):
            end += 1 + len(unit)
        for about in ("gần ", "trên ", "hơn "):
            if text.endswith(about, 0, start):
                start -= len(about)
        return start, end

    def _double_award(self) -> None:
        prize, prize2 = self.rng.sample(lists.PRIZES, 2)
        numbers = dict(zip(("number", "number2", "number3"), map(str, self.rng.sample(range(2, 90), 3)), strict=True))
        where = self.draft.write(
            self.rng.choice(lists.DOUBLE_AWARDS), self.values(prize=prize.vi, prize2=prize2.vi, **numbers)
        )
        group, person, *_ = lists.WINNERS
        for slot, winner in (("number", group), ("number2", person)):
            words = {"winner": winner.vi, "winner_en": winner.en, "prize": prize.vi, "prize_en": prize.en}
            self.draft.tell("winners", self._counted(where[slot], winner.vi), **words)
        if "prize" in where:
            self.draft.tell("giver", where["giver"], **words)

    def share(self) -> None:
        item, fields = self.pick(lists.ITEMS), self.several(lists.FIELDS, 2)
        numbers = {f"number{mark}": self.number() for mark in ("", "2", "3")}
        deed = self.rng.choice(lists.DEEDS)
        places = {"field": fields[0].vi, "field2": fields[1].vi}
        where = self.draft.write(
            self.rng.choice(lists.SHARES), self.values(item=item.vi, deed=deed.vi, **places, **numbers)
        )
        words = {"item": item.vi, "item_en": item.en}
        self.draft.tell("count", self._counted(where["number"], item.vi), **words, deed=deed.vi, deed_en=deed.en)
        for slot, part in zip(("number2", "number3"), fields, strict=True):
            self.draft.tell("share", self._counted(where[slot], item.vi), **words, field=part.vi, field_en=part.en)

    def count(self) -> None:
        if self.rng.random() < 0.2:
            self.share()
            return
        (item, item2), (deed, deed2) = self.several(lists.ITEMS, 2), self.rng.sample(lists.DEEDS, 2)
        more = {"item": item.vi, "item2": item2.vi, "deed": deed.vi, "deed2": deed2.vi}
        numbers = {"number": self.number(), "number2": self.number(), "money": self.money()}
        where = self.draft.write(self.rng.choice(lists.COUNTS), self.values(**more, **numbers))
        words = {"item": item.vi, "item_en": item.en, "deed": deed.vi, "deed_en": deed.en}
        self.draft.tell("count", self._counted(where["number"], item.vi), **words)
        if "number2" in where:
            self.draft.tell(
                "count",
                self._counted(where["number2"], item2.vi),
                item=item2.vi,
                item_en=item2.en,
                deed="thực hiện",
                deed_en="were there",
            )
        if "money" in where:
            self.draft.tell("money", self._counted(where["money"], ""), **words)

    def document(self) -> None:
        paper, subject = self.pick(lists.PAPERS), self.pick(lists.SUBJECTS)
        code = f"{self.rng.randint(1, 320)}-{self.pick(lists.MARKS)}"
        paper_date = f"{self.rng.randint(1, 28)}/{self.rng.randint(1, 12)}/{self.rng.randint(2012, 2025)}"
        more = {"paper": paper.vi, "subject": subject.vi, "code": code, "paper_date": paper_date}
        where = self.draft.write(self.rng.choice(lists.DOCUMENTS), self.values(**more))
        words = {
            "paper": paper.vi,
            "paper_en": paper.en,
            "subject": subject.vi,
            "subject_en": subject.en,
            "code": code,
        }
        self.draft.tell("code", where["code"], **words)
        self.draft.tell("subject", where["subject"], **words)

    def sign(self) -> None:
        subject = self.pick(lists.SUBJECTS)
        _, names = self._with_people(lists.SIGNINGS[:1], self.people[4:6], subject=subject.vi)
        self.draft.tell("signer", names[1], name=self.people[4].name)

    def caption(self) -> None:
        self.draft.write(self.rng.choice(lists.CAPTIONS), self.values())

    def filler(self) -> None:
        self.draft.write(self.rng.choice(lists.FILLERS), {})

    def compose(self) -> None:
        """An opening and a handful of sentences in a natural order."""
        if self.rng.random() < 0.15:
            self.draft.write(self.event.vi, {})
        self.open()
        steps: list[tuple[Callable[[], None], float]] = [
            (self.chair, 0.5),
            (self.attend, 0.5),
            (self.filler, 0.2),
            (self.act, 0.3),
            (self.count, 0.4),
            (self.document, 0.3),
            (self.caption, 0.15),
            (self.speak, 0.5),
            (self.award, 0.35),
            (self.sign, 0.15),
            (self.filler, 0.2),
        ]
        if self.rng.random() < 0.35:
            self.rng.shuffle(steps)
        for step, share in steps:
            if self.rng.random() < share and len(self.draft.text) < 480:
                step()

    # what is asked

    def ask(self) -> Example:
        """A question that the passage answers, or (three in ten) one that it does not."""
        facts = self.draft.facts
        if self.rng.random() < 0.3:
            return Example(self.strange(), self.draft.text)
        kind = self.rng.choice(sorted({fact.kind for fact in facts}))
        fact = self.rng.choice([fact for fact in facts if fact.kind == kind])
        return Example(self.put(kind, fact.words), self.draft.text, *fact.span)

    def strange(self) -> str:
        """A question whose answer is not here: of a kind not told, or about another event or person."""
        told = {fact.kind for fact in self.draft.facts}
        if "cochair" in told:
            told.add("chair")
        other = Scene(self.rng, self.held_out)
        missing = [
            k for k in ("chair", "speak", "attend", "when", "where", "money", "act", "award", "signer") if k not in told
        ]
        if "Dự" in self.draft.text or "dự" in self.draft.text:
            missing = [k for k in missing if k != "attend"]
        if missing and self.rng.random() < 0.6:
            kind = self.rng.choice([k for k in missing if k == "chair"] * 2 + missing)
            return self.put(kind, other.spare(kind))
        for step in (other.open, other.chair, other.attend, other.count, other.document, other.act):
            step()
        fresh = [f for f in other.draft.facts if not self._known(f, other)]
        if not fresh:
            return self.put(
                "holder",
                {
                    "office": "Chủ tịch Hội Người cao tuổi tỉnh",
                    "office_en": "president of the Elderly Association",
                },
            )
        fact = self.rng.choice(fresh)
        return other.put(fact.kind, fact.words, plain=True)

    def _known(self, fact: Fact, other: Scene) -> bool:
        """Whether this passage might answer the question that another scene's fact answers."""
        if fact.kind in ("role", "cochair"):
            return fold(fact.words["name"]) in fold(self.draft.text)
        asked = {
            "holder": "office",
            "count": "item",
            "share": "item",
            "act": "act",
            "code": "subject",
            "subject": "code",
        }
        if fact.kind in asked:
            return fact.words[asked[fact.kind]] in self.draft.text or any(
                fact.words[asked[fact.kind]] == f.words.get(asked[fact.kind]) for f in self.draft.facts
            )
        if fact.kind in ("event", "money", "partner"):
            return True
        return other.event == self.event or other.event.vi in self.draft.text

    def spare(self, kind: str) -> dict[str, str]:
        """Words for a question of a kind that has no fact behind it."""
        item, act, prize = self.pick(lists.ITEMS), self.pick(lists.ACTS), self.rng.choice(lists.PRIZES)
        return {
            "name": self.people[0].name,
            "item": item.vi,
            "item_en": item.en,
            "act": act.vi,
            "act_en": act.en,
            "prize": prize.vi,
            "prize_en": prize.en,
        }

    def put(self, kind: str, words: dict[str, str], plain: bool = False) -> str:
        """The question in one of the three forms; `plain`: the event by its full name."""
        english = self.rng.random() < 0.33
        body = self.body.en if english else self.body.vi
        common = {"e": self._event(english, plain), "body": body, "date": self.date, "date_en": self.date_en}
        if english and "office_en" in words:
            words = words | {"office": words["office_en"]}
        question = self.rng.choice(lists.QUESTIONS[kind][english]).format(**(common | words))
        question = question[:1].upper() + question[1:]
        if english:
            return question
        draw = self.rng.random()
        if draw < 0.25:
            return fold(question)
        return question.rstrip("?") if draw < 0.35 else question.lower() if draw < 0.45 else question

    def _event(self, english: bool, plain: bool) -> str:
        full, short = (f"the {self.event.en}", "the conference") if english else (self.event.vi, self.short)
        if english and self.short != "hội nghị":
            short = "the event"
        draw = 0.0 if plain else self.rng.random()
        if draw < 0.5:
            return full
        if draw < 0.65 and self.date in self.draft.text:
            return f"{short} on {self.date_en}" if english else f"{short} ngày {self.date}"
        if draw < 0.75 and self.place.vi in self.draft.text:
            return f"{short} in {self.place.en}" if english else f"{short} ở {self.place.vi}"
        return short


def reports(count: int, seed: int, held_out: bool = False) -> Iterator[Example]:
    """`count` examples; `held_out` draws on words that the others never use."""
    rng = random.Random(f"{seed} {held_out}")
    for _ in range(count):
        scene = Scene(rng, held_out)
        scene.compose()
        yield scene.ask()
