"""Labelled messages: csv, jsonl, Parquet, Arrow, ``label TAB text`` lines, folders ``ham/`` and ``spam/``,
and lists of mails, ``label PATH`` lines.

A name that ends in ``.gz`` is read as what the name before that says.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from spamfilter.errors import DataError, SourceError, UsageError
from spamfilter.labelled.mails import is_index, list_mails, order_by_time, read_folders, read_index
from spamfilter.labelled.row import ADVICE, LABELS, WANTED, LabelledMessage, parse_label
from spamfilter.labelled.split import (
    PACKED,
    check_trainable,
    copy_key,
    draw_validation,
    find_parts,
)
from spamfilter.message import Message, decode_text
from spamfilter.readers import CHECK_NAME, STDIN, detect_format, open_binary, translate_errors
from spamfilter.readers.table.utf16 import Head

__all__ = [
    "ADVICE",
    "Columns",
    "LabelledMessage",
    "check_trainable",
    "copy_key",
    "draw_validation",
    "find_parts",
    "list_mails",
    "order_by_time",
    "read_all",
    "read_labelled",
]

FORMS = ("csv", "jsonl", "lines", "parquet", "arrow")
TABLE_HEAD = 8  # bytes that Parquet and Arrow are known by


@dataclass(frozen=True, slots=True)
class Columns:
    """What tables and jsonl call the text and the label."""

    text: str = "text"
    label: str = "label"


def read_labelled(
    path: str,
    input_format: str = "auto",
    *,
    column: str = "text",
    label_column: str = "label",
    advice: str | None = None,
    encoding: str = "",
) -> Iterator[LabelledMessage]:
    """Labelled messages of ``path``, in order, one at a time; of a folder the ham first, a mail a file.

    A label is 0, 1, ham, spam, true or false; case does not matter, nor whether numbers have a ``.0``. Names
    of columns are compared without case where none is spelt so. What has no text at all, a null, is passed
    over and told. Raises :class:`SourceError` for what cannot be read, :class:`DataError` with the row for
    what has no label, and :class:`DataError` where there is no message at all. ``advice`` is what the caller
    says to do where ``path`` as a whole is not what is needed. ``encoding`` is what text is in that is not
    UTF-8; by default what its bytes say.
    """
    with translate_errors(path, advice or CHECK_NAME):
        is_folder = path != STDIN and Path(path).is_dir()
    if is_folder:
        rows = read_folders(Path(path), advice)
    else:
        form = find_form(path, input_format)
        rows = read_file(path, form, Columns(column, label_column), advice, encoding)
    empty = True
    for row in rows:
        empty = False
        yield row
    if empty:
        raise DataError(f"there are no labelled messages in {path}; {advice or ADVICE}")


def read_all(
    paths: Iterable[str],
    input_format: str = "auto",
    *,
    column: str = "text",
    label_column: str = "label",
    advice: str | None = None,
    encoding: str = "",
) -> list[LabelledMessage]:
    """Labelled messages of all ``paths``, as :func:`read_labelled` reads them; each must have some."""
    read = partial(read_labelled, column=column, label_column=label_column, advice=advice)
    return [row for path in paths for row in read(path, input_format, encoding=encoding)]


def find_form(path: str, input_format: str) -> str | None:
    """The form of a file: what was asked for, else what its name says; None where that says nothing."""
    found = detect_format(path.removesuffix(PACKED), input_format)
    if found not in (*FORMS, None):
        raise UsageError(
            f"{path} is {found}, which has no labels; put mails into ham/ and spam/ and name the folder, "
            f"or give {', '.join(FORMS)}"
        )
    return found


def read_file(
    path: str, form: str | None, columns: Columns, advice: str | None, encoding: str = ""
) -> Iterator[LabelledMessage]:
    """The rows of one file of a known ``form``; for None, and for a csv without header, lines.

    What begins as Parquet and Arrow do is that, whatever it is called.
    """
    from spamfilter.readers.lines import read_lines
    from spamfilter.readers.source.recognize import recode
    from spamfilter.readers.table import is_table

    with open_labelled(path, advice or CHECK_NAME) as packed:
        head = Head(packed)
        if is_table(head.peek(TABLE_HEAD)):
            yield from read_table_rows(head, path, columns)
            return
        stream = recode(cast(BinaryIO, head), path, encoding)
        if form in ("csv", "lines", None):
            form, stream = tell_lines(stream, form)
        if form == "csv":
            yield from read_csv_rows(stream, path, columns)
        elif form == "jsonl":
            yield from read_jsonl_rows(stream, path, columns)
        elif form == "index":
            yield from read_index(read_lines(stream, path), path)
        else:
            yield from read_lines_rows(stream, path)


@contextmanager
def open_labelled(path: str, advice: str) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked. What opening and reading it may raise ends with ``advice``."""
    with open_binary(path, advice) as stream:
        try:
            yield cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if path.endswith(PACKED) else stream
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise DataError(f"{path} is no gzip file, or not a whole one; get it again") from None
        except OSError as error:
            raise SourceError(f"cannot read {path}: {error.strerror or error}; {advice}") from None


