"""Labelled messages in every form, and what is said of a broken one."""

import gzip
from pathlib import Path

import pytest

from spamfilter import DataError, Fingerprints, Policy, SourceError, SpamfilterError, UsageError
from spamfilter.labelled import (
    check_trainable,
    copy_key,
    draw_validation,
    find_parts,
    read_all,
    read_labelled,
)

PAIRS = [("see you at 8", False), ("WIN a prize", True)]
FILES = {
    "a.csv": "Label,Text\n0,see you at 8\n1,WIN a prize\n",
    "a.tsv": "text\tlabel\nsee you at 8\tham\nWIN a prize\tSPAM\n",
    "a.jsonl": '{"text": "see you at 8", "label": false}\n\n{"text": "WIN a prize", "label": 1}\n',
    "a.txt": "ham\tsee you at 8\r\n\nspam\tWIN a prize\n",
    "no-header.tsv": "ham\tsee you at 8\nspam\tWIN a prize\n",
    "Upper.jsonl": '{"Text": "see you at 8", "LABEL": "ham"}\n{"Text": "WIN a prize", "LABEL": "spam"}\n',
}


def pairs(path: Path, **options: str) -> list[tuple[str, bool]]:
    return [(row.message.text, row.spam) for row in read_labelled(str(path), **options)]


@pytest.mark.parametrize("name", FILES)
def test_every_form_gives_the_same_messages(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(FILES[name], encoding="utf-8", newline="")
    assert pairs(tmp_path / name) == PAIRS


def test_a_packed_file_is_read_as_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(FILES["a.csv"].encode()))
    assert pairs(tmp_path / "a.csv.gz") == PAIRS


def test_lines_know_no_quoting(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('ham\t"see you\nspam\tWIN\tnow\nham\tat "8"\n')
    assert pairs(tmp_path / "a.txt") == [('"see you', False), ("WIN\tnow", True), ('at "8"', False)]


def test_a_message_is_handed_out_before_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("label,text\n0,see you\nperhaps,x\n" + "0,y\n" * 1_000_000)
    rows = read_labelled(str(tmp_path / "a.csv"))
    assert next(rows).message.text == "see you"
    with pytest.raises(DataError, match="row 2: label 'perhaps' is not 0, 1, ham or spam"):
        next(rows)


def test_the_caller_says_what_to_do(tmp_path: Path) -> None:
    for path, complaint in (
        (tmp_path, "neither ham/ nor spam/ in it; ask her"),
        (tmp_path / "a", "; ask her"),
    ):
        with pytest.raises(SpamfilterError) as caught:
            read_all([str(path)], advice="ask her")
        assert str(caught.value).endswith(complaint)


def test_a_folder_that_cannot_be_listed_is_not_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "ham").mkdir()
    with pytest.raises(DataError, match="there are no labelled messages in"):
        read_all([str(tmp_path)])
    (tmp_path / "ham" / ".DS_Store").write_bytes(b"not a mail")
    with pytest.raises(DataError, match="there are no labelled messages in"):
        read_all([str(tmp_path)])


def test_a_header_that_is_none_is_not_shown_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(",".join(f"{n}{'x' * 60}" for n in range(900)) + "\n")
    with pytest.raises(DataError) as caught:
        read_all([str(tmp_path / "a.csv")])
    assert "x…' and 892 more; name one with --column" in str(caught.value)
    assert len(str(caught.value)) < 700


def test_a_split_folder_is_found_in_any_form(tmp_path: Path) -> None:
    assert find_parts(str(tmp_path)) is None
    (tmp_path / "train.jsonl.gz").write_bytes(b"")
    assert find_parts(str(tmp_path)) == (str(tmp_path / "train.jsonl.gz"), None)
    (tmp_path / "train.csv").write_bytes(b"")
    (tmp_path / "validation.tsv").write_bytes(b"")
    assert find_parts(str(tmp_path)) == (str(tmp_path / "train.csv"), str(tmp_path / "validation.tsv"))


