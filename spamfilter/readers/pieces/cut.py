"""Pieces of a file: where they begin and end, and what is in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, cast

from spamfilter.message import Message
from spamfilter.readers.mbox import Box, read_box
from spamfilter.readers.pieces.outline import JSONL, LINES, MBOX, TABLE, Outline
from spamfilter.readers.source.encoding import UTF8
from spamfilter.readers.source.recognize import Request
from spamfilter.readers.source.transcode import Stream, Transcoded
from spamfilter.readers.table.parquet import Rows, read_groups
from spamfilter.readers.table.tally import Tally, add_tallies, settle_records, settle_rows

CHUNK = 1 << 20
ABOVE = 4  # bytes before a From line by which it is judged


@dataclass(frozen=True, slots=True)
class Count:
    """Of a block: where the ``first`` message begins in it, None for none, and how ``many`` do."""

    first: int | None
    many: int


@dataclass(frozen=True, slots=True)
class Piece:
    """From ``begin`` to ``end``, in bytes, of Parquet in groups of rows; ``before`` is how many messages (of
    lines and JSON: lines; of Parquet: rows) are above it.
    """

    begin: int
    end: int
    before: int


class Bounded:
    """The next ``left`` bytes of ``stream``."""

    def __init__(self, stream: BinaryIO, left: int) -> None:
        self._stream, self._left = stream, left

    def read(self, size: int) -> bytes:
        """At most ``size`` bytes; none at the end."""
        chunk = self._stream.read(min(size, self._left))
        self._left -= len(chunk)
        return chunk


def count_starts(stream: BinaryIO, outline: Outline, begin: int, end: int) -> Count:
    """The messages that begin from byte ``begin`` to ``end`` of ``stream``, which can be sought in.

    Of lines and JSON these bytes are read, a MiB at a time. Of a mailbox the block is held, and some lines
    below it are read where they tell.
    """
    places = list_boxed(stream, outline, begin, end) if outline.format == MBOX else None
    if places is None:
        return count_lines(stream, begin, end)
    first = next(places, None)
    many = sum(1 for _ in places) + (first is not None)
    return Count(0, many + 1) if begin == 0 else Count(first, many)


def count_lines(stream: BinaryIO, begin: int, end: int) -> Count:
    """A line begins at the start of the file and behind each line's end."""
    place = max(begin - 1, 0)
    stream.seek(place)
    first, many = (0, 1) if begin == 0 else (None, 0)
    block = Bounded(stream, end - 1 - place)
    while chunk := block.read(CHUNK):
        many += chunk.count(b"\n")
        if first is None and (found := chunk.find(b"\n")) >= 0:
            first = place + found + 1
        place += len(chunk)
    return Count(first, many)


def list_boxed(stream: BinaryIO, outline: Outline, begin: int, end: int) -> Iterator[int]:
    """Where mails begin in a block of a mailbox, the first of all left out."""
    form = outline.form
    assert form
    above = min(begin, ABOVE)
    shift = begin - above
    stream.seek(shift)
    for place in Box(stream, form).list_starts(above, end - shift):
        if place + shift > form.start:
            yield place + shift


def join_counts(counts: Iterable[Count], size: int) -> Iterator[Piece]:
    """The pieces of a file of ``size`` bytes, by the counts of all its blocks, in order.

    A piece is a block, moved to where messages begin; one in which none begins belongs to that before it. A
    piece is there as soon as the count of the block behind it is.
    """
    begin, before, many = 0, 0, 0
    for count in counts:
        if count.first is not None and count.first > begin:
            yield Piece(begin, count.first, before)
            begin, before, many = count.first, before + many, 0
        many += count.many
    if begin < size:
        yield Piece(begin, size, before)


def read_piece(
    stream: BinaryIO, source: str, outline: Outline, piece: Piece, request: Request, tally: Tally
) -> Iterator[Message]:
    """The messages of one ``piece``, as the whole has them; records without a text count in ``tally``.

    Raises :class:`DataError` as reading the whole does.
    """
    if outline.format == TABLE:
        rows = Rows(range(piece.begin, piece.end), piece.before, tally)
        return read_groups(stream, source, request.options.column, rows)
    stream.seek(piece.begin)
    if outline.format == MBOX:
        return read_box(Box(stream, outline.form), source, piece.before, piece.end - piece.begin)
    bounded: Stream = Bounded(stream, piece.end - piece.begin)
    if outline.encoding != UTF8:
        bounded = Transcoded(bounded, outline.encoding, keep=False)
    if outline.format == LINES:
        from spamfilter.readers.lines import read_lines

        return read_lines(cast(BinaryIO, bounded), source, before=piece.before)
    from spamfilter.readers.jsonl import list_objects, read_json_lines

    records = read_json_lines(bounded, source, piece.before)
    return (message for message, _ in list_objects(records, source, request.options.column, tally))


def settle(outline: Outline, source: str, request: Request, tallies: Sequence[Tally]) -> None:
    """Tell what the pieces of a source passed over. Raises :class:`DataError` where none has a text."""
    total = add_tallies(tallies)
    if outline.format == JSONL:
        settle_records(total, source, request.options.column)
    elif outline.format == TABLE:
        settle_rows(total, source)
