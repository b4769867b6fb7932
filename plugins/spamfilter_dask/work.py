"""What a worker does: look at a source, count, and score a part. Each function is one task."""

import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO

from spamfilter import (
    DataError,
    Filter,
    Label,
    Message,
    ReaderEntry,
    SourceError,
    SpamfilterError,
    TableWriter,
    UsageError,
    format_jsonl,
    load,
    load_readers,
    pieces,
    storage,
)
from spamfilter_dask.output.store import open_store
from spamfilter_dask.part import Fault, Order, Part, Receipt, Scoring, describe_fault, name_part
from spamfilter_dask.source.folder import Folder, count_group, read_group, stamp_group, survey_folder
from spamfilter_dask.source.place import Stat, is_folder, look, open_place

CHANGED = "changed while it was read; run again when it is whole"

_opening = threading.Lock()


@dataclass(frozen=True, slots=True)
class Survey:
    """What a ``source`` is: a file, read as its ``outline`` says, or a ``folder``; or why it cannot be read.

    ``groups`` are how many rows each group of a Parquet file has.
    """

    source: str
    stat: Stat | None = None
    outline: pieces.Outline = pieces.Outline()  # noqa: RUF009, which is frozen
    groups: tuple[int, ...] = ()
    folder: Folder | None = None
    notices: tuple[str, ...] = ()
    fault: Fault | None = None


def open_filter(scoring: Scoring) -> Filter:
    """The classifier, loaded once in each process. Raises :class:`DataError` where it is another one here."""
    with _opening:
        return _load(scoring)


@lru_cache(maxsize=2)  # a worker may live longer than a run
def _load(scoring: Scoring) -> Filter:
    loaded = load_filter(scoring)
    found = identify(loaded)
    if scoring.identity and found != scoring.identity:
        raise DataError(
            f"a worker has another model for {scoring.classifier} than this machine; "
            f"install the same everywhere"
        )
    return loaded


def load_filter(scoring: Scoring) -> Filter:
    """The classifier that ``scoring`` names, with its cut-offs, for one thread."""
    return load(
        scoring.classifier,
        scoring.model,
        plugins=scoring.plugins,
        spam_above=scoring.spam_above,
        ham_below=scoring.ham_below,
        threads=1,
        front=scoring.front,
    )


def identify(loaded: Filter) -> str:
    """What tells a model from others that score otherwise: what it says itself, or the hash of its file."""
    identity = getattr(loaded.classifier, "identity", None)
    return str(identity) if identity else hash_model(loaded.model)


def hash_model(model: str | None) -> str:
    """The hash of the file ``model``; of what is none its name."""
    from pathlib import Path

    if model is None or not Path(model).is_file():
        return model or ""
    return storage.hash_file(Path(model), "name another with --model")


def make_request(order: Order) -> pieces.Request:
    """What is wanted of sources, by the readers of this process."""
    scoring = order.scoring
    return pieces.Request(scoring.input_format, order.options, _list_formats(scoring.plugins), scoring.sent)


@lru_cache(maxsize=4)
def _list_formats(plugins: tuple[str, ...]) -> list[ReaderEntry]:
    return load_readers(plugins)


def survey(order: Order, source: str) -> Survey:
    """Look at a ``source``: of a file at its beginning, of a folder at the names of its files."""
    with pieces.collect_notices() as notices:
        try:
            found = look_at(source, make_request(order), order.scoring.part_size)
        except (SourceError, DataError) as error:
            return Survey(source, notices=tuple(notices), fault=describe_fault(error))
    # Who reads a whole file tells the same again.
    told = () if found.folder or not found.outline.format else tuple(notices)
    return Survey(found.source, found.stat, found.outline, found.groups, found.folder, told)


def look_at(source: str, request: pieces.Request, part_size: int) -> Survey:
    """The same; raises what is wrong with the ``source``."""
    if is_folder(source):
        if not (box := pieces.find_box(source, request.input_format)):
            return Survey(source, folder=survey_folder(source, request, part_size))
        source = box
    stat = look(source)
    if request.input_format == "maildir":
        raise UsageError(f"{source} is a file, and a Maildir is a directory; try --input mbox")
    with open_place(source) as stream:
        outline = pieces.outline_stream(stream, source, request)
        groups = tuple(pieces.list_groups(stream, source)) if outline.format == "parquet" else ()
    return Survey(source, stat, outline, groups)


