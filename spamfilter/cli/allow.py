"""``spamfilter allow`` and ``spamfilter block``."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import click

from spamfilter.cli.options import PATH, argument, option, refuse_nameless, takes


@dataclass(frozen=True, slots=True, kw_only=True)
class SendersOptions:
    """What ``allow`` and ``block`` are asked for."""

    entries: Annotated[tuple[str, ...], argument(nargs=-1, metavar="[ADDRESS|DOMAIN|NUMBER]...")] = ()
    remove: Annotated[bool, option("--remove", is_flag=True, help="Take these off the list.")] = False
    memory: Annotated[
        Path | None,
        option(
            "--memory",
            metavar="PATH",
            type=PATH,
            callback=refuse_nameless,
            help="The file that the lists are kept in.  [default: your memory's]",
        ),
    ] = None


@click.command(short_help="Say whose messages are never spam.")
@takes(SendersOptions)
def allow(options: SendersOptions) -> None:
    """Have mail from these senders be ham, where your own mail server has checked that it is from them: see
    --authserv-id of scan, filter and spamd. Without senders the list is printed.

    example.org are all addresses there; *.example.org are those of the domains below it. Numbers count in
    exports of phones, where nobody has checked them.

    \b
    Examples:
      spamfilter allow anna@example.org example.com
      spamfilter allow --remove example.com
    """
    from spamfilter.cli.run_allow import change_list  # what the lists import, --help can do without

    change_list("allow", options)


@click.command(short_help="Say whose messages are always spam.")
@takes(SendersOptions)
def block(options: SendersOptions) -> None:
    """Have messages from these senders be spam. Without senders the list is printed.

    example.org are all addresses there and in the domains below it. Phone numbers, short codes and the names
    that an SMS shows for a sender may be blocked too.

    \b
    Examples:
      spamfilter block offers.example 80082 '+44 7700 900123'
      spamfilter block --remove 80082
    """
    from spamfilter.cli.run_allow import change_list  # what the lists import, --help can do without

    change_list("block", options)