def test_a_share_of_each_kind_is_held_back_and_copies_stay_together() -> None:
    texts = [f"See you at {n // 2}{'!' * (n % 2)}" for n in range(200)] + [f"WIN {n}" for n in range(40)]
    spam = [False] * 200 + [True] * 40
    held = draw_validation(texts, spam, 0.1, seed=1)
    assert [sum(spam[row] for row in held), len(held)] == [4, 24]
    keys = {copy_key(texts[row]) for row in held}
    assert keys.isdisjoint(copy_key(text) for row, text in enumerate(texts) if row not in held)
    assert held == draw_validation(texts, spam, 0.1, seed=1) != draw_validation(texts, spam, 0.1, seed=2)


def test_something_of_each_kind_trains() -> None:
    assert draw_validation(["a", "b"], [False, True], 0.5, seed=1) == []
    assert len(draw_validation(["a", "b", "c"], [False, True, True], 0.9, seed=1)) == 1
    assert draw_validation(["a", "A", "a!"], [True, True, True], 0.5, seed=1) == []


def test_what_cannot_teach_is_named() -> None:
    check_trainable(["", "x"], [False, True], "a.csv")
    for spam, complaint in (
        ([True, True], "a.csv has no ham"),
        ([False, True], "every text in a.csv is empty"),
    ):
        with pytest.raises(DataError, match=complaint):
            check_trainable(["", " "], spam, "a.csv")


def test_columns_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("class;body\nham;see you at 8\nspam;WIN a prize\n")
    assert pairs(tmp_path / "a.csv", column="body", label_column="class") == PAIRS


