"""The program without its front doors: settings in, answers out."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.answering.answer import Answerer, Judged
from retrieval.answering.confidence import Confidence
from retrieval.answering.opening import open_reader
from retrieval.errors import StoreError
from retrieval.index import generation
from retrieval.index.folder import IndexFolder
from retrieval.index.generation import Description, Generation
from retrieval.progress import Progress, silent
from retrieval.questions import Understanding
from retrieval.rebuild import Parts, open_parts, rebuild, recipe_of
from retrieval.records import Answer, Focus, Report, Span, Timings
from retrieval.search import Searcher
from retrieval.settings import Settings
from retrieval.vietnamese import sentences


@dataclass(frozen=True, slots=True)
class _Opened:
    """All that one question needs, over one generation of the index."""

    index: Generation
    understanding: Understanding
    searcher: Searcher
    answerer: Answerer


class Engine:
    """Answers questions over one index; safe to share between threads."""

    def __init__(
        self, settings: Settings, parts: Parts, index: Generation | None = None, progress: Progress = silent
    ) -> None:
        """Over the live index, or over `index` where one is given; `open` builds what is missing first."""
        self._settings = settings
        self._parts = parts
        self._folder = IndexFolder(settings.paths.index)
        self._lock = threading.Lock()
        self._strange: Path | None = None  # a live index of another recipe: its vectors are of another space
        self._reader = open_reader(settings, parts.encoder, progress)
        self._confidence = Confidence.load()
        self._opened = self._over(index) if index else self._open()

    @classmethod
    def open(cls, settings: Settings, progress: Progress = silent) -> Engine:
        """Open the index of `settings`, built first where it is missing or of another recipe.

        Raises `DanvanError` where the model, the reports or the index cannot be had.
        """
        parts = open_parts(settings, progress)
        current = IndexFolder(settings.paths.index).current()
        if current is None or generation.recipe(current) != recipe_of(parts):
            rebuild(settings, progress, parts=parts)
        return cls(settings, parts, progress=progress)

    def _open(self) -> _Opened:
        # A generation may be pruned between its being named and being opened: the next name is whole.
        for attempt in range(3):
            current = self._folder.current()
            try:
                index = generation.load(current) if current else None
                break
            except StoreError:
                if attempt == 2 or self._folder.current() == current:
                    raise
        if index is None:
            raise StoreError(f"There is no index in {self._folder.folder}: run `danvan rebuild`.")
        return self._over(index)

    def _over(self, index: Generation) -> _Opened:
        settings = self._settings
        understanding = Understanding.over(index, settings.paths.glossary)
        searcher = Searcher(self._parts.encoder, index, settings.search.candidates, settings.search.read)
        answerer = Answerer(index, self._reader, self._confidence, understanding.glossary, settings.answering.threshold)
        return _Opened(index, understanding, searcher, answerer)

    def ask(self, text: str, *, top_k: int | None = None, focus: Focus | None = None) -> Answer:
        """Answer one question; `focus` is what a conversation is about. Takes tens of milliseconds."""
        started = time.perf_counter()
        opened = self._opened
        question = opened.understanding.read(text, focus)
        found = opened.searcher.search(question, max(top_k or self._settings.search.top_k, self._settings.search.read))
        searched = time.perf_counter()
        answer = opened.answerer.answer(question, found)
        ended = time.perf_counter()
        timings = Timings(
            encode=found.encode_ms,
            search=found.search_ms,
            answer=(ended - searched) * 1e3,
            total=(ended - started) * 1e3,
        )
        return replace(answer, hits=answer.hits[: top_k or self._settings.search.top_k], timings=timings)

    def judge(self, text: str) -> list[Judged]:
        """Every candidate for an answer, the likeliest first: for those who fit or explain its weights."""
        opened = self._opened
        question = opened.understanding.read(text)
        return opened.answerer.judge(question, opened.searcher.search(question, self._settings.search.top_k))

    def reports(self) -> list[Report]:
        """Every report of the index, sorted by id."""
        return sorted(self._opened.index.reports.values(), key=lambda report: report.id)

    def report(self, id: str) -> Report:
        """One report. Raises `StoreError` where the index has none of this id."""
        return self._opened.index.report(id)

    def surroundings(self, span: Span, characters: int = 400) -> Span:
        """The whole sentences within about `characters` on either side of `span`."""
        text = self.report(span.report).text
        near = [
            (start, end)
            for start, end in sentences(text)
            if end > span.start - characters and start < span.end + characters
        ]
        start, end = min([span.start, *(s for s, _ in near)]), max([span.end, *(e for _, e in near)])
        return Span(span.report, start, end, text[start:end])

    def refresh(self) -> bool:
        """Take up an index that was swapped in since; True where there was one. Questions under way keep theirs."""
        with self._lock:
            current = self._folder.current()
            if current is None or current in (self._opened.index.folder, self._strange):
                return False
            if generation.recipe(current) != recipe_of(self._parts):
                self._strange = current
                logging.getLogger(__name__).warning(
                    "The index in %s was rebuilt with other settings: start again to use it.", self._folder.folder
                )
                return False
            self._opened = self._open()
            return True

    @property
    def description(self) -> Description:
        """What the open index is."""
        return self._opened.index.description
