"""The states that frozen blocks give in int8, as an exported model computes them: once for all trainings.

onnxruntime multiplies int8 about twice as quickly as torch float32 on processors without bfloat16, and
what trains above these blocks learns from rounding like that which it will meet.
"""

import copy
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from struct import Struct
from typing import BinaryIO

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from spamfilter import DataError, storage
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.training.dataset import Batch, SpamDataset, group_by_tokens, make_batch
from spamfilter_gpt.weights.program import Signature, export_program
from spamfilter_gpt.weights.quantize import quantize_weights

States = NDArray[np.float16]
Advance = Callable[[int], object]  # takes how many rows more are done

TOKENS = 2048  # of a batch
RECORD = Struct("<16sI")  # of an index: the digest of a row's tokens, and how many states it has
ITEM = np.dtype(np.float16)


class Below(nn.Module):
    """States [B, T, C] after the ``frozen`` lowest blocks, or [B, 1, C] where the head has read them."""

    def __init__(self, model: SpamClassifier, frozen: int) -> None:
        super().__init__()
        self.model, self.frozen = copy.deepcopy(model).cpu(), frozen

    def forward(self, input_ids: Tensor, lengths: Tensor) -> Tensor:
        return self.model.run_prefix(input_ids, lengths, self.frozen)


class Int8Blocks:
    """The ``frozen`` lowest blocks of ``model`` in int8; ``name`` tells them from any others."""

    def __init__(self, model: SpamClassifier, frozen: int) -> None:
        inputs = Signature.of_rows(model.decoder.context_length)
        exported = export_program(Below(model, frozen).eval(), inputs, ["states"])
        program = quantize_weights(exported)
        self.device, self.width = model.device, model.decoder.wte.embedding_dim
        self.name = storage.hash_bytes(program)[:16]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        self._session = onnxruntime.InferenceSession(program, options, providers=["CPUExecutionProvider"])
        self._takes = [item.name for item in self._session.get_inputs()]  # lengths only where they are read

    def run(self, batch: Batch) -> States:
        """States of ``batch``, [B, T, C]. Raises :class:`DataError` for one too large for float16."""
        given = {"input_ids": batch.input_ids.numpy(), "lengths": batch.lengths.numpy()}
        found = self._session.run(["states"], {name: given[name] for name in self._takes})[0]
        with np.errstate(over="ignore"):
            states: States = found.astype(ITEM)
        if not np.isfinite(states).all():
            raise DataError("this base has states too large for float16; use --frozen float")
        return states


def read_segment(index: Path, width: int) -> Iterator[tuple[bytes, States]]:
    """Digest and states [T, C] of each row that one process, whose file is ``index``, wrote to its end."""
    path = index.with_suffix(".states")
    size = path.stat().st_size if path.exists() else 0
    data, held = index.read_bytes(), size // (width * ITEM.itemsize)
    states = np.memmap(path, ITEM, "r", shape=(held, width)) if held else np.empty((0, width), ITEM)
    end = 0
    for digest, tokens in RECORD.iter_unpack(data[: len(data) // RECORD.size * RECORD.size]):
        end += tokens
        if end > held:
            return
        yield digest, states[end - tokens : end]


class Int8States:
    """What ``blocks`` give of every row of ``data``, from a ``folder`` that keeps it for other trainings.

    Only rows that no segment there holds are computed; they become a new segment, whose rows count from the
    moment they are written, so that an interrupted process has lost nothing and two may work side by side.
    """

    in_file = True

    def __init__(self, blocks: Int8Blocks, data: SpamDataset, folder: Path, advance: Advance) -> None:
        self._blocks, self._folder = blocks, folder / blocks.name
        start = time.monotonic()
        digests = [digest_tokens(ids) for ids in data.token_ids]
        storage.make_folder(self._folder)
        known = self._read()
        missing = {digest: row for row, digest in enumerate(digests) if digest not in known}
        advance(len(data) - len(missing))
        if missing:
            self._write(data, missing, advance)
            known = self._read()
        self._rows = [known[digest] for digest in digests]
        self.size = sum(states.nbytes for states in self._rows)
        self.seconds = time.monotonic() - start

    def _read(self) -> dict[bytes, States]:
        """All rows of all segments."""
        found: dict[bytes, States] = {}
        for index in sorted(self._folder.glob("*.index")):
            found.update(read_segment(index, self._blocks.width))
        return found

    def _write(self, data: SpamDataset, missing: dict[bytes, int], advance: Advance) -> None:
        """Compute the ``missing`` rows, by digest, into a segment of their own."""
        digests, rows = list(missing), list(missing.values())
        with storage.naming_folder(self._folder), open_segment(self._folder) as files:
            states, index = files
            for places in group_by_tokens([data.lengths[row] for row in rows], TOKENS):
                found = self._blocks.run(make_batch(data, [rows[place] for place in places]))
                for place, row in zip(places, found, strict=True):
                    size = min(data.lengths[rows[place]], len(row))
                    states.write(row[:size].tobytes())
                    index.write(RECORD.pack(digests[place], size))
                states.flush()  # before the index, which says that they are there
                index.flush()
                advance(len(places))

    def states(self, batch: Batch) -> Tensor:
        """The states of the rows of ``batch``, float32, [B, T, C], padded with zeros on the right."""
        rows = [self._rows[row] for row in batch.rows]
        states = np.zeros((len(rows), max(map(len, rows)), self._blocks.width), np.float32)
        for place, row in enumerate(rows):
            states[place, : len(row)] = row
        return torch.from_numpy(states).to(self._blocks.device)


@contextmanager
def open_segment(folder: Path) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Two new files in ``folder``, for states and for their index, that no other process has."""
    for number in count():
        try:
            states = (folder / f"{number}.states").open("xb")
        except FileExistsError:
            continue
        with states, (folder / f"{number}.index").open("xb") as index:
            yield states, index
        return


def digest_tokens(ids: Sequence[int]) -> bytes:
    """16 bytes that tell the tokens of a row from those of any other."""
    return hashlib.blake2b(np.array(ids, "<i4").tobytes(), digest_size=16).digest()
