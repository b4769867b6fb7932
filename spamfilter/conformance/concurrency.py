"""Checks of threads and processes: what a classifier uses, and whether it can be used in several."""

import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from spamfilter.conformance.finding import Doubt, Fault, quote
from spamfilter.conformance.probe import START, Subject
from spamfilter.conformance.requirement import WHAT, compare_scores, score_samples
from spamfilter.conformance.sample import TEXTS
from spamfilter.message import Message
from spamfilter.plugin.choice import Chosen
from spamfilter.plugin.worker import open_processes

CORES = 1.5  # CPU seconds a second of a classifier that computes on more than one core
THREADS = 4
SHARED = TEXTS[::2]  # each is scored three times by each of these


def check_cores(subject: Subject) -> str:
    """CPU seconds a second, over at least half a second of scoring or twenty rounds."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(20):
        subject.score(WHAT, TEXTS)
        if time.perf_counter() - wall > 0.5:
            break
    share = (time.process_time() - cpu) / (time.perf_counter() - wall)
    if share > CORES:
        raise Doubt(
            f"scoring keeps {share:.1f} cores busy, which --jobs multiplies; compute on one "
            "(intra_op_num_threads of onnxruntime, torch.set_num_threads, OMP_NUM_THREADS)"
        )
    return f"{share:.1f} cores busy"


def check_leftover_threads(subject: Subject) -> str:
    """Python threads that outlive a call."""
    subject.score(WHAT, TEXTS)
    if left := [thread.name for thread in threading.enumerate() if thread not in subject.threads]:
        raise Doubt(f"score() leaves threads running: {quote(', '.join(left))}; end them with the call")
    return "none"


def check_four_threads(subject: Subject) -> str:
    """Each thread another order, compared with that order alone, so that shared state shows."""
    starts = range(0, len(SHARED), len(SHARED) // THREADS)
    turns = [[*SHARED[start:], *SHARED[:start]] for start in starts]
    expected = [subject.score(f"{len(turn)} ordinary messages", turn) for turn in turns]
    barrier = Barrier(THREADS)

    def score(turn: Sequence[str]) -> list[list[float]]:
        batches = [[Message(text) for text in turn] for _ in range(2)]
        barrier.wait()
        return [[float(value) for value in subject.classifier.score(batch)] for batch in batches]

    def score_all() -> list[list[list[float]]]:
        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-5)
        try:
            with ThreadPoolExecutor(THREADS) as pool:
                return list(pool.map(score, turns))
        finally:
            sys.setswitchinterval(interval)

    mend = "keep what belongs to a call in local variables, or guard it by a lock"
    try:
        results = subject.call("score() in four threads at once", score_all)
    except Fault as fault:
        raise Fault(f"{fault}; {mend}") from fault
    for turn, alone, rounds in zip(turns, expected, results, strict=True):
        for scores in rounds:
            compare_scores(alone, scores, "with four threads at once", mend, turn)
    return "the same scores"


def check_jobs(subject: Subject) -> str:
    """Two other processes."""
    target = subject.target
    mend = "load must not rest on anything but its argument and what is installed"

    def score() -> list[list[float]]:
        messages = [Message(text) for text in TEXTS]
        chosen = Chosen(target.name, target.name, target.model, subject.classifier)
        with open_processes(chosen, target.plugins, 2) as scorer:
            return [list(scores) for scores in scorer([messages] * 2)]

    try:
        expected = score_samples(subject)
        batches = subject.call("scoring in two processes", score, grace=START)
    except Fault as fault:
        raise Fault(f"{fault}; {mend}") from fault
    for scores in batches:
        compare_scores(expected, scores, "in another process (--jobs)", mend)
    return "the same scores in other processes"
