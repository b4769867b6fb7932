"""The frozen-prefix cache: what lies below the first trainable block runs once per message, not per epoch."""

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from spamfilter import CreateError
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.network.precision import compute_in, count_tokens, measure_room
from spamfilter_gpt.records.choices import Precision
from spamfilter_gpt.training.dataset import Batch, PackedRows, SpamDataset, group_by_tokens, make_batch

SPARE = 3  # a device holds the states if that many times their size is free there


@dataclass(frozen=True, slots=True)
class Prefix:
    """The ``frozen`` lowest blocks of ``model`` over ``data``.

    ``width`` is the tokens that every row is padded to; None where padding does not count.
    """

    model: SpamClassifier
    data: SpamDataset
    frozen: int
    width: int | None
    precision: Precision

    @property
    def is_read(self) -> bool:
        """Whether the head reads one position of what these blocks give, so that the others can go."""
        return self.frozen == len(self.model.decoder.h) and self.model.head.read != "mean"

    def run(self, batch: Batch) -> Tensor:
        """The state of ``batch`` after these blocks, [B, T, C] or [B, 1, C]."""
        with compute_in(self.precision, self.model.device):
            ids, lengths = batch.input_ids.to(self.model.device), batch.lengths.to(self.model.device)
            return self.model.run_prefix(ids, lengths, self.frozen)


class PrefixCache:
    """The state that ``prefix`` gives every message, computed once.

    Held on the model's device where that is CUDA and has room, else in memory up to ``budget`` bytes, else in
    a file in ``folder`` that is mapped into memory. Rows hold their real tokens, or ``width`` of them where
    padding counts, or one where the head has read.
    """

    def __init__(
        self, prefix: Prefix, budget: int, folder: Path, advance: Callable[[int], object] = lambda rows: None
    ) -> None:
        data, width = prefix.data, prefix.width
        self._device = prefix.model.device
        self._sizes = [1 if prefix.is_read else width or length for length in data.lengths]
        shape = (sum(self._sizes), prefix.model.decoder.wte.embedding_dim)
        dtype = torch.bfloat16 if prefix.precision == "bf16" else torch.float32
        self._path: Path | None = None
        start = time.monotonic()
        self._states = self._allocate(shape, dtype, budget, folder)
        self._rows = PackedRows.over(self._states, self._sizes)
        try:
            self._fill(prefix, advance)
        except BaseException:
            self.close()
            raise
        self.size = self._states.nbytes
        self.seconds = time.monotonic() - start
        self.in_file = self._path is not None

    def _allocate(self, shape: tuple[int, int], dtype: torch.dtype, budget: int, folder: Path) -> Tensor:
        size = shape[0] * shape[1] * dtype.itemsize
        if measure_room(self._device) >= SPARE * size:
            return torch.empty(shape, dtype=dtype, device=self._device)
        if size <= budget:
            return torch.empty(shape, dtype=dtype)
        try:
            handle, name = tempfile.mkstemp(".cache", dir=folder)
            self._path = Path(name)
            with open(handle, "wb") as file:  # noqa: PTH123
                # Without blocks of its own a mapped file kills the process when the disk is full.
                os.posix_fallocate(file.fileno(), 0, size) if hasattr(os, "posix_fallocate") else None
        except OSError as error:
            self.close()
            raise CreateError(
                f"cannot write a cache of {size / 1e9:.1f} GB into {folder}: {error.strerror}; "
                f"free some space, or use --no-cache"
            ) from None
        mapped = torch.from_file(name, shared=True, size=shape[0] * shape[1], dtype=dtype).view(shape)
        # Without a name the file goes with the process, however that ends (POSIX; elsewhere close() does it).
        with contextlib.suppress(OSError):
            self._path.unlink()
        return mapped

    @torch.no_grad()
    def _fill(self, prefix: Prefix, advance: Callable[[int], object]) -> None:
        prefix.model.eval()
        widths = [prefix.width or length for length in prefix.data.lengths]
        starts = self._rows.starts.tolist()
        for rows in group_by_tokens(widths, count_tokens(self._device)):
            # One copy a batch, not one a row, to where the states are held.
            states = prefix.run(make_batch(prefix.data, rows, prefix.width)).to(self._states)
            for place, row in enumerate(rows):
                start, size = starts[row], self._sizes[row]
                self._states[start : start + size] = states[place, :size]
            advance(len(rows))

    def states(self, batch: Batch) -> Tensor:
        """The cached states of the rows of ``batch``, float32, [B, T, C], padded with zeros on the right."""
        return self.gather(batch.rows).to(self._device, torch.float32)

    def gather(self, rows: Sequence[int]) -> Tensor:
        """The cached states of ``rows`` as they are held, [B, T, C]."""
        return self._rows.gather(rows, 0)

    def close(self) -> None:
        """Remove the file, if there is one."""
        if self._path:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
            self._path = None