def count_block(source: str, outline: pieces.Outline, begin: int, end: int) -> pieces.Count | Fault:
    """The messages that begin in a block of a file."""
    try:
        with open_place(source) as stream:
            return pieces.count_starts(stream, outline, begin, end)
    except (SourceError, DataError) as error:
        return describe_fault(error)


def count_mails(order: Order, source: str, group: pieces.Listing) -> int | Fault:
    """How many whole mails are in some files of a folder."""
    try:
        return count_group(source, group, make_request(order))
    except (SourceError, DataError) as error:
        return describe_fault(error)


@dataclass(slots=True)
class Reading:
    """The messages of a part, as they are read, and what ended them before their time."""

    tally: pieces.Tally = field(default_factory=pieces.Tally)
    error: SpamfilterError | None = None

    def watch(self, messages: Iterator[Message]) -> Iterator[Message]:
        """``messages``, as far as they can be read."""
        try:
            yield from messages
        except (SourceError, DataError) as error:
            self.error = error


def score_part(order: Order, part: Part) -> Receipt:
    """Read a part, score it, write its verdicts, then the receipt; only say so where it could not be read.

    Data that are none from some place on are no such fault: what is above them counts, as in ``scan``.
    """
    loaded = open_filter(order.scoring)
    name, reading, store = name_part(order.scoring, part), Reading(), open_store(order.out)
    with pieces.collect_notices() as notices, store.draft(f"{name}.{order.scoring.output}") as draft:
        messages = reading.watch(read_part(part, make_request(order), reading.tally, notices))
        counts = write_verdicts(order, loaded, messages, draft.file)
        changed = find_stamp(part) != part.stamp
        if changed:
            reading.error = SourceError(f"cannot read {part.source}: it {CHANGED}")
        fault = describe_fault(reading.error) if reading.error else Fault("", 0)
        if changed or (isinstance(reading.error, SourceError) and not part.group):
            return Receipt(name, part.source, part.begin, part.size, 0, error=fault.text, exit_code=66)
        written = draft.publish() if counts.total() else 0
    receipt = Receipt(
        name,
        part.source,
        part.begin,
        part.size,
        written,
        **{label.value: counts[label] for label in Label},
        found=reading.tally.found,
        passed=reading.tally.passed,
        hint=reading.tally.hint,
        notices=tuple(notices),
        error=fault.text,
        exit_code=fault.exit_code,
    )
    store.keep_receipt(receipt)
    return receipt


def read_part(
    part: Part, request: pieces.Request, tally: pieces.Tally, notices: list[str]
) -> Iterator[Message]:
    """The messages of a part, as ``scan`` numbers them; what is told of it comes into ``notices``."""
    if part.group:
        yield from read_group(part.source, part.group, request, part.before, notices)
        return
    with open_place(part.source) as stream:
        if part.piece:
            yield from pieces.read_piece(stream, part.source, part.outline, part.piece, request, tally)
        else:
            yield from pieces.read_unpacked(stream, part.source, request)


def find_stamp(part: Part) -> str:
    """The stamp that the content of a part has now."""
    try:
        return stamp_group(part.source, part.group) if part.group else look(part.source).stamp
    except SourceError:
        return ""


def write_verdicts(
    order: Order, loaded: Filter, messages: Iterator[Message], out: BinaryIO
) -> "Counter[Label]":
    """A row for each of ``messages``, as ``scan --format`` writes them; how often each label came."""
    counts: Counter[Label] = Counter()
    classifier = order.scoring.classifier
    table = TableWriter(classifier, "") if order.scoring.output == "parquet" else None
    for message, verdict in loaded.scan(messages, batch_size=order.batch_size):
        if table:
            table(out, message, verdict, None)
        else:
            line = format_jsonl(classifier, "", message, verdict)
            out.write(line.encode("utf-8", "surrogateescape") + b"\n")
        counts[verdict.label] += 1
        del message  # a large one is not kept while the next one is read
    if table and counts:
        table.end(out)
    return counts
