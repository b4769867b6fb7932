"""What ``spamfilter memory`` and the commands below it do, but for ``rebuild``."""

import io
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from spamfilter.cli.ending import check_output
from spamfilter.cli.lesson import count_messages
from spamfilter.cli.memory import STREAM, EmptyOptions, ExportOptions, ImportOptions, InfoOptions
from spamfilter.cli.recall import find_own
from spamfilter.errors import UsageError
from spamfilter.formats import show_line, to_json
from spamfilter.memory.exchange import read_examples
from spamfilter.memory.place import find_memory
from spamfilter.memory.store import Memory, NothingLearned, Subject, open_memory
from spamfilter.readers import open_binary
from spamfilter.storage import replacing


@dataclass(frozen=True, slots=True)
class Info:
    """What ``info`` tells: the ``file`` and whether it ``exists``; and if so the classifier, its model, how
    many messages were learned as ``spam`` and as ``ham``, the time of the ``first`` and the ``last`` (ISO
    8601, UTC; None where there is none), and the ``size`` in bytes."""

    file: str
    exists: bool
    classifier: str = ""
    model: str = ""
    spam: int = 0
    ham: int = 0
    first: str | None = None
    last: str | None = None
    size: int = 0


def show_memory(options: InfoOptions) -> None:
    """Print what is in the memory; that there is none is no error where none was named."""
    check_output()
    path = options.memory or find_own()
    info = describe_memory(path) if path else Info(str(find_memory()), exists=False)
    if options.as_json:
        click.echo(to_json(info))
        return
    for name, value in list_facts(info):
        click.echo(f"{name}\t{show_line(value)}")


def describe_memory(path: Path) -> Info:
    """What there is to tell of the memory at ``path``."""
    try:
        with closing(open_memory(path, None)) as memory:
            found = memory.describe()
    except NothingLearned:
        return Info(str(path), exists=False)
    return Info(
        str(path),
        exists=True,
        classifier=found.subject.classifier,
        model=found.subject.model,
        spam=found.spam,
        ham=found.ham,
        first=format_time(found.first),
        last=format_time(found.last),
        size=found.size,
    )


def format_time(time: int | None) -> str | None:
    """Seconds since 1970 as ISO 8601 in UTC."""
    return None if time is None else datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def list_facts(info: Info) -> Iterator[tuple[str, str]]:
    """Names and values for a person."""
    if not info.exists:
        yield "file", info.file
        yield "state", "nothing learned yet"
        return
    yield "file", info.file
    yield "classifier", info.classifier
    yield "model", info.model or "the classifier's own"
    yield "spam", f"{info.spam:,}"
    yield "ham", f"{info.ham:,}"
    yield "first", info.first or "–"
    yield "last", info.last or "–"
    yield "size", f"{info.size:,} bytes"


def open_existing(path: Path | None) -> "closing[Memory]":
    """The memory that is named, or the user's own. Raises :class:`SourceError` where it is not there."""
    return closing(open_memory(path or find_memory(), None))


def export_memory(options: ExportOptions) -> None:
    """Write the memory to a file, which is whole or not there, or to standard output."""
    check_output()
    with open_existing(options.memory) as memory:
        if options.file == STREAM:
            memory.export(sys.stdout.buffer)
            sys.stdout.buffer.flush()
            return
        with replacing(options.file) as partial, partial.open("wb") as file:
            count = memory.export(file)
    click.echo(f"wrote {count_messages(count)} to {show_line(str(options.file))}", err=True)


def import_memory(options: ImportOptions) -> None:
    """Add what was exported, all of it or nothing; a memory that is not there is begun for what it is of."""
    path = options.memory or find_memory()
    with open_binary(str(options.file)) as raw, io.BufferedReader(raw) as stream:  # type: ignore[type-var]
        classifier, model, rows = read_examples(stream)
        examples = list(rows)  # before a memory is made for them
    with closing(open_memory(path, Subject(classifier, model), create=True)) as memory:
        count = memory.learn_all(examples)
    click.echo(f"added {count_messages(count)} of {len(examples)}; memory {show_line(str(path))}")


def empty_memory(options: EmptyOptions) -> None:
    """Forget all, once a person says so. Raises :class:`UsageError` where nobody can be asked."""
    with open_existing(options.memory) as memory:
        found = memory.describe()
        if not options.yes:
            if not sys.stdin.isatty():
                raise UsageError(
                    f"nobody can be asked here whether {memory.path} is to be emptied; add --yes"
                )
            count = count_messages(found.spam + found.ham)
            click.confirm(f"Forget {count} in {show_line(str(memory.path))}?", abort=True, err=True)
        click.echo(f"forgot {count_messages(memory.empty())}; memory {show_line(str(memory.path))}")
