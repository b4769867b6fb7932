"""Labelled mails, a file a mail: in the folders ``ham`` and ``spam``, or by a list of labels and names."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from spamfilter.errors import DataError, SourceError
from spamfilter.labelled.row import ADVICE, FOLDERS, LABELS, LabelledMessage
from spamfilter.message import Message
from spamfilter.readers import CHECK_NAME, translate_errors

HEADER = 1 << 16  # bytes in which a field is looked for
RECEIVED = b"received:"
LONGEST_DATE = 100  # bytes
NEVER = float("inf")


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


def is_index(line: str) -> bool:
    """Whether a first ``line`` is of an index: a label, a space and a name, without the TAB of text."""
    label, space, name = line.strip().partition(" ")
    return bool(space and name) and "\t" not in line and label.lower() in FOLDERS


def read_index(lines: Iterable[Message], source: str) -> Iterator[LabelledMessage]:
    """The mails that ``lines`` of the index ``source`` name, in their order.

    A line is ``spam PATH`` or ``ham PATH``, the path seen from where the index is, as the TREC spam track's
    collections have it; what follows the path (the track's user and genre) is passed over. Raises
    :class:`SourceError` for a mail that is not there, :class:`DataError` for a line that is none.
    """
    from spamfilter.readers.eml import read_mail

    folder = Path(source).parent
    for line in lines:
        if not line.text.strip():
            continue
        label, _, rest = line.text.strip().partition(" ")
        if not is_index(line.text):
            raise DataError(f"{source} line {line.number} is not 'ham PATH' or 'spam PATH'; mend the index")
        file = find_mail(folder, rest.strip())
        try:
            raw = file.read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise SourceError(
                f"cannot read {file}, which {source} line {line.number} names: {reason}; an index has "
                "'label PATH' lines, and before a text stands a TAB"
            ) from None
        yield LabelledMessage(read_mail(raw, str(file)), LABELS[label.lower()])


def find_mail(folder: Path, name: str) -> Path:
    """The file ``name`` seen from ``folder``; where there is none, the one that its first word names."""
    whole = folder / name
    try:
        return whole if whole.is_file() else folder / name.split()[0]
    except ValueError:  # a NUL in the name
        return whole


def order_by_time(rows: Sequence[LabelledMessage]) -> list[LabelledMessage]:
    """``rows`` by the time at which each mail came in; what has no time is last."""
    return sorted(rows, key=lambda row: find_time(row.message))


def find_time(message: Message) -> float:
    """When a mail came in, in s since 1970: by its first ``Received`` field, which the own server wrote.

    Where there is none, by its ``Date``, which the sender wrote; infinity where neither can be read.
    """
    from email.utils import parsedate_to_datetime  # only where there is mail

    _, semicolon, stamp = find_received(message.raw).rpartition(b";")
    try:
        if semicolon:
            return to_seconds(parsedate_to_datetime(stamp[:LONGEST_DATE].decode("ascii")))
    except (ValueError, TypeError, IndexError, OverflowError):  # the parser raises each of them
        pass
    try:
        return to_seconds(datetime.fromisoformat(message.date))
    except (ValueError, OverflowError):
        return NEVER


def to_seconds(time: datetime) -> float:
    """Seconds since 1970; a ``time`` of no zone is UTC."""
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


def find_received(raw: bytes) -> bytes:
    """The first ``Received`` field of a mail, on one line; nothing where there is none."""
    lines = raw[:HEADER].splitlines()
    for place, line in enumerate(lines):
        if not line.strip():
            break
        if line[: len(RECEIVED)].lower() == RECEIVED:
            more = next((n for n in range(place + 1, len(lines)) if lines[n][:1] not in (b" ", b"\t")), None)
            return b" ".join(lines[place:more])
    return b""
