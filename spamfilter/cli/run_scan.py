"""What ``spamfilter scan`` does: sources in, verdicts or raw messages out."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO

import click
from pluggy import PluginManager

from spamfilter.cli.comparison import Shadow
from spamfilter.cli.ending import check_output
from spamfilter.cli.recall import choose_taught
from spamfilter.cli.scan import ScanOptions
from spamfilter.cli.session import Session
from spamfilter.cli.sources import Sources
from spamfilter.cli.terminal import format_row, show_progress
from spamfilter.errors import UsageError
from spamfilter.formats import (
    COLUMNS,
    LAST_COLUMNS,
    OTHER_COLUMNS,
    format_csv,
    format_jsonl,
    format_text,
    write_row,
)
from spamfilter.hookspecs import ReadOptions
from spamfilter.mail.judge import settle_verdict
from spamfilter.mail.standing import Senders, open_senders
from spamfilter.message import Message
from spamfilter.plugin.choice import Chosen, choose
from spamfilter.readers import STDIN, is_live
from spamfilter.readers.source.encoding import find_mark
from spamfilter.scan import judge_message, score_messages
from spamfilter.storage import naming_folder, replacing
from spamfilter.verdict import Label, Policy, Verdict

# How a line of UTF-16 or UTF-32 may end, the last bytes of it.
WIDE_ENDS = (b"\n\0", b"\n\0\0\0")
# A message, its verdict, and with --compare that of the other classifier.
Results = Iterator[tuple[Message, Verdict, Verdict | None]]
Write = Callable[[BinaryIO, Message, Verdict, Verdict | None], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often each label came, and the code to end with where a source could not be read; 0 if all were."""

    counts: Counter[Label] = field(default_factory=Counter)
    exit_code: int = 0


def scan_sources(session: Session, options: ScanOptions) -> Outcome:
    """Scan and write. A source that cannot be read is told on stderr, and the others are scanned."""
    if options.target is None:
        check_output()
    sources = Sources()
    paths = sources.check(options.sources or (STDIN,), options.input_format)
    if not paths:
        return Outcome(exit_code=sources.exit_code)
    chosen = choose_all(session.manager, options)
    separator = b"\0" if options.null else b"\n"
    asked = ReadOptions(options.column, separator, options.encoding)

    def open_one(path: str) -> Iterator[Message]:
        return session.read(path, options.input_format, asked, sent=options.sent, raw=options.raw)

    counts = score_and_write(session, options, chosen, paths, sources.read(paths, open_one))
    return Outcome(counts, sources.exit_code)


def score_and_write(
    session: Session,
    options: ScanOptions,
    chosen: list[Chosen],
    paths: list[str],
    messages: Iterator[Message],
) -> Counter[Label]:
    """Verdicts on the ``messages`` of ``paths``, or what else is asked for; how often each label came."""
    live = any(map(is_live, paths))
    shadow = Shadow(*(one.label for one in chosen)) if len(chosen) == 2 else None
    with ExitStack() as stack:
        out, write = stack.enter_context(open_output(options))
        scorers = [stack.enter_context(session.open_scorer(one, options.jobs)) for one in chosen]
        advance = stack.enter_context(show_progress(paths, "scan", quiet=options.quiet))
        scored = score_messages(messages, scorers, batch_size=options.batch_size, live=live)
        senders = None if options.no_memory else open_senders(options.memory, options.authserv_ids)
        results = judge(scored, session.manager, list_policies(chosen, options), senders)
        if shadow:
            results = shadow.watch(results, differing=options.differing)
        only = frozenset(options.only)
        counts = write_results(results, only, partial(write, out), advance, out if live else None)
    for line in shadow.format_lines() if shadow else ():
        click.echo(line, err=True)
    return counts


def choose_all(manager: PluginManager, options: ScanOptions) -> list[Chosen]:
    """The classifier with what it was taught, and the one to compare it with, as it is."""
    first = choose_taught(manager, options)
    return [first, choose(manager, options.compare, front=first.front)] if options.compare else [first]


def list_policies(chosen: list[Chosen], options: ScanOptions) -> list[Policy]:
    """Cut-offs of each; the options are for the first."""
    first, *others = (one.classifier.policy for one in chosen)
    return [first.override(options.ham_below, options.spam_above), *others]


def judge(
    scored: Iterator[tuple[Message, list[float]]],
    manager: PluginManager,
    policies: list[Policy],
    senders: Senders | None,
) -> Results:
    """A verdict for each score, unless who sent it is on a list or a plugin's review overrules it."""
    for message, scores in scored:
        verdicts = [
            judge_message(message, score, policy) for policy, score in zip(policies, scores, strict=True)
        ]
        first, *others = (settle_verdict(manager, message, verdict, senders) for verdict in verdicts)
        yield message, first, others[0] if others else None
        del message  # see write_results


