"""The module that ``--plugin`` names: an installed one, one of the current folder, or a ``.py`` file.

What is installed wins over the current folder, so that a file that lies about there, ``random.py`` say,
takes no other module's place. ``sys.path`` stays as it is: processes that we start copy it, and would take
what lies in those folders for installed.
"""

import importlib
import importlib.util
import os
import sys
import zlib
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

from spamfilter.errors import PluginError


class LastFolders:
    """A finder of modules in ``folders`` that is asked when every other finder knows nothing."""

    def __init__(self) -> None:
        self.folders: list[str] = []

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """How to load the top-level module ``name``."""
        return PathFinder.find_spec(name, self.folders, target) if path is None else None

    def add(self, folder: Path) -> None:
        """Search ``folder`` too, from now on: what a plugin imports may lie beside it."""
        if self not in sys.meta_path:
            sys.meta_path.append(self)
        if str(folder) not in self.folders:
            self.folders.append(str(folder))


_last = LastFolders()


def is_path(name: str) -> bool:
    """Whether ``name`` means a file rather than a module."""
    return name.endswith(".py") or "/" in name or os.sep in name


def load_module(name: str) -> ModuleType:
    """The module of that name, or of the file at that path (``~`` is the home folder).

    Raises :class:`PluginError` when there is none, and what the module itself raises.
    """
    if is_path(name):
        return load_file(Path(os.path.expanduser(name)))  # noqa: PTH111, pathlib's may raise
    if not name or name.startswith("."):
        raise PluginError("it is no module's name; give one, or the path of a .py file")
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if not is_missing(name, error):
            raise
    return load_beside(name)


def load_beside(name: str) -> ModuleType:
    """The module ``name`` of the current folder."""
    _last.add(Path.cwd())
    importlib.invalidate_caches()
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if not is_missing(name, error):
            raise
    raise PluginError(
        "no such module is installed or in the current folder; give its name, or the path of a .py file"
    )


def is_missing(name: str, error: ModuleNotFoundError) -> bool:
    """Whether the module ``name`` itself, or a package that it is said to be in, is what was not found."""
    return error.name is not None and f"{name}.".startswith(f"{error.name}.")


def load_file(path: Path) -> ModuleType:
    """The module that the file at ``path`` is, read once a process.

    Its name is made of the whole path: no import statement means it, and two files of one name differ.
    """
    path = path.absolute()
    if not path.exists():
        raise PluginError("there is no such file; give the path of a .py file, or the name of a module")
    if path.suffix != ".py" or not path.is_file():
        raise PluginError("it is not a .py file; give the path of one, or the name of a module")
    path = path.resolve()
    name = f"spamfilter_plugin_{path.stem}_{zlib.crc32(os.fsencode(path)):08x}".replace(".", "_")
    if name in sys.modules:
        return sys.modules[name]
    _last.add(path.parent)
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise PluginError("Python cannot import it; give the path of a .py file")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module
