"""Readers over the small base encoder."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import BertModel

from retrieval.training.lora import Reader, adapt

LAYERS = range(1, 3)


def adapted(base: Path, seed: int = 1, rank: int = 4) -> Reader:
    """A reader whose updates are not nought."""
    torch.manual_seed(seed)
    reader = Reader(BertModel.from_pretrained(base, add_pooling_layer=False))
    adapt(reader.encoder, LAYERS, rank)
    for name, parameter in reader.encoder.named_parameters():
        if name.endswith(".up"):
            parameter.data.normal_(0, 0.1)
    return reader.eval()
