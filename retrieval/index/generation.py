"""One whole index as it lies in a folder: what a rebuild writes and what a search opens.

manifest.json    recipe, when it was built, the reports with their digests and passages
texts.jsonl      the kept text of every report
dense.faiss      pooled vectors (passages, d)
tokens.npy       8-bit codes of all token vectors (tokens, h), memory-mapped
offsets.npy      where each token stands in what was embedded (tokens, 2)
bounds.npy       which rows of these are a passage's (passages + 1,)
quantizer.faiss  codes <-> token vectors
lexical/         BM25
words.json       counts of words and pairs, to restore diacritics
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import StoreError
from retrieval.index.lexical import LexicalIndex
from retrieval.index.vectors import Codes, DenseIndex, TokenQuantizer, Vectors
from retrieval.passages import heading
from retrieval.records import Passage, Report, Span
from retrieval.restoration import Restorer

VERSION = 2

Recipe = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Description:
    """What an index is: shown to people, compared by a rebuild."""

    built: datetime
    recipe: dict[str, str]
    reports: int
    passages: int
    model: str


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything of an index, in passage order; `bounds` (passages + 1,) parts `codes` and `offsets`."""

    reports: tuple[Report, ...]
    passages: tuple[Passage, ...]
    keys: tuple[str, ...]  # digest of what was embedded, a passage each
    pooled: Vectors
    codes: Codes
    offsets: NDArray[np.int32]  # (tokens, 2) into `passages.embedded_text`
    bounds: NDArray[np.int64]
    quantizer: TokenQuantizer


@dataclass(frozen=True, slots=True)
class Generation:
    """An opened index. Nothing in it changes while it is open."""

    folder: Path
    description: Description
    contents: Contents
    dense: DenseIndex
    lexical: LexicalIndex
    restorer: Restorer
    reports: dict[str, Report] = field(default_factory=dict)
    numbers: dict[str, list[int]] = field(default_factory=dict)  # of each report's passages

    def report(self, id: str) -> Report:
        """Raises `StoreError` where the index has no such report."""
        try:
            return self.reports[id]
        except KeyError:
            raise StoreError(f"There is no report {id!r}: `danvan show` lists them.") from None

    def passages_of(self, report: str) -> NDArray[np.int64]:
        """Numbers of a report's passages."""
        return np.asarray(self.numbers.get(report, ()), dtype=np.int64)

    def token_vectors(self, numbers: Sequence[int]) -> tuple[Vectors, NDArray[np.int64]]:
        """Token vectors of the passages named, one after the other, and where each begins."""
        bounds = self.contents.bounds
        rows = [np.arange(bounds[number], bounds[number + 1]) for number in numbers]
        starts = np.cumsum([0, *(len(part) for part in rows[:-1])])
        return self.contents.quantizer.decode(self.contents.codes[np.concatenate(rows)]), starts

    def token_offsets(self, number: int) -> NDArray[np.int64]:
        """Where each token of a passage stands in its report (s, 2); before its start where it is of the context."""
        span = self.contents.passages[number].span
        rows = slice(self.contents.bounds[number], self.contents.bounds[number + 1])
        lead = len(heading(self.contents.passages[number]))
        return np.asarray(self.contents.offsets[rows], dtype=np.int64) - lead + span.start


def write(contents: Contents, recipe: Recipe, model: str, prior: Mapping[str, float], folder: Path) -> None:
    """Write a whole generation into the empty `folder`."""
    DenseIndex.build(contents.pooled).save(folder / "dense.faiss")
    contents.quantizer.save(folder / "quantizer.faiss")
    np.save(folder / "tokens.npy", contents.codes)
    np.save(folder / "offsets.npy", contents.offsets)
    np.save(folder / "bounds.npy", contents.bounds)
    LexicalIndex.build([f"{p.context}\n{p.span.text}" for p in contents.passages]).save(folder / "lexical")
    restorer = Restorer.learn([report.text for report in contents.reports], prior)
    restorer.save(folder / "words.json")
    with (folder / "texts.jsonl").open("w", encoding="utf-8") as out:
        for report in contents.reports:
            out.write(json.dumps(asdict(report), ensure_ascii=False, default=str) + "\n")
    manifest = {
        "version": VERSION,
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "recipe": dict(recipe),
        "model": model,
        "passages": [
            [p.report, p.span.start, p.span.end, p.context, key]
            for p, key in zip(contents.passages, contents.keys, strict=True)
        ],
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")


def recipe(folder: Path) -> dict[str, str]:
    """The recipe of the generation in `folder`; empty where it cannot be read."""
    try:
        return dict(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["recipe"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def load(folder: Path) -> Generation:
    """Raises `StoreError` where the folder holds no whole index of this version."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["version"] != VERSION:
            raise StoreError(f"The index in {folder} is of another version: run `danvan rebuild`.")
        with (folder / "texts.jsonl").open(encoding="utf-8") as lines:
            reports = {report.id: report for report in map(_report, lines)}
        passages = tuple(_passage(reports, *row[:4]) for row in manifest["passages"])
        dense = DenseIndex.load(folder / "dense.faiss")
        contents = Contents(
            tuple(reports.values()),
            passages,
            tuple(row[4] for row in manifest["passages"]),
            dense.vectors(),
            np.load(folder / "tokens.npy", mmap_mode="r"),
            np.load(folder / "offsets.npy", mmap_mode="r"),
            np.load(folder / "bounds.npy"),
            TokenQuantizer.load(folder / "quantizer.faiss"),
        )
        description = Description(
            datetime.fromisoformat(manifest["built"]),
            manifest["recipe"],
            len(reports),
            len(passages),
            manifest["model"],
        )
        restorer = Restorer.load(folder / "words.json")
        lexical = LexicalIndex.load(folder / "lexical")
        numbers: dict[str, list[int]] = {}
        for number, passage in enumerate(passages):
            numbers.setdefault(passage.report, []).append(number)
        return Generation(folder, description, contents, dense, lexical, restorer, reports, numbers)
    except (OSError, EOFError, ValueError, KeyError, TypeError, IndexError) as exc:
        raise StoreError(f"The index in {folder} cannot be read ({exc}): run `danvan rebuild`.") from exc


def _report(line: str) -> Report:
    fields = json.loads(line)
    fields["date"] = date.fromisoformat(fields["date"]) if fields["date"] else None
    return Report(**fields)


def _passage(reports: Mapping[str, Report], report: str, start: int, end: int, context: str) -> Passage:
    return Passage(Span(report, start, end, reports[report].text[start:end]), context)
