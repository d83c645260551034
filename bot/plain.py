"""Reply -> plain lines, for `danvan ask` and wherever no terminal listens; imports nothing that is slow."""

from __future__ import annotations

from collections.abc import Iterator

from bot.presentation import Found, Part, Quoted, Remark, Reply, Source, Text

_BOLD, _FAINT, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def paint(reply: Reply, *, colours: bool = False) -> str:
    """The reply as lines without a closing line break; `colours` lets a terminal show bold and faint."""
    return "\n".join(_lines(reply, colours))


def _lines(reply: Reply, colours: bool) -> Iterator[str]:
    for part in reply.parts:
        yield _line(part, colours)


def _line(part: Part, colours: bool) -> str:
    match part:
        case Text(text):
            return text
        case Found(text):
            return _styled(text, _BOLD, colours)
        case Quoted(text, start, end):
            marked = _styled(text[start:end], _BOLD, colours and end > start)
            return f"  “{text[:start]}{marked}{text[end:]}”"
        case Source():
            return f"  — {part.line} " + _styled(f"[{part.report}]", _FAINT, colours)
        case Remark(text):
            return _styled(f"  {text}", _FAINT, colours)


def _styled(text: str, style: str, colours: bool) -> str:
    return f"{style}{text}{_PLAIN}" if colours else text
