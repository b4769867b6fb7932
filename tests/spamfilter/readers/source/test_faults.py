"""A file of a folder or a member of an archive that cannot be read: the others are, and the end tells."""

import gzip
import zipfile
from pathlib import Path

import pytest

from spamfilter import DataError, SourceError
from spamfilter.readers import open_source
from spamfilter.readers.notice import take_notices
from spamfilter.readers.source.faults import MOST, Faults
from tests.conftest import Process

SCAN = ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist"]
MAIL = b"From: Jo <jo@example.org>\nSubject: %b\n\nhello\n"
# A file that can be opened and not read, whoever asks.
UNREADABLE = Path("/proc/self/mem")
needs_unreadable = pytest.mark.skipif(not UNREADABLE.exists(), reason="Linux has such a file")


def scan(process: Process, *arguments: str | Path) -> tuple[int, list[str], list[str]]:
    """The exit code, the messages' texts, and what was said."""
    done = process(*SCAN, *arguments)
    texts = [line.split("\t")[3].strip() for line in done.stdout.decode().splitlines()]
    return done.returncode, [text.split()[0] for text in texts], done.stderr.decode().splitlines()


@pytest.fixture(params=["", "new"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder of mails or a Maildir: two mails, and between them one that was packed and is cut off."""
    for name in ("new", "cur") if request.param else ():
        (tmp_path / name).mkdir()
    place = tmp_path / str(request.param)
    (place / "1").write_bytes(MAIL % b"one")
    (place / "2").write_bytes(gzip.compress(MAIL % b"two")[:-20])
    (place / "3").write_bytes(MAIL % b"three")
    return place


def test_a_broken_file_does_not_stop_its_folder(process: Process, folder: Path) -> None:
    top = folder.parent if folder.name == "new" else folder
    code, texts, said = scan(process, top)
    assert (code, texts) == (65, ["one", "three"])
    assert len(said) == 1
    assert said[0].startswith(f"spamfilter: {folder}/2 is cut off")
    assert scan(process, "--input", "eml", folder)[:2] == (65, ["one", "three"])


@needs_unreadable
def test_an_unreadable_file_does_not_stop_its_folder(process: Process, folder: Path) -> None:
    (folder / "0").symlink_to(UNREADABLE)
    code, texts, said = scan(process, folder.parent if folder.name == "new" else folder)
    assert (code, texts) == (66, ["one", "three"])
    assert said[0].startswith(f"spamfilter: {folder}/2 is cut off")
    assert said[1:] == [f"spamfilter: cannot read {folder}/0: Input/output error"]


def test_a_broken_member_does_not_stop_its_archive(process: Process, tmp_path: Path) -> None:
    path = tmp_path / "box.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("one", "two", "three"):
            archive.writestr(f"{name}.txt", f"{name} is here\n" * 3)
    data = bytearray(path.read_bytes())
    data[data.index(b"two.txt") + len("two.txt") + 3] ^= 0xFF
    path.write_bytes(data)
    code, texts, said = scan(process, path)
    assert (code, [text for text in texts if text != "two"]) == (65, ["one"] * 3 + ["three"] * 3)
    assert [line.partition(" is ")[0] for line in said] == [f"spamfilter: {path}/two.txt"]
    (tmp_path / "mail.eml").write_bytes(MAIL % b"four")
    code, texts, _ = scan(process, tmp_path)
    assert (code, texts[-1]) == (65, "four")


def test_an_archive_that_is_cut_off_names_itself_and_its_member(process: Process, tmp_path: Path) -> None:
    path = tmp_path / "box.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.txt", "one is here\n")
        archive.writestr("two.txt", "two is here\n" * 99)
    path.write_bytes(path.read_bytes()[:200])
    code, texts, said = scan(process, path)
    assert (code, texts[0]) == (65, "one")
    names = [f"spamfilter: {path}", f"spamfilter: {path}/two.txt"]
    assert [line.partition(" is cut off")[0] for line in said] == names


def test_reading_raises_at_the_end(folder: Path) -> None:
    messages = open_source(str(folder))
    assert [next(messages).subject, next(messages).subject] == ["one", "three"]
    with pytest.raises(DataError, match="is cut off"):
        next(messages)


def test_the_worst_is_raised_and_the_others_are_told_as_far_as_they_are_few() -> None:
    take_notices()

    def fail_often() -> None:
        with Faults() as faults:
            with faults.keep("box"):
                raise SourceError("gone")
            for number in range(MOST + 4):
                with faults.keep("box"):
                    raise DataError(f"broken {number}")

    with pytest.raises(SourceError, match="gone"):
        fail_often()
    assert take_notices() == [*(f"broken {number}" for number in range(MOST - 1)), "5 more could not be read"]
