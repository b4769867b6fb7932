"""Batches scored at a time: in threads by the classifiers that gain by them, by processes for all others."""

import multiprocessing
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from spamfilter import Message
from spamfilter.plugin.choice import Chosen, choose
from spamfilter.plugin.manager import create_manager
from spamfilter.plugin.worker import THREADS, choose_jobs, count_processors, open_scorer
from tests.made_up_plugin import RULES

BATCHES = [[Message(f"Win {n} free tickets, call {word}") for n in range(9)] for word in ("now", "me", "him")]


def score_all(chosen: Chosen, jobs: int | None, plugins: tuple[str, ...] = ()) -> tuple[list[float], bool]:
    """All scores of :data:`BATCHES`, and whether processes were started for them."""
    before = set(multiprocessing.active_children())
    with open_scorer(chosen, plugins, jobs) as score:
        scores = [value for batch in score(BATCHES) for value in batch]
        return scores, not before.issuperset(multiprocessing.active_children())


@pytest.mark.slow
def test_threads_share_a_classifier_that_gains_and_many_jobs_are_processes() -> None:
    tiny = choose(create_manager(), "gpt", "tiny")
    alone, started = score_all(tiny, 1)
    assert not started
    assert score_all(tiny, None) == (alone, False)
    assert score_all(tiny, 2) == (alone, False)
    assert score_all(tiny, THREADS + 1) == (alone, True)


def test_a_classifier_that_does_not_gain_is_alone_unless_processes_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "rules.py").write_text(RULES)
    plugins = (str(tmp_path / "rules.py"),)
    rules = choose(create_manager(plugins), "rules")
    assert score_all(rules, None, plugins) == ([0.125] * 27, False)
    assert score_all(rules, 2, plugins) == ([0.125] * 27, True)


def test_one_batch_a_processor_is_the_default_where_threads_gain() -> None:
    assert choose_jobs(gains=False) == 1
    assert choose_jobs(gains=True) == min(count_processors(), THREADS)


def test_waiting_for_the_lock_is_as_before_when_the_block_ends() -> None:
    tiny, before = choose(create_manager(), "gpt", "tiny"), sys.getswitchinterval()
    threads = threading.active_count()
    with open_scorer(tiny, (), 2) as score:
        assert len(list(score(BATCHES))) == 3
        assert sys.getswitchinterval() < before
    assert (sys.getswitchinterval(), threading.active_count()) == (before, threads)


@pytest.mark.slow
def test_who_interrupts_waits_for_no_batch(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(
        "\n".join(f"{n} all that was said on that day " * 90 for n in range(999))
    )
    command = [sys.executable, "-m", "spamfilter", "scan", "--jobs", "2", "--no-memory", "long.txt"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        time.sleep(6)  # it scores by now, and a batch of 128 takes seconds
        running.send_signal(signal.SIGINT)
        sent = time.monotonic()
        output, errors = running.communicate(timeout=120)
    assert time.monotonic() - sent < 5
    assert (running.returncode, errors) == (130, b"")
    assert all(line.startswith(b"ham\t") for line in output.splitlines())  # of batches that had ended
