import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from spamfilter_gpt.export.curves import Curves, plot_accuracy, plot_loss, smooth_losses
from spamfilter_gpt.export.report import RunPage, write_report

from spamfilter import CreateError, Policy
from spamfilter.report.evaluation import Evaluation
from tests.made_up_results import MIXED as MADE_UP
from tests.made_up_results import POLICY, Page, assert_ids_meet

# Six ham, one of them called spam and one unsure; four spam, one called ham and one, on the cut-off, unsure.
MIXED = replace(MADE_UP, name="data/test.csv")
STEPS = [{"step": n, "epoch": 1 + (n > 5), "examples": 8 * n, "train_loss": 1 / n} for n in range(1, 11)]
EPOCHS = [
    {
        "epoch": epoch,
        "examples": 40 * epoch,
        "train_loss": 0.3 / epoch,
        "train_accuracy": 0.95,
        "validation_loss": 0.4 / epoch,
        "validation_accuracy": 0.9,
    }
    for epoch in (1, 2)
]


CURVES = Curves(STEPS, EPOCHS, 2)
RUN = RunPage("gpt2", Policy(0.25, 0.75), CURVES, {"rows": {"train": 80}})


def make_page(folder: Path, *evaluations: Evaluation, run: RunPage = RUN) -> str:
    """The page of a made-up run."""
    write_report(folder / "report.html", run, evaluations)
    assert [file.name for file in folder.iterdir()] == ["report.html"]
    return (folder / "report.html").read_text(encoding="utf-8")


def test_headline_counts_unsure_as_not_spam(tmp_path: Path) -> None:
    page = make_page(tmp_path, MIXED)
    assert "<tr><th>ham, spam<td>6, 4\n" in page
    cells = dict(re.findall(r"<tr><th>([^<]*)<br><small>[^<]*</small><td>([^<]*)<br>", page))
    assert [cells[name] for name in ("accuracy", "ham lost", "spam missed", "precision", "recall", "F1")] == [
        "70.00%",
        "16.67%",
        "50.00%",
        "66.67%",
        "50.00%",
        "0.5714",
    ]
    assert "<bdi>data/test.csv</bdi></b>: of 1,000 ham it would lose 167 (" in page


def test_page_shows_matrix_settings_and_mistakes(tmp_path: Path) -> None:
    page = make_page(tmp_path, MIXED)
    assert '<td class="right" style="--share: 0.667">4<br><small>66.67%</small>' in page
    assert '<td class="wrong" style="--share: 0.250">1<br><small>25.00%</small>' in page
    assert "<tr><th>rows<td>train: 80" in page
    lost, missed = page.split("Ham called spam (1)")[1].split("Spam missed (2)")
    assert re.findall("<tr><th>(.*)<td><bdi>(.*)</bdi>", lost) == [("0.9000", "text 5")]
    found = re.findall("<tr><th>(.*)<td><bdi>(.*)</bdi>", missed)
    assert found == [("0.1000", "text 6"), ("0.7500<br>unsure", "text 7")]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    texts = ["<script>alert(1)</script>\u202egnp\x1b[2J\nnext\u2028line", "&" * 500, "half \ud800"]
    page = make_page(tmp_path, Evaluation("<i>'\"", POLICY, texts, [False] * 3, [0.99, 0.98, 0.97]))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\ufffdgnp\ufffd[2J next line" in page
    assert "<bdi>" + "&amp;" * 400 + "…</bdi>" in page
    assert "<bdi>half ?</bdi>" in page
    assert "&lt;i&gt;&#x27;&quot;" in page
    assert not Page(page).tags.keys() & {"script", "i"}


def test_page_needs_nothing_else(tmp_path: Path) -> None:
    page = make_page(tmp_path, MIXED)
    assert "http:" not in page
    assert "https:" not in page
    assert "@import" not in page
    parsed = Page(page)
    assert not parsed.tags.keys() & {"script", "link", "img", "image", "iframe", "object"}
    assert parsed.tags["figcaption"] == 2 + 2 + 4
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in parsed.attributes
    assert not [name for name, _ in parsed.attributes if name.startswith("on") or name == "src"]


def test_ids_are_unique_and_references_meet_one(tmp_path: Path) -> None:
    page = make_page(tmp_path, MIXED, MIXED)
    assert_ids_meet(page)


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    first = make_page(tmp_path, MIXED)
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "path"}):
        assert make_page(tmp_path, MIXED) == first
        assert matplotlib.rcParams["font.size"] == 30


