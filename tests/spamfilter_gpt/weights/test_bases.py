"""Published weights: GPT-2 as transformers saves and computes it, Llama-family models as GGUF files."""

import os
import subprocess
import sys
from pathlib import Path

import gguf
import numpy as np
import pytest
import torch
import transformers
from safetensors.torch import load_file, save_file
from spamfilter_gpt.network.decoder import check_context, generate_greedy
from spamfilter_gpt.network.gpt2 import GPT, GPT2_SIZES
from spamfilter_gpt.network.llama import Llama
from spamfilter_gpt.records.architecture import LlamaConfig
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.weights.bases import cut_blocks, load_base
from spamfilter_gpt.weights.gguf_file import invert_byte_characters
from transformers import GPT2Config, GPT2LMHeadModel, LlamaForCausalLM

from spamfilter import DataError, SourceError, UsageError

PROMPT = "Every effort moves you"


def make_gpt2(
    layers: int, heads: int, width: int, vocab_size: int = 400, context: int = 64
) -> GPT2LMHeadModel:
    torch.manual_seed(0)
    config = GPT2Config(
        vocab_size=vocab_size, n_positions=context, n_embd=width, n_layer=layers, n_head=heads,
        bos_token_id=0, eos_token_id=0, pad_token_id=0,
    )  # fmt: skip
    model = GPT2LMHeadModel(config).eval()
    for parameter in model.parameters():  # fresh biases are zero, which would hide one that is left out
        torch.nn.init.normal_(parameter, std=0.05)
    return model


def assert_same_logits(ours: torch.nn.Module, theirs: torch.nn.Module, vocab_size: int, limit: float) -> None:
    ids = torch.randint(vocab_size, (3, 20), generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        torch.testing.assert_close(ours.eval()(ids), theirs(ids).logits, atol=limit, rtol=0)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("gpt2", 124_439_808),
        ("gpt2-medium", 354_823_168),
        ("gpt2-large", 774_030_080),
        ("gpt2-xl", 1_557_611_200),
    ],
)
def test_the_four_sizes_have_the_published_parameter_counts(name: str, parameters: int) -> None:
    with torch.device("meta"):
        model = GPT(GPT2_SIZES[name])
    assert sum(parameter.numel() for parameter in model.parameters()) == parameters


@pytest.mark.parametrize(
    "name",
    [
        "gpt2",
        "gpt2-medium",
        pytest.param("gpt2-large", marks=pytest.mark.slow),
        pytest.param("gpt2-xl", marks=pytest.mark.slow),
    ],
)
def test_a_checkpoint_of_each_shape_gives_transformers_logits(name: str, tmp_path: Path) -> None:
    shape = GPT2_SIZES[name]
    theirs = make_gpt2(shape.n_layers, shape.n_heads, 8 * shape.n_heads)
    theirs.save_pretrained(tmp_path)
    ours = load_base(str(tmp_path)).model
    assert (len(ours.h), ours.config.n_heads) == (shape.n_layers, shape.n_heads)
    assert_same_logits(ours, theirs, 400, 1e-4)


def publish_gpt2(model: GPT2LMHeadModel, path: Path) -> None:
    """The names of the published file: no prefix, the causal masks, no head."""
    tensors = {
        name.removeprefix("transformer."): value.clone()
        for name, value in model.state_dict().items()
        if name != "lm_head.weight"
    }
    masks = {f"h.{n}.attn.bias": torch.ones(1, 1, 8, 8) for n in range(model.config.n_layer)}
    save_file({**tensors, **masks}, path)


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> tuple[GPT2LMHeadModel, Path]:
    """GPT-2 small, random weights, as the Hugging Face cache holds the published one."""
    folder = tmp_path_factory.mktemp("hub")
    cached = folder / "hub" / "models--openai-community--gpt2"
    (cached / "refs").mkdir(parents=True)
    (cached / "refs" / "main").write_text("0" * 40)
    (cached / "snapshots" / ("0" * 40)).mkdir(parents=True)
    model = make_gpt2(12, 12, 768, 50257, 1024)
    publish_gpt2(model, cached / "snapshots" / ("0" * 40) / "model.safetensors")
    return model, folder


def run_offline(folder: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    env = {**os.environ, "HF_HOME": str(folder), "HF_HUB_OFFLINE": "1"}
    command = [sys.executable, "-m", "spamfilter", "gpt", "generate", PROMPT, *args]
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False)


