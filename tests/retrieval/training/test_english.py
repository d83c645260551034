"""The question side learns to find what it is shown, and is held near the plain one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertModel

from retrieval.encoders import CompiledEncoder
from retrieval.training.english import (
    Pool,
    QuestionSide,
    Recipe,
    Sought,
    Texts,
    late,
    pooled,
    recall_at_1,
    sought_in,
    sought_in_xquad,
    told_apart,
    train,
    unit,
    wrong_but_near,
)
from retrieval.training.pairs import load, split
from retrieval.training.reader import SPLIT
from retrieval.training.written import QUESTIONS, Passages, read

ASKED = (
    ("Who chaired the briefing in Kim Boi?", "Đồng chí Bùi Tiến Lực chủ trì hội nghị giao ban tại huyện Kim Bôi."),
    ("How many tonnes of rice were handed out?", "Tỉnh đã trao gần 500 tấn gạo cứu đói dịp giáp hạt."),
    ("Which field had the most models?", "Lĩnh vực văn hóa - xã hội có 41 mô hình, nhiều nhất huyện."),
    ("When was the contest held?", "Hội thi dân vận khéo diễn ra ngày 19 tháng 5 tại nhà văn hóa."),
)
SMALL = Recipe(first_layer=1, rank=4, rate=1e-2, epochs=40, batch=4, near=3, negatives=2)


@pytest.fixture(scope="module")
def pool(encoder: CompiledEncoder) -> Pool:
    return Pool.of([passage for _, passage in ASKED], encoder)


@pytest.fixture(scope="module")
def sought() -> list[Sought]:
    return [Sought(question, (number,)) for number, (question, _) in enumerate(ASKED)]


def side(encoder: CompiledEncoder) -> QuestionSide:
    """A small encoder with random weights over the model's own word table."""
    torch.manual_seed(4)
    config = BertConfig(
        vocab_size=8,
        hidden_size=384,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    return QuestionSide(BertModel(config, add_pooling_layer=False), encoder)


def loss(one: QuestionSide, sought: list[Sought], pool: Pool) -> float:
    with torch.no_grad():
        hidden, mask = one([each.question for each in sought])
        right = torch.eye(len(sought), dtype=torch.bool)
        return float(told_apart(late(hidden, mask, pool.part(range(len(sought)))) / SMALL.temperature, right))


def moved(one: QuestionSide, other: QuestionSide) -> float:
    with torch.no_grad():
        (ours, _), (theirs, _) = one(["Who spoke?"]), other(["Who spoke?"])
        return float(1 - (unit(ours) * unit(theirs)).sum(-1).mean())


def test_it_learns_to_find_the_right_passage(encoder: CompiledEncoder, pool: Pool, sought: list[Sought]) -> None:
    learner, plain = side(encoder), side(encoder)
    near = wrong_but_near(sought, pool, encoder, SMALL.near)
    assert all(own.passages[0] not in wrong for own, wrong in zip(sought, near, strict=True))
    before = loss(learner, sought, pool)
    train(learner, plain, sought, near, pool, replace(SMALL, pull=0.0))
    assert loss(learner, sought, pool) < before / 2
    assert loss(plain, sought, pool) == pytest.approx(before)
    assert recall_at_1(learner, sought, pool)[0] == 1


def test_the_pull_holds_it_near(encoder: CompiledEncoder, pool: Pool, sought: list[Sought]) -> None:
    near = wrong_but_near(sought, pool, encoder, SMALL.near)
    free, held, plain = (side(encoder) for _ in range(3))
    train(free, plain, sought, near, pool, replace(SMALL, pull=0.0))
    train(held, plain, sought, near, pool, replace(SMALL, pull=100.0))
    assert moved(held, plain) < moved(free, plain) / 2


def test_scores_are_those_of_the_program(encoder: CompiledEncoder, pool: Pool) -> None:
    tokens = torch.from_numpy(encoder.encode_question(ASKED[0][0]).tokens)[None]
    found = late(tokens, torch.ones(1, tokens.shape[1], dtype=torch.long), pool.part([1, 0]))
    first = np.split(pool.tokens.float().numpy(), np.cumsum(pool.sizes)[:-1])[0]
    expected = float((tokens[0].numpy() @ first.T).max(axis=1).mean())
    assert float(found[0, 1]) == pytest.approx(expected, abs=1e-3)
    assert float(pooled(tokens, torch.ones(tokens.shape[:2])).norm()) == pytest.approx(1)


def test_written_questions_are_sought_where_their_answer_stands(encoder: CompiledEncoder) -> None:
    asked = read(QUESTIONS / "01.jsonl")
    numbered = Texts()
    found = sought_in(asked, Passages((one.text for one in asked), encoder.count_tokens), numbered)
    texts = list(numbered)
    answers = {one.questions[2]: one.text[one.start : one.end] for one in asked if one.end > one.start}
    assert len(found) == len(answers) > 50
    assert all(answers[one.question] in texts[number] for one in found for number in one.passages)


def test_xquad_is_held_out_by_article(shared: Path) -> None:
    items, texts = load(shared / "reader"), Texts()
    parts = [sought_in_xquad(part, texts) for part in split(items, Recipe().held_out, SPLIT)]
    assert len(texts) == 120 and sum(map(len, parts)) == len(items)
    kept, held = ({number for one in part for number in one.passages} for part in parts)
    assert not kept & held and kept | held == set(range(120))
