"""Folder of reports -> index. Only what changed is embedded again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval import passages as cutting
from retrieval.encoders import Encoder, open_encoder
from retrieval.errors import NoReports, ReportError, StoreError
from retrieval.index import generation, lexical
from retrieval.index.folder import IndexFolder
from retrieval.index.generation import Contents, Generation
from retrieval.index.vectors import Codes, TokenQuantizer, Vectors
from retrieval.passages import Cutting, embedded_text
from retrieval.progress import Progress, silent
from retrieval.records import Passage, Report
from retrieval.reports import ReportFile, cleaning, list_files, read_report
from retrieval.settings import Settings

Guard = Callable[[Generation | None, Generation], None]
"""Called with the live and the new generation before the swap; raises to keep the live one."""

_TRAINING_TOKENS = 100_000


@dataclass(frozen=True, slots=True)
class Skipped:
    """A report that could not be kept, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class RebuildResult:
    """What a rebuild found and did."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    skipped: tuple[Skipped, ...]
    passages: int
    embedded: int
    seconds: float
    swapped: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What a rebuild needs beside the reports."""

    encoder: Encoder
    cutting: Cutting


def open_parts(settings: Settings, progress: Progress = silent) -> Parts:
    """Encoder (compiled now where needed) and cutting of these settings."""
    encoder = open_encoder(settings.model, settings.paths.cache, progress)
    return Parts(
        encoder,
        Cutting(min(settings.passages.tokens, encoder.max_tokens), settings.passages.overlap_sentences),
    )


def recipe_of(parts: Parts) -> dict[str, str]:
    """All that decides what an index holds beside the reports; another recipe rebuilds the whole."""
    return {
        "encoder": parts.encoder.digest,
        "cutting": f"{cutting.VERSION}:{parts.cutting.tokens}:{parts.cutting.overlap_sentences}",
        "cleaning": str(cleaning.VERSION),
        "lexical": str(lexical.VERSION),
        "index": str(generation.VERSION),
    }


def rebuild(
    settings: Settings, progress: Progress = silent, *, parts: Parts | None = None, guard: Guard | None = None
) -> RebuildResult:
    """Bring the index of `settings.paths` up to date with its reports.

    Raises `NoReports`, `ModelError`, `StoreBusy`, and whatever `guard` raises; the live index then stays.
    """
    started = time.perf_counter()
    files = list_files(settings.paths.reports)
    folder = IndexFolder(settings.paths.index)
    with folder.locked():
        parts = parts or open_parts(settings, progress)
        recipe = recipe_of(parts)
        live = _live(folder)
        same_recipe = live is not None and live.description.recipe == recipe
        old = live if same_recipe else None
        reports, skipped = _read(files, old, progress)
        result = _compared(live, reports, skipped)
        if old is not None and not (result.added or result.changed or result.removed):
            return _timed(result, len(old.contents.passages), 0, started, swapped=False)
        contents, embedded = _contents(reports, parts, old, progress)
        with folder.staging() as staged:
            progress("write", 0, 1)
            generation.write(contents, recipe, parts.encoder.model, parts.encoder.syllables(), staged)
            if guard is not None:
                guard(live, generation.load(staged))
            folder.publish(staged)
            progress("write", 1, 1)
    return _timed(result, len(contents.passages), embedded, started, swapped=True)


def _live(folder: IndexFolder) -> Generation | None:
    current = folder.current()
    if current is None:
        return None
    try:
        return generation.load(current)
    except StoreError:
        return None  # damaged or of another version: built anew


def _read(
    files: list[ReportFile], old: Generation | None, progress: Progress
) -> tuple[list[Report], tuple[Skipped, ...]]:
    """Reports in order of their ids; unchanged ones come from the live index, unreadable ones are named."""
    reports: list[Report] = []
    skipped: list[Skipped] = []
    for number, file in enumerate(files, 1):
        kept = old.reports.get(file.id) if old else None
        try:
            reports.append(kept if kept and kept.digest == file.digest else read_report(file))
        except ReportError as exc:
            skipped.append(Skipped(file.id, str(exc)))
        progress("read", number, len(files))
    if not reports:
        reasons = "; ".join(f"{one.id}: {one.reason}" for one in skipped[:3])
        raise NoReports(f"None of the {len(files)} reports could be read ({reasons}).")
    return reports, tuple(skipped)


