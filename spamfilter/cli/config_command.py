"""``spamfilter config``."""

import click

from spamfilter.cli.config import CONFIG, Setting, find_path, list_settings, list_unknown


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def config(ctx: click.Context, as_json: bool) -> None:
    """Show the options that the configuration file and the environment set.

    First the file, then a line an option: the command, the option, its value, and where that comes from. The
    command line wins over the environment, and that over the file.
    """
    settings, unknown = list(list_settings(ctx.find_root())), list_unknown(ctx.find_root())
    click.echo(format_json(settings, unknown) if as_json else format_lines(settings))
    for name in unknown if not as_json else ():
        click.echo(f"spamfilter: {name} sets nothing: there is no such option", err=True)


def format_lines(settings: list[Setting]) -> str:
    """The file, and a line an option."""
    from spamfilter.formats import show_line

    path = find_path()
    if path is None:
        state = f"none\t{CONFIG} is empty"
    else:
        state = f"{show_line(str(path))}\t{'read' if path.is_file() else 'not there'}"
    rows = [f"file\t{state}"]
    for one in settings:
        label = f"{one.command} {one.option}".strip()
        rows.append(f"{label}\t{show_line(show_value(one.value))}\t{one.variable or 'file'}")
    return "\n".join(rows)


def show_value(value: object) -> str:
    """As it would be written: several with spaces between."""
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


def format_json(settings: list[Setting], unknown: list[str]) -> str:
    """``file`` (null for none), whether it ``exists``, ``options``, and variables that set nothing."""
    import json

    from spamfilter.formats import escape_json

    path = find_path()
    options = [
        {
            "command": one.command,
            "option": one.option,
            "value": one.value,
            "source": "environment" if one.variable else "file",
            "variable": one.variable,
        }
        for one in settings
    ]
    described = {
        "file": None if path is None else str(path),
        "exists": path is not None and path.is_file(),
        "options": options,
        "unknown_variables": unknown,
    }
    return escape_json(json.dumps(described, ensure_ascii=False))
