"""What a reader has to tell besides its messages, a line each."""

NOTICES: list[str] = []


def tell(source: str, text: str) -> None:
    """Keep a line about ``source`` for who runs the reader."""
    NOTICES.append(f"{source}: {text}")
