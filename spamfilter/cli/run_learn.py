"""What ``spamfilter learn`` does: messages in, what they are into the memory, one line of what came of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from spamfilter.classifier import Classifier
from spamfilter.cli.ending import check_output
from spamfilter.cli.learn import LearnOptions
from spamfilter.cli.session import Session
from spamfilter.cli.sources import Sources, select_numbers
from spamfilter.cli.terminal import show_progress
from spamfilter.formats import show_line
from spamfilter.hookspecs import ReadOptions
from spamfilter.memory.example import identify
from spamfilter.memory.place import find_memory
from spamfilter.memory.remembering import observe
from spamfilter.memory.store import Memory, NothingLearned, open_memory
from spamfilter.memory.wrap import name_subject
from spamfilter.message import Message
from spamfilter.plugin.choice import choose
from spamfilter.readers import STDIN

Teach = Callable[[Message], None]


@dataclass
class Tally:
    """What became of the messages so far: how many were ``taught``; had that label already, or were not there
    to be forgotten (``idle``); had the other label before (``turned``, of those that were taught)."""

    taught: int = 0
    idle: int = 0
    turned: int = 0

    def format_line(self, spam: bool | None, where: str) -> str:
        """One line for a person. ``spam`` is None where messages were forgotten."""
        kind, opposite = ("spam", "ham") if spam else ("ham", "spam")
        if spam is None:
            parts = [f"forgot {count_messages(self.taught)}"]
            parts += [f"{self.idle} not there to forget"] if self.idle else []
        else:
            parts = [f"learned {count_messages(self.taught)} as {kind}"]
            parts[0] += f" ({self.turned} until now {opposite})" if self.turned else ""
            parts += [f"{self.idle} known as {kind} already"] if self.idle else []
        return f"{', '.join(parts)}; memory {show_line(where)}"


def count_messages(count: int) -> str:
    """So many, in words."""
    return f"{count} message{'' if count == 1 else 's'}"


def learn_sources(session: Session, options: LearnOptions) -> int:
    """Learn, or forget, message by message, and say what came of it; the exit code.

    A source that cannot be read is told on stderr, and the others are learned. Each message is in the memory
    before the next is read, so what ends the run costs none of those before.
    """
    check_output()
    sources = Sources()
    paths = sources.check(options.sources or (STDIN,), options.input_format)
    if not paths:
        return sources.exit_code
    asked = ReadOptions(options.column, encoding=options.encoding)

    def open_one(path: str) -> Iterator[Message]:
        read = session.read(path, options.input_format, asked, sent=options.sent)
        return select_numbers(read, options.numbers)

    tally = Tally()
    teach, path = open_lesson(session, options, tally)
    try:
        with show_progress(paths, "learn") as advance:
            for message in sources.read(paths, open_one):
                teach(message)
                advance(len(message.raw))
                del message  # a large one is not kept while the next one is read
    finally:
        click.echo(tally.format_line(options.label, str(path)))
    return sources.exit_code


def open_lesson(session: Session, options: LearnOptions, tally: Tally) -> tuple[Teach, Path]:
    """What teaches one message and counts it in ``tally``, and the file that keeps it."""
    path = options.memory or find_memory()
    spam = options.label
    if spam is None:
        memory = open_to_forget(path)
        return lambda message: forget_one(memory, message, tally), path
    chosen = choose(session.manager, options.classifier, options.model)
    memory = open_memory(path, name_subject(chosen.classifier, chosen.name, chosen.model), create=True)
    return lambda message: learn_one(memory, chosen.classifier, message, spam, tally), path


def open_to_forget(path: Path) -> Memory | None:
    """The memory at ``path``, whichever model it is for: what is forgotten is found by its text alone.

    None where nothing was learned.
    """
    try:
        return open_memory(path, None) if path.exists() else None
    except NothingLearned:
        return None


def learn_one(memory: Memory, classifier: Classifier, message: Message, spam: bool, tally: Tally) -> None:
    """Learn one message. One that is known with that label costs no look at its features."""
    before = memory.find(identify(message))
    if before is spam or not memory.learn(observe(classifier, message, spam)):
        tally.idle += 1
        return
    tally.taught += 1
    tally.turned += before is not None


def forget_one(memory: Memory | None, message: Message, tally: Tally) -> None:
    """Forget one message."""

    if memory and memory.forget(identify(message)):
        tally.taught += 1
    else:
        tally.idle += 1
