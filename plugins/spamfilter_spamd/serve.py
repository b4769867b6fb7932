"""What ``spamfilter spamd`` does: load, listen, serve."""

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Sequence
from pathlib import Path

from spamfilter import CreateError, Session, Shelf, SourceError, UsageError, find_memory
from spamfilter_spamd.address import (
    bind_address,
    bind_unix,
    make_context,
    parse_address,
    parse_network,
    remove_unix,
)
from spamfilter_spamd.commands import SpamdOptions
from spamfilter_spamd.daemon import Launch, PidFile, change_user, find_user, open_log
from spamfilter_spamd.judging.batch import BatchJudge
from spamfilter_spamd.judging.crew import Crew
from spamfilter_spamd.judging.worker import Order
from spamfilter_spamd.server import Limits, Listener, Server
from spamfilter_spamd.tell import Permission

DEFAULT = ("localhost",)
STDERR = "stderr"
FAMILIES = {"any": socket.AF_UNSPEC, "4": socket.AF_INET, "6": socket.AF_INET6}

logger = logging.getLogger(__name__)


def serve(session: Session, options: SpamdOptions) -> None:
    """Serve until told to stop."""
    account = find_user(options.user, options.group) if options.user or options.group else None
    if account is None:
        check_user(allow_root=options.allow_root)
    limits = Limits(
        options.max_size,
        options.timeout,
        options.max_connections,
        tuple(parse_network(text) for words in options.allow_from for text in words.split(",") if text),
    )
    listeners = open_listeners(options)
    paths = {str(path): os.stat(path).st_ino for path in options.paths}  # noqa: PTH116
    pid_file = PidFile(options.pid_file)
    try:
        launch = Launch(detach=options.detach)
        if account:
            change_user(account)
        # Without a terminal there is no standard error, once it serves.
        open_log("null" if options.detach and options.log == STDERR else options.log, options.verbose)
        announce = Announcer(launch, pid_file, logged=options.log != STDERR)
        order = make_order(session, options)
        asyncio.run(serve_all(options, order, announce, listeners, limits))
    finally:
        pid_file.remove()
        for path, inode in paths.items():
            remove_unix(path, inode)


def make_order(session: Session, options: SpamdOptions) -> Order:
    """What each process that judges is to load, by the user that this one is by now."""
    return Order(
        session.plugins,
        make_shelf(options),
        options.classifier,
        options.model,
        options.spam_above,
        options.ham_below,
        strict=options.memory is not None,
        authserv_ids=options.authserv_ids,
        front=not options.no_front,
    )


def make_shelf(options: SpamdOptions) -> Shelf:
    """Where the memories are. A folder of them is made, for nobody else to look into.

    Raises :class:`SourceError` for a memory that is not there and may not be made, :class:`CreateError` for
    a folder that cannot be made, or not written to though something may be learned.
    """
    if options.no_memory:
        return Shelf()
    if options.memories is None:
        if options.memory and not options.allow_tell and not options.memory.exists():
            raise SourceError(f"there is no memory {options.memory}; spamfilter learn makes one")
        return Shelf(options.memory or find_memory())
    folder = options.memories
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        next(folder.iterdir(), None)
    except OSError as error:
        raise CreateError(
            f"cannot use {folder} for memories: {error.strerror}; choose another with --memories"
        ) from None
    if options.allow_tell and not os.access(folder, os.W_OK | os.X_OK):
        raise CreateError(f"cannot write to {folder}; choose another folder, or leave out --allow-tell")
    return Shelf(folder=folder)


async def serve_all(
    options: SpamdOptions,
    order: Order,
    announce: "Announcer",
    listeners: Sequence[Listener],
    limits: Limits,
) -> None:
    """Start the workers, then serve, and end the workers."""
    asyncio.get_running_loop().add_signal_handler(
        signal.SIGHUP, logger.warning, "SIGHUP changes nothing; to load another model, start spamd again"
    )
    crew = Crew(order, options.jobs)
    try:
        await crew.start()
        judge = BatchJudge(crew, options.batch_size, options.timeout)
        permission = Permission(options.allow_tell, order.shelf)
        await Server(judge, listeners, limits, permission).serve(announce)
    finally:
        crew.close()


class Announcer:
    """Says that the server is there: in its log, in its pid file, and to who started it."""

    def __init__(self, launch: Launch, pid_file: PidFile, *, logged: bool) -> None:
        self._logged = logged
        self._launch = launch
        self._pid_file = pid_file

    def __call__(self, listeners: Sequence[Listener]) -> None:
        self._pid_file.write()
        # The lines that SpamAssassin's spamd writes too, and that scripts wait for.
        lines = [f"server started on {listener}" for listener in listeners] + [f"server pid: {os.getpid()}"]
        for line in lines if self._logged else ():
            logger.info("%s", line)
        self._launch.finish([f"info: spamd: {line}" for line in lines])


def check_user(*, allow_root: bool) -> None:
    """Raise :class:`UsageError` for root: what strangers send should be read by who can do no harm."""
    if os.geteuid() == 0 and not allow_root:
        raise UsageError(
            "spamd does not serve as root; run it as another user (--user, User= in a systemd unit, "
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
        found = bind_address(address, FAMILIES[options.family])
        listeners += [Listener(sock, context if address.tls else None) for sock in found]
    mode = int(options.socket_mode, 8)
    return listeners + [Listener(bind_unix(Path(path), mode)) for path in options.paths]
