"""One mail (RFC 5322)."""

from spamfilter.message import Message, decode_text


def read_mail(raw: bytes, source: str, number: int = 1) -> Message:
    """The Message of a whole mail."""
    return Message(decode_text(raw), raw, source, number)
