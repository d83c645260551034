"""Between two readers: at either end one of them, and in the middle half of each."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from retrieval.training.averaged import average, averaged
from retrieval.training.lora import merged, save
from tests.retrieval.training.made import LAYERS, adapted


def trained(base: Path, seed: int, rank: int = 4) -> Path:
    reader = adapted(base, seed, rank)
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
