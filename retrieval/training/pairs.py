"""Questions and passages to train on and to measure with, from SQuAD-format files aligned by question id."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.restoration import Restorer
from retrieval.vietnamese import fold, sentences

TARGET = "vi"
PARTS = 4
CROPS = (250, 350, 500, 800)


@dataclass(frozen=True, slots=True)
class Text:
    """One question of the data in one language, its passage and where the answer begins."""

    question: str
    passage: str
    start: int
    answer: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question of the data in all its languages."""

    id: str
    article: str
    paragraph: int
    texts: dict[str, Text]


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, a passage, and where in it the answer stands; start == end: not told here."""

    question: str
    passage: str
    start: int = 0
    end: int = 0


def load(folder: Path) -> list[Item]:
    """All questions of the folder's files `*.LANGUAGE.json`, their languages joined by id."""
    texts: defaultdict[str, dict[str, Text]] = defaultdict(dict)
    places: dict[str, tuple[str, int]] = {}
    for path in sorted(folder.glob("*.json")):
        language = path.name.split(".")[-2]
        for article in json.loads(path.read_text("utf-8"))["data"]:
            for number, paragraph in enumerate(article["paragraphs"]):
                for asked in paragraph["qas"]:
                    answer = asked["answers"][0]
                    texts[asked["id"]][language] = Text(
                        asked["question"], paragraph["context"], answer["answer_start"], answer["text"]
                    )
                    places[asked["id"]] = article["title"], number
    return [Item(id, *place, texts[id]) for id, place in places.items() if TARGET in texts[id]]


def split(items: Sequence[Item], part: int, seed: int) -> tuple[list[Item], list[Item]]:
    """Training and held-out items; whole articles are held out."""
    articles = sorted({item.article for item in items})
    random.Random(seed).shuffle(articles)
    held = set(articles[part::PARTS])
    return [i for i in items if i.article not in held], [i for i in items if i.article in held]


def restorer(items: Iterable[Item]) -> Restorer:
    """What writes diacritics back, learned from the passages alone, as in the running program."""
    return Restorer.learn({item.texts[TARGET].passage for item in items}, {})


def forms(item: Item, typed: Restorer) -> dict[str, str]:
    """The question as people type it: marked, bare, bare with diacritics restored, English."""
    question = item.texts[TARGET].question
    bare = fold(question)
    return {
        "vi": question,
        "vi-ascii raw": bare,
        "vi-ascii": typed.restore(bare),
        "en": item.texts["en"].question,
    }


def elsewhere(item: Item, items: Sequence[Item]) -> list[str]:
    """The other passages of the item's article."""
    others = {
        other.texts[TARGET].passage: None
        for other in items
        if other.article == item.article and other.paragraph != item.paragraph
    }
    return list(others)


def pairs_of(items: Sequence[Item], negatives: float, rng: random.Random) -> list[Pair]:
    """Every question in the forms people type (English twice), against Vietnamese passages above all.

    Two other languages ask the Vietnamese passage, and passages of two others are read for diversity, one
    asked in English. As often as `negatives`, a pair is joined by one with another passage of the article.
    """
    typed = restorer(items)
    pairs: list[Pair] = []
    for item in items:
        right = item.texts[TARGET]
        others = [language for language in item.texts if language not in (TARGET, "en")]
        common = list(forms(item, typed).values())
        questions = [*common, item.texts["en"].question] + [
            item.texts[language].question for language in rng.sample(others, 2)
        ]
        told = [Pair(question, right.passage, right.start, right.start + len(right.answer)) for question in questions]
        own, crossed = (item.texts[language] for language in rng.sample([*others, "en"], 2))
        for asked, read in ((own, own), (item.texts["en"], crossed)):
            told.append(Pair(asked.question, read.passage, read.start, read.start + len(read.answer)))
        wrong = elsewhere(item, items)
        untold = [Pair(rng.choice(common), rng.choice(wrong)) for _ in told if wrong and rng.random() < negatives]
        pairs += [cropped(pair, rng.choice(CROPS), rng) for pair in (*told, *untold)]
    return pairs


def cropped(pair: Pair, longest: int, rng: random.Random) -> Pair:
    """A run of whole sentences of at most about `longest` characters that keeps the answer."""
    spans = sentences(pair.passage)
    if len(pair.passage) <= longest or len(spans) < 2:
        return pair
    kept = [i for i, (start, end) in enumerate(spans) if start < pair.end and end > pair.start]
    first = last = rng.randrange(len(spans))
    if kept:
        first, last = kept[0], kept[-1]
    while True:
        wider = [(first - 1, last)] * (first > 0) + [(first, last + 1)] * (last + 1 < len(spans))
        wider = [(a, b) for a, b in wider if spans[b][1] - spans[a][0] <= longest]
        if not wider:
            break
        first, last = rng.choice(wider)
    begin, end = spans[first][0], spans[last][1]
    if not kept:
        return Pair(pair.question, pair.passage[begin:end])
    begin, end = min(begin, pair.start), max(end, pair.end)
    return Pair(pair.question, pair.passage[begin:end], pair.start - begin, pair.end - begin)
