"""The table of what people have, in spamfilter/README.md: each row has files, which are read as it says."""

import json
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import Process, Run
from tests.documents import HOST, find_chapter
from tests.paths import WORDLIST
from tests.what_people_have import CASES, Case, Said

COLUMNS = ["what", "how it is named", "`--input`", "what is read", "what is not"]
SCAN = ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist", "--format", "jsonl"]
EVERY = [pytest.param(row, case, id=next(iter(case.files))) for row, cases in CASES.items() for case in cases]
LEFT_OUT = re.compile(r".*: \d+ messages? that the owner sent left out; --sent includes them")


class Row(NamedTuple):
    """A row of the table: what stands in backticks in its second and third column."""

    names: list[str]
    formats: list[str]
    read: str
    refused: str


def find_rows() -> dict[str, Row]:
    """The rows of the table by what they are about."""
    lines = [line for line in find_chapter(HOST, "What people have").splitlines() if line.startswith("|")]
    header, _, *rows = [[cell.strip() for cell in line.strip("|").split(" |")] for line in lines]
    assert header == COLUMNS
    return {
        what: Row(re.findall("`(.+?)`", names), re.findall("`(.+?)`", formats), read, refused)
        for what, names, formats, read, refused in rows
    }


ROWS = find_rows()


def match_name(path: str, name: str) -> bool:
    """Whether a file or a folder in ``path`` is named as the table says: `…` is anything, `.csv` a suffix."""
    pattern = name.rstrip("/").replace("…", "*").replace("NAME", "*")
    pattern = f"*{pattern}" if pattern.startswith(".") else pattern
    return any(fnmatchcase(part, pattern) for part in path.split("/"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, where the files of a case are made."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(WORDLIST)
    return tmp_path


def make_files(case: Case) -> list[str]:
    """The files of ``case`` in the current folder; what of them is a source."""
    for name, data in case.files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(data)
    return list(case.sources or case.files)


def list_said(stdout: str) -> tuple[Said, ...]:
    """The messages of jsonl."""
    records = [json.loads(line) for line in stdout.splitlines()]
    return tuple(Said(one["text"], one.get("sender", ""), one.get("sent", False)) for one in records)


def list_told(stderr: str) -> tuple[str, ...]:
    """What stands on standard error, without the program's name."""
    return tuple(line.removeprefix("spamfilter: ") for line in stderr.splitlines())


def test_each_row_has_a_case_and_each_case_a_row() -> None:
    assert list(CASES) == list(ROWS)


@pytest.mark.parametrize("row", ROWS)
def test_there_is_a_file_of_each_name_that_a_row_gives(row: str) -> None:
    paths = [path for case in CASES[row] for path in (*case.files, *case.sources)]
    assert [name for name in ROWS[row].names if not any(match_name(path, name) for path in paths)] == []


@pytest.mark.parametrize("row", ROWS)
def test_the_files_of_a_row_are_read_as_it_says(process: Process, folder: Path, row: str) -> None:
    cases = CASES[row]
    sources = [source for case in cases for source in make_files(case)]
    done = process(*SCAN, "--sent", *sources)
    assert list_said(done.stdout.decode()) == tuple(said for case in cases for said in case.said)
    assert list_told(done.stderr.decode()) == tuple(told for case in cases for told in case.told)
    assert done.returncode == max(case.code for case in cases)


@pytest.mark.parametrize(("row", "case"), EVERY)
def test_what_the_owner_sent_is_left_out_and_counted(
    spamfilter: Run, folder: Path, row: str, case: Case
) -> None:
    done = spamfilter(*SCAN, *make_files(case))
    told = list_told(done.stderr)
    assert list_said(done.stdout) == tuple(one for one in case.said if not one.sent)
    assert tuple(line for line in told if not LEFT_OUT.fullmatch(line)) == case.told
    count = sum(int(line.split(": ")[1].split()[0]) for line in told if LEFT_OUT.fullmatch(line))
    assert count == sum(one.sent for one in case.said)
    assert done.exit_code == case.code


@pytest.mark.parametrize(
    ("row", "case"), [one for one in EVERY if ROWS[str(one.values[0])].formats and one.values[1].said]
)
def test_a_format_of_the_row_reads_the_same_where_it_is_named(
    spamfilter: Run, folder: Path, row: str, case: Case
) -> None:
    sources = make_files(case)
    read = [
        list_said(spamfilter(*SCAN, "--sent", "--input", one, *sources).stdout) for one in ROWS[row].formats
    ]
    assert read.count(case.said) == 1


@pytest.mark.parametrize("row", ROWS)
def test_what_a_row_says_is_read_is_read_and_what_is_not_is_refused(row: str) -> None:
    codes = {case.code for case in CASES[row]}
    assert (0 in codes) == bool(ROWS[row].read)
    assert 65 not in codes or ROWS[row].refused


def test_every_format_is_in_the_table(spamfilter: Run) -> None:
    listed = spamfilter("scan", "--input", "?", "x").stderr
    names = set(re.findall(r"'([\w-]+)'", listed.partition("not one of")[2])) - {"auto"}
    assert names == {name for row in ROWS.values() for name in row.formats}
