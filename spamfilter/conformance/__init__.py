"""Whether a classifier plugin keeps its contract, for its author: one finding a check.

``requirement`` has the checks that call the classifier, ``probe`` the process in which it is called.
"""

import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

from spamfilter.classifier import ClassifierEntry
from spamfilter.conformance import concurrency, learning, requirement
from spamfilter.conformance.finding import Finding, Status, quote
from spamfilter.conformance.probe import NETWORK, Check, Probe, Target
from spamfilter.conformance.startup import check_import_time
from spamfilter.formats import show_line

__all__ = ["Finding", "Status", "Target", "check_classifier"]

# Name, check, and the earlier check without whose success this one says nothing.
CHECKS: tuple[tuple[str, Check, str], ...] = (
    ("load", requirement.check_load, "entry"),
    ("missing model", requirement.check_missing_model, "entry"),
    ("scores", requirement.check_scores, "load"),
    ("empty list", requirement.check_empty_list, "scores"),
    ("determinism", requirement.check_determinism, "scores"),
    ("order", requirement.check_order, "determinism"),
    ("batch", requirement.check_batch, "order"),
    ("hostile text", requirement.check_hostile_text, "scores"),
    ("discrimination", requirement.check_discrimination, "scores"),
    ("messages", requirement.check_messages, "scores"),
    ("leftover threads", concurrency.check_leftover_threads, "scores"),
    ("cores", concurrency.check_cores, "scores"),
    ("four threads", concurrency.check_four_threads, "determinism"),
    ("trained_on", requirement.check_trained_on, "load"),
    ("running_scores", requirement.check_running_scores, "determinism"),
    ("features", requirement.check_features, "load"),
    ("scores with features", requirement.check_score_features, "load"),
    ("first scores", requirement.check_score_first, "scores"),
    ("learning", learning.check_learning, "entry"),
)


def check_classifier(
    entry: ClassifierEntry, provider: str, target: Target, timeout: float = 60.0
) -> Generator[Finding, None, None]:
    """Findings on the classifier of ``entry``, in order, each as soon as it is known.

    ``provider`` is the plugin's name in the manager, ``timeout`` the seconds that one call of its code may
    take. A check that rests on one that failed is skipped. The generator owns a process: read it to its
    end, or close it.
    """
    keep_streams_open()
    yield check_entry(entry)
    passed = {"entry"} if callable(entry.load) else set()
    with tempfile.TemporaryDirectory() as folder:
        probe = Probe(target, timeout, Path(folder))
        try:
            yield check_import_time(provider, timeout, Path(folder))
            for name, check, need in CHECKS:
                yield run_check(probe, passed, name, check, need)
            yield from check_traces(probe)
            yield check_end(probe, passed)
            # Last, because its processes are not watched, and a classifier that cannot end would hang it.
            yield run_check(probe, passed, "jobs", concurrency.check_jobs, "determinism", "messages", "end")
        finally:
            probe.kill()


def run_check(probe: Probe, passed: set[str], name: str, check: Check, *needs: str) -> Finding:
    """The finding of one check; what passes joins ``passed``."""
    if missing := [need for need in needs if need not in passed]:
        return Finding(Status.SKIP, name, f"not checked, because {missing[0]} did not pass")
    finding = probe.run(name, check)
    if finding.status is not Status.FAIL:
        passed.add(name)
    return finding


def check_entry(entry: ClassifierEntry) -> Finding:
    """What ``-c`` and ``spamfilter classifiers`` show."""
    faults = []
    name, summary = entry.name, entry.summary
    if not isinstance(name, str) or not is_word(name):
        faults.append(f"name is {quote(name)}; use letters, digits and . _ - only, and no - at the start")
    if not isinstance(summary, str) or not summary.strip() or show_line(summary) != summary:
        faults.append(f"summary is {quote(summary)}; it must be one line of plain text")
    if not callable(entry.load):
        faults.append(f"load is {quote(entry.load)}; it must be a function of the model, a str or None")
    if entry.learn is not None and not callable(entry.learn):
        faults.append(f"learn is {quote(entry.learn)}; it must be a function, or None")
    if faults:
        return Finding(Status.FAIL, "entry", "; ".join(faults))
    return Finding(Status.OK, "entry", f"{name}: {summary}")


def is_word(name: str) -> bool:
    """Whether ``name`` needs no quotes in a shell and cannot be taken for NAME=MODEL."""
    return name[:1] not in ("", "-") and all(one.isalnum() or one in "._-" for one in name)


def check_traces(probe: Probe) -> Iterator[Finding]:
    """What the classifier did besides, in all the calls so far."""
    for name, status, mend in (
        ("stdout", Status.FAIL, "prints {}; standard output is for verdicts alone, so print nothing there"),
        ("stderr", Status.WARN, "prints {} on standard error; be silent, or use logging"),
        (NETWORK, Status.FAIL, "tries to {}; a filter works offline, so ship what it needs"),
    ):
        lines = list(dict.fromkeys(probe.read(name)))
        if lines:
            more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
            first = lines[0] if name == NETWORK else quote(lines[0])
            yield Finding(status, name, mend.format(first + more))
        else:
            yield Finding(Status.OK, name, "nothing")


def check_end(probe: Probe, passed: set[str]) -> Finding:
    """Whether a process that has scored can end."""
    if not probe.running:
        return Finding(Status.SKIP, "end", "not checked, because its process was lost")
    if probe.stop():
        passed.add("end")
        return Finding(Status.OK, "end", "the process ends when it is done")
    return Finding(
        Status.FAIL, "end", "its process does not end; a thread still runs: end it, or make it a daemon"
    )


def keep_streams_open() -> None:
    """Give a standard stream that is closed to /dev/null, lest a pipe or a file take its number."""
    while (file := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(file)
