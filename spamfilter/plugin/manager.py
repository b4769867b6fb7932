"""Find plugins, load each on its own, and ask them what they offer.

A plugin is a module with hook implementations. Installed ones name themselves in the entry-point group
``spamfilter``; ``--plugin MODULE`` adds one by hand, by its name or its path. An installed plugin that fails
takes nothing else down: it is named once on stderr and stands in the manager as a :class:`BrokenPlugin`,
which has no hooks.
"""

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pluggy

from spamfilter import hookspecs
from spamfilter.classifier import ClassifierEntry
from spamfilter.errors import PluginError, UsageError, describe_error
from spamfilter.hookspecs import ReaderEntry
from spamfilter.plugin.entrypoint import find_entry_points
from spamfilter.plugin.module import load_module
from spamfilter.readers.source import format as own_formats

if TYPE_CHECKING:
    import click

DISABLE = "SPAMFILTER_DISABLE"
OPTION = "--plugin "
ITSELF = "spamfilter itself"  # as the provider of its own commands and formats


@dataclass(frozen=True)
class BrokenPlugin:
    """Stands in for an installed plugin that failed: its ``name``, why, and the traceback."""

    name: str
    error: str
    details: str


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """One row of ``spamfilter plugins``. ``status`` is ok, failed or disabled."""

    name: str
    origin: str
    status: str
    hooks: list[str]
    error: str = ""


def create_manager(extra: Sequence[str] = ()) -> pluggy.PluginManager:
    """A fresh manager with every installed plugin that works and the modules or files named in ``extra``.

    Raises :class:`PluginError` when a module in ``extra`` fails; a failing installed one is reported on
    stderr and skipped. ``SPAMFILTER_DISABLE=name,…`` leaves installed ones out.
    """
    manager = pluggy.PluginManager("spamfilter")
    manager.add_hookspecs(hookspecs)
    manager.register(own_formats, name=ITSELF)
    for name, entry_point in find_entry_points().items():
        if entry_point.name not in disabled_names():
            with_isolation(manager, name, entry_point.load)
    for module in extra:
        try:
            register(manager, OPTION + module, load_module(module))
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            raise PluginError(f"{OPTION}{module} fails: {describe_error(error)}") from error
    return manager


def describe_provider(name: str) -> str:
    """``NAME (DISTRIBUTION VERSION)`` for an installed plugin, else ``NAME``.

    A distribution's name is read only for messages: parsing it takes long.
    """
    entry_point = find_entry_points().get(name)
    if entry_point is None or "(" in name:
        return name
    return f"{name} ({entry_point.describe_distribution()})"


def disabled_names() -> set[str]:
    """Names in ``SPAMFILTER_DISABLE``."""
    return {name.strip() for name in os.environ.get(DISABLE, "").split(",")}


def lacks_plugins(manager: pluggy.PluginManager) -> bool:
    """Whether an installed plugin may be switched off or has failed so far."""
    return bool(disabled_names() - {""}) or any(
        isinstance(plugin, BrokenPlugin) for plugin in manager.get_plugins()
    )


def with_isolation(manager: pluggy.PluginManager, name: str, load: Callable[[], ModuleType]) -> None:
    """Load and register one installed plugin; on failure report it and leave a :class:`BrokenPlugin`."""
    try:
        register(manager, name, load())
    except KeyboardInterrupt:
        raise
    # A plugin may also call sys.exit, or die of a panic in compiled code, which is no Exception.
    except BaseException as error:
        report_failure(manager, name, error)


def report_failure(manager: pluggy.PluginManager, name: str, error: BaseException) -> None:
    """Replace the plugin ``name`` by a :class:`BrokenPlugin` and say so once on stderr."""
    if manager.has_plugin(name):
        manager.unregister(name=name)
    details = "".join(traceback.format_exception(error))
    manager.register(BrokenPlugin(name, describe(error), details), name=name)
    print(
        f"spamfilter: plugin {describe_provider(name)} failed and is skipped: {describe(error)} "
        f"(see: spamfilter plugins)",
        file=sys.stderr,
    )


def describe(error: BaseException) -> str:
    """An exception on one line."""
    return " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")


def register(manager: pluggy.PluginManager, name: str, plugin: ModuleType) -> None:
    """Register ``plugin``, once; PluginError for a hook that the host does not know."""
    for attribute in dir(plugin):
        if manager.parse_hookimpl_opts(plugin, attribute) is not None and not hasattr(hookspecs, attribute):
            raise PluginError(f"it implements {attribute}, which is no hook of this version of spamfilter")
    if not manager.is_registered(plugin):
        manager.register(plugin, name=name)


