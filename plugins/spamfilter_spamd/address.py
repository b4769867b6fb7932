"""Where to listen and to whom: what the user wrote, and the sockets and TLS contexts for it."""

import ipaddress
import os
import re
import socket
import ssl
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from spamfilter import CreateError, SourceError, UsageError

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


def bind_address(address: Address, family: int = 0) -> list[socket.socket]:
    """A listening socket for each address that the host has; port 0 takes a free one, the same for all."""
    sockets: list[socket.socket] = []
    try:
        found = socket.getaddrinfo(
            address.host or None, address.port, family, socket.SOCK_STREAM, flags=socket.AI_PASSIVE
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


def bind_unix(path: Path, mode: int = MODE) -> socket.socket:
    """A listening Unix socket at ``path``; one that a dead server left there is replaced."""
    remove_stale(path)
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        sock.bind(str(path))
        path.chmod(mode)
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


def make_context(cert: Path | None, key: Path | None, ca: Path | None, *, verify: bool) -> ssl.SSLContext:
    """TLS 1.2 or later with the server's ``cert`` and ``key`` (None: in the same file).

    With ``verify`` clients must show a certificate that ``ca`` has signed; None stands for the system's own
    authorities. Raises :class:`SourceError` for a file that is missing or no PEM file.
    """
    if cert is None:
        raise UsageError("an address with ssl: needs a certificate; give --server-cert and --server-key")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    path = cert
    try:
        context.load_cert_chain(cert, key)
        if ca is not None:
            path = ca
            context.load_verify_locations(ca)
    except OSError as error:
        detail = error.strerror if not isinstance(error, ssl.SSLError) else error.reason or "no PEM file"
        keyed = f" with {key}" if path == cert and key else ""
        raise SourceError(f"cannot use the certificate {path}{keyed}: {detail}; check both") from None
    if verify:
        context.verify_mode = ssl.CERT_REQUIRED
        if ca is None:
            context.load_default_certs(ssl.Purpose.CLIENT_AUTH)
    return context


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def parse_network(text: str) -> Network:
    """An address, ``ADDRESS/BITS`` or how an IPv4 address begins (``10.``), as spamd(8) has them."""
    bare = text.replace("[", "").replace("]", "")
    numbers = bare.removesuffix(".").split(".")
    if bare.endswith(".") and len(numbers) < 4:
        bare = f"{'.'.join(numbers + ['0'] * (4 - len(numbers)))}/{8 * len(numbers)}"
    try:
        return ipaddress.ip_network(bare, strict=False)
    except ValueError:
        raise UsageError(f"{text!r} is no address; write 192.0.2.1, 192.0.2.0/24, 192.0.2. or ::1") from None


def is_allowed(sock: socket.socket, networks: tuple[Network, ...]) -> bool:
    """Whether the client of an accepted ``sock`` is in one of the ``networks``; who is on this machine by a
    Unix socket is, and without networks all are."""
    if not networks or sock.family == socket.AF_UNIX:
        return True
    try:
        client = ipaddress.ip_address(sock.getpeername()[0].partition("%")[0])
    except OSError:  # gone already
        return False
    return any(client in network for network in networks)
