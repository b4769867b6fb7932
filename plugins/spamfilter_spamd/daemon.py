"""What makes a daemon of a server: another user, another log, a pid file, no terminal."""

import grp
import logging
import logging.handlers
import os
import pwd
import select
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from pathlib import Path

from spamfilter import CreateError, TemporaryError, UsageError

FORMAT = "spamd: %(message)s"
FACILITIES = logging.handlers.SysLogHandler.facility_names
SYSLOG = "/dev/log"
OURS = 0o644  # of a pid file


@dataclass(frozen=True, slots=True)
class Account:
    """Who to be: a ``name``, the numbers of user and group, and the ``home`` folder."""

    name: str
    user: int
    group: int
    home: str


def find_user(name: str | None, group: str | None) -> Account:
    """The account called ``name``, in its own group or in ``group``. Root is refused, as spamd(8) does."""
    if not name:
        raise UsageError(f"--group {group} needs --user; give both")
    try:
        found = pwd.getpwnam(name)
        number = grp.getgrnam(group).gr_gid if group else found.pw_gid
    except KeyError as error:
        raise UsageError(f"{error.args[0]}; give --user and --group that exist") from None
    if found.pw_uid == 0:
        raise UsageError("--user root: spamd does not serve as root that way; name another user")
    if os.geteuid() not in (0, found.pw_uid):
        raise UsageError(f"only root can become {name}; start spamd as root, or leave out --user")
    return Account(name, found.pw_uid, number, found.pw_dir)


def change_user(account: Account) -> None:
    """Be ``account`` from now on, for ever."""
    if os.geteuid() == 0:
        os.initgroups(account.name, account.group)
        os.setgid(account.group)
        os.setuid(account.user)
    os.environ["HOME"] = account.home


def open_log(target: str, verbose: bool) -> None:
    """Log to ``stderr``, ``null``, a facility of syslog such as ``mail``, or a file: ``file``, which is
    spamd.log, or a name with anything but small letters and figures in it."""
    handler = make_handler(target)
    handler.setFormatter(logging.Formatter(FORMAT))
    if isinstance(handler, logging.FileHandler):
        handler.setFormatter(logging.Formatter("%(asctime)s " + FORMAT))
    logging.basicConfig(handlers=[handler], level=logging.INFO if verbose else logging.WARNING)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it reports clients that break off


def make_handler(target: str) -> logging.Handler:
    """What writes there. Raises :class:`CreateError` for a file that cannot be written."""
    if target == "stderr":
        return logging.StreamHandler(sys.stderr)
    if target == "null":
        return logging.NullHandler()
    if target != "file" and target.isascii() and target.isalnum() and target == target.lower():
        if target not in FACILITIES:
            raise UsageError(f"syslog has no facility {target}; write stderr, null, mail, or a path with a /")
        try:
            return logging.handlers.SysLogHandler(SYSLOG, FACILITIES[target])
        except OSError:  # spamd(8) does the same
            return logging.StreamHandler(sys.stderr)
    path = "spamd.log" if target == "file" else target
    try:  # of this kind, because logs are rotated
        return logging.handlers.WatchedFileHandler(path)
    except OSError as error:
        raise CreateError(f"cannot write the log {path}: {error.strerror}; choose another") from None


class PidFile:
    """A file with the number of this process, once it serves, until it ends.

    It is made at once, as long as this process may; who waits for a number in it goes on waiting.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path.absolute() if path else None
        self._file = -1
        if not self._path:
            return
        try:
            self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, OURS)
        except OSError as error:
            raise CreateError(f"cannot write {path}: {error.strerror}; choose another pid file") from None

    def write(self) -> None:
        """Write the number."""
        if self._path:
            os.write(self._file, b"%d\n" % os.getpid())

    def remove(self) -> None:
        """Remove it; where its folder belongs to another user, empty it."""
        if not self._path or self._file < 0:
            return
        with suppress(OSError):
            os.ftruncate(self._file, 0)
            self._path.unlink()
        os.close(self._file)
        self._file = -1


class Launch:
    """The way from the command to a server, for ``detach`` in a process without a terminal.

    Then who called waits until the server serves, or ends as it ends.
    """

    def __init__(self, *, detach: bool) -> None:
        self._ready = -1
        if not detach:
            return
        reading, writing = os.pipe()
        child = os.fork()
        if child:
            os.close(writing)
            os._exit(wait_for_child(reading, child))
        os.close(reading)
        os.setsid()
        self._ready = writing
        # What is said at the start is still heard, but no process that is started keeps the way open.
        heard = os.fdopen(os.dup(2), "w", buffering=1)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        os.close(nowhere)
        resource_tracker.ensure_running()  # it gets what is standard error then
        sys.stderr = heard

    def finish(self, lines: Sequence[str]) -> None:
        """Say ``lines``, and to who called that the server serves."""
        for line in lines:
            print(line, file=sys.stderr, flush=True)
        if self._ready < 0:
            return
        sys.stderr.close()
        sys.stderr = sys.__stderr__
        with suppress(OSError):
            os.write(self._ready, b"1")
        os.close(self._ready)


def wait_for_child(reading: int, child: int) -> int:
    """The exit code of who called: 0 once the server serves, else the server's own."""
    select.select([reading], [], [])
    if os.read(reading, 1):
        return 0
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        print(f"spamd: ended by signal {signal.Signals(os.WTERMSIG(status)).name}", file=sys.stderr)
        return TemporaryError.exit_code
    return os.waitstatus_to_exitcode(status)
