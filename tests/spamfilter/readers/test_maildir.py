"""Directories of mails: Maildirs and folders of single mails, which are read and never changed."""

import bz2
import gzip
import lzma
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from spamfilter import DataError, Message
from spamfilter.readers import is_live, open_source
from tests.conftest import Process

WORDLIST = ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist"]


def make_mail(path: Path, subject: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(f"Subject: {subject}\n\n".encode())


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    """A Maildir with three mails, one of them not yet seen, and one that is still being delivered."""
    folder = tmp_path / "mail" / "Maildir"
    make_mail(folder / "cur" / "999.a.host:2,S", "first")
    make_mail(folder / "new" / "1000.b.host", "second")
    make_mail(folder / "cur" / "1001.c.host:2,RS", "third")
    make_mail(folder / "tmp" / "1002.d.host", "not yet")
    make_mail(folder / ".Sent" / "cur" / "5.e.host:2,S", "another folder's")
    return folder


def read(path: Path, input_format: str = "auto") -> list[Message]:
    return list(open_source(str(path), input_format))


def snapshot(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_mtime_ns, path.stat().st_ctime_ns) for path in sorted(folder.rglob("*"))
    }


@pytest.mark.parametrize("input_format", ["auto", "maildir"])
def test_a_maildir_is_new_and_cur_in_the_order_of_arrival(maildir: Path, input_format: str) -> None:
    before = snapshot(maildir)
    messages = read(maildir, input_format)
    assert [(message.number, message.text) for message in messages] == [
        (1, "first"),
        (2, "second"),
        (3, "third"),
    ]
    assert messages[1].source == f"{maildir}/new/1000.b.host"
    assert snapshot(maildir) == before


def test_a_mail_that_is_seen_or_deleted_meanwhile(maildir: Path) -> None:
    messages = open_source(str(maildir))
    found = [next(messages).text]
    (maildir / "new" / "1000.b.host").rename(maildir / "cur" / "1000.b.host:2,S")
    (maildir / "cur" / "1001.c.host:2,RS").unlink()
    assert [*found, *(message.text for message in messages)] == ["first", "second"]


def test_a_folder_is_a_mail_a_file_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("10.eml", "9.eml", "b/1", "B/2.txt", ".hidden", ".git/3"):
        make_mail(tmp_path / name, name)
    (tmp_path / "empty").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path)
    messages = read(tmp_path)
    assert [message.text for message in messages] == ["9.eml", "10.eml", "B/2.txt", "b/1"]
    assert [message.number for message in messages] == [1, 2, 3, 4]
    assert messages[0].source == f"{tmp_path}/9.eml"


def test_a_maildir_in_a_folder_lacks_what_is_being_delivered(maildir: Path) -> None:
    assert [message.text for message in read(maildir.parent)] == ["first", "third", "second"]
    assert [message.text for message in read(maildir, "eml")] == ["first", "third", "second"]


def test_what_is_no_maildir(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is not a Maildir: it lacks new or cur; --input eml reads its files"):
        read(tmp_path, "maildir")


def test_a_directory_is_not_live() -> None:
    assert not is_live(os.fspath(Path(__file__).parent))


def test_scanning_directories(process: Process, maildir: Path) -> None:
    make_mail(maildir / "new" / "1003.f.host", "win free cash")
    done = process(*WORDLIST, "--summary", maildir)
    assert done.stdout.decode().splitlines()[-1] == (
        f"spam\t0.8750\t{maildir}/new/1003.f.host:4\twin free cash"
    )
    assert done.stderr == b"4 messages: 3 ham, 0 unsure, 1 spam\n"
    raw = process(*WORDLIST, "--only", "spam", "--raw", maildir).stdout
    assert raw == (maildir / "new" / "1003.f.host").read_bytes()


def test_a_mail_of_a_directory_is_explained(process: Process, maildir: Path) -> None:
    make_mail(maildir / "new" / "1003.f.host", "win free cash")
    done = process("--plugin", "spamfilter_wordlist", "explain", "-c", "wordlist", "--number", 4, maildir)
    assert done.stdout.count(b"\n") == 4


def test_what_cannot_be_read_is_named(process: Process, tmp_path: Path) -> None:
    done = process(*WORDLIST, tmp_path / "nowhere")
    assert (done.returncode, done.stderr.count(b"\n")) == (66, 1)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_a_mail_that_the_server_keeps_packed(maildir: Path, pack: Callable[[bytes], bytes]) -> None:
    mail = b"Subject: win free cash\n\n"
    (maildir / "cur" / "1003.f.host,S=24,W=26:2,SZ").write_bytes(pack(mail))
    last = read(maildir)[-1]
    assert (last.text, last.raw, last.number) == ("win free cash", mail, 4)


def test_a_packed_mail_that_is_cut_off_is_named(maildir: Path) -> None:
    file = maildir / "cur" / "1003.f.host:2,S"
    file.write_bytes(gzip.compress(b"Subject: hello\n\n")[:-4])
    with pytest.raises(DataError, match=f"{file} is cut off: its gzip data end too early; get all of it"):
        read(maildir)
