"""Saved web pages: the article's paragraphs, without the page around them."""

from __future__ import annotations

import codecs
import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from retrieval.errors import ReportError
from retrieval.reports import legacy, text
from retrieval.reports.cleaning import is_portal_name
from retrieval.reports.rows import row_lines
from retrieval.vietnamese import fold

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.element import PageElement

SUFFIXES = frozenset({".html", ".htm"})

_MOST = 8 * 1024**2  # bytes; a page of more is pictures written as text, and slow to parse
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DROPPED = (
    *("script", "style", "template", "noscript", "title", "nav", "footer", "aside", "iframe", "object", "svg", "math"),
    *("button", "input", "select", "option", "textarea", "label", "audio", "video", "canvas", "map", "dialog"),
)
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q s samp small span strike strong "
    "sub sup time tt u var wbr img".split()
)
_LONG = 80  # characters from which a line counts as prose
_MOSTLY = 0.6  # of the page's prose, that an <article> must hold to stand for the page


def extract(data: bytes) -> str:
    """The article of a page: its title, then one paragraph a line. Raises `ReportError` where there is none."""
    if len(data) > _MOST:
        raise ReportError(f"it is over {_MOST // 1024**2} MiB for a page: save it without its pictures")
    try:
        readings = [legacy.modern(_article(markup)) for markup in _readings(data)]
    except ReportError:
        raise
    except Exception as exc:  # the parser's errors on markup that is none are of many kinds
        raise ReportError("it is not a web page that can be read: save its text as .txt") from exc
    return max(readings, key=legacy.syllables)


def _readings(data: bytes) -> Iterator[str]:
    """The markup, in the encoding of its bytes, else the one it names, else in each that it may be in."""
    from bs4.dammit import EncodingDetector

    if data.startswith(_MARKS):
        yield text.extract(data)
        return
    declared = EncodingDetector.find_declared_encoding(data, is_html=True)
    for encoding in ("utf-8", declared):
        try:
            yield data.decode(encoding or "utf-8")
            return
        except (LookupError, ValueError):
            continue
    if b"\0" in data:
        raise ReportError("it holds binary data, not a web page")
    yield data.decode("cp1258", errors="replace")
    yield data.decode("latin-1")


def _article(markup: str) -> str:
    from bs4 import BeautifulSoup

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about markup that looks like a path, or like XML
        page = BeautifulSoup(markup, "html.parser")
    title = _title(page)
    lines = _narrowed(page)
    if title and (not lines or _key(lines[0]) != _key(title)):
        lines = [title, *(line for line in lines if _key(line) != _key(title))]
    return "\n".join(lines)


def _title(page: BeautifulSoup) -> str:
    """The heading of the article: an <h1> that <title> repeats, else the longest, else <title> itself."""
    named = " ".join(page.title.get_text().split()) if page.title else ""
    headings = [" ".join(tag.get_text(" ").split()) for tag in page.find_all("h1")]
    headings = [heading for heading in headings if heading and not is_portal_name(heading)]
    repeated = [heading for heading in headings if _key(heading) in _key(named)]
    if found := repeated or headings:
        return max(found, key=len)
    return re.split(r"\s+[|»\-–—]\s+(?=\S[^|»–—]{0,60}$)", named)[0]  # without the site's name behind it


def _narrowed(page: BeautifulSoup) -> list[str]:
    """Lines of the first article that holds most of the page's prose, else of such a <main>, else of the whole."""
    root = page.body or page
    _strip(root)
    whole = list(_lines(root))
    for name in ("article", "main"):
        for part in root.find_all(name):
            if part.find_parent(name) is None and _prose(lines := list(_lines(part))) > _MOSTLY * _prose(whole):
                return lines
    return whole


def _strip(root: Tag) -> None:
    for tag in root.find_all(_DROPPED):
        tag.decompose()
    for tag in root.find_all("header"):
        if tag.find_parent(["article", "main"]) is None:
            tag.decompose()
    least = _MOSTLY * len(root.get_text())
    for tag in root.find_all("form"):
        if len(tag.get_text()) < least:  # else a server has wrapped the whole page in one
            tag.decompose()


def _lines(root: Tag) -> Iterator[str]:
    """The text as a browser breaks it: at the ends of blocks and at <br>; a row of short cells is one line."""
    for line in "".join(_pieces(root)).split("\n"):
        if mended := " ".join(line.split()):
            yield mended


def _pieces(root: Tag) -> Iterator[str]:
    from bs4.element import NavigableString, PreformattedString, Tag

    # A stack of its own: markup may be nested deeper than Python calls may be.
    waiting: list[PageElement | str] = list(reversed(root.contents))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Tag):
            if node.name == "pre":
                yield f"\n{node.get_text()}\n"
            elif node.name == "tr" and node.find("tr") is None:
                cells = [list(_lines(cell)) for cell in node.find_all(["td", "th"], recursive=False)]
                yield "\n".join(["", *row_lines(cells), ""])
            else:
                around = "" if node.name in _INLINE else "\n"
                waiting += [around, *reversed(node.contents)]
                yield around
        elif isinstance(node, NavigableString):
            # Comments, declarations and the like are strings of this kind.
            yield "" if isinstance(node, PreformattedString) else re.sub(r"\s+", " ", node)
        elif isinstance(node, str):
            yield node


def _prose(lines: list[str]) -> int:
    return sum(len(line) for line in lines if len(line) >= _LONG)


def _key(line: str) -> str:
    return " ".join(fold(line).split())
