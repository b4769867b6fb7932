"""The recipes of spamfilter/README.md, each in the real program; skipped where that is not installed."""

import mailbox
import os
import pty
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.documents import HOST, find_blocks
from tests.paths import WORDLIST, search_first
from tests.spliced import take_added

PLUGIN = WORDLIST
BIN = Path(sys.executable).parent
HAM = b"From: a@example.org\nTo: me@example.org\nSubject: hi\n\nsee you\n"
SPAM = b"From: b@example.org\nTo: me@example.org\nX-Spam-Flag: NO\nSubject: win\n\na free prize, cash\n"
WORDLIST = "spamfilter --plugin spamfilter_wordlist filter -c wordlist"
ENTRY = b"From x@example.org Mon Jan  1 00:00:00 2024\n"


def recipe(kind: str, **words: object) -> str:
    """The page's block of this ``kind``, with the word list as the classifier and other ``words``."""
    (block,) = find_blocks(HOST, kind)
    for old, new in {"spamfilter filter": WORDLIST, **words}.items():
        block = block.replace(old, str(new))
    return block


def run(*command: object, stdin: bytes = b"", **options: object) -> "subprocess.CompletedProcess[bytes]":
    """A program that finds ours on its PATH."""
    env = {
        **os.environ,
        "PATH": f"{BIN}:/usr/sbin:{os.environ['PATH']}",
        "PYTHONPATH": search_first(PLUGIN),
        **options.pop("env", {}),  # type: ignore[dict-item]
    }
    return subprocess.run(
        [str(word) for word in command],
        **{"input": stdin, "capture_output": True, "timeout": 120, "env": env, **options},  # type: ignore[call-overload]
    )


def mark(raw: bytes) -> bytes:
    """``raw`` as our filter passes it on."""
    return run(*WORDLIST.split(), stdin=raw).stdout


def need(program: str) -> None:
    """Skip where ``program`` is not installed."""
    if shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/usr/bin") is None:
        pytest.skip(f"{program} is not installed")


def read_files(folder: Path) -> list[bytes]:
    """What the mails in a Maildir are."""
    return [path.read_bytes() for path in sorted((folder / "new").iterdir())]


def read_subjects(path: Path) -> list[str]:
    """Subjects of the mails in an mbox."""
    with closing(mailbox.mbox(path, create=False)) as box:
        return [mail["Subject"] for mail in box]


def test_procmail(tmp_path: Path) -> None:
    need("procmail")
    (tmp_path / "rc").write_text(f"MAILDIR={tmp_path}\nDEFAULT=inbox\n{recipe('procmail')}")
    for raw in (HAM, SPAM):
        paths = (f"PATH={BIN}:/usr/bin:/bin", f"PYTHONPATH={search_first(PLUGIN)}")  # it keeps no others
        assert run("procmail", "-f-", *paths, "./rc", stdin=raw, cwd=tmp_path).returncode == 0
    (junk,) = read_files(tmp_path / "Junk")
    assert take_added(SPAM + b"\n", junk)["X-Spam-Flag"] == "YES"  # procmail adds a blank line of its own
    assert read_subjects(tmp_path / "inbox") == ["hi"]


