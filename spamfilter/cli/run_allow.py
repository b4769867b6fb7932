"""What ``spamfilter allow`` and ``spamfilter block`` do: change a list, or print it."""

import time

import click

from spamfilter.cli.allow import SendersOptions
from spamfilter.cli.config import peek
from spamfilter.errors import UsageError
from spamfilter.formats import show_line
from spamfilter.mail.entry import is_name, parse_entry
from spamfilter.memory.place import find_memory
from spamfilter.memory.senders import ALLOW, add_senders, list_senders, remove_senders

SAID = {"allow": "allowed", "block": "blocked"}
HINT = (
    "mail counts as theirs only where your own mail server has checked it, and none is named yet: "
    "see 'Whom you know' in the manual, and --authserv-id"
)


def change_list(which: str, options: SendersOptions) -> None:
    """Put senders on the list ``which``, take them off, or print it.

    Raises :class:`UsageError` for what can be on no list; then nothing has changed.
    """
    memory = options.memory or find_memory()
    entries = list(dict.fromkeys(map(parse_entry, options.entries)))
    if not entries:
        if options.remove:
            raise UsageError("--remove needs the senders to take off the list")
        for one in list_senders(memory, which):
            day = time.strftime("%Y-%m-%d", time.gmtime(one.time))
            click.echo(f"{show_entry(one.entry)}\t{day}")
        return
    if options.remove:
        for entry, before in remove_senders(memory, which, entries).items():
            was = "is no longer" if before == which else "was not"
            click.echo(f"{show_entry(entry)} {was} {SAID[which]}")
        return
    if which == ALLOW and (names := [entry for entry in entries if is_name(entry)]):
        raise UsageError(f"{names[0]!r} is only a name, which anybody may take; allow an address or a number")
    for entry, before in add_senders(memory, which, entries).items():
        click.echo(f"{show_entry(entry)} {say_change(which, before)}")
    if which == ALLOW and any("." in entry or "@" in entry for entry in entries) and not is_server_named():
        click.echo(f"spamfilter: {HINT}", err=True)


def say_change(which: str, before: str | None) -> str:
    """What has become of an entry."""
    if before == which:
        return f"is {SAID[which]} already"
    return f"is {SAID[which]}, no longer {SAID[before]}" if before else f"is {SAID[which]}"


def show_entry(entry: str) -> str:
    """An entry as it is kept, safe to print; of a domain that is not ASCII also as people read it."""
    head, at, domain = entry.rpartition("@")
    if "xn--" not in domain:
        return show_line(entry)
    try:
        read = domain.encode("ascii").decode("idna")
    except UnicodeError:
        return show_line(entry)
    return show_line(f"{entry} ({head}{at}{read})")


def is_server_named() -> bool:
    """Whether the configuration or the environment names a server that is trusted."""
    return any(peek(command, "authserv-id") for command in ("scan", "filter", "spamd"))
