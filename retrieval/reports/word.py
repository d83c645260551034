"""Word documents (.docx): paragraphs and the cells of tables, in the order of the document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from retrieval.errors import ReportError
from retrieval.reports import html, legacy
from retrieval.reports.rows import row_lines

OLD = frozenset({".doc"})
SUFFIXES = frozenset({".docx"}) | OLD

_MOST = 64 * 1024**2  # bytes unpacked: packed ones can be a thousand times as many
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # begins the files of old Word, and those with a password of the new
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ROOMS = frozenset("ins moveTo smartTag hyperlink sdt sdtContent customXml fldSimple r bdo dir".split())
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def extract(data: bytes) -> str:
    """A document's text, one paragraph a line. Raises `ReportError` where there is none to be had."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise ReportError("it is protected by a password: save it without one")
        raise ReportError("it is a document of an old Word: save it as .docx")
    if data.startswith(b"{\\rtf"):
        raise ReportError("it is rich text (RTF): save it as .docx")
    if data.lstrip()[:100].lower().startswith((b"<html", b"<!doctype html")):
        return html.extract(data)  # what web sites hand out as a Word document
    try:
        if _unpacked(data) > _MOST:
            raise ReportError(f"it unpacks to over {_MOST // 1024**2} MiB: save it without its pictures")
        return legacy.modern("\n".join(_document(data)))
    except ReportError:
        raise
    except Exception as exc:  # python-docx lets the errors of zip and XML through, and adds its own
        raise ReportError("it is damaged, or no Word document: open it in Word and save it as .docx") from exc


def _unpacked(data: bytes) -> int:
    """Bytes of all parts, as declared; the zip module reads no more than that."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return sum(part.file_size for part in parts.infolist())


def _document(data: bytes) -> Iterator[str]:
    from docx import Document

    yield from _lines(Document(io.BytesIO(data)).element.body)


# The elements are walked here because python-docx's paragraphs leave out what stands in content controls, smart
# tags (places, in older documents) and insertions under review.


def _lines(element: Any) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "p":
            yield from filter(None, map(str.strip, "".join(_pieces(child)).split("\n")))
        elif name == "tr":
            yield from row_lines([list(_lines(cell)) for cell in child.iterchildren() if _name(cell) != "trPr"])
        elif name == "tbl" or name in _ROOMS:
            yield from _lines(child)


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name in _ROOMS:
            yield from _pieces(child)


def _name(element: Any) -> str:
    """The tag without its namespace; comments have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
