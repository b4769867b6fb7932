"""The same command again: what is done stays, what is missing is made, and nothing is there twice."""

import json
import os
from pathlib import Path

import pytest

from tests.paths import DATA
from tests.spamfilter_dask.clustered import (
    QUICK,
    Scan,
    join_lines,
    list_parts,
    list_times,
    make_box,
    make_lines,
    make_mail,
    read_manifest,
    run_scan,
    tell,
)

CUT = ("--part-size", "512", *QUICK)


def test_a_second_run_skips_what_is_done(tmp_path: Path, dask: Scan) -> None:
    source, out = tmp_path / "a.txt", tmp_path / "out"
    source.write_bytes(make_lines(100))
    first = dask(source, "-o", out, *CUT, "--summary")
    before = list_times(out)
    second = dask(source, "-o", out, *CUT, "--summary")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert len(before) > 2
    assert list_times(out) == before
    assert tell(second) == tell(first)  # the counts too


def test_a_part_that_is_gone_or_cut_off_is_made_again(tmp_path: Path, dask: Scan) -> None:
    source, out = tmp_path / "a.txt", tmp_path / "out"
    source.write_bytes(make_lines(100))
    dask(source, "-o", out, *CUT)
    whole, before = join_lines(out), list_times(out)
    first, second, *_ = list_parts(out)
    first.unlink()
    os.truncate(second, 10)
    assert dask(source, "-o", out, *CUT).exit_code == 0
    assert join_lines(out) == whole
    changed = [name for name, time in list_times(out).items() if time != before[name]]
    assert changed == [first.name, second.name]


def test_a_file_that_has_changed_takes_the_place_of_the_old_one(tmp_path: Path, dask: Scan) -> None:
    sources = [tmp_path / "a.txt", tmp_path / "b.txt"]
    for source in sources:
        source.write_bytes(make_lines(50))
    dask(*sources, "-o", tmp_path / "out", *CUT)
    before = list_times(tmp_path / "out")
    sources[0].write_bytes(make_lines(70))
    assert dask(*sources, "-o", tmp_path / "out", *CUT).exit_code == 0
    assert join_lines(tmp_path / "out") == run_scan(*sources, *QUICK).stdout_bytes
    after = list_times(tmp_path / "out")
    assert {name for name in after if name in before} == {name for name in before if name.startswith("b.txt")}


def test_a_folder_may_grow_and_shrink(tmp_path: Path, dask: Scan) -> None:
    box = tmp_path / "box"
    box.mkdir()
    for number in range(10):
        (box / f"{number}.eml").write_bytes(make_mail(f"free prize {number}"))
    dask(box, "-o", tmp_path / "out", *CUT)
    (box / "10.eml").write_bytes(make_mail("new"))
    (box / "9.eml").unlink()
    before = set(list_times(tmp_path / "out"))
    assert dask(box, "-o", tmp_path / "out", *CUT).exit_code == 0
    assert join_lines(tmp_path / "out") == run_scan(box, *QUICK).stdout_bytes
    assert len(before & set(list_times(tmp_path / "out"))) >= 3


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--spam-above", "0.9"], "by another spam_above"),
        (["--part-size", "300"], "by another part_size"),
        (["{other}"], "on other sources: {source}"),
    ],
)
def test_verdicts_of_two_runs_are_never_mixed(more: list[str], said: str, tmp_path: Path, dask: Scan) -> None:
    source, other, out = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "out"
    for file in (source, other):
        file.write_bytes(make_lines(50))
    dask(source, "-o", out, *CUT)
    before = join_lines(out)
    words = [word.format(other=other) for word in more]
    done = dask(*([] if words[0] == str(other) else [source]), "-o", out, *CUT, *words)
    assert done.exit_code == 2
    difference = said.format(source=source)
    assert tell(done) == [
        f"spamfilter: {out} holds verdicts {difference}; name another folder with -o, or remove it first"
    ]
    assert join_lines(out) == before


def test_a_run_that_failed_before_its_first_verdict_stands_in_no_way(tmp_path: Path, dask: Scan) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_bytes(b'{"body": "free prize"}\n')
    wrong = dask(source, "-o", out, *QUICK)
    assert (wrong.exit_code, tell(wrong)) == (
        65,
        [f"spamfilter: {source} has no string 'text' in any record, only 'body'; name another with --column, "
         f"a.b for b within a"],
    )  # fmt: skip
    assert read_manifest(out)["problems"] == [tell(wrong)[0].removeprefix("spamfilter: ")]
    assert dask(source, "-o", out, "--column", "body", *QUICK).exit_code == 0
    assert join_lines(out) == run_scan(source, "--column", "body", *QUICK).stdout_bytes


