"""TELL: what the header lines of such a request ask for, and the reply, as SpamAssassin 4.0's spamd has them.

Only what is local is ours to learn and to forget. To report to others (``remote``), or to take that back, is
neither done nor said to be done.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from spamfilter import Shelf
from spamfilter_spamd.judging.task import Lesson
from spamfilter_spamd.refusal import NO_USER, UNAVAILABLE, Refusal, refuse_header

LOCAL, REMOTE = b"local", b"remote"
CLASSES = {b"spam": Lesson.SPAM, b"ham": Lesson.HAM}


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether anything is learned (``allowed``), and for whom: who can have a memory on the ``shelf``."""

    allowed: bool
    shelf: Shelf

    def check(self, user: str) -> None:
        """Raise :class:`Refusal` where nothing may be learned, or nothing for ``user``."""
        if not self.allowed:
            raise Refusal(
                UNAVAILABLE,
                "Service Unavailable: TELL commands are not enabled, set the --allow-tell switch.",
            )
        if self.shelf.locate(user) is None:
            raise Refusal(NO_USER, "EX_NOUSER: the User header names nobody who can have a memory here")


def read_lesson(fields: Mapping[bytes, bytes]) -> Lesson | None:
    """What is to be learned or forgotten here, by the header lines ``fields`` (names in small letters).

    None where nothing is. Raises :class:`Refusal` for lines that contradict each other, and where it is not
    said what is to be learned: SpamAssassin's spamd learns ham then.
    """
    wanted, unwanted = split_places(fields.get(b"set", b"")), split_places(fields.get(b"remove", b""))
    for place in (LOCAL, REMOTE):
        if place in wanted and place in unwanted:
            word = place.decode()
            raise refuse_header(f"Unable to set {word} and remove {word} in the same operation.")
    name = fields.get(b"message-class", b"").lower()
    if name and name not in CLASSES:
        raise refuse_header("(Message-class header contains invalid class)")
    if LOCAL in unwanted:
        return Lesson.FORGET
    if LOCAL not in wanted:
        return None
    if not name:
        raise refuse_header("(Set: local without Message-class)")
    return CLASSES[name]


def split_places(value: bytes) -> set[bytes]:
    """What a line ``Set`` or ``Remove`` names."""
    return {word.strip().lower() for word in value.split(b",")}


def format_told(lesson: Lesson | None, changed: bool) -> bytes:
    """The reply. What was learned or forgotten before is not done again, and not said to be."""
    done = b""
    if lesson and changed:
        done = b"DidRemove: local\r\n" if lesson is Lesson.FORGET else b"DidSet: local\r\n"
    return b"SPAMD/1.1 0 EX_OK\r\n" + done + b"\r\n\r\n"
