"""Low-rank updates of a frozen BERT encoder, the span head on top, and the small file that holds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import BertModel

FORMAT = 1
ADAPTED = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


class LowRank(nn.Module):
    """A frozen linear map plus a trainable product of two thin matrices."""

    def __init__(self, linear: nn.Linear, rank: int, scale: float = 2.0) -> None:
        super().__init__()
        self.linear = linear.requires_grad_(False)
        self.down = nn.Parameter(torch.randn(rank, linear.in_features) / linear.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(linear.out_features, rank))
        self.scale = scale

    def forward(self, inputs: Tensor) -> Tensor:
        """The frozen map of `inputs`, and the update's share added."""
        thin = nn.functional.linear(inputs, self.down * self.scale)
        return cast(Tensor, self.linear(inputs)) + nn.functional.linear(thin, self.up)

    def folded(self) -> nn.Linear:
        """One linear map that does the same."""
        self.linear.weight.data += self.scale * self.up.data @ self.down.data
        return self.linear


class Reader(nn.Module):
    """An encoder that reads `<s> question </s></s> passage </s>` and marks where the answer starts and ends.

    The first token stands for "not told here": its start and end logits, summed, compete with every span's.
    """

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        self.head = nn.Linear(encoder.config.hidden_size, 2)

    def embedded(self, inputs_embeds: Tensor) -> Tensor:
        """Word vectors with position and type added."""
        return cast(Tensor, self.encoder.embeddings(inputs_embeds=inputs_embeds))

    def through(self, hidden: Tensor, attention_mask: Tensor, first: int, last: int) -> Tensor:
        """Hidden states carried through the layers first .. last-1."""
        lowest = torch.finfo(hidden.dtype).min
        mask = (1.0 - attention_mask[:, None, None, :].to(hidden.dtype)) * lowest
        for layer in self.encoder.encoder.layer[first:last]:
            hidden = layer(hidden, mask)
        return hidden

    def marks(self, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """Start and end logits of every token, the first one's included."""
        start, end = self.head(hidden).unbind(-1)
        return start, end

    def forward(self, inputs_embeds: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Start logits, end logits (both: one a token) and the logit of "no answer here" (one a row)."""
        hidden = self.embedded(inputs_embeds)
        hidden = self.through(hidden, attention_mask, 0, len(self.encoder.encoder.layer))
        start, end = self.marks(hidden)
        return start, end, start[:, 0] + end[:, 0]


def _places(encoder: BertModel, layers: range) -> Iterator[tuple[str, nn.Module, str]]:
    """The key in the file, the owning module and the attribute of each adapted map."""
    for layer in layers:
        for path in ADAPTED:
            owner, _, attribute = path.rpartition(".")
            yield f"layer{layer}.{path}", encoder.encoder.layer[layer].get_submodule(owner), attribute


def base_encoder(folder: Path) -> BertModel:
    """The base encoder as it stands in `folder`, without dropout."""
    return BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attn_implementation="sdpa",
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )


def adapt(encoder: BertModel, layers: range, rank: int) -> None:
    """Freeze the encoder and put a low-rank update on every map of `layers`."""
    encoder.requires_grad_(False)
    for _, owner, attribute in _places(encoder, layers):
        setattr(owner, attribute, LowRank(getattr(owner, attribute), rank))


def fold(encoder: BertModel, layers: range) -> None:
    """Turn every low-rank update of `layers` into plain weights."""
    for _, owner, attribute in _places(encoder, layers):
        setattr(owner, attribute, getattr(owner, attribute).folded())


def save(path: Path, encoder: BertModel, layers: range, notes: dict[str, str], head: nn.Linear | None = None) -> None:
    """Write updates and head as float16, with what they belong to."""
    arrays: dict[str, NDArray[np.generic]] = {name: np.array(text) for name, text in notes.items()}
    rank = 0
    for key, owner, attribute in _places(encoder, layers):
        update = getattr(owner, attribute)
        rank = update.down.shape[0]
        arrays[f"{key}.down"] = _half(update.down * update.scale)
        arrays[f"{key}.up"] = _half(update.up)
    if head is not None:
        arrays["head.weight"], arrays["head.bias"] = _half(head.weight), _half(head.bias)
    arrays["format"], arrays["rank"] = np.array(FORMAT), np.array(rank)
    arrays["layers"] = np.array([layers.start, layers.stop])
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, allow_pickle=False, **arrays)


def resume(encoder: BertModel, weights_npz: Path, head: nn.Linear | None = None) -> None:
    """Set the updates of an adapted encoder, and the head, to those of the file."""
    with np.load(weights_npz, allow_pickle=False) as arrays:
        start, stop = arrays["layers"].tolist()
        for key, owner, attribute in _places(encoder, range(start, stop)):
            update = getattr(owner, attribute)
            update.down.data = _single(arrays[f"{key}.down"]) / update.scale
            update.up.data = _single(arrays[f"{key}.up"])
        _load_head(head, arrays)


def merged(base_folder: Path, weights_npz: Path) -> Reader:
    """The base encoder with the updates of the file folded in, ready to run or to export."""
    reader = Reader(base_encoder(base_folder))
    fold_in(reader.encoder, weights_npz, reader.head)
    return reader.eval()


def fold_in(encoder: BertModel, weights_npz: Path, head: nn.Linear | None = None) -> None:
    """Add the updates of the file to a plain encoder's weights, and load the head."""
    with np.load(weights_npz, allow_pickle=False) as arrays:
        start, stop = arrays["layers"].tolist()
        for key, owner, attribute in _places(encoder, range(start, stop)):
            update = _single(arrays[f"{key}.up"]) @ _single(arrays[f"{key}.down"])
            getattr(owner, attribute).weight.data += update
        _load_head(head, arrays)


def _load_head(head: nn.Linear | None, arrays: Mapping[str, NDArray[np.float16]]) -> None:
    if head is not None:
        head.weight.data = _single(arrays["head.weight"])
        head.bias.data = _single(arrays["head.bias"])


def _half(tensor: Tensor) -> NDArray[np.float16]:
    return tensor.detach().float().numpy().astype(np.float16)


def _single(array: NDArray[np.float16]) -> Tensor:
    return torch.from_numpy(array.astype(np.float32))
