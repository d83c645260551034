"""Trains the form of the encoder that reads English questions over Vietnamese passages.

    python -m retrieval.training.english --base FOLDER --out FILE [--data DIR]

Low-rank updates of the question's side alone: passages stay as the compiled encoder made them. A question is told
from the right passages of the others of its batch and from those that the plain encoder finds near it; the loss is
the cross-entropy of late interaction and, less, of the pooled vectors (dense passage retrieval, Karpukhin et al.
2020), and a pull keeps token vectors near the plain ones. Trained on `questions/*.jsonl` and on XQuAD (DIR, a file
a language; CC BY-SA 4.0, Artetxe et al. 2020), of which the articles of one part are left out and measured on.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from transformers import BertModel

from retrieval.encoders import CompiledEncoder, Encoder
from retrieval.encoders.compile import compile_model
from retrieval.passages import embedded_text
from retrieval.progress import Progress
from retrieval.settings import load_settings
from retrieval.training.lora import adapt, base_encoder, save
from retrieval.training.pairs import TARGET, Item, load, split
from retrieval.training.reader import BASE, LICENCE, SPLIT, say
from retrieval.training.written import FORMS, QUESTIONS, SIZES, Asked, Passages, read

ENGLISH = FORMS.index("en")


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one training run is made of."""

    seed: int = 1
    first_layer: int = 4
    rank: int = 16
    rate: float = 3e-4
    warmup: float = 0.08
    epochs: int = 1
    batch: int = 64
    near: int = 24  # wrong passages nearest to a question, by the plain encoder
    negatives: int = 4  # of these, drawn for every question of a batch
    temperature: float = 0.02
    pooled: float = 0.3  # weight of the pooled vectors' loss
    pull: float = 2.0  # towards the plain token vectors
    until: str = "92"  # the last file of hand-written questions: the later ones came after the training
    xquad: int = 3  # how often XQuAD's questions are seen in an epoch
    held_out: int = 0  # part of XQuAD's articles that is left out, to be measured on


@dataclass(frozen=True, slots=True)
class Sought:
    """An English question and the numbers of the passages that hold its answer."""

    question: str
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pool:
    """Passages: token vectors one after the other, how many each has, and pooled vectors (n, d)."""

    tokens: Tensor
    sizes: list[int]
    pooled: Tensor

    @classmethod
    def of(cls, texts: Sequence[str], encoder: Encoder) -> Pool:
        """The passages of these texts as `encoder` makes them; the token vectors are kept in half precision."""
        made = encoder.encode_passages(texts, by_tenths())
        tokens = torch.from_numpy(np.concatenate([one.tokens for one in made]).astype(np.float16))
        return cls(tokens, [len(one.tokens) for one in made], torch.from_numpy(np.stack([o.pooled for o in made])))

    def part(self, numbers: Sequence[int]) -> Pool:
        """Only the passages of these numbers."""
        ends = np.cumsum(self.sizes)
        rows = torch.cat([torch.arange(ends[n] - self.sizes[n], ends[n]) for n in numbers])
        return Pool(self.tokens[rows].float(), [self.sizes[n] for n in numbers], self.pooled[list(numbers)])


def by_tenths() -> Progress:
    """Progress that speaks ten times."""
    told = 0

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal told
        if 10 * done // total > told:
            told = 10 * done // total
            say(f"{stage} {done}/{total}")

    return progress


class QuestionSide:
    """An encoder of questions: padded token vectors (b, s, h) with their mask, before the norm."""

    def __init__(self, encoder: BertModel, plain: CompiledEncoder) -> None:
        self.encoder = encoder
        self._plain = plain

    def __call__(self, questions: Sequence[str]) -> tuple[Tensor, Tensor]:
        prompt = self._plain.recipe.query_prompt
        fed = self._plain.padded([self._plain.tokenizer.encode(prompt + question).ids for question in questions])
        tensors = {name: torch.from_numpy(part) for name, part in fed.items()}
        return self.encoder(**tensors)[0], tensors["attention_mask"]


def unit(vectors: Tensor) -> Tensor:
    """Rows of unit length."""
    return torch.nn.functional.normalize(vectors, dim=-1)


def pooled(hidden: Tensor, mask: Tensor) -> Tensor:
    """Mean of the tokens of each question (b, h), of unit length."""
    return unit((hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True))


def late(hidden: Tensor, mask: Tensor, pool: Pool) -> Tensor:
    """MaxSim (b, n) of questions and passages."""
    match = unit(hidden)[mask.bool()] @ pool.tokens.T
    best = torch.stack([part.amax(1) for part in torch.split(match, pool.sizes, dim=1)], dim=1)
    return torch.stack([part.mean(0) for part in torch.split(best, mask.sum(1).tolist())])


class Texts(dict[str, int]):
    """Passages as they are embedded, numbered in the order in which they are asked for."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return self[text]


def sought_in(asked: Sequence[Asked], passages: Passages, texts: Texts) -> list[Sought]:
    """The answerable questions; the passages of all reports are numbered in `texts`."""
    found = []
    for one in asked:
        numbers = []
        for cut in passages.of(one.text, SIZES[-1]):
            number = texts[embedded_text(cut)]
            if cut.span.start <= one.start < one.end <= cut.span.end:
                numbers.append(number)
        if numbers:
            found.append(Sought(one.questions[ENGLISH], tuple(numbers)))
    return found


def sought_in_xquad(items: Sequence[Item], texts: Texts) -> list[Sought]:
    """XQuAD's English questions over its Vietnamese passages."""
    return [Sought(item.texts["en"].question, (texts[item.texts[TARGET].passage],)) for item in items]


