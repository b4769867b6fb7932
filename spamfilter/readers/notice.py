"""What readers passed over: lines that the command prints on stderr."""

NOTICES: list[str] = []


def tell(source: str, text: str) -> None:
    """Keep ``text`` about ``source``, to be printed."""
    NOTICES.append(f"{source}: {text}")
