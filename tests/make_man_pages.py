"""Write the manual pages that ship, from the command line itself: ``python -m tests.make_man_pages``.

The package click-man does it, a page a command. It knows nothing of what click's ``\\b`` says of a paragraph,
nor of lines that troff takes for its own; so texts are made ready for it.
"""

import copy
import re
import sys
from inspect import cleandoc
from pathlib import Path

import click
from click_man.core import write_man_pages

from spamfilter.cli import cli
from spamfilter.plugin.entrypoint import find_version

PAGES = Path(__file__).parents[1] / "spamfilter" / "man"
MORE = r"""
.SH EXIT STATUS
.PP
0 when all went well; 1 where a command was asked to say so: spam was found, a check failed;
2 for a command line, a plugin or a configuration that cannot be; 65 for data that cannot be understood;
66 for a file that cannot be read; 70 for a failure of a classifier or of the program; 73 for an output
that cannot be made; 74 for one that cannot be written; 75 when it may work when tried again.
.SH ENVIRONMENT
.TP
\fBSPAMFILTER_\fP\fICOMMAND\fP\fB_\fP\fIOPTION\fP
The value of an option that is not given, for instance SPAMFILTER_SCAN_JOBS=2 and
SPAMFILTER_GPT_TRAIN_EPOCHS=3; of a flag 1 or 0. It wins over the file below.
.TP
\fBSPAMFILTER_CONFIG\fP
The path of that file; empty for none.
.TP
\fBSPAMFILTER_DISABLE\fP
Names of installed plugins to leave out, with commas between them.
.TP
\fBSPAMFILTER_TRACEBACK\fP
When set, an error shows where in the program it arose.
.TP
\fBNO_COLOR\fP
When set, nothing is coloured.
.SH FILES
.TP
\fI~/.config/spamfilter/config.toml\fP
Options that are not given: a table a command, a key an option, such as [scan] and jobs = 2, or
[gpt.train] and epochs = 3; above all tables plugin = ["rules.py"]. 'spamfilter config' shows what is set.
"""


# What troff would print as another character, or take for its own.
SIGNS = str.maketrans({"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "~": r"\(ti", "^": r"\(ha"})

SEE = re.compile(r"(?<=See \\fB)[^\\]*\(1\)")  # click-man writes spamfilter gpt-train(1)


def main(folder: Path) -> None:
    """Write all pages into ``folder``, and remove those of commands that are no more."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.1"):
        old.unlink()
    write_man_pages("spamfilter", make_group(), version=find_version(), target_dir=folder, date=" ")
    for page in folder.glob("*.1"):
        text = SEE.sub(lambda found: found[0].replace(" ", "-"), page.read_text(encoding="utf-8"))
        lines = text.splitlines()
        page.write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8")
    with (folder / "spamfilter.1").open("a", encoding="utf-8") as file:
        file.write(MORE.lstrip())


def make_group() -> click.Group:
    """The command line with all commands of ours in it, and texts for troff."""
    with click.Context(cli, info_name="spamfilter") as ctx:
        found = {name: cli.get_command(ctx, name) for name in cli.list_commands(ctx)}
    commands = {name: copy.copy(command) for name, command in found.items() if command}
    group = click.Group("spamfilter", commands, params=list(cli.params), help=cli.help)
    prepare(group)
    return group


def prepare(command: click.Command) -> None:
    """Make the texts of one command, and of those below it, ready."""
    text = cleandoc(command.help or "")
    command.short_help = escape(command.short_help or text.replace("\n", " ").partition(". ")[0].rstrip("."))
    command.help = escape(text)
    command.params = [copy.copy(param) for param in command.params]
    command.params.append(click.Option(["-h", "--help"], is_flag=True, help="Show this message and exit."))
    for param in command.params:
        if isinstance(param, click.Option):
            param.help = escape(param.help or "")
    if isinstance(command, click.Group):
        for below in command.commands.values():
            prepare(below)


def escape(text: str) -> str:
    """Text as troff prints it; a paragraph after ``\\b`` keeps its lines."""
    paragraphs = []
    for paragraph in text.split("\n\n"):
        lines = paragraph.split("\n")
        kept = lines[0] == "\b"
        lines = [line.translate(SIGNS) for line in lines[kept:]]
        lines = [rf"\&{line}" if line.startswith(".") else line for line in lines]
        paragraphs.append("\n".join([".nf", *lines, ".fi"] if kept else lines))
    return "\n\n".join(paragraphs)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else PAGES)
