"""Sources in pieces that are read apart, on other machines too, with the messages that ``scan`` reads.

1. :func:`outline_stream` looks at the beginning of a file and says how it is read. Lines, JSON lines, a
   mailbox without counts and Parquet can be cut; all else, as a csv table or what is compressed, is read
   whole by :func:`read_unpacked`.
2. :func:`count_starts` says of any block of such a file where the first message in it begins, and how many
   do. Blocks are counted apart, in any order. Of Parquet :func:`list_groups` says it at once.
3. :func:`join_counts` makes pieces of the counts of all blocks, in order: each begins and ends with a
   message, and knows how many stand before it.
4. :func:`read_piece` reads one. What pieces pass over is counted in a :class:`Tally`; :func:`settle` says of
   all of them what ``scan`` says of the source at its end.

A folder is cut into groups of its files: :func:`list_folder`, :func:`count_files`, :func:`read_listed`.
Public as ``spamfilter.pieces``.
"""

from spamfilter.readers import find_box, read_unpacked
from spamfilter.readers.notice import collect_notices
from spamfilter.readers.pieces.cut import Count, Piece, count_starts, join_counts, read_piece, settle
from spamfilter.readers.pieces.folder import (
    Listing,
    count_files,
    list_folder,
    list_names,
    outline_listed,
    read_listed,
)
from spamfilter.readers.pieces.outline import Outline, outline_stream
from spamfilter.readers.source.recognize import Request
from spamfilter.readers.table.parquet import list_groups
from spamfilter.readers.table.tally import Tally

__all__ = [
    "Count",
    "Listing",
    "Outline",
    "Piece",
    "Request",
    "Tally",
    "collect_notices",
    "count_files",
    "count_starts",
    "find_box",
    "join_counts",
    "list_folder",
    "list_groups",
    "list_names",
    "outline_listed",
    "outline_stream",
    "read_listed",
    "read_piece",
    "read_unpacked",
    "settle",
]
