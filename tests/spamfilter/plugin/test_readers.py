"""Formats that plugins add: the hook's own example, chosen by its bytes or by name; two of one name."""

import inspect
import re
from pathlib import Path
from textwrap import dedent

import pytest

import spamfilter
from spamfilter import PluginError, hookspecs
from spamfilter.plugin.manager import collect_readers, create_manager
from spamfilter.readers import FORMATS
from tests.conftest import Process

BACKUP = (
    b"Pocket SMS backup 1\n+15550100|2023-11-14T22:13:20Z|see you at 8\n80082|2024-01-02T03:04:05|win cash\n"
)
SENT = """
from spamfilter import Message, ReaderEntry, hookimpl

def read(stream, source, options):
    for number, sent in enumerate([False, True, False], start=1):
        sender = "" if sent else "Ann"
        yield Message(f"hi {number}", b"", source, number, sender=sender, sent=sent, conversation="Ann")

@hookimpl
def spamfilter_readers():
    return [ReaderEntry("%s", "a chat", lambda head, name: head.startswith(b"CHAT"), read)]
"""


def find_example() -> str:
    """The plugin in the hook's docstring."""
    text = inspect.getdoc(hookspecs.spamfilter_readers) or ""
    return dedent(text[text.index("    import io") :])


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    (tmp_path / "pocket.py").write_text(find_example())
    (tmp_path / "chat.py").write_text(SENT % "chat")
    (tmp_path / "backup").write_bytes(BACKUP)
    (tmp_path / "chat").write_bytes(b"CHAT")
    return tmp_path


def scan(
    process: Process, plugin: Path, name: str, *words: object, stdin: bytes = b""
) -> tuple[int, str, str]:
    plugins = ["--plugin", plugin / f"{name}.py", "--plugin", "spamfilter_wordlist"]
    done = process(*plugins, "scan", "-c", "wordlist", *words, stdin=stdin)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_hooks_example_reads_its_backup(process: Process, plugin: Path) -> None:
    code, out, _ = scan(process, plugin, "pocket", plugin / "backup", "--format", "jsonl")
    assert code == 0
    assert '"sender": "+15550100", "date": "2023-11-14T22:13:20Z"' in out.splitlines()[0]
    assert scan(process, plugin, "pocket", stdin=BACKUP)[1].count("\n") == 2


def test_it_can_be_named(process: Process, plugin: Path, data: Path) -> None:
    assert scan(process, plugin, "pocket", "--input", "pocket", plugin / "backup")[0] == 0
    code, _, error = scan(process, plugin, "pocket", "--input", "pocket", data / "inbox.txt")
    assert (code, "is no Pocket SMS backup; leave out --input pocket" in error) == (65, True)
    code, _, error = scan(process, plugin, "pocket", "--input", "poket", plugin / "backup")
    assert (code, "'poket' is not one of 'auto', 'lines', 'mbox'" in error, "'pocket'" in error) == (
        2,
        True,
        True,
    )


def test_help_and_the_list_of_plugins_name_it(process: Process, plugin: Path) -> None:
    done = process("--plugin", plugin / "pocket.py", "scan", "--help")
    assert "|imessage|outlook|pocket]" in re.sub(r"\s", "", done.stdout.decode())
    done = process("--plugin", plugin / "pocket.py", "plugins")
    assert "spamfilter_readers" in done.stdout.decode().splitlines()[-1]


def test_our_own_formats_are_registered_the_same_way() -> None:
    assert ["auto", *collect_readers(create_manager())][: len(FORMATS)] == list(FORMATS)


@pytest.mark.parametrize("name", ["csv", "auto"])
def test_two_of_one_name_are_an_error_that_names_both(tmp_path: Path, name: str) -> None:
    (tmp_path / "mine.py").write_text(SENT % name)
    path = str(tmp_path / "mine.py")
    with pytest.raises(PluginError, match=f"input format '{name}' is offered by both .*itself and .*mine.py"):
        collect_readers(create_manager([path]))


def test_python_reads_it_too(plugin: Path) -> None:
    plugins = [str(plugin / "pocket.py")]
    messages = list(spamfilter.read(plugin / "backup", plugins=plugins))
    assert [message.sender for message in messages] == ["+15550100", "80082"]


def test_what_the_owner_sent_is_left_out_and_counted(process: Process, plugin: Path) -> None:
    _, out, error = scan(process, plugin, "chat", plugin / "chat")
    assert [line.split("\t")[3] for line in out.splitlines()] == ["hi 1", "hi 3"]
    assert (
        error == f"spamfilter: {plugin}/chat: 1 message that the owner sent left out; --sent includes them\n"
    )


def test_sent_includes_it(process: Process, plugin: Path) -> None:
    _, out, error = scan(process, plugin, "chat", plugin / "chat", "--sent", "--format", "jsonl")
    assert [('"sent": true' in line, '"sender": "Ann"' in line) for line in out.splitlines()] == [
        (False, True),
        (True, False),
        (False, True),
    ]
    assert error == ""


def test_raw_is_refused_where_messages_have_no_bytes(process: Process, plugin: Path) -> None:
    code, out, error = scan(process, plugin, "chat", "--raw", plugin / "chat")
    assert (code, out) == (2, "")
    assert error.startswith(
        f"spamfilter: {plugin}/chat is read as chat, whose messages have no bytes of their own;"
    )
