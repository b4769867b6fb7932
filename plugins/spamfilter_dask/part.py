"""What is asked of all parts, what one part is, and what is known of one that is done.

All of these are sent between machines, and the last is kept on disk.
"""

import json
from dataclasses import asdict, dataclass, fields

from spamfilter import ReadOptions, SpamfilterError, pieces, storage

ASCII = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._")
LONGEST = 40  # characters of a source in the name of a part
HASHED = 16  # hexadecimal digits of its hash: 64 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring:
    """What verdicts depend on beside the messages. ``identity`` tells the model from others of that name.

    ``version`` is that of the package: another one may read a mail otherwise.
    """

    classifier: str
    model: str | None
    identity: str
    version: str
    plugins: tuple[str, ...] = ()
    spam_above: float | None = None
    ham_below: float | None = None
    input_format: str = "auto"
    column: str = "text"
    encoding: str = ""
    sent: bool = False
    front: bool = True
    output: str = "parquet"
    part_size: int = 1 << 20


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is to do with each part: score as ``scoring`` says, and write into the folder ``out``."""

    scoring: Scoring
    out: str
    batch_size: int

    @property
    def options(self) -> ReadOptions:
        """For all readers."""
        return ReadOptions(self.scoring.column, encoding=self.scoring.encoding)


@dataclass(frozen=True, slots=True)
class Part:
    """What one task reads and scores: a piece of a file, a whole file, or some files of a folder.

    ``source``   the path or address of the file or folder
    ``stamp``    what tells its content from another: size and time
    ``size``     bytes
    ``outline``  how the file is read; of a folder an empty one
    ``piece``    of a file that is cut
    ``group``    files of a folder
    ``before``   whole mails in the files above these
    ``begin``    its place among the parts of the source: bytes, groups of rows or files above it
    """

    source: str
    stamp: str
    size: int
    outline: pieces.Outline
    piece: pieces.Piece | None = None
    group: pieces.Listing | None = None
    before: int = 0
    begin: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """A foreseen failure as it is sent and kept: one line, and the code that the run ends with."""

    text: str
    exit_code: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """A part that is done: what it is called and how large its file is, and what there is to say of it."""

    name: str
    source: str
    begin: int
    size: int
    written: int
    ham: int = 0
    unsure: int = 0
    spam: int = 0
    found: int = 0
    passed: int = 0
    hint: str = ""
    notices: tuple[str, ...] = ()
    error: str = ""
    exit_code: int = 0

    @property
    def messages(self) -> int:
        """How many verdicts its file has."""
        return self.ham + self.unsure + self.spam

    @property
    def tally(self) -> pieces.Tally:
        """What was found and passed over."""
        return pieces.Tally(self.found, self.passed, self.hint)


def describe_fault(error: SpamfilterError) -> Fault:
    """An error as it can be sent."""
    return Fault(" ".join(str(error).split()), error.exit_code)


def name_part(scoring: Scoring, part: Part) -> str:
    """What a part's file is called, without its ending: the source, the place in it, and a hash.

    The hash is of the content's stamp, the range and all that verdicts depend on; so a part of that name
    never has to be made again.
    """
    last = part.source.rstrip("/").rpartition("/")[2]
    slug = "".join(one if one in ASCII else "_" for one in last)[-LONGEST:]
    place = storage.hash_bytes(part.source.encode("utf-8", "surrogateescape"))[:8]
    digest = storage.hash_bytes(repr((scoring, part)).encode("utf-8", "surrogateescape"))[:HASHED]
    return f"{slug}-{place}-{part.begin:015}-{digest}"


def is_part_name(name: str) -> bool:
    """Whether a file is called as :func:`name_part` calls parts."""
    stem, _, ending = name.rpartition(".")
    words = stem.rsplit("-", 3)
    lengths = [len(word) for word in words[1:]]
    return ending in ("parquet", "jsonl") and lengths == [8, 15, HASHED] and words[2].isdecimal()


def to_line(receipt: Receipt) -> bytes:
    """A receipt as JSON, without what is as usual."""
    usual = {field.name: field.default for field in fields(Receipt)}
    return json.dumps({name: one for name, one in asdict(receipt).items() if one != usual[name]}).encode()


def read_receipt(data: bytes) -> Receipt | None:
    """A receipt of its JSON; None for what is none."""
    try:
        return parse_receipt(json.loads(data))
    except ValueError:
        return None


def parse_receipt(value: object) -> Receipt | None:
    """A receipt of a JSON object; None for what is none."""
    if not isinstance(value, dict):
        return None
    known = {field.name: value[field.name] for field in fields(Receipt) if field.name in value}
    try:
        receipt = Receipt(**{**known, "notices": tuple(known.get("notices", ()))})
    except TypeError:
        return None
    numbers = (receipt.begin, receipt.size, receipt.written, receipt.messages, receipt.exit_code)
    return receipt if all(isinstance(one, int) for one in numbers) else None