def tell_lines(stream: BinaryIO, form: str | None) -> tuple[str | None, BinaryIO]:
    """The ``form`` of what is said to be csv or lines, by its first line; and the whole stream.

    ``lines`` where it begins with a label and a TAB, ``index`` where it is a label and a path. Raschka's
    chapter 6 calls the UCI collection, which has no header, SMSSpamCollection.tsv.
    """
    from spamfilter.readers.sniff import Replayed, read_first_line

    head = read_first_line(stream)
    label, tab, _ = head.partition(b"\t")
    if form == "csv" and tab and decode_text(label).strip().lower() in LABELS:
        form = "lines"
    elif form != "csv" and is_index(decode_text(head.partition(b"\n")[0])):
        form = "index"
    return form, cast(BinaryIO, Replayed(head, stream))


def read_csv_rows(stream: BinaryIO, source: str, columns: Columns) -> Iterator[LabelledMessage]:
    """A row a message."""
    from spamfilter.readers.csv import read_rows

    names = {"--column": columns.text, "--label-column": columns.label}
    for message, (_, label) in read_rows(stream, source, names):
        yield LabelledMessage(message, parse_label(label, source, f"row {message.number}"))


def read_jsonl_rows(stream: BinaryIO, source: str, columns: Columns) -> Iterator[LabelledMessage]:
    """A record a message."""
    from spamfilter.readers.jsonl import find_value, read_objects

    for message, row in read_objects(stream, source, columns.text):
        place = f"{'line' if message.raw else 'record'} {message.number}"
        label = find_value(columns.label, row)
        if label is None:
            raise DataError(f"{source} {place} has no {columns.label!r}; name another with --label-column")
        yield LabelledMessage(message, parse_label(label, source, place))


def read_table_rows(stream: Head, source: str, columns: Columns) -> Iterator[LabelledMessage]:
    """A row a message, of Parquet or Arrow."""
    from spamfilter.readers.table import read_table

    names = {"--column": columns.text, "--label-column": columns.label}
    head = stream.peek(TABLE_HEAD)
    for message, (_, label) in read_table(cast(BinaryIO, stream), source, names, head):
        yield LabelledMessage(message, parse_label(label, source, f"row {message.number}"))


def read_lines_rows(stream: BinaryIO, source: str) -> Iterator[LabelledMessage]:
    """``label TAB text`` lines, as UCI's collection has them, without quoting; blank ones are skipped."""
    from spamfilter.readers.lines import read_lines

    for message in read_lines(stream, source):
        label, tab, text = message.text.partition("\t")
        if not label.strip() and not text:
            continue
        place = f"line {message.number}"
        if not tab:
            raise DataError(
                f"{source} {place} is not 'label TAB text', with a label {WANTED}; "
                f"the name of csv or jsonl must end so"
            )
        spam = parse_label(label, source, place)
        yield LabelledMessage(Message(text, message.raw, source, message.number), spam)
