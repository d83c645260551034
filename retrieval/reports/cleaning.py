"""Raw text of a report -> the text that is kept: NFC, white space mended, page furniture gone.

The rules speak of news pages in general (menus, counters, comment forms, links to other pages), never
of one outlet. A line is only dropped where it can hold no statement.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from retrieval.vietnamese import fold, nfc

VERSION = 1  # part of the recipe: a new number rebuilds every index

_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_NO_TEXT = frozenset({"Cc", "Cs"})  # control characters, and halves of characters that cannot be written
_BLANKS = re.compile(r"[^\S\n]+")

# Matched against the whole folded line.
_FURNITURE = re.compile(
    r"""(?x)
    [\d\s.,:|/•·»\-–_*=+]*                                     # counters, rules
    | binh\ luan(\s*\(?\d*\)?)? | y\ kien\ ban\ doc[\s:(\d)]* | phan\ hoi | (leave\ a\ |post\ )?(comment|reply)s?\W*
    | (chia\ se|share)(\ (bai\ viet|len|tren|qua|facebook|zalo|twitter|email|:|\|).*)?
    | (luot\ (xem|doc|truy\ cap)|so\ lan\ doc|da\ xem|views?|thong\ ke\ truy\ cap|dang\ truy\ cap)\b[\s:\d.,]*.{0,30}
    | (in\ (trang|bai(\ viet)?)|ban\ in|gui\ email|quay\ lai|ve\ dau\ trang|dau\ trang|print|email|facebook|zalo
      |twitter|tweet|google\+?|youtube|thich|like|copy\ link|sao\ chep|co\ chu|nghe\ bai|in|a[-+]?)
      (\s*[|/·•,\-]?\s*(in\ trang|in|gui\ email|email|quay\ lai|facebook|zalo|twitter|print|google\+?|chia\ se|\d+))*
    | (tags?|tu\ khoa|chu\ de)\s*:.* | (xem|doc)\ (them|nhieu|tiep)\b.{0,80}
    | xep\ hang\s*:.* | danh\ gia\ bai\ viet\W*
    | (theo\ doi|tham\ gia)\ .{0,60}(google\ news|facebook|zalo|youtube).*
    | tham\ do\ y\ kien(\ (ban\ doc|nguoi\ dan|cu\ tri))?\W* | (trang\ (nhat|chu)|home)\s*([»>|/].*)?
    | .{0,40}\|.{0,40}\|.{0,80}                                # menus
    | chao\ mung\ (ban\ |quy\ vi\ )?den\ (voi\ )?(trang|cong|website)\b.*
    | (hom\ nay|bay\ gio)\s*:.* | (dang\ nhap|dang\ ky|tim\ kiem|menu|skip\ to\ content)
    | .{0,60}co\ quan\ (cua|ngon\ luan).{0,60}
    """
)
# What a page says in whole sentences.
_NOTICE = re.compile(
    r"""(?x)
    loading\W* | gui\ binh\ luan.* | (please\ )?enter\ your\ .* | save\ my\ name.*
    | (tong\ so\ diem\ cua\ bai\ viet|click\ de\ danh\ gia).* | theo\ doi\ .{0,60}google\ news.{0,40}
    """
)
_PORTAL = re.compile(
    r"(trang (thong tin dien tu|ttdt|tin)|cong (thong tin|ttdt)|bao .{0,30} (dien tu|online)|website)\b.{0,80}"
)
# From such a heading on, a page only points to other pages.
_TAIL = re.compile(
    r"(cac )?(tin|bai|bai viet|tin bai|van ban|tin tuc|nhung tin)( bai)? "
    r"(khac|lien quan|cung chuyen muc|moi hon|cu hon|moi nhat|moi|da dua|noi bat|doc nhieu)( \W.*)?|doc nhieu( nhat)?"
    r"|cung chuyen muc|co the ban quan tam|ban co the quan tam|chuyen muc khac|related (posts|articles)|van ban moi"
)
_STAMPED = re.compile(r"(?!hom nay|bay gio)\D{0,40}\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d{2}\b")
_MAX_LINK = 160


def clean(raw: str) -> str:
    """The kept text: one paragraph a line, no empty lines, single blanks."""
    kept = _cleaned(raw)
    # A line joined or a repeat dropped can bring together what the rules read anew.
    while (again := _cleaned(kept)) != kept:
        kept = again
    return kept


def _cleaned(raw: str) -> str:
    lines = _without_tail(list(_lines(raw)))
    lines = [line for line in lines if not is_furniture(line)]
    return "\n".join(_without_repeats(_joined(lines)))


def is_furniture(line: str) -> bool:
    """Whether a line is part of the page rather than of the report; a line that dates it is kept."""
    folded = fold(line).strip()
    if _NOTICE.fullmatch(folded):
        return True
    return _FURNITURE.fullmatch(folded) is not None and not (_STAMPED.match(folded) or _is_sentence(line))


def is_portal_name(line: str) -> bool:
    """Whether a line names the site it stands on."""
    folded = fold(line).strip()
    return _PORTAL.fullmatch(folded) is not None


def _lines(raw: str) -> Iterator[str]:
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = nfc(_INVISIBLE.sub("", text))  # in this order: an invisible sign keeps a letter from its mark
    text = "".join(c if c in "\n\t" or unicodedata.category(c) not in _NO_TEXT else " " for c in text)
    for line in text.split("\n"):
        if stripped := _BLANKS.sub(" ", line).strip():
            yield stripped


def _without_tail(lines: list[str]) -> list[str]:
    for index, line in enumerate(lines):
        if index and _TAIL.fullmatch(fold(line).strip(" :»>•-")):
            rest = lines[index + 1 :]
            if all(len(other) <= _MAX_LINK and not _is_prose(other) for other in rest):
                return lines[:index]
    return lines


def _is_sentence(line: str) -> bool:
    return line.endswith((".", "!", "?")) and not line.endswith("..") and len(line.split()) > 4


def _is_prose(line: str) -> bool:
    return line.endswith((".", "!", "?")) and len(line.split()) > 12


def _joined(lines: list[str]) -> Iterator[str]:
    """Paragraphs that a page broke inside a sentence, made whole again."""
    pending = ""
    for line in lines:
        if pending and line[0].islower() and pending[-1] not in '.!?:;…”"':
            pending = f"{pending} {line}"
            continue
        if pending:
            yield pending
        pending = line
    if pending:
        yield pending


def _without_repeats(lines: Iterator[str]) -> Iterator[str]:
    seen: set[str] = set()
    for line in lines:
        key = " ".join(fold(line).split())
        if key not in seen:
            seen.add(key)
            yield line