def collect_classifiers(manager: pluggy.PluginManager) -> dict[str, tuple[ClassifierEntry, str]]:
    """Name to entry and provider. Raises :class:`PluginError` when two plugins offer one name."""
    found: dict[str, tuple[ClassifierEntry, str]] = {}
    for provider, entry in ask_each(manager, "spamfilter_classifiers", ClassifierEntry):
        if entry.name in found:
            other = found[entry.name][1]
            raise PluginError(
                f"classifier {entry.name!r} is offered by both {describe_provider(other)} "
                f"and {describe_provider(provider)}; "
                f"switch one off with {DISABLE}"
            )
        found[entry.name] = (entry, provider)
    return found


def choose_classifier(manager: pluggy.PluginManager, name: str) -> ClassifierEntry:
    """The entry called ``name``; :class:`UsageError` that lists the names when there is none."""
    found = collect_classifiers(manager)
    if name not in found:
        raise UsageError(f"no classifier {name!r}; there are: {', '.join(sorted(found)) or 'none'}")
    return found[name][0]


def collect_commands(
    manager: pluggy.PluginManager, taken: Iterable[str]
) -> "dict[str, tuple[click.Command, str]]":
    """Name to command and provider. Raises :class:`PluginError` when a name is ``taken`` or offered twice."""
    found: dict[str, tuple[Any, str]] = {}
    owners = dict.fromkeys(taken, ITSELF)
    for provider, command in ask_each(manager, "spamfilter_commands", object):
        name = str(getattr(command, "name", ""))
        if name in owners:
            raise PluginError(
                f"command {name!r} is offered by both {describe_provider(owners[name])} "
                f"and {describe_provider(provider)}; "
                f"switch one off with {DISABLE}"
            )
        owners[name] = provider
        found[name] = (command, provider)
    return found


def collect_readers(manager: pluggy.PluginManager) -> dict[str, tuple[ReaderEntry, str]]:
    """Name to entry and provider. Raises :class:`PluginError` when a name is taken or offered twice."""
    found: dict[str, tuple[ReaderEntry, str]] = {}
    for provider, entry in ask_each(manager, "spamfilter_readers", ReaderEntry):
        if entry.name in found or entry.name == own_formats.AUTO:
            other = found[entry.name][1] if entry.name in found else ITSELF
            raise PluginError(
                f"input format {entry.name!r} is offered by both {describe_provider(other)} "
                f"and {describe_provider(provider)}; "
                f"switch one off with {DISABLE}"
            )
        found[entry.name] = (entry, provider)
    return found


def list_readers(manager: pluggy.PluginManager) -> list[ReaderEntry]:
    """The formats that there are, plugins' too."""
    return [entry for entry, _ in collect_readers(manager).values()]


def load_readers(plugins: Iterable[str] = ()) -> list[ReaderEntry]:
    """The formats of installed plugins and of the modules ``plugins``, and our own."""
    return list_readers(create_manager(tuple(plugins)))


def ask_each(manager: pluggy.PluginManager, hook: str, kind: type) -> Iterator[tuple[str, Any]]:
    """``(provider, item)`` for what each plugin's ``hook`` returns; one that raises is isolated."""
    for name, plugin in manager.list_name_plugin():
        if plugin is None or not hasattr(plugin, hook):
            continue
        others = [other for other in manager.get_plugins() if other is not plugin]
        try:
            answers = manager.subset_hook_caller(hook, remove_plugins=others)()
            items = [item for answer in answers for item in answer]
            if wrong := [item for item in items if not isinstance(item, kind)]:
                raise TypeError(f"{hook} must return {kind.__name__} items, not {type(wrong[0]).__name__}")
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            if name.startswith(OPTION):
                raise PluginError(f"{name} fails: {describe(error)}") from error
            report_failure(manager, name, error)
        else:
            yield from ((name, item) for item in items)


def list_plugins(manager: pluggy.PluginManager) -> list[PluginInfo]:
    """What is installed or named by ``--plugin``, from where, with which hooks, and what failed."""
    rows, installed = [], find_entry_points()
    for name, entry_point in installed.items():
        plugin = manager.get_plugin(name)
        status = "disabled" if plugin is None else "failed" if isinstance(plugin, BrokenPlugin) else "ok"
        error = plugin.error if isinstance(plugin, BrokenPlugin) else ""
        origin = f"{entry_point.describe_distribution()}, {entry_point.value}"
        rows.append(PluginInfo(name, origin, status, list_hooks(plugin), error))
    for name, plugin in manager.list_name_plugin():
        if name not in installed and name != ITSELF:
            rows.append(PluginInfo(name, getattr(plugin, "__file__", None) or "?", "ok", list_hooks(plugin)))
    return rows


def list_hooks(plugin: object) -> list[str]:
    """Names of the hooks that ``plugin`` implements."""
    return [name for name in dir(plugin) if name.startswith("spamfilter_") and hasattr(hookspecs, name)]
