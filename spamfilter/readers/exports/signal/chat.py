"""Chats of Signal, in whichever form."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from spamfilter.hookspecs import ReadOptions
from spamfilter.message import Message
from spamfilter.readers.exports.chat_table import SIGNAL_DATABASE, read_table, sniff_table
from spamfilter.readers.exports.signal.archive import read_archive, sniff_archive
from spamfilter.readers.exports.signal.printed import (
    read_backup_text,
    read_brief_text,
    read_markdown,
    sniff_backup_text,
    sniff_brief_text,
    sniff_markdown,
)
from spamfilter.readers.exports.signal.sigexport import read_sigexport, sniff_sigexport
from spamfilter.readers.exports.signal.sigtop import read_sigtop, sniff_sigtop
from spamfilter.readers.exports.text import Form, read_forms, sniff_forms


def sniff_signal(head: bytes, name: str) -> bool:
    """Whether a source is an export of Signal in a form that is known."""
    return sniff_forms(head, name, FORMS)


def read_signal(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
    """Messages of one export."""
    return read_forms(stream, source, options, FORMS, "Signal")


def sniff_database(lines: list[str], name: str) -> bool:
    """Whether the first line is the header of a table of Signal's database."""
    return sniff_table(lines, name, SIGNAL_DATABASE)


def read_database(lines: Iterator[str], source: str, passed: Counter[str]) -> Iterator[Message]:
    """Messages of a table of Signal's database."""
    return read_table(lines, source, passed, SIGNAL_DATABASE)


FORMS: Sequence[Form] = (
    Form(sniff_archive, read_archive),
    Form(sniff_sigexport, read_sigexport),
    Form(sniff_database, read_database),
    Form(sniff_sigtop, read_sigtop),
    Form(sniff_markdown, read_markdown),
    Form(sniff_backup_text, read_backup_text),
    Form(sniff_brief_text, read_brief_text),
)
