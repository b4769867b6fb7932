"""What a source is taken for by its bytes, and what is refused by name."""

import io
import zipfile
from pathlib import Path

import pytest

from spamfilter import DataError, UsageError
from spamfilter.readers import open_source
from spamfilter.readers.source.document import HTML, JSON, XML, name_document
from tests.conftest import Process

FROM = b"From jo@example.org Thu Aug 22 12:36:23 2002\n"
MAIL = b"From: Jo <jo@example.org>\nSubject: s\n\nhello\n"
LINES = b"see you at eight\nok\n"
NOISE = bytes(range(256)) * 4


def make_document() -> bytes:
    """What Word writes, as far as its members go."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("[Content_Types].xml", "_rels/.rels", "word/document.xml"):
            archive.writestr(name, "<?xml version='1.0'?>\n<a/>")
    return packed.getvalue()


def read(path: Path, data: bytes, input_format: str = "auto") -> list[str]:
    path.write_bytes(data)
    return [message.text for message in open_source(str(path), input_format)]


@pytest.mark.parametrize(
    ("name", "data", "texts"),
    [
        ("sms.txt", b"From your bank: 1 Jan 2024 12:00\nok\n", ["From your bank: 1 Jan 2024 12:00", "ok"]),
        ("sms.txt", b"From ann@example.com Tue Jan  2 12:00:00 2024\nok\n", None),
        ("export.csv", (FROM + MAIL + b"\n") * 2, ["s\n\nhello", "s\n\nhello"]),
        ("export.jsonl", MAIL, ["s\n\nhello"]),
        ("box.mbox", MAIL, ["s\n\nhello"]),
        ("mail.eml", b"hello\n", ["hello"]),
        ("export.csv", b"text\nhello\n", ["hello"]),
        ("Inbox", (FROM + MAIL + b"\n") * 2, ["s\n\nhello", "s\n\nhello"]),
        ("messages", b'{"text": "one"}\n{"text": "two"}\n', ['{"text": "one"}', '{"text": "two"}']),
        ("sms.txt", b"[10:00] Ann: hi\n<3 you\n{ok\n", ["[10:00] Ann: hi", "<3 you", "{ok"]),
        ("sms.txt", b"<b>WIN</b> now\nok\n", ["<b>WIN</b> now", "ok"]),
        ("sms.txt", b"<p><b>WIN</b></p>\nok\n", ["<p><b>WIN</b></p>", "ok"]),
        ("sms.txt", b"ok\0\nsee you\n", ["ok", "see you"]),
        ("empty", b"", []),
    ],
)
def test_a_name_decides_only_where_the_bytes_leave_it_open(
    tmp_path: Path, name: str, data: bytes, texts: list[str] | None
) -> None:
    wanted = texts if texts is not None else data.decode().splitlines()
    assert read(tmp_path / name, data) == wanted


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("photo.png", b"\x89PNG\r\n\x1a\n" + NOISE, "a PNG image"),
        ("photo.txt", b"\xff\xd8\xff\xe0" + NOISE, "a JPEG image"),
        ("letter.pdf", b"%PDF-1.7\n" + NOISE, "a PDF document"),
        ("chat.db", b"SQLite format 3\0" + NOISE, "an? SQLite database"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + NOISE, "a 7z archive"),
        ("a.rar", b"Rar!\x1a\x07\x01" + NOISE, "a (RAR|rar) archive"),
        ("a.tar", b"sms.txt".ljust(257, b"\0") + b"ustar\x0000" + bytes(200), "a tar archive"),
        ("sms.csv", make_document(), "an? .*document"),
        ("noise.txt", NOISE, "a binary file"),
        ("notes.xml", b"<?xml version='1.0'?>\n<notes><note/></notes>\n", "one XML document"),
        ("notes.xml", b"<notes count='1'>\n  <note/>\n</notes>\n", "one XML document"),
        ("calls.xml", b"<calls count='1'>\n  <call/>\n</calls>\n", "a list of calls"),
        ("page.txt", b"<!DOCTYPE html>\n<html><body>hi</body></html>\n", "an HTML page"),
        ("result.txt", b'{\n "name": "Ann",\n "list": [1, 2]\n}\n', "one JSON document"),
        ("result.txt", b'{"name": "Ann"}', "one JSON document"),
        ("big.txt", b'[{"a": "' + b"x" * 200_000 + b'"}]', "one JSON document"),
    ],
)
def test_what_is_no_messages_is_refused_by_name(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    with pytest.raises(DataError, match=f"{name} is {kind}"):
        read(tmp_path / name, data)


def test_a_document_that_is_called_json_is_read_as_records_and_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"result.json has no string 'text' in any record, only 'name';"):
        read(tmp_path / "result.json", b'{"name": "Ann"}')
    assert read(tmp_path / "list.json", b'[{"text": "one"}, {"text": "two"}]') == ["one", "two"]


def test_the_user_may_insist(tmp_path: Path) -> None:
    assert read(tmp_path / "a.xml", b"<?xml version='1.0'?>\n<a/>\n", "lines") == [
        "<?xml version='1.0'?>",
        "<a/>",
    ]
    with pytest.raises(UsageError, match="no input format 'xls' for a file; there are: auto, lines, mbox"):
        read(tmp_path / "a.xml", b"", "xls")


def test_the_command_says_so_and_ends_with_65(process: Process, tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + NOISE)
    done = process("scan", "--model", "tiny", tmp_path / "photo.png")
    assert (done.returncode, done.stdout) == (65, b"")
    assert done.stderr.startswith(f"spamfilter: {tmp_path}/photo.png is a PNG image, not messages; ".encode())
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("head", "whole", "found"),
    [
        (b"<?xml version='1.0'?>\n", False, XML),
        (b"<smses count='3'>\n", False, None),
        (b"<smses count='3'>\n <sms/>", False, XML),
        (b"<smses", False, None),
        (b"<b>hi", False, ""),
        (b"< 5 minutes", False, ""),
        (b"<html>\n", False, HTML),
        (b"{\n", False, None),
        (b'{"a": "b', False, None),
        (b'{"a": tr', False, None),
        (b'{"a": "\\u00', False, None),
        (b'{"a": 1}\n', False, ""),
        (b'{"a": 1}\n{"a": 2}\n', True, ""),
        (b"[OK] done\n", False, ""),
        (b"[12/31/23, 10:00:00 PM] Ann: hi\n", False, ""),
        (b"[" * 70_000, True, ""),
        (b"\xef\xbb\xbf [1,\n2]", True, JSON),
        (b"hello", False, ""),
        (b"", True, ""),
    ],
)
def test_a_document_goes_on_as_one(head: bytes, whole: bool, found: str | None) -> None:
    assert name_document(head, whole=whole) == found
