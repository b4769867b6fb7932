"""``spamfilter attack``: what obfuscation costs a classifier."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from spamfilter import DataError, Message
from spamfilter.cli.attack import KINDS as OFFERED
from spamfilter.labelled import LabelledMessage
from spamfilter.measure.attack import Damage, Material, Outcome
from spamfilter.measure.obfuscate import KINDS
from tests.conftest import Process, Run


def test_losses_are_exact() -> None:
    outcome = Outcome("case", spam=100, before=100, after=95, passed=6, shown=[])
    damage = Damage("wordlist", 0.5, 100, [Outcome("base64", 100, 100, 100, 0, []), outcome])
    assert (outcome.recall, outcome.lost, damage.mean, damage.worst) == (0.95, 0.05, 0.025, outcome)
    assert outcome.interval == pytest.approx((0.8882, 0.9785), abs=1e-4)
    assert (damage.exceeds(0.05), damage.exceeds(0.049)) == ([], [outcome])


def test_data_without_spam_cannot_be_attacked() -> None:
    with pytest.raises(DataError, match="there is no spam among the messages"):
        Material.of([LabelledMessage(Message("hello"), spam=False)], 1)


WORDLIST = ["--plugin", "spamfilter_wordlist", "attack", "-c", "wordlist"]


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    """Spam of which the word list catches three of four."""
    file = tmp_path / "labelled.csv"
    file.write_text(
        "label,text\nspam,WIN a free cash prize\nspam,urgent: claim your prize\nspam,you won free cash\n"
        "spam,earn money at home\nham,see you at lunch\nham,my sister says hello\n"
    )
    return file


def read(done: object) -> dict[str, dict[str, object]]:
    (found,) = json.loads(done.stdout)["classifiers"]  # type: ignore[attr-defined]
    return {kind["kind"]: kind for kind in found["kinds"]}


def test_a_word_list_loses_to_homoglyphs_and_not_to_good_words(process: Process, labelled: Path) -> None:
    done = process(*WORDLIST, labelled, "--json")
    (found,) = json.loads(done.stdout)["classifiers"]
    kinds = {kind.pop("kind"): kind for kind in found["kinds"]}
    assert list(kinds) == list(KINDS)
    assert (found["classifier"], found["spam_above"], found["recall"]) == ("wordlist", 0.7, 0.75)
    assert kinds["homoglyphs"]["recall_lost"] == 0.75
    assert kinds["homoglyphs"]["now_pass"] == 3
    recall = {"value": 0.75, "low": pytest.approx(0.3006, abs=1e-4), "high": pytest.approx(0.9544, abs=1e-4)}
    assert kinds["good-words"] == {"recall": recall, "recall_lost": 0.0, "now_pass": 0, "examples": []}
    assert found["mean_recall_lost"] == sum(kind["recall_lost"] for kind in kinds.values()) / len(KINDS)
    assert found["worst_kind"] == "homoglyphs"


def test_the_table(process: Process, labelled: Path) -> None:
    done = process(*WORDLIST, labelled, "--kind", "homoglyphs", "--kind", "base64")
    assert done.stdout.decode() == (
        "4 of 6 messages are spam, rewritten with seed 1\n"
        "\n"
        "             wordlist (spam above 0.7)\n"
        "              recall   95 % interval   lost  now pass\n"
        "as it came   75.00 %  30.06 to 95.44\n"
        "homoglyphs    0.00 %   0.00 to 48.99  75.00         3\n"
        "base64       75.00 %  30.06 to 95.44   0.00         0\n"
        "mean                                  37.50\n"
        "worst                     homoglyphs  75.00\n"
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_two_classifiers_side_by_side(process: Process, labelled: Path, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("home money earn")
    done = process(*WORDLIST, "-c", f"wordlist={tmp_path / 'words'}", labelled, "--kind", "case")
    lines = done.stdout.decode().splitlines()
    header = f"wordlist (spam above 0.7) wordlist={tmp_path / 'words'} (spam above 0.7)"
    assert " ".join(lines[2].split()) == header
    assert " ".join(lines[4].split()) == "as it came 75.00 % 30.06 to 95.44 25.00 % 4.56 to 69.94"


def test_the_gate(process: Process, labelled: Path) -> None:
    options = (*WORDLIST, labelled, "--kind", "case", "--kind", "homoglyphs", "--kind", "spacing")
    done = process(*options, "--max-loss", "0.3")
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "spamfilter: more than 30 points of recall lost: "
        "wordlist under homoglyphs 75.00; wordlist under spacing 50.00\n"
    )
    assert process(*options, "--max-loss", "0.75").returncode == 0
    assert process(*options).returncode == 0


def test_show_prints_what_now_passes(process: Process, labelled: Path) -> None:
    done = process(*WORDLIST, labelled, "--kind", "homoglyphs", "--kind", "case", "--show", "2")
    rows = [line.split("\t") for line in done.stdout.decode().splitlines() if "\t" in line]
    assert [row[:4] for row in rows] == [
        ["wordlist", "homoglyphs", "0.5000", f"{labelled}:1"],
        ["wordlist", "homoglyphs", "0.0000", f"{labelled}:2"],
    ]
    examples = read(process(*WORDLIST, labelled, "--json", "--show", "1"))["homoglyphs"]["examples"]
    assert examples == [{"source": str(labelled), "number": 1, "score": 0.5, "text": rows[0][4]}]


def test_a_file_name_that_is_not_utf8(process: Process, labelled: Path) -> None:
    odd = labelled.rename(f"{labelled.parent}/gr\udcfc\udcdfe.csv")
    done = process(*WORDLIST, odd, "--show", "1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"/gr\xfc\xdfe.csv:1\t" in done.stdout


def test_batches_jobs_and_order_change_nothing(process: Process, labelled: Path, tmp_path: Path) -> None:
    header, *rows = labelled.read_text().splitlines()
    (tmp_path / "other.csv").write_text("\n".join((header, *reversed(rows))))
    runs = [
        read(process(*WORDLIST, *options, "--json"))
        for options in (
            [labelled],
            [labelled, "--batch-size", 1],
            [labelled, "--jobs", 2],
            [tmp_path / "other.csv"],
        )
    ]
    assert runs[1:] == [runs[0]] * 3


def test_the_cutoff_and_the_seed_can_be_chosen(process: Process, labelled: Path) -> None:
    found = read(process(*WORDLIST, labelled, "--json", "--spam-above", "1"))
    assert {kind["recall_lost"] for kind in found.values()} == {0.0}
    texts = [
        read(process(*WORDLIST, labelled, "--json", "--show", 1, "--kind", "homoglyphs", "--seed", seed))
        for seed in (1, 2, 2)
    ]
    assert texts[0] != texts[1] == texts[2]


def test_hostile_text_leaves_no_controls(process: Process, tmp_path: Path) -> None:
    texts = ["win \x1b[2J free \u202e cash", "half \ud800 pair win free cash prize"]
    rows = "".join(json.dumps({"text": text, "label": 1}) + "\n" for text in texts)
    (tmp_path / "a.jsonl").write_text(rows)
    for options in ([], ["--json"]):
        done = process(*WORDLIST, tmp_path / "a.jsonl", "--show", "2", *options)
        assert (done.returncode, done.stderr) == (0, b"")
        assert not {"\x1b", "\u202e"} & set(done.stdout.decode())


@pytest.mark.parametrize(
    ("rows", "options", "code", "complaint"),
    [
        ("label,text\nham,hello\n", [], 65, b"there is no spam among the messages"),
        ("label,text\n", [], 65, b"there are no labelled messages"),
        ("label,text\nspam,win\n", ["--kind", "magic"], 2, b"'magic' is not one of 'homoglyphs'"),
        ("label,text\nspam,win\n", ["--max-loss", "5"], 2, b"Invalid value for '--max-loss'"),
        ("label,text\nspam,win\n", ["-c", "nobody"], 2, b"no classifier 'nobody'"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    process: Process, tmp_path: Path, rows: str, options: list[str], code: int, complaint: bytes
) -> None:
    (tmp_path / "a.csv").write_text(rows)
    done = process(*WORDLIST, tmp_path / "a.csv", *options)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (code, b"", 1)
    assert complaint in done.stderr


def test_a_classifier_that_breaks_its_contract_is_named(
    process: Process, install_plugin: Callable[[str, str], None], labelled: Path
) -> None:
    install_plugin(
        "broken",
        "from spamfilter import ClassifierEntry, Policy, hookimpl\n"
        "class Broken:\n"
        "    policy = Policy()\n"
        "    def score(self, messages):\n"
        "        return [float('nan')] * len(messages)\n"
        "@hookimpl\n"
        "def spamfilter_classifiers():\n"
        "    return [ClassifierEntry('broken', 'x', lambda model: Broken())]\n",
    )
    done = process(*WORDLIST, "-c", "broken", labelled)
    assert done.returncode == 70
    assert done.stderr == b"spamfilter: classifier broken gave the score nan, which is not in [0, 1]\n"


def test_spam_in_a_folder_of_mail(process: Process, tmp_path: Path) -> None:
    for name, raw in (
        ("spam/1", b"Subject: WIN\n\nClaim your prize\n"),
        ("ham/1", b"Subject: lunch\n\nwith my sister\n"),
    ):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(raw)
    found = read(process(*WORDLIST, tmp_path, "--json"))
    assert {kind["recall_lost"] for kind in found.values()} == {0.0, 1.0}
    assert found["html-hidden"]["recall_lost"] == found["base64"]["recall_lost"] == 0.0


def test_the_commands_start_without_what_rewriting_needs() -> None:
    code = "import sys, spamfilter.cli; print({'regex', 'numpy', 'email', 'random'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"set()\n"


def test_the_command_offers_every_kind() -> None:
    assert list(OFFERED) == list(KINDS)


def test_help_names_every_kind(spamfilter: Run) -> None:
    text = spamfilter("attack", "--help").stdout
    assert all(f"\n  {kind} " in text for kind in KINDS)
