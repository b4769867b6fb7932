"""``spamfilter spamd``. Heavy modules are imported inside the function, so that --help stays quick."""

from pathlib import Path
from typing import Any

import click

from spamfilter import Session, pass_session

ALLOW_ROOT = "SPAMFILTER_SPAMD_ALLOW_ROOT"
FILE = click.Path(path_type=Path)
SHARE = click.FloatRange(0, 1)


@click.command()
@click.option(
    "--listen",
    metavar="[ssl:]HOST:PORT",
    multiple=True,
    help="Listen here; may be given again.  [default: localhost:783 without --socket]",
)
@click.option("--socket", "paths", metavar="PATH", type=FILE, multiple=True, help="Listen on a Unix socket.")
@click.option("--allow-root", is_flag=True, envvar=ALLOW_ROOT, show_envvar=True, help="Serve even as root.")
@click.option(
    "-c",
    "--classifier",
    metavar="NAME",
    default="gpt",
    show_default=True,
    help="See 'spamfilter classifiers'.",
)
@click.option("--model", metavar="PATH", help="Model for the classifier: a path or a shipped name.")
@click.option("--spam-above", metavar="P", type=SHARE, help="Spam above this score.  [default: the model's]")
@click.option("--ham-below", metavar="P", type=SHARE, help="Ham below this score.  [default: the model's]")
@click.option(
    "--batch-size",
    metavar="N",
    type=click.IntRange(1),
    default=32,
    show_default=True,
    help="Mails scored at once; no score depends on it.",
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Batches scored at a time, one on a processor; all share the model.",
)
@click.option(
    "--max-size",
    metavar="BYTES",
    type=click.IntRange(1),
    default=10_000_000,
    show_default=True,
    help="Larger mails are refused, so that the client keeps them as they are.",
)
@click.option(
    "--max-connections",
    metavar="N",
    type=click.IntRange(1),
    default=128,
    show_default=True,
    help="Further clients wait.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(0, min_open=True),
    default=300.0,
    show_default=True,
    help="For a client to send, for its mail to be scored, and to take the reply.",
)
@click.option("--server-cert", metavar="FILE", type=FILE, help="Certificate for ssl: addresses (PEM).")
@click.option("--server-key", metavar="FILE", type=FILE, help="Its key, where that is another file.")
@click.option("--ssl-ca-file", metavar="FILE", type=FILE, help="Who signs the certificates of clients.")
@click.option("--ssl-verify", is_flag=True, help="Clients must show such a certificate.")
@click.option("--allow-tell", is_flag=True, help="Answer TELL with success, though nothing is learnt.")
@click.option("-v", "--verbose", is_flag=True, help="A line on standard error for each request.")
@pass_session
def spamd(session: Session, /, **options: Any) -> None:
    """Serve mail systems that speak to SpamAssassin's spamd, such as spamc, spamass-milter and Haraka.

    SIGTERM and SIGINT end it, after what it has taken is answered.
    """
    from spamfilter_spamd.serve import serve

    serve(session.manager, options)
