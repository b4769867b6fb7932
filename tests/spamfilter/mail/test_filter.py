"""``spamfilter filter`` as a process: one mail in, the same mail out, whatever fails."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Process
from tests.spliced import take_added

WORDLIST = ["--plugin", "spamfilter_wordlist", "filter", "-c", "wordlist"]
HAM = b"From a@example.org Mon Jan  1 00:00:00 2024\nSubject: hi\nX-Spam-Flag: YES\n\nsee you\n"
UNSURE = b"Subject: free\r\n\r\nlunch\r\n"
SPAM = b"Subject: win\n\na free prize, claim cash now\xff\0"
GTUBE = b"Subject: test\n\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n"


def test_ham_unsure_and_spam(process: Process) -> None:
    for raw, flag, score, level in [
        (HAM, "NO", "-10.0", ""),
        (UNSURE, "NO", "2.4", "**"),
        (SPAM, "YES", "7.6", "*******"),
    ]:
        done = process(*WORDLIST, stdin=raw)
        assert (done.returncode, done.stderr) == (0, b"")
        fields = take_added(raw, done.stdout)
        shown = tuple(fields[f"X-Spam-{name}"] for name in ("Flag", "Score", "Level"))
        assert shown == (flag, score, level)


def test_the_shipped_model_judges_by_default(process: Process) -> None:
    done = process("filter", "--ham-below", "0", "--spam-above", "1", stdin=HAM)
    assert "tests=GPT_UNSURE" in take_added(HAM, done.stdout)["X-Spam-Status"]


@pytest.mark.parametrize(
    ("style", "codes"),
    [("none", (0, 0, 0, 0)), ("grep", (0, 1, 1, 2)), ("bogofilter", (0, 2, 1, 3)), ("spamc", (1, 0, 0, 0))],
)
def test_exit_styles(process: Process, style: str, codes: tuple[int, ...]) -> None:
    runs = [process(*WORDLIST, "--exit-style", style, stdin=raw) for raw in (SPAM, UNSURE, HAM)]
    runs.append(process("filter", "--exit-style", style, "-c", "nope", stdin=HAM))
    assert tuple(done.returncode for done in runs) == codes
    assert all(done.stdout for done in runs)


def test_a_tag_in_the_subject_of_spam_alone(process: Process) -> None:
    done = process(*WORDLIST, "--subject-tag", "[SPAM]", stdin=SPAM)
    assert b"\nSubject: [SPAM] win\nX-Old-Subject: win\n\na free" in done.stdout
    take_added(HAM, process(*WORDLIST, "--subject-tag", "[SPAM]", stdin=HAM).stdout)


def test_gtube_is_spam_whatever_the_model_says(process: Process) -> None:
    fields = take_added(GTUBE, process(*WORDLIST, "--spam-above", "1", stdin=GTUBE).stdout)
    assert fields["X-Spam-Flag"] == "YES"
    assert float(fields["X-Spam-Score"]) >= 5
    assert "tests=GTUBE" in fields["X-Spam-Status"]
    done = process(*WORDLIST[:2], "scan", *WORDLIST[3:], "--input", "eml", stdin=GTUBE)
    assert done.stdout.startswith(b"spam\t1.0000\t")


def test_a_review_has_the_last_word(process: Process, tmp_path: Path) -> None:
    (tmp_path / "friends.py").write_text(
        "from spamfilter import Label, Verdict, hookimpl\n"
        "@hookimpl\n"
        "def spamfilter_review(message, verdict):\n"
        "    return Verdict(Label.HAM, 0.0)\n"
    )
    done = process("--plugin", "friends", *WORDLIST, stdin=GTUBE)
    assert take_added(GTUBE, done.stdout)["X-Spam-Flag"] == "NO"


FAILING = """
import ctypes, os, sys, time
from spamfilter import ClassifierEntry, Policy, hookimpl

def grow():
    hoard = []
    while True:
        hoard.append(bytearray(1 << 24))

class Failing:
    policy = Policy(0.3, 0.7)

    def score(self, messages):
        print("to standard output")
        os.write(1, b"to its descriptor too")
        {failure}
        return [0.1 for _ in messages]

@hookimpl
def spamfilter_classifiers():
    return [ClassifierEntry("failing", "fails", lambda model: Failing())]