def write_results(
    results: Results,
    only: frozenset[str],
    write: Callable[[Message, Verdict, Verdict | None], None],
    advance: Callable[[int], object],
    live: BinaryIO | None,
) -> Counter[Label]:
    """Write what is selected, each at once to a ``live`` output; count every label."""
    counts: Counter[Label] = Counter()
    for message, verdict, other in results:
        counts[verdict.label] += 1
        if not only or verdict.label in only:
            write(message, verdict, other)
        advance(len(message.raw))
        if live:
            live.flush()
        del message  # a large one is not kept while the next one is read
    return counts


@contextmanager
def open_output(options: ScanOptions) -> Iterator[tuple[BinaryIO, Write]]:
    """Where what is selected goes, and how: standard output, or a file that is there when it is whole."""
    if options.target is None:
        out = sys.stdout.buffer
        yield from open_writer(options, out)
        out.flush()
        return
    place = options.target.resolve()  # a link stays one
    if place.exists() and not place.is_file():  # a pipe or a device is written to, never replaced
        with naming_folder(place), place.open("wb") as pipe:
            yield from open_writer(options, pipe)
        return
    with replacing(place) as path, path.open("wb") as file:
        yield from open_writer(options, file)


def open_writer(options: ScanOptions, out: BinaryIO) -> Iterator[tuple[BinaryIO, Write]]:
    """``out`` and what writes to it; behind it what a table ends with."""
    if options.output != "parquet" or options.quiet:
        yield out, choose_writer(options, out, b"\0" if options.null else b"\n")
        return
    if is_shown(options):
        raise UsageError("Parquet is not for a terminal; name a file with --output")
    from spamfilter.cli.table import TableWriter  # which no other format needs

    write = TableWriter(options.classifier, options.compare or "")
    yield out, write
    write.end(out)


def is_shown(options: ScanOptions) -> bool:
    """Whether a person sees the output as it is."""
    return options.target is None and sys.stdout.isatty()


def choose_writer(options: ScanOptions, out: BinaryIO, separator: bytes) -> Write:
    """How a selected message leaves."""
    if options.quiet:
        return lambda out, message, verdict, other: None
    if options.raw:
        return RawWriter(separator)
    names, output = (options.classifier, options.compare or ""), options.output or "text"
    if output == "jsonl":
        return partial(write_line, partial(format_jsonl, *names), separator)
    if output == "csv":
        columns = (*COLUMNS, *(OTHER_COLUMNS if options.compare else ()), *LAST_COLUMNS)
        out.write(write_row(columns).encode() + separator)
        return partial(write_line, partial(format_csv, *names), separator)
    if is_shown(options) and not options.null:
        return write_shown
    return partial(write_line, format_text, separator)


def write_shown(out: BinaryIO, message: Message, verdict: Verdict, other: Verdict | None) -> None:
    """One verdict for a person, in what their terminal understands."""
    line = f"{format_row(message, verdict, other)}\n"
    out.write(line.encode(sys.stdout.encoding, sys.stdout.errors or "strict"))
    out.flush()  # else an error may stand within a row


def write_line(
    form: Callable[[Message, Verdict, Verdict | None], str],
    separator: bytes,
    out: BinaryIO,
    message: Message,
    verdict: Verdict,
    other: Verdict | None,
) -> None:
    """One verdict and the separator."""
    # A file name may hold bytes that are not UTF-8; they leave as they came.
    out.write(form(message, verdict, other).encode("utf-8", "surrogateescape") + separator)


class RawWriter:
    """Writes exact bytes; keeps apart messages of which the first lacks its line end.

    Raises :class:`UsageError` for sources of which one is UTF-16 and one is not.
    """

    def __init__(self, separator: bytes) -> None:
        self.separator = separator
        self.open_end = False
        self.gap = b""
        self.preamble = b""
        self.mark: bytes | None = None  # the byte order mark of what has been written

    def __call__(self, out: BinaryIO, message: Message, verdict: Verdict, other: Verdict | None) -> None:
        if message.text and not message.raw:
            raise UsageError(
                f"the messages of {message.source} have no bytes of their own; leave out --raw, "
                f"or take --format jsonl"
            )
        mark = find_mark(message.preamble)
        if self.mark not in (mark, None):
            raise UsageError(
                f"--raw cannot put {message.source} behind a source in another encoding; scan each by itself"
            )
        if self.gap or self.open_end:
            out.write(self.gap or self.separator)
        if message.preamble != self.preamble:
            # Of the byte order mark one is enough.
            out.write(message.preamble if self.mark is None else message.preamble.removeprefix(mark))
            self.preamble = message.preamble
        self.mark = mark
        out.write(message.raw)
        # Rows of a table may end in CR alone.
        ends = (b"\n", b"\r", *WIDE_ENDS) if message.preamble else (self.separator, *WIDE_ENDS)
        self.open_end = not message.raw.endswith(ends)
        self.gap = message.gap
