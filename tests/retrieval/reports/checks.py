"""What holds of every format."""

from __future__ import annotations

from collections.abc import Callable

from retrieval.errors import ReportError


def is_text_or_refused(extract: Callable[[bytes], str], data: bytes) -> bool:
    """Whether bytes become text, or an error with something to say."""
    try:
        return isinstance(extract(data), str)
    except ReportError as exc:
        return bool(str(exc))


def broken(good: bytes, data: bytes, start: bytes, at: int) -> tuple[bytes, bytes]:
    """Bytes that begin as a file of the format does, and a good file of it with some of its bytes overwritten."""
    return start + data, good[:at] + data + good[at + len(data) :]
