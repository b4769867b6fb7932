"""The reply to a request that gets no better one."""

# BSD sysexits, and one of spamd's own.
NO_USER, UNAVAILABLE, TEMPFAIL, PROTOCOL, TIMEOUT = 67, 69, 75, 76, 79


class Refusal(Exception):
    """A request that gets an error reply: exit ``code`` and ``text``."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


def refuse_header(text: str) -> Refusal:
    """What spamd calls every breach of the protocol."""
    return Refusal(PROTOCOL, f"Bad header line: {text}")


def format_refusal(refusal: Refusal) -> bytes:
    """The reply.

    It is one line, as spamd's: with a length of 0 below it, spamc would pass on an empty mail and call that
    success.
    """
    return f"SPAMD/1.0 {refusal.code} {refusal.text}\r\n".encode("ascii", "replace")
