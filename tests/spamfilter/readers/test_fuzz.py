"""The fuzzer for a bounded time, and that it would find something."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

import spamfilter.mail.fields
from tests import fuzz_mail
from tests.made_up_mail import make_mail
from tests.paths import ROOT


@pytest.mark.slow
def test_nothing_breaks_in_twenty_seconds() -> None:
    command = [sys.executable, "-m", "tests.fuzz_mail", "--seconds", "20", "--seed", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"\d+ mails made from \d+, none broke anything; at most \d+ MiB\n", done.stdout)


def test_a_seed_makes_the_same_mails_again() -> None:
    seeds = fuzz_mail.read_seeds([])
    mails = [[make_mail(random.Random(seed), seeds) for _ in range(5)] for seed in (1, 1, 2)]
    assert mails[0] == mails[1] != mails[2]


def test_a_lost_byte_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    splice = spamfilter.mail.fields.splice_fields

    def lose(raw: bytes, *others: object) -> list[bytes]:
        return [b"".join(splice(raw, *others)).replace(b"\r\n\r", b"\r\n")]  # type: ignore[arg-type]

    monkeypatch.setattr(spamfilter.mail.fields, "splice_fields", lose)
    with pytest.raises(AssertionError) as caught:
        fuzz_mail.fuzz(20, random.Random(1), fuzz_mail.read_seeds([]))
    (note,) = caught.value.__notes__
    kept = Path(note.rpartition(" ")[2])
    assert b"\r\n\r" in kept.read_bytes()
    kept.unlink()


def test_a_mail_that_takes_too_long_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(raw: bytes) -> None:
        while True:
            pass

    monkeypatch.setattr(fuzz_mail, "LIMIT", 0.05)
    monkeypatch.setattr(fuzz_mail, "check_mail", hang)
    with pytest.raises(fuzz_mail.TooSlowError) as caught:
        fuzz_mail.fuzz(20, random.Random(1), [b"a: b\n\n"])
    Path(caught.value.__notes__[0].rpartition(" ")[2]).unlink()
