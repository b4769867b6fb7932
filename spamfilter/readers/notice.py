"""What a reader says besides its messages: the command prints it on stderr."""

NOTICES: list[str] = []


def tell(source: str, text: str) -> None:
    """Keep one line about ``source``."""
    NOTICES.append(f"{source}: {text}")
