"""One judge for the mails of many users: a batch of all of them, and to each their own memory."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spamfilter import DataError, Session, Shelf, UserJudge, open_user_judge
from spamfilter.mail.users import memories

MAILS = [
    b"From: anna@example.org\nSubject: Lunch\n\nShall we meet at the station at noon?\n",
    b"From: win@example.com\nSubject: Prize\n\nUrgent! Call 09061701234 now to claim your free cash prize\n",
    b"From: ben@example.org\nSubject: Minutes\nContent-Type: text/html\n\n"
    b"<p>The minutes of today</p><p style='display:none'>Win a free holiday, text WIN to 80082</p>\n",
]


@pytest.fixture
def judge(tmp_path: Path) -> Iterator[UserJudge]:
    opened = open_user_judge(Session().manager, Shelf(folder=tmp_path), "gpt", "tiny")
    yield opened
    opened.close()


def find_open(folder: Path) -> list[str]:
    """Names of the memories in ``folder`` that this process has open."""
    links = [path.readlink() for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    return [link.name for link in links if link.parent == folder and link.suffix == ".db"]


def score(judge: UserJudge, *pairs: tuple[bytes, str]) -> list[float]:
    found = judge.judge([mail for mail, _ in pairs], [user for _, user in pairs])
    return [one.verdict.score for one in found]


def test_a_score_is_the_same_in_a_batch_of_several_users_as_alone(judge: UserJudge) -> None:
    judge.learn(MAILS[0], True, "anna")
    judge.learn(MAILS[1], False, "ben")
    judge.learn(MAILS[2], True, "ben")
    pairs = [(mail, user) for mail in MAILS for user in ("anna", "ben", "carl", "../x", "")]
    assert score(judge, *pairs) == [score(judge, pair)[0] for pair in pairs]


def test_each_mail_is_corrected_by_the_memory_of_its_user(judge: UserJudge) -> None:
    own = [one.verdict.score for one in judge.judge(MAILS)]  # nobody's
    assert judge.learn(MAILS[0], True, "anna")
    assert judge.learn(MAILS[2], True, "ben")
    for number, user in ((0, "anna"), (2, "ben")):
        found = score(judge, *((mail, user) for mail in MAILS))
        assert found[number] > 0.99
        assert [found[at] == own[at] for at in (0, 1, 2) if at != number] == [True, True]
    assert judge.forget(MAILS[0], "anna")
    assert score(judge, *((mail, "anna") for mail in MAILS)) == own


def test_few_memories_are_open_at_once(judge: UserJudge, tmp_path: Path) -> None:
    names = [f"user{number}" for number in range(memories.KEPT + 8)]
    for name in names:
        judge.learn(MAILS[0], True, name)
    assert len(find_open(tmp_path)) == memories.KEPT
    found = score(judge, *((MAILS[0], name) for name in [*names, "nobody"]))
    assert min(found[:-1]) > 0.99
    assert found[-1] < 0.5


def test_large_memories_are_not_kept_beside_others(
    judge: UserJudge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memories, "WEIGHT", 1000)
    for name in ("anna", "ben"):
        judge.learn(MAILS[0], True, name)
    judge.judge(MAILS[:2], ["anna", "ben"])
    assert find_open(tmp_path) == ["ben.db"]


def test_a_memory_for_another_model_is_a_fault_and_no_error(judge: UserJudge, tmp_path: Path) -> None:
    other = open_user_judge(Session().manager, Shelf(folder=tmp_path))  # the larger model
    other.learn(MAILS[0], True, "anna")
    other.close()
    assert score(judge, (MAILS[0], "anna")) == score(judge, (MAILS[0], ""))
    (fault,) = judge.take_faults()
    assert fault.startswith(f"the memory {tmp_path / 'anna.db'} is for gpt (")
    assert fault.endswith("(scoring without it)")
    assert judge.take_faults() == []
    with pytest.raises(DataError, match=" is for gpt "):
        judge.learn(MAILS[0], False, "anna")
