"""Questions made false: one thing that a question states is exchanged for another of its kind.

What is read holds what is exchanged, and the report holds nothing of what comes in its place: it no longer answers.
A reader that has seen enough of them compares all that a question states, not the words around the answer alone.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.vietnamese import fold, tokens

Form = tuple[str, ...]  # one thing in Vietnamese, then as it may stand in English

KINDS: tuple[tuple[Form, ...], ...] = (
    (
        ("Hội Nông dân", "Farmers' Association", "Farmers' Union"),
        ("Hội Phụ nữ", "Women's Union"),
        ("Hội Cựu chiến binh", "Veterans' Association", "War Veterans' Association"),
        ("Hội Chữ thập đỏ", "Red Cross Society", "Red Cross"),
        ("Đoàn Thanh niên", "Youth Union"),
        ("Liên đoàn Lao động", "Labour Federation", "Labor Federation", "Federation of Labour"),
        ("Mặt trận Tổ quốc", "Fatherland Front"),
        ("Ban Tổ chức", "Organisation Commission", "Organization Commission", "Organization Board"),
        ("Ban Tuyên giáo", "Propaganda Commission", "Propaganda Department", "Propaganda Board"),
        ("Ban Dân vận", "Mass Mobilisation Commission", "Mass Mobilization Commission", "Mass Mobilization Board"),
        ("Ủy ban Kiểm tra", "Inspection Commission", "Inspection Committee"),
        ("Ban Chỉ huy quân sự", "Military Command"),
        ("Bộ đội Biên phòng", "Border Guard"),
        ("HĐND", "People's Council"),
        ("UBND", "People's Committee"),
    ),
    (
        ("tỉnh", "province", "provincial", "Provincial"),
        ("huyện", "district", "District"),
        ("thị xã", "town", "Town"),
        ("xã", "commune", "Commune"),
        ("phường", "ward", "Ward"),
        ("thôn", "hamlet", "village"),
    ),
    (
        ("quý I", "first quarter", "first-quarter", "Q1"),
        ("quý II", "second quarter", "second-quarter", "Q2"),
        ("quý III", "third quarter", "third-quarter", "Q3"),
        ("quý IV", "fourth quarter", "fourth-quarter", "Q4"),
    ),
    (
        ("kinh tế", "economic", "economy", "economics"),
        ("văn hóa - xã hội", "socio-cultural", "culture and society", "sociocultural"),
        ("quốc phòng - an ninh", "defence and security", "defense and security", "security and defence"),
        ("xây dựng hệ thống chính trị", "political system", "political-system building"),
        ("môi trường", "environment", "environmental"),
        ("giáo dục", "education"),
        ("y tế", "health"),
    ),
    (
        ("chủ trì", "chaired", "chair", "presided over"),
        ("phát biểu", "spoke", "speak", "speech"),
        ("trình bày", "presented", "present"),
        ("kết luận", "concluded", "conclusion"),
        ("bế mạc", "closed", "closing"),
        ("khai mạc", "opened", "opening"),
    ),
    (
        ("hộ nghèo", "poor households", "poor families"),
        ("người có uy tín", "prestigious people", "respected elders"),
        ("học sinh", "pupils", "students"),
        ("cựu chiến binh", "veterans"),
        ("chức sắc", "dignitaries", "religious dignitaries"),
        ("gia đình chính sách", "policy families", "policy beneficiaries"),
        ("đảng viên", "party members"),
        ("công nhân", "workers"),
    ),
)
_YEARS = range(1000, 2100)
_NEAR = 3  # by how much a year or a small number changes
_TRIED = 8  # other names that are tried for one


@dataclass(frozen=True, slots=True)
class Exchange:
    """A thing and what may come in its place."""

    before: Form
    after: Form


class Names:
    """People and places, of which one may come in the place of another of as many words."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {fold(name): name for name in names if not name.isdecimal()}
        self._alike: defaultdict[int, list[str]] = defaultdict(list)
        for name in self._names.values():
            self._alike[len(name.split())].append(name)

    def exchanges(self, question: str, rng: random.Random) -> Iterator[Exchange]:
        """Some for every name that a folded question holds."""
        words = question.replace("?", " ").replace(",", " ").split()
        for first in range(len(words)):
            for last in range(first + 1, min(first + max(self._alike, default=0), len(words)) + 1):
                if name := self._names.get(" ".join(words[first:last])):
                    others = self._alike[len(name.split())]
                    for other in rng.sample(others, min(_TRIED, len(others))):
                        yield Exchange((name, name), (other, other))


def exchanged(questions: Sequence[str], read: str, report: str, names: Names, rng: random.Random) -> Form | None:
    """The forms of a question (Vietnamese, bare, English) with one thing exchanged; None where nothing can be.

    `read` is the part of `report` that answers it.
    """
    question, seen, told = fold(questions[0]), fold(read), fold(report)
    found = [
        one
        for one in (*_things(question), *names.exchanges(question, rng), *_numbers(questions[0], rng))
        if _at(one.before[0], seen) and not _at(one.after[0], told)
    ]
    for one in rng.sample(found, len(found)):
        made = tuple(new for new in (_put(form, one) for form in questions) if new is not None)
        if len(made) == len(questions):
            return made
    return None


def _things(question: str) -> Iterator[Exchange]:
    for kind in KINDS:
        for thing in kind:
            if _at(thing[0], question):
                yield from (Exchange(thing, other) for other in kind)


def _numbers(question: str, rng: random.Random) -> Iterator[Exchange]:
    for token in tokens(question):
        if token.text.isdecimal():
            value = int(token.text)
            steps = [n for n in range(-_NEAR, _NEAR + 1) if n] if value in _YEARS else range(1, max(_NEAR, value) + 1)
            other = str(value + rng.choice(steps))
            yield Exchange((token.text, token.text), (other, other))


def _at(thing: str, folded: str) -> re.Match[str] | None:
    """Where a thing stands as whole words."""
    return re.search(rf"(?<!\w){re.escape(fold(thing))}(?!\w)", folded)


def _put(question: str, one: Exchange) -> str | None:
    """The question after the exchange, without diacritics where it has none; None where it does not hold the thing."""
    folded = fold(question)
    for before, after in ((one.before[0], one.after[0]), *((english, one.after[1]) for english in one.before[1:])):
        if found := _at(before, folded):
            new = after if question != folded else fold(after)
            return question[: found.start()] + new + question[found.end() :]
    return None
