"""Labelled messages: csv, jsonl, Parquet, Arrow, ``label TAB text`` lines, folders ``ham/`` and ``spam/``.

A name that ends in ``.gz`` is read as what the name before that says.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from spamfilter.errors import DataError, SourceError, UsageError
from spamfilter.message import Message, decode_text
from spamfilter.readers import CHECK_NAME, STDIN, detect_format, open_binary, translate_errors
from spamfilter.readers.table.utf16 import Head

LABELS = {
    **{"0": False, "0.0": False, "ham": False, "false": False},
    **{"1": True, "1.0": True, "spam": True, "true": True},
}
WANTED = "0, 1, ham or spam"
FOLDERS = {"ham": False, "spam": True}
FORMS = ("csv", "jsonl", "lines", "parquet", "arrow")
PACKED = ".gz"
TABLE_HEAD = 8  # bytes that Parquet and Arrow are known by
# What a file of a folder with parts may end in.
ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".arrow", ".feather", ".txt")
ADVICE = (
    "give csv, tsv or jsonl with a text and a label, 'label TAB text' lines, "
    "or a folder with mails in ham/ and spam/"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """What tables and jsonl call the text and the label."""

    text: str = "text"
    label: str = "label"


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A message and whether it is spam."""

    message: Message
    spam: bool


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
    from spamfilter.readers.source.recognize import recode
    from spamfilter.readers.table import is_table

    with open_labelled(path, advice or CHECK_NAME) as packed:
        head = Head(packed)
        if is_table(head.peek(TABLE_HEAD)):
            yield from read_table_rows(head, path, columns)
            return
        stream = recode(cast(BinaryIO, head), path, encoding)
        if form == "csv":
            form, stream = tell_lines(stream)
        if form == "csv":
            yield from read_csv_rows(stream, path, columns)
        elif form == "jsonl":
            yield from read_jsonl_rows(stream, path, columns)
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


def tell_lines(stream: BinaryIO) -> tuple[str, BinaryIO]:
    """``csv``, or ``lines`` where the first line begins with a label and a TAB; and the whole stream.

    Raschka's chapter 6 calls the UCI collection, which has no header, SMSSpamCollection.tsv.
    """
    from spamfilter.readers.sniff import Replayed, read_first_line

    head = read_first_line(stream)
    label, tab, _ = head.partition(b"\t")
    found = "lines" if tab and decode_text(label).strip().lower() in LABELS else "csv"
    return found, cast(BinaryIO, Replayed(head, stream))


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


def read_folders(folder: Path, advice: str | None) -> Iterator[LabelledMessage]:
    """The mails in ``folder``'s ``ham`` and ``spam``; ``source`` is the file."""
    from spamfilter.readers.eml import read_mail

    for file, spam in list_mails(str(folder), advice):
        with translate_errors(str(file)):
            raw = file.read_bytes()
        yield LabelledMessage(read_mail(raw, str(file)), spam)


def list_mails(folder: str, advice: str | None = None) -> Iterator[tuple[Path, bool]]:
    """The files in ``folder``'s ``ham`` and ``spam``, at any depth, by name, and whether they are spam."""
    from spamfilter.readers.maildir import list_files

    with translate_errors(folder, advice or CHECK_NAME):
        parts = [part for part in Path(folder).iterdir() if part.name.lower() in FOLDERS and part.is_dir()]
    if not parts:
        raise DataError(f"{folder} has neither ham/ nor spam/ in it; {advice or ADVICE}")
    for part in sorted(parts, key=lambda part: part.name.lower()):
        with translate_errors(str(part)):
            files = list_files(part)
        yield from ((file, FOLDERS[part.name.lower()]) for file in files)


def parse_label(label: object, source: str, place: str) -> bool:
    """Whether ``label`` means spam."""
    found = LABELS.get(str(label).strip().lower())
    if found is None:
        raise DataError(f"{source} {place}: label {str(label)[:40]!r} is not {WANTED}")
    return found


def find_parts(folder: str, advice: str = CHECK_NAME) -> tuple[str, str | None] | None:
    """The files ``train`` and ``validation`` of a ``folder`` that is split already; None where it is not.

    They may end in any of :data:`ENDINGS`; the second is None where it is missing.
    """
    with translate_errors(folder, advice):
        train, validation = (find_part(Path(folder), name) for name in ("train", "validation"))
    return None if train is None else (train, validation)


def find_part(folder: Path, name: str) -> str | None:
    """The file ``name`` in ``folder``, with the first of :data:`ENDINGS` that is there."""
    paths = (folder / f"{name}{ending}{packed}" for ending in ENDINGS for packed in ("", PACKED))
    return next((str(path) for path in paths if path.is_file()), None)


def copy_key(text: str) -> str:
    """Equal for texts that are copies: case, punctuation and white space do not count."""
    return re.sub(r"[\W_]+", "", text.casefold()) or text.strip()


def draw_validation(texts: Sequence[str], spam: Sequence[bool], share: float, seed: int) -> list[int]:
    """Rows [M], in order, to hold back from training: a ``share`` of the ham and of the spam, by ``seed``.

    Copies of a message stay on one side. Of each kind something trains; where a kind has two distinct
    messages or more, something is held back.
    """
    copies: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        copies.setdefault(copy_key(text), []).append(row)
    drawn: list[int] = []
    for kind in (False, True):
        groups = [(key, rows) for key, rows in copies.items() if spam[rows[0]] == kind]
        groups.sort(key=lambda group: hash_key(group[0], seed))
        wanted, held = share * sum(len(rows) for _, rows in groups), 0
        for _, rows in groups[:-1]:
            if held >= wanted:
                break
            drawn += rows
            held += len(rows)
    return sorted(drawn)


def hash_key(text: str, seed: int) -> bytes:
    """What orders texts at random by ``seed``; the same wherever it is computed."""
    return hashlib.blake2b(f"{seed}\n{text}".encode("utf-8", "surrogatepass"), digest_size=8).digest()


def check_trainable(texts: Iterable[str], spam: Sequence[bool], source: str) -> None:
    """Raise :class:`DataError` unless ``source`` has messages of both kinds, and a text that is not empty."""
    for kind, wanted in (("ham", False), ("spam", True)):
        if wanted not in spam:
            raise DataError(f"{source} has no {kind}; training needs messages of both kinds")
    if not any(text.strip() for text in texts):
        raise DataError(f"every text in {source} is empty; name the column of the texts with --column")
