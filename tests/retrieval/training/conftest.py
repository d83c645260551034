"""A base encoder small enough to be made for every test."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertModel


@pytest.fixture
def base(tmp_path: Path) -> Path:
    torch.manual_seed(0)
    config = BertConfig(vocab_size=40, hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=64)
    BertModel(config, add_pooling_layer=False).save_pretrained(tmp_path / "base")
    return tmp_path / "base"
