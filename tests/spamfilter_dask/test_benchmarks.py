"""The benchmarks of the cluster in a short form, so that they go on working."""

import subprocess
import sys

import pytest

from tests.paths import ROOT

SHORT = {
    "cluster.py": ("--size", "600", "--model", "tiny", "--part-size", "8K"),
    "lost_workers.py": ("--size", "40000", "--workers", "2"),
    "scheduler.py": ("--workers", "20", "--seconds", "2", "--lasts", "0", "0.5"),
    "cost.py": ("--size", "50"),
}
SHOWS = {
    "cluster.py": "all verdicts are the same bytes",
    "lost_workers.py": "0 missing, 0 twice",
    "scheduler.py": "| 0.5 | ",
    "cost.py": "| mail | 10^12 | ",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SHORT)
def test_a_benchmark_runs(name: str) -> None:
    command = [sys.executable, str(ROOT / "tests" / "benchmarks" / name), *SHORT[name]]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    assert SHOWS[name] in done.stdout
