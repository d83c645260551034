"""PDF files: the lines of their pages, joined into paragraphs again."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from retrieval.errors import ReportError
from retrieval.reports import legacy
from retrieval.vietnamese import sentences

SUFFIXES = frozenset({".pdf"})

_MOST_PAGES = 1000
_MOST_CHARACTERS = 10_000_000
_LOCKED = "it is protected by a password: save or print it as a PDF without one"
_SCAN = "it holds pictures of text, no text (a scan): run a text recognition (OCR) over it first"
_NUMBER = re.compile(r"(?:trang|page)?\W*\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?\W*", re.IGNORECASE)
_ITEM = re.compile(r"[-–—+•*▪●○✓➢]\s|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[IVX]{1,5})[.)]\s", re.IGNORECASE)
_CLOSED = (".", "!", "?", "…", ":", ";", '."', ".”", '!"', "!”", '?"', "?”", ".)", "./.")
_FULL = 0.9  # of the usual width, that a line and the next word come to where the line was broken for want of room


def extract(data: bytes) -> str:
    """The text of a file, one paragraph a line. Raises `ReportError` where there is none to be had."""
    try:
        text = legacy.modern("\n".join(_paragraphs(_without_edges(_pages(data)))))
    except ReportError:
        raise
    except Exception as exc:  # pypdf lets many kinds of errors through on damaged files
        raise ReportError("it is damaged, or no PDF: open it in a reader and print it as a PDF again") from exc
    if not any(character.isalnum() for character in text):
        raise ReportError(_SCAN)
    return text