print("on import")
os.write(1, b"on import too")
"""
FAILURES = {
    "raise ValueError('gr\\u00fc\\u00dfe\\n\\nX-Spam-Flag: NO')": "ValueError: gr??e X-Spam-Flag: NO",
    "sys.exit(0)": "SystemExit: 0",
    "return [2.0]": "gave the score 2.0",
    "raise MemoryError": "not enough memory to score",
    "os._exit(0)": "ended with exit code 0 and no answer",
    "ctypes.string_at(0)": "was ended by signal 11",
    "os.kill(os.getpid(), 9)": "was ended by signal 9",
    "os.kill(os.getpid(), 19)": "no judgement within 1 s",
    "time.sleep(99)": "no judgement within 1 s",
    "ctypes.PyDLL(None).sleep(99)": "no judgement within 1 s",  # holds the interpreter's lock
}


@pytest.fixture
def failing(process: Process, tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[bytes]"]:
    """``failing(statement, *options)``: filter ``HAM`` by a classifier that executes the statement."""

    def run(failure: str, *options: str) -> "subprocess.CompletedProcess[bytes]":
        (tmp_path / "failing.py").write_text(FAILING.replace("{failure}", failure))
        arguments = ("--plugin", "failing", "filter", "-c", "failing", "--timeout", "1", *options)
        return process(*arguments, stdin=HAM)

    return run


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_classifier_costs_no_mail(failing: Process, failure: str) -> None:
    limit = "1" if "within 1 s" in FAILURES[failure] else "600"
    done = failing(failure, "--timeout", limit)
    assert done.returncode == 0
    assert FAILURES[failure] in take_added(HAM, done.stdout, judged=False)["X-Spam-Error"]
    assert b"the mail is passed on unjudged\n" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("failure", ["raise ValueError", "os._exit(0)", "time.sleep(99)"])
def test_without_the_safe_fallback_nothing_leaves(failing: Process, failure: str) -> None:
    done = failing(failure, "--no-safe-fallback")
    assert (done.returncode, done.stdout) == (75, b"")
    assert done.stderr.endswith(b"; nothing was written\n")


def test_what_a_plugin_prints_is_no_part_of_the_mail(failing: Process) -> None:
    done = failing("pass", "--timeout", "600")
    assert (done.returncode, take_added(HAM, done.stdout)["X-Spam-Flag"]) == (0, "NO")
    assert b"on import too" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["filter", "-c", "nope"],
        ["filter", "--model", "nope"],
        ["filter", "--no-such-option"],
        ["filter", "--timeout", "soon"],
        ["filter", "--spam-above", "0.1", "--ham-below", "0.2"],
        ["filter", "a-file-too-many"],
        ["--no-such-option", "filter"],
        ["--plugin", "nope", "filter"],
        ["--plugin", "leaving", "filter"],
    ],
)
def test_wrong_use_costs_no_mail(process: Process, tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "leaving.py").write_text("raise SystemExit(0)")
    done = process(*arguments, stdin=HAM)
    assert done.returncode == 0
    assert take_added(HAM, done.stdout, judged=False)["X-Spam-Error"]
    assert done.stderr.count(b"\n") == 1
    done = process(*arguments, "--no-safe-fallback", stdin=HAM)
    assert (done.returncode, done.stdout) == (75, b"")


@pytest.mark.parametrize("name", ["model.onnx", "model.json", "pieces.model"])
def test_a_broken_model_costs_no_mail(process: Process, tmp_path: Path, name: str) -> None:
    import shutil

    import spamfilter_gpt

    shutil.copytree(Path(str(spamfilter_gpt.__file__)).parent / "embedded", tmp_path / "model")
    (tmp_path / "model" / name).write_bytes(b"{}")
    done = process("filter", "--model", tmp_path / "model", stdin=HAM)
    assert done.returncode == 0
    reason = take_added(HAM, done.stdout, judged=False)["X-Spam-Error"]
    assert "/model" in reason.replace(" ", "")  # a long path is folded


@pytest.mark.parametrize("library", ["tiktoken", "numpy", "onnxruntime"])
def test_a_broken_library_costs_no_mail(process: Process, tmp_path: Path, library: str) -> None:
    (tmp_path / "spoil.py").write_text(f"import sys; sys.modules[{library!r}] = None")
    done = process("--plugin", "spoil", "filter", stdin=HAM)
    assert done.returncode == 0
    reason = take_added(HAM, done.stdout, judged=False)["X-Spam-Error"]
    assert reason.startswith(("ImportError", "ModuleNotFoundError"))


def test_it_starts_without_what_judges() -> None:
    code = "import sys, spamfilter.cli, spamfilter.mail.delivery; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"email", "lxml", "numpy", "onnxruntime", "spamfilter.mail.judge"} & set(done.stdout.split())


def test_a_broken_installed_plugin_is_skipped(
    process: Process, install_plugin: Callable[[str, str], None]
) -> None:
    install_plugin("broken", "print('hello'); raise ValueError")
    done = process(*WORDLIST, stdin=HAM)
    assert (done.returncode, take_added(HAM, done.stdout)["X-Spam-Flag"]) == (0, "NO")


@pytest.mark.parametrize("raw", [b"", b"\n", b"no header", b"a: b", b"\0" * 99, b"a: b\n" * 99_999])
def test_odd_mails_are_judged_too(process: Process, raw: bytes) -> None:
    done = process(*WORDLIST, stdin=raw)
    assert (done.returncode, done.stderr) == (0, b"")
    assert take_added(raw, done.stdout)["X-Spam-Flag"] == "NO"


def test_a_huge_mail_leaves_whole_and_is_judged_by_its_start(process: Process) -> None:
    raw = SPAM + b"\n0123456789abcde" * (40 << 16)
    done = process(*WORDLIST, stdin=raw)
    assert take_added(raw, done.stdout)["X-Spam-Flag"] == "YES"