def wrong_but_near(sought: Sequence[Sought], pool: Pool, plain: Encoder, count: int) -> list[list[int]]:
    """For every question the passages nearest to it that do not hold its answer."""
    found = []
    for one in sought:
        scores = pool.pooled @ torch.from_numpy(plain.encode_question(one.question).pooled)
        nearest = scores.topk(min(count, len(scores))).indices.tolist()
        found.append([number for number in nearest if number not in one.passages])
    return found


def told_apart(scores: Tensor, right: Tensor) -> Tensor:
    """Cross-entropy of the right passages, together, among all of the batch."""
    return (scores.logsumexp(1) - scores.masked_fill(~right, -1e9).logsumexp(1)).mean()


def train(
    side: QuestionSide, plain: QuestionSide, sought: Sequence[Sought], near: list[list[int]], pool: Pool, recipe: Recipe
) -> None:
    """Trains the updates of `side`'s encoder in place."""
    torch.manual_seed(recipe.seed)
    adapt(side.encoder, range(recipe.first_layer, side.encoder.config.num_hidden_layers), recipe.rank)
    chance = random.Random(recipe.seed)
    order = [at for _ in range(recipe.epochs) for at in chance.sample(range(len(sought)), len(sought))]
    batches = [order[at : at + recipe.batch] for at in range(0, len(order), recipe.batch)]
    trained = [parameter for parameter in side.encoder.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser,
        lambda step: min(1.0, (step + 1) / (recipe.warmup * len(batches) + 1)) * (1 - step / len(batches)),
    )
    for step, batch in enumerate(batches):
        asked = [sought[at] for at in batch]
        drawn = {n for at in batch for n in chance.sample(near[at], min(recipe.negatives, len(near[at])))}
        numbers = sorted(drawn | {chance.choice(one.passages) for one in asked})
        right = torch.tensor([[number in one.passages for number in numbers] for one in asked])
        part = pool.part(numbers)
        hidden, mask = side([one.question for one in asked])
        with torch.no_grad():
            before, _ = plain([one.question for one in asked])
        loss = told_apart(late(hidden, mask, part) / recipe.temperature, right)
        loss = loss + recipe.pooled * told_apart(pooled(hidden, mask) @ part.pooled.T / recipe.temperature, right)
        moved = (1 - (unit(hidden) * unit(before)).sum(-1))[mask.bool()].mean()
        optimiser.zero_grad()
        (loss + recipe.pull * moved).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
        if step % 20 == 19 or step + 1 == len(batches):
            say(f"step {step + 1}/{len(batches)}, loss {loss.item():.3f}, moved {moved.item():.3f}")


@torch.no_grad()
def recall_at_1(side: QuestionSide, sought: Sequence[Sought], pool: Pool) -> tuple[float, float]:
    """Share of questions whose first passage holds the answer: by late interaction, by pooled vectors."""
    whole = pool.part(range(len(pool.sizes)))
    found = []
    for one in sought:
        hidden, mask = side([one.question])
        scores = late(hidden, mask, whole), pooled(hidden, mask) @ whole.pooled.T
        found.append([int(score.argmax()) in one.passages for score in scores])
    first, second = np.mean(found, axis=0)
    return float(first), float(second)


def measured(one: QuestionSide, items: Sequence[Item], held: Sequence[Item], encoder: Encoder) -> str:
    """Recall of the held-out articles' questions among the passages of all articles."""
    texts = Texts()
    sought_in_xquad(items, texts)
    sought = sought_in_xquad(held, texts)
    first, second = recall_at_1(one, sought, Pool.of(list(texts), encoder))
    return f"recall@1 {first:.3f} by late interaction, {second:.3f} by pooled vectors, of {len(sought)}"


def chosen(arguments: Sequence[str] | None) -> tuple[argparse.Namespace, Recipe]:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True, help="folder of the unpacked model")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="folder of SQuAD-format files, one a language")
    names = ("seed", "rate", "pull", "rank", "epochs", "until", "xquad", "held_out")
    for name in names:
        value = getattr(Recipe(), name)
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    options = parser.parse_args(arguments)
    return options, replace(Recipe(), **{name: getattr(options, name) for name in names})


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, write the updates, and measure on the held-out articles of XQuAD."""
    options, recipe = chosen(arguments)
    settings = load_settings()
    compiled = CompiledEncoder(compile_model(settings.model, settings.paths.cache), settings.model.threads)
    plain, side = (QuestionSide(base_encoder(options.base), compiled) for _ in range(2))
    asked = [one for path in sorted(QUESTIONS.glob("*.jsonl")) if path.stem <= recipe.until for one in read(path)]
    items = load(options.data)
    kept, held = split(items, recipe.held_out, SPLIT)
    texts = Texts()
    sought = sought_in(asked, Passages((one.text for one in asked), compiled.count_tokens), texts)
    sought += recipe.xquad * sought_in_xquad(kept, texts)
    pool = Pool.of(list(texts), compiled)
    say(f"{len(sought)} questions, {len(texts)} passages; {recipe}")
    train(side, plain, sought, wrong_but_near(sought, pool, compiled, recipe.near), pool, recipe)
    layers = range(recipe.first_layer, side.encoder.config.num_hidden_layers)
    save(options.out, side.encoder, layers, {"base": BASE, "licence": LICENCE, "recipe": str(recipe)})
    for name, one in (("plain", plain), ("trained", side)):
        print(f"{name}: {measured(one, items, held, compiled)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
