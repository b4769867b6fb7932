"""Bytes in pieces, as a cluster cuts and reads them."""

import io
from collections.abc import Sequence

from spamfilter import Message, pieces
from spamfilter.readers.pieces import Outline, Piece, Request, Tally


def cut(data: bytes, outline: Outline, size: int) -> list[Piece]:
    """The pieces of ``data`` in blocks of ``size`` bytes."""
    ends = range(size, len(data) + size, size)
    blocks = [(end - size, min(end, len(data))) for end in ends]
    counts = [pieces.count_starts(io.BytesIO(data), outline, begin, end) for begin, end in blocks]
    return list(pieces.join_counts(counts, len(data)))


def read_cut(
    data: bytes, outline: Outline, found: Sequence[Piece], tally: Tally | None = None
) -> list[Message]:
    """The messages of all pieces."""
    tally = tally or Tally()
    request = Request(outline.format)
    return [
        message
        for one in found
        for message in pieces.read_piece(io.BytesIO(data), "source", outline, one, request, tally)
    ]
