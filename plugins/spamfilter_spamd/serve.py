"""What ``spamfilter spamd`` does: load, listen, serve."""

import logging
import os
import sys

from spamfilter import Session, UsageError, open_judge
from spamfilter_spamd.address import bind_address, bind_unix, parse_address, remove_unix
from spamfilter_spamd.batch import BatchJudge
from spamfilter_spamd.commands import SpamdOptions
from spamfilter_spamd.server import Limits, Listener, Server, run_server
from spamfilter_spamd.tls import make_context

DEFAULT = ("localhost",)


def serve(session: Session, options: SpamdOptions) -> None:
    """Serve until told to stop."""
    check_user(allow_root=options.allow_root)
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO if options.verbose else logging.WARNING,
        format="spamd: %(message)s",
    )
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it reports clients that break off
    opened = open_judge(
        session.manager, options.classifier, options.model, options.spam_above, options.ham_below
    )
    judge = BatchJudge(opened, options.batch_size, options.jobs)
    limits = Limits(options.max_size, options.timeout, options.max_connections)
    listeners = open_listeners(options)
    paths = {str(path): os.stat(path).st_ino for path in options.paths}  # noqa: PTH116
    try:
        run_server(judge, lambda: Server(judge, listeners, limits, allow_tell=options.allow_tell), announce)
    finally:
        for path, inode in paths.items():
            remove_unix(path, inode)


def check_user(*, allow_root: bool) -> None:
    """Raise :class:`UsageError` for root: what strangers send should be read by who can do no harm."""
    if os.geteuid() == 0 and not allow_root:
        raise UsageError(
            "spamd does not serve as root; run it as another user (User= in a systemd unit, "
            "setpriv --reuid, sudo -u), or say --allow-root"
        )


def open_listeners(options: SpamdOptions) -> list[Listener]:
    """All sockets that were asked for, listening; none when one of them cannot."""
    addresses = [parse_address(text) for text in options.listen or (() if options.paths else DEFAULT)]
    context = None
    if any(address.tls for address in addresses):
        context = make_context(
            options.server_cert, options.server_key, options.ssl_ca_file, verify=options.ssl_verify
        )
    listeners: list[Listener] = []
    for address in addresses:
        found = bind_address(address)
        listeners += [Listener(sock, context if address.tls else None) for sock in found]
    return listeners + [Listener(bind_unix(path)) for path in options.paths]


def announce(listener: Listener) -> None:
    """The line that SpamAssassin's spamd writes too, and that scripts wait for."""
    print(f"info: spamd: server started on {listener}", file=sys.stderr, flush=True)
