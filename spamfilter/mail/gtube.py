"""The Generic Test for Unsolicited Bulk Email (https://spamassassin.apache.org/gtube/)."""

from spamfilter.message import Message

GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
_BYTES = GTUBE.encode()


def is_gtube(message: Message) -> bool:
    """Whether ``message`` is the test mail, which every filter calls spam: it shows that one is at work."""
    return GTUBE in message.text or _BYTES in message.raw
