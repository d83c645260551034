"""Any sentence-transformers model -> a compiled one that asks without torch.

The whole pipeline (transformer, pooling, dense, norm) becomes one ONNX graph behind the word table.
The forms are tried from the fastest on: int8 (dynamic, per channel), then fp32; the first whose vectors
agree with the original's on the sample texts is kept, and where none does the original runs itself.
This is the only module, with `original` and `embedded`, that imports model libraries.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock

from retrieval.encoders import compiled, embedded
from retrieval.encoders.compiled import CompiledEncoder, Recipe
from retrieval.errors import ModelError
from retrieval.progress import Progress, silent
from retrieval.restoration import syllable_prior

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from retrieval.settings import Model

VERSION = 3  # of what this module writes: a new number compiles anew
EMBEDDED = "embedded"
READER = "reader.onnx"
# What int8 hurts most: with these in fp32 five spans in six are those of fp32, against three in five.
_READER_KEPT = re.compile(r"(?<!attention)/output/dense/MatMul|/head/")
ORIGINAL = "original"
_OPSET = 17
_MAX_TOKENS = 512

SAMPLES = (
    "Sáng 11/4, Ban Dân vận Tỉnh ủy tổ chức hội nghị giao ban công tác dân vận quý I.",
    "Đồng chí Trưởng Ban Dân vận Huyện uỷ chủ trì hội nghị; dự hội nghị có đại diện các ban, ngành.",
    "ai chu tri hoi nghi",
    "Who chaired the meeting, and how many gifts were given?",
    "Toàn huyện có 78 mô hình “Dân vận khéo”, tặng 1.250 suất quà trị giá 350 triệu đồng.",
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh phối hợp tổ chức đối thoại với nhân dân.",
    "Con mèo nằm ngủ trên mái nhà.",
    "Nhiệm kỳ 2020 - 2025",
)


def compiled_folder(model: Model, cache: Path) -> Path:
    """Where the compiled form of `model` lies, made or not: named by what it is made of."""
    return cache / "models" / _fingerprint(model)


def _fingerprint(model: Model) -> str:
    parts = [str(VERSION), model.name, model.revision, str(model.min_cosine)]
    folder = Path(model.name).expanduser()
    if model.name == EMBEDDED:
        weights = embedded.weights_file()
        parts.append(f"{weights.name}:{weights.stat().st_size}")
    elif folder.is_dir():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                stat = path.stat()
                parts.append(f"{path.relative_to(folder)}:{stat.st_size}:{stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def compile_model(model: Model, cache: Path, progress: Progress = silent) -> Path:
    """Folder of the compiled `model`, made now where it is not there yet.

    Raises `ModelError` where the model cannot be found or loaded.
    """
    folder = compiled_folder(model, cache)
    return _made_once(folder, compiled.RECIPE, lambda work, scratch: _compile(model, work, scratch, progress))


def compile_reader(model: Model, weights: Path, cache: Path, progress: Progress = silent) -> Path | None:
    """Folder of the reader compiled from `weights`, or None where they were trained on another model."""
    folder = _folder_of(weights, model, cache / "readers")
    return folder and _made_once(
        folder, READER, lambda work, scratch: _compile_reader(weights, work, scratch, progress)
    )


def compile_english(model: Model, weights: Path, cache: Path, progress: Progress = silent) -> Path | None:
    """Graph for English questions compiled from `weights`, or None where they were trained on another model."""
    folder = _folder_of(weights, model, cache / "questions")
    if folder is None:
        return None
    _made_once(folder, compiled.GRAPH, lambda work, scratch: _compile_english(model, weights, work, scratch, progress))
    return folder / compiled.GRAPH


def _folder_of(weights: Path, model: Model, kind: Path) -> Path | None:
    """Where what is compiled from trained updates lies; None where they are absent or of another model."""
    if model.name != EMBEDDED or not weights.is_file():
        return None
    return kind / hashlib.sha256(weights.read_bytes() + str(VERSION).encode()).hexdigest()[:16]


def _made_once(folder: Path, mark: str, make: Callable[[Path, Path], None]) -> Path:
    """`folder`, written by `make(work, scratch)` where the file that marks it as whole is not there yet."""
    if (folder / mark).is_file():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{folder}.lock"):
        if not (folder / mark).is_file():
            with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as scratch:
                work = Path(scratch) / "compiled"
                work.mkdir()
                make(work, Path(scratch))
                shutil.rmtree(folder, ignore_errors=True)
                os.replace(work, folder)
    return folder


def _compile_reader(weights: Path, work: Path, scratch: Path, progress: Progress) -> None:
    from retrieval.training.lora import merged

    progress("compile reader", 0, 2)
    with quiet():
        module = merged(embedded.unpack(scratch / "unpacked"), weights)
        hidden = int(module.encoder.config.hidden_size)
        export(module, scratch / "full.onnx", {"start": True, "end": True, "null": False}, hidden)
        progress("compile reader", 1, 2)
        quantize(scratch / "full.onnx", work / READER, _READER_KEPT)
    progress("compile reader", 2, 2)


def _compile_english(model: Model, weights: Path, work: Path, scratch: Path, progress: Progress) -> None:
    from retrieval.training.lora import fold_in

    progress("compile questions", 0, 2)
    with quiet():
        original = load_original(model, scratch)
        fold_in(_transformer(original), weights)
        _export_pipeline(original, scratch / "full.onnx")
        progress("compile questions", 1, 2)
        quantize(scratch / "full.onnx", work / compiled.GRAPH)
    progress("compile questions", 2, 2)


def _compile(model: Model, work: Path, scratch: Path, progress: Progress) -> None:
    progress("compile", 0, 3)
    with quiet():
        original = load_original(model, scratch)
        progress("compile", 1, 3)
        recipe = _recipe(model, original)
        reference = _reference(original, recipe)
        for form in _exported(original, work, scratch):
            progress("compile", 2, 3)
            compiled.write_recipe(recipe, work)
            cosine = _agreement(CompiledEncoder(work), reference)
            if cosine >= model.min_cosine:
                compiled.write_recipe(_with(recipe, form, cosine), work)
                break
        else:
            logging.getLogger(__name__).warning(
                "The compiled form of %s does not agree with the original: the original is used, which is slower.",
                model.name,
            )
            compiled.write_recipe(_with(recipe, ORIGINAL, 1.0), work)
    progress("compile", 3, 3)


def load_original(model: Model, scratch: Path) -> SentenceTransformer:
    """The sentence-transformers model: embedded, a local folder, or a name on the hub."""
    from sentence_transformers import SentenceTransformer

    name = str(embedded.unpack(scratch / "unpacked")) if model.name == EMBEDDED else model.name
    try:
        return SentenceTransformer(
            str(Path(name).expanduser()) if Path(name).expanduser().is_dir() else name,
            revision=model.revision or None,
            device="cpu",
        ).eval()
    except Exception as exc:  # the hub, transformers and torch each raise their own
        raise ModelError(
            f"The model {model.name!r} cannot be loaded ({type(exc).__name__}: {exc}). "
            "Name a sentence-transformers folder, a model on the hub, or 'embedded' under [model] name."
        ) from exc


def prompts(original: SentenceTransformer, name: str) -> tuple[str, str]:
    """The model's prompts for questions and passages; the E5 family has its own where none is configured."""
    known = {key: value for key, value in (original.prompts or {}).items() if value}
    asks_as_e5 = "e5" in Path(name).name.lower() and "instruct" not in name.lower()
    query, passage = ("query: ", "passage: ") if asks_as_e5 else ("", "")
    return known.get("query", query), known.get("document", known.get("passage", passage))


