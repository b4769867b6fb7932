"""A graph of a model folder and what runs it: rows in, what it gives of each row out, by onnxruntime."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from spamfilter import DataError
from spamfilter_gpt.records.model_card import CARD_FILE

SCORE, FEATURES = "spam_score", "features"  # the graph's outputs; features are of format 2
ODDS = "odds"  # its input for what stands beside it says, where the folder has such parts
STEP = 4
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the graph reads it: ``ids`` of its tokens, and the log-odds of what stands beside it."""

    ids: list[int]
    odds: float = 0.0


@dataclass(frozen=True, slots=True)
class Shape:
    """What a graph is to have: its ``outputs``, and whether it reads ``odds``.

    Rows are cut at ``longest`` tokens and padded with ``pad``; a batch has at least ``rows`` rows, and at
    most ``tokens`` tokens where it has more.
    """

    outputs: frozenset[str]
    odds: bool
    longest: int
    pad: int
    tokens: int
    rows: int = 2


class Program:
    """The graph at ``source``, or in its bytes, of the model folder at ``path``, on the CPU.

    What it gives of a row depends on that row alone, to the last bit. Three things see to that: rows are
    padded to a multiple of ``STEP`` tokens that their own length decides, never to the longest neighbour; a
    batch has at least two rows where sums of one row take another code path; and one thread computes, so
    that the work is never split by size.

    Raises :class:`DataError` for a graph that does not load, or is not of the ``shape``.
    """

    def __init__(self, source: str | bytes, path: Path, shape: Shape) -> None:
        self._path, self._shape = path, shape
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4  # its errors are raised, and said once
        try:
            self._session = onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise self._refuse("load", error, "" if isinstance(source, bytes) else source) from None
        self._check_graph()

    def collect(self, widths: Mapping[str, int], rows: Sequence[Row]) -> list[Floats]:
        """Each output of the graph that ``widths`` names, [n, width], or [n] where the width is 0."""
        shapes = [(len(rows), width) if width else (len(rows),) for width in widths.values()]
        found = [np.zeros(shape, dtype=np.float32) for shape in shapes]
        for places in group_rows([len(row.ids) for row in rows], self._shape.tokens, self._shape.rows):
            outputs = self._run(list(widths), [rows[place] for place in places])
            for all_rows, some in zip(found, outputs, strict=True):
                all_rows[places] = some
        return found

    def _run(self, outputs: list[str], rows: Sequence[Row]) -> list[Floats]:
        width = min(round_up(max(len(row.ids) for row in rows)), self._shape.longest)
        padded = np.full((max(self._shape.rows, len(rows)), width), self._shape.pad, dtype=np.int64)
        lengths = np.ones(len(padded), dtype=np.int64)
        odds = np.zeros(len(padded), dtype=np.float32)
        for place, row in enumerate(rows):
            padded[place, : len(row.ids)] = row.ids
            lengths[place], odds[place] = len(row.ids), row.odds
        feed: dict[str, NDArray[Any]] = {"input_ids": padded, "lengths": lengths}
        if self._shape.odds:
            feed[ODDS] = odds
        try:
            found = self._session.run(outputs, feed)
        except Exception as error:
            raise self._refuse("run", error) from None
        return [np.asarray(one[: len(rows)], dtype=np.float32) for one in found]

    def _check_graph(self) -> None:
        """Raise :class:`DataError` where the graph is not what the card tells."""
        session = self._session
        names = {one.name for one in (*session.get_inputs(), *session.get_outputs())}
        wanted = self._shape.outputs | ({ODDS} if self._shape.odds else set())
        if wrong := sorted({SCORE, FEATURES, ODDS} & (names ^ wanted)):
            verb = "lacks" if wrong[0] in wanted else "has"
            raise DataError(
                f"{self._path}: the model's graph {verb} {wrong[0]!r}, against what {CARD_FILE} says; "
                "export the model again"
            )

    def _refuse(self, verb: str, error: Exception, place: str = "") -> DataError | MemoryError:
        """onnxruntime cannot ``verb`` the graph from ``place``; its errors share no public base class."""
        detail = (str(error).splitlines() or [type(error).__name__])[0]
        if "alloc" in detail:  # "bad_alloc", "Failed to allocate memory for requested buffer"
            return MemoryError(detail)
        detail = detail.replace(place, "the file") if place else detail
        return DataError(
            f"{self._path}: onnxruntime cannot {verb} the model: {detail}; export the model again"
        )


def round_up(length: int) -> int:
    """The padded length of a message of ``length`` tokens."""
    return -(-length // STEP) * STEP


def group_rows(lengths: Sequence[int], tokens: int, least: int = 2) -> Iterator[list[int]]:
    """Rows in order of length, in groups of one padded length: at most ``tokens``, or ``least`` rows."""
    group: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        width = round_up(lengths[row])
        full = len(group) >= max(least, tokens // width)
        if group and (full or width != round_up(lengths[group[0]])):
            yield group
            group = []
        group.append(row)
    if group:
        yield group
