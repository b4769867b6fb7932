"""What a reader has to say at the end of a source, where it is no error: what it passed over, what it took it
for.

A reader tells; the command that reads prints it on standard error. Nothing is passed over in silence.
"""

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

NOTICES: list[str] = []
_own = threading.local()


def tell(source: str, text: str) -> None:
    """Keep ``text`` about ``source``, one line, until the command prints it."""
    keep_notices([f"{source}: {text}"])


def keep_notices(notices: Iterable[str]) -> None:
    """Keep lines that name their source already."""
    kept: list[str] = getattr(_own, "notices", NOTICES)
    kept.extend(notices)


@contextmanager
def collect_notices() -> Iterator[list[str]]:
    """What this thread is told in the block: others may read other sources at the same time."""
    before = getattr(_own, "notices", None)
    notices: list[str] = []
    _own.notices = notices
    try:
        yield notices
    finally:
        if before is None:
            del _own.notices
        else:
            _own.notices = before


def take_notices() -> list[str]:
    """What was told since the last call, in order."""
    taken = NOTICES[:]
    del NOTICES[: len(taken)]
    return taken


def say_passed(parts: Sequence[str], count: int) -> str:
    """That ``count`` messages or other things were passed over; ``parts`` say how many of each kind."""
    together = " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)
    return f"{together} {'was' if count == 1 else 'were'} passed over"
