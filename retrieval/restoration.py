"""Diacritics put back into a question typed without them.

A Viterbi path over the spellings that fold to each syllable, scored by an interpolated bigram model
(Jelinek-Mercer) of the corpus, backed by the unigram probabilities of the model's own vocabulary for
syllables that the corpus lacks.
"""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.vietnamese import TOKEN, Token, fold, is_syllable, nfc, tokens

_PRIOR_WEIGHT = 0.15
_BIGRAM_WEIGHT = 0.75
_MIN_TYPO = 3  # letters: a shorter word is one slip away from anything
_MOSTLY = 0.6
_BEFORE_NAMES = frozenset("o tai xa phuong huyen tinh tran pho thon buon lang ap ong ba chi anh".split())

# How people ask and what they commonly write: reports hold statements, and few of them hold few words.
_PHRASES = Path(__file__).parent / "phrases.txt"


def syllable_prior(pieces: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Probabilities of Vietnamese syllables from a tokenizer's pieces and their log probabilities."""
    prior: defaultdict[str, float] = defaultdict(float)
    for piece, log_probability in pieces:
        word = piece.removeprefix("▁").lower()
        if piece.startswith("▁") and is_syllable(word):
            prior[word] += math.exp(log_probability)
    return dict(prior)


def common_phrases() -> list[str]:
    """What people commonly write, and how they ask: learned beside every corpus."""
    return _PHRASES.read_text(encoding="utf-8").splitlines()


@dataclass(slots=True)
class Restorer:
    """Spellings and their counts; `restore` writes the likeliest one for each folded word."""

    unigrams: Counter[str] = field(default_factory=Counter)
    bigrams: Counter[tuple[str, str]] = field(default_factory=Counter)
    prior: Mapping[str, float] = field(default_factory=dict)
    capitals: Counter[str] = field(default_factory=Counter)  # of words and, with a blank, of pairs
    _spellings: dict[str, list[str]] = field(default_factory=dict)
    _starts: Counter[str] = field(default_factory=Counter)
    _total: int = 0

    @classmethod
    def learn(cls, texts: Iterable[str], prior: Mapping[str, float]) -> Restorer:
        """Count words and pairs of `texts`; `prior` gives a probability to words of the model's vocabulary."""
        restorer = cls(prior=prior)
        restorer._count(texts)
        restorer.index()
        return restorer

    def learn_more(self, texts: Iterable[str]) -> None:
        """Count further texts, such as a glossary's."""
        self._count(texts)
        self.index()

    def _count(self, texts: Iterable[str]) -> None:
        for text in texts:
            found = [word for word in TOKEN.findall(nfc(text)) if not word[0].isdigit()]
            words = [word.lower() for word in found]
            self.unigrams.update(words)
            self.bigrams.update(itertools.pairwise(words))
            self.capitals.update(word.lower() for word in found if word[0].isupper())
            self.capitals.update(
                f"{left} {right}".lower()
                for left, right in itertools.pairwise(found)
                if left[0].isupper() and right[0].isupper()
            )

    def index(self) -> None:
        """Derive the look-up tables from the counts."""
        spellings: defaultdict[str, set[str]] = defaultdict(set)
        for word in (*self.prior, *self.unigrams):
            spellings[fold(word)].add(word)
        self._spellings = {folded: sorted(words) for folded, words in spellings.items()}
        self._total = sum(self.unigrams.values()) or 1
        self._starts = Counter()
        for (left, _), count in self.bigrams.items():
            self._starts[left] += count

    def save(self, path: Path) -> None:
        """Write the counts; the look-up tables are derived from them."""
        content = {
            "unigrams": self.unigrams,
            "bigrams": [[left, right, count] for (left, right), count in self.bigrams.items()],
            "prior": dict(self.prior),
            "capitals": self.capitals,
        }
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Restorer:
        """Raises OSError or ValueError where the file cannot be read."""
        content = json.loads(path.read_text(encoding="utf-8"))
        bigrams = Counter({(left, right): count for left, right, count in content["bigrams"]})
        restorer = cls(Counter(content["unigrams"]), bigrams, content["prior"], Counter(content["capitals"]))
        restorer.index()
        return restorer

    def _log_probability(self, previous: str | None, word: str) -> float:
        unigram = self.unigrams[word] / self._total
        single = (1 - _PRIOR_WEIGHT) * unigram + _PRIOR_WEIGHT * self.prior.get(word, 0.0) + 1e-9
        if previous is None or not self._starts[previous]:
            return math.log(single)
        pair = self.bigrams[previous, word] / self._starts[previous]
        return math.log(_BIGRAM_WEIGHT * pair + (1 - _BIGRAM_WEIGHT) * single)

    def restore(self, text: str) -> str:
        """`text`, typed without diacritics, as a person would have written it: marks, capitals of names, typos."""
        found = tokens(text)
        words = self._best_path([self._choices(token.text) for token in found])
        typed = [token.text.lower() for token in found]
        words = [word if self._is_mended(words, at, typed) else typed[at] for at, word in enumerate(words)]
        return _rewritten(text, [(token.start, token.end) for token in found], self._with_capitals(words))

    def _is_mended(self, words: Sequence[str], at: int, typed: Sequence[str]) -> bool:
        """Whether a word is what was typed, or stands beside a neighbour as somewhere in the corpus.

        Behind what introduces a name the neighbour after it alone counts: "ở Gung Ré" is not "ở cùng Ré".
        """
        if fold(words[at]) == typed[at] or fold(typed[at]) != typed[at]:
            return True
        before = at > 0 and typed[at - 1] not in _BEFORE_NAMES and (words[at - 1], words[at]) in self.bigrams
        return before or (at + 1 < len(words) and (words[at], words[at + 1]) in self.bigrams)

    def correct(self, text: str) -> str:
        """`text`, typed with diacritics, with words that nobody knows replaced by near ones that the corpus has."""
        found = tokens(text)
        choices = [self._near(t.text) if self._looks_mistyped(t) else [t.text.lower()] for t in found]
        words = self._best_path(choices)
        kept = [word if word != token.text.lower() else token.text for word, token in zip(words, found, strict=True)]
        return _rewritten(text, [(token.start, token.end) for token in found], kept)

    def _looks_mistyped(self, token: Token) -> bool:
        word = token.text
        return word.islower() and len(word) >= _MIN_TYPO and not self._knows(word)

    def _knows(self, word: str) -> bool:
        return word in self.unigrams or word in self.prior or fold(word) in self._spellings

    def _near(self, word: str) -> list[str]:
        """Spellings one slip of the finger away (two letters swapped, one too many, missing or wrong)."""
        near = process.extract(fold(word), list(self._spellings), scorer=OSA.distance, score_cutoff=1, limit=12)
        return [spelling for folded, _, _ in near for spelling in self._spellings[folded]] or [word]

    def _with_capitals(self, words: list[str]) -> list[str]:
        """Names as the corpus writes them: pairs that it mostly capitalises, and foreign words."""
        cased = list(words)
        for at, (left, right) in enumerate(itertools.pairwise(words)):
            seen = self.bigrams[left, right]
            if seen and self.capitals[f"{left} {right}"] > _MOSTLY * seen:
                cased[at], cased[at + 1] = left.capitalize(), right.capitalize()
        return [
            word.capitalize()
            if word not in self.prior and self.capitals[word] > _MOSTLY * self.unigrams[word] > 0
            else kept
            for word, kept in zip(words, cased, strict=True)
        ]

    def _best_path(self, choices: list[list[str]]) -> list[str]:
        paths: dict[str, tuple[float, list[str]]] = {"": (0.0, [])}
        for options in choices:
            step: dict[str, tuple[float, list[str]]] = {}
            for word in options:
                scored = (
                    (score + self._log_probability(last or None, word), path) for last, (score, path) in paths.items()
                )
                score, path = max(scored, key=lambda pair: pair[0])
                step[word] = (score, [*path, word])
            paths = step
        return max(paths.values(), key=lambda pair: pair[0])[1]

    def _choices(self, word: str) -> list[str]:
        lowered = word.lower()
        if fold(word) != lowered:
            return [lowered]
        if lowered in self._spellings:
            return self._spellings[lowered]
        return self._near(lowered) if lowered.isalpha() and len(lowered) >= _MIN_TYPO else [lowered]


def _rewritten(text: str, spans: list[tuple[int, int]], words: list[str]) -> str:
    pieces, at = [], 0
    for (start, end), word in zip(spans, words, strict=True):
        typed = text[start:end]
        pieces += [text[at:start], word if typed.lower() != word else typed]
        at = end
    return "".join([*pieces, text[at:]])
