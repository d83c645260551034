"""Models as a hub would hand them out, but tiny and with random weights: built here, nothing is fetched."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from retrieval.settings import Model

PIECES = [*"abcdefghiklmnopqrstuvxyâăêôơưđ0123456789.,?:;!/-"]
SYLLABLES = "hội nghị dân vận chủ trì ngày tỉnh huyện công tác đồng chí ban tổ chức phát biểu quà suất".split()


def model_named(folder: Path, *, min_cosine: float = 0.98) -> Model:
    return Model(name=str(folder), revision="", threads=1, min_cosine=min_cosine)


def _tiny_bert(folder: Path, tokenizer: Any, **special: str) -> Path:
    """A BERT of two layers with random weights, and its tokenizer, in a transformers folder."""
    import torch
    import transformers

    torch.manual_seed(11)
    library: Any = transformers  # it ships few types
    fast = library.PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **special)
    config = library.BertConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=64,
        pad_token_id=fast.pad_token_id,
    )
    library.BertModel(config).eval().save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder


def _saved(modules: list[Any], folder: Path, **options: Any) -> Path:
    from sentence_transformers import SentenceTransformer

    SentenceTransformer(modules=modules, device="cpu", **options).save(str(folder))
    return folder


@pytest.fixture(scope="session")
def word_pieces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """BERT with WordPiece, pooled by the mean and by nothing else: its vectors have no unit length."""
    from sentence_transformers.models import Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    words = [*names, *PIECES, *(f"##{piece}" for piece in PIECES), *SYLLABLES]
    tokenizer = Tokenizer(models.WordPiece({word: at for at, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]"}
    root = tmp_path_factory.mktemp("word-pieces")
    bert = Transformer(str(_tiny_bert(root / "bert", tokenizer, **special)), max_seq_length=48)
    return _saved([bert, Pooling(32, "mean")], root / "model")


@pytest.fixture(scope="session")
def unigrams(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """BERT with Unigram, pooled by its first token, projected to 16 dimensions, with prompts of its own."""
    from sentence_transformers.models import Dense, Normalize, Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    pieces = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -5.0)]
    pieces += [(f"▁{word}", -4.0 - at / 10) for at, word in enumerate(SYLLABLES)]
    pieces += [(piece, -8.0) for piece in PIECES]
    tokenizer = Tokenizer(models.Unigram(pieces, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    special = {"pad_token": "<pad>", "unk_token": "<unk>", "cls_token": "<s>", "sep_token": "</s>"}
    root = tmp_path_factory.mktemp("unigrams")
    bert = Transformer(str(_tiny_bert(root / "bert", tokenizer, **special)), max_seq_length=64)
    return _saved(
        [bert, Pooling(32, "cls"), Dense(32, 16), Normalize()],
        root / "model",
        prompts={"query": "hỏi: ", "document": "đọc: "},
    )


@pytest.fixture(params=["word_pieces", "unigrams"])
def tiny(request: pytest.FixtureRequest) -> Path:
    """Each of the tiny models."""
    folder = request.getfixturevalue(request.param)
    assert isinstance(folder, Path)
    return folder


def varied_texts(number: int) -> Iterator[str]:
    """Texts of many lengths."""
    words = itertools.cycle([*SYLLABLES, "11/4,", "Kim", "Bôi."])
    for length in range(1, number + 1):
        yield " ".join(itertools.islice(words, 1 + length * 7 % 23))
