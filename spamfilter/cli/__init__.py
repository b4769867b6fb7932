"""The command ``spamfilter``: options of the group, commands of ours and of plugins, one error boundary."""

import errno
import gc
import os
import signal
import sys
from contextlib import redirect_stderr, suppress
from dataclasses import replace
from typing import Any, NoReturn

import click

from spamfilter.cli.attack import attack
from spamfilter.cli.check_plugin import check_plugin
from spamfilter.cli.classifiers import classifiers
from spamfilter.cli.completion import PluginType
from spamfilter.cli.config import describe_usage, make_default_map, name_plugins, read_config, read_plugins
from spamfilter.cli.config_command import config
from spamfilter.cli.encoding import make_streams_readable
from spamfilter.cli.equip import PLUGIN, PREFIX, VERSION, equip, show_version
from spamfilter.cli.evaluate import evaluate
from spamfilter.cli.explain import explain
from spamfilter.cli.filter import filter_command, open_delivery, safe_delivery
from spamfilter.cli.plugins import plugins
from spamfilter.cli.scan import scan
from spamfilter.cli.session import Session, pass_session
from spamfilter.errors import OutputError, SpamfilterError, UsageError, describe_error
from spamfilter.plugin.manager import collect_commands

TRACEBACK = f"{PREFIX}_TRACEBACK"
COMPLETE = f"_{PREFIX}_COMPLETE"  # click's


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
        try:
            session = Session(tuple(args), delivery=None if asked else open_delivery(args))
            with safe_delivery(session):
                file = read_config(lenient=asked)
                listed = read_plugins(file)
                extra["obj"] = replace(session, plugins=tuple(name_plugins() or listed))
                extra["default_map"] = {"plugin": listed}
                ctx = super().make_context(info_name, args, *rest, **extra)
                with suppress(*[SpamfilterError] * asked):
                    ctx.default_map = make_default_map(file, ctx)
                return ctx
        except SpamfilterError as error:
            end_with(error)
        except click.UsageError as error:
            end_with_usage(error)
        except KeyboardInterrupt:
            sys.exit(130)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with safe_delivery(find_session(ctx)):
                return super().invoke(ctx)
        except SpamfilterError as error:
            end_with(error)
        except click.UsageError as error:
            end_with_usage(error)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            sys.exit(130)
        except BrokenPipeError:
            pass
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG):
                end_with(OutputError(f"cannot write output: {error.strerror}; free some space and run again"))
            end_with_bug(error)
        except Exception as error:
            end_with_bug(error)
        return end_by_sigpipe()


def end_with(error: SpamfilterError) -> NoReturn:
    """One line on stderr and the error's exit code."""
    if os.environ.get(TRACEBACK):
        raise error
    click.echo(f"spamfilter: {' '.join(str(error).split())}", err=True)
    sys.exit(error.exit_code)


def end_with_usage(error: click.UsageError) -> NoReturn:
    """Click's own usage errors in the same form; no arguments at all is a wish to see the help."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        raise error
    command = error.ctx.command_path if error.ctx else "spamfilter"
    end_with(UsageError(f"{describe_usage(error)}; see '{command} --help'"))


def end_with_bug(error: Exception) -> NoReturn:
    """One line that says it is our fault, and exit code 70."""
    if os.environ.get(TRACEBACK):
        raise error
    click.echo(
        f"spamfilter: a bug: {describe_error(error)}; run again with {TRACEBACK}=1 and report the traceback",
        err=True,
    )
    sys.exit(70)


def end_by_sigpipe() -> NoReturn:
    """Die as grep does when its reader goes away, so that a shell sees 141 and nothing is printed."""
    gc.collect()  # worker processes leave semaphores that only their finalizers remove
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)
    os._exit(141)


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


@click.group(cls=PluginGroup, context_settings={"help_option_names": ["-h", "--help"]})
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


for command in (scan, filter_command, evaluate, explain, attack, check_plugin, classifiers, plugins, config):
    cli.add_command(command)


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