def _compared(live: Generation | None, reports: list[Report], skipped: tuple[Skipped, ...]) -> RebuildResult:
    before = {report.id: report.digest for report in live.reports.values()} if live else {}
    now = {report.id: report.digest for report in reports}
    return RebuildResult(
        added=tuple(id for id in now if id not in before),
        changed=tuple(id for id in now if id in before and before[id] != now[id]),
        removed=tuple(id for id in before if id not in now),
        unchanged=sum(before.get(id) == digest for id, digest in now.items()),
        skipped=skipped,
        passages=0,
        embedded=0,
        seconds=0.0,
        swapped=False,
    )


def _timed(result: RebuildResult, passages: int, embedded: int, started: float, *, swapped: bool) -> RebuildResult:
    from dataclasses import replace

    seconds = time.perf_counter() - started
    return replace(result, passages=passages, embedded=embedded, seconds=seconds, swapped=swapped)


def _key(passage: Passage) -> str:
    return hashlib.sha256(embedded_text(passage).encode()).hexdigest()


def _contents(reports: list[Report], parts: Parts, old: Generation | None, progress: Progress) -> tuple[Contents, int]:
    """Cut what changed, embed what was never embedded by this recipe, and put all in passage order."""
    passages = _passages(reports, parts, old)
    keys = [_key(passage) for passage in passages]
    known = {key: number for number, key in enumerate(old.contents.keys)} if old else {}
    new = {key: passage for key, passage in zip(keys, passages, strict=True) if key not in known}
    embeddings = parts.encoder.encode_passages([embedded_text(passage) for passage in new.values()], progress)
    tokens = [embedding.tokens for embedding in embeddings]
    quantizer = old.contents.quantizer if old else TokenQuantizer.train(_sample(tokens))
    made = {
        key: _Stored(embedding.pooled, quantizer.encode(vectors), np.asarray(embedding.offsets, dtype=np.int32))
        for key, embedding, vectors in zip(new, embeddings, tokens, strict=True)
    }
    rows = [made[key] if key in made else _kept(old, known[key]) for key in keys]
    contents = Contents(
        tuple(reports),
        tuple(passages),
        tuple(keys),
        np.stack([row.pooled for row in rows]).astype(np.float32),
        np.concatenate([row.codes for row in rows]),
        np.concatenate([row.offsets for row in rows]),
        np.cumsum([0, *(len(row.codes) for row in rows)]),
        quantizer,
    )
    return contents, len(new)


def _passages(reports: list[Report], parts: Parts, old: Generation | None) -> list[Passage]:
    kept: dict[str, list[Passage]] = {}
    for passage in old.contents.passages if old else ():
        kept.setdefault(passage.report, []).append(passage)
    found: list[Passage] = []
    for report in reports:
        unchanged = old is not None and old.reports.get(report.id) == report
        found += kept[report.id] if unchanged else cutting.cut(report, parts.cutting, parts.encoder.count_tokens)
    return found


@dataclass(frozen=True, slots=True)
class _Stored:
    """A passage's rows in the index."""

    pooled: Vectors
    codes: Codes
    offsets: NDArray[np.int32]


def _kept(old: Generation | None, number: int) -> _Stored:
    """The rows of a passage that the live index has already."""
    assert old is not None  # only keys of the live index are known
    start, end = old.contents.bounds[number : number + 2]
    return _Stored(old.contents.pooled[number], old.contents.codes[start:end], old.contents.offsets[start:end])


def _sample(vectors: list[Vectors]) -> Vectors:
    every = np.concatenate(vectors)
    step = max(1, len(every) // _TRAINING_TOKENS)
    return every[::step]
