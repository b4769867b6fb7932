"""What a user can run to get packages that are missing.

The distribution may have come from a folder, a file or a repository, and be on no index. The packages of its
extras are on one, so they are named one by one.
"""

import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

DISTRIBUTION = "spamfilter-gpt"


def install_hint(extra: str, distribution: str = DISTRIBUTION) -> str:
    """A command that installs what the ``extra`` of a ``distribution`` needs and this Python lacks.

    All that it needs where nothing is missing by name: something may be too old.
    """
    needed = dict(list_requirements(extra, distribution))
    missing = [requirement for name, requirement in needed.items() if not is_installed(name)]
    packages = missing or list(needed.values()) or [f"{distribution}[{extra}]"]
    return shlex.join([find_python(), "-m", "pip", "install", *packages])


def list_requirements(extra: str, distribution: str) -> Iterator[tuple[str, str]]:
    """Name and requirement of each package that the ``extra`` brings, by the distribution's metadata."""
    from importlib.metadata import PackageNotFoundError, requires

    try:
        lines = requires(distribution) or []
    except PackageNotFoundError:
        return
    for line in lines:
        requirement, _, marker = line.partition(";")
        if marker.replace('"', "'").strip() == f"extra == '{extra}'":
            name = requirement.strip()
            for end in "[<>=!~ (":
                name = name.partition(end)[0]
            yield name, requirement.strip().replace(" ", "")


def is_installed(name: str) -> bool:
    """Whether a distribution of that name is there, of whatever version."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def find_python() -> str:
    """``python`` where a shell takes that for the Python of this process, else its path."""
    found = shutil.which("python")
    return "python" if found and Path(found).absolute() == Path(sys.executable).absolute() else sys.executable
