"""``spamfilter filter``, and the care for its mail before and after the command itself runs."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated

import click

from spamfilter.cli.config import describe_usage, peek
from spamfilter.cli.options import (
    SECONDS,
    AuthservIds,
    ClassifierName,
    HamBelow,
    MemoryPath,
    ModelPath,
    NoFront,
    NoMemory,
    SpamAbove,
    check_memory,
    option,
    takes,
)
from spamfilter.cli.session import Session, pass_session
from spamfilter.errors import OutputError, SourceError, TemporaryError, describe_error
from spamfilter.verdict import Label

if TYPE_CHECKING:
    from pluggy import PluginManager

    from spamfilter.mail.delivery import Delivery
    from spamfilter.mail.judge import MailJudge

FAILED = "failed"
# What each program answers for spam, unsure, ham, and where it could not tell.
EXIT_STYLES = {
    "none": {Label.SPAM: 0, Label.UNSURE: 0, Label.HAM: 0, FAILED: 0},
    "grep": {Label.SPAM: 0, Label.UNSURE: 1, Label.HAM: 1, FAILED: 2},
    "bogofilter": {Label.SPAM: 0, Label.UNSURE: 2, Label.HAM: 1, FAILED: 3},
    "spamc": {Label.SPAM: 1, Label.UNSURE: 0, Label.HAM: 0, FAILED: 0},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOptions:
    """What ``filter`` is asked for. Raises :class:`UsageError` for a memory and none."""

    classifier: ClassifierName = "gpt"
    model: ModelPath = None
    no_front: NoFront = False
    memory: MemoryPath = None
    no_memory: NoMemory = False
    authserv_ids: AuthservIds = ()
    spam_above: SpamAbove = None
    ham_below: HamBelow = None
    subject_tag: Annotated[
        str, option("--subject-tag", metavar="TEXT", help="Put TEXT before the subject of spam.")
    ] = ""
    exit_style: Annotated[
        str,
        option(
            "--exit-style",
            type=click.Choice(list(EXIT_STYLES)),
            help="Say by the exit code what the mail is: grep 0 for spam, else 1; "
            "bogofilter 0 spam, 1 ham, 2 unsure; spamc 1 for spam, else 0.",
        ),
    ] = "none"
    timeout: Annotated[
        float,
        option("--timeout", metavar="SECONDS", type=SECONDS, help="Judging that takes longer has failed."),
    ] = 60
    no_safe_fallback: Annotated[
        bool,
        option(
            "--no-safe-fallback",
            is_flag=True,
            help="When it fails write nothing and end with 75, instead of the mail with X-Spam-Error on top.",
        ),
    ] = False

    def __post_init__(self) -> None:
        check_memory(self.memory, self.no_memory)


@click.command("filter", short_help="Pass one mail through, judged in its header.")
@takes(FilterOptions)
@pass_session
def filter_command(session: Session, options: FilterOptions) -> None:
    """Pass one mail from standard input to standard output, with X-Spam-* fields on top.

    Not another byte is changed, but that X-Spam-* fields which came with the mail are called X-Old-Spam-*.

    \b
    Examples:
      spamfilter filter < mail.eml > judged.eml
      spamfilter filter --exit-style grep --subject-tag '[SPAM]' < mail.eml
    """
    delivery = session.delivery
    assert delivery is not None
    label, fields = delivery.judge(partial(load_judge, session.manager, options), options.timeout)
    delivery.pass_on(fields, options.subject_tag if label is Label.SPAM else "")
    raise click.exceptions.Exit(EXIT_STYLES[options.exit_style][label])


def load_judge(manager: "PluginManager", options: FilterOptions) -> "MailJudge":
    """What judges, as the ``options`` choose; imported in the process that does."""
    from spamfilter.cli.recall import choose_taught
    from spamfilter.mail.judge import MailJudge

    chosen = choose_taught(manager, options, forgiving=True)  # a mail is worth more than a memory
    policy = chosen.classifier.policy.override(options.ham_below, options.spam_above)
    judge = MailJudge(manager, chosen.name, chosen.classifier, policy)
    if not options.no_memory:
        judge.heed(options.memory, options.authserv_ids)
    return judge


def open_delivery(words: Sequence[str]) -> "Delivery | None":
    """The mail on standard input, read whole, where the ``words`` of a command line mean ``filter``."""
    if not is_filter(words):
        return None
    from spamfilter.mail.delivery import Delivery

    return Delivery()


@contextmanager
def safe_delivery(session: Session) -> Iterator[None]:
    """Whatever fails inside, from loading plugins on, the mail of ``filter`` leaves, if it is to.

    For another command nothing is done. Ends with the exit code of the style, or raises
    :class:`TemporaryError` under ``--no-safe-fallback``.
    """
    if session.delivery is None:
        yield
        return
    try:
        yield
    except (KeyboardInterrupt, click.exceptions.Exit, OutputError, SourceError, TemporaryError):
        raise
    except BaseException as error:
        if session.delivery.begun:
            raise
        give_up(session.delivery, session.words, error)


def give_up(delivery: "Delivery", words: Sequence[str], error: BaseException) -> None:
    """Say why on standard error, and send the mail unjudged or, if so asked, nothing."""
    if isinstance(error, click.UsageError):
        reason = f"{describe_usage(error)}; see 'spamfilter filter --help'"
    else:
        reason = describe_error(error)
    if "--no-safe-fallback" in words or is_true(peek("filter", "no-safe-fallback")):
        raise TemporaryError(f"{reason}; nothing was written") from error
    delivery.pass_on_unjudged(reason)
    if sys.stderr is not None:
        click.echo(f"spamfilter: {reason}; the mail is passed on unjudged", err=True)
    raise click.exceptions.Exit(EXIT_STYLES.get(find_style(words), EXIT_STYLES["none"])[FAILED])


def is_true(value: object) -> bool:
    """Whether a flag's value, perhaps one that cannot be understood, says yes."""
    return value is True or (isinstance(value, str) and click.BOOL.str_to_bool(value) is True)


def is_filter(words: Sequence[str]) -> bool:
    """Whether a command line means ``filter``, and not its help or the version."""
    options = [param for param in filter_command.params if isinstance(param, click.Option)]
    valued = {name for param in options if not param.is_flag for name in param.opts}
    command, rest = None, iter(words)
    for word in rest:
        if command is None and not word.startswith("-"):
            command = word
        elif word == "--" and command:
            break
        elif word in ("--help", "--version") or (word[:1] == "-" and word[1:2] in ("h", "V")):
            return False
        elif word in (valued if command else {"--plugin"}):
            next(rest, None)
    return command == filter_command.name


def find_style(words: Sequence[str]) -> str:
    """The exit style that is asked for, even by a command line that cannot be understood otherwise."""
    for word, following in zip(words, [*words[1:], ""], strict=True):
        option, equals, value = word.partition("=")
        if option == "--exit-style":
            return value if equals else following
    return str(peek("filter", "exit-style"))
