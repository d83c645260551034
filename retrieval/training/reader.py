"""Train the reader: low-rank updates of the embedded encoder that mark the answer in a passage.

`python -m retrieval.training.reader --data DIR --base FOLDER --out FILE [--folds N]`. DIR holds XQuAD, a file
for each language; made-up reports are added. Lower layers are frozen: their output is computed once a pair.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from retrieval.settings import load_settings
from retrieval.training.exchanged import Names
from retrieval.training.figures import Outcome, held_out, summary, synthetic_summary
from retrieval.training.lora import Reader, adapt, base_encoder, resume, save
from retrieval.training.pairs import PARTS, Item, Pair, load, pairs_of, restorer, split
from retrieval.training.reading import Encoded, Pieces, batches, masks, word_vectors
from retrieval.training.synthetic import reports
from retrieval.training.written import FORMS, QUESTIONS, Drawing, Passages, names_in, read, typed_over

BASE = "intfloat/multilingual-e5-small"
SPLIT = 7  # seed of the division into parts
LICENCE = "trained on XQuAD, CC BY-SA 4.0, Artetxe et al. 2020"


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one training run is made of."""

    seed: int = 7
    first_layer: int = 4
    rank: int = 24
    epochs: float = 1.0
    rate: float = 7e-4
    pieces_a_batch: int = 2048
    warmup: float = 0.08
    synthetic: int = 2500
    negatives: float = 0.35
    xquad: float = 1.0  # share of XQuAD's pairs that is used
    questions: str = "*"  # files of hand-written questions, as a glob; "" for none
    share: float = 1.0  # share of their pairs that is used
    review: float = 0.0  # share of the pairs of the files before them that is used as well
    forms: int = 3  # of each of their questions; 2: English and one of the Vietnamese ones
    untold: float = 1.0  # share of their pairs without an answer that is used
    exchanged: float = 0.0  # of their answerable pairs, also with a question made false
    held_out: int = 0  # part of XQuAD's articles that is left out, to be measured on; -1: none


def say(text: str) -> None:
    """Progress goes to standard error."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def rows_of(items: Sequence[Item], pieces: Pieces, recipe: Recipe) -> list[Encoded]:
    """All pairs of one run as pieces."""
    rng = random.Random(recipe.seed)
    pairs = pairs_of(items, recipe.negatives, rng)
    pairs = rng.sample(pairs, int(len(pairs) * recipe.xquad))
    pairs += written(recipe, pieces, rng)
    made = [Pair(e.question, e.passage, e.start, e.end) for e in reports(recipe.synthetic, recipe.seed)]
    rows = [row for pair in (*pairs, *made) if (row := pieces.encode(pair)) is not None]
    untold = sum(row.end == 0 for row in rows)
    total = sum(len(row.ids) for row in rows)
    say(f"{len(pairs)} pairs, {len(made)} made up; {untold} of all without an answer; {total} pieces")
    return rows


def written(recipe: Recipe, pieces: Pieces, rng: random.Random) -> list[Pair]:
    """The pairs of the hand-written questions of one run."""
    shares = shares_of(recipe, sorted(QUESTIONS.glob("*.jsonl")))
    asked = {path: read(path) for path in shares}
    passages = Passages((one.text for every in asked.values() for one in every), pieces.count)
    typed = typed_over(passages.texts, load_settings().paths.glossary)
    names = names_in(one for every in asked.values() for one in every) if recipe.exchanged else Names(())
    drawing = Drawing(passages, typed, rng, recipe.forms == len(FORMS), names, recipe.exchanged)
    pairs: list[Pair] = []
    for path, every in asked.items():
        found = [pair for pair in drawing.pairs(every) if pair.end > pair.start or rng.random() < recipe.untold]
        pairs += rng.sample(found, int(len(found) * shares[path]))
    return pairs


def shares_of(recipe: Recipe, files: Sequence[Path]) -> dict[Path, float]:
    """How much of each file is used: nothing of those after the last one chosen, which came later."""
    chosen = [bool(recipe.questions) and path.match(recipe.questions) for path in files]
    last = max((at for at, is_chosen in enumerate(chosen) if is_chosen), default=-1)
    kept = zip(files[: last + 1], chosen, strict=False)
    return {path: recipe.share if is_chosen else recipe.review for path, is_chosen in kept}


@torch.no_grad()
def lower_states(
    reader: Reader, rows: Sequence[Encoded], todo: Sequence[Sequence[int]], layers: int
) -> dict[int, Tensor]:
    """What the frozen lower layers make of the rows of the batches `todo`, in half precision."""
    states: dict[int, Tensor] = {}
    for number, batch in enumerate(todo):
        chosen = [rows[i] for i in batch]
        hidden = reader.through(reader.embedded(word_vectors(reader, chosen)), masks(chosen)[0], 0, layers)
        for i, state in zip(batch, hidden, strict=True):
            states[i] = state[: len(rows[i].ids)].half()
        if number % 50 == 0:
            say(f"lower layers: batch {number}/{len(todo)}")
    return states


def planned(rows: Sequence[Encoded], recipe: Recipe, rng: random.Random) -> list[list[int]]:
    """The batches of all epochs; the last epoch may be a fraction."""
    plan: list[list[int]] = []
    for epoch in range(math.ceil(recipe.epochs)):
        once = batches(rows, recipe.pieces_a_batch, rng)
        plan += once[: math.ceil(min(1.0, recipe.epochs - epoch) * len(once))]
    return plan


def first_seen(plan: Sequence[Sequence[int]]) -> list[list[int]]:
    """The batches of a plan without what earlier ones held."""
    seen: set[int] = set()
    fresh: list[list[int]] = []
    for batch in plan:
        if new := [i for i in batch if i not in seen]:
            fresh.append(new)
            seen.update(new)
    return fresh


def marking_loss(reader: Reader, hidden: Tensor, rows: Sequence[Encoded], allowed: Tensor) -> Tensor:
    """Cross-entropy of start and end over the passage and the first piece."""
    targets = torch.tensor([[row.start, row.end] for row in rows]).unbind(-1)
    losses = [
        torch.nn.functional.cross_entropy(logits.masked_fill(~allowed, -1e4), target)
        for logits, target in zip(reader.marks(hidden), targets, strict=True)
    ]
    return (losses[0] + losses[1]) / 2


def train(base: Path, rows: Sequence[Encoded], recipe: Recipe, begin_with: Path | None = None) -> Reader:
    """A reader with trained updates in its upper layers, not folded yet."""
    torch.manual_seed(recipe.seed)
    encoder = base_encoder(base)
    reader, top = Reader(encoder), encoder.config.num_hidden_layers
    adapt(encoder, range(recipe.first_layer, top), recipe.rank)
    if begin_with:
        resume(encoder, begin_with, reader.head)
    plan = planned(rows, recipe, random.Random(recipe.seed))
    states = lower_states(reader, rows, first_seen(plan), recipe.first_layer)
    trained = [parameter for parameter in reader.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=recipe.rate, weight_decay=0.01, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (recipe.warmup * len(plan)), 1 - step / len(plan))
    )
    reader.train()
    began, running = time.monotonic(), 0.0
    for step, batch in enumerate(plan):
        chosen = [rows[i] for i in batch]
        attention, allowed = masks(chosen)
        hidden = torch.nn.utils.rnn.pad_sequence([states[i] for i in batch], batch_first=True).float()
        hidden = reader.through(hidden, attention, recipe.first_layer, top)
        loss = marking_loss(reader, hidden, chosen, allowed)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        schedule.step()
        running += 0.04 * (loss.item() - running) if step else loss.item()
        if step % 25 == 24:
            spent = time.monotonic() - began
            left = spent / (step + 1) * (len(plan) - step - 1)
            say(f"step {step + 1}/{len(plan)}, loss {running:.3f}, {spent:.0f} s, {left:.0f} s left")
    return reader.eval()


def trained_on(items: Sequence[Item], recipe: Recipe) -> Sequence[Item]:
    """The items of all articles but those that a recipe holds out."""
    return split(items, recipe.held_out, SPLIT)[0] if recipe.held_out >= 0 else items


def run(items: Sequence[Item], pieces: Pieces, base: Path, recipe: Recipe, out: Path, begin_with: Path | None) -> None:
    """Train on `items`, going on from earlier updates if there are any, and write what comes of it to `out`."""
    store(out, train(base, rows_of(items, pieces, recipe), recipe, begin_with), recipe)


def store(path: Path, reader: Reader, recipe: Recipe) -> None:
    """Write a trained reader's updates with their notes."""
    layers = range(recipe.first_layer, reader.encoder.config.num_hidden_layers)
    save(path, reader.encoder, layers, {"base": BASE, "licence": LICENCE, "recipe": str(recipe)}, reader.head)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB", flush=True)