@pytest.mark.slow
def test_gpt2_small_from_the_hubs_cache_continues_as_transformers_does(
    hub: tuple[GPT2LMHeadModel, Path],
) -> None:
    theirs, folder = hub
    base = load_base(str(next(folder.rglob("model.safetensors"))))
    assert_same_logits(base.model, theirs, 50257, 1e-4)
    tokenizer = Tokenizer(base.tokens)
    ids = tokenizer.encode(PROMPT)
    expected = theirs.generate(
        torch.tensor([ids]), attention_mask=torch.ones(1, len(ids)), max_new_tokens=15, do_sample=False
    )[0].tolist()
    assert len(expected) == len(ids) + 15
    assert generate_greedy(base.model, ids, 15) == expected
    done = run_offline(folder, "--base", "gpt2", "--max-new-tokens", "15")
    assert done.stdout == tokenizer.decode(expected) + "\n"


@pytest.mark.slow
def test_a_published_size_that_is_not_here_is_one_line(tmp_path: Path) -> None:
    done = run_offline(tmp_path, "--base", "gpt2-medium")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (66, "", 1)
    assert done.stderr.startswith(
        "spamfilter: cannot get openai-community/gpt2-medium from the Hugging Face hub"
    )
    assert "or give --base the path of a local model.safetensors" in done.stderr


@pytest.fixture
def published(tmp_path: Path) -> Path:
    publish_gpt2(make_gpt2(2, 2, 128), tmp_path / "model.safetensors")
    return tmp_path / "model.safetensors"


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"h.1.mlp.c_fc.bias": None}, r"lacks 1 tensors, among them 'h\.1\.mlp\.c_fc\.bias'"),
        ({"h.1.extra": torch.ones(2)}, r"has 1 tensors that the model has no use for, as 'h\.1\.extra'"),
        (
            {"h.0.ln_1.bias": torch.ones(3)},
            r"tensor 'h\.0\.ln_1\.bias' has the shape \(3,\), not \(128,\)",
        ),
        ({"wpe.weight": None}, "is not a GPT-2: it lacks"),
    ],
)
def test_every_tensor_is_used_or_named(
    published: Path, change: dict[str, torch.Tensor | None], complaint: str
) -> None:
    tensors = {**load_file(published), **change}
    save_file({name: value for name, value in tensors.items() if value is not None}, published)
    with pytest.raises(DataError, match=complaint):
        load_base(str(published))


def test_a_broken_file_is_named(published: Path) -> None:
    published.write_bytes(published.read_bytes()[:-100])
    with pytest.raises(DataError, match="is not a whole safetensors file"):
        load_base(str(published))


