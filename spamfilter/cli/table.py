"""Verdicts as a Parquet file, written a group of rows at a time."""

from typing import TYPE_CHECKING, BinaryIO

from spamfilter.formats import COLUMNS, OTHER_COLUMNS, describe, describe_other, list_said
from spamfilter.message import Message
from spamfilter.readers.table.column import need_pyarrow
from spamfilter.verdict import Verdict

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS = 1 << 16  # of a group
SIZE = 1 << 26  # characters of a group's texts
KNOWN = ("sender", "date", "conversation", "sent", "notes")


class TableWriter:
    """Writes a row for each verdict: what ``--format jsonl`` says, in columns that are always there.

    Scores are float32, as :func:`spamfilter.score_table` gives them; half a surrogate pair is U+FFFD. Raises
    :class:`UsageError` where pyarrow is missing.
    """

    def __init__(self, classifier: str, rival: str) -> None:
        with need_pyarrow("--format parquet"):
            import pyarrow as pa
            import pyarrow.parquet
        self._pa, self._parquet = pa, pyarrow.parquet
        self._names = classifier, rival
        self._schema = make_schema(bool(rival))
        self._rows: list[dict[str, object]] = []
        self._size = 0
        self._writer: pq.ParquetWriter | None = None

    def __call__(self, out: BinaryIO, message: Message, verdict: Verdict, other: Verdict | None) -> None:
        """One more row; ``out`` is the same in all calls."""
        self._rows.append(self._describe(message, verdict, other))
        self._size += len(message.text)
        if len(self._rows) >= ROWS or self._size >= SIZE:
            self._flush(out)

    def end(self, out: BinaryIO) -> None:
        """What is left, and what a reader begins with: it stands at the end of the file."""
        self._flush(out)
        assert self._writer
        self._writer.close()

    def _describe(self, message: Message, verdict: Verdict, other: Verdict | None) -> dict[str, object]:
        classifier, rival = self._names
        notes = "; ".join(list_said(message, verdict))
        texts = (message.sender, message.date, message.conversation, message.sent, notes)
        row = describe(classifier, message, verdict) | {"score": verdict.score}  # not rounded
        row |= describe_other(rival, other) | ({"other_score": other.score} if other else {})
        known = {name: None if value == "" else value for name, value in zip(KNOWN, texts, strict=True)}
        return {
            name: clean(value) if isinstance(value, str) else value for name, value in (row | known).items()
        }

    def _flush(self, out: BinaryIO) -> None:
        if self._writer is None:
            self._writer = self._parquet.ParquetWriter(out, self._schema, compression="zstd")
        if self._rows:
            self._writer.write_table(self._pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows, self._size = [], 0


def make_schema(compared: bool) -> "pa.Schema":
    """The columns, with those of another classifier's verdicts where there are any."""
    import pyarrow as pa

    kinds = {"score": pa.float32(), "other_score": pa.float32(), "number": pa.int64(), "sent": pa.bool_()}
    names = (*COLUMNS, *KNOWN, *(OTHER_COLUMNS if compared else ()))
    return pa.schema([(name, kinds.get(name, pa.string())) for name in names])


def clean(text: str) -> str:
    """``text`` as UTF-8 can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
