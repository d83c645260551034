"""Text typed for the fonts that came before Unicode, TCVN3 (ABC) and VNI, recognised and rewritten.

Such text looks like Latin-1 gibberish (`§ång chÝ`, `Ñoàng chí`). It is recognised by what it becomes:
a reading is only taken where far more of its words are Vietnamese syllables than before.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from retrieval.vietnamese import is_syllable

_TONES = "\u0300\u0309\u0303\u0301\u0323"  # grave, hook, tilde, acute, dot: the order of TCVN3's code page

# Each vowel's five toned letters, in the order of _TONES; then the letters that bear no tone.
_TCVN3_TONED = {
    "a": "µ¶·¸¹",
    "ă": "»¼½¾Æ",
    "â": "ÇÈÉÊË",
    "e": "ÌÎÏÐÑ",
    "ê": "ÒÓÔÕÖ",
    "i": "×ØÜÝÞ",
    "o": "ßáâãä",
    "ô": "åæçèé",
    "ơ": "êëìíî",
    "u": "ïñòóô",
    "ư": "õö÷øù",
    "y": "úûüýþ",
}
_TCVN3_PLAIN = dict(zip("¡¢§£¤¥¦¨©®ª«¬\u00ad", "ĂÂĐÊÔƠƯăâđêôơư", strict=True))

# VNI writes a mark behind its letter: a tone, a circumflex or breve, or both in one.
_VNI_MARKS = {
    **dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True)),
    **{code: "\u0302" + tone for code, tone in zip("âàáåãä", ("", *"\u0300\u0301\u0309\u0303\u0323"), strict=True)},
    **{code: "\u0306" + tone for code, tone in zip("êèéúüë", ("", *"\u0300\u0301\u0309\u0303\u0323"), strict=True)},
}
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}

_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[\u00a1-\u00ff]")
_LEAST_GAIN = 0.15  # of all words: ordinary text gains nothing


def modern(text: str) -> str:
    """`text` in Unicode: rewritten where it was typed for TCVN3 or VNI fonts, else as it is."""
    if not _FOREIGN.search(text):
        return text
    plain = syllables(text)
    best = max((from_tcvn3(text), from_vni(text)), key=syllables)
    return best if syllables(best) - plain >= _LEAST_GAIN else text


def syllables(text: str) -> float:
    """Share of the words that are Vietnamese syllables bearing a mark, or plain ASCII ones."""
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    return sum(map(_is_syllable, words)) / len(words) if words else 0.0


@cache
def _is_syllable(word: str) -> bool:
    tones = sum(c in _TONES for c in unicodedata.normalize("NFD", word))
    cased = word.isupper() or word[1:].islower() or len(word) == 1  # gibberish has capitals inside words
    return cased and tones <= 1 and is_syllable(word)


def from_tcvn3(text: str) -> str:
    """Latin-1 gibberish read as TCVN3."""
    table: dict[str, str] = dict(_TCVN3_PLAIN)
    for vowel, letters in _TCVN3_TONED.items():
        table |= {code: unicodedata.normalize("NFC", vowel + tone) for code, tone in zip(letters, _TONES, strict=True)}
    return text.translate({ord(code): letter for code, letter in table.items()})


def from_vni(text: str) -> str:
    """Latin-1 gibberish read as VNI."""
    alone = str.maketrans(_VNI_ALONE | {code.upper(): letter.upper() for code, letter in _VNI_ALONE.items()})
    marks = _VNI_MARKS | {code.upper(): mark for code, mark in _VNI_MARKS.items()}
    pattern = re.compile(f"([aeouyôöAEOUYÔÖ])([{''.join(marks)}])")
    joined = pattern.sub(lambda m: m[1].translate(alone) + marks[m[2]], text)
    return unicodedata.normalize("NFC", joined.translate(alone))
