"""``spamfilter check-plugin``: each way to be wrong is named, and only that one."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from spamfilter.cli.run_check_plugin import format_row
from spamfilter.conformance.finding import Finding, Status
from spamfilter.conformance.sample import TEXTS
from tests.broken_plugins import DOUBTS, GOOD, OTHERS, SCORES, write_score
from tests.conftest import Process, Run
from tests.paths import search_first
from tests.representative import mark_others_slow

Install = Callable[[str, str], None]
Done = "subprocess.CompletedProcess[bytes]"


def read_findings(done: Done) -> dict[str, tuple[str, str]]:
    """Check to status and detail."""
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    return {check: (status, detail) for status, check, detail in rows}


def list_checks(done: Done, status: str) -> set[str]:
    """The checks that ended so."""
    return {check for check, (found, _) in read_findings(done).items() if found == status}


@pytest.mark.parametrize(
    "model", [pytest.param("embedded", marks=pytest.mark.slow), "tiny"], ids=["embedded", "tiny"]
)
def test_the_shipped_classifier_passes(process: Process, model: str) -> None:
    done = process("check-plugin", "gpt", "--model", model, "--timeout", 600)
    assert (done.returncode, done.stderr) == (0, b"")
    assert {status for status, _ in read_findings(done).values()} == {"ok"}, done.stdout.decode()


def test_the_plugin_of_the_readme_passes(process: Process) -> None:
    done = process("--plugin", "spamfilter_wordlist", "check-plugin", "wordlist")
    assert (done.returncode, done.stderr) == (0, b"")
    findings = read_findings(done)
    assert {status for status, _ in findings.values()} == {"ok"}, done.stdout.decode()
    assert list(findings) == [
        "entry", "import time", "load", "missing model", "scores", "empty list", "determinism", "order",
        "batch", "hostile text", "discrimination", "messages", "leftover threads", "cores", "four threads",
        "trained_on", "running_scores", "features", "scores with features", "first scores",
        "learning", "stdout", "stderr", "network", "end", "jobs",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "check", "complaint"),
    mark_others_slow(
        [(name, (write_score(body), *rest)) for name, body, *rest in SCORES]
        + [(name, (code, *rest)) for name, code, *rest in OTHERS],
        {"nan", "words", "sorted", "crash", "crowd", "print", "write", "socket", "learns twice", "policy"},
    ),
)
def test_a_broken_plugin_fails_for_its_own_reason(
    process: Process, install_plugin: Install, code: str, check: str, complaint: str
) -> None:
    install_plugin("broken", GOOD + code)
    done = process("check-plugin", "made")
    assert (done.returncode, done.stderr) == (1, b"")
    assert list_checks(done, "FAIL") == {check}, done.stdout.decode()
    assert complaint in read_findings(done)[check][1]


@pytest.mark.parametrize(
    ("code", "check", "complaint"),
    mark_others_slow([(name, (code, *rest)) for name, code, *rest in DOUBTS], {"constant", "stderr"}),
)
def test_what_is_doubtful_is_a_warning(
    process: Process, install_plugin: Install, tmp_path: Path, code: str, check: str, complaint: str
) -> None:
    (tmp_path / "torch.py").touch()
    install_plugin("doubtful", GOOD + code)
    done = process("check-plugin", "made")
    assert (done.returncode, done.stderr) == (0, b"")
    assert list_checks(done, "warn") == {check}, done.stdout.decode()
    assert complaint in read_findings(done)[check][1]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        pytest.param(
            "len(m.text) > 500_000 and time.sleep(999)", "one megabyte on one line", marks=pytest.mark.slow
        ),
        # A regular expression keeps the interpreter's lock: no other thread runs, not even for a signal.
        ("re.match('(a|a)*b', m.text)", "one letter repeated"),
    ],
    ids=["sleeps", "keeps the lock"],
)
def test_a_classifier_that_hangs_is_ended_and_the_other_checks_go_on(
    process: Process, install_plugin: Install, code: str, text: str
) -> None:
    install_plugin("hanging", GOOD + write_score(f"return [{code} and 1 or rate(m.text) for m in messages]"))
    done = process("check-plugin", "made", "--timeout", 3)
    assert (done.returncode, done.stderr) == (1, b"")
    assert list_checks(done, "FAIL") == {"hostile text"}, done.stdout.decode()
    assert list_checks(done, "skip") == set()
    assert read_findings(done)["hostile text"][1] == (
        f"score() of {text} did not answer in 3 s; make it quicker, or allow more with --timeout"
    )


@pytest.mark.slow
def test_a_thread_that_keeps_the_process_alive(process: Process, install_plugin: Install) -> None:
    start = "threading.Thread(target=time.sleep, args=(99,)).start()"
    install_plugin("endless", GOOD + f"def LOAD(model):\n    {start}\n    return Made(model)")
    done = process("check-plugin", "made")
    assert list_checks(done, "FAIL") == {"end"}
    assert list_checks(done, "skip") == {"jobs"}


def test_checks_that_rest_on_a_failed_one_are_skipped(process: Process, install_plugin: Install) -> None:
    install_plugin("broken", GOOD + "def LOAD(model): return object()")
    done = process("check-plugin", "made")
    assert list_checks(done, "FAIL") == {"load"}
    assert read_findings(done)["order"] == ("skip", "not checked, because determinism did not pass")
    independent = {"entry", "import time", "learning", "stdout", "stderr", "network", "end"}
    assert list_checks(done, "ok") == independent


def test_what_a_plugin_prints_when_imported_counts(process: Process, install_plugin: Install) -> None:
    install_plugin("chatty", GOOD + "sys.stderr.write('\\x1b[31mhello\\n')")
    findings = read_findings(process("check-plugin", "made"))
    assert findings["stderr"] == (
        "warn",
        "prints '\\x1b[31mhello' on standard error; be silent, or use logging",
    )


def test_json_is_one_object(process: Process) -> None:
    words = ["--plugin", "spamfilter_wordlist", "check-plugin", "wordlist"]
    described = json.loads(process(*words, "--json").stdout)
    assert (described["classifier"], described["model"]) == ("wordlist", None)
    assert described["checks"][0] == {
        "status": "ok",
        "check": "entry",
        "detail": "wordlist: counts suspicious words",
    }
    assert [row["check"] for row in described["checks"]] == list(read_findings(process(*words)))


def test_the_model_is_the_one_given(process: Process, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("nothing-of-the-kind\n")
    done = process(
        "--plugin", "spamfilter_wordlist", "check-plugin", "wordlist", "--model", tmp_path / "words"
    )
    assert done.returncode == 0
    assert list_checks(done, "warn") == {"discrimination"}


def test_an_unknown_name(spamfilter: Run) -> None:
    done = spamfilter("check-plugin", "nobody")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("spamfilter: no classifier 'nobody'; there are: bogofilter, gpt")


def test_a_plugin_that_failed_to_load(process: Process, install_plugin: Install) -> None:
    install_plugin("broken", "raise ValueError('no luck')")
    done = process("check-plugin", "broken")
    assert (done.returncode, done.stdout.decode()) == (
        1,
        "FAIL\tplugin\tbroken 1.0, broken failed: ValueError: no luck; "
        "'spamfilter plugins --traceback' shows where\n",
    )
    assert json.loads(process("check-plugin", "broken", "--json").stdout)["checks"][0]["status"] == "FAIL"


@pytest.mark.parametrize(
    ("code", "env", "complaint"),
    [
        ("", {}, b"plugin other offers no classifier; that takes the hook spamfilter_classifiers"),
        (GOOD, {}, b"other is a plugin; name a classifier that it offers: made"),
        (GOOD, {"SPAMFILTER_DISABLE": "other"}, b"plugin other is switched off by SPAMFILTER_DISABLE"),
    ],
    ids=["none", "another name", "disabled"],
)
def test_a_plugin_in_place_of_a_classifier(
    process: Process, install_plugin: Install, code: str, env: dict[str, str], complaint: bytes
) -> None:
    install_plugin("other", code)
    done = process("check-plugin", "other", **env)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert complaint in done.stderr


@pytest.mark.parametrize("seconds", ["0", "nan", "inf", "-1"])
def test_a_time_limit_is_whole_seconds(spamfilter: Run, seconds: str) -> None:
    done = spamfilter("check-plugin", "gpt", "--timeout", seconds)
    assert (done.exit_code, done.stdout) == (2, "")


def test_interrupted_while_the_classifier_hangs(install_plugin: Install, tmp_path: Path) -> None:
    code = "def LOAD(model):\n    pathlib.Path(__file__).with_name('pid').write_text(str(os.getpid()))\n"
    install_plugin("hanging", GOOD + code + "    while True: re.match('(a|a)*b', 'a' * 99)")
    running = subprocess.Popen(
        [sys.executable, "-m", "spamfilter", "check-plugin", "made"],
        env={**os.environ, "PYTHONPATH": search_first(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdout is not None
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=600)
    assert (running.returncode, err) == (130, b"")
    assert out.count(b"\n") == 2
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_a_terminal_gets_columns_and_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Finding(Status.FAIL, "order", "bad\x1b[0m\n")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert format_row(finding) == "\x1b[31m\x1b[1mFAIL\x1b[0m  order             bad\ufffd[0m "
    monkeypatch.setenv("NO_COLOR", "1")
    assert format_row(finding) == "FAIL  order             bad\ufffd[0m "


def test_ordinary_messages_differ_in_text_and_length() -> None:
    assert len(set(TEXTS)) == 64
    assert len({len(text) for text in TEXTS}) > 40


def test_plugins_as_json(process: Process, install_plugin: Install) -> None:
    install_plugin("broken", "raise ValueError('no luck')")
    install_plugin("off", GOOD)
    ours = {"status": "ok", "hooks": ["spamfilter_classifiers", "spamfilter_commands"], "error": ""}
    expected = [
        {
            "name": "bogofilter",
            "origin": "spamfilter-gpt 0.1.0, spamfilter_bogofilter",
            **ours,
            "hooks": ["spamfilter_classifiers"],
        },
        {
            "name": "broken",
            "origin": "broken 1.0, broken",
            "status": "failed",
            "hooks": [],
            "error": "ValueError: no luck",
        },
        {
            "name": "dask",
            "origin": "spamfilter-gpt 0.1.0, spamfilter_dask",
            **ours,
            "hooks": ["spamfilter_commands"],
        },
        {"name": "gpt", "origin": "spamfilter-gpt 0.1.0, spamfilter_gpt", **ours},
        {"name": "ngram", "origin": "spamfilter-gpt 0.1.0, spamfilter_ngram", **ours},
        {"name": "off", "origin": "off 1.0, off", "status": "disabled", "hooks": [], "error": ""},
        {
            "name": "spamd",
            "origin": "spamfilter-gpt 0.1.0, spamfilter_spamd",
            **ours,
            "hooks": ["spamfilter_commands"],
        },
    ]
    done = process("plugins", "--json", SPAMFILTER_DISABLE="off")
    assert (done.returncode, json.loads(done.stdout)) == (0, expected)
    (_, broken, *_) = json.loads(process("plugins", "--json", "--traceback", SPAMFILTER_DISABLE="off").stdout)
    assert broken["traceback"].endswith("ValueError: no luck\n")
