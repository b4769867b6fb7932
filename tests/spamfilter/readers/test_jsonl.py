"""JSON records of every shape: a line each, several lines each, an array; texts at any depth, or none."""

import io
import json
from pathlib import Path

import pytest

from spamfilter import DataError
from spamfilter.message import Message
from spamfilter.readers import notice
from spamfilter.readers.jsonl import read_jsonl
from tests.conftest import Process

WORDLIST = ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist"]


def read(data: bytes, column: str = "text") -> list[Message]:
    return list(read_jsonl(io.BytesIO(data), "box.jsonl", column=column))


def texts(data: bytes, column: str = "text") -> list[str]:
    return [message.text for message in read(data, column)]


@pytest.fixture(autouse=True)
def notices(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(notice, "NOTICES", told)
    return told


def test_records_without_a_text_are_passed_over_and_counted(notices: list[str]) -> None:
    data = b'{"text": "hi"}\n{"text": null}\n{"parts": []}\n\n{"text": 5}\n{"text": "you"}\n'
    assert [(one.number, one.text) for one in read(data)] == [(1, "hi"), (6, "you")]
    assert notices == ["box.jsonl: 3 records without a text in 'text' were passed over"]
    texts(b'{"text": "hi"}\nnull\n')
    assert notices[1:] == ["box.jsonl: 1 record without a text in 'text' was passed over"]


def test_no_text_anywhere_is_an_error(notices: list[str]) -> None:
    with pytest.raises(DataError) as caught:
        read(b'{"_id": 1, "body": "hi"}\n{"body": "you"}\n')
    assert str(caught.value) == (
        "box.jsonl has no string 'text' in any record, only '_id', 'body'; "
        "name another with --column, a.b for b within a"
    )
    with pytest.raises(DataError, match="in any record; JSON objects with a text are needed"):
        read(b"1\n2\n")
    assert notices == []


@pytest.mark.parametrize(
    "data",
    [
        b'[{"text": "hi"}, {"text": "you"}]',
        b'\xef\xbb\xbf\n[\n  {"text": "hi"},\n  {\n    "text": "you"\n  }\n]\n',
        b'["hi", "you"]',
        b'{"text": "hi"}\n{"text": "you"}',
        b'{\n  "text": "hi"\n}\n{\n  "text": "you"\n}\n',
        b'{"id": {\n  "n": 1}, "text": "hi"\n}\n{"text": "you"}\n',
        b'"hi"\n"you"\n',
        '{"text": "hi"}\n{"text": "you"}\n'.encode("utf-16"),
        '[{"text": "hi"}, {"text": "you"}]'.encode("utf-16"),
    ],
)
def test_every_shape_gives_the_same_texts(data: bytes) -> None:
    assert texts(data) == ["hi", "you"]
    assert texts(b"[]") == texts(b"") == texts(b" \n") == []


def test_a_text_within_objects_has_a_path(notices: list[str]) -> None:
    data = b'{"message": {"Text": "hi"}}\n{"message": null}\n{"message.text": "you"}\n'
    assert texts(data, "message.text") == ["hi", "you"]
    assert notices == ["box.jsonl: 1 record without a text in 'message.text' was passed over"]


def test_what_is_no_utf_8_is_read_in_an_array_too() -> None:
    assert texts(b'[{"text": "caf\xe9 \x80"}]') == ["café €"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'[{"text": "hi"}, {"te', "record 2 is not JSON: premature EOF"),
        (b'[{"text": "hi"} {"text": "you"}]', "record 2 is not JSON: after array element"),
        (b'["hi"]\n["you"]\n', "record 2 is not JSON: trailing garbage"),
        (b'{\n "text": "hi"\n}\n{', "record 2 is not JSON: premature EOF"),
        (b'{"text": "hi"} {"text": "you"}\n', "line 1 is not JSON: Extra data"),
        (b"[" * 100_001, "record 1 is not JSON: too deep"),
    ],
)
def test_what_is_not_json_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(DataError) as caught:
        read(data)
    assert said in str(caught.value)


def test_an_array_is_read_piece_by_piece() -> None:
    class Endless:
        """An array that never ends."""

        begun = False

        def read(self, size: int) -> bytes:
            piece = b'{"text": "hi"}, ' * 10
            found = piece if self.begun else b"[" + piece
            self.begun = True
            return found

    rows = read_jsonl(Endless(), "-", column="text")  # type: ignore[arg-type]
    assert [next(rows).number for _ in range(20_000)] == list(range(1, 20_001))


def test_one_document_is_not_taken_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("spamfilter.readers.jsonl.LONGEST", 1 << 18)
    data = json.dumps({"messages": [{"text": "hi"}] * 30_000}, indent=1).encode()
    with pytest.raises(DataError, match="has a record over 0 MiB; is it one JSON document"):
        read(data)


def test_an_array_s_messages_have_no_bytes_to_give_back(process: Process, tmp_path: Path) -> None:
    (tmp_path / "box.jsonl").write_bytes(b'[{"text": "win free cash"}]')
    done = process(*WORDLIST, "--raw", tmp_path / "box.jsonl")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"have no bytes of their own; leave out --raw" in done.stderr
