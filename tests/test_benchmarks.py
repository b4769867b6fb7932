"""Benchmarks whose short form runs here, so that they cannot rot; their figures are not looked at."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import DATA, ROOT

pytestmark = pytest.mark.slow


def bench(name: str, *words: object) -> str:
    """What the benchmark of that name prints."""
    command = [sys.executable, f"tests/benchmarks/{name}.py", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=300, text=True).stdout


def test_the_stages_of_a_scan_share_its_time() -> None:
    first, *rows = bench("path", DATA / "inbox.txt", "--model", "tiny", "--rounds", 1).splitlines()
    assert first.startswith("16 messages, ")
    names, shares = zip(*(row.split() for row in rows), strict=True)
    assert names == ("read", "normalize", "tokenize", "characters", "product", "write")
    assert sum(float(share.removesuffix("%")) for share in shares) == pytest.approx(100, abs=0.5)


def test_a_front_leaves_the_labels_of_its_model() -> None:
    printed = bench("front", DATA / "labelled.txt", "--labelled", "--rounds", 1)
    first, *rows = printed.splitlines()
    count = len((DATA / "labelled.txt").read_text().splitlines())
    assert first == f"{count} messages, 1 at a time"
    assert [row[:16].strip() for row in rows[:3]] == ["the model alone", "with its front", "tiny"]
    assert f"labels equal: {count} of {count}, 100.00%" in rows
    assert "ham called spam: 0, by the model alone 0" in rows


@pytest.mark.skipif(not shutil.which("spamc"), reason="no spamc here")
def test_spamd_loses_nothing_at_ease_and_under_load(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.eml").write_bytes(
            b"Subject: Mail %d\n\n%s\n" % (number, b"free cash " * number)
        )
    counts = ["--mails", 40, "--light-mails", 5, "--clients", 16, "--jobs", 2]
    printed = bench("spamd", tmp_path, *counts, "--model", "tiny", "--rival", "/nowhere")
    light, loaded = (line for line in printed.splitlines() if "mails/s" in line)
    assert light.startswith("one client, a mail at a time: spamfilter spamd, tiny: 5 mails, ")
    assert loaded.startswith("16 clients: spamfilter spamd, tiny: 40 mails, ")
    assert re.findall(r"(\d+) (whole|unmarked|lost)", light + loaded) == [
        ("5", "whole"), ("0", "unmarked"), ("0", "lost"), ("40", "whole"), ("0", "unmarked"), ("0", "lost"),
    ]  # fmt: skip
