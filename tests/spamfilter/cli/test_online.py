"""``spamfilter evaluate --online``: one run of several classifiers, each with what it learns by."""

import json
import shutil
from pathlib import Path

import pytest

from spamfilter.cli.evaluate import EvaluateOptions
from spamfilter.cli.run_online import describe_stream, read_stream
from spamfilter.measure.online import Feedback
from tests.conftest import Run

EARLY = b"Received: by here; Mon, 1 Jul 2002 10:00:00 +0200\nSubject: early\n\nwin a prize\n"
LATE = b"Received: by here; Mon, 1 Jul 2002 11:00:00 +0200\nSubject: late\n\nsee you at noon\n"


@pytest.fixture
def few(tmp_path: Path, data: Path) -> Path:
    """Sixty labelled lines, both kinds by turns."""
    lines = (data / "labelled.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    ham, spam = ([line for line in lines if line.startswith(kind)] for kind in ("ham", "spam"))
    path = tmp_path / "few.txt"
    path.write_text("".join(one for pair in zip(ham[:30], spam[:30], strict=True) for one in pair), "utf-8")
    return path


def test_the_table_has_figures_and_both_curves(spamfilter: Run, few: Path) -> None:
    result = spamfilter("evaluate", "--online", few, "-c", "gpt=tiny", "-c", "tfidf", "--resamples", 10)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == (
        "60 messages in their order, 30 ham and 30 spam: each is judged, then each message is told at once, "
        "60 corrections"
    )
    assert lines[2].split() == ["gpt=tiny", "gpt=tiny", "without", "learning", "tfidf"]
    titles = [line[:30].strip() for line in lines[3:14]]
    assert titles == [
        "(1−AUC) %", "lam %", "ham lost", "spam missed", "spam missed at 0.5 % ham lost",
        "ham called ham, unsure, spam", "spam called ham, unsure, spam", "ham below, spam above",
        "messages/s, with learning", "repeats of training messages", "(1−AUC) % without them",
    ]  # fmt: skip
    assert lines[15] == "(1−AUC) % of all messages so far, as the TREC spam track draws its curve:"
    assert [line.split()[:2] for line in lines[17:20]] == [["10", "10"], ["50", "50"], ["all", "60"]]
    assert [line.split()[:5] for line in lines[-3:]] == [
        ["from", "0", "1", "to", "10"], ["from", "10", "11", "to", "50"], ["from", "50", "51", "to", "60"],
    ]  # fmt: skip


@pytest.mark.skipif(not shutil.which("bogofilter"), reason="no program bogofilter here")
def test_json_tells_what_each_learned_by(spamfilter: Run, few: Path) -> None:
    words = ["-c", "gpt=tiny", "-c", "bogofilter", "--resamples", 10, "--json"]
    result = spamfilter("evaluate", "--online", few, *words)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert {key: found[key] for key in ("messages", "ham", "spam", "corrections", "delay", "seed")} == {
        "messages": 60, "ham": 30, "spam": 30, "corrections": 60, "delay": 0, "seed": 123,
    }  # fmt: skip
    assert [(one["classifier"], one["learns"]) for one in found["classifiers"]] == [
        ("gpt=tiny", "memory"),
        ("gpt=tiny without learning", "nothing"),
        ("bogofilter", "itself"),
    ]
    gpt, plain, _ = found["classifiers"]
    assert gpt["metrics"]["auc_loss"]["value"] == pytest.approx(1 - gpt["metrics"]["roc_auc"]["value"])
    assert [point["corrections"] for point in plain["curve"]] == [0, 10, 50]
    assert [point["until"] for point in plain["curve"]] == [10, 50, 60]
    assert sum(plain["confusion"]["ham"].values()) == 30


def test_without_learning_is_what_evaluate_says(spamfilter: Run, few: Path) -> None:
    words = ["evaluate", few, "--model", "tiny", "--resamples", 10, "--json"]
    (plain,) = json.loads(spamfilter(*words).stdout)["classifiers"]
    _, online = json.loads(spamfilter(*words, "--online").stdout)["classifiers"]
    assert online["confusion"] == plain["confusion"]
    assert {name: online["metrics"][name]["value"] for name in plain["metrics"]} == pytest.approx(
        {name: one["value"] for name, one in plain["metrics"].items()}
    )


def test_what_is_never_told_is_never_learned(spamfilter: Run, few: Path) -> None:
    words = ["--model", "tiny", "--resamples", 5, "--json"]
    found = json.loads(spamfilter("evaluate", "--online", few, *words, "--feedback", 0).stdout)
    learning, plain = found["classifiers"]
    assert found["corrections"] == 0
    assert learning["metrics"] == plain["metrics"]


def test_no_memory_of_the_user_is_made_or_changed(
    spamfilter: Run, few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.setenv("BOGOFILTER_DIR", str(tmp_path / "words"))
    chosen = ["-c", "gpt=tiny", *(["-c", "bogofilter"] if shutil.which("bogofilter") else [])]
    assert spamfilter("evaluate", "--online", few, *chosen, "--resamples", 5).exit_code == 0
    assert not (tmp_path / "own").exists()
    assert not (tmp_path / "words").exists()


def test_the_report_has_both_curves_and_their_table(spamfilter: Run, few: Path, tmp_path: Path) -> None:
    words = ["--model", "tiny", "--resamples", 10, "--report", tmp_path / "report"]
    result = spamfilter("evaluate", "--online", few, *words)
    assert (result.exit_code, result.stderr.count("\n")) == (0, 1), result.output
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert "<h1>Spam filters that learn</h1>" in page
    assert "The learning curve of the TREC spam track" in page
    assert "<h2>As corrections came</h2>" in page
    assert "gpt without learning" in page
    assert "<tr><th>50<td>50<td>" in page
    assert page.count("<svg role=") == 4 + 2 * 3


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--delay", 3], "--delay, --feedback and --wrong-labels are for --online; give it too"),
        (["--feedback", 0.5], "--delay, --feedback and --wrong-labels are for --online; give it too"),
        (["--wrong-labels", 0.5], "--delay, --feedback and --wrong-labels are for --online; give it too"),
        (["--online", "--memory", "x.db"], "--online begins with an empty memory; leave out --memory"),
        (["--online", "--jobs", 2], "--online learns in one process; leave out --jobs"),
        (["--online", "-c", "tfidf", "-c", "tfidf"], "classifier tfidf is given twice"),
        (["--online", "-c", "nobody"], "no classifier 'nobody'"),
    ],
)
def test_wishes_that_exclude_each_other(
    spamfilter: Run, few: Path, words: list[object], complaint: str
) -> None:
    result = spamfilter("evaluate", few, *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert complaint in result.stderr


def test_mails_of_a_folder_come_by_their_time_and_those_of_an_index_as_they_stand(tmp_path: Path) -> None:
    for kind, raw in (("ham", LATE), ("spam", EARLY)):
        (tmp_path / "mails" / kind).mkdir(parents=True)
        (tmp_path / "mails" / kind / "1.eml").write_bytes(raw)
    (tmp_path / "index").write_text("ham mails/ham/1.eml\nspam mails/spam/1.eml\n")

    def list_subjects(name: str) -> list[str]:
        return [row.message.subject for row in read_stream(EvaluateOptions(data=(str(tmp_path / name),)))]

    assert list_subjects("mails") == ["early", "late"]
    assert list_subjects("index") == ["late", "early"]


def test_the_sentence_says_what_was_told() -> None:
    assert describe_stream([True, False], Feedback(20, 0.1, 0.05), 0) == (
        "2 messages in their order, 1 ham and 1 spam: each is judged, then 0.1 of the messages, drawn by "
        "seed, is told 20 messages later, 0 corrections; 0.05 of the spam is told as ham"
    )
