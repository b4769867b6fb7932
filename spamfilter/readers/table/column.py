"""The texts and other values in the columns of a pyarrow table."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spamfilter.errors import DataError, SourceError, UsageError
from spamfilter.message import Message, decode_text
from spamfilter.readers.table.layout import cut_names, find_name, find_number
from spamfilter.readers.table.tally import Tally, settle_rows

if TYPE_CHECKING:
    import pyarrow as pa

MOST_NAMES = 8  # that an error shows
ROWS = 1024  # of a batch, whose values are held at a time


@dataclass(frozen=True, slots=True)
class Column:
    """Where a column is: its name, and within a struct those of its fields; and whether it holds text."""

    path: tuple[str, ...]
    texts: bool

    @property
    def dotted(self) -> str:
        """As Parquet names it."""
        return ".".join(self.path)


@contextmanager
def need_pyarrow(what: str) -> Iterator[None]:
    """Around the import of pyarrow: where it is missing, :class:`UsageError` that says what to install."""
    try:
        yield
    except ImportError as error:
        raise UsageError(
            f"{what} needs pyarrow, and there is no {error.name}; "
            f"install spamfilter-gpt[tables], or: python -m pip install 'pyarrow>=16'"
        ) from None


@contextmanager
def translate_faults(source: str, kind: str) -> Iterator[None]:
    """Turn what pyarrow raises for a broken file into :class:`DataError`.

    And what it raises for a disk that fails into :class:`SourceError`.
    """
    import pyarrow as pa

    try:
        yield
    except MemoryError:
        raise
    except (pa.ArrowException, OSError, ValueError, EOFError) as error:
        if isinstance(error, OSError) and error.errno:
            raise SourceError(f"cannot read {source}: {error.strerror}") from None
        said = " ".join(str(error).split())
        if "crypt" in said.lower():
            raise DataError(f"{source} is an encrypted {kind} file; decrypt it first") from None
        raise DataError(
            f"{source} is not a whole {kind} file, or is broken: {said[:150]}; get it again"
        ) from None


def find_columns(schema: "pa.Schema", columns: Mapping[str, str], source: str) -> list[Column]:
    """Where each of ``columns`` (from the option that names it to its name, its path or its number) is.

    The first is the text's. Raises :class:`DataError` where one is not there or the first holds no text.
    """
    found = [find_column(schema, name) for name in columns.values()]
    for option, column in zip(columns, found, strict=True):
        if column is None:
            names = ", ".join(cut_names(schema.names)) or "none at all"
            more = f" and {len(schema.names) - MOST_NAMES} more" if len(schema.names) > MOST_NAMES else ""
            raise DataError(
                f"{source} has no column {columns[option]!r}, only {names}{more}; name one with {option}"
            )
    known = [column for column in found if column]
    if not known[0].texts:
        path = known[0].path
        raise DataError(
            f"{source}: column {known[0].dotted!r} holds {show_type(find_type(schema, path))}, not text; "
            f"name another with {next(iter(columns))}"
        )
    return known


def find_column(schema: "pa.Schema", name: str) -> Column | None:
    """The column called ``name``, the field at that dotted path, or the column of that number."""
    names = schema.names
    place = find_name(name, names)
    if place is not None:
        path: tuple[str, ...] | None = (names[place],)
    else:
        number = find_number(name, len(names))
        path = find_path(schema, name) if number is None else (names[number],)
    return None if path is None else Column(path, holds_text(find_type(schema, path)))


def find_path(fields: "pa.Schema | pa.StructType", name: str) -> tuple[str, ...] | None:
    """The names on the way to the field at the dotted path ``name``; None where there is none."""
    import pyarrow as pa

    names = [field.name for field in fields]
    if (place := find_name(name, names)) is not None:
        return (names[place],)
    first, _, rest = name.partition(".")
    place = find_name(first, names) if rest else None
    if place is None or not pa.types.is_struct(fields.field(place).type):
        return None
    below = find_path(fields.field(place).type, rest)
    return None if below is None else (names[place], *below)


def find_type(schema: "pa.Schema", path: Sequence[str]) -> "pa.DataType":
    """The type of the field at ``path``."""
    found = schema.field(schema.names.index(path[0])).type
    for name in path[1:]:
        found = found.field(name).type
    return found


def holds_text(kind: "pa.DataType") -> bool:
    """Whether values of this type are texts: strings, bytes, dictionaries of them, or only nulls."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return holds_text(kind.value_type)
    tests = ("string", "large_string", "binary", "large_binary", "fixed_size_binary", "null")
    views = ("string_view", "binary_view")
    return any(getattr(pa.types, f"is_{test}", lambda kind: False)(kind) for test in tests + views)


def show_type(kind: "pa.DataType") -> str:
    """The name of a type, cut where it is that of a long struct."""
    return str(kind) if len(str(kind)) <= 40 else str(kind)[:40] + "…"


def read_batches(
    batches: Iterator["pa.RecordBatch"], columns: Sequence[Column], source: str
) -> Iterator[tuple[Message, list[object]]]:
    """A Message a row, with its values of ``columns``. A row whose text is null is passed over and counted.

    Raises :class:`DataError` where there are rows and none has a text.
    """
    tally = Tally()
    yield from list_rows(batches, columns, source, tally)
    settle_rows(tally, source)


def list_rows(
    batches: Iterator["pa.RecordBatch"], columns: Sequence[Column], source: str, tally: Tally, before: int = 0
) -> Iterator[tuple[Message, list[object]]]:
    """As :func:`read_batches`, what is passed over counted in ``tally``; ``before`` are the rows above."""
    number, tally.hint = before, columns[0].dotted
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS):
            rows = batch.slice(start, ROWS)
            texts, *others = (list_values(rows, column) for column in columns)
            for text, *values in zip(texts, *others, strict=True):
                number += 1
                if text is None:
                    tally.passed += 1
                else:
                    tally.found += 1
                    yield Message(str(text), b"", source, number), [text, *values]


def list_values(batch: "pa.RecordBatch", column: Column) -> list[object]:
    """The values of ``column``, texts decoded as all readers do it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    array = batch.column(batch.schema.names.index(column.path[0]))
    for name in column.path[1:]:
        array = pc.struct_field(array, [array.type.get_field_index(name)])
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if not column.texts:
        return list(array.to_pylist())
    # As bytes, for what a file calls a string may not be UTF-8.
    if pa.types.is_large_string(array.type):
        array = array.cast(pa.large_binary())
    elif pa.types.is_string(array.type):
        array = array.cast(pa.binary())
    return [decode_text(value) if isinstance(value, bytes) else value for value in array.to_pylist()]
