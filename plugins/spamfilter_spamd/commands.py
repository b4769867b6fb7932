"""``spamfilter spamd``. Heavy modules are imported inside the function, so that --help stays quick."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import click

from spamfilter import Session, options, pass_session

ALLOW_ROOT = "SPAMFILTER_SPAMD_ALLOW_ROOT"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpamdOptions:
    """What ``spamd`` is asked for."""

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
    spam_above: options.SpamAbove = None
    ham_below: options.HamBelow = None
    batch_size: options.BatchSize = 32
    jobs: Annotated[
        int,
        options.option(
            "--jobs",
            metavar="N",
            type=options.COUNT,
            help="Batches scored at a time, one on a processor; all share the model.",
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
        options.option("--max-connections", metavar="N", type=options.COUNT, help="Further clients wait."),
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
            "--allow-tell", is_flag=True, help="Answer TELL with success, though nothing is learnt."
        ),
    ] = False
    verbose: Annotated[
        bool,
        options.option("-v", "--verbose", is_flag=True, help="A line on standard error for each request."),
    ] = False


@click.command(short_help="Serve mail systems in place of SpamAssassin's spamd.")
@options.takes(SpamdOptions)
@pass_session
def spamd(session: Session, chosen: SpamdOptions) -> None:
    """Serve mail systems that speak to SpamAssassin's spamd, such as spamc, spamass-milter and Haraka.

    SIGTERM and SIGINT end it, after what it has taken is answered.

    \b
    Examples:
      spamfilter spamd --listen 127.0.0.1:1783
      spamfilter spamd --socket /run/spamfilter/spamd.sock --jobs 4
    """
    from spamfilter_spamd.serve import serve

    serve(session, chosen)
