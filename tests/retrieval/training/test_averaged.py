"""Between two readers: at either end one of them, and in the middle half of each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from retrieval.training.averaged import average, averaged
from retrieval.training.lora import Reader, adapt, merged, save

LAYERS = range(1, 2)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    config = BertConfig(vocab_size=40, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64)
    BertModel(config, add_pooling_layer=False).save_pretrained(tmp_path / "base")
    return tmp_path / "base"


def trained(base: Path, seed: int, rank: int = 4) -> Path:
    torch.manual_seed(seed)
    reader = Reader(BertModel.from_pretrained(base, add_pooling_layer=False))
    adapt(reader.encoder, LAYERS, rank)
    for name, parameter in reader.encoder.named_parameters():
        if name.endswith(".up"):
            parameter.data.normal_(0, 0.1)
    path = base.parent / f"reader-{seed}.npz"
    save(path, reader.encoder, LAYERS, {"recipe": f"seed {seed}"}, reader.head)
    return path


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_every_weight_lies_between_the_two(base: Path, share: float) -> None:
    one, other = trained(base, 1), trained(base, 2)
    mixed = averaged(one, other, share)
    with np.load(one) as before, np.load(other) as after:
        floats = [name for name in after.files if after[name].dtype.kind == "f"]
        assert len(floats) > 4
        for name in floats:
            expected = (1 - share) * before[name].astype(np.float64) + share * after[name].astype(np.float64)
            np.testing.assert_allclose(mixed[name], expected, atol=2e-3)
            assert mixed[name].dtype == after[name].dtype
    assert str(mixed["recipe"]).startswith("seed 2")


def test_what_is_written_is_a_reader(base: Path) -> None:
    one, other, out = trained(base, 1), trained(base, 2), base.parent / "both.npz"
    average(one, other, 0.5, out)
    inputs = torch.randn(1, 5, 32), torch.ones(1, 5)
    with torch.no_grad():
        first, second, both = (merged(base, path)(*inputs)[0] for path in (one, other, out))
    assert torch.isfinite(both).all()
    assert not torch.allclose(both, first)
    assert not torch.allclose(both, second)


def test_readers_of_different_forms_are_refused(base: Path) -> None:
    with pytest.raises(ValueError, match="one form"):
        averaged(trained(base, 1), trained(base, 2, rank=3), 0.5)
