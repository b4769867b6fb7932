"""Verdicts as a Parquet file, written a group of rows at a time."""

from typing import TYPE_CHECKING, BinaryIO

from spamfilter.errors import UsageError
from spamfilter.formats import list_said
from spamfilter.message import Message
from spamfilter.plugin.install import install_hint
from spamfilter.verdict import Verdict

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

ROWS = 1 << 16  # of a group
SIZE = 1 << 26  # characters of a group's texts


class TableWriter:
    """Writes a row for each verdict: what ``--format jsonl`` says, in columns that are always there.

    Scores are float32, as :func:`spamfilter.score_table` gives them; half a surrogate pair is U+FFFD. Raises
    :class:`UsageError` where pyarrow is missing.
    """

    def __init__(self, classifier: str, rival: str) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet
        except ImportError as error:
            raise UsageError(
                f"--format parquet needs pyarrow, and there is no {error.name}; "
                f"install spamfilter-gpt[tables], or: {install_hint('tables')}"
            ) from None
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
        row: dict[str, object] = {
            "label": str(verdict.label),
            "score": verdict.score,
            "source": clean(message.source),
            "number": message.number,
            "classifier": self._names[0],
            "text": clean(message.text),
            "sender": clean(message.sender) or None,
            "date": clean(message.date) or None,
            "conversation": clean(message.conversation) or None,
            "sent": message.sent,
            "notes": clean("; ".join(list_said(message, verdict))) or None,
        }
        if other:
            row |= {"other_label": str(other.label), "other_score": other.score}
            row["other_classifier"] = self._names[1]
        return row

    def _flush(self, out: BinaryIO) -> None:
        if self._writer is None:
            self._writer = self._parquet.ParquetWriter(out, self._schema, compression="zstd")
        if self._rows:
            self._writer.write_table(self._pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows, self._size = [], 0


def make_schema(compared: bool) -> "pa.Schema":
    """The columns, with those of another classifier's verdicts where there are any."""
    import pyarrow as pa

    text, number, score = pa.string(), pa.int64(), pa.float32()
    columns = {"label": text, "score": score, "source": text, "number": number, "classifier": text}
    columns |= {"text": text, "sender": text, "date": text, "conversation": text}
    columns |= {"sent": pa.bool_(), "notes": text}
    if compared:
        columns |= {"other_label": text, "other_score": score, "other_classifier": text}
    return pa.schema(list(columns.items()))


def clean(text: str) -> str:
    """``text`` as UTF-8 can hold it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
