"""From sources to parts, which come one by one, numbered as ``scan`` numbers messages.

A message's number is how many stand before it. So blocks of a file that is cut are counted on the workers
first, which is quick beside scoring; each part then knows its first number before it is scored. A file of one
part needs no count.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spamfilter import SpamfilterError, pieces
from spamfilter_dask.cluster import COUNTS, Window
from spamfilter_dask.part import Fault, Order, Part, Receipt, describe_fault
from spamfilter_dask.source.folder import Entry
from spamfilter_dask.work import Survey, count_block, count_mails, survey

if TYPE_CHECKING:
    from distributed import Client

Tell = Callable[[str], None]


@dataclass(slots=True)
class Ledger:
    """What is known of one source: how it is read, what of it is done, and what went wrong."""

    source: str
    outline: pieces.Outline = pieces.Outline()  # noqa: RUF009, which is frozen
    notices: tuple[str, ...] = ()
    receipts: list[Receipt] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """The parts of all sources, as :meth:`list_parts` finds them; ``ledgers`` are filled meanwhile, in order.

    ``places`` are those of the parts among all, by name; ``broken`` are files of which one part is no data,
    so that those below it do not count. ``grow`` is told the bytes of what was found, ``tell`` what cannot be
    read.
    """

    client: "Client"
    order: Order
    grow: Callable[[int], object]
    tell: Tell
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)

    def list_parts(self, sources: Iterable[str]) -> Iterator[Part]:
        """The parts of ``sources``, in order."""
        asked = ((self.order, source) for source in sources)
        for found in Window[object, Survey](self.client, survey, asked, COUNTS).in_order():
            if found.fault:
                self.note(found.source, found.fault)
            elif found.folder:
                self.open(found.source)
                for text in found.folder.faults:
                    self.note(found.source, Fault(text, 66))
                yield from self.cut_folder(found.folder.entries)
            elif found.stat:
                entry = Entry(found.source, found.stat, 0, None, found.outline, found.groups, found.notices)
                yield from self.cut_file(entry)

    def open(self, source: str) -> Ledger:
        """The ledger of a source, which may be new."""
        return self.ledgers.setdefault(source, Ledger(source))

    def keep(self, receipt: Receipt) -> None:
        """A part that is done."""
        ledger = self.open(receipt.source)
        ledger.receipts.append(receipt)
        if receipt.error and ledger.outline.format:
            self.broken.add(receipt.source)

    def note(self, source: str, fault: Fault) -> None:
        """Tell what of a source cannot be read, once."""
        ledger = self.open(source)
        if fault not in ledger.faults:
            ledger.faults.append(fault)
            self.tell(fault.text)

    def cut_folder(self, entries: Iterable[Entry]) -> Iterator[Part]:
        """The parts of a folder. Mails in it are numbered in a row, so its groups are counted, in order."""
        groups = [(self.order, one.source, one.group) for one in entries if one.group]
        counts: Iterator[int | Fault] = iter(())
        if len(groups) > 1:
            counts = Window[object, int | Fault](self.client, count_mails, groups, COUNTS).in_order()
        before = 0
        for entry in entries:
            if entry.group is None:
                yield from self.cut_file(entry)
                continue
            self.grow(entry.stat.size)
            yield Part(
                entry.source, entry.stat.stamp, entry.stat.size, entry.outline, None, entry.group, before,
                entry.begin,
            )  # fmt: skip
            count = next(counts, 0)
            if isinstance(count, Fault):
                self.note(entry.source, count)
                return
            before += count

    def cut_file(self, entry: Entry) -> Iterator[Part]:
        """The parts of a file. What fails while it is counted ends it."""
        ledger = self.open(entry.source)
        ledger.outline, ledger.notices = entry.outline, entry.notices
        self.grow(entry.stat.size)
        size, stamp = entry.stat.size, entry.stat.stamp
        if not entry.outline.format:
            yield Part(entry.source, stamp, size, entry.outline)
            return
        found = self.join_groups(entry) if entry.outline.format == "parquet" else self.count_file(entry)
        try:
            for piece in found:
                share = (piece.end - piece.begin) * size // (len(entry.groups) or size)
                yield Part(entry.source, stamp, share, entry.outline, piece, begin=piece.begin)
        except Unreadable as error:
            self.note(entry.source, error.fault)

    def count_file(self, entry: Entry) -> Iterator[pieces.Piece]:
        """The pieces of a file of bytes."""
        size, step = entry.stat.size, self.order.scoring.part_size
        if size <= step:
            return iter([pieces.Piece(0, size, 0)] if size else [])
        blocks = (
            (entry.source, entry.outline, begin, min(begin + step, size)) for begin in range(0, size, step)
        )
        counts = Window[object, pieces.Count | Fault](self.client, count_block, blocks, COUNTS).in_order()
        return pieces.join_counts(map(expect, counts), size)

    def join_groups(self, entry: Entry) -> Iterator[pieces.Piece]:
        """The pieces of a Parquet file: as many groups of rows as are about the size of a part together."""
        rows = sum(entry.groups)
        most = max(1, self.order.scoring.part_size * rows // max(entry.stat.size, 1))
        begin, before, held = 0, 0, 0
        for place, count in enumerate(entry.groups):
            if held and held + count > most:
                yield pieces.Piece(begin, place, before)
                begin, before, held = place, before + held, 0
            held += count
        if held:
            yield pieces.Piece(begin, len(entry.groups), before)


class Unreadable(Exception):
    """A block that cannot be counted."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.text)
        self.fault = fault


def expect(count: pieces.Count | Fault) -> pieces.Count:
    """The count of a block. Raises :class:`Unreadable` where there is none."""
    if isinstance(count, Fault):
        raise Unreadable(count)
    return count


def close(ledger: Ledger, request: pieces.Request) -> list[str]:
    """What ``scan`` says at the end of a source; its ledger then holds the parts that count, in order.

    Data that are none end a source, as in ``scan``: parts below that place do not count.
    """
    unique = {receipt.name: receipt for receipt in ledger.receipts}
    ledger.receipts = sorted(unique.values(), key=lambda receipt: receipt.begin)
    broken = [one.begin for one in ledger.receipts if one.error and ledger.outline.format]
    if broken:
        ledger.receipts = [one for one in ledger.receipts if one.begin <= broken[0]]
    with pieces.collect_notices() as told:
        told += [notice for receipt in ledger.receipts for notice in receipt.notices]
        if ledger.outline.format and not ledger.faults and not broken:
            try:
                pieces.settle(ledger.outline, ledger.source, request, [one.tally for one in ledger.receipts])
            except SpamfilterError as error:
                ledger.faults.append(describe_fault(error))
                told.append(str(error))
    for receipt in ledger.receipts:
        if receipt.error:
            ledger.faults.append(Fault(receipt.error, receipt.exit_code))
            told.append(receipt.error)
    return list(dict.fromkeys([*ledger.notices, *told]))
