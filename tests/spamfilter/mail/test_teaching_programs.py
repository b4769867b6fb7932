"""The recipes by which mail programs teach, each in the real program; skipped where that is not installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.documents import HOST, find_blocks
from tests.paths import ROOT, WORDLIST, search_first
from tests.spamfilter.mail.test_mail_programs import (
    BIN,
    ENTRY,
    HAM,
    SPAM,
    index_mail,
    need,
    read_subjects,
    recipe,
    run,
    search,
    type_into,
)
from tests.spamfilter_spamd.served import serve

LEARN = "spamfilter --plugin spamfilter_wordlist learn -c wordlist"
SPAMD = ROOT / "plugins" / "spamfilter_spamd" / "README.md"
IMAP = Path("/usr/lib/dovecot/imap")
# Dovecot does not work for root. This user may read all the same, for Python may lie where others cannot.
NOBODY = (
    *("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
    *("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"),
)


def is_spam(mail: bytes, memory: Path) -> bool:
    """Whether a mail is spam to who has this ``memory``."""
    command = ("spamfilter", "--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist", "--input", "eml")
    done = run(*command, "--memory", memory, "-", stdin=mail)
    assert done.returncode == 0, done.stderr
    return done.stdout.startswith(b"spam\t")


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The memory of who runs a mail program in ``tmp_path``."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "spamfilter" / "memory.db"


def test_mutt_teaches_by_keys(tmp_path: Path, memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need("mutt")
    monkeypatch.setenv("PATH", f"{BIN}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", search_first(WORDLIST))
    (tmp_path / "box").write_bytes(b"\n".join(ENTRY + raw for raw in (HAM, SPAM)))
    quiet = f"set folder={tmp_path} confirmappend=no confirmcreate=no delete=yes quit=yes mbox_type=mbox\n"
    (tmp_path / "muttrc").write_text(quiet + recipe("muttrc-learn", **{"spamfilter learn": LEARN}))
    command = ["mutt", "-F", str(tmp_path / "muttrc"), "-f", str(tmp_path / "box")]
    keys = [b"\x1bs", b"j", b"\x1bh", b"$", b"q"]  # the first is spam, the second is not
    assert type_into(command, b"Msgs:2", keys, tmp_path) == 0
    assert read_subjects(tmp_path / "Junk") == ["hi"]
    assert read_subjects(tmp_path / "box") == ["win"]
    assert [is_spam(mail, memory) for mail in (HAM, SPAM)] == [True, False]


def test_notmuch_teaches_by_tags(tmp_path: Path, memory: Path) -> None:
    need("notmuch")
    env = index_mail(tmp_path)
    for tag, name in (("learn-spam", "a"), ("learn-ham", "b")):
        run("notmuch", "tag", f"+{tag}", "--", f"path:new/** and from:{name}@example.org", env=env)
    hook = recipe("notmuch-learn", **{"spamfilter learn": LEARN}).encode()
    done = run("/bin/sh", "-e", stdin=hook, env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (search(env, "tag:spam"), search(env, "tag:inbox")) == (["a"], ["b"])
    assert search(env, "tag:learn-spam or tag:learning-spam or tag:learn-ham or tag:learning-ham") == []
    assert [is_spam(mail, memory) for mail in (HAM, SPAM)] == [True, False]
    assert run("/bin/sh", "-e", stdin=hook, env=env).returncode == 0  # nothing to do


@pytest.mark.slow
def test_what_notmuch_cannot_teach_waits_for_the_next_time(tmp_path: Path, memory: Path) -> None:
    need("notmuch")
    env = index_mail(tmp_path)
    run("notmuch", "tag", "+learn-spam", "--", "from:a@example.org", env=env)
    memory.parent.parent.mkdir()
    memory.parent.write_text("no folder")
    hook = recipe("notmuch-learn", **{"spamfilter learn": LEARN}).encode()
    assert run("/bin/sh", stdin=hook, env=env).returncode != 0
    memory.parent.unlink()
    assert run("/bin/sh", stdin=hook, env=env).returncode == 0
    assert search(env, "tag:spam") == ["a"]
    assert is_spam(HAM, memory)


def test_procmail_teaches_by_a_secret_address(tmp_path: Path, memory: Path) -> None:
    need("procmail")
    rules = recipe("procmail-learn", **{"spamfilter learn": LEARN})
    (tmp_path / "rc").write_text(f"MAILDIR={tmp_path}\nDEFAULT=inbox\n{rules}")
    settings = (f"PATH={BIN}:/usr/bin:/bin", f"PYTHONPATH={search_first(WORDLIST)}")  # it keeps no others
    settings += (f"XDG_DATA_HOME={memory.parent.parent}",)
    for extension, raw in (("7hxq-spam", HAM), ("7hxq-ham", SPAM), ("7hxq-spam2", HAM), ("", SPAM)):
        # Where an rcfile follows, the arguments of -a are set all the same.
        done = run("procmail", "-f-", "-a", extension, *settings, "./rc", stdin=raw, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    assert [is_spam(mail, memory) for mail in (HAM, SPAM)] == [True, False]
    assert read_subjects(tmp_path / "inbox") == ["hi", "win"]


@pytest.fixture
def mailbox_user() -> Iterator[Path]:
    """The home of a user who is not root, for whom Dovecot works; other users may look into it."""
    if not IMAP.exists():
        pytest.skip("no Dovecot with imap here")
    need("sievec")
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


SETTINGS = """
base_dir = {0}/run
mail_home = {0}
mail_location = maildir:~/Maildir
stats_writer_socket_path =
namespace inbox {{
  inbox = yes
  mailbox Junk {{
    auto = create
  }}
  mailbox Trash {{
    auto = create
  }}
}}
"""


OTHER = b"Subject: other\n\nmeet me at the station\n"
# HAM goes to Junk; SPAM there and back, and a copy of it to Trash; OTHER is put into Junk and thrown away.
COMMANDS = [
    *(b"APPEND INBOX {%d+}\r\n%b" % (len(HAM), HAM), b"SELECT INBOX", b"MOVE 1 Junk"),
    *(b"APPEND INBOX {%d+}\r\n%b" % (len(SPAM), SPAM), b"NOOP", b"COPY 1 Trash", b"MOVE 1 Junk"),
    *(b"SELECT Junk", b"MOVE 2 INBOX"),
    *(b"APPEND Junk {%d+}\r\n%b" % (len(OTHER), OTHER), b"NOOP", b"MOVE 2 Trash", b"LOGOUT"),
]


def move_mails(home: Path, learn_mail: str) -> str:
    """Move mails by Dovecot's own imap, set up as the page says; what it logs."""
    folder = home / "learn"
    folder.mkdir()
    settings = SETTINGS.format(home) + recipe("imapsieve", **{"/usr/local/lib/dovecot-learn": folder})
    (home / "dovecot.conf").write_text(settings)
    (folder / "learn-mail").write_text(learn_mail)
    (folder / "learn-mail").chmod(0o755)
    for name in ("spam", "ham"):
        (folder / f"{name}.sieve").write_text(recipe(f"sieve-{name}"))
        done = run("sievec", "-c", home / "dovecot.conf", folder / f"{name}.sieve")
        assert (done.returncode, done.stderr) == (0, b"")
    command = [*(NOBODY if os.getuid() == 0 else ()), str(IMAP), "-c", str(home / "dovecot.conf")]
    env = {"HOME": str(home), "USER": "anna", "PATH": "/usr/bin:/bin"}
    with (home / "log").open("wb") as log:
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=log, env=env) as imap:
            for number, line in enumerate(COMMANDS):
                reply = ask_imap(imap, b"%d" % number, line)
                assert b" OK " in reply, (line, reply, (home / "log").read_text())
    return (home / "log").read_text()


