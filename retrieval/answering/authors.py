"""Who wrote a report and who took its pictures: credited by a label, or signed below its last paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.answering import offices
from retrieval.answering.deed_words import Deed
from retrieval.answering.people import Offsets
from retrieval.vietnamese import UPPER

_CREDIT = re.compile(
    r"(?:(?<=[.(|–\n-])[ \t]*|\A)(?P<what>(?i:tin,? (?:và )?ảnh|tin,? bài,? (?:và )?ảnh|bài,? (?:và )?ảnh|tin,? bài|"
    r"bài viết|tin|bài|ảnh|tác giả|t/h|thực hiện|"
    r"người viết|PV|nhóm PV|biên soạn|người đăng(?: bài viết)?|nguồn ảnh))\s*:\s*(?P<who>[^\n:|(]{2,60})"
)
_NOBODY = re.compile(r"(?i:CTV|S\.?T|TL|internet|tư liệu|minh họa|báo|TTXVN)(?!\w)")
_PEN_NAME = rf"(?:[{UPPER}][\w’'.]*)(?:[ ][{UPPER}][\w’'.]*){{0,4}}"
_PEN_NAMES = re.compile(
    rf"(?:\(\s*)?{_PEN_NAME}(?:\s*(?:[-–,;&/]|và)\s*{_PEN_NAME}){{0,3}}(?:\s*\([^()\n]+\)|"
    rf"\s*[-–]\s*[^\n]{{3,60}})?\)?"
)
_ONE_PEN = re.compile(_PEN_NAME)
_AND_ANOTHER = re.compile(r"\s*(?:[-–,;&/]|và)\s*")
_PROSE = 140  # characters from which a line is part of the report itself
_AFTERMATH = re.compile(
    r"(?i:bình luận|tin |bài viết|loading|chia sẻ|từ khóa|nguồn|chủ đề|ảnh|văn bản|tags?|xem thêm|"
    r"đọc nhiều|văn phòng|ban |phòng |trung tâm|hết)"
)


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who wrote a report or took its pictures; without a label such as "Tin, ảnh", the name itself is the label."""

    deed: Deed
    name: Offsets
    label: Offsets
    line: Offsets


def authors(view: str) -> Iterator[Authorship]:
    """Who wrote and who photographed: credited by a label, or signed below the last paragraph."""
    written = False
    for credit in _CREDIT.finditer(view):
        line = _line(view, credit.start("what"))
        label = credit["what"].lower()
        if label.startswith("người đăng") or _NOBODY.match(view, credit.start("who")):
            continue
        made = [Deed.PHOTOGRAPH] if label in ("ảnh", "nguồn ảnh") else [Deed.WRITE]
        if "ảnh" in label and label not in ("ảnh", "nguồn ảnh"):
            made.append(Deed.PHOTOGRAPH)
        written = written or Deed.WRITE in made
        for deed in made:
            yield from _signed(view, credit.span("who"), deed, credit.span("what"), line)
    if written:
        return
    lines = [m.span() for m in re.finditer(r"[^\n]+", view)]
    last = max((n for n, (start, end) in enumerate(lines) if end - start >= _PROSE), default=len(lines))
    for start, end in lines[last + 1 : last + 6]:
        stripped = view[start:end].strip()
        if _PEN_NAMES.fullmatch(stripped) and not _AFTERMATH.match(stripped) and len(stripped) <= 90:
            first = start + view[start:end].index(stripped)
            yield from _signed(view, (first, first + len(stripped)), Deed.WRITE, None, (first, first + len(stripped)))
            return


def _signed(view: str, who: Offsets, deed: Deed, label: Offsets | None, line: Offsets) -> Iterator[Authorship]:
    """One act for each name of a signature; what stands behind the names is not a name."""
    at = who[0]
    while name := _ONE_PEN.match(view, at, who[1]):
        span = name.span()
        while span[1] - span[0] > 4 and view[span[1] - 1] == ".":
            span = (span[0], span[1] - 1)
        yield Authorship(deed, span, label or span, line)
        joint = _AND_ANOTHER.match(view, name.end(), who[1])
        if not joint:
            return
        at = joint.end()
        if offices.BODY.match(view, at):
            return


def _line(view: str, at: int) -> Offsets:
    """The line `at` lies in, without surrounding white space."""
    start = view.rfind("\n", 0, at) + 1
    end = view.find("\n", at)
    line = view[start : len(view) if end < 0 else end]
    start += len(line) - len(line.lstrip())
    return start, start + len(line.strip())
