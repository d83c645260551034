"""The reader that suits a model: the trained one where it was trained on it, compiled once."""

from __future__ import annotations

from pathlib import Path

from retrieval.answering.reader import Reader, SpanReader
from retrieval.encoders import CompiledEncoder, Encoder
from retrieval.encoders.compile import compile_reader
from retrieval.progress import Progress, silent
from retrieval.settings import Settings

WEIGHTS = Path(__file__).parent / "reader.npz"


def open_reader(settings: Settings, encoder: Encoder, progress: Progress = silent) -> Reader | None:
    """None where no reader was trained on the model of `settings`. Raises `ModelError`."""
    if not settings.answering.reader or not isinstance(encoder, CompiledEncoder):
        return None
    folder = compile_reader(settings.model, WEIGHTS, settings.paths.cache, progress)
    return SpanReader(encoder, folder) if folder else None
