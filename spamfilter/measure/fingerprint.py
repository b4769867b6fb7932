"""What a model was trained on, as hashes: enough to know a message again, not enough to read one."""

from collections.abc import Iterable
from dataclasses import dataclass

from spamfilter.errors import DataError

SIZE = 8  # bytes kept of a SHA-256: two of a million texts share one with a chance of 1 in 40 million


def fingerprint(text: str) -> bytes:
    """``SIZE`` bytes that are equal for texts equal but for case and white space."""
    import hashlib  # brings in OpenSSL, which a start without it is the quicker for

    folded = " ".join(text.lower().split())
    return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).digest()[:SIZE]


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """A set of texts that answers ``text in fingerprints`` and holds none of them.

    A classifier that keeps those of its training rows as ``trained_on`` lets ``evaluate`` count messages
    that it has seen apart. Whoever guesses a whole text can check the guess, as with any hash.
    """

    hashes: frozenset[bytes]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Fingerprints":
        """Those of ``texts``."""
        return cls(frozenset(map(fingerprint, texts)))

    def __contains__(self, text: str) -> bool:
        return fingerprint(text) in self.hashes

    def __len__(self) -> int:
        return len(self.hashes)

    def to_bytes(self) -> bytes:
        """For a file: the hashes in order, ``SIZE`` bytes each."""
        return b"".join(sorted(self.hashes))

    @classmethod
    def from_bytes(cls, data: bytes) -> "Fingerprints":
        """From what :meth:`to_bytes` gave. Raises :class:`DataError` when it is cut short."""
        if len(data) % SIZE:
            raise DataError(f"a file of training hashes has {len(data)} bytes, not a multiple of {SIZE}")
        return cls(frozenset(data[start : start + SIZE] for start in range(0, len(data), SIZE)))
