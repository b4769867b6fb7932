"""Files and folders, here or behind an address that fsspec knows: found, looked at, opened."""

import glob
import io
import os
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from spamfilter import SourceError, SpamfilterError, UsageError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

CHECK = "check the name and its permissions"
# By which stores say that a file is another; the first that one has counts.
STAMPS = ("ETag", "etag", "md5Hash", "checksum", "generation", "mtime", "LastModified", "last_modified",
          "updated", "modified", "created")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stat:
    """The ``size`` of a file, and a ``stamp`` that is another when its content is."""

    size: int
    stamp: str


def is_address(source: str) -> bool:
    """Whether ``source`` is an address and no path."""
    return "://" in source or "::" in source


@contextmanager
def reading(source: str) -> Iterator[None]:
    """Turn what looking at ``source`` and reading it may raise into :class:`SourceError`."""
    try:
        yield
    except (SpamfilterError, MemoryError):
        raise
    except (ImportError, NotImplementedError) as error:
        raise UsageError(f"cannot read {source}: {' '.join(str(error).split())}") from None
    except OSError as error:
        reason = error.strerror or " ".join(str(error).split()) or type(error).__name__
        reason = "No such file or directory" if isinstance(error, FileNotFoundError) else reason
        raise SourceError(f"cannot read {source}: {reason}; {CHECK}") from None
    except Exception as error:
        if not is_address(source):
            raise
        # Stores raise what their libraries do.
        raise SourceError(f"cannot read {source}: {' '.join(str(error).split())}; {CHECK}") from None


def find_store(source: str) -> "tuple[AbstractFileSystem, str]":
    """The file system of an address and the path in it. Raises :class:`UsageError` where it has none."""
    from fsspec.core import url_to_fs

    try:
        found: tuple[AbstractFileSystem, str] = url_to_fs(source)
    except (ImportError, ValueError) as error:
        raise UsageError(f"cannot use {source}: {' '.join(str(error).split())}") from None
    return found


def expand(source: str) -> list[str]:
    """The files and folders that ``source`` names: itself, or what fits the pattern, by name.

    Raises :class:`SourceError` for a pattern that nothing fits.
    """
    if is_address(source):
        if not glob.has_magic(source) or "::" in source:
            return [source]
        with reading(source):
            store, path = find_store(source)
            found = [str(store.unstrip_protocol(name)) for name in sorted(store.glob(path))]
    elif not glob.has_magic(source) or os.path.lexists(source):
        return [source]
    else:
        found = sorted(glob.glob(source, recursive=True))  # noqa: PTH207, as names are given, not resolved
    if not found:
        raise SourceError(f"cannot read {source}: no file fits the pattern; {CHECK}")
    return found


def is_folder(source: str) -> bool:
    """Whether ``source`` is one. Raises :class:`SourceError` where it is nothing, or cannot be looked at."""
    if not is_address(source):
        with reading(source):
            return stat.S_ISDIR(Path(source).stat().st_mode)
    with reading(source):
        store, path = find_store(source)
        return bool(store.isdir(path))


def look(source: str) -> Stat:
    """What tells the content of a file from another. Raises :class:`SourceError`, :class:`UsageError`."""
    with reading(source):
        if is_address(source):
            store, path = find_store(source)
            store.invalidate_cache(path)
            return make_stat(source, store.info(path))
        found = Path(source).stat()
        if not Path(source).is_file():
            raise UsageError(
                f"{source} is no file that can be read in parts; scan it: spamfilter scan {source}"
            )
        return Stat(found.st_size, f"{found.st_size} {found.st_mtime_ns}")


def make_stat(source: str, about: Mapping[str, object]) -> Stat:
    """The stat of a file by what its store says of it; some stores give a time in two forms.

    Raises :class:`SourceError` where its size is not known.
    """
    size = about.get("size")
    if not isinstance(size, int):
        raise SourceError(f"cannot read {source}: its size is not known; copy it to a file first")
    name = next((name for name in STAMPS if about.get(name)), "")
    stamp = about.get(name, "")
    stamp = stamp.timestamp() if isinstance(stamp, datetime) else stamp
    return Stat(size, f"{size} {name} {stamp:.6f}" if isinstance(stamp, float) else f"{size} {name} {stamp}")


def resolve_address(address: str) -> str:
    """The whole path of a path or of a ``file://`` address; any other ``address`` as it is."""
    if not is_address(address):
        return str(Path(address).absolute())
    from fsspec.implementations.local import LocalFileSystem

    store, path = find_store(address)
    return path if isinstance(store, LocalFileSystem) else address


def join_address(folder: str, file: str) -> str:
    """The address of a ``file`` of a ``folder``; of a chain, as ``zip://box::s3://a.zip``, in its first."""
    links = folder.split("::")
    first = next((place for place, link in enumerate(links) if "://" in link), 0)
    inside = links[first] if links[first].endswith("://") else f"{links[first].rstrip('/')}/"
    links[first] = inside + file
    return "::".join(links)


def copy_place(source: str, path: Path) -> None:
    """Copy what is behind the address ``source`` to ``path``; :class:`SourceError` where it ends early."""
    with open_place(source) as stream, path.open("wb") as copy:
        shutil.copyfileobj(stream, copy)
        size = getattr(stream, "size", None)
        if size is not None and copy.tell() < size:
            raise SourceError(
                f"cannot read {source}: it ended after {copy.tell()} of {size} bytes; try again"
            )


@contextmanager
def open_place(source: str) -> Iterator[BinaryIO]:
    """The file ``source``, which can be sought in."""
    with reading(source):
        if is_address(source):
            store, path = find_store(source)
            stream = cast(BinaryIO, store.open(path, "rb"))
            if isinstance(stream, io.BytesIO):  # the one stream of a store in memory, which threads share
                stream = io.BytesIO(stream.getvalue())
        else:
            stream = Path(source).open("rb")  # noqa: SIM115, closed below
    with stream, reading(source):
        yield stream
