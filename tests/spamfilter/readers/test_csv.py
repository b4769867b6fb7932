"""Tables in text are read wholly, or refused with the row's number: nothing is joined, cut or skipped."""

import io
from pathlib import Path

import pytest

from spamfilter import DataError
from spamfilter.message import Message
from spamfilter.readers import notice
from spamfilter.readers.csv import LONGEST_FIELD, read_csv
from tests.conftest import Process
from tests.paths import SHARED, needs_shared

WORDLIST = ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist"]


class Dribble:
    """A stream that has only ``read``, and gives little at a time."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, size: int) -> bytes:
        return self._file.read(min(size, 7))


def read(data: bytes, column: str = "text") -> list[Message]:
    messages = list(read_csv(io.BytesIO(data), "box.csv", column=column))
    assert messages == list(read_csv(Dribble(data), "box.csv", column=column))  # type: ignore[arg-type]
    return messages


def texts(data: bytes, column: str = "text") -> list[str]:
    return [message.text for message in read(data, column)]


def fault(data: bytes, column: str = "text") -> str:
    with pytest.raises(DataError) as caught:
        read(data, column)
    return str(caught.value)


@pytest.fixture(autouse=True)
def notices(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(notice, "NOTICES", told)
    return told


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            b"label,text\nham,ok\nham,Hi Bob, see you\n",
            "row 2 has 3 columns, the header 2; a text with commas",
        ),
        (b"label;text;id\nham;ok\n", "row 1 has 2 columns, the header 3; is it cut off?"),
        (b'label,text\nham,ok\nham,"see you\nspam,win\n', "row 2 has a quotation mark that is never closed"),
        (b'label,text\nham,"see you\nspam,WIN "now"\n', "row 1 has text behind a closing quotation mark"),
        (b'text,label\n"see you" later,ham\n', "row 1 has text behind a closing quotation mark"),
        (b"text,label\nsee\ryou,ham\n", "row 1 has a line break of another kind than the header's"),
        (b"text,label\rsee\nyou,ham\r", "row 1 has a line break of another kind than the header's"),
        (b"text,la\nbel\nhi,ham\n", "row 1 has 1 column, the header 2"),
        (b'"text,label\nhi,ham\n', "the header has a quotation mark that is never closed"),
        (
            b"t\0e\0x\0t\0,\0a\0\n\0",
            "has NUL bytes in its header, as UTF-16 without its mark has; say --encoding utf-16-le",
        ),
    ],
)
def test_a_broken_row_is_named(data: bytes, said: str) -> None:
    assert said in fault(data)


def test_what_is_read_before_a_broken_row_is_handed_out() -> None:
    rows = read_csv(io.BytesIO(b"label,text\nham,ok\nham\n"), "box.csv", column="text")
    assert next(rows).text == "ok"
    with pytest.raises(DataError, match="row 2 has 1 column, the header 2"):
        next(rows)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'text,label\n"see you\nat 8, ok",ham\n', ["see you\nat 8, ok"]),
        (b'text,label\n"he said ""no""",ham\n', ['he said "no"']),
        (b'label,text\nham,Yes he said "no\n', ['Yes he said "no']),
        (b"text|label\nhi; you, there|ham\n", ["hi; you, there"]),
        (b"text;label\nhi, there;ham\n\n\nyou;ham", ["hi, there", "you"]),
        (b"\n\r\ntext,label\nhi,ham\n", ["hi"]),
        (b"text,label\r\r\nhi,ham\r\r\n", ["hi"]),
        (b"v1,text,,,\nham,hi,,,\n", ["hi"]),
        (b"text\nHi Bob, see you; at 8\n", ["Hi Bob, see you; at 8"]),
        (b"text,label\nno\0w,ham\n", ["now"]),
        (b'\xef\xbb\xbf"text","label"\r\n"hi","ham"\r\n', ["hi"]),
        (b"text,label\n", []),
        (b"", []),
    ],
)
def test_the_right_rows(data: bytes, expected: list[str]) -> None:
    assert texts(data) == expected


def test_old_macs_end_lines_in_cr() -> None:
    found = read(b'text,label\rlunch?,ham\r"a\nb",ham\rlast,ham')
    assert [one.text for one in found] == ["lunch?", "a\nb", "last"]
    assert found[0].preamble == b"text,label\r"
    assert b"".join(one.raw for one in found) == b'lunch?,ham\r"a\nb",ham\rlast,ham'


