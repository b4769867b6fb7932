"""A folder in which the documents' commands find what they name, and a shell that runs them there."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from email.message import EmailMessage
from pathlib import Path

from tests.documents import HOST, PLUGINS, find_blocks
from tests.paths import DATA, ROOT, SHARED, WORDLIST
from tests.spamfilter.readers.container.packed import make_zip
from tests.spamfilter.readers.exports.test_backup import backup, sms
from tests.spamfilter.readers.exports.test_whatsapp import IPHONE

BIN = Path(sys.executable).parent
ROW = tuple[str, str]
OLD = "2024-01-01 00:00:00"


def make_folder(folder: Path) -> None:
    """Fill ``folder``, which is the home of whoever follows the documents, too."""
    rows = [split_row(line) for line in (DATA / "labelled.txt").read_text(encoding="utf-8").splitlines()]
    shutil.copytree(DATA, folder / "tests" / "data")
    for name in ("inbox.txt", "big.txt", "huge.txt", "sms.log"):
        shutil.copy(DATA / "inbox.txt", folder / name)
    make_tables(folder, rows)
    make_mail(folder, rows[:20])
    shutil.copy(WORDLIST / "spamfilter_wordlist.py", folder)
    (folder / "words.txt").write_text("prize\ncash\n", encoding="utf-8")
    (folder / "rules.py").write_text(find_rules(), encoding="utf-8")
    make_exports(folder)
    if (SHARED / "SMSSpamCollection").exists():
        (folder / "SMSSpamCollection").symlink_to(SHARED / "SMSSpamCollection")


def split_row(line: str) -> ROW:
    """The label and the text of a ``label TAB text`` line."""
    label, _, text = line.partition("\t")
    return label, text


def find_rules() -> str:
    """The plugin that overrules verdicts, as the documents show it."""
    (code,) = [code for code in find_blocks(PLUGINS, "python") if "def spamfilter_review" in code]
    return code


def make_exports(folder: Path) -> None:
    """Files as phones write them, in other encodings too, and the plugin that reads one of them."""
    (code,) = [code for code in find_blocks(HOST, "python") if "def spamfilter_readers" in code]
    (folder / "pocket.py").write_text(code, encoding="utf-8")
    pocket = "Pocket SMS backup 1\n+15550100|2024-01-02T03:04:05Z|see you at eight\n"
    (folder / "pocket.txt").write_text(pocket, encoding="utf-8")
    (folder / "messages.xml").write_bytes(backup(sms("see you at eight"), sms("win free cash now")))
    (folder / "WhatsApp Chat - Ann.zip").write_bytes(make_zip({"_chat.txt": IPHONE.encode()}))
    (folder / "chats.json").write_text('[{"message": {"text": "see you at eight"}}]', encoding="utf-8")
    (folder / "sms-sjis.txt").write_text("お疲れ様です\n賞金が当たりました\n", encoding="shift_jis")
    (folder / "sms-utf16.txt").write_text("see you at eight\nwin free cash now\n", encoding="utf-16")


def make_tables(folder: Path, rows: Sequence[ROW]) -> None:
    """The labelled messages in the forms that commands read, and an export of a phone."""
    named = [("label", "text"), *rows]
    write_table(folder / "labelled.csv", named)
    write_table(folder / "labelled.tsv", named, "\t")
    write_table(folder / "train.csv", [named[0], *rows[:150]])
    write_table(folder / "test.csv", [named[0], *rows[150:]])
    write_table(folder / "export.csv", [("date", "body"), *((OLD, text) for _, text in rows[:20])])
    lines = [json.dumps({"label": label, "text": text}) for label, text in rows]
    (folder / "labelled.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_table(path: Path, rows: Sequence[Sequence[str]], delimiter: str = ",") -> None:
    """A csv file, or a tsv file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def make_mail(folder: Path, rows: Sequence[ROW]) -> None:
    """The messages as a mailbox, a Maildir, one mail, and mails in two folders."""
    for name in ("Maildir/new", "Maildir/cur", "Maildir/tmp", "mails/ham", "mails/spam"):
        (folder / name).mkdir(parents=True)
    box = b""
    for number, (label, text) in enumerate(rows):
        mail = make_one(text)
        box += b"From a@example.org Mon Jan  1 00:00:00 2024\n" + mail + b"\n"
        (folder / "Maildir" / "new" / f"{number}.mail").write_bytes(mail)
        (folder / "mails" / label / f"{number}.eml").write_bytes(mail)
    (folder / "box.mbox").write_bytes(box)
    (folder / "mail.eml").write_bytes(mail)


def make_one(text: str) -> bytes:
    """A mail that says ``text``."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "me@example.org", text[:20]
    mail.set_content(text)
    return mail.as_bytes()


def install_wordlist(folder: Path) -> None:
    """The word list as an installed distribution with an entry point."""
    info = folder / "site" / "spamfilter_wordlist-1.0.dist-info"
    info.mkdir(parents=True)
    shutil.copy(WORDLIST / "spamfilter_wordlist.py", folder / "site")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: spamfilter-wordlist\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[spamfilter]\nwordlist = spamfilter_wordlist\n")


def write_settings(folder: Path, settings: str = "") -> None:
    """The user's file of options: ``settings``, or the documents', and the plugin that these name."""
    home = folder / ".config" / "spamfilter"
    home.mkdir(parents=True)
    (shown,) = find_blocks(HOST, "toml")
    (home / "config.toml").write_text(settings or shown, encoding="utf-8")
    (home / "rules.py").write_text(find_rules(), encoding="utf-8")


def train_bogofilter(folder: Path) -> None:
    """The user's own word list, and another one in ``words``."""
    for home in (folder / ".bogofilter", folder / "words"):
        home.mkdir()
        for flag, label in (("-n", "ham"), ("-s", "spam")):
            command = ["bogofilter", "-d", home, flag, "-B", folder / "mails" / label]
            subprocess.run(command, check=True, capture_output=True)


def find_environment(folder: Path) -> dict[str, str]:
    """The environment of the newcomer: a home, no settings, and the program on the PATH."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("SPAMFILTER_", "XDG_"))}
    paths = [str(folder / "site"), os.environ.get("PYTHONPATH", ""), str(ROOT), str(ROOT / "plugins")]
    env |= {"HOME": str(folder), "PATH": f"{BIN}:/usr/sbin:{os.environ['PATH']}"}
    return env | {"PYTHONPATH": os.pathsep.join(path for path in paths if path)}


def run_in(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    """``command`` as the newcomer runs it in ``folder``."""
    env = find_environment(folder)
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=600
    )


def start_in(folder: Path, *command: str) -> "subprocess.Popen[str]":
    """``command`` started in ``folder``, with its processes in a group of their own."""
    env = find_environment(folder)
    return subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
