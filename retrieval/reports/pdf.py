"""PDF files: the lines of their pages, joined into paragraphs again."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from retrieval.errors import ReportError
from retrieval.reports import legacy
from retrieval.vietnamese import sentences

SUFFIXES = frozenset({".pdf"})

_MOST_PAGES = 1000
_MOST_CHARACTERS = 10_000_000
_EDGE = 3  # lines at the top and at the bottom of a page that may be furniture
_NUMBER = re.compile(r"(?:trang|page)?\W*\d{1,3}(?:\s*(?:/|of|trên)\s*\d{1,3})?\W*", re.IGNORECASE)
_ITEM = re.compile(r"[-–—+•*▪●○✓➢]\s*(?=[^\sa-zđ])|\(?(?:\d{1,2}(?:\.\d{1,2})*|[A-Za-zđĐ]|[IVX]{1,5})[.)]\s")
_CLOSED = tuple(mark + quote for mark in ".!?…:;" for quote in ("", '"', "”", "»", ")"))
_FULL = 0.9  # of the usual width: what a line and the next word come to where there was no more room
_MANY = 0.05  # share of characters that say nothing, from which a font does not tell its letters


def extract(data: bytes) -> str:
    """The text of a file, one paragraph a line. Raises `ReportError` where there is none to be had."""
    try:
        text = legacy.modern("\n".join(_paragraphs(_without_edges(_pages(data)))))
    except ReportError:
        raise
    except Exception as exc:  # pypdf lets errors of many kinds through on damaged files
        raise ReportError("it is damaged, or no PDF: open it in a reader and print it as a PDF again") from exc
    if not any(character.isalnum() for character in text):
        raise ReportError("it holds pictures of text and no text (a scan): run text recognition (OCR) over it first")
    if sum(map(_says_nothing, text)) > _MANY * len(text):
        raise ReportError("its fonts do not tell which letters they show: save the original as .docx or .txt")
    return text


def _says_nothing(character: str) -> bool:
    return character == "\ufffd" or (character not in "\n\t" and unicodedata.category(character) in {"Cc", "Co", "Cs"})


def _pages(data: bytes) -> list[list[str]]:
    """The lines of each page, stripped; an empty one is a gap."""
    if b"%PDF" not in data[:1024]:
        raise ReportError("it is no PDF, whatever its name says")

    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, WrongPasswordError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every oddity that it gets over
    try:
        reader = PdfReader(io.BytesIO(data))
        if len(reader.pages) > _MOST_PAGES:
            raise ReportError(f"it has over {_MOST_PAGES} pages: save it in parts")
        pages: list[list[str]] = []
        characters = 0
        for page in reader.pages:
            text = page.extract_text()
            characters += len(text)
            if characters > _MOST_CHARACTERS:
                raise ReportError("it is too long for a report: save it in parts")
            pages.append([" ".join(line.split()) for line in text.splitlines()])
    except (DependencyError, FileNotDecryptedError, WrongPasswordError) as exc:
        raise ReportError("it is protected by a password: print it as a PDF without one") from exc
    return pages


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    """Pages without their numbers, and without what stands at the edge of most; the first keeps its heading."""
    pages = [_trimmed(page) for page in pages]
    tops = Counter(_mask(line) for page in pages for line in page[:_EDGE] if line)
    bottoms = Counter(_mask(line) for page in pages for line in page[-_EDGE:] if line)

    def furniture(line: str, seen: Counter[str]) -> bool:
        repeated = len(pages) > 1 and seen[_mask(line)] > len(pages) / 2
        return not line or repeated or _NUMBER.fullmatch(line) is not None

    kept = []
    for number, page in enumerate(pages):
        start, end = 0, len(page)
        while number and start < min(end, _EDGE) and furniture(page[start], tops):
            start += 1
        while end > max(start, len(page) - _EDGE) and furniture(page[end - 1], bottoms):
            end -= 1
        kept.append(page[start:end])
    return kept


def _trimmed(page: list[str]) -> list[str]:
    filled = [index for index, line in enumerate(page) if line]
    return page[filled[0] : filled[-1] + 1] if filled else []


def _mask(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _paragraphs(pages: list[list[str]]) -> Iterator[str]:
    """Lines joined where a sentence goes on in the next, over the end of a page, too."""
    lines = [line for page in pages for line in page]
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    pending: list[str] = []
    gap = False
    for line in lines:
        if not line:
            gap = True
            continue
        if pending and not _goes_on(pending[-1], line, width, gap):
            yield " ".join(pending)
            pending = []
        pending.append(line)
        gap = False
    if pending:
        yield " ".join(pending)


def _goes_on(line: str, following: str, width: int, gap: bool) -> bool:
    if _ITEM.match(following) or _closes(line, following):
        return False
    if not following[0].isupper():
        return not gap or following[0].islower()
    crowded = len(line) + 1 + len(following.split(" ", 1)[0]) >= _FULL * width
    heading = line.isupper() and not following.isupper()
    return crowded and not gap and not heading


def _closes(line: str, following: str) -> bool:
    """Whether a sentence ends with `line`; a stop behind an abbreviation ("TP.") is none."""
    if line.endswith("."):
        return len(line) in {end for _, end in sentences(f"{line} {following}")}
    return line.endswith(_CLOSED)
