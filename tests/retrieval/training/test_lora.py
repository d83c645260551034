"""Low-rank updates: folding them in, and the way through the file, changes nothing but rounding."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertModel

from retrieval.training.lora import Reader, adapt, fold, fold_in, merged, resume, save
from tests.retrieval.training.made import LAYERS, adapted


@pytest.fixture
def inputs() -> tuple[torch.Tensor, torch.Tensor]:
    mask = torch.ones(2, 9)
    mask[1, 6:] = 0
    return torch.randn(2, 9, 32, generator=torch.Generator().manual_seed(2)), mask


def test_folded_equals_adapted(base: Path, inputs: tuple[torch.Tensor, torch.Tensor]) -> None:
    reader = adapted(base)
    with torch.no_grad():
        before = reader(*inputs)
        fold(reader.encoder, LAYERS)
        after = reader(*inputs)
    for old, new in zip(before, after, strict=True):
        torch.testing.assert_close(new, old, atol=1e-4, rtol=1e-4)


def test_merged_from_file_equals_adapted(base: Path, tmp_path: Path, inputs: tuple[torch.Tensor, torch.Tensor]) -> None:
    reader = adapted(base)
    save(tmp_path / "reader.npz", reader.encoder, LAYERS, {"licence": "made up"}, reader.head)
    plain = Reader(BertModel.from_pretrained(base, add_pooling_layer=False)).eval()
    with torch.no_grad():
        expected, read_back = reader(*inputs), merged(base, tmp_path / "reader.npz")(*inputs)
        untrained = plain(*inputs)
    for right, given, other in zip(expected, read_back, untrained, strict=True):
        torch.testing.assert_close(given, right, atol=5e-3, rtol=5e-3)
        assert not torch.allclose(other, right, atol=5e-2)


def test_training_can_go_on_from_a_file(base: Path, tmp_path: Path) -> None:
    reader = adapted(base)
    save(tmp_path / "reader.npz", reader.encoder, LAYERS, {}, reader.head)
    again = Reader(BertModel.from_pretrained(base, add_pooling_layer=False))
    adapt(again.encoder, LAYERS, rank=4)
    resume(again.encoder, tmp_path / "reader.npz", again.head)
    for (name, old), (_, new) in zip(reader.named_parameters(), again.named_parameters(), strict=True):
        torch.testing.assert_close(new, old, atol=2e-3, rtol=2e-3, msg=name)


def test_updates_go_without_a_head(base: Path, tmp_path: Path, inputs: tuple[torch.Tensor, torch.Tensor]) -> None:
    reader = adapted(base)
    save(tmp_path / "updates.npz", reader.encoder, LAYERS, {})
    plain = BertModel.from_pretrained(base, add_pooling_layer=False).eval()
    fold_in(plain, tmp_path / "updates.npz")
    vectors, mask = inputs
    with torch.no_grad():
        expected, given = (one(inputs_embeds=vectors, attention_mask=mask)[0] for one in (reader.encoder, plain))
    torch.testing.assert_close(given[0], expected[0], atol=5e-3, rtol=5e-3)


def test_file_is_half_precision_and_says_what_it_is(base: Path, tmp_path: Path) -> None:
    save(tmp_path / "reader.npz", adapted(base).encoder, LAYERS, {"base": "tiny", "licence": "made up"})
    with np.load(tmp_path / "reader.npz", allow_pickle=False) as arrays:
        assert str(arrays["base"]) == "tiny" and int(arrays["rank"]) == 4
        assert arrays["layers"].tolist() == [1, 3]
        assert {arrays[name].dtype for name in arrays if name.endswith((".up", ".down"))} == {np.dtype("float16")}


def test_only_updates_and_head_learn(base: Path) -> None:
    learning = {name.rsplit(".", 1)[1] for name, p in adapted(base).named_parameters() if p.requires_grad}
    assert learning == {"up", "down", "weight", "bias"}
    frozen = [
        p for name, p in adapted(base).named_parameters() if "encoder" in name and not name.endswith(("up", "down"))
    ]
    assert not any(parameter.requires_grad for parameter in frozen)


def test_a_row_reads_alike_alone_and_padded(base: Path, inputs: tuple[torch.Tensor, torch.Tensor]) -> None:
    reader, (vectors, mask) = adapted(base), inputs
    with torch.no_grad():
        start, _, null = reader(vectors, mask)
        alone, _, null_alone = reader(vectors[1:, :6], mask[1:, :6])
    torch.testing.assert_close(start[1, :6], alone[0], atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(null[1], null_alone[0], atol=1e-5, rtol=1e-5)
