"""Hashed words of a mail's header: who sent it, by what program, over which machines, for which list."""

import re

import numpy as np

from spamfilter.memory.known.grams import Hashes, hash_word, mix
from spamfilter.message import Message
from spamfilter.readers.mime.header import find_header, split_header

LENGTH = 1 << 16  # bytes of a header that are read
WORDS = 64  # words of a field that count
# What is read as text, what differs in every mail, and what is only written when a mail is delivered or read.
SKIPPED = {
    *("subject", "date", "status", "lines", "content-length", "delivered-to", "envelope-to"),
    *("x-original-to", "x-status", "x-keywords", "x-uid", "x-uidl"),
}
OURS = "x-spam-"  # as other filters write, and this one
_FIELD = re.compile(r"^([!-9;-~]{1,64})[ \t]*+:([^\n]*+(?:\n[ \t][^\n]*+)*+)", re.MULTILINE)
_WORD = re.compile(r"[\w.@-]++", re.ASCII)
_DIGIT = re.compile(r"[0-9]")
_KIND = 11  # grams of text have other kinds


def hash_header(message: Message) -> Hashes:
    """Hashes uint32 [k], sorted and distinct: each field's name, its words, the domains of machines in it.

    None for what is no mail. As Graham 2003, "Better Bayesian Filtering", each word counts by its field.
    """
    if not (message.sender or message.subject):
        return np.zeros(0, dtype=np.uint32)
    start = find_header(message.raw)
    header, _ = split_header(message.raw, start, min(len(message.raw), start + LENGTH))
    text = _DIGIT.sub("0", header.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n").lower())
    words: set[str] = set()
    for name, value in _FIELD.findall(text):
        if name not in SKIPPED and not name.startswith(OURS):
            words.add(name)
            words.update(f"{name}:{part}" for word in _WORD.findall(value)[:WORDS] for part in cut_word(word))
    hashes = np.array([hash_word(word) for word in words], dtype=np.uint64)
    return np.unique(mix(hashes, _KIND))


def cut_word(word: str) -> tuple[str, ...]:
    """A word, and the end of a name of a machine: its last two labels."""
    if "." not in word:
        return (word,)
    return word, ".".join(word.rpartition("@")[2].split(".")[-2:])
