"""Readers that are imported when a source may be of their format: most are not, and a start is quick."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import BinaryIO, cast

from spamfilter.hookspecs import ReadOptions
from spamfilter.message import Message

Sniff = Callable[[bytes, str], bool]
Read = Callable[[BinaryIO, str, ReadOptions], Iterator[Message]]


def find_late(place: str) -> object:
    """What ``place`` names below ``spamfilter.readers.exports``: ``module:function``, imported now."""
    module, _, name = place.partition(":")
    found: object = getattr(import_module(f"spamfilter.readers.exports.{module}"), name)
    return found


def sniff_late(place: str, *openings: bytes) -> Sniff:
    """The sniffer at ``place``, imported for a source that begins with one of ``openings``, if there are any.

    Blanks and a byte order mark above do not count.
    """

    def sniff(head: bytes, name: str) -> bool:
        above = head[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")
        return (not openings or above.startswith(openings)) and cast(Sniff, find_late(place))(head, name)

    return sniff


def read_late(place: str) -> Read:
    """The reader at ``place``, imported when it is called."""

    def read(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Message]:
        return cast(Read, find_late(place))(stream, source, options)

    return read
