"""What is asked: language, kind, the reading that is encoded, and the terms that are looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from retrieval.answering.kinds import kind_of
from retrieval.glossary import Glossary
from retrieval.index.generation import Generation
from retrieval.index.lexical import exact_terms, folded_terms
from retrieval.languages import language_of
from retrieval.records import Focus, Kind, Language
from retrieval.restoration import Restorer, common_phrases
from retrieval.vietnamese import Token, fold, nfc, tokens

# Words that only ask: every report would match them, none would be told from another.
_ASKING = frozenset(
    """
    ai gi nao dau bao nhieu may khi luc sao vi tai the la co khong phai nhung cac duoc bi da do hay cho
    biet ten ke neu liet nguoi vao nhu
    """.split()
)
_ENGLISH_ASKING = frozenset(
    """who whom whose what when where which why how of did do does was were is are has have had been being many much
    the a an to in on at by for from with and or as that this it its their there be""".split()
)
_FOLLOW_UP = re.compile(
    r"""(?x) ^(con|the\ con|vay|vay\ thi|the|roi)\b | \bnua\b
    | \b(hoi\ nghi|cuoc\ hop|buoi|su\ kien|chuong\ trinh|bai|bao\ cao|ong|ba|nguoi|hop|noi|lan|ngay)
      \ (do|nay|ay|kia|tren)\b
    """
)
_ENGLISH_FOLLOW_UP = re.compile(
    r"""(?xi) ^(and|what\ about|how\ about|also|then)\b
    | \b(that|this|the\ same)\ (meeting|conference|report|event|person|place|day)\b
    | \b(he|she|they|him|her|them|there|else)\b
    """
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood."""

    text: str
    language: Language
    kind: Kind
    reading: str  # as a person would have written it: what the models read
    folded: tuple[str, ...]  # terms for the lexical index
    exact: tuple[str, ...]
    translation: str | None = None  # the Vietnamese words of an English question
    translated_share: float = 0.0  # how much of it they cover, 0..1
    focus: str | None = None  # the report a conversation is about, where the question goes on from it


@dataclass(frozen=True, slots=True)
class Understanding:
    """Reads questions against what one index knows."""

    index: Generation
    glossary: Glossary
    restorer: Restorer

    @classmethod
    def over(cls, index: Generation, glossary: Path) -> Understanding:
        """Raises `ConfigurationError` where the glossary is malformed."""
        terms = Glossary.load(glossary)
        index.restorer.learn_more([*common_phrases(), *terms.vietnamese_phrases()])
        return cls(index, terms, index.restorer)

    def read(self, text: str, focus: Focus | None = None) -> Question:
        """Understand `text`, typed by a person; with `focus` it may go on from what was said before."""
        text = nfc(" ".join(text.split()))
        language = language_of(text)
        reading = self._reading(text, language)
        kind = kind_of(reading, Language.VIETNAMESE if language is Language.UNMARKED else language)
        goes_on = focus is not None and self._goes_on(text, language)
        in_english = language is Language.ENGLISH
        vietnamese = self.glossary.english_to_vietnamese(text) if in_english else ""
        folded = self._english_terms(text, vietnamese) if in_english else self._vietnamese_terms(reading)
        exact = () if in_english else tuple(exact_terms(reading))
        translation, share = self._translated(text, vietnamese) if in_english else (None, 0.0)
        about = focus.report if focus and goes_on else None
        return Question(text, language, kind, reading, folded, exact, translation, share, about)

    def _translated(self, text: str, vietnamese: str) -> tuple[str | None, float]:
        """The Vietnamese words of an English question, and the share of its words that they stand for."""
        words = [token for token in tokens(text) if token.text.lower() not in _ENGLISH_ASKING]
        terms = [(match.start, match.end) for match in self.glossary.matches(text)]
        covered = sum(
            any(start <= w.start and w.end <= end for start, end in terms) or self._is_known(w) for w in words
        )
        return (vietnamese, covered / len(words)) if vietnamese and words and covered else (None, 0.0)

    def _is_known(self, word: Token) -> bool:
        """Whether a word of an English question is a number or, past its start, a name that the corpus has."""
        return (word.is_number or (word.is_name and word.start > 0)) and self.index.lexical.knows(fold(word.text))

    def _reading(self, text: str, language: Language) -> str:
        if language is Language.ENGLISH:
            return text
        spelled = self.glossary.spelled_out(text)
        unmarked = language is Language.UNMARKED
        return self.restorer.restore(spelled) if unmarked else self.restorer.correct(spelled)

    def _vietnamese_terms(self, reading: str) -> tuple[str, ...]:
        """Folded syllables and pairs; the other forms of an abbreviation or a renamed body count along."""
        terms = folded_terms(reading)
        for expansion in self.glossary.expansions(reading, Language.VIETNAMESE):
            terms += [term for form in expansion.forms[:2] for term in folded_terms(form)]
        return tuple(dict.fromkeys(term for term in terms if term not in _ASKING))

    def _english_terms(self, text: str, vietnamese: str) -> tuple[str, ...]:
        """Names and numbers that the corpus knows, and the field's terms in Vietnamese."""
        known = [token.text for token in tokens(text) if self._is_known(token)]
        return tuple(dict.fromkeys(folded_terms(" ".join(known)) + folded_terms(vietnamese)))

    def _goes_on(self, text: str, language: Language) -> bool:
        if language is Language.ENGLISH:
            return _ENGLISH_FOLLOW_UP.search(text) is not None
        return _FOLLOW_UP.search(fold(text)) is not None
