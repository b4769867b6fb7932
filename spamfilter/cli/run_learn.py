"""What ``spamfilter learn`` does: messages in, what they are into the memory, one line of what came of it."""

from collections.abc import Iterator

import click

from spamfilter.cli.ending import check_output
from spamfilter.cli.learn import LearnOptions
from spamfilter.cli.lesson import Forgetting, Handing, Lesson, open_teaching
from spamfilter.cli.recall import keeps_own_memory, refuse_own_memory
from spamfilter.cli.session import Session
from spamfilter.cli.sources import Sources, select_numbers
from spamfilter.cli.terminal import show_progress
from spamfilter.hookspecs import ReadOptions
from spamfilter.memory.place import find_memory
from spamfilter.message import Message
from spamfilter.plugin.choice import choose, parse_choice
from spamfilter.plugin.manager import choose_classifier
from spamfilter.readers import STDIN


def learn_sources(session: Session, options: LearnOptions) -> int:
    """Learn, or forget, message by message, and say what came of it; the exit code.

    A source that cannot be read is told on stderr, and the others are learned. What ends the run costs none
    of the messages before.
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

    lesson = open_lesson(session, options)
    try:
        with show_progress(paths, "learn") as advance:
            for message in sources.read(paths, open_one):
                lesson.give(message)
                advance(len(message.raw))
                del message  # a large one is not kept while the next one is read
            lesson.end()
    finally:
        lesson.close()
        click.echo(lesson.format_line())
    return sources.exit_code


def open_lesson(session: Session, options: LearnOptions) -> Lesson:
    """What the ``options`` have taught, and to whom."""
    name, model = parse_choice(options.classifier, options.model)
    if keeps_own_memory(session.manager, name):
        if options.memory:
            refuse_own_memory(session.manager, name)
        return Handing(choose_classifier(session.manager, name), model, options.label)
    path = options.memory or find_memory()
    if options.label is None:
        return Forgetting(path)
    return open_teaching(choose(session.manager, name, model), path, options.label)
