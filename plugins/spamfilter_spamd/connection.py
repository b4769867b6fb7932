"""One accepted connection, with or without TLS.

asyncio's own TLS ends a connection as soon as the client has said that it will send no more, which spamc
says before it reads the reply. So TLS is done here, over the plain streams.
"""

import asyncio
import socket
import ssl
from collections import deque
from contextlib import suppress

from spamfilter_spamd.protocol import READ

LINGER = 2.0  # seconds that a client has to close its side once it has the reply


class Connection:
    """What a request is read from and its reply written to. All methods raise OSError for a broken one."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self, size: int) -> bytes:
        """At most ``size`` bytes, at least one; none at the end."""
        return await self._reader.read(size)

    async def readline(self) -> bytes:
        """A line with its end, or what there is before the end. ValueError when it is too long."""
        return await self._reader.readline()

    async def write(self, reply: bytes) -> None:
        """Send, and say that no more will come."""
        self._writer.write(reply)
        await self._writer.drain()
        self._writer.write_eof()

    async def finish(self, reply: bytes, seconds: float) -> None:
        """Send ``reply`` and close, within ``seconds``.

        The client's side is read to its end first: closing a socket with unread bytes resets the connection,
        and then the client may lose a reply that has already arrived.
        """
        async with asyncio.timeout(seconds):
            await self.write(reply)
            with suppress(TimeoutError):
                async with asyncio.timeout(LINGER):
                    while await self._reader.read(READ):
                        pass
            self._writer.close()
            await self._writer.wait_closed()

    def abort(self) -> None:
        """Close at once; nothing happens when it is closed already."""
        self._writer.transport.abort()


class TLSConnection(Connection):
    """TLS (RFC 8446) over the streams, by OpenSSL's buffers in memory."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, context: ssl.SSLContext
    ) -> None:
        super().__init__(reader, writer)
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)
        self._line = b""

    async def shake_hands(self) -> None:
        """Agree with the client; where that fails it is told why."""
        try:
            while True:
                try:
                    return self._tls.do_handshake()
                except ssl.SSLWantReadError:
                    await self._fetch()
        finally:
            self._writer.write(self._outgoing.read())

    async def read(self, size: int) -> bytes:
        while not self._line:
            try:
                return self._tls.read(size)
            except ssl.SSLWantReadError:
                await self._fetch()
        data, self._line = self._line[:size], self._line[size:]
        return data

    async def readline(self) -> bytes:
        line = b""
        while b"\n" not in line and (chunk := await self.read(READ)):
            line += chunk
            if len(line) > 2 * READ:
                raise ValueError
        end = line.find(b"\n") + 1 or len(line)
        self._line = line[end:]
        return line[:end]

    async def write(self, reply: bytes) -> None:
        if reply:
            self._tls.write(reply)
        with suppress(ssl.SSLError):  # the client need not have said that it has ended
            self._tls.unwrap()
        await super().write(self._outgoing.read())

    async def _fetch(self) -> None:
        """Send what waits and take what has come."""
        self._writer.write(self._outgoing.read())
        data = await self._reader.read(READ)
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()


async def open_connection(sock: socket.socket, context: ssl.SSLContext | None, seconds: float) -> Connection:
    """The connection of an accepted ``sock``, after the TLS handshake where there is a ``context``.

    Raises OSError (of which TLS errors and timeouts are kinds) where the handshake fails.
    """
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=READ, loop=loop)
    protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
    transport, _ = await loop.connect_accepted_socket(lambda: protocol, sock)
    writer = asyncio.StreamWriter(transport, protocol, reader, loop)
    if context is None:
        return Connection(reader, writer)
    connection = TLSConnection(reader, writer, context)
    try:
        async with asyncio.timeout(seconds):
            await connection.shake_hands()
    except BaseException:
        writer.close()
        raise
    return connection


class Memory:
    """``size`` bytes that the mails of all connections share.

    When they are taken, who wants more waits, but for one at a time, who gets what it wants all the same:
    else all could wait for each other. So at most one mail more is held.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self.held = 0
        self._waiting: deque[tuple[MemoryShare, int, asyncio.Future[None]]] = deque()
        self._favoured: MemoryShare | None = None

    @property
    def short(self) -> bool:
        """Whether somebody waits."""
        return bool(self._waiting)

    async def take(self, share: "MemoryShare", size: int) -> None:
        """``size`` bytes for ``share``."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((share, size, waiter))
        self.grant()
        await waiter

    def grant(self) -> None:
        """Let go on whoever can."""
        for share, size, waiter in list(self._waiting):
            if not waiter.done() and self.held + size > self._size:
                if self._favoured not in (None, share):
                    continue
                self._favoured = share
            if not waiter.done():
                share.held += size
                self.held += size
                waiter.set_result(None)
        self._waiting = deque(one for one in self._waiting if not one[2].done())

    def give_back(self, share: "MemoryShare") -> None:
        """All that ``share`` has."""
        self.held -= share.held
        share.held = 0
        if self._favoured is share:
            self._favoured = None
        self.grant()


class MemoryShare:
    """What one connection has of it."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.held = 0

    async def take(self, size: int) -> None:
        """``size`` bytes more, as soon as there are so many."""
        await self._memory.take(self, size)

    def give_back(self) -> None:
        """All that was taken."""
        self._memory.give_back(self)
