"""Real mails through the filter: each gets a score and not a byte else changes. Skipped without the data."""

import random
import tarfile
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from spamfilter import MailJudge, add_headers, open_judge
from spamfilter.plugin.manager import create_manager
from spamfilter.readers.eml import UNREADABLE
from tests.conftest import Process
from tests.paths import SHARED
from tests.spamfilter.readers.test_limits import HOSTILE
from tests.spliced import take_added

PUBLISHED = SHARED / "email-spamassassin-raw.tar.gz"
needs_published = pytest.mark.skipif(not PUBLISHED.exists(), reason="the published mails are not here")


@cache
def judge(model: str) -> MailJudge:
    return open_judge(create_manager(), model=model)


def read_published() -> Iterator[bytes]:
    """Every mail of the published corpus."""
    with tarfile.open(PUBLISHED) as archive:
        for member in archive:
            if file := archive.extractfile(member):
                yield file.read()


def read_pythons() -> list[bytes]:
    """The mails that Python tests its own parser with, many of them broken."""
    test_email = pytest.importorskip("test.test_email")
    paths = sorted((Path(test_email.__file__).parent / "data").glob("*.txt"))
    return [path.read_bytes() for path in paths]


def check(mails: Sequence[bytes], model: str) -> None:
    """Judge the mails as one batch; all of each must come out, below its score."""
    for raw, judgement in zip(mails, judge(model).judge(mails), strict=True):
        fields = take_added(raw, add_headers(raw, judgement))
        assert 0 <= judgement.verdict.score <= 1
        assert fields["X-Spam-Score"] == f"{judgement.points:.1f}"
        assert UNREADABLE not in judgement.message.notes


@pytest.mark.slow
@needs_published
def test_a_quarter_of_6046_published_mails_come_out_whole_with_a_score() -> None:
    count, mails = 0, islice(read_published(), 0, None, 4)
    while batch := list(islice(mails, 64)):
        check(batch, "tiny")
        count += len(batch)
    assert count == 1512


@pytest.mark.slow
@needs_published
def test_published_mails_come_out_of_the_large_model_too() -> None:
    check(random.Random(6).sample(list(read_published()), 128), "embedded")


@pytest.mark.slow
@needs_published
def test_some_published_mails_through_the_command(process: Process) -> None:
    for raw in random.Random(7).sample(list(read_published()), 25):
        done = process("filter", "--model", "tiny", stdin=raw)
        assert (done.returncode, done.stderr) == (0, b"")
        assert take_added(raw, done.stdout)["X-Spam-Score"]


def test_pythons_own_test_mails() -> None:
    mails = read_pythons()
    assert len(mails) > 40
    check(mails, "embedded")


def test_hostile_mails() -> None:
    check(list(HOSTILE.values()), "tiny")


@pytest.mark.slow
def test_hostile_mails_and_the_large_model() -> None:
    check(list(HOSTILE.values()), "embedded")


@pytest.mark.parametrize("name", ["1500 deep", "parentheses", "encoded words", "parts"])
def test_hostile_mails_through_the_command(process: Process, name: str) -> None:
    done = process("filter", "--model", "tiny", stdin=HOSTILE[name])
    assert (done.returncode, done.stderr) == (0, b"")
    assert take_added(HOSTILE[name], done.stdout)["X-Spam-Score"]
