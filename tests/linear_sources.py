"""What hostile text meets where sources are told apart, and in tables: rows for :mod:`tests.test_linear`."""

from contextlib import suppress
from io import BytesIO

from spamfilter.errors import DataError
from spamfilter.hookspecs import HEAD
from spamfilter.readers.container import name_binary, open_members
from spamfilter.readers.csv import read_csv
from spamfilter.readers.jsonl import read_jsonl
from spamfilter.readers.source.document import name_document
from spamfilter.readers.source.encoding import guess_encoding
from tests.doubling import LARGEST, Run, Shape

KNOWN: list[tuple[str, str, Run, tuple[Shape, ...], int]] = []
TABLE = LARGEST >> 1  # characters: half a million rows are as many messages, which take their time


def know_source(file: str, names: str, run: Run, shapes: tuple[Shape, ...], largest: int = LARGEST) -> None:
    """Patterns of a file of ``spamfilter/readers``, and what runs them."""
    KNOWN.append((f"spamfilter/readers/{file}", names, run, shapes, largest))


def run_table(text: str) -> object:
    """The text as a table."""
    with suppress(DataError):
        return list(read_csv(BytesIO(text.encode("utf-8", "surrogatepass")), "-", column="text"))
    return None


def run_records(text: str) -> object:
    """The text as JSON lines."""
    with suppress(DataError):
        return list(read_jsonl(BytesIO(text.encode("utf-8", "surrogatepass")), "-", column="text"))
    return None


def run_document(text: str) -> object:
    return name_document(text.encode("utf-8", "surrogatepass"), whole=True)


def run_guess(text: str) -> object:
    return guess_encoding(text.encode("latin-1", "replace")[:HEAD], whole=True)


def run_binary(text: str) -> object:
    return name_binary(text.encode("latin-1", "replace"))


def run_names(text: str) -> object:
    """The text as the name of a packed file."""
    import gzip

    return [name for name, _ in open_members(BytesIO(gzip.compress(b"x", mtime=0)), text)]


def run_archive(text: str) -> object:
    """The text as a zip, up to an error."""
    with suppress(DataError):
        return [
            member.read() for _, member in open_members(BytesIO(text.encode("latin-1", "replace")), "a.zip")
        ]
    return None


# The header of a stored member called C:a, whose size is told behind it.
STORED = "PK\3\4" + "\24\0" + "\10\0" + "\0" * 18 + "\3\0" + "\0\0" + "C:a"
FIELDS: tuple[Shape, ...] = (
    ("text\n", "a", ""), ("text\n", '"', ""), ("text\n", "\r", ""), ("text\n", "a\n", ""),
    ("text\n", '"a"', ""), ("text\n", ",", ""), ("text\n", '"\n', ""), ("text,id\n", "a,1\n", ""),
    ('"', "a", ""), ('"', "\n", ""), ("sep=;\n", "a", ""), (" ", "a", "."),
    "\r", '"', '""', "sep=", "+1", "1 ", "a b. ", "a ", ". ", "a a",
)  # fmt: skip
know_source("csv.py", "_FIRST_END _SEP", run_table, FIELDS, TABLE)
know_source("table/layout.py", "_VALUE _SENTENCE", run_table, FIELDS, TABLE)
TEXT = '{"text": "'
STRINGS: tuple[Shape, ...] = (
    (TEXT, "a", '"}'), (TEXT, "\\\\", '"}'), (TEXT, "\\u00e9", '"}'), (TEXT, '\\"', ""), (TEXT, "é", '"}'),
    ("{", '"a":"b",', '"text":"c"}'), ("[", '{"text":"a"},', "]"), '"', '"a"', "{", "\\",
)  # fmt: skip
know_source("table/abridge.py", "_INNER _UNITS _WHOLE", run_records, STRINGS, TABLE)
know_source("table/abridge.py", "_QUOTED __init__", run_table, FIELDS, TABLE)
know_source(
    "source/document.py",
    "_ABOVE _HTML _DECLARED _ROOT _OPENED _LINE",
    run_document,
    ("<", " ", "<a", "<a ", '<a b="', "<!doctype ", "<html", "<?xml ", ("<a", " b=''", ""), ("<a", " b", ">"),
     ("<a ", " ", "="), ("<a>", "\n", "</a>"), ("<a>", "x", ""), "\n", "{", "[", '{"a":', "[1,"),
)  # fmt: skip
know_source("source/encoding.py", "_SPACES", run_guess, ("é ", "é", " é", "\xe4\xf6\n", "\x83\x65 ", "a "))
know_source(
    "container/binary.py",
    "OFFICE_FIRST _LOCAL name_rest",
    run_binary,
    (
        "PK\3\4",
        ("PK\3\4", "\0", ""),
        ("PK\3\4" + "\0" * 22 + "\5\0\0\0", "word/", ".xml"),
        "BZh9",
        "word/",
        "\0a",
    ),
)
know_source(
    "container/packing.py", "_SUFFIX _TAR_SUFFIX", run_names, (".gz", ".t", ".tgz", "a.", ".", "\n.gz")
)
know_source(
    "container/archive.py",
    "_DRIVE find_stored",
    run_archive,
    ((STORED, "a", ""), (STORED, "PK\7\10", ""), (STORED, "P", ""), (STORED, "PK\3\4", "")),
)
