"""Trains the map of `retrieval.late` for English questions over Vietnamese passages.

    python -m retrieval.training.late --data DIR --out FILE [--folds N]

DIR holds XQuAD in SQuAD format, a file a language (CC BY-SA 4.0, Artetxe et al. 2020). Only the question's
side is mapped, by one matrix that begins as the identity and is held near it; passages stay as the encoder
made them. The loss is the cross-entropy of the right passage among all of the training articles' passages.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from retrieval.encoders import Encoder, open_encoder
from retrieval.settings import load_settings
from retrieval.training.pairs import PARTS, TARGET, Item, load, split

LICENCE = "trained on XQuAD, CC BY-SA 4.0, Artetxe et al. 2020"
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one training run is made of."""

    seed: int = 7
    steps: int = 100
    batch: int = 48
    rate: float = 3e-4
    temperature: float = 0.02
    pull: float = 3.0  # towards the identity
    english: float = 0.5  # share of English among the questions of a batch


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's token vectors (s, h) and the number of its passage."""

    item: Item
    language: str
    tokens: Tensor
    passage: int


@dataclass(frozen=True, slots=True)
class Pool:
    """Passages as one block of token vectors, and how many each has."""

    tokens: Tensor
    sizes: list[int]


def encoded(items: Sequence[Item], encoder: Encoder) -> tuple[list[Asked], list[Tensor]]:
    """Token vectors of all questions but the Vietnamese ones, and of the Vietnamese passages."""
    passages = list(dict.fromkeys(item.texts[TARGET].passage for item in items))
    vectors = [torch.from_numpy(e.tokens) for e in encoder.encode_passages(passages)]
    numbers = {passage: number for number, passage in enumerate(passages)}
    asked = []
    for item in items:
        for language, text in item.texts.items():
            if language != TARGET:
                tokens = torch.from_numpy(encoder.encode_question(text.question).tokens)
                asked.append(Asked(item, language, tokens, numbers[item.texts[TARGET].passage]))
    return asked, vectors


def scores(mapping: Tensor, asked: Sequence[Asked], pool: Pool) -> Tensor:
    """MaxSim (questions, passages) of mapped questions."""
    tokens = torch.nn.functional.normalize(torch.cat([one.tokens for one in asked]) @ mapping, dim=-1)
    match = torch.stack([part.amax(1) for part in torch.split(tokens @ pool.tokens.T, pool.sizes, dim=1)], dim=1)
    return torch.stack([part.mean(0) for part in torch.split(match, [len(one.tokens) for one in asked])])


def pool_of(vectors: Sequence[Tensor], numbers: Sequence[int]) -> Pool:
    """The passages of these numbers."""
    return Pool(torch.cat([vectors[n] for n in numbers]), [len(vectors[n]) for n in numbers])


def train(asked: Sequence[Asked], vectors: Sequence[Tensor], recipe: Recipe) -> Tensor:
    """The map (h, h)."""
    chance = random.Random(recipe.seed)
    numbers = sorted({one.passage for one in asked})
    pool, place = pool_of(vectors, numbers), {number: at for at, number in enumerate(numbers)}
    english = [one for one in asked if one.language == ENGLISH]
    others = [one for one in asked if one.language != ENGLISH]
    identity = torch.eye(vectors[0].shape[1])
    mapping = identity.clone().requires_grad_()
    optimiser = torch.optim.Adam([mapping], lr=recipe.rate)
    for step in range(recipe.steps):
        part = int(recipe.batch * recipe.english)
        batch = chance.sample(english, part) + chance.sample(others, recipe.batch - part)
        targets = torch.tensor([place[one.passage] for one in batch])
        loss = torch.nn.functional.cross_entropy(scores(mapping, batch, pool) / recipe.temperature, targets)
        held = recipe.pull * (mapping - identity).square().sum() / len(identity)
        for group in optimiser.param_groups:
            group["lr"] = recipe.rate * min(1.0, (step + 1) / 10) * (1 - step / recipe.steps)
        optimiser.zero_grad()
        (loss + held).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if step % 20 == 19:
            print(f"step {step + 1}/{recipe.steps}, loss {loss.item():.3f}, held {held.item():.3f}", file=sys.stderr)
    return mapping.detach()


@torch.no_grad()
def recall_at_1(mapping: Tensor, asked: Sequence[Asked], vectors: Sequence[Tensor]) -> list[bool]:
    """Of every English question, whether its passage comes first among all passages."""
    pool = pool_of(vectors, range(len(vectors)))
    english = [one for one in asked if one.language == ENGLISH]
    return [int(scores(mapping, [one], pool).argmax()) == one.passage for one in english]


def main(arguments: Sequence[str] | None = None) -> int:
    """Cross-validate by article, then train on all and write the map."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--folds", type=int, default=0, help=f"measure on so many of {PARTS} held-out parts")
    parser.add_argument("--steps", type=int, default=Recipe().steps)
    parser.add_argument("--rate", type=float, default=Recipe().rate)
    parser.add_argument("--pull", type=float, default=Recipe().pull)
    options = parser.parse_args(arguments)
    recipe = Recipe(steps=options.steps, rate=options.rate, pull=options.pull)
    settings = load_settings()
    items = load(options.data)
    asked, vectors = encoded(items, open_encoder(settings.model, settings.paths.cache))
    identity = torch.eye(vectors[0].shape[1])
    before: list[bool] = []
    after: list[bool] = []
    for part in range(options.folds):
        held = {item.id for item in split(items, part, recipe.seed)[1]}
        mapping = train([one for one in asked if one.item.id not in held], vectors, recipe)
        test = [one for one in asked if one.item.id in held]
        before += recall_at_1(identity, test, vectors)
        after += recall_at_1(mapping, test, vectors)
        print(
            f"part {part}: recall@1 of English questions {np.mean(before):.3f} plain, {np.mean(after):.3f} mapped",
            flush=True,
        )
    if options.out:
        english = train(asked, vectors, recipe).numpy().astype(np.float16)
        np.savez_compressed(options.out, model=settings.model.name, english=english, licence=LICENCE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
