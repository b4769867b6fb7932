"""How much of one mail is read: bounds that hold before anything is parsed, and which of them were met."""

from time import monotonic

SIZE = 1 << 25  # bytes of a mail that are taken apart
HEAD = 1 << 16  # bytes of one header
LONGEST = 4096  # characters of one header field
PARTS = 1000
DEPTH = 30
TEXT = 1 << 20  # bytes of text, once its transfer encoding is undone
SECONDS = 5.0  # the last resort: what is read must not depend on how busy the machine is


class Allowance:
    """What may still be read of one mail; ``notes`` has a short phrase for each bound that was met.

    ``charset`` is that of the header's encoded words, in which a text that names none is likely to be.
    """

    def __init__(self) -> None:
        self.notes: list[str] = []
        self.charset = ""
        self._parts = PARTS
        self._text = TEXT
        self._deadline = monotonic() + SECONDS

    def note(self, phrase: str) -> None:
        """Remember that a bound was met; the same one is told once."""
        if phrase not in self.notes:
            self.notes.append(phrase)

    def take_part(self) -> bool:
        """Whether one more part may be read."""
        self._parts -= 1
        if self._parts < 0:
            self.note(f"more than {PARTS} parts")
        return self._parts >= 0 and not self.is_late()

    def take_text(self, data: bytes) -> bytes:
        """As much of ``data`` as may still be read."""
        if len(data) > self._text:
            self.note(f"text over {TEXT >> 20} MiB")
        kept = data[: self._text]
        self._text -= len(kept)
        return kept

    def cut(self, data: bytes, size: int, what: str) -> bytes:
        """The first ``size`` bytes of ``data``."""
        if len(data) <= size:
            return data
        self.note(f"{what} over {size >> 20} MiB" if size >> 20 else f"{what} over {size >> 10} KiB")
        return data[:size]

    def is_late(self) -> bool:
        """Whether the time is up."""
        if monotonic() < self._deadline:
            return False
        self.note(f"reading over {SECONDS:.0f} s")
        return True
