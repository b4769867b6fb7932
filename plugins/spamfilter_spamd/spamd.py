"""The program ``spamd``: ``spamfilter spamd`` under the name and with the options that other programs use.

It knows all options of SpamAssassin's spamd. What means something here has that meaning; what can mean
nothing here and does no harm is taken, and said so; the rest, by which mails would be judged otherwise than
somebody relies on, is refused, so that nobody takes it for the other one.
"""

import argparse
import os
import re
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

# aiospamc and others look for a version at the end of the line, and for 4 or more before they use TLS
# certificates of clients.
VERSION = "spamd of spamfilter {}, for clients of SpamAssassin 4.0.0"
HINT = "this is the spamd of spamfilter; SpamAssassin's own is usually /usr/sbin/spamd"
PORT = "783"
LOCAL = "127.0.0.1,::1"  # who may connect where -A does not say
NO_LIMIT = "31536000"  # seconds, of a year, for 0

# What has a meaning here: the options, what an omitted value stands for (None: it must be given), and the
# option of ours, where that has the same value.
VALUES: tuple[tuple[tuple[str, ...], str | None, str], ...] = (
    (("-i", "--listen", "--listen-ip", "--ip-address"), "*", ""),
    (("-p", "--port"), None, ""),
    (("--ssl-port",), None, ""),
    (("-A", "--allowed-ips"), None, ""),
    (("-m", "--max-children"), None, ""),
    (("-t", "--timeout-child"), None, ""),
    (("-s", "--syslog"), None, ""),
    (("--syslog-socket",), None, ""),
    (("-D", "--debug"), "all", ""),
    (("--cf",), None, ""),
    (("--socketpath",), None, "socket"),
    (("--socketmode",), None, "socket-mode"),
    (("-u", "--username"), None, "user"),
    (("-g", "--groupname"), None, "group"),
    (("-r", "--pidfile"), None, "pid-file"),
    (("--server-cert",), None, "server-cert"),
    (("--server-key",), None, "server-key"),
    (("--ssl-ca-file",), None, "ssl-ca-file"),
)
SWITCHES = (
    ("-d", "--daemonize"),
    ("-4", "--ipv4only", "--ipv4-only", "--ipv4"),
    ("-6",),
    ("--ssl",),
    ("--ssl-verify",),
    ("-l", "--allow-tell"),
    ("--allow-root",),
    ("-V", "--version"),
)
# What is so in any case: there is nothing to say.
GIVEN = (("-L", "--local"), ("-x", "--nouser-config", "--no-user-config"))
GIVEN_NO = ("create-prefs", "ldap-config", "paranoid", "round-robin", "sql-config", "vpopmail", "daemonize")
# What means nothing here: the options, what an omitted value stands for, and why.
NO_USERS = "the users of clients are not told apart"
NO_CHILDREN = "processes are started as they are needed"
NO_RULES = "there are no rules of SpamAssassin to read"
IGNORED: tuple[tuple[tuple[str, ...], str | None, str], ...] = (
    (("-U", "--default-user"), None, NO_USERS),
    (("-H", "--helper-home-dir"), "", "no other programs are asked"),
    (("-C", "--configpath"), None, NO_RULES),
    (("--siteconfigpath",), None, NO_RULES),
    (("--min-children",), None, NO_CHILDREN),
    (("--min-spare",), None, NO_CHILDREN),
    (("--max-spare",), None, NO_CHILDREN),
    (("--max-conn-per-child",), None, NO_CHILDREN),
    (("-T", "--timeout-tcp"), None, "--timeout-child holds for that too"),
    (("--log-timestamp-fmt",), "", "times are written as they always are"),
)
IGNORED_SWITCHES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("-c", "--create-prefs"), NO_USERS),
    (("-P", "--paranoid"), NO_USERS),
    (("--user-config",), NO_USERS),
    (("--round-robin",), NO_CHILDREN),
    (("--timing",), "no times of rules are measured"),
    (("--nolocal", "--no-local"), "no network is asked in any case"),
    (("-S", "--stop-at-threshold"), "SpamAssassin has none any more either"),
)
# What somebody would rely on in vain.
NO_PREFERENCES = "the preferences of users are not read"
REFUSED: tuple[tuple[tuple[str, ...], str | None, str], ...] = (
    (("--pre",), None, "rules and plugins of SpamAssassin are not read"),
    (("--virtual-config-dir",), None, NO_PREFERENCES),
    (("--ssl-ca-path",), None, "give the certificates in one file, with --ssl-ca-file"),
    (("--socketowner",), None, "start spamd as that user, or set --socketmode"),
    (("--socketgroup",), None, "start spamd in that group, or set --socketmode"),
    (("-F",), "", "SpamAssassin has none any more either"),
)
REFUSED_SWITCHES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("-q", "--sql-config"), NO_PREFERENCES),
    (("-Q", "--setuid-with-sql"), NO_PREFERENCES),
    (("--ldap-config",), NO_PREFERENCES),
    (("--setuid-with-ldap",), NO_PREFERENCES),
    (("-v", "--vpopmail"), NO_PREFERENCES),
    (("--add-from", "--noadd-from", "--no-add-from"), "SpamAssassin has none any more either"),
)
HOLDS = ("report_safe 0",)  # lines of configuration that hold in any case


