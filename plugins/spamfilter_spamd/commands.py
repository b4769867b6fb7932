"""``spamfilter spamd``. Heavy modules are imported inside the function, so that --help stays quick."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import click

from spamfilter import Session, UsageError, options, pass_session

ALLOW_ROOT = "SPAMFILTER_SPAMD_ALLOW_ROOT"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpamdOptions:
    """What ``spamd`` is asked for. Raises :class:`UsageError` for memories that exclude each other."""

    listen: Annotated[
        tuple[str, ...],
        options.option(
            "--listen",
            metavar="[ssl:]HOST:PORT",
            multiple=True,
            help="Listen here; may be given again.  [default: localhost:783 without --socket]",
        ),
    ] = ()
    paths: Annotated[
        tuple[Path, ...],
        options.option(
            "--socket", metavar="PATH", type=options.PATH, multiple=True, help="Listen on a Unix socket."
        ),
    ] = ()
    allow_root: Annotated[
        bool,
        options.option(
            "--allow-root", is_flag=True, envvar=ALLOW_ROOT, show_envvar=True, help="Serve even as root."
        ),
    ] = False
    classifier: options.ClassifierName = "gpt"
    model: options.ModelPath = None
    no_front: options.NoFront = False
    memory: options.MemoryPath = None
    memories: Annotated[
        Path | None,
        options.option(
            "--memories",
            metavar="DIR",
            type=options.PATH,
            help="A memory for each user that clients name, here, in place of one for all.",
        ),
    ] = None
    no_memory: options.NoMemory = False
    authserv_ids: options.AuthservIds = ()
    spam_above: options.SpamAbove = None
    ham_below: options.HamBelow = None
    batch_size: options.BatchSize = 32
    jobs: Annotated[
        int,
        options.option(
            "--jobs",
            metavar="N",
            type=options.COUNT,
            help="Batches scored at a time, each by a process that has the model for itself.",
        ),
    ] = 1
    max_size: Annotated[
        int,
        options.option(
            "--max-size",
            metavar="BYTES",
            type=options.COUNT,
            help="Larger mails are refused, so that the client keeps them as they are.",
        ),
    ] = 10_000_000
    max_connections: Annotated[
        int,
        options.option(
            "--max-connections",
            metavar="N",
            type=options.COUNT,
            help="Mails that are scored or wait for it; further clients wait, but for PING.",
        ),
    ] = 128
    timeout: Annotated[
        float,
        options.option(
            "--timeout",
            metavar="SECONDS",
            type=options.SECONDS,
            help="For a client to send, for its mail to be scored, and to take the reply.",
        ),
    ] = 300.0
    allow_from: Annotated[
        tuple[str, ...],
        options.option(
            "--allow-from",
            metavar="NETWORK",
            multiple=True,
            help="Only these may connect by TCP: 192.0.2.1, 192.0.2.0/24, ::1.  [default: all]",
        ),
    ] = ()
    family: Annotated[
        str,
        options.option("--family", type=click.Choice(["any", "4", "6"]), help="Listen by IPv4 or IPv6 only."),
    ] = "any"
    socket_mode: Annotated[
        str, options.option("--socket-mode", metavar="OCTAL", help="Who may use the Unix sockets.")
    ] = "0666"
    server_cert: Annotated[
        Path | None,
        options.option(
            "--server-cert", metavar="FILE", type=options.PATH, help="Certificate for ssl: addresses (PEM)."
        ),
    ] = None
    server_key: Annotated[
        Path | None,
        options.option(
            "--server-key", metavar="FILE", type=options.PATH, help="Its key, where that is another file."
        ),
    ] = None
    ssl_ca_file: Annotated[
        Path | None,
        options.option(
            "--ssl-ca-file", metavar="FILE", type=options.PATH, help="Who signs the certificates of clients."
        ),
    ] = None
    ssl_verify: Annotated[
        bool, options.option("--ssl-verify", is_flag=True, help="Clients must show such a certificate.")
    ] = False
    allow_tell: Annotated[
        bool,
        options.option(
            "--allow-tell", is_flag=True, help="Learn and forget what clients TELL, as spamc -L does."
        ),
    ] = False
    detach: Annotated[
        bool, options.option("--detach", is_flag=True, help="Go on in the background, once it serves.")
    ] = False
    pid_file: Annotated[
        Path | None,
        options.option(
            "--pid-file", metavar="FILE", type=options.PATH, help="Holds the process number while it serves."
        ),
    ] = None
    user: Annotated[
        str | None, options.option("--user", metavar="NAME", help="Become this user, once it listens.")
    ] = None
    group: Annotated[
        str | None, options.option("--group", metavar="NAME", help="With --user, in this group.")
    ] = None
    log: Annotated[
        str,
        options.option(
            "--log",
            metavar="WHERE",
            help="stderr, null, a file's path, or a facility of syslog such as mail.",
        ),
    ] = "stderr"
    verbose: Annotated[
        bool,
        options.option("-v", "--verbose", is_flag=True, help="Log a line for each request."),
    ] = False

    def __post_init__(self) -> None:
        options.check_memory(self.memory, self.no_memory)
        if self.memories and (self.memory or self.no_memory):
            other = "--memory" if self.memory else "--no-memory"
            raise UsageError(f"--memories is a memory for each user; leave out {other}")
        if self.allow_tell and self.no_memory:
            raise UsageError("--allow-tell has what clients TELL learned; leave out --no-memory")


@click.command(short_help="Serve mail systems in place of SpamAssassin's spamd.")
@options.takes(SpamdOptions)
@pass_session
def spamd(session: Session, chosen: SpamdOptions) -> None:
    """Serve mail systems that speak to SpamAssassin's spamd, such as spamc, spamass-milter and Haraka.

    SIGTERM and SIGINT end it, after what it has taken is answered. A mail that takes too long is refused and
    holds up no other.

    \b
    Examples:
      spamfilter spamd --listen 127.0.0.1:1783
      spamfilter spamd --socket /run/spamfilter/spamd.sock --jobs 4
    """
    from spamfilter_spamd.serve import serve

    serve(session, chosen)
