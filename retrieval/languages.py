"""Which language and form a question is in: Vietnamese, Vietnamese without diacritics, or English."""

from __future__ import annotations

from retrieval.records import Language
from retrieval.vietnamese import fold, has_diacritics, tokens

# English words that are no Vietnamese syllable with its diacritics gone ("the", "in", "do", "to", "that" are).
_ENGLISH = frozenset(
    """
    who whom whose what when where which why how of did does was were is are has have had been being
    many much from with for and which whose there their its his her they he she name list tell me please
    about during between under over after before while into onto any some other others year years month
    day date time place number chaired chair chairs spoke speak attended attend held hold head heads
    people person meeting conference report reports province district commune city party committee
    deputy secretary award awarded given gifts gift give gave said say says state stated does it on at
    an if or as
    """.split()
)
_VIETNAMESE = frozenset(
    """
    ai gi nao dau bao nhieu may la cua tai khi nhung cac duoc va hoi nghi ngay nam thang nguoi ong ba
    dong chi khong co da o voi tu den trong ve cho nay do vi sao tinh huyen xa to chuc chu tri hn ko dc
    bn lam su mot hai
    """.split()
)

# A word of the one is enough where none of the other is there: "to" and "do" are words of both.
_ENGLISH_ALONE = frozenset("who whom whose what when where which why how did does".split())
_VIETNAMESE_ALONE = frozenset("gi nao nhieu la duoc khong cua nhung khi".split())


def language_of(text: str) -> Language:
    """The language and form of a question; names in it, with or without diacritics, do not decide."""
    found = [token for token in tokens(text) if not token.is_number]
    words = [token.text for token in found]
    lowered = [word.lower() for word in words]
    english = sum(word in _ENGLISH for word in lowered)
    vietnamese = sum(fold(word) in _VIETNAMESE for word in lowered)
    no_vietnamese = _VIETNAMESE_ALONE.isdisjoint(map(fold, lowered))
    likely = not _ENGLISH_ALONE.isdisjoint(lowered) or english == vietnamese > 0
    marked = [token for place, token in enumerate(found) if has_diacritics(token.text)]
    common_marked = [token for token in marked if not token.is_name or token is found[0]]
    if english > vietnamese or (likely and no_vietnamese and not common_marked):
        return Language.ENGLISH
    if marked and (common_marked or not _mostly_unmarked(words)):
        return Language.VIETNAMESE
    return Language.VIETNAMESE if common_marked else Language.UNMARKED


def _mostly_unmarked(words: list[str]) -> bool:
    return sum(has_diacritics(word) for word in words) * 3 < len(words)
