"""The command ``spamfilter``: options of the group, commands of ours and of plugins, one error boundary."""

import os
import sys
from collections import UserDict
from contextlib import redirect_stderr, suppress
from dataclasses import replace
from importlib import import_module
from typing import Any

import click

from spamfilter.cli.completion import PluginType
from spamfilter.cli.config import make_default_map, name_plugins, read_config, read_plugins
from spamfilter.cli.encoding import make_streams_readable
from spamfilter.cli.ending import ending_well, replace_closed_output
from spamfilter.cli.equip import PLUGIN, PREFIX, VERSION, equip, show_version
from spamfilter.cli.filter import open_delivery, safe_delivery
from spamfilter.cli.session import Session, pass_session
from spamfilter.errors import SpamfilterError
from spamfilter.plugin.manager import collect_commands

COMPLETE = f"_{PREFIX}_COMPLETE"  # click's
# Our own commands: the module of each, and what it is called there if not the same.
OWN = {
    "scan": "scan",
    "filter": "filter:filter_command",
    "learn": "learn",
    "memory": "memory",
    "allow": "allow",
    "block": "allow:block",
    "evaluate": "evaluate",
    "explain": "explain",
    "attack": "attack",
    "check-plugin": "check_plugin",
    "classifiers": "classifiers",
    "plugins": "plugins",
    "config": "config_command:config",
}


class LateCommands(UserDict[str, Any]):
    """Commands by name, each imported when it is asked for: a scan starts sooner without the others."""

    def __getitem__(self, name: str) -> click.Command:
        module, _, called = super().__getitem__(name).partition(":")
        command: click.Command = getattr(import_module(f"{__name__}.{module}"), called or module)
        return command


class PluginGroup(click.Group):
    """A group whose commands may come from plugins, and the one place where errors become exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*self.commands, *self.plugin_commands(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        equipped: dict[str, click.Command] = ctx.find_root().meta.setdefault("equipped", {})
        if cmd_name not in equipped:
            command = super().get_command(ctx, cmd_name) or self.plugin_commands(ctx).get(cmd_name)
            if command is None:
                return None
            equipped[cmd_name] = equip(command, (cmd_name,))
        return equipped[cmd_name]

    def plugin_commands(self, ctx: click.Context) -> dict[str, click.Command]:
        """Commands that plugins add."""
        meta = ctx.find_root().meta
        if "commands" not in meta:
            meta["commands"] = collect_commands(find_session(ctx).manager, self.commands)
        return {name: command for name, (command, _) in meta["commands"].items()}

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> click.Context:
        asked = bool(extra.get("resilient_parsing"))  # by a shell, what could come next
        with ending_well():
            session = Session(tuple(args), delivery=None if asked else open_delivery(args))
            if session.delivery is None:
                replace_closed_output()
            with safe_delivery(session):
                file = read_config(lenient=asked)
                listed = read_plugins(file)
                extra["obj"] = replace(session, plugins=tuple(name_plugins() or listed))
                extra["default_map"] = {"plugin": listed}
                ctx = super().make_context(info_name, args, *rest, **extra)
                with suppress(*[SpamfilterError] * asked):
                    ctx.default_map = make_default_map(file, ctx)
                return ctx

    def invoke(self, ctx: click.Context) -> Any:
        with ending_well(), safe_delivery(find_session(ctx)):
            return super().invoke(ctx)


def tell_rest() -> None:
    """Print on stderr what readers have told of sources and the command has not printed itself."""
    notice = sys.modules.get("spamfilter.readers.notice")  # imported by whoever reads
    for line in notice.take_notices() if notice else ():
        from spamfilter.formats import show_line  # what few need, --help can do without

        click.echo(f"spamfilter: {show_line(line)}", err=True)


def find_session(ctx: click.Context) -> Session:
    """What this run carries."""
    return ctx.ensure_object(Session)


def remember_plugins(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> None:
    """Keep ``--plugin`` where --help, which is handled early, finds it too."""
    ctx.obj = replace(find_session(ctx), plugins=value)


@click.group(
    cls=PluginGroup, commands=LateCommands(OWN), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.option(
    "--plugin",
    metavar="MODULE",
    type=PluginType(),
    multiple=True,
    is_eager=True,
    expose_value=False,
    envvar=PLUGIN,
    callback=remember_plugins,
    help="Also use this plugin: a Python module, of the current folder too, or the path of a .py file; "
    "may be given again.",
)
@click.option(
    "-V",
    "--version",
    VERSION,
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=show_version,
    help="Print the version and end.",
)
@pass_session
def cli(session: Session) -> None:
    """Filter SMS exports and mail for spam: offline, no account, no server."""
    click.get_current_context().call_on_close(tell_rest)
    session.manager  # noqa: B018, a plugin that fails says so before the command begins


def main() -> None:
    """Entry point of the console script."""
    if os.environ.get(COMPLETE, "").endswith("_complete"):  # a shell asks; nothing else belongs on a terminal
        with open(os.devnull, "w") as nowhere, redirect_stderr(nowhere), suppress(SpamfilterError):  # noqa: PTH123
            cli(prog_name="spamfilter")
        return
    make_streams_readable()
    try:
        cli(prog_name="spamfilter")
    except KeyboardInterrupt:
        sys.exit(130)
