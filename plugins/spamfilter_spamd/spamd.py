"""The program ``spamd``: ``spamfilter spamd`` under the name and with the options that other programs use.

It understands those options of SpamAssassin's spamd that mean something here, and refuses the others, so
that nobody takes it for the other one.
"""

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

# aiospamc and others look for a version at the end of the line, and for 4 or more before they use TLS
# certificates of clients.
VERSION = "spamd of spamfilter {}, for clients of SpamAssassin 4.0.0"
HINT = "this is the spamd of spamfilter; SpamAssassin's own is usually /usr/sbin/spamd"
FILES = ("server-cert", "server-key", "ssl-ca-file")
SWITCHES = ("ssl-verify", "allow-tell", "allow-root")


class Parser(argparse.ArgumentParser):
    """Its errors say which spamd this is."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"spamd: {message}; {HINT}\n")


def make_parser() -> argparse.ArgumentParser:
    """The options, as spamd(8) of SpamAssassin 4.0 describes them."""
    parser = Parser(prog="spamd", description=__doc__, allow_abbrev=False)
    parser.add_argument("-V", "--version", action="store_true", help="print the version and end")
    parser.add_argument("-i", "--listen", action="append", default=[], metavar="[ssl:]HOST:PORT")
    parser.add_argument("--socketpath", action="append", default=[], metavar="PATH")
    for name in FILES:
        parser.add_argument(f"--{name}", metavar="FILE")
    parser.add_argument(
        "-l", "--allow-tell", action="store_true", help="answer TELL, though nothing is learnt"
    )
    parser.add_argument("--ssl-verify", action="store_true")
    parser.add_argument("--allow-root", action="store_true")
    parser.add_argument("-L", "--local", action="store_true", help="no network; so it is in any case")
    parser.add_argument("-x", "--nouser-config", action="store_true", help="so it is in any case")
    return parser


def translate(arguments: Sequence[str]) -> list[str]:
    """The arguments of ``spamfilter`` that mean the same."""
    found = vars(make_parser().parse_args(arguments))
    if found["version"]:
        return ["--version"]
    command = ["spamd"]
    command += [f"--listen={address}" for address in found["listen"]]
    command += [f"--socket={path}" for path in found["socketpath"]]
    for name in FILES:
        if value := found[name.replace("-", "_")]:
            command.append(f"--{name}={value}")
    command += [f"--{name}" for name in SWITCHES if found[name.replace("-", "_")]]
    return command


def main() -> None:
    """Entry point of the program: becomes ``spamfilter spamd``, in the same process."""
    command = translate(sys.argv[1:])
    if command == ["--version"]:
        from importlib.metadata import version

        print(VERSION.format(version("spamfilter-gpt")))
        return
    os.execv(sys.executable, [sys.executable, "-m", "spamfilter", *command])
