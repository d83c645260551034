"""Plain text files, in any encoding that Vietnamese reports come in."""

from __future__ import annotations

import codecs

from retrieval.errors import ReportError
from retrieval.reports import legacy

SUFFIXES = frozenset({".txt", ".md"})
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def extract(data: bytes) -> str:
    """The text of a file's bytes. Raises `ReportError` where they are not text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data:
        raise ReportError("it holds binary data, not text")
    try:
        return legacy.modern(data.decode("utf-8"))
    except UnicodeDecodeError:
        readings = (data.decode("cp1258", errors="replace"), legacy.modern(data.decode("latin-1")))
        return max(readings, key=legacy.syllables)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as exc:
        raise ReportError("its encoding is not known: save it as UTF-8") from exc
