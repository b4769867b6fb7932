import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure
from spamfilter_gpt.plot import plot_accuracy, plot_cutoffs, plot_loss, plot_precision, smooth_losses
from spamfilter_gpt.report import Evaluation, count_labels, list_measures, split_scores, write_report

from spamfilter import CreateError, Policy

POLICY = Policy(0.25, 0.75)
RUN = {"base": "gpt2", "ham_below": 0.25, "spam_above": 0.75, "best_epoch": 2, "rows": {"train": 80}}
# Six ham, one of them called spam and one unsure; four spam, one called ham and one, on the cut-off, unsure.
MIXED = Evaluation(
    "data/test.csv",
    [f"text {n}" for n in range(10)],
    [0, 0, 0, 0, 0, 0, 1, 1, 1, 1],
    [0.1, 0.1, 0.2, 0.2, 0.5, 0.9, 0.1, 0.75, 0.8, 1.0],
)
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


class Page(HTMLParser):
    """Tags, attributes and text of a page; tags in a message's text would be among them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def make_page(folder: Path, *evaluations: Evaluation, run: Any = RUN, steps: Any = STEPS) -> str:
    """The page of a made-up run."""
    write_report(folder / "report.html", run, steps, EPOCHS, evaluations)
    assert [file.name for file in folder.iterdir()] == ["report.html"]
    return (folder / "report.html").read_text(encoding="utf-8")


def test_labels_follow_both_cutoffs() -> None:
    assert count_labels(MIXED, POLICY).tolist() == [[4, 1, 1], [1, 1, 2]]


def test_headline_counts_unsure_as_not_spam() -> None:
    assert list(list_measures(MIXED, POLICY)) == [
        "10<br><small>6 ham, 4 spam</small>",
        "70.00%",
        "16.67%<br><small>1 of 6</small>",
        "50.00%<br><small>2 of 4</small>",
        "66.67%",
        "50.00%",
        "57.14%",
    ]


def test_page_shows_matrix_settings_and_mistakes(tmp_path: Path) -> None:
    page = make_page(tmp_path, MIXED)
    assert '<td class="right" style="--share: 0.667">4<br><small>66.67%</small>' in page
    assert '<td class="wrong" style="--share: 0.250">1<br><small>25.00%</small>' in page
    assert "<tr><th>rows<td>train: 80" in page
    lost, missed = page.split("Ham called spam (1)")[1].split("Spam called ham (1)")
    assert re.findall("<tr><th>(.*)<td><bdi>(.*)</bdi>", lost) == [("0.9000", "text 5")]
    assert re.findall("<tr><th>(.*)<td><bdi>(.*)</bdi>", missed) == [("0.1000", "text 6")]


def test_ten_surest_mistakes_come_in_order(tmp_path: Path) -> None:
    scores = [0.8 + n / 100 for n in range(12)]
    page = make_page(tmp_path, Evaluation("many", [f"text {n}" for n in range(12)], [0] * 12, scores))
    assert "Ham called spam (the 10 surest of 12)" in page
    assert re.findall("<bdi>text (.*)</bdi>", page) == [str(n) for n in range(11, 1, -1)]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    texts = ["<script>alert(1)</script>\u202egnp\x1b[2J\nnext\u2028line", "&" * 300, "half \ud800"]
    page = make_page(tmp_path, Evaluation("<b>'\"", texts, [0] * 3, [0.99, 0.98, 0.97]))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;\ufffdgnp\ufffd[2J next line" in page
    assert "<bdi>" + "&amp;" * 200 + "…</bdi>" in page
    assert "<bdi>half ?</bdi>" in page
    assert "&lt;b&gt;&#x27;&quot;" in page
    assert not Page(page).tags.keys() & {"script", "b"}


def test_page_needs_nothing_else(tmp_path: Path) -> None:
    page = make_page(tmp_path, MIXED)
    assert "http" not in page
    assert "@import" not in page
    parsed = Page(page)
    assert not parsed.tags.keys() & {"script", "link", "img", "image", "iframe", "object"}
    assert parsed.tags["svg"] == 4
    assert not [name for name, _ in parsed.attributes if name.startswith("on") or name == "src"]


def test_ids_are_unique_and_references_meet_one(tmp_path: Path) -> None:
    page = make_page(tmp_path, MIXED, MIXED)
    parsed = Page(page)
    ids = Counter(value for name, value in parsed.attributes if name == "id")
    assert [name for name, count in ids.items() if count > 1] == []
    references = re.findall(r"url\((.*?)\)", page)
    references += [value for name, value in parsed.attributes if name.endswith("href")]
    assert references
    assert {reference.removeprefix("#") for reference in references} <= ids.keys()


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    first = make_page(tmp_path, MIXED)
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "path"}):
        assert make_page(tmp_path, MIXED) == first
        assert matplotlib.rcParams["font.size"] == 30


@pytest.mark.parametrize(("label", "lost", "missed"), [(0, "50.00%", "–"), (1, "–", "50.00%")])
def test_one_kind_of_message(tmp_path: Path, label: int, lost: str, missed: str) -> None:
    one = Evaluation("one kind", ["a", "b"], [label] * 2, [0.1, 0.9])
    measures = list(list_measures(one, POLICY))
    assert measures[2].startswith(lost)
    assert measures[3].startswith(missed)
    page = make_page(tmp_path, one)
    assert "Only one kind of message" in page
    assert Page(page).tags["svg"] == 3


def test_empty_equal_and_perfect_evaluations(tmp_path: Path) -> None:
    texts, labels = ["a", "b"] * 4, [0, 1] * 4
    page = make_page(
        tmp_path,
        Evaluation("empty", [], [], []),
        Evaluation("equal", texts, labels, [0.5] * 8),
        Evaluation("perfect", texts, labels, [0.0, 1.0] * 4),
    )
    assert "<h2>empty</h2>\n<p>No messages." in page
    assert "Average precision 0.5000" in page
    assert "Average precision 1.0000" in page
    assert page.count("<p>None.") == 4


def test_run_without_any_key_or_row(tmp_path: Path) -> None:
    write_report(tmp_path / "report.html", {}, [], [], [])
    write_report(tmp_path / "report.html", {"best_epoch": None}, STEPS[:1], [], [MIXED])
    write_report(tmp_path / "report.html", {"spam_above": 0.2}, [], EPOCHS[:1], [MIXED])
    assert "spam above a score of 0.2, ham below 0.2" in (tmp_path / "report.html").read_text()


def test_many_steps_are_thinned_and_broken_losses_named(tmp_path: Path) -> None:
    odd = {0: float("nan"), 1: float("inf")}
    steps = [
        {"step": n, "epoch": 1, "examples": n, "train_loss": odd.get(n % 1000, 0.5)} for n in range(100_000)
    ]
    page = make_page(tmp_path, steps=steps)
    assert "200 of 100,000 steps had no finite loss." in page
    assert len(page) < 200_000


def test_losses_that_are_all_broken(tmp_path: Path) -> None:
    broken = dict.fromkeys(EPOCHS[0], float("nan")) | {"epoch": 1, "examples": 40}
    write_report(tmp_path / "report.html", RUN, [broken], [broken], [])
    assert "1 of 1 steps had no finite loss." in (tmp_path / "report.html").read_text()


def test_smoothing_skips_broken_losses() -> None:
    losses = np.full(60, 2.0)
    losses[::2] = np.nan
    assert smooth_losses(losses).tolist() == [2.0] * 60
    assert np.isnan(smooth_losses(np.full(60, np.nan))).all()


def test_examples_axis_matches_epochs() -> None:
    figure = Figure()
    loss, accuracy = figure.subplots(1, 2)
    plot_loss(loss, RUN, STEPS, EPOCHS)
    plot_accuracy(accuracy, RUN, EPOCHS)
    figure.draw_without_rendering()
    for axes in (loss, accuracy):
        assert axes.get_xlim() == (0, 2.04)
        (above,) = axes.child_axes
        assert above.get_xlim() == pytest.approx((0, 2.04 * 40))
    steps, _, validation, _ = loss.get_lines()
    assert steps.get_xdata()[-1] == 2
    assert validation.get_ydata().tolist() == [0.4, 0.2]


def test_cutoff_plot_marks_what_the_cutoffs_lose() -> None:
    axes = Figure().add_subplot()
    plot_cutoffs(axes, *split_scores(MIXED), POLICY)
    lost, lost_marks, missed, missed_marks, *_ = axes.get_lines()
    assert lost_marks.get_ydata() == pytest.approx([2 / 6, 1 / 6])
    assert missed_marks.get_ydata() == pytest.approx([1 / 4, 2 / 4])
    assert (lost.get_ydata()[0], lost.get_ydata()[-1]) == (1, 0)
    assert (missed.get_ydata()[0], missed.get_ydata()[-1]) == (0, 1)


def test_precision_plot_marks_the_operating_point() -> None:
    axes = Figure().add_subplot()
    plot_precision(axes, *split_scores(MIXED), POLICY)
    _, point = axes.get_lines()
    assert (point.get_xdata()[0], point.get_ydata()[0]) == pytest.approx((2 / 4, 2 / 3))
    assert point.get_label() == "above 0.75: recall 50.0%, precision 66.7%"


def test_unwritable_page_is_one_clear_line(tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "report.html"
    with pytest.raises(CreateError, match=r"^cannot write .*: No such file or directory; choose another"):
        write_report(missing, {}, [], [], [])
    (tmp_path / "report.html").mkdir()
    with pytest.raises(CreateError, match="Is a directory"):
        write_report(tmp_path / "report.html", {}, [], [], [])
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_pyplot_is_never_imported() -> None:
    code = "import sys, spamfilter_gpt.report; sys.exit('matplotlib.pyplot' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
