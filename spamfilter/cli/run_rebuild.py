"""What ``spamfilter memory rebuild`` does: messages in, a memory for today's model out."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from spamfilter.cli.ending import check_output
from spamfilter.cli.lesson import count_messages, open_if_taught
from spamfilter.cli.memory import RebuildOptions
from spamfilter.cli.recall import refuse_own_memory
from spamfilter.cli.session import Session
from spamfilter.cli.terminal import show_progress
from spamfilter.errors import DataError
from spamfilter.formats import show_line
from spamfilter.hookspecs import ReadOptions
from spamfilter.memory.example import Example, identify
from spamfilter.memory.place import find_memory
from spamfilter.memory.remembering import observe
from spamfilter.memory.store import open_memory
from spamfilter.memory.wrap import name_subject
from spamfilter.plugin.choice import Chosen, choose
from spamfilter.readers import check_source

# Whether a message is spam, by its key, and when that was learned.
Known = dict[bytes, tuple[bool, int]]


def rebuild_memory(session: Session, options: RebuildOptions) -> None:
    """Read all sources, and only then put what was learned of them in the place of the old memory.

    Raises as reading and loading do, and leaves the memory as it was.
    """
    check_output()
    refuse_own_memory(session.manager, options.classifier.partition("=")[0])
    for source in (*options.spam, *options.ham, *options.sources):
        check_source(source, options.input_format)
    chosen = choose(session.manager, options.classifier, options.model)
    path = options.memory or find_memory()
    known = read_known(path)
    examples = {one.key: one for one in observe_all(session, options, chosen, known)}
    if not examples:
        raise DataError("there is no message in the sources to learn; the memory stays as it was")
    subject = name_subject(chosen.classifier, chosen.name, chosen.model)
    with closing(open_memory(path, None if known else subject, create=True)) as memory:
        memory.renew(subject, examples.values())
    spam = sum(one.spam for one in examples.values())
    gone = len(known.keys() - examples.keys())
    line = f"learned {count_messages(spam)} as spam and {len(examples) - spam} as ham for {subject}"
    left = f", {gone} that {'was' if gone == 1 else 'were'} known {'is' if gone == 1 else 'are'} in no source"
    click.echo(f"{line}{left if gone else ''}; memory {show_line(str(path))}")


def read_known(path: Path) -> Known:
    """What the old memory knows; nothing where there is none."""
    memory = open_if_taught(path)
    if memory is None:
        return {}
    with closing(memory):
        return {one.key: (one.spam, one.time) for one in memory.examples()}


def observe_all(session: Session, options: RebuildOptions, chosen: Chosen, known: Known) -> Iterator[Example]:
    """What is to be learned of each message; without a label of those that the old memory knows.

    What it knows keeps its time.
    """
    labels = [*((path, False) for path in options.ham), *((path, True) for path in options.spam)]
    paths = [*options.sources, *(path for path, _ in labels)]
    asked = ReadOptions(options.column, encoding=options.encoding)
    with show_progress(paths, "rebuild") as advance:
        for path, label in [*((path, None) for path in options.sources), *labels]:
            for message in session.read(path, options.input_format, asked, sent=options.sent):
                advance(len(message.raw))
                before = known.get(identify(message))
                spam = label if label is not None else before and before[0]
                if spam is not None:
                    yield observe(chosen.classifier, message, spam, before[1] if before else None)