def _recipe(model: Model, original: SentenceTransformer) -> Recipe:
    query, passage = prompts(original, model.name)
    hidden = _transformer(original).get_input_embeddings().weight.shape[1]
    return Recipe(
        model=model.name,
        revision=model.revision,
        digest="",
        dimension=int(original.get_sentence_embedding_dimension() or hidden),
        token_dimension=int(hidden),
        max_tokens=min(int(original.max_seq_length or _MAX_TOKENS), _MAX_TOKENS),
        pad=int(original.tokenizer.pad_token_id or 0),
        query_prompt=query,
        passage_prompt=passage,
        cosine=0.0,
        version=VERSION,
        form="",
    )


def _with(recipe: Recipe, form: str, cosine: float) -> Recipe:
    from dataclasses import replace

    made = replace(recipe, form=form, cosine=round(cosine, 4))
    return replace(made, digest=hashlib.sha256(repr(made).encode()).hexdigest()[:16])


def _transformer(original: SentenceTransformer) -> Any:
    return original[0].auto_model


def _exported(original: SentenceTransformer, work: Path, scratch: Path) -> Iterator[str]:
    """Write the parts of a compiled model into `work`, yielding the name of each form tried."""
    tokenizer = getattr(original.tokenizer, "backend_tokenizer", None)
    if tokenizer is None:
        return
    tokenizer.save(str(work / compiled.TOKENIZER))
    vocabulary = json.loads(tokenizer.to_str())["model"]
    pieces = vocabulary["vocab"] if vocabulary["type"] == "Unigram" else []
    (work / compiled.SYLLABLES).write_text(json.dumps(syllable_prior(pieces), ensure_ascii=False), encoding="utf-8")
    full = scratch / "full.onnx"
    try:
        words = _transformer(original).get_input_embeddings().weight.detach().numpy()
        np.save(work / compiled.WORDS, words.astype(np.float16))
        _export_pipeline(original, full)
        quantize(full, work / compiled.GRAPH)
    except Exception as exc:  # whatever an unusual model makes the exporter raise, the original still runs
        logging.getLogger(__name__).warning("Export to ONNX failed: %s", exc)
        return
    yield "int8"
    optimize(full, work / compiled.GRAPH)
    yield "fp32"


