"""How much may come out of a packed file, so that a small one cannot fill memory or run for ever."""

from dataclasses import dataclass, field

from spamfilter.errors import DataError

MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read of a packed file at most; beyond it stands a :class:`DataError` that names the file.

    ``held``     bytes of a member that must be in memory as a whole, a mail for instance
    ``ratio``    bytes that come out for each that goes in, once ``free`` bytes are out. Text gives 3 to 100
                 for one, the longest run of one letter 1,030 in gzip and a million in bzip2
    ``members``  members of an archive and of those in it
    ``depth``    times that a file is packed: a ``.json.gz`` in a zip is packed twice
    ``window``   bytes that unpacking may hold; ``xz -9`` wants 65 MiB, ``zstd --long`` 128 MiB
    ``name``     characters of a member's name that are shown
    """

    held: int = 1024 * MEGABYTE
    ratio: int = 1000
    free: int = 64 * MEGABYTE
    members: int = 100_000
    depth: int = 2
    window: int = 256 * MEGABYTE
    name: int = 255


LIMITS = Limits()


@dataclass(slots=True)
class Walk:
    """What one file has given so far: bytes read of it, members, and bytes that came out of each layer."""

    limits: Limits = LIMITS
    read: int = 0
    members: int = 0
    unpacked: dict[int, int] = field(default_factory=dict)

    def count_member(self, source: str) -> None:
        """Raise :class:`DataError` where ``source`` has one more than is read."""
        self.members += 1
        if self.members > self.limits.members:
            raise DataError(
                f"{source} has more than {self.limits.members:,} members; unpack it and scan the folder"
            )


@dataclass(slots=True)
class Gauge:
    """What went into and came out of one member, at ``depth`` layers from the file; named ``source``."""

    walk: Walk
    source: str
    depth: int
    packed: int = 0
    unpacked: int = 0

    def add(self, packed: int, unpacked: int) -> None:
        """Count bytes; raise :class:`DataError` where far more came out than ever does of a person's file.

        Asked of the member alone and of the whole file: a bomb may be packed twice, or into many members.
        """
        self.packed += packed
        self.unpacked += unpacked
        whole = self.walk.unpacked[self.depth] = self.walk.unpacked.get(self.depth, 0) + unpacked
        self.check(self.packed, self.unpacked)
        self.check(self.walk.read, whole)

    def check(self, packed: int, unpacked: int) -> None:
        """Raise :class:`DataError` for ``unpacked`` bytes out of ``packed``, if these are too few."""
        limits = self.walk.limits
        if unpacked > limits.free and unpacked > limits.ratio * packed:
            raise DataError(
                f"{self.source} unpacks to over {limits.ratio:,} times its size, as a bomb does; "
                "if you trust it, unpack it first"
            )
