"""Reading the collections: every form, the reader's text, senders and threads."""

import gzip
import json
import tarfile
from pathlib import Path

import pytest
from spamfilter_gpt.corpus import collection
from spamfilter_gpt.corpus.collection import (
    COLLECTIONS,
    RAW,
    check_collections,
    read_collection,
    read_written,
)

from spamfilter import DataError, SourceError
from tests.spamfilter_gpt.made_up_collections import (
    add_file,
    list_rows,
    make_text,
    write_collections,
    write_table,
)

BY_NAME = {one.name: one for one in COLLECTIONS}
SPAMASSASSIN = BY_NAME["spamassassin"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_collections(tmp_path_factory.mktemp("data") / "collections")


@pytest.mark.parametrize("name", ["uci", "india", "sms-thai-ssivakorn", "sms-chinese-fbs-spam"])
def test_every_row_of_a_table_is_read(data: Path, name: str) -> None:
    rows = read_collection(data, BY_NAME[name])
    assert [(row.spam, row.text) for row in rows] == list_rows(BY_NAME[name])
    assert {(row.collection, row.language) for row in rows} == {(name, BY_NAME[name].language or "pt")}


def test_a_raw_mail_is_what_the_reader_makes_of_it(data: Path) -> None:
    rows = {row.mail: row for row in read_collection(data, SPAMASSASSIN)}
    assert len(rows) == 90
    spam = rows["spam/00000"]
    text = make_text("spamassassin", True, 0)
    about = text.split()[5]
    assert spam.spam
    assert text in spam.text
    assert spam.origin == ("from someone0@example.org", f"in about {about}")
    assert not rows["easy_ham/00001"].spam


def test_other_readings_of_a_mail_are_rows_with_its_name(tmp_path: Path) -> None:
    mail = (
        "From: A <a@b.org>\nSubject: [list] Re: hello\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="x"\n\n'
        "--x\nContent-Type: text/plain\n\nsee you at home tonight\n"
        "--x\nContent-Type: text/html\n\n<p>win a prize of a thousand pounds now\n--x--\n"
    )
    with tarfile.open(tmp_path / RAW, "w:gz") as archive:
        add_file(archive, "corpus/spam/1", mail)
    rows = read_collection(tmp_path, SPAMASSASSIN)
    assert len(rows) > 1
    assert {row.mail for row in rows} == {"spam/1"}
    assert {row.origin for row in rows} == {("from a@b.org", "in hello")}
    assert any("win a prize" in row.text for row in rows)


def test_a_tokenized_corpus_gets_the_form_of_the_reader(tmp_path: Path) -> None:
    write_table(tmp_path / BY_NAME["ling"].file, ("label", "text"), [(0, "Subject: hi\n\ndon ' t !")])
    assert [row.text for row in read_collection(tmp_path, BY_NAME["ling"])] == ["Subject: hi\n\ndon't!"]


def test_the_written_messages_have_a_language_and_a_kind() -> None:
    rows = read_written()
    assert len(rows) == 24102
    assert {row.collection for row in rows} == {"written"}
    assert all(row.text.strip() and row.language and len(row.origin) == 1 for row in rows)
    assert 0.4 < sum(row.spam for row in rows) / len(rows) < 0.6


def test_written_messages_that_are_not_there_are_missed(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_collections(data)
    monkeypatch.setattr(collection, "WRITTEN", tmp_path)
    with pytest.raises(SourceError, match="the package leaves it out; build in the repository"):
        check_collections(data)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([("0", "x")], "'lang'"),
        ([("2", "x", "en")], "'2'"),
    ],
)
def test_a_table_with_other_columns_or_labels_is_named(
    tmp_path: Path, rows: list[tuple[object, ...]], complaint: str
) -> None:
    one = BY_NAME["sms-turkish-uysal"]
    (tmp_path / "more").mkdir()
    write_table(tmp_path / one.file, ("label", "text", "lang")[: len(rows[0])], rows)
    with pytest.raises(DataError, match=rf"sms-turkish-uysal.csv.gz is not a csv.gz .* {complaint}"):
        read_collection(tmp_path, one)


@pytest.mark.parametrize("content", [b"no archive", gzip.compress(b"no archive", mtime=0)])
def test_what_is_no_archive_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / RAW).write_bytes(content)
    with pytest.raises(DataError, match="is not a tar\\.gz of mails"):
        read_collection(tmp_path, SPAMASSASSIN)


def test_written_rows_are_json_lines(tmp_path: Path) -> None:
    row = {"text": "hi", "label": "spam", "lang": "de", "kind": "tax"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row) + "\n")
    assert [(row.text, row.spam, row.language, row.origin) for row in read_written(tmp_path)] == [
        ("hi", True, "de", ("tax",))
    ]
