"""``gpt prepare`` reads what ``evaluate`` reads: other names of columns, Windows-1252, Parquet."""

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from spamfilter_gpt.records.recipe import Settings
from spamfilter_gpt.records.rows import read_sources
from spamfilter_ngram.training import read_parts

from tests.conftest import Run

# As Kaggle offers the UCI collection: Windows-1252, and three columns without a name.
KAGGLE = (
    b'v1,v2,,,\r\nham,"Ok lar... Joking wif u oni...",,,\r\nspam,"FREE entry. \xa3100 prize, call",,,\r\n'
)


def prepare(spamfilter: Run, source: Path, *options: str) -> list[list[str]]:
    out = source.parent / "data"
    done = spamfilter("gpt", "prepare", *options, "--train", 1, "--validation", 0, source, out)
    assert done.exit_code == 0, done.stderr
    with (out / "train.csv").open(encoding="utf-8", newline="") as file:
        return sorted(csv.reader(file))


@pytest.mark.parametrize("columns", [("v2", "v1"), ("2", "1")])
def test_columns_are_named_or_numbered(spamfilter: Run, tmp_path: Path, columns: tuple[str, str]) -> None:
    (tmp_path / "spam.csv").write_bytes(KAGGLE)
    options = ("--column", columns[0], "--label-column", columns[1])
    assert prepare(spamfilter, tmp_path / "spam.csv", *options) == [
        ["0", "Ok lar... Joking wif u oni..."],
        ["1", "FREE entry. £100 prize, call"],
        ["Label", "Text"],
    ]


def test_lines_in_windows_1252(spamfilter: Run, tmp_path: Path) -> None:
    (tmp_path / "SMS").write_bytes("ham\tcafé at 8\nspam\tWIN £9\n".encode("cp1252"))
    assert prepare(spamfilter, tmp_path / "SMS")[:2] == [["0", "café at 8"], ["1", "WIN £9"]]


def test_parquet(spamfilter: Run, tmp_path: Path) -> None:
    table = pa.table({"label": [0.0, 1.0], "text": ["see you", "WIN £9"]})
    pq.write_table(table, tmp_path / "messages.parquet")
    assert prepare(spamfilter, tmp_path / "messages.parquet")[:2] == [["0", "see you"], ["1", "WIN £9"]]


def test_what_is_passed_over_is_said(spamfilter: Run, tmp_path: Path) -> None:
    table = pa.table({"label": [0, 1, 1], "text": ["see you", None, "WIN"]})
    pq.write_table(table, tmp_path / "messages.parquet")
    source = tmp_path / "messages.parquet"
    done = spamfilter("gpt", "prepare", "--train", 1, "--validation", 0, source, tmp_path / "data")
    said = f"spamfilter: {source}: 1 row without a text in 'text' was passed over\n"
    assert (done.exit_code, done.stderr) == (0, said)


KOI8 = "koi8_r"
RUSSIAN = {
    "ham": [f"привет, буду дома к {hour} часам" for hour in range(1, 9)],
    "spam": [f"вы выиграли {hour} тысяч" for hour in range(1, 9)],
}


def write_koi8(path: Path) -> Path:
    """Lines that could as well be in one of several encodings."""
    lines = [f"{label}\t{text}" for label, texts in RUSSIAN.items() for text in texts]
    path.write_bytes("\n".join(lines).encode(KOI8))
    return path


@pytest.mark.parametrize("more", [(), ("--recipe", "book", "--no-balance")])
def test_an_encoding_that_is_named_is_read(spamfilter: Run, tmp_path: Path, more: tuple[str, ...]) -> None:
    rows = prepare(spamfilter, write_koi8(tmp_path / "a.txt"), "--encoding", KOI8, *more)
    expected = [[str(int(label == "spam")), text] for label, texts in RUSSIAN.items() for text in texts]
    assert rows == sorted([["Label", "Text"], *expected])


def test_training_reads_it_too(tmp_path: Path) -> None:
    source = write_koi8(tmp_path / "a.txt")
    parts = read_sources(source, Settings(encoding=KOI8))
    assert set(parts.train.texts) | set(parts.validation.texts) == {*RUSSIAN["ham"], *RUSSIAN["spam"]}
    rows, _ = read_parts([str(source)], "text", "label", encoding=KOI8)
    assert [row.message.text for row in rows] == [*RUSSIAN["ham"], *RUSSIAN["spam"]]


@pytest.mark.parametrize("command", [("gpt", "prepare"), ("gpt", "train"), ("ngram", "train", "-o")])
def test_an_encoding_that_is_none_is_told(spamfilter: Run, tmp_path: Path, command: tuple[str, ...]) -> None:
    source = write_koi8(tmp_path / "a.txt")
    paths = (tmp_path / "out", source) if "-o" in command else (source, tmp_path / "out")
    done = spamfilter(*command, *paths, "--encoding", "nonsense")
    assert (done.exit_code, list(tmp_path.iterdir())) == (2, [source])
    assert "no encoding 'nonsense'" in done.stderr
