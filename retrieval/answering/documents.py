"""Numbered documents named in a text: "Chỉ thị số 05-CT/TW", "kế hoạch 112-KH/TU", "Directive No. 19"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.answering.value_words import CLASSIFIERS, COUNTED, DOCUMENT_TYPES, MEASURES, SCALES
from retrieval.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Document:
    """A document as named: `type` as reports write it ("Chỉ thị"; empty where unsaid), `number` as it stands."""

    start: int
    end: int
    type: str
    number: str


_COUNTED = (*COUNTED, *CLASSIFIERS, *MEASURES, *SCALES)
_TYPE = "|".join(sorted(DOCUMENT_TYPES, key=len, reverse=True))
_COUNT = "|".join(sorted({*map(fold, _COUNTED), "years?", "months?", "days?"}, key=len, reverse=True))
_NO = r"(?:so|no\.?|number)\s?:?\s?"
_SIGN = r"\d{1,5}(?:/\d{4})?\s?[-–/]\s?[a-z]\w*(?:[-–/.][a-z0-9]+)*"  # 05-CT/TW, 214/KH-MTTQ-BTT
_PLAIN = r"\d{1,4}[a-z]?"
_END = r"(?![\w%]|[.,/–-]\d)"

_DOCUMENT = re.compile(
    rf"(?<!\w)(?P<type>{_TYPE})(?: [^\W\d]+){{0,4}}? {_NO}(?P<numbered>{_SIGN}|{_PLAIN}){_END}"
    rf"|(?<!\w)(?P<type_of_sign>{_TYPE}) (?P<signed>{_SIGN}){_END}"
    rf"|(?<!\w)(?P<type_alone>{_TYPE}) (?!(?:19|20)\d\d\b)(?P<bare>{_PLAIN}){_END}(?!\s(?:{_COUNT})\b|\s?-)"
    rf"|(?<![\w/.,-])(?:{_NO})?(?P<sign>{_SIGN}){_END}"
)
_NUMBERS = ("numbered", "signed", "bare", "sign")
_LETTERS = re.compile(r"\d{1,5}(?:/\d{4})?\s?[-–/]\s?[A-ZĐ]{2}")  # a sign alone is in capitals


def documents(text: str) -> tuple[Document, ...]:
    """The numbered documents of `text`, in order, in any case and with or without diacritics."""
    found = []
    for match in _DOCUMENT.finditer(fold(text)):
        start, end = next(match.span(name) for name in _NUMBERS if match[name])
        if match["sign"] and not _LETTERS.match(text, start):
            continue
        kind = match["type"] or match["type_of_sign"] or match["type_alone"]
        found.append(Document(match.start(), end, DOCUMENT_TYPES[kind] if kind else "", text[start:end]))
    return tuple(found)
