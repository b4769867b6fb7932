"""Options that a user sets once and for all: ``config.toml``, and what becomes of it and the environment.

A table is a command (``[scan]``, ``[gpt.train]``), a key an option of it, written with dashes or underscores.
The file gives click's ``default_map``, so that the environment and the command line win over it. It is
checked whole before a command runs: a misspelt key that does nothing would be found by nobody.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, cast

import click

from spamfilter.cli.equip import PLUGIN, PREFIX, is_built_in, name_option, name_variable
from spamfilter.cli.session import Session
from spamfilter.errors import DataError, UsageError
from spamfilter.plugin.manager import lacks_plugins
from spamfilter.plugin.module import is_path

CONFIG = f"{PREFIX}_CONFIG"
# Variables that belong to no option; the last is that of the tests.
OTHERS = (CONFIG, f"{PREFIX}_DISABLE", f"{PREFIX}_TRACEBACK", f"{PREFIX}_DATA")
Table = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """The user's file: its ``path`` (None where there is to be none) and its ``table``, not yet checked."""

    path: Path | None
    table: Table

    def refuse(self, what: str) -> NoReturn:
        """Raise :class:`UsageError`."""
        raise UsageError(f"{self.path}: {what}")


@dataclass(frozen=True, slots=True)
class Setting:
    """An option that is set.

    ``command``   its words, such as ``gpt train``; of ``spamfilter`` itself none
    ``option``    with its dashes
    ``value``     as it would stand on a command line: a text, a list of them, or whether a flag is given
    ``source``    ``environment`` or ``file``
    ``variable``  of the environment, which sets it
    """

    command: str
    option: str
    value: object
    source: str
    variable: str | None = None


def find_path() -> Path | None:
    """Where the file is, if there is one: ``SPAMFILTER_CONFIG``, else in the user's configuration folder.

    None when the variable is empty.
    """
    chosen = os.environ.get(CONFIG)
    if chosen is None:
        return Path(click.get_app_dir("spamfilter")) / "config.toml"
    return Path(os.path.expanduser(chosen)) if chosen else None  # noqa: PTH111, pathlib's may raise


def read_config(*, lenient: bool = False) -> ConfigFile:
    """The file; an empty one where there is none, or, if ``lenient``, where it cannot be understood.

    Raises :class:`UsageError` when it cannot be read, or ``SPAMFILTER_CONFIG`` names one that is not there,
    and :class:`DataError` when it is not TOML.
    """
    path = find_path()
    try:
        return read_toml(path)
    except Exception:  # be it one that nobody thought of: a mail may hang on it
        if not lenient:
            raise
        return ConfigFile(path, {})


def read_toml(path: Path | None) -> ConfigFile:
    """The file at ``path``, see :func:`read_config`."""
    if path is None or (CONFIG not in os.environ and not os.path.lexists(path)):
        return ConfigFile(path, {})
    import tomllib

    try:
        if not path.is_file():  # a named pipe would keep the program waiting
            problem = "is not a file" if path.exists() else "is not there"
            raise UsageError(f"the configuration {path} {problem}; mend it, or set {CONFIG}")
        return ConfigFile(path, tomllib.loads(path.read_bytes().decode()))
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}; mend it, or set {CONFIG}") from None
    except (ValueError, RecursionError) as error:
        raise DataError(f"{path} is not TOML: {error}") from None


def read_plugins(file: ConfigFile) -> list[str]:
    """What the file's key ``plugin`` names; a relative path begins at the file's folder."""
    value = file.table.get("plugin", [])
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        file.refuse("plugin must be text, or a list of texts: modules, or paths of .py files")
    folder = file.path.parent if file.path else Path()
    return [
        str(folder.absolute() / os.path.expanduser(name)) if is_path(name) else name  # noqa: PTH111
        for name in names
    ]