def ask_imap(imap: "subprocess.Popen[bytes]", tag: bytes, command: bytes) -> bytes:
    """The reply to one command, or what it said last."""
    assert imap.stdin
    assert imap.stdout
    imap.stdin.write(b"%b %b\r\n" % (tag, command))
    imap.stdin.flush()
    line = imap.stdout.readline()
    while line and not line.startswith(tag + b" "):
        line = imap.stdout.readline()
    return line


def test_dovecot_teaches_what_is_moved(mailbox_user: Path) -> None:
    script = recipe("learn-mail", **{"/usr/local/bin/spamfilter learn": f"{BIN}/{LEARN}"})
    exports = f"export PYTHONPATH={search_first(WORDLIST)}\n"
    log = move_mails(mailbox_user, script.replace("\n", f"\n{exports}", 1))
    assert "rror" not in log, log
    memory = mailbox_user / ".local" / "share" / "spamfilter" / "memory.db"
    assert [is_spam(mail, memory) for mail in (HAM, SPAM, OTHER)] == [True, False, True]


@pytest.mark.slow
def test_dovecot_teaches_a_server(mailbox_user: Path) -> None:
    need("spamc")
    (script,) = find_blocks(SPAMD, "learn-mail")
    folder = mailbox_user / "memories"
    with serve(mailbox_user / "spamd", "--memories", str(folder), "--allow-tell") as server:
        log = move_mails(mailbox_user, script.replace("-p 1783", f"-F /dev/null -U {server.socket}"))
        assert "rror" not in log, log
    assert [path.name for path in folder.glob("*.db")] == ["anna.db"]
    assert [is_spam(mail, folder / "anna.db") for mail in (HAM, SPAM, OTHER)] == [True, False, True]


def test_the_recipes_are_those_of_the_page() -> None:
    for kind in ("muttrc-learn", "notmuch-learn", "procmail-learn", "learn-mail"):
        (block,) = find_blocks(HOST, kind)
        assert "spamfilter learn" in block
