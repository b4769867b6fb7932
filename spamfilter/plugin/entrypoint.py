"""Installed plugins, found without importing ``importlib.metadata``.

That module takes as long to import as click and pluggy together, on every start, for what is a look at
small files. It is used here where names and versions are shown. The format is that of the packaging
guide's entry-points specification: ``entry_points.txt`` in a ``.dist-info`` or ``.egg-info`` folder.
"""

import importlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

GROUP = "spamfilter"


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """One plugin's ``name``, its ``value`` (``module`` or ``module:attribute``) and metadata ``folder``."""

    name: str
    value: str
    folder: str

    def load(self) -> Any:
        """Import what the entry point names."""
        module, _, attributes = self.value.partition(":")
        return reduce(getattr, attributes.split(".") if attributes else [], importlib.import_module(module))

    def describe_distribution(self) -> str:
        """``NAME VERSION`` of the distribution that brought it."""
        from importlib.metadata import Distribution

        distribution = Distribution.at(Path(self.folder))
        return f"{distribution.name} {distribution.version}"


def find_entry_points() -> dict[str, EntryPoint]:
    """Installed plugins by name; where two distributions use one name, the later gets a longer one."""
    found: dict[str, EntryPoint] = {}
    for folder in find_metadata():
        for entry_point in read_entry_points(folder):
            name = entry_point.name
            if name in found:
                name = f"{name} ({entry_point.describe_distribution()})"
            found[name] = entry_point
    return dict(sorted(found.items()))


def find_metadata() -> Iterator[str]:
    """Metadata folders on ``sys.path``, the first of each distribution, as Python itself resolves them."""
    seen = set()
    for place in sys.path:
        try:
            names = sorted(os.listdir(place or "."))  # noqa: PTH208, likewise quicker
        except OSError:
            continue
        for name in names:
            distribution = name.partition("-")[0].lower()
            if name.endswith((".dist-info", ".egg-info")) and distribution not in seen:
                seen.add(distribution)
                yield os.path.join(place or ".", name)  # noqa: PTH118, pathlib costs more than the look-up


def find_version(distribution: str = "spamfilter_gpt") -> str:
    """The installed version of our own ``distribution``, by the name of its metadata folder."""
    for folder in find_metadata():
        name, _, version = folder.rpartition(os.sep)[2].rpartition(".")[0].partition("-")
        if name == distribution:
            return version
    return "unknown"


def read_entry_points(folder: str) -> list[EntryPoint]:
    """Entry points of our group in one metadata folder."""
    try:
        with open(f"{folder}/entry_points.txt", encoding="utf-8") as file:  # noqa: PTH123
            lines = [line.strip() for line in file]
    except (OSError, UnicodeDecodeError):
        return []
    if f"[{GROUP}]" not in lines:
        return []
    found, section = [], ""
    for line in lines:
        if line.startswith("["):
            section = line.strip("[]").strip()
        elif section == GROUP and "=" in line and not line.startswith(("#", ";")):
            name, _, value = line.partition("=")
            found.append(EntryPoint(name.strip(), value.partition("[")[0].strip(), folder))
    return found
