"""Where to listen: what the user wrote, and the sockets for it."""

import os
import re
import socket
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from spamfilter import CreateError, UsageError

PORT = 783  # SpamAssassin's
BACKLOG = 1024  # clients that the system lets wait until they are accepted
MODE = 0o666  # of the Unix socket, as SpamAssassin's spamd has it; the folder decides who reaches it

_ADDRESS = re.compile(r"(ssl:)?(?:(\[[^\]]*\]|[^:\[\]]*):)?(\d{1,5})?")


@dataclass(frozen=True, slots=True)
class Address:
    """A ``host`` and ``port``, and whether clients must speak TLS there (``ssl:`` before it)."""

    host: str
    port: int
    tls: bool = False


def parse_address(text: str) -> Address:
    """``[ssl:]HOST:PORT``, an IPv6 address in brackets, ``*`` for all; either may be left out."""
    match = _ADDRESS.fullmatch(text if ":" in text.removeprefix("ssl:") or text.isdigit() else f"{text}:")
    if not match or int(match[3] or PORT) > 65535:
        raise UsageError(f"cannot listen on {text!r}; write HOST:PORT, such as 127.0.0.1:1783")
    host = (match[2] or "localhost").strip("[]")
    return Address("" if host == "*" else host, int(match[3] or PORT), tls=bool(match[1]))


def bind_address(address: Address) -> list[socket.socket]:
    """A listening socket for each address that the host has; port 0 takes a free one, the same for all."""
    sockets: list[socket.socket] = []
    try:
        found = socket.getaddrinfo(
            address.host or None, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        port = address.port
        for family, _, _, _, place in dict.fromkeys(found):
            try:
                sockets.append(bind_tcp(family, (place[0], port)))
            except OSError:
                # "localhost" often has an IPv6 address that the machine does not.
                if family is not socket.AF_INET6 or len(found) == 1:
                    raise
            else:
                port = sockets[0].getsockname()[1]
    except OSError as error:
        for one in sockets:
            one.close()
        raise CreateError(
            f"cannot listen on {address.host or '*'}:{address.port}: {error.strerror}; "
            f"choose another with --listen HOST:PORT (below 1024 only root may)"
        ) from None
    return sockets


def bind_tcp(family: int, place: tuple[object, int]) -> socket.socket:
    """One listening TCP socket."""
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind(place)
        sock.listen(BACKLOG)
    except OSError:
        sock.close()
        raise
    sock.setblocking(False)
    return sock


def bind_unix(path: Path) -> socket.socket:
    """A listening Unix socket at ``path``; one that a dead server left there is replaced."""
    remove_stale(path)
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.bind(str(path))
        path.chmod(MODE)
        sock.listen(BACKLOG)
    except OSError as error:
        sock.close()
        raise CreateError(
            f"cannot listen on {path}: {error.strerror or error}; choose another with --socket PATH"
        ) from None
    sock.setblocking(False)
    return sock


def remove_stale(path: Path) -> None:
    """Remove a socket that nobody listens on. Raises :class:`CreateError` where somebody does."""
    with suppress(OSError):
        if not stat.S_ISSOCK(path.lstat().st_mode):
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(str(path))
            except ConnectionRefusedError:
                path.unlink()
                return
        raise CreateError(f"a server already listens on {path}; stop it, or choose another with --socket")


def remove_unix(path: str, inode: int) -> None:
    """Remove our socket, unless another took its place."""
    with suppress(OSError):
        if os.stat(path).st_ino == inode:  # noqa: PTH116
            os.unlink(path)  # noqa: PTH108


def name_socket(sock: socket.socket) -> str:
    """The address as people write it."""
    place = sock.getsockname()
    if isinstance(place, str):
        return f"UNIX domain socket {place}"
    host = f"[{place[0]}]" if sock.family == socket.AF_INET6 else place[0]
    return f"{host}:{place[1]}"