def test_bad_sources_cost_themselves_only(tmp_path: Path, dask: Scan) -> None:
    good, bad, missing = tmp_path / "a.txt", tmp_path / "b.png", tmp_path / "c.txt"
    good.write_bytes(make_lines(30))
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    sources = (bad, good, missing, tmp_path / "*.none")
    for _ in range(2):
        done = dask(*sources, "-o", tmp_path / "out", *CUT)
        assert done.exit_code == 66
        check = "check the name and its permissions"
        assert sorted(tell(done), reverse=True) == [
            f"spamfilter: cannot read {missing}: No such file or directory; {check}",
            f"spamfilter: cannot read {tmp_path}/*.none: no file fits the pattern; {check}",
            f"spamfilter: {bad} is a PNG image, not messages; name a file of messages, or the format with "
            f"--input (spamfilter scan --help lists them)",
        ]
        assert join_lines(tmp_path / "out") == run_scan(good, *QUICK).stdout_bytes


def test_nothing_at_all_to_read_makes_no_folder(tmp_path: Path, dask: Scan) -> None:
    assert dask(tmp_path / "*.none", "-o", tmp_path / "out").exit_code == 66
    assert not (tmp_path / "out").exists()


def test_what_is_above_a_broken_line_counts_and_nothing_below_it(tmp_path: Path, dask: Scan) -> None:
    rows = [json.dumps({"text": f"free prize {number}"}) for number in range(100)]
    rows[40] = "{broken"
    rows[70] = "{broken too"
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(rows))
    expected = run_scan(source, *QUICK)
    for _ in range(2):
        done = dask(source, "-o", tmp_path / "out", *CUT)
        assert (done.exit_code, tell(done)) == (65, expected.stderr.splitlines())
        assert join_lines(tmp_path / "out") == expected.stdout_bytes


def test_what_is_passed_over_is_counted_over_all_parts(tmp_path: Path, dask: Scan) -> None:
    rows = [json.dumps({"text": "a"} if number % 3 else {"picture": number}) for number in range(100)]
    source = tmp_path / "a.jsonl"
    source.write_text("\n".join(rows))
    told = [f"spamfilter: {source}: 34 records without a text in 'text' were passed over"]
    for _ in range(2):
        done = dask(source, "-o", tmp_path / "out", *CUT)
        assert (done.exit_code, tell(done)) == (0, told)


def test_an_unreadable_mail_of_a_folder_is_tried_again(tmp_path: Path, dask: Scan) -> None:
    box = tmp_path / "box"
    box.mkdir()
    for number in range(9):
        (box / f"{number}.eml").write_bytes(make_mail(f"free prize {number}"))
    (box / "4.eml").unlink()
    (box / "4.eml").symlink_to(DATA)  # a folder is not read as a mail
    (box / "5.eml.gz").write_bytes(b"\x1f\x8b\x08\x00cut off")
    expected = run_scan(box, *QUICK)
    assert expected.exit_code == 65
    for _ in range(2):
        done = dask(box, "-o", tmp_path / "out", *CUT)
        assert (done.exit_code, tell(done)) == (65, expected.stderr.splitlines())
        assert join_lines(tmp_path / "out") == expected.stdout_bytes


def test_a_classifier_that_is_not_there_is_an_error_at_once(tmp_path: Path, dask: Scan) -> None:
    done = dask(DATA / "inbox.txt", "-o", tmp_path / "out", "-c", "nosuch")
    assert done.exit_code == 2
    assert "no classifier 'nosuch'" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--workers", "2"], "--workers starts processes here and --scheduler names a cluster; give one"),
        (["--part-size", "big"], "'--part-size': 'big' is no size; write 4M, 64K or a number of bytes"),
        (["--input", "maildir"], "{source} is a file, and a Maildir is a directory; try --input mbox"),
    ],
)  # fmt: skip
def test_wishes_that_cannot_be(words: list[str], said: str, tmp_path: Path, dask: Scan) -> None:
    done = dask(DATA / "inbox.txt", "-o", tmp_path / "out", *QUICK, *words)
    assert done.exit_code == 2
    assert said.format(source=DATA / "inbox.txt") in tell(done)[0]


def test_relative_paths_are_refused_with_a_cluster(dask: Scan) -> None:
    done = dask("inbox.txt", "-o", "/tmp/out")
    said = "inbox.txt is relative, and workers may run elsewhere: with --scheduler give whole paths"
    assert (done.exit_code, tell(done)) == (2, [f"spamfilter: {said}"])


def test_a_box_is_the_same_in_parts_of_any_size(tmp_path: Path, dask: Scan) -> None:
    """Borders in the middle of headers, of bodies, of lines that are quoted."""
    source = tmp_path / "box.mbox"
    source.write_bytes(make_box(25))
    expected = run_scan(source, *QUICK).stdout_bytes
    for size in (150, 777):
        assert dask(source, "-o", tmp_path / str(size), *QUICK, "--part-size", size).exit_code == 0
        assert join_lines(tmp_path / str(size)) == expected