def test_excel_says_what_parts_the_fields() -> None:
    found = read(b"sep=;\r\ntext;label\r\nlunch, at 12?;ham\r\n")
    assert [(one.text, one.preamble) for one in found] == [("lunch, at 12?", b"sep=;\r\ntext;label\r\n")]
    assert texts(b'"sep=^"\ntext^id\na,b^1\n') == ["a,b"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_excel_s_unicode_text(encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    assert texts(mark + "text\tlabel\r\nпривет 😊\tham\r\n".encode(encoding)) == ["привет 😊"]


def test_a_header_of_several_lines_is_known_by_its_words() -> None:
    assert texts(b'"Message\r\ntext",id\r\nhi,1\r\n', "message text") == ["hi"]


def test_quotation_marks_that_do_not_pair_are_text_where_tabs_part_the_fields() -> None:
    data = b'text\tid\n"Yes, he said\t1\nok\t2\nso "nice" of you\t3\n"both"\t4\n'
    assert texts(data) == ['"Yes, he said', "ok", 'so "nice" of you', '"both"']


def test_a_closing_mark_in_another_row_closes_nothing() -> None:
    data = b'label\ttext\nham\t"see you\nspam\tyou have won"\nham\tok\n'
    assert texts(data) == ['"see you', 'you have won"', "ok"]


def test_a_table_with_tabs_may_quote() -> None:
    data = b'text\tid\n"see you\nat ""8"""\t1\n"a\tb"\t2\n'
    assert texts(data) == ['see you\nat "8"', "a\tb"]


@needs_shared
def test_the_sms_collection_with_a_header_is_read_as_it_is_written() -> None:
    lines = (SHARED / "SMSSpamCollection").read_bytes()
    found = texts(b"label\ttext\n" + lines)
    assert found == [line.partition("\t")[2] for line in lines.decode().split("\n")[:-1]]


def test_a_column_by_its_number(notices: list[str]) -> None:
    assert texts(b"id,body\n1,hi\n", "2") == ["hi"]
    assert notices == ["box.csv: the first row was taken for the names of columns: 'id', 'body'"] * 2
    assert texts(b"id,2,x\n1,hi,y\n", "2") == ["hi"], "a name goes before a number"
    assert "no column '3'" in fault(b"id,body\n1,hi\n", "3")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"ham\tok, see you\nspam\tWIN; now\n", ["ok, see you", "WIN; now"]),
        (b"ham,ok see you\nspam,WIN; a prize; now\n", ["ok see you", "WIN; a prize; now"]),
        (b"ham;Hi, Bob\nham;then\n", ["Hi, Bob", "then"]),
        (b'1,"lunch, at 12"\n2,ok\n', ["lunch, at 12", "ok"]),
        (b"Bob,see you at eight then.\nAnn,ok\n", ["see you at eight then.", "ok"]),
    ],
)
def test_a_table_without_a_header_keeps_its_first_row(
    data: bytes, expected: list[str], notices: list[str]
) -> None:
    assert texts(data, "2") == expected
    assert notices == []
    found = read(data, "2")
    assert b"".join(one.raw for one in found) == data
    assert {one.preamble for one in found} == {b""}


def test_a_first_row_that_is_no_header_is_said_to_be_none() -> None:
    assert fault(b"ham\tok see you at eight\nspam\tWIN\n").endswith(
        "has no column 'text', only 'ham', 'ok see you at eight'; name one with --column; its first row "
        "seems to be a message, not a header: then by the number of the column, as in --column 2"
    )
    assert fault(b"id,body\n1,hi\n").endswith("only 'id', 'body'; name one with --column")


def test_a_mark_that_is_never_closed_takes_no_gigabyte_along() -> None:
    data = b'label,text\nham,"' + b"x" * (LONGEST_FIELD + 1)
    with pytest.raises(DataError, match="row 1 has a text over 16 MiB; is there a quotation mark"):
        list(read_csv(io.BytesIO(data), "box.csv", column="text"))


def test_raw_rows_of_an_old_mac_are_a_table_again(process: Process, tmp_path: Path) -> None:
    rows = b"text,label\rwin free cash,spam\rhello,ham\rfree,spam\r"
    (tmp_path / "box.csv").write_bytes(rows)
    assert process(*WORDLIST, "--raw", tmp_path / "box.csv").stdout == rows