def test_folders_give_a_message_a_mail(tmp_path: Path) -> None:
    for part, name, subject in (("spam", "2.eml", "WIN a prize"), ("ham", "x/1", "see you at 8")):
        file = tmp_path / part / name
        file.parent.mkdir(parents=True)
        file.write_text(f"Subject: {subject}\n\nsome body\n")
    rows = list(read_labelled(str(tmp_path)))
    assert [(Path(row.message.source).name, row.spam) for row in rows] == [("1", False), ("2.eml", True)]
    assert ["see you at 8" in rows[0].message.text, "WIN a prize" in rows[1].message.text] == [True, True]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.csv", "text\nx\n", "has no column 'label', only 'text'; name one with --label-column"),
        ("a.csv", "label,text\nmaybe,x\n", "row 1: label 'maybe' is not 0, 1, ham or spam"),
        ("a.jsonl", '{"text": "x"}\n', "line 1 has no 'label'; name another with --label-column"),
        ("a.jsonl", '{"text": "x", "label": "unsure"}\n', "line 1: label 'unsure' is not 0, 1"),
        ("a.txt", "ham\tx\nno tab\n", "line 2 is not 'label TAB text', with a label 0, 1, ham or spam"),
        ("a.csv", 'label,text\n0,"x\n1,y\n', "row 1 has a quotation mark that is never closed"),
        ("a.csv", "", "there are no labelled messages in "),
    ],
)
def test_what_is_broken_is_named(tmp_path: Path, name: str, content: str, complaint: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(DataError) as caught:
        read_all([str(tmp_path / name)])
    assert complaint in str(caught.value)


def test_a_missing_file_and_a_folder_of_something_else(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        read_all([str(tmp_path / "none.csv")])
    with pytest.raises(SourceError, match="File name too long"):
        read_all(["x" * 300 + "/a"])
    with pytest.raises(UsageError, match="put mails into ham/ and spam/"):
        read_all([str(tmp_path / "a.eml")])
    with pytest.raises(DataError, match="neither ham/ nor spam/"):
        read_all([str(tmp_path)])


def test_fingerprints_know_a_text_again_but_for_case_and_space() -> None:
    known = Fingerprints.of(["See  you\nat 8 ", "half \ud800"])
    assert "see you at 8" in known
    assert "see you at 9" not in known
    assert Fingerprints.from_bytes(known.to_bytes()) == known
    with pytest.raises(DataError, match="15 bytes, not a multiple of 8"):
        Fingerprints.from_bytes(known.to_bytes()[:-1])


def test_chosen_cutoffs_keep_the_ham_within_its_budget() -> None:
    scores = [0.01] * 97 + [0.7, 0.8, 0.93] + [0.99] * 20
    spam = [False] * 100 + [True] * 20
    assert Policy.choose(scores, spam, 0.0) == Policy(0.5, 0.93)
    assert Policy.choose(scores, spam, 0.02) == Policy(0.5, 0.7)
    assert Policy.choose([], []) == Policy(0.5, 0.5)


def test_chosen_cutoffs_stop_before_nothing_is_spam_or_ham() -> None:
    scores, spam = [0.001, 0.975, 1.0], [True, False, True]
    assert Policy.choose(scores, spam) == Policy(0.01, 0.98)
    assert Policy.choose([*scores, 0.9999], [*spam, False]) == Policy(0.01, 0.99)


def test_parquet_and_arrow_are_labelled_data_too(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.feather as feather
    import pyarrow.parquet as pq

    kinds = ([0, 1], [False, True], [0.0, 1.0], ["ham", "spam"], pa.array(["0", "1"]).dictionary_encode())
    for number, labels in enumerate(kinds):
        table = pa.table({"Text": ["see you at 8", "WIN a prize"], "label": labels})
        pq.write_table(table, tmp_path / f"{number}.parquet")
        feather.write_feather(table, tmp_path / f"{number}.feather")
        (tmp_path / "a.gz").write_bytes(gzip.compress((tmp_path / f"{number}.parquet").read_bytes()))
        for name in (f"{number}.parquet", f"{number}.feather", "a.gz"):
            assert pairs(tmp_path / name) == PAIRS
    pq.write_table(pa.table({"text": ["x"], "label": [2]}), tmp_path / "a.parquet")
    with pytest.raises(DataError, match="row 1: label '2' is not 0, 1, ham or spam"):
        read_all([str(tmp_path / "a.parquet")])
    with pytest.raises(
        DataError, match="no column 'class', only 'text', 'label'; name one with --label-column"
    ):
        read_all([str(tmp_path / "a.parquet")], label_column="class")


def test_labels_as_pandas_writes_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("label,text\n0.0,see you at 8\n1.0,WIN a prize\n")
    (tmp_path / "a.jsonl").write_text(
        '[{"label": 0.0, "text": "see you at 8"},\n {"label": 1.0, "text": "WIN a prize"}]'
    )
    assert pairs(tmp_path / "a.csv") == pairs(tmp_path / "a.jsonl") == PAIRS


def test_a_header_is_not_needed_where_columns_have_numbers(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("ham,see you at 8\nspam,WIN a prize\n")
    assert pairs(tmp_path / "a.csv", column="2", label_column="1") == PAIRS


def test_labelled_text_in_windows_1252_or_utf_16(tmp_path: Path) -> None:
    lines = "ham\tcafé at 8\nspam\tWIN £9\n"
    for encoding in ("cp1252", "utf-16"):
        for name, header in (("a.txt", ""), ("a.tsv", "label\ttext\n"), ("b.tsv", "")):
            (tmp_path / name).write_bytes((header + lines).encode(encoding))
            assert pairs(tmp_path / name) == [("café at 8", False), ("WIN £9", True)]


def test_labelled_records_without_a_text_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("spamfilter.readers.notice.NOTICES", told)
    rows = ('{"text": "see you at 8", "label": 0}', '{"label": 1}', '{"text": "WIN a prize", "label": 1}')
    (tmp_path / "a.jsonl").write_text("\n".join(rows))
    assert pairs(tmp_path / "a.jsonl") == PAIRS
    assert told == [f"{tmp_path / 'a.jsonl'}: 1 record without a text in 'text' was passed over"]
