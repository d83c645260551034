"""Text -> vectors. Every model comes in through sentence-transformers and is compiled once."""

from __future__ import annotations

from pathlib import Path

from retrieval.encoders import compiled
from retrieval.encoders.compiled import CompiledEncoder
from retrieval.encoders.port import Embedding, Encoder
from retrieval.progress import Progress, silent
from retrieval.settings import Model

ENGLISH = Path(__file__).parent / "english.npz"  # `python -m retrieval.training.english`

__all__ = ["CompiledEncoder", "Embedding", "Encoder", "open_encoder"]


def open_encoder(model: Model, cache: Path, progress: Progress = silent) -> Encoder:
    """The encoder of `model`, compiled now where that is still to do. Raises `ModelError`."""
    from retrieval.encoders import compile as compiling

    folder = compiling.compile_model(model, cache, progress)
    recipe = compiled.read_recipe(folder)
    if recipe.form == compiling.ORIGINAL:
        from retrieval.encoders.original import OriginalEncoder

        return OriginalEncoder(model, recipe.digest)
    return compiled.CompiledEncoder(folder, model.threads, compiling.compile_english(model, ENGLISH, cache, progress))
