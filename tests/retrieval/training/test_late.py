"""The English map learns what it is shown, and is held near the identity."""

from __future__ import annotations

import torch

from retrieval.training.late import Asked, Recipe, pool_of, recall_at_1, scores, train
from retrieval.training.pairs import Item, Text

SIZE = 12


def swapped_world(count: int = 10) -> tuple[list[Asked], list[torch.Tensor]]:
    """Passages of random tokens; English questions are tokens of theirs with the axes in another order."""
    draw = torch.Generator().manual_seed(3)
    order = torch.randperm(SIZE, generator=draw)
    vectors = [torch.nn.functional.normalize(torch.randn(9, SIZE, generator=draw), dim=-1) for _ in range(count)]
    item = Item("q", "article", 0, {"vi": Text("?", "passage", 0, "passage")})
    asked = [
        Asked(item, language, vectors[number][:4][:, order], number)
        for number in range(count)
        for language in ("en", "de")
    ]
    return asked, vectors


def test_a_map_is_learned_that_brings_the_right_passage_first() -> None:
    asked, vectors = swapped_world()
    before = sum(recall_at_1(torch.eye(SIZE), asked, vectors))
    mapping = train(asked, vectors, Recipe(steps=150, batch=8, rate=0.02, pull=0.0))
    assert sum(recall_at_1(mapping, asked, vectors)) > before
    assert sum(recall_at_1(mapping, asked, vectors)) >= 9


def test_the_pull_holds_the_map_near_the_identity() -> None:
    asked, vectors = swapped_world()
    free = train(asked, vectors, Recipe(steps=40, batch=8, rate=0.02, pull=0.0))
    held = train(asked, vectors, Recipe(steps=40, batch=8, rate=0.02, pull=100.0))
    identity = torch.eye(SIZE)
    assert (held - identity).norm() < (free - identity).norm() / 2


def test_scores_are_the_mean_of_the_best_matches() -> None:
    asked, vectors = swapped_world(3)
    pool = pool_of(vectors, [2, 0])
    found = scores(torch.eye(SIZE), asked[:2], pool)
    assert found.shape == (2, 2)
    expected = (asked[1].tokens @ vectors[0].T).amax(1).mean()
    assert torch.isclose(found[1, 1], expected, atol=1e-5)
