"""The real bogofilter is taught, taught otherwise, and made to forget; its wordlist says what it counted."""

import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from spamfilter_bogofilter.classifier import load_bogofilter
from spamfilter_bogofilter.learning import RECORD, learn

from spamfilter import CreateError, DataError, Message

HAM = Message(
    "", b"From: anna@example.org\nSubject: Lunch on Thursday\n\nShall we meet at noon? Anna\n", subject="L"
)
SPAM = Message(
    "", b"From: win@example.com\nSubject: Cash prize\n\nClaim your free cash prize now\n", subject="C"
)
LINE = Message("a line of text with cash", b"a line of text with cash\n")

pytestmark = pytest.mark.skipif(not shutil.which("bogofilter"), reason="no program bogofilter here")


@pytest.fixture
def words(tmp_path: Path) -> Path:
    """The folder of a wordlist that is not there yet."""
    return tmp_path / "new" / "words"


def dump(folder: Path) -> dict[str, tuple[int, int]]:
    """Word to how many spam and ham it is counted in; words in none are left out."""
    command = ["bogoutil", "-d", str(folder / "wordlist.db")]
    rows = subprocess.run(command, capture_output=True, check=True).stdout.decode().splitlines()
    counts = {row.split()[0]: (int(row.split()[1]), int(row.split()[2])) for row in rows}
    return {word: pair for word, pair in counts.items() if pair != (0, 0)}


def count(folder: Path) -> tuple[int, int]:
    """Spam and ham that it was shown."""
    return dump(folder).get(".MSG_COUNT", (0, 0))


def test_what_was_taught_is_what_the_program_itself_would_have_counted(words: Path, tmp_path: Path) -> None:
    learn(str(words), [SPAM], True)
    learn(str(words), [HAM], False)
    own = tmp_path / "own"
    own.mkdir()
    for switch, message in (("-s", SPAM), ("-n", HAM)):
        subprocess.run(["bogofilter", "-d", str(own), switch], input=message.raw, check=True)
    assert dump(words) == dump(own)
    assert load_bogofilter(str(words)).score([SPAM, HAM]) == load_bogofilter(str(own)).score([SPAM, HAM])


def test_the_next_load_has_learned_it(words: Path) -> None:
    learn(str(words), [SPAM], True)
    learn(str(words), [HAM], False)
    spam, ham = load_bogofilter(str(words)).score([SPAM, HAM])
    assert spam > 0.9
    assert ham < 0.1


def test_a_mail_that_is_taught_twice_counts_once(words: Path) -> None:
    learn(str(words), [SPAM, SPAM], True)
    learn(str(words), [SPAM], True)
    assert count(words) == (1, 0)


def test_another_label_takes_the_place_of_the_first(words: Path) -> None:
    learn(str(words), [SPAM, LINE], False)
    learn(str(words), [SPAM], True)
    assert count(words) == (1, 1)
    assert dump(words)["prize"] == (1, 0)
    assert dump(words)["cash"] == (1, 1)


@pytest.mark.parametrize("spam", [True, False])
def test_what_is_forgotten_is_as_if_it_had_never_been_taught(words: Path, spam: bool) -> None:
    learn(str(words), [HAM], False)
    learn(str(words), [SPAM], True)
    before = dump(words)
    learn(str(words), [LINE], spam)
    assert dump(words) != before
    learn(str(words), [LINE], None)
    assert dump(words) == before


def test_to_forget_what_was_never_taught_changes_nothing(words: Path) -> None:
    learn(str(words), [SPAM], True)
    before = dump(words)
    learn(str(words), [HAM], None)
    assert dump(words) == before


def test_a_forgotten_mail_can_be_taught_again(words: Path) -> None:
    for label in (True, None, None, False):
        learn(str(words), [SPAM], label)
    assert count(words) == (0, 1)


def test_without_a_model_the_user_s_own_wordlist_is_taught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOGOFILTER_DIR", str(tmp_path / "mine"))
    learn(None, [SPAM], True)
    assert count(tmp_path / "mine") == (1, 0)


def test_no_text_is_kept_in_the_record(words: Path) -> None:
    learn(str(words), [SPAM], True)
    assert not re.search(rb"prize|example|Cash", b"".join(p.read_bytes() for p in words.glob(f"{RECORD}*")))


def test_processes_that_teach_at_once_count_each_mail_once(words: Path) -> None:
    code = (
        "import sys; from spamfilter import Message; from spamfilter_bogofilter.learning import learn\n"
        "for number in range(10): learn(sys.argv[1], [Message(f'offer {number}')], True)"
    )
    words.mkdir(parents=True)
    running = [subprocess.Popen([sys.executable, "-c", code, str(words)]) for _ in range(3)]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    assert count(words) == (10, 0)


def test_a_record_that_is_none_is_one_line(words: Path) -> None:
    words.mkdir(parents=True)
    (words / RECORD).write_bytes(b"no database" * 1000)
    with pytest.raises(
        DataError, match=r"spamfilter-taught.db is no record of what bogofilter was taught: .*; move"
    ):
        learn(str(words), [SPAM], True)
    assert not (words / "wordlist.db").exists()


def test_where_the_wordlist_is_broken_nothing_counts_as_taught(words: Path) -> None:
    words.mkdir(parents=True)
    (words / "wordlist.db").write_bytes(b"no database" * 1000)
    with pytest.raises(DataError, match="bogofilter failed"):
        learn(str(words), [SPAM], True)
    with sqlite3.connect(words / RECORD) as record:
        assert record.execute("SELECT name FROM sqlite_master").fetchall() == []


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(
        CreateError, match=r"cannot make the folder .*file/words: Not a directory; name another"
    ):
        learn(str(tmp_path / "file" / "words"), [SPAM], True)
