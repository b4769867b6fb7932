"""The hooks that a plugin may implement. Mark an implementation with ``spamfilter.hookimpl``."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import pluggy

from spamfilter.classifier import ClassifierEntry
from spamfilter.message import Message
from spamfilter.verdict import Verdict

if TYPE_CHECKING:
    import click

hookspec = pluggy.HookspecMarker("spamfilter")
hookimpl = pluggy.HookimplMarker("spamfilter")

HEAD = 1 << 16  # bytes of a source that ``sniff`` is shown at most


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a user asked for of all sources.

    ``column``     what tables call the text
    ``separator``  what ends a line of ``lines``
    ``encoding``   the name of the sources' encoding, as Python knows it; empty for what each says of itself
    """

    column: str = "text"
    separator: bytes = b"\n"
    encoding: str = ""


@dataclass(frozen=True, slots=True)
class ReaderEntry:
    """A format by its ``name``, which ``--input`` takes, with a ``summary`` for its help.

    ``sniff`` is given the first bytes of a source, at most ``HEAD`` of them, already unpacked and in UTF-8,
    and its name, and says whether it is surely of this format: what a stranger may have written into a
    message must not decide. Of a pipe it may be given no more than the first line. ``read`` yields the
    Messages of a stream, given the source's name for errors, one at a time where the format allows that; what
    its owner sent has ``sent``. It raises :class:`spamfilter.DataError` for what is not of the format. The
    stream can be read once from its start; ``io.BufferedReader`` makes lines of it.
    ``raw`` says whether the bytes of its messages, joined, are a source of the same format again.
    """

    name: str
    summary: str
    sniff: Callable[[bytes, str], bool]
    read: Callable[[BinaryIO, str, ReadOptions], Iterator[Message]]
    raw: bool = False


@hookspec
def spamfilter_classifiers() -> Iterable[ClassifierEntry]:  # type: ignore[empty-body]
    """Offer classifiers.

    Called by every command that scores or lists classifiers, once, before any is loaded. Every
    plugin answers; an empty list means none, and None is not an answer. Two equal names are an error
    that names both providers. An entry with ``learn`` keeps what it was taught itself, see
    :class:`spamfilter.ClassifierEntry`; for all others the program does.

    Example::

        from spamfilter import ClassifierEntry, Policy, hookimpl

        class Shouting:
            policy = Policy(ham_below=0.3, spam_above=0.7)

            def score(self, messages):
                return [sum(c.isupper() for c in m.text) / max(len(m.text), 1) for m in messages]

        @hookimpl
        def spamfilter_classifiers():
            return [ClassifierEntry("shouting", "share of capital letters", lambda model: Shouting())]
    """


@hookspec
def spamfilter_commands() -> "Iterable[click.Command]":  # type: ignore[empty-body]
    """Add commands to ``spamfilter``.

    Called once when the command line starts, also for ``--help``, so import heavy modules inside the
    command's function. Every plugin answers; an empty list means none, and None is not an answer. A
    name that is taken is an error that names both providers. ``pass_session`` gives a command the plugins
    of the run, and ``spamfilter.options`` the options that commands share.

    Example::

        import click
        from spamfilter import Session, hookimpl, open_judge, pass_session

        @click.command()
        @click.argument("mail", type=click.File("rb"))
        @pass_session
        def judge(session: Session, mail):
            "Say what MAIL is."
            click.echo(open_judge(session.manager).judge([mail.read()])[0].verdict.label)

        @hookimpl
        def spamfilter_commands():
            return [judge]
    """


@hookspec
def spamfilter_readers() -> Iterable[ReaderEntry]:  # type: ignore[empty-body]
    """Offer formats of sources.

    Called by every command that reads sources, once, before any is opened, and by ``--help`` for the names
    that ``--input`` takes: so import inside ``read`` what takes long to import. Every plugin answers; an
    empty list means none, and None is not an answer. ``sniff`` is asked of each source whose format
    ``--input`` does not name, before the program looks whether it is mail or lines; the first that says True
    reads it. Two equal names are an error that names both providers, and so is a name of our own formats.

    Example, for the backup of a phone that writes ``NUMBER|TIME|TEXT`` lines below a title::

        import io

        from spamfilter import DataError, Message, ReaderEntry, hookimpl

        TITLE = b"Pocket SMS backup 1"

        def is_pocket(head, name):
            return head.startswith(TITLE + b"\\n")

        def read_pocket(stream, source, options):
            lines = io.BufferedReader(stream)
            if lines.readline().strip() != TITLE:
                raise DataError(f"{source} is no Pocket SMS backup; leave out --input pocket")
            for number, line in enumerate(lines, start=1):
                sender, date, text = line.decode().rstrip("\\n").split("|", 2)
                yield Message(text, b"", source, number, sender=sender, date=date)

        @hookimpl
        def spamfilter_readers():
            return [ReaderEntry("pocket", "the backup of Pocket SMS", is_pocket, read_pocket)]
    """


@hookspec(firstresult=True)
def spamfilter_review(message: Message, verdict: Verdict) -> Verdict | None:
    """Overrule a verdict, for rules of your own.

    Called once for each message after it is scored, before the verdict is printed. None means no
    opinion; the first plugin that returns a verdict settles it and later ones are not asked.

    Whoever writes a mail writes its sender and subject too, so no rule should call a message ham by them:
    senders are for ``spamfilter allow`` and ``block``, which know what is proven. What these said is the
    verdict's ``remark``.

    Example::

        from spamfilter import Label, Verdict, hookimpl

        @hookimpl
        def spamfilter_review(message, verdict):
            if "casino" in message.text.lower() and not verdict.remark.startswith("allowed"):
                return Verdict(Label.SPAM, 1.0)
            return None
    """