def _export_pipeline(original: SentenceTransformer, path: Path) -> None:
    hidden = _transformer(original).get_input_embeddings().weight.shape[1]
    export(_Pipeline.of(original), path, {"sentence": False, "tokens": True}, int(hidden))


def export(module: Any, path: Path, outputs: Mapping[str, bool], hidden: int) -> None:
    """Write `module(inputs_embeds, attention_mask)` as an ONNX graph with free batch and length.

    `outputs` names what it returns, and whether that has a row a token.
    """
    import torch

    embeds = torch.zeros(2, 6, hidden)
    mask = torch.tensor([[1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 0, 0]])
    names = ("inputs_embeds", "attention_mask")
    torch.onnx.export(
        module,
        (embeds, mask),
        str(path),
        input_names=list(names),
        output_names=list(outputs),
        dynamic_axes={
            name: {0: "batch", 1: "length"} if by_token else {0: "batch"}
            for name, by_token in {**dict.fromkeys(names, True), **outputs}.items()
        },
        opset_version=_OPSET,
        dynamo=False,
    )


def quantize(full: Path, path: Path, kept: re.Pattern[str] | None = None) -> None:
    """Dynamic int8, a scale per channel; nodes whose name `kept` finds stay in fp32."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    names = [node.name for node in onnx.load(str(full)).graph.node]
    spared = [name for name in names if kept and kept.search(name)]
    with tempfile.TemporaryDirectory(dir=full.parent) as scratch:
        small = Path(scratch) / "int8.onnx"
        quantize_dynamic(str(full), str(small), weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=spared)
        optimize(small, path)


def optimize(graph: Path, path: Path) -> None:
    """Write `graph` as ONNX Runtime fuses it for this machine, so that no session has to do it again."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.optimized_model_filepath = str(path)
    onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


class _Pipeline:
    """Makes the torch module that is exported; torch is imported only to compile."""

    @staticmethod
    def of(original: SentenceTransformer) -> Any:
        import torch

        class Pipeline(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.transformer = _transformer(original)
                self.rest = torch.nn.ModuleList(list(original)[1:])

            def forward(self, inputs_embeds: Any, attention_mask: Any) -> tuple[Any, Any]:
                tokens = self.transformer(inputs_embeds=inputs_embeds, attention_mask=attention_mask)[0]
                features = {"token_embeddings": tokens, "attention_mask": attention_mask}
                for module in self.rest:
                    features = module(features)
                return features["sentence_embedding"], tokens

        return Pipeline().eval()


def _reference(original: SentenceTransformer, recipe: Recipe) -> dict[str, Any]:
    vectors = original.encode(
        [recipe.passage_prompt + text for text in SAMPLES], normalize_embeddings=True, show_progress_bar=False
    )
    return dict(zip(SAMPLES, vectors, strict=True))


def _agreement(encoder: CompiledEncoder, reference: dict[str, Any]) -> float:
    embeddings = encoder.encode_passages(list(reference))
    pairs = zip(embeddings, reference.values(), strict=True)
    return min(
        float(embedding.pooled @ vector / max(np.linalg.norm(embedding.pooled), 1e-9)) for embedding, vector in pairs
    )


@contextmanager
def quiet() -> Iterator[None]:
    """Model libraries without their bars, reports and deprecation notes: none is for the person who asks."""
    os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    level = logging.root.manager.disable
    logging.disable(logging.INFO)
    wanted = dict.fromkeys(("transformers", "root", "sentence_transformers"), logging.ERROR)
    wanted["retrieval"] = logging.WARNING  # our own warnings are for the person who asks
    previous = {name: logging.getLogger(name if name != "root" else None).level for name in wanted}
    for name, least in wanted.items():
        logging.getLogger(name if name != "root" else None).setLevel(least)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _silence_transformers()
            yield
    finally:
        logging.disable(level)
        for name, value in previous.items():
            logging.getLogger(name if name != "root" else None).setLevel(value)


def _silence_transformers() -> None:
    from transformers.utils import logging as transformers_logging

    silence: Any = transformers_logging  # it ships no types
    silence.set_verbosity_error()
    silence.disable_progress_bar()
