"""The file of a graph: hashed beside other work, and held open, so that what was hashed is what runs."""

import os
import threading
import weakref
from pathlib import Path
from typing import BinaryIO

from spamfilter import DataError, storage

PIECE = 1 << 22  # with many small ones the thread would often wait for Python's lock
# Where Linux lists what a process has open. What onnxruntime opens there it reads piece by piece, where of
# bytes that it is given it keeps a copy for as long as it computes.
OPENED = Path("/proc/self/fd")


class GraphFile:
    """The file at ``path``, which is to have the SHA-256 ``expected``; ``wrong`` is said of it if it has not.

    A thread hashes it, for which :meth:`check` waits. What comes to stand at ``path`` later is not seen.
    Raises :class:`SourceError`, with the ``advice``, for a file that cannot be opened.
    """

    def __init__(self, path: Path, expected: str | None, wrong: DataError, advice: str) -> None:
        self.path = path
        self._expected, self._wrong, self._advice = expected, wrong, advice
        self._fault: Exception | None = None
        self._hashed = threading.Event()
        with storage.naming_file(path, advice), storage.open_file(path) as file:
            self._descriptor = os.dup(file.fileno())
        weakref.finalize(self, os.close, self._descriptor)
        try:
            threading.Thread(target=self._hash, daemon=True).start()
        except RuntimeError:  # there can be no more threads
            self._hash()

    def check(self) -> None:
        """Raise :class:`DataError` for a file that is another, :class:`SourceError` if it cannot be read."""
        self._hashed.wait()
        if self._fault:
            raise self._fault

    def measure(self) -> int:
        """Its size in bytes."""
        return os.fstat(self._descriptor).st_size

    def read(self) -> bytes:
        """All of it, from memory that is the caller's. Raises as :meth:`check`."""
        self.check()
        with storage.naming_file(self.path, self._advice), self._open() as file:
            return file.read()

    def find(self) -> str | bytes:
        """Where onnxruntime reads what was hashed; if it can nowhere, all of it. Raises as :meth:`read`."""
        self.check()
        opened = OPENED / str(self._descriptor)
        try:
            opened.open("rb").close()
        except OSError:  # no such place, or no right to it any more
            return self.read()
        return str(opened)

    def _hash(self) -> None:
        try:
            with storage.naming_file(self.path, self._advice), self._open() as file:
                found = storage.hash_rest(file, PIECE)
            self._fault = None if found == self._expected else self._wrong
        except Exception as error:  # whoever waits raises it
            self._fault = error
        finally:
            self._hashed.set()

    def _open(self) -> BinaryIO:
        """From its beginning. Only one at a time: what is opened twice has one place where it is read."""
        file = os.fdopen(os.dup(self._descriptor), "rb", buffering=0)
        file.seek(0)
        return file
