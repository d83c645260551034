"""Files on disk -> `Report`. One module a format; `cleaning` and `metadata` are the same for all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import NoReports, ReportError
from retrieval.records import Report
from retrieval.reports import cleaning, html, pdf, text, word
from retrieval.reports.metadata import read_metadata

FORMATS: dict[str, Callable[[bytes], str]] = {
    suffix: module.extract for module in (text, html, word, pdf) for suffix in module.SUFFIXES
}
"""How the text of a file is had, by its suffix. Each module imports its library when a file is read."""

READABLE = tuple(sorted(FORMATS.keys() - word.OLD))
"""The suffixes to name to a person; the others are taken, too, but mostly to say what to do with them."""

_MOST = 32 * 1024**2  # bytes of a file


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A file that may hold a report: its id, its bytes' digest, and where it lies."""

    id: str
    digest: str
    path: Path


def list_files(folder: Path) -> list[ReportFile]:
    """Every file of a known format under `folder`, by id. Raises `NoReports` where there is none."""
    if not folder.is_dir():
        raise NoReports(f"There is no folder {folder}: put the reports there, or name another with --seeds.")
    paths = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in FORMATS and path.is_file() and not _is_hidden(path.relative_to(folder))
    )
    if not paths:
        known = ", ".join(READABLE)
        raise NoReports(
            f"The folder {folder} holds no reports ({known}): put some there, or name another with --seeds."
        )
    return [ReportFile(_id(path.relative_to(folder)), _digest(path), path) for path in paths]


def _id(path: Path) -> str:
    """The path as text that can be kept and printed, whatever bytes a file system allows in a name."""
    return path.as_posix().encode(errors="surrogateescape").decode(errors="replace")


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "unreadable"


def read_report(file: ReportFile) -> Report:
    """Read and clean one report. Raises `ReportError` saying why it cannot be kept."""
    if "\ufffd" in file.id:
        raise ReportError("its name is not Unicode: rename it")
    try:
        if file.path.stat().st_size > _MOST:
            raise ReportError(f"it is larger than {_MOST // 1024**2} MiB: save it without its pictures, or in parts")
        data = file.path.read_bytes()
    except OSError as exc:
        raise ReportError(f"it cannot be read ({exc.strerror or exc})") from exc
    kept = cleaning.clean(FORMATS[file.path.suffix.lower()](data))
    if not any(character.isalpha() for character in kept):
        raise ReportError("it is empty")
    found = read_metadata(kept)
    return Report(file.id, kept, found.title or file.id, file.digest, found.date, found.place, found.outlet)