class Parser(argparse.ArgumentParser):
    """Its errors say which spamd this is."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"spamd: {message}; {HINT}\n")


class Note(argparse.Action):
    """Takes an option, and puts down that it means nothing."""

    def __call__(self, parser: object, found: argparse.Namespace, value: object, name: object = None) -> None:
        found.notes = [*found.notes, f"{name} means nothing here: {self.metavar}"]


class Refuse(argparse.Action):
    """Refuses an option."""

    def __call__(
        self, parser: argparse.ArgumentParser, found: object, value: object, name: object = None
    ) -> None:
        parser.error(f"{name} is refused: {self.metavar}")


def make_parser() -> argparse.ArgumentParser:
    """The options, as spamd(8) of SpamAssassin 4.0 describes them."""
    parser = Parser(prog="spamd", description=__doc__.split("\n\n")[0])
    parser.set_defaults(notes=[])
    for names, omitted, _ in VALUES:
        several = names[0] in ("-i", "-A", "--cf", "--socketpath")
        parser.add_argument(
            *names,
            action="append" if several else "store",
            default=[] if several else None,
            nargs=None if omitted is None else "?",
            const=omitted,
            metavar="VALUE",
        )
    switches: tuple[str, ...]
    for switches in SWITCHES:
        parser.add_argument(*switches, action="store_true")
    for switches in GIVEN:
        parser.add_argument(*switches, action="store_true", help="so it is in any case")
    for name in GIVEN_NO:
        parser.add_argument(f"--no{name}", f"--no-{name}", action="store_true", help=argparse.SUPPRESS)
    for action, values, plain in ((Note, IGNORED, IGNORED_SWITCHES), (Refuse, REFUSED, REFUSED_SWITCHES)):
        word = "means nothing here" if action is Note else "refused"
        for names, omitted, why in values:
            nargs = None if omitted is None else "?"
            parser.add_argument(
                *names, action=action, nargs=nargs, const=omitted, metavar=why, help=f"{word}: {why}"
            )
        for names, why in plain:
            parser.add_argument(*names, action=action, nargs=0, metavar=why, help=f"{word}: {why}")
    return parser


def translate(arguments: Sequence[str]) -> list[str]:
    """The arguments of ``spamfilter`` that mean the same. What means nothing is said on standard error."""
    parser = make_parser()
    found = parser.parse_args(arguments)
    if found.version:
        return ["--version"]
    for line in found.cf:
        if " ".join(line.split()) not in HOLDS:
            parser.error(f"--cf {line} is refused: rules and settings of SpamAssassin are not read")
    for note in found.notes:
        print(f"spamd: {note}", file=sys.stderr)
    command = ["spamd", *place(found), *limit(parser, found), *log(found)]
    for names, _, ours in VALUES:
        value = vars(found)[destination(names)]
        if ours and value:
            command += [f"--{ours}={one}" for one in (value if isinstance(value, list) else [value])]
    if found.daemonize and not found.nodaemonize:
        command.append("--detach")
    if found.ssl_verify or found.ssl_ca_file:
        command.append("--ssl-verify")
    return command + [
        f"--{name}" for name in ("allow-tell", "allow-root") if vars(found)[name.replace("-", "_")]
    ]


def destination(names: Sequence[str]) -> str:
    """Where argparse puts the value."""
    return next((name for name in names if name.startswith("--")), names[0]).lstrip("-").replace("-", "_")


def place(found: argparse.Namespace) -> list[str]:
    """Where to listen, and to whom."""
    tls = found.ssl or found.ssl_verify or found.ssl_ca_file or found.ssl_port
    plain = found.port or PORT
    secure = found.ssl_port or plain
    words = list(found.listen)
    if not words and not found.socketpath and (found.port or tls):
        words = ["localhost"]
    command = []
    for word in words:
        rest = word.removeprefix("ssl:") or "*"
        if rest.startswith("/"):
            command.append(f"--socket={rest}")
            continue
        prefix = "ssl:" if tls or rest != (word or "*") else ""
        command.append(f"--listen={prefix}{add_port(rest, secure if prefix else plain)}")
    if any(word.startswith("--listen") for word in command) or found.allowed_ips:
        command.append(f"--allow-from={','.join(found.allowed_ips) or LOCAL}")
    command += ["--family=4"] if found.ipv4only else ["--family=6"] if vars(found)["6"] else []
    return command


def add_port(address: str, port: str) -> str:
    """``HOST:PORT`` of an address as spamd(8) has them: a port may lack, or be a name."""
    host, given = address, ""
    if re.fullmatch(r"[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(%\w+)?", address):
        host = f"[{address}]"
    elif match := re.fullmatch(r"(\[[^\]]*\]|[^:]*):([a-z0-9-]*)", address):
        host, given = match[1], match[2]
    given = given or port
    if not given.isdigit():
        with suppress(OSError):  # what is no port is refused as such
            given = str(socket.getservbyname(given, "tcp"))
    return f"{host or 'localhost'}:{given}"


def limit(parser: argparse.ArgumentParser, found: argparse.Namespace) -> list[str]:
    """How many, and how long."""
    command = []
    for name, text in (("-m", found.max_children), ("-t", found.timeout_child)):
        if text is not None and not re.fullmatch(r"[0-9]{1,9}", text):
            parser.error(f"{name} {text}: a whole number is needed")
    if found.max_children and int(found.max_children):
        # More than there are processors would only take memory.
        command.append(f"--jobs={min(int(found.max_children), os.cpu_count() or 1)}")
    if found.timeout_child:
        command.append(f"--timeout={found.timeout_child if int(found.timeout_child) else NO_LIMIT}")
    return command


def log(found: argparse.Namespace) -> list[str]:
    """Where to log, with a line for each mail, as SpamAssassin's spamd has it."""
    target = found.syslog or ("mail" if found.daemonize else "")
    if found.syslog_socket in ("none", "file"):
        target = "stderr" if found.syslog_socket == "none" else "file"
    command = []
    if target:
        if target not in ("stderr", "null", "file") and re.search(r"[^a-z0-9]", target):
            target = str(Path(target).absolute())
        command.append(f"--log={target}")
    if (target and target != "null") or found.debug:
        command.append("--verbose")
    return command


def main() -> None:
    """Entry point of the program: becomes ``spamfilter spamd``, in the same process."""
    command = translate(sys.argv[1:])
    if command == ["--version"]:
        from importlib.metadata import version

        print(VERSION.format(version("spamfilter-gpt")))
        return
    os.execv(sys.executable, [sys.executable, "-m", "spamfilter", *command])
