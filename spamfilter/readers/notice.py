"""What a reader has to say at the end of a source, where it is no error: what it passed over, what it took it
for.

A reader tells; the command that reads prints it on standard error. Nothing is passed over in silence.
"""

from collections.abc import Sequence

NOTICES: list[str] = []


def tell(source: str, text: str) -> None:
    """Keep ``text`` about ``source``, one line, until the command prints it."""
    NOTICES.append(f"{source}: {text}")


def take_notices() -> list[str]:
    """What was told since the last call, in order."""
    taken = NOTICES[:]
    del NOTICES[: len(taken)]
    return taken


def say_passed(parts: Sequence[str], count: int) -> str:
    """That ``count`` messages or other things were passed over; ``parts`` say how many of each kind."""
    together = " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)
    return f"{together} {'was' if count == 1 else 'were'} passed over"
