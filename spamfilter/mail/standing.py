"""What a user has said of a sender: who is blocked sends spam; who is allowed sends ham, if surely they."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from spamfilter.mail.authentication import find_doubt
from spamfilter.mail.entry import find_number, list_covering
from spamfilter.mail.sender import Sender, read_sender
from spamfilter.memory.place import find_memory
from spamfilter.memory.senders import ALLOW, BLOCK, SenderFile
from spamfilter.message import Message
from spamfilter.verdict import Label, Verdict

BLOCKED, ALLOWED, DOUBTED = "blocked", "allowed", "not authenticated"


@dataclass(frozen=True, slots=True)
class Senders:
    """The lists in a ``file``, read again when they change, and the ``servers`` whose checks are trusted."""

    file: SenderFile
    servers: frozenset[str] = frozenset()

    def settle(self, message: Message, verdict: Verdict) -> Verdict:
        """The verdict on a ``message`` by its sender; its own ``verdict`` where the lists have none.

        A remark says which entry it was, or why one that is allowed did not count.
        """
        listed = self.file.read()
        return settle_sender(listed, self.servers, message, verdict) if listed else verdict


def open_senders(memory: Path | None = None, servers: Iterable[str] = ()) -> Senders:
    """The lists in a ``memory`` (None: the user's own), which need not be there; nothing is read yet."""
    return Senders(SenderFile(memory or find_memory()), frozenset(name.lower() for name in servers))


def settle_sender(
    listed: Mapping[str, str], servers: frozenset[str], message: Message, verdict: Verdict
) -> Verdict:
    """The verdict by the lists: ``listed`` has the list of each entry. The closest entry counts."""
    sender, doubt = read_sender(message), ""
    for name in sender.names:
        for entry, both in list_covering(name) if "@" in name else [(name, True)]:
            if listed.get(entry) == BLOCK:
                return Verdict(Label.SPAM, 1.0, f"{BLOCKED}: {entry}")
            if listed.get(entry) == ALLOW and both and not doubt:
                doubt = doubt_sender(sender, name, message, servers)
                if not doubt:
                    return Verdict(Label.HAM, 0.0, f"{ALLOWED}: {entry}")
                doubt = f"{DOUBTED}: {entry} is allowed, but {doubt}"
    return replace(verdict, remark=doubt) if doubt else verdict


def doubt_sender(sender: Sender, name: str, message: Message, servers: frozenset[str]) -> str:
    """Why ``name`` may not have sent the message; nothing where it surely has.

    Of an export only numbers count: they are what the network showed. Names and addresses are what whoever
    wrote, or the app, chose.
    """
    if message.conversation:
        return "" if find_number(name) == name else "an export proves no name"
    return sender.fault or find_doubt(sender.fields, name.rpartition("@")[2], servers)