def test_maildrop(tmp_path: Path) -> None:
    need("maildrop")
    for name in ("Inbox", "Inbox/.Junk"):
        for part in ("cur", "new", "tmp"):
            (tmp_path / name / part).mkdir(parents=True)
    start = f'PATH="{BIN}:/usr/bin:/bin"\nDEFAULT="{tmp_path}/Inbox"\n'
    (tmp_path / "rc").write_text(start + recipe("maildrop"))
    (tmp_path / "rc").chmod(0o600)
    for raw in (HAM, SPAM):
        done = run("maildrop", "./rc", stdin=raw, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, b"")
    (inbox,), (junk,) = read_files(tmp_path / "Inbox"), read_files(tmp_path / "Inbox" / ".Junk")
    assert take_added(HAM, inbox)["X-Spam-Flag"] == "NO"
    assert take_added(SPAM, junk)["X-Spam-Flag"] == "YES"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user may read: Dovecot does not work for root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_sieve(open_folder: Path) -> None:
    need("sieve-test")
    user = os.getuid() or 65534
    settings = f"mail_home = {open_folder}\nmail_location = maildir:~/Maildir\nmail_uid = {user}\n"
    (open_folder / "dovecot.conf").write_text(settings + recipe("dovecot"))
    (open_folder / "rules.sieve").write_text(recipe("sieve"))
    actions = {}
    for name, raw in {"ham": mark(HAM), "spam": mark(SPAM), "unmarked": HAM}.items():
        (open_folder / name).write_bytes(raw)
        command = ("sieve-test", "-c", "dovecot.conf", "rules.sieve", name)
        ids = {"user": user, "group": user, "extra_groups": []} if user != os.getuid() else {}
        done = run(*command, cwd=open_folder, env={"HOME": str(open_folder)}, **ids)
        assert done.returncode == 0, done.stderr
        actions[name] = done.stdout.partition(b"folder: ")[2].split()[0]
    assert actions == {"ham": b"INBOX", "spam": b"Junk", "unmarked": b"INBOX"}


def type_into(command: list[str], shown: bytes, keys: list[bytes], home: Path) -> int:
    """Run a program on a terminal of its own, type ``keys`` once it has ``shown`` that; its exit code."""
    child, terminal = pty.fork()
    if not child:
        screen = {"TERM": "xterm", "LINES": "24", "COLUMNS": "80", "HOME": str(home)}
        os.execvpe(command[0], command, {**os.environ, **screen})
    seen = b""
    try:
        while shown not in seen:
            seen += os.read(terminal, 1 << 16)
        for key in keys:
            time.sleep(0.5)
            os.write(terminal, key)
        while os.read(terminal, 1 << 16):
            pass
    except OSError:  # what a terminal says at its end
        pass
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_mutt(tmp_path: Path) -> None:
    need("mutt")
    (tmp_path / "box").write_bytes(b"\n".join(mark(ENTRY + raw) for raw in (HAM, SPAM, HAM)))
    quiet = f"set folder={tmp_path} confirmappend=no confirmcreate=no delete=yes quit=yes mbox_type=mbox\n"
    (tmp_path / "muttrc").write_text(quiet + recipe("muttrc"))
    command = ["mutt", "-F", str(tmp_path / "muttrc"), "-f", str(tmp_path / "box")]
    assert type_into(command, b"Msgs:3", [b"S", b"$", b"q"], tmp_path) == 0
    for name, subjects in {"box": ["hi", "hi"], "Junk": ["win"]}.items():
        assert read_subjects(tmp_path / name) == subjects


def index_mail(tmp_path: Path) -> dict[str, str]:
    """A notmuch database of one ham and one spam; the environment that finds it."""
    for part in ("cur", "new", "tmp"):
        (tmp_path / "mail" / part).mkdir(parents=True)
    for raw in (HAM, SPAM):
        (tmp_path / "mail" / "new" / raw[6:7].decode()).write_bytes(mark(raw))
    config = (
        f"[database]\npath={tmp_path}/mail\n[user]\nname=me\nprimary_email=me@example.org\n[new]\ntags=new\n"
    )
    (tmp_path / "notmuch-config").write_text(config)
    env = {"NOTMUCH_CONFIG": str(tmp_path / "notmuch-config"), "XDG_CONFIG_HOME": str(tmp_path)}
    assert run("notmuch", "new", "--quiet", env=env).returncode == 0
    return env


def search(env: dict[str, str], query: str) -> list[str]:
    """Names of the files that notmuch finds."""
    command = ("notmuch", "search", "--output=files", "--exclude=false", query)
    return [Path(line).name for line in run(*command, env=env).stdout.decode().splitlines()]


