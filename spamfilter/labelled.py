"""Labelled messages: csv, jsonl, ``label TAB text`` lines, or a folder with ``ham/`` and ``spam/`` in it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from spamfilter.errors import DataError, SourceError, UsageError
from spamfilter.message import Message
from spamfilter.readers import STDIN, detect_format, open_binary, translate_errors

LABELS = {"0": False, "ham": False, "false": False, "1": True, "spam": True, "true": True}
WANTED = "0, 1, ham or spam"
FOLDERS = {"ham": False, "spam": True}


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A message and whether it is spam."""

    message: Message
    spam: bool


def read_labelled(
    path: str, input_format: str = "auto", *, column: str = "text", label_column: str = "label"
) -> Iterator[LabelledMessage]:
    """Labelled messages of ``path``, in order; of a folder the ham first, files by name, each one mail.

    A label is 0, 1, ham, spam, or in jsonl also true or false; case does not matter. Column names of csv are
    compared without case too. Raises :class:`SourceError` for what cannot be read and :class:`DataError`,
    with the row, for what has no label or no text.
    """
    with translate_errors(path):
        is_folder = path != STDIN and Path(path).is_dir()
    if is_folder:
        yield from read_folders(Path(path))
        return
    readers: dict[str, Callable[[BinaryIO, str], Iterator[LabelledMessage]]] = {
        "csv": partial(read_csv_rows, column=column, label_column=label_column),
        "jsonl": partial(read_jsonl_rows, column=column, label_column=label_column),
        "lines": read_lines_rows,
    }
    found = detect_format(path, input_format) or "lines"
    if found not in readers:
        raise UsageError(
            f"{path} is {found}, which has no labels; put mails into ham/ and spam/ and name the folder, "
            f"or give {', '.join(readers)}"
        )
    with open_binary(path) as stream:
        try:
            yield from readers[found](stream, path)
        except OSError as error:
            raise SourceError(f"cannot read {path}: {error.strerror}") from None


def read_all(
    paths: Iterable[str], input_format: str = "auto", *, column: str = "text", label_column: str = "label"
) -> list[LabelledMessage]:
    """Labelled messages of all ``paths``. Raises :class:`DataError` when there is none."""
    paths = list(paths)
    rows = [
        row
        for path in paths
        for row in read_labelled(path, input_format, column=column, label_column=label_column)
    ]
    if not rows:
        raise DataError(f"there are no labelled messages in {', '.join(paths)}")
    return rows


def read_csv_rows(
    stream: BinaryIO, source: str, *, column: str, label_column: str
) -> Iterator[LabelledMessage]:
    """A row a message."""
    from spamfilter.readers.csv import read_rows

    columns = {"--column": column, "--label-column": label_column}
    for message, (_, label) in read_rows(stream, source, columns):
        yield LabelledMessage(message, parse_label(label, source, f"row {message.number}"))


def read_jsonl_rows(
    stream: BinaryIO, source: str, *, column: str, label_column: str
) -> Iterator[LabelledMessage]:
    """An object a line."""
    from spamfilter.readers.jsonl import read_objects

    for message, row in read_objects(stream, source, column):
        place = f"line {message.number}"
        if label_column not in row:
            raise DataError(f"{source} {place} has no {label_column!r}; name another with --label-column")
        yield LabelledMessage(message, parse_label(row[label_column], source, place))


def read_lines_rows(stream: BinaryIO, source: str) -> Iterator[LabelledMessage]:
    """``label TAB text`` lines, as UCI's collection has them; blank ones are skipped."""
    from spamfilter.readers.lines import read_lines

    for message in read_lines(stream, source):
        label, tab, text = message.text.partition("\t")
        if not label.strip() and not text:
            continue
        place = f"line {message.number}"
        if not tab:
            raise DataError(f"{source} {place} is not 'label TAB text', with a label {WANTED}")
        spam = parse_label(label, source, place)
        yield LabelledMessage(Message(text, message.raw, source, message.number), spam)


def read_folders(folder: Path) -> Iterator[LabelledMessage]:
    """The mails in ``folder``'s ``ham`` and ``spam``, at any depth; ``source`` is the file."""
    from spamfilter.readers.eml import read_mail

    with translate_errors(str(folder)):
        parts = [(part, FOLDERS[part.name]) for part in sorted(folder.iterdir()) if part.name in FOLDERS]
    if not parts:
        raise DataError(f"{folder} has neither ham/ nor spam/ in it; name a file, or make those two folders")
    for part, spam in parts:
        for file in sorted(path for path in part.rglob("*") if path.is_file()):
            with translate_errors(str(file)):
                raw = file.read_bytes()
            yield LabelledMessage(read_mail(raw, str(file)), spam)


def parse_label(label: object, source: str, place: str) -> bool:
    """Whether ``label`` means spam."""
    found = LABELS.get(str(label).strip().lower())
    if found is None:
        raise DataError(f"{source} {place}: label {str(label)[:40]!r} is not {WANTED}")
    return found