def name_plugins() -> list[str]:
    """What the environment names, for what happens before click looks there: the help."""
    return [name for name in os.environ.get(PLUGIN, "").split(os.pathsep) if name]


def make_default_map(file: ConfigFile, ctx: click.Context) -> dict[str, object]:
    """The file as click takes it, checked against the commands of the group that ``ctx`` is of.

    Raises :class:`UsageError` that names the file, the key, and what is allowed there. Where a plugin is
    switched off or broken, a table that belongs to no command may belong to one of its.
    """
    found: dict[str, object] = {}
    for key, value in file.table.items():
        if key == "plugin":
            found[key] = read_plugins(file)
        elif not isinstance(value, Mapping):
            tables = name_tables(ctx.command, ctx)
            file.refuse(f"there is no key {key!r}; there are plugin, and a table a command: {tables}")
        elif command := find_command(ctx.command, ctx, key):
            add_table(found, file, ctx, (key,), command, value)
        elif not lacks_plugins((ctx.find_object(Session) or Session()).manager):
            file.refuse(f"[{key}] is no command; there are: {name_tables(ctx.command, ctx)}")
    return found


def name_tables(command: click.Command, ctx: click.Context, *above: str) -> str:
    """What tables there may be for the commands below ``command``."""
    names = command.list_commands(ctx) if isinstance(command, click.Group) else []
    return ", ".join(f"[{'.'.join([*above, name])}]" for name in names) or "none"


def find_command(command: click.Command, ctx: click.Context, key: str) -> click.Command | None:
    """The command below ``command`` that a table's ``key`` means."""
    if not isinstance(command, click.Group):
        return None
    found = [name for name in command.commands if fold(name) == fold(key)]
    found = found or [name for name in command.list_commands(ctx) if fold(name) == fold(key)]  # asks plugins
    return command.get_command(ctx, found[0]) if found else None


def fold(name: str) -> str:
    """Dashes and underscores alike."""
    return name.replace("-", "_")


def add_table(
    found: dict[str, object],
    file: ConfigFile,
    ctx: click.Context,
    keys: tuple[str, ...],
    command: click.Command,
    table: Table,
) -> None:
    """Add to ``found`` what the table of ``command`` says, and those of the commands below it."""
    if command.name in found:
        file.refuse(f"[{'.'.join(keys)}] is there twice")
    options = {fold(name_option(option)): option for option in list_options(command)}
    values: dict[str, object] = {}
    for key, value in table.items():
        option = options.get(fold(key))
        if option and not isinstance(value, Mapping):
            add_value(values, file, ctx, f"{key} in [{'.'.join(keys)}]", option, value)
        elif below := find_command(command, ctx, key) if isinstance(value, Mapping) else None:
            add_table(values, file, ctx, (*keys, key), below, cast(Table, value))
        elif isinstance(value, Mapping) and isinstance(command, click.Group):
            tables = name_tables(command, ctx, *keys)
            file.refuse(f"[{'.'.join([*keys, key])}] is no command; there are: {tables}")
        else:
            names = ", ".join(sorted(map(name_option, options.values()))) or "none"
            file.refuse(f"[{'.'.join(keys)}] has no option {key!r}; there are: {names}")
    found[str(command.name)] = values


def add_value(
    found: dict[str, object],
    file: ConfigFile,
    ctx: click.Context,
    where: str,
    option: click.Option,
    value: object,
) -> None:
    """Add to ``found`` the value of one option, as click takes it."""
    if option.name in found:
        file.refuse(f"{where} is there twice, with a dash and with an underscore")
    try:
        found[str(option.name)] = read_value(ctx, option, value)
    except ValueError as error:
        file.refuse(f"{where}: {error}")
    except click.BadParameter as error:
        file.refuse(f"{where}: {error.message.rstrip('.')}")


def list_options(command: click.Command) -> Iterator[click.Option]:
    """The options of a command that a file and the environment may set."""
    for param in command.params:
        if isinstance(param, click.Option) and not is_built_in(param):
            yield param