def test_notmuch(tmp_path: Path) -> None:
    need("notmuch")
    env = index_mail(tmp_path)
    done = run("/bin/sh", "-e", stdin=recipe("notmuch").encode(), env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert search(env, "tag:spam") == ["b"]
    assert search(env, "not tag:spam") == ["a"]


def test_afew(tmp_path: Path) -> None:
    need("afew")
    env = index_mail(tmp_path)
    (tmp_path / "afew").mkdir()
    (tmp_path / "afew" / "config").write_text(recipe("afew"))
    done = run("afew", "--tag", "--new", env=env)
    assert done.returncode == 0, done.stderr
    assert search(env, "tag:spam") == ["b"]
    assert search(env, "tag:inbox") == ["a"]


SENDMAIL = """#!/bin/sh
printf '%s\\n' "$@" > {0}/arguments
cat > {0}/sent
exit {1}
"""


@pytest.mark.parametrize("code", [0, 75])
def test_the_script_for_postfix(tmp_path: Path, code: int) -> None:
    """Postfix itself needs a machine of its own; its ``sendmail`` is a stand-in that keeps what it gets."""
    (tmp_path / "sendmail").write_text(SENDMAIL.format(tmp_path, code))
    (tmp_path / "sendmail").chmod(0o755)
    script = recipe("postfix-script", **{"/usr/sbin/sendmail": tmp_path / "sendmail"})
    (tmp_path / "filter-mail").write_text(script)
    done = run("/bin/sh", tmp_path / "filter-mail", "-f", "a b@example.org", "--", "c", stdin=SPAM)
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", b"")
    assert (tmp_path / "arguments").read_text() == "-G\n-i\n-f\na b@example.org\n--\nc\n"
    assert take_added(SPAM, (tmp_path / "sent").read_bytes())["X-Spam-Flag"] == "YES"


def test_the_script_for_postfix_sends_nothing_when_the_filter_is_killed(tmp_path: Path) -> None:
    (tmp_path / "sendmail").write_text(SENDMAIL.format(tmp_path, 0))
    (tmp_path / "sendmail").chmod(0o755)
    script = recipe("postfix-script", **{"/usr/sbin/sendmail": tmp_path / "sendmail"})
    (tmp_path / "filter-mail").write_text(script.replace(WORDLIST, "sh -c 'head -c 9; kill -9 $$'"))
    assert run("/bin/sh", tmp_path / "filter-mail", "-f", "a", "--", "c", stdin=SPAM).returncode == 75
    assert not (tmp_path / "sent").exists()


EXIM = """
spool_directory = {0}/spool
log_file_path = {0}/%slog
primary_hostname = here.example
exim_user = root
exim_group = root
domainlist local = here.example
keep_environment = PATH : PYTHONPATH
begin routers
all:
  driver = accept
  transport = maildir
begin retry
* * F,1h,1h
begin transports
maildir:
  driver = appendfile
  directory = {0}/Maildir
  maildir_format
  user = nobody
"""


def test_exim(open_folder: Path) -> None:
    need("exim4")
    everybody = all(parent.stat().st_mode & 1 for parent in Path(sys.executable).resolve().parents)
    if os.getuid() or not everybody:
        pytest.skip("exim must be root, and its filter an interpreter that every user may run")
    filtering = recipe("exim", **{"/usr/local/bin/spamfilter": BIN / "spamfilter"})
    (open_folder / "exim.conf").write_text(EXIM.format(open_folder) + filtering)
    open_folder.chmod(0o777)
    command = (
        "exim4",
        "-C",
        open_folder / "exim.conf",
        "-odf",
        "-i",
        "-f",
        "a@example.org",
        "me@here.example",
    )
    for raw in (HAM, SPAM):
        assert run(*command, stdin=raw).returncode == 0
    flags = [mail.split(b"\n")[0] for mail in read_files(open_folder / "Maildir")]
    assert sorted(flags) == [b"X-Spam-Flag: NO", b"X-Spam-Flag: YES"]
