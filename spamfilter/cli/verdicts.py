"""What ``spamfilter scan`` does: sources in, verdicts or raw messages out."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any, BinaryIO

import click

from spamfilter import scan as pipeline
from spamfilter.cli.terminal import format_row, show_progress
from spamfilter.errors import OutputError
from spamfilter.formats import COLUMNS, format_csv, format_jsonl, format_text, write_row
from spamfilter.message import Message
from spamfilter.plugins import choose_classifier
from spamfilter.readers import check_source, is_live, open_source
from spamfilter.verdict import Label, Verdict
from spamfilter.worker import open_scorer

Results = Iterator[tuple[Message, Verdict]]


def scan_sources(ctx: click.Context, sources: tuple[str, ...], options: dict[str, Any]) -> Counter[Label]:
    """Scan and write; how often each label came."""
    if sys.stdout is None:  # the shell's ``>&-``
        raise OutputError("standard output is closed; send it somewhere, or to /dev/null")
    for source in sources:
        check_source(source)
    manager = ctx.find_root().obj
    name, model = options["classifier"], options["model"]
    classifier = choose_classifier(manager, name).load(model)
    policy = classifier.policy.override(options["ham_below"], options["spam_above"])
    separator = b"\0" if options["null"] else b"\n"
    messages = chain.from_iterable(
        open_source(source, options["input_format"], column=options["column"], separator=separator)
        for source in sources
    )
    live = any(map(is_live, sources))
    plugins = ctx.find_root().meta["plugins"]
    write = choose_writer(options, separator)
    progress = show_progress(sources, quiet=options["quiet"])
    with open_scorer(classifier, name, model, plugins, options["jobs"]) as score, progress as advance:
        results = pipeline.scan(
            messages,
            score,
            policy,
            review=lambda message, verdict: manager.hook.spamfilter_review(message=message, verdict=verdict),
            batch_size=options["batch_size"],
            live=live,
        )
        return write_results(results, frozenset(options["only"]), write, advance, live)


def write_results(
    results: Results,
    only: frozenset[str],
    write: Callable[[BinaryIO, Message, Verdict], None],
    advance: Callable[[int], object],
    live: bool,
) -> Counter[Label]:
    """Write what is selected, each at once when ``live``; count every label."""
    counts: Counter[Label] = Counter()
    out = sys.stdout.buffer
    for message, verdict in results:
        counts[verdict.label] += 1
        if not only or verdict.label in only:
            write(out, message, verdict)
        advance(len(message.raw))
        if live:
            out.flush()
    out.flush()
    return counts


def choose_writer(options: dict[str, Any], separator: bytes) -> Callable[[BinaryIO, Message, Verdict], None]:
    """How a selected message leaves."""
    if options["quiet"]:
        return lambda out, message, verdict: None
    if options["raw"]:
        return RawWriter(separator)
    name, output = options["classifier"], options["output"] or "text"
    if output == "jsonl":
        return partial(write_line, partial(format_jsonl, name), separator)
    if output == "csv":
        sys.stdout.buffer.write(write_row(COLUMNS).encode() + separator)
        return partial(write_line, partial(format_csv, name), separator)
    terminal = sys.stdout.isatty() and not options["null"]
    return partial(write_line, format_row if terminal else format_text, separator)


def write_line(
    form: Callable[[Message, Verdict], str],
    separator: bytes,
    out: BinaryIO,
    message: Message,
    verdict: Verdict,
) -> None:
    """One verdict and the separator."""
    # A file name may hold bytes that are not UTF-8; they leave as they came.
    out.write(form(message, verdict).encode("utf-8", "surrogateescape") + separator)


class RawWriter:
    """Writes exact bytes; keeps apart messages of which the first lacks its line end."""

    def __init__(self, separator: bytes) -> None:
        self.separator = separator
        self.open_end = False
        self.preamble = b""

    def __call__(self, out: BinaryIO, message: Message, verdict: Verdict) -> None:
        if self.open_end:
            out.write(self.separator)
        if message.preamble != self.preamble:
            out.write(message.preamble)
            self.preamble = message.preamble
        out.write(message.raw)
        end = b"\n" if message.preamble else self.separator
        self.open_end = not message.raw.endswith(end)
