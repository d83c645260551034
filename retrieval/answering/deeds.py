"""Who did what: the deeds a report tells of, sentence by sentence, each with the one who did it.

A deed counts only where its doer stands in the place of the subject: right before the verb, behind a fronted verb and
a comma ("Phát biểu tại hội nghị, ông …"), or in the list a verb opens ("Chủ trì hội nghị có …").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.answering import deed_words as words
from retrieval.answering import offices
from retrieval.answering.asked import asked_deed
from retrieval.answering.authors import authors
from retrieval.answering.deed_words import Deed
from retrieval.answering.people import Mention, Offsets, mentions
from retrieval.vietnamese import sentences

__all__ = ["Act", "Deed", "acts", "answers", "asked_deed"]


@dataclass(frozen=True, slots=True)
class Act:
    """One doer and one deed. Without an `actor` the `body` acts: an organisation, or an office without a name."""

    deed: Deed
    actor: Mention | None
    body: Offsets | None
    verb: Offsets
    sentence: Offsets


# Doing the one is doing the other too; never the other way round.
_IMPLIED = {
    Deed.CHAIR: (Deed.ATTEND,),
    Deed.OPEN: (Deed.SPEAK, Deed.ATTEND),
    Deed.CONCLUDE: (Deed.SPEAK, Deed.ATTEND),
    Deed.SPEAK: (Deed.ATTEND,),
    Deed.REPORT: (Deed.SPEAK, Deed.ATTEND),
}


def answers(done: Deed, asked: Deed) -> bool:
    """Whether who did the one can be named as who did the other: who concludes has spoken, not chaired."""
    return done is asked or asked in _IMPLIED.get(done, ())


def acts(text: str) -> tuple[Act, ...]:
    """The deeds told in a text, in its order, the authors of the report last."""
    view = offices.evened(text)
    people = mentions(text)
    told: list[Act] = []
    spoken_of: Mention | None = None
    before = 0
    for span in sentences(text):
        inside = [m for m in people if span[0] <= m.name[0] < span[1]]
        sentence = _Sentence(view, span, inside, None if "\n" in view[before : span[0]] else spoken_of)
        told.extend(sentence.acts())
        spoken_of, before = sentence.spoken_of, span[1]
    for written in authors(view):
        told.append(Act(written.deed, Mention(written.name, written.name, None), None, written.label, written.line))
    return tuple(told)


class _Sentence:
    """One sentence being read."""

    def __init__(self, view: str, span: Offsets, people: Sequence[Mention], spoken_of: Mention | None) -> None:
        self.view, self.span, self.people, self.spoken_of = view, span, people, spoken_of
        self.verbs = [
            (Deed[str(m.lastgroup)], m.span())
            for m in words.VERB.finditer(view, *span)
            if (
                m.lastgroup == Deed.APPOINTED.name
                or not words.NOT_A_VERB.search(view, max(span[0], m.start() - 12), m.start())
            )
            and not any(p.whole[0] <= m.start() < p.whole[1] for p in people)
            and not any(p.role and p.role[0] <= m.start() < p.role[1] for p in people)
        ]

    def acts(self) -> Iterator[Act]:
        """Every verb that has a doer."""
        doers: list[Mention | Offsets] = []
        last: Offsets | None = None
        for at, (deed, verb) in enumerate(self.verbs):
            found = self._owners(at) or self._before(verb) or self._listed(at) or self._behind(at)
            if not found and doers and last and self._goes_on(last, verb):
                found = doers
            if not found and self.spoken_of and self._is_pronoun(verb):
                found = [self.spoken_of]
            if not found:
                continue
            doers, last = found, verb
            self.spoken_of = found[-1] if isinstance(found[-1], Mention) else self.spoken_of
            for doer in found:
                if isinstance(doer, Mention):
                    yield Act(deed, doer, None, verb, self.span)
                else:
                    yield Act(deed, None, doer, verb, self.span)

    def _goes_on(self, last: Offsets, verb: Offsets) -> bool:
        """Whether a verb shares the subject of the last one; what somebody demands is for others to do."""
        return (
            not words.DEMANDS.match(self.view, *last) and words.AND.fullmatch(self.view, last[1], verb[0]) is not None
        )

    def _is_pronoun(self, verb: Offsets) -> bool:
        """Whether the verb's subject is "ông", "đồng chí" … alone."""
        return words.PRONOUN.search(self.view, self.span[0], verb[0]) is not None

    def _owners(self, at: int) -> list[Mention | Offsets]:
        """The persons right behind "dưới sự chủ trì của", "theo" or "bổ nhiệm"."""
        deed, verb = self.verbs[at]
        written = self.view[slice(*verb)].lower()
        if not (written.endswith((" của", "theo")) or deed is Deed.APPOINTED):
            return []
        group: list[Mention | Offsets] = []
        reached = verb[1]
        for person in self.people:
            if _extent(person)[0] < verb[1]:
                continue
            if not words.BESIDE.fullmatch(self.view, reached, _extent(person)[0]):
                break
            group.append(person)
            reached = _extent(person)[1]
        return group

    def _before(self, verb: Offsets) -> list[Mention | Offsets]:
        """Subjects that run up to the verb."""
        earlier = [m for m in self.people if m.whole[1] <= verb[0]]
        if earlier and words.TO_VERB.fullmatch(self.view, self._reach(earlier[-1], verb[0]), verb[0]):
            group = [earlier[-1]]
            for person in reversed(earlier[:-1]):
                if not words.BESIDE.fullmatch(self.view, self._reach(person, verb[0]), _extent(group[0])[0]):
                    break
                group.insert(0, person)
            return list(group)
        floor = _extent(earlier[-1])[1] if earlier else self.span[0]
        body = self._body(floor, verb[0])
        return [body] if body else []

    def _reach(self, person: Mention, verb: int) -> int:
        """The end of what is said about a person before a verb, the organisation behind the name included."""
        end = max(e for _, e in (person.whole, person.role or person.whole) if e <= verb)
        comma = words.COMMA.match(self.view, end)
        named = comma and self.view[comma.end() : comma.end() + 1].isupper()
        if comma and named and offices.BODY.match(self.view, comma.end(), verb):
            return offices.end_of(self.view, comma.end(), verb)
        headed = words.HEADED.fullmatch(self.view, end, verb)
        return verb if headed else end

    def _body(self, floor: int, limit: int) -> Offsets | None:
        """An organisation or a nameless office that runs up to `limit`."""
        start = end = floor
        for head in words.BODY.finditer(self.view, floor, limit):
            if head.start("head") < end or words.GOVERNED.search(self.view, floor, head.start()):
                continue
            if not (end > floor and offices.JOINT.fullmatch(self.view, end, head.start("head"))):
                start = head.start("head")
            end = offices.end_of(self.view, head.start("head"), limit)
            if self.view[end : end + 1] != "," and words.TO_VERB.fullmatch(self.view, end, limit):
                return start, end
        return None

    def _listed(self, at: int) -> list[Mention | Offsets]:
        """The persons of a list that the verb opens: "Dự hội nghị có …; …"."""
        deed, verb = self.verbs[at]
        speaks = self.view[slice(*verb)].lower().startswith("phát biểu")
        if not (speaks or deed in (Deed.CHAIR, Deed.ATTEND, Deed.LEAD)) or any(
            _extent(m)[1] <= verb[0] for m in self.people
        ):
            return []
        limit = next((v[0] for d, v in self.verbs[at + 1 :] if d is not deed), self.span[1])
        start = verb[1] - 4 if self.view[verb[1] - 4 : verb[1]] == " của" else verb[1]
        after = [m for m in self.people if verb[1] <= _extent(m)[0] < limit]
        if not after:
            return []
        opener = words.LIST.match(self.view, start, _extent(after[0])[0])
        return list(after) if opener else []

    def _behind(self, at: int) -> list[Mention | Offsets]:
        """The subject behind a fronted verb and a comma: "Kết luận hội nghị, đồng chí …"."""
        _, verb = self.verbs[at]
        if not words.LEADING_IN.fullmatch(self.view, self.span[0], verb[0]):
            return []
        after = [m for m in self.people if _extent(m)[0] >= verb[1]]
        if after and words.FRONTED.fullmatch(self.view, verb[1], _extent(after[0])[0]):
            return [after[0]]
        for head in words.BODY.finditer(self.view, verb[1], self.span[1]):
            if words.FRONTED_SHORT.fullmatch(self.view, verb[1], head.start()):
                end = offices.end_of(self.view, head.start("head"), self.span[1])
                while (joint := offices.JOINT.match(self.view, end)) and offices.HEAD.match(self.view, joint.end()):
                    end = offices.end_of(self.view, joint.end(), self.span[1])
                return [(head.start("head"), end)]
        return []


def _extent(person: Mention) -> Offsets:
    """From the first to the last character that is about a person."""
    role = person.role or person.whole
    return min(person.whole[0], role[0]), max(person.whole[1], role[1])