@pytest.mark.parametrize(("spam", "lost", "missed"), [(False, "50.00%", "–"), (True, "–", "50.00%")])
def test_one_kind_of_message(tmp_path: Path, spam: bool, lost: str, missed: str) -> None:
    page = make_page(tmp_path, Evaluation("one kind", POLICY, ["a", "b"], [spam] * 2, [0.1, 0.9]))
    assert f"</small><td>{lost}" in page.split("<tr><th>ham lost")[1].split("\n")[0]
    assert f"</small><td>{missed}" in page.split("<tr><th>spam missed")[1].split("\n")[0]
    assert "Only one kind of message" in page
    assert Page(page).tags["figcaption"] == 2 + 4


def test_empty_equal_and_perfect_evaluations(tmp_path: Path) -> None:
    texts, spam = ["a", "b"] * 4, [False, True] * 4
    page = make_page(
        tmp_path,
        Evaluation("empty", POLICY, [], [], []),
        Evaluation("equal", POLICY, texts, spam, [0.5] * 8),
        Evaluation("perfect", POLICY, texts, spam, [0.0, 1.0] * 4),
    )
    assert "<h2><bdi>empty</bdi></h2>\n<p>No messages." in page
    (averages,) = re.findall("<tr><th>average precision(.*)", page)
    assert re.findall("<td>([^<]*)", averages) == ["–", "0.5000", "1.0000"]
    equal, perfect = page.split("<h2><bdi>equal")[1].split("<h2><bdi>perfect")
    assert (equal.count("<p>None."), perfect.count("<p>None.")) == (1, 2)
    assert "Spam missed (4)" in equal


def test_run_without_any_key_or_row(tmp_path: Path) -> None:
    write_report(tmp_path / "report.html", RunPage(), [])
    write_report(tmp_path / "report.html", RunPage(curves=Curves(STEPS[:1])), [MIXED])
    last = RunPage(policy=Policy(0.2, 0.2), curves=Curves(epochs=EPOCHS[:1]))
    write_report(tmp_path / "report.html", last, [MIXED])
    assert "spam above a score of 0.2, ham below 0.2" in (tmp_path / "report.html").read_text()


def test_many_steps_are_thinned_and_broken_losses_named(tmp_path: Path) -> None:
    odd = {0: float("nan"), 1: float("inf")}
    steps = [
        {"step": n, "epoch": 1, "examples": n, "train_loss": odd.get(n % 1000, 0.5)} for n in range(100_000)
    ]
    page = make_page(tmp_path, run=replace(RUN, curves=Curves(steps, EPOCHS, 2)))
    assert "200 of 100,000 steps had no finite loss." in page
    assert len(page) < 200_000


def test_losses_that_are_all_broken(tmp_path: Path) -> None:
    broken = dict.fromkeys(EPOCHS[0], float("nan")) | {"epoch": 1, "examples": 40}
    write_report(tmp_path / "report.html", replace(RUN, curves=Curves([broken], [broken], 2)), [])
    assert "1 of 1 steps had no finite loss." in (tmp_path / "report.html").read_text()


def test_smoothing_skips_broken_losses() -> None:
    losses = np.full(60, 2.0)
    losses[::2] = np.nan
    assert smooth_losses(losses).tolist() == [2.0] * 60
    assert np.isnan(smooth_losses(np.full(60, np.nan))).all()


def test_examples_axis_matches_epochs() -> None:
    figure = Figure()
    loss, accuracy = figure.subplots(1, 2)
    plot_loss(loss, CURVES)
    plot_accuracy(accuracy, CURVES)
    figure.draw_without_rendering()
    for axes in (loss, accuracy):
        assert axes.get_xlim() == (0, 2.04)
        (above,) = axes.child_axes
        assert above.get_xlim() == pytest.approx((0, 2.04 * 40))
    steps, _, validation, _ = loss.get_lines()
    assert steps.get_xdata()[-1] == 2
    assert validation.get_ydata().tolist() == [0.4, 0.2]


def test_unwritable_page_is_one_clear_line(tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "report.html"
    with pytest.raises(CreateError, match=r"^cannot write .*: No such file or directory; choose another"):
        write_report(missing, RunPage(), [])
    (tmp_path / "report.html").mkdir()
    with pytest.raises(CreateError, match="Is a directory"):
        write_report(tmp_path / "report.html", RunPage(), [])
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


@pytest.mark.slow
def test_pyplot_is_never_imported() -> None:
    code = "import sys, spamfilter_gpt.export.report; sys.exit('matplotlib.pyplot' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