def test_a_pickle_is_never_read(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is a pickle, which can run code"):
        load_base(str(tmp_path / "pytorch_model.bin"))


def test_what_is_no_base_is_named() -> None:
    with pytest.raises(SourceError, match="no base 'nowhere': give embedded, tiny, smollm2, e5, gpt2"):
        load_base("nowhere")


def test_random_weights_keep_the_shape_only(published: Path) -> None:
    model = load_base(str(published)).model
    random = load_base(str(published), random_weights=True)
    assert random.model.config == model.config
    assert not torch.equal(random.model.wte.weight, model.wte.weight)
    assert not random.language_model


def test_the_lowest_blocks_can_be_kept_alone(published: Path) -> None:
    base = load_base(str(published))
    cut = cut_blocks(base, 1)
    assert (len(cut.model.h), cut.model.config.n_layers, cut.language_model) == (1, 1, False)
    with pytest.raises(UsageError, match="has 1 blocks; --layers keeps at most as many"):
        cut_blocks(cut, 2)


def test_a_context_that_is_too_short_says_what_to_do() -> None:
    check_context(1024, 1024)
    with pytest.raises(DataError, match="exceed the model's context of 1024; set --max-length 1024"):
        check_context(1025, 1024)


# ---- Llama-family models, out of GGUF files


def permute(weight: torch.Tensor, heads: int) -> torch.Tensor:
    """Rows of a query or key weight as llama.cpp's converter orders them: halves become pairs."""
    out, width = weight.shape
    return weight.view(heads, 2, out // heads // 2, width).transpose(1, 2).reshape(out, width)


def write_gguf(path: Path, model: Llama) -> None:
    """A GGUF file with the weights of ``model`` and a byte-level vocabulary that lacks byte 0x04."""
    config: LlamaConfig = model.config
    characters = {byte: character for character, byte in invert_byte_characters().items()}
    tokens = ["<|endoftext|>", *(characters[byte] for byte in range(256) if byte != 4)]
    tokens += [f"{tokens[1 + 97]}{tokens[1 + n]}" for n in range(97, 97 + config.vocab_size - len(tokens))]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(config.context_length)
    writer.add_embedding_length(config.emb_dim)
    writer.add_block_count(config.n_layers)
    writer.add_feed_forward_length(config.hidden_dim)
    writer.add_head_count(config.n_heads)
    writer.add_head_count_kv(config.n_kv_heads)
    writer.add_rope_freq_base(config.rope_theta)
    writer.add_layer_norm_rms_eps(config.norm_eps)
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(tokens)
    writer.add_token_types([3, *[1] * (len(tokens) - 1)])
    for name, value in rename(model).items():
        writer.add_tensor(name, np.ascontiguousarray(value.detach().numpy()))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def rename(model: Llama) -> dict[str, torch.Tensor]:
    names = {
        "ln_1": "attn_norm", "ln_2": "ffn_norm", "attn.q_proj": "attn_q", "attn.k_proj": "attn_k",
        "attn.v_proj": "attn_v", "attn.o_proj": "attn_output", "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
    }  # fmt: skip
    tensors = {"token_embd.weight": model.wte.weight, "output_norm.weight": model.ln_f.weight}
    for number, block in enumerate(model.h):
        for ours, theirs in names.items():
            weight = block.get_submodule(ours).weight
            heads = {"attn_q": model.config.n_heads, "attn_k": model.config.n_kv_heads}.get(theirs)
            tensors[f"blk.{number}.{theirs}.weight"] = permute(weight, heads) if heads else weight
    return tensors


@pytest.fixture
def llama(tmp_path: Path) -> tuple[Llama, Path]:
    torch.manual_seed(2)
    model = Llama(LlamaConfig(280, 64, 48, 3, 6, 2, 80, rope_theta=10000.0)).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.2)
    write_gguf(tmp_path / "tiny.gguf", model)
    return model, tmp_path / "tiny.gguf"


def test_a_gguf_file_gives_back_the_weights(llama: tuple[Llama, Path]) -> None:
    model, path = llama
    base = load_base(str(path))
    assert base.model.config == model.config
    state = base.model.state_dict()
    assert all(torch.equal(state[name], value) for name, value in model.state_dict().items())


def test_llama_blocks_compute_what_transformers_do(llama: tuple[Llama, Path]) -> None:
    model, _ = llama
    config = transformers.LlamaConfig(
        vocab_size=280, hidden_size=48, intermediate_size=80, num_hidden_layers=3, num_attention_heads=6,
        num_key_value_heads=2, max_position_embeddings=64, rms_norm_eps=1e-5, tie_word_embeddings=True,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0},
    )  # fmt: skip
    theirs = LlamaForCausalLM(config).eval()
    names = {
        "wte.": "model.embed_tokens.", "ln_f.": "model.norm.", "h.": "model.layers.", "attn.": "self_attn.",
        "ln_1": "input_layernorm", "ln_2": "post_attention_layernorm",
    }  # fmt: skip
    state = {}
    for name, value in model.state_dict().items():
        if name == "head.weight":
            continue
        for ours, other in names.items():
            name = name.replace(ours, other) if name.startswith(ours) or f".{ours}" in name else name
        state[name] = value
    missing, unexpected = theirs.load_state_dict(state, strict=False)
    assert (missing, unexpected) == (["lm_head.weight"], [])
    assert_same_logits(model, theirs, 280, 1e-4)


def test_a_byte_without_a_token_is_left_out(llama: tuple[Llama, Path]) -> None:
    base = load_base(str(llama[1]))
    tokenizer = Tokenizer(base.tokens, base.pattern, 280, base.pad_token_id)
    assert tokenizer.encode("b\x04c") == [1 + 98 - 1, 1 + 99 - 1]
    assert tokenizer.encode("\x04") == [tokenizer.pad_token_id]


def test_a_broken_gguf_file_is_named(llama: tuple[Llama, Path]) -> None:
    _, path = llama
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(DataError, match="is not a whole GGUF file"):
        load_base(str(path))
    with pytest.raises(SourceError, match="no such file"):
        load_base(str(path.with_name("none.gguf")))
