"""The index's folder: generations beside each other, and one small file that names the live one.

    CURRENT                 the live generation's name; replacing it is the swap
    generations/NAME/       one whole index, never changed once CURRENT has named it
    lock                    held by a rebuild

A reader opens what CURRENT names. A rebuild writes a new generation under a hidden name, renames it when it
is whole, and replaces CURRENT; killed at any moment, it leaves the live generation as it was.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from retrieval.errors import StoreBusy, StoreError

_KEPT = 2  # the live generation and the one before it, which a reader may be opening


class IndexFolder:
    """Where generations live, and which of them is current."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def _generations(self) -> Path:
        return self.folder / "generations"

    @property
    def _pointer(self) -> Path:
        return self.folder / "CURRENT"

    def current(self) -> Path | None:
        """The live generation's folder, or None where nothing was built yet."""
        try:
            name = self._pointer.read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            return None
        except OSError as exc:
            raise StoreError(f"{self._pointer} cannot be read ({exc.strerror}).") from exc
        generation = self._generations / name
        return generation if name and generation.is_dir() else None

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for a rebuild. Raises `StoreBusy` where another one does."""
        lock = FileLock(self.folder / "lock", timeout=0)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock.acquire()
        except Timeout as exc:
            raise StoreBusy(f"Another rebuild of {self.folder} is running: wait for it to end.") from exc
        except OSError as exc:
            raise self._unwritable(exc) from exc
        try:
            yield
        finally:
            lock.release()

    def _unwritable(self, exc: OSError) -> StoreError:
        return StoreError(f"{self.folder} cannot be written ({exc.strerror or exc}): name another folder with --index.")

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A scratch folder to write and publish, beside the generations; what a killed rebuild left goes first.

        Raises `StoreError` where the disk is full or the folder cannot be written.
        """
        try:
            with self._scratch() as work:
                yield work
        except OSError as exc:
            raise self._unwritable(exc) from exc

    @contextmanager
    def _scratch(self) -> Iterator[Path]:
        self._generations.mkdir(exist_ok=True)
        for left in self._generations.glob(".new-*"):
            shutil.rmtree(left, ignore_errors=True)
        for pointer in self.folder.glob(".CURRENT-*"):
            pointer.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=self._generations) as scratch:
            work = Path(scratch) / "generation"
            work.mkdir()
            yield work

    def publish(self, staged: Path) -> Path:
        """Make a whole staged folder the live generation."""
        _flush(staged)
        generation = self._generations / uuid.uuid4().hex[:12]
        os.replace(staged, generation)
        pointer = self.folder / f".CURRENT-{generation.name}"
        pointer.write_text(generation.name, encoding="utf-8")
        _flush(pointer)
        os.replace(pointer, self._pointer)
        self._prune(generation)
        return generation

    def _prune(self, live: Path) -> None:
        others = [path for path in self._generations.iterdir() if path != live and not path.name.startswith(".")]
        others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for old in others[_KEPT - 1 :]:
            shutil.rmtree(old, ignore_errors=True)


def _flush(path: Path) -> None:
    """Have the system write a file, or every file of a folder, to disk before it is named."""
    for file in path.rglob("*") if path.is_dir() else (path,):
        if file.is_file():
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
