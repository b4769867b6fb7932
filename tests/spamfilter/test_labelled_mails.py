"""Labelled mails by a list of their names, as the TREC spam track has them, and by the time they came in."""

from pathlib import Path

import pytest

from spamfilter import DataError, Message, SourceError
from spamfilter.labelled import LabelledMessage, order_by_time, read_labelled
from spamfilter.labelled.mails import find_time

EARLY = b"Received: from there by here; Mon, 1 Jul 2002 10:00:00 +0200\nSubject: early\n\none\n"
LATE = b"Received: from there by here\n\tfor me; Mon, 1 Jul 2002 09:00:00 +0000\nSubject: late\n\ntwo\n"
FORGED = b"Date: Tue, 19 Jan 2038 03:14:07 +0000\n" + EARLY


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """``full/index`` beside ``data/``."""
    (tmp_path / "full").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "inmail.1").write_bytes(LATE)
    (tmp_path / "data" / "inmail.2").write_bytes(EARLY)
    return tmp_path


def list_pairs(index: Path) -> list[tuple[str, bool]]:
    return [(row.message.subject, row.spam) for row in read_labelled(str(index))]


@pytest.mark.parametrize(
    "text",
    [
        "spam ../data/inmail.1\nham ../data/inmail.2\n",
        "SPAM ../data/inmail.1\r\n\r\nHam ../data/inmail.2",
        "spam ../data/inmail.1 user1 genre\nham ../data/inmail.2 user2 genre\n",
    ],
    ids=["2007", "blank lines", "2005, with user and genre"],
)
def test_an_index_of_the_track_gives_its_mails_in_its_order(corpus: Path, text: str) -> None:
    (corpus / "full" / "index").write_text(text, newline="")
    assert list_pairs(corpus / "full" / "index") == [("late", True), ("early", False)]


def test_a_mail_of_the_index_has_its_own_source_and_bytes(corpus: Path) -> None:
    (corpus / "full" / "index").write_text("ham ../data/inmail.2\n")
    (row,) = read_labelled(str(corpus / "full" / "index"))
    assert (row.message.source, row.message.raw) == (str(corpus / "full" / "../data/inmail.2"), EARLY)


def test_a_name_with_a_space_is_one_name(tmp_path: Path) -> None:
    (tmp_path / "my mail.eml").write_bytes(EARLY)
    (tmp_path / "index").write_text("ham my mail.eml\n")
    assert list_pairs(tmp_path / "index") == [("early", False)]


def test_lines_of_text_have_a_tab_and_are_no_index(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("spam\twin a prize\nham\tsee you\n")
    assert [row.message.text for row in read_labelled(str(tmp_path / "a.txt"))] == ["win a prize", "see you"]


@pytest.mark.parametrize(
    ("text", "error", "complaint"),
    [
        ("ham here\nspam nowhere\n", SourceError, r"nowhere, which .*index line 2 names: No such file"),
        ("ham here\nsee you\n", DataError, r"index line 2 is not 'ham PATH' or 'spam PATH'; mend the index"),
        ("ham here\nspam\there\n", DataError, r"index line 2 is not 'ham PATH'"),
        ("ham here\nspam a\0b\n", SourceError, r"which .*index line 2 names: "),
        (
            "spam win a prize\n",
            SourceError,
            r"an index has 'label PATH' lines, and before a text stands a TAB",
        ),
    ],
    ids=["missing", "no label", "a tab", "nul", "a text without a tab"],
)
def test_what_is_wrong_in_an_index_is_named_by_its_line(
    tmp_path: Path, text: str, error: type[Exception], complaint: str
) -> None:
    (tmp_path / "here").write_bytes(EARLY)
    (tmp_path / "index").write_text(text)
    with pytest.raises(error, match=complaint):
        list(read_labelled(str(tmp_path / "index")))


def test_the_time_is_that_of_the_own_server(corpus: Path) -> None:
    assert find_time(Message("", EARLY)) == 1025510400
    assert find_time(Message("", FORGED, date="2038-01-19T03:14:07Z")) == 1025510400
    assert find_time(Message("", LATE)) == 1025514000


def test_without_a_server_the_sender_s_date_counts() -> None:
    assert (
        find_time(Message("", b"Subject: x\n\nReceived: y; 1 Jul 2002\n", date="1970-01-01T00:01:00Z")) == 60
    )
    assert find_time(Message("", b"Received: broken; yesterday\n\n", date="1970-01-01T00:01:00")) == 60
    assert find_time(Message("see you", b"see you\n")) == float("inf")


def test_mails_of_a_folder_are_put_in_the_order_they_came_in() -> None:
    rows = [
        LabelledMessage(Message(name, raw), False) for name, raw in (("c", b""), ("b", LATE), ("a", EARLY))
    ]
    assert [row.message.text for row in order_by_time(rows)] == ["a", "b", "c"]