def measure(items: Sequence[Item], parts: range, base: Path, recipe: Recipe, keep: Path | None) -> list[Outcome]:
    """Train without each part in turn, and read it."""
    pieces, outcomes = Pieces(base), list[Outcome]()
    for part in parts:
        kept, held = split(items, part, SPLIT)
        reader = train(base, rows_of(kept, pieces, recipe), recipe)
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            store(keep / f"part{part}.npz", reader, recipe)
        fresh = held_out(reader, pieces, held, restorer(items), recipe.seed)
        outcomes += fresh
        print(
            f"part {part}\n{summary(fresh)}\n{synthetic_summary(reader, pieces, 300, recipe.seed)}",
            flush=True,
        )
    if len(parts) > 1:
        print(f"all parts\n{summary(outcomes)}", flush=True)
    return outcomes


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Train the reader.")
    parser.add_argument("--data", type=Path, required=True, help="folder of SQuAD-format files, one a language")
    parser.add_argument("--base", type=Path, required=True, help="folder of the base encoder")
    parser.add_argument("--out", type=Path, help="where the updates go (.npz); left out: measure only")
    parser.add_argument("--folds", type=int, default=0, help=f"measure on so many of {PARTS} held-out parts")
    parser.add_argument("--first-fold", type=int, default=0, help="the part to begin with")
    parser.add_argument("--predictions", type=Path, help="held-out readings are appended here (.jsonl)")
    parser.add_argument("--keep-folds", type=Path, help="folder for the updates trained without each part")
    parser.add_argument("--begin-with", type=Path, help="earlier updates of the same shape to go on from")
    parser.add_argument("--threads", type=int, default=2)
    for name, value in asdict(Recipe()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    return parser.parse_args()


def main() -> None:
    """Measure on held-out articles, then train on all."""
    options = arguments()
    torch.set_num_threads(options.threads)
    recipe = replace(Recipe(), **{name: getattr(options, name) for name in asdict(Recipe())})
    say(str(recipe))
    items, pieces = load(options.data), Pieces(options.base)
    parts = range(options.first_fold, options.first_fold + options.folds)
    outcomes = measure(items, parts, options.base, recipe, options.keep_folds)
    if options.predictions:
        with options.predictions.open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(o.record(), ensure_ascii=False) + "\n" for o in outcomes)
    if options.out:
        chosen = items if options.folds else trained_on(items, recipe)
        run(chosen, pieces, options.base, recipe, options.out, options.begin_with)


if __name__ == "__main__":
    main()
