"""The folder of verdicts, here or behind an address: files in it are whole or not there.

Here a file is written beside its place, made safe on the disk, and moved there. Behind an address it is
written on the worker's own disk and then put as one object, which stores make whole or not at all.
"""

import json
import os
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from spamfilter import CreateError, SpamfilterError
from spamfilter_dask.part import Receipt, read_receipt, to_line
from spamfilter_dask.source.place import find_store, is_address

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

PARTIAL, RECEIPTS, MANIFEST = "_partial", "_receipts", "manifest.json"
ELSEWHERE = "choose another folder, or free some space; then run again"


@dataclass(slots=True)
class Draft:
    """A ``file`` that is being written, at ``path``; :meth:`publish` puts it in its ``place``."""

    file: BinaryIO
    path: Path
    place: str
    store: "Store"

    def publish(self) -> int:
        """Put the file in its place; its size."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        size = self.path.stat().st_size
        self.store.move(self.path, self.place)
        return size


@dataclass(frozen=True)
class Store:
    """The folder ``address``. Its methods raise :class:`CreateError` for what cannot be written."""

    address: str
    known: dict[str, int] = field(default_factory=dict)

    @cached_property
    def _found(self) -> "tuple[AbstractFileSystem, str]":
        return find_store(self.address)

    @property
    def is_here(self) -> bool:
        """Whether it is a folder that this machine sees."""
        return not is_address(self.address)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turn what writing may raise into :class:`CreateError`."""
        try:
            yield
        except SpamfilterError:
            raise
        except OSError as error:
            reason = error.strerror or " ".join(str(error).split()) or type(error).__name__
            raise CreateError(f"cannot write {self.address}: {reason}; {ELSEWHERE}") from None

    def make(self) -> None:
        """Make the folder, where there are such."""
        with self.writing():
            if self.is_here:
                for name in ("", PARTIAL, RECEIPTS):
                    Path(self.address, name).mkdir(parents=True, exist_ok=True)
            else:
                store, path = self._found
                store.makedirs(path, exist_ok=True)

    @contextmanager
    def draft(self, name: str) -> Iterator[Draft]:
        """A file that will be ``name`` once it is published; else nothing of it stays."""
        folder = Path(self.address, PARTIAL) if self.is_here else Path(tempfile.gettempdir())
        path = folder / f"{name}.{uuid.uuid4().hex}"
        try:
            with self.writing():
                folder.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as file:
                    yield Draft(cast(BinaryIO, file), path, name, self)
        finally:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def move(self, path: Path, name: str) -> None:
        """Make the file at ``path`` the one called ``name``."""
        if self.is_here:
            path.replace(Path(self.address, name))
        else:
            store, root = self._found
            store.put_file(os.fspath(path), f"{root}/{name}")

    def write(self, name: str, data: bytes) -> None:
        """A small file."""
        with self.draft(name.replace("/", ".")) as draft:
            draft.file.write(data)
            draft.place = name
            draft.publish()

    def read(self, name: str) -> bytes:
        """A small file; empty where there is none."""
        store, root = self._found
        try:
            return cast(bytes, store.cat_file(f"{root}/{name}"))
        except FileNotFoundError:
            return b""

    def list_files(self) -> dict[str, int]:
        """The names of the files in it, with their sizes."""
        store, root = self._found
        with self.writing(), suppress(FileNotFoundError):
            store.invalidate_cache()
            rows = store.ls(root, detail=True)
            return {
                row["name"].rpartition("/")[2]: int(row["size"] or 0) for row in rows if row["type"] == "file"
            }
        return {}

    def remove(self, names: Iterable[str]) -> None:
        """Remove files and folders, those that are there."""
        store, root = self._found
        with self.writing():
            for name in names:
                with suppress(FileNotFoundError):
                    store.rm(f"{root}/{name}", recursive=True)

    def keep_receipt(self, receipt: Receipt) -> None:
        """Say that a part is done: from now on no run makes it again."""
        self.write(f"{RECEIPTS}/{receipt.name}.json", to_line(receipt))

    def read_receipts(self) -> dict[str, Receipt]:
        """What the parts that are done are, by name; those of the manifest aside."""
        store, root = self._found
        with self.writing(), suppress(FileNotFoundError):
            names = [name for name in store.find(f"{root}/{RECEIPTS}") if name.endswith(".json")]
            found = store.cat(names, on_error="omit") if names else {}
            receipts = [read_receipt(data) for data in found.values()]
            return {receipt.name: receipt for receipt in receipts if receipt}
        return {}


def open_store(address: str) -> Store:
    """The folder ``address``."""
    return Store(address)


def spell_json(value: object) -> bytes:
    """JSON for a person to read. Names of files may hold bytes that are not UTF-8, so it is ASCII."""
    return json.dumps(value, indent=1).encode() + b"\n"
