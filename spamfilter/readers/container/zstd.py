"""zstd by the standard library from Python 3.14 on, by the package ``zstandard`` before."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spamfilter.readers.container.packing import Unpacker

# Bytes given to the package at once. Four of them may unpack to 128 KiB, and it unpacks all it is given.
STEP = 512


def open_frame(window: int) -> "Unpacker":
    """What unpacks one frame, which may hold ``window`` bytes.

    Raises :class:`ImportError` where nothing is installed that can.
    """
    if sys.version_info >= (3, 14):
        from compression import zstd

        option = zstd.DecompressionParameter.window_log_max
        return zstd.ZstdDecompressor(options={option: window.bit_length() - 1})
    return Frame(window)


class Frame:
    """One frame by ``zstandard``, with the members that the standard library's have."""

    def __init__(self, window: int) -> None:
        import zstandard

        self._frame = zstandard.ZstdDecompressor(max_window_size=window).decompressobj()
        self._waiting = memoryview(b"")
        self.unused_data = b""

    @property
    def eof(self) -> bool:
        return self._frame.eof

    @property
    def needs_input(self) -> bool:
        return not self._waiting

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """What the next ``STEP`` bytes unpack to, which may be more than ``max_length``.

        ``data`` are what comes next where it ``needs_input``, else nothing.
        """
        waiting = self._waiting if self._waiting else memoryview(data)
        piece = self._frame.decompress(waiting[:STEP])
        self._waiting = waiting[STEP:]
        if self.eof:
            self.unused_data = self._frame.unused_data + self._waiting.tobytes()
        return piece
