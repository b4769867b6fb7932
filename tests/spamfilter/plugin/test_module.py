"""``--plugin`` by the name of a module, installed or in the current folder, and by the path of a file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.made_up_plugin import RULES

MESSAGES = b"win a prize\nlunch?\n"
VERDICTS = b"spam\t0.8750\t-:1\twin a prize\nham\t0.1250\t-:2\tlunch?\n"


def run(
    folder: Path, *args: str, stdin: bytes = MESSAGES, **env: str
) -> "subprocess.CompletedProcess[bytes]":
    """The program as its console script starts it (-P: nothing of the folder is on ``sys.path``)."""
    command = [sys.executable, "-P", "-m", "spamfilter", *args]
    variables = os.environ | {"SPAMFILTER_CONFIG": ""} | env
    return subprocess.run(
        command, cwd=folder, input=stdin, capture_output=True, env=variables, timeout=120, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with ``rules.py`` in it, and in ``deep/`` another."""
    (tmp_path / "deep").mkdir()
    for path in (tmp_path / "rules.py", tmp_path / "deep" / "rules.py"):
        path.write_text(RULES, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", ["rules", "rules.py", "./rules.py", "deep/rules.py", "~/rules.py"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_plugin_of_the_current_folder_or_of_a_path(folder: Path, name: str, jobs: str) -> None:
    done = run(folder, "--plugin", name, "scan", "-c", "rules", "--jobs", jobs, HOME=str(folder))
    assert (done.returncode, done.stdout, done.stderr) == (0, VERDICTS, b"")


def test_an_absolute_path_from_another_folder(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = run(elsewhere, "--plugin", str(folder / "rules.py"), "scan", "-c", "rules")
    assert (done.returncode, done.stdout) == (0, VERDICTS)


def test_the_filter_takes_a_path_too(folder: Path) -> None:
    mail = b"Subject: hi\n\nwin a prize\n"
    done = run(folder, "--plugin", "./rules.py", "filter", "-c", "rules", stdin=mail)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"X-Spam-Flag: YES\n" in done.stdout
    assert done.stdout.endswith(mail)


def test_check_plugin_takes_a_path_too(folder: Path) -> None:
    done = run(folder, "--plugin", "./rules.py", "check-plugin", "rules")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"FAIL" not in done.stdout
    assert b"ok\timport time\t" in done.stdout
    assert b"ok\tjobs\tthe same scores in other processes\n" in done.stdout


def test_two_files_of_one_name_are_two_plugins(folder: Path) -> None:
    done = run(folder, "--plugin", "./rules.py", "--plugin", "deep/rules.py", "scan", "-c", "rules")
    assert done.returncode == 2
    assert done.stderr == (
        b"spamfilter: classifier 'rules' is offered by both --plugin ./rules.py and --plugin deep/rules.py; "
        b"switch one off with SPAMFILTER_DISABLE\n"
    )


def test_one_file_twice_is_one_plugin(folder: Path) -> None:
    done = run(folder, "--plugin", "./rules.py", "--plugin", "deep/../rules.py", "scan", "-c", "rules")
    assert (done.returncode, done.stdout) == (0, VERDICTS)


def test_a_plugin_may_import_what_lies_beside_it(folder: Path) -> None:
    (folder / "deep" / "words.py").write_text("WORD = 'prize'\n")
    (folder / "deep" / "rules.py").write_text("from words import WORD\n" + RULES.replace('"prize"', "WORD"))
    done = run(folder, "--plugin", "deep/rules.py", "scan", "-c", "rules", "--jobs", "2")
    assert (done.returncode, done.stdout) == (0, VERDICTS)


def test_the_current_folder_takes_no_installed_module_s_place(folder: Path) -> None:
    for name in ("json.py", "email.py", "numpy.py", "spamfilter_gpt.py", "colorsys.py"):
        (folder / name).write_text("raise RuntimeError('the one of this folder')\n")
    (folder / "rules.py").write_text("import colorsys\n" + RULES)
    done = run(folder, "--plugin", "rules", "scan", "-c", "rules", "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_is_installed_below_the_current_folder_is_not_taken_for_installed(folder: Path) -> None:
    info = folder / "stray-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stray\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[spamfilter]\nstray = rules\n")
    for arguments in (("plugins",), ("scan", "-c", "rules", "--jobs", "2")):
        done = run(folder, "--plugin", "rules", *arguments)
        assert (done.returncode, done.stderr, b"stray" in done.stdout) == (0, b"", False)


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        (
            "nowhere",
            "no such module is installed or in the current folder; give its name, or the path of a .py file",
        ),
        ("./nowhere.py", "there is no such file; give the path of a .py file, or the name of a module"),
        ("./deep", "it is not a .py file; give the path of one, or the name of a module"),
        ("./torn.py", "SyntaxError: invalid syntax (torn.py, line 1)"),
        ("torn", "SyntaxError: invalid syntax (torn.py, line 1)"),
        ("./needy.py", "ModuleNotFoundError: No module named 'needed'"),
        ("needy", "ModuleNotFoundError: No module named 'needed'"),
        (".rules", "it is no module's name; give one, or the path of a .py file"),
    ],
)
def test_a_plugin_that_cannot_be_had_is_one_line(folder: Path, name: str, complaint: str) -> None:
    (folder / "torn.py").write_text("not a line of Python\n")
    (folder / "needy.py").write_text("import needed\n")
    done = run(folder, "--plugin", name, "classifiers")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"spamfilter: --plugin {name} fails: {complaint}\n"