def read_value(ctx: click.Context, option: click.Option, value: object) -> object:
    """A value of the file, as click takes it for ``option``. Raises ValueError or BadParameter."""
    if option.is_flag:
        if not isinstance(value, bool):
            raise ValueError(f"{show_toml(value)} is neither true nor false")
        return value if option.is_bool_flag else option.flag_value if value else None
    several = option.multiple or option.nargs != 1
    texts = [read_text(one) for one in value] if several and isinstance(value, list) else read_text(value)
    if several and isinstance(texts, str):
        texts = [texts]
    if not isinstance(option.type, click.Path | click.File):  # those look at the disk, when they are used
        option.type_cast_value(ctx, texts)
    return texts


def read_text(value: object) -> str:
    """A number or a text, as it would stand on a command line, where the shell knows ``~``."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{show_toml(value)} is neither a text nor a number")
    if "\0" in str(value):
        raise ValueError("a text cannot have the character NUL in it")
    return os.path.expanduser(str(value)) if str(value).startswith("~/") else str(value)  # noqa: PTH111


def show_toml(value: object) -> str:
    """A value on one line, as TOML has it where Python does not."""
    return str(value).lower() if isinstance(value, bool) else repr(value)


def list_settings(ctx: click.Context) -> Iterator[Setting]:
    """Each option that the environment or the file sets, of all commands; where both do, the environment."""
    for words, command, table in walk_commands(ctx.command, ctx, (), ctx.default_map or {}):
        for option in list_options(command):
            variable = name_variable(words, option)
            names = [option.envvar] if isinstance(option.envvar, str) else option.envvar or [variable]
            names = [name for name in names if os.environ.get(name)]
            label = f"--{name_option(option)}"
            if names:
                yield Setting(" ".join(words), label, os.environ[names[0]], "environment", names[0])
            elif option.name in table:
                yield Setting(" ".join(words), label, table[option.name], "file")


def list_unknown(ctx: click.Context) -> list[str]:
    """Variables that are named like an option's, and are none's."""
    known = set(OTHERS)
    for words, command, _ in walk_commands(ctx.command, ctx, (), {}):
        known |= {name_variable(words, option) for option in list_options(command)}
    return sorted(name for name in os.environ if name.startswith(f"{PREFIX}_") and name not in known)


def walk_commands(
    command: click.Command, ctx: click.Context, words: tuple[str, ...], table: Table
) -> Iterator[tuple[tuple[str, ...], click.Command, Table]]:
    """Every command from ``command`` downwards with its words and its part of the default map."""
    yield words, command, table
    if not isinstance(command, click.Group):
        return
    for name in command.list_commands(ctx):
        below, part = command.get_command(ctx, name), table.get(name, {})
        if below is not None:
            yield from walk_commands(below, ctx, (*words, name), part if isinstance(part, Mapping) else {})


def peek(command: str, option: str) -> object:
    """What the environment or the file says of an option, without a check; None when nothing.

    For a command that has failed, be it for the file.
    """
    if value := os.environ.get(fold(f"{PREFIX}_{command}_{option}").upper()):
        return value
    table = read_config(lenient=True).table.get(command)
    if not isinstance(table, Mapping):
        return None
    return {fold(key): value for key, value in table.items()}.get(fold(option))


def describe_usage(error: click.UsageError) -> str:
    """Click's message without its full stop, with the variable that the value came from."""
    said = error.format_message().rstrip(".")
    ctx, option = error.ctx, getattr(error, "param", None)
    if not isinstance(error, click.BadParameter) or ctx is None or not isinstance(option, click.Option):
        return said
    if ctx.get_parameter_source(str(option.name)) is not click.core.ParameterSource.ENVIRONMENT:
        return said
    names = [option.envvar] if isinstance(option.envvar, str) else option.envvar or []
    return f"{said} (from {', '.join(name for name in names if os.environ.get(name))})"
