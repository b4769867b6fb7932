import html
import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from spamfilter.measure.metric import Evaluation, wilson
from spamfilter.report.plot import (
    choose_floor,
    cycle_lines,
    plot_cutoffs,
    plot_histogram,
    plot_precision,
    plot_reliability,
    plot_roc,
    shorten,
)
from spamfilter.report.section import format_curves
from tests.made_up_results import MIXED, OTHER, POLICY, SPAM, TEXTS


@pytest.mark.parametrize(
    "name",
    ["_hidden", "$x^{$", "_child0", "a" * 300, "\u05d0\u05d1 \u4f60", "\x00\ud800", 'id="x"', "#0072b2"],
)
def test_any_name_reaches_the_legend_and_no_figure(name: str) -> None:
    page = format_curves([Evaluation(name, POLICY, TEXTS, SPAM, MIXED.scores)])
    shown = html.escape(name[:80].replace("\x00", "\ufffd"))
    assert f"<bdi>{shown}, above 0.75: recall 50.0%, precision 66.7%</bdi>" in page
    figures = re.findall("(?s)</figcaption>\n<svg.*?</svg>", page)
    assert len(figures) == 2
    assert not [figure for figure in figures if shown in figure and name != "#0072b2"]


def test_roc_curve_marks_the_operating_point() -> None:
    axes = Figure().add_subplot()
    plot_roc(axes, [MIXED, OTHER])
    curve, point, _, other_point = axes.get_lines()
    assert (curve.get_xdata()[-1], curve.get_ydata()[-1]) == (1, 1)
    assert (point.get_xdata()[0], point.get_ydata()[0]) == pytest.approx((1 / 6, 2 / 4))
    assert (other_point.get_xdata()[0], other_point.get_ydata()[0]) == pytest.approx((0, 2 / 4))
    assert point.get_label() == " mixed, above 0.75: 50.0% of the spam caught, 16.67% of the ham lost"


def test_precision_plot_marks_the_operating_point() -> None:
    axes = Figure().add_subplot()
    plot_precision(axes, [MIXED])
    _, point = axes.get_lines()
    assert (point.get_xdata()[0], point.get_ydata()[0]) == pytest.approx((2 / 4, 2 / 3))
    assert point.get_label() == " mixed, above 0.75: recall 50.0%, precision 66.7%"


def test_curves_differ_in_colour_and_dash() -> None:
    axes = Figure().add_subplot()
    plot_roc(axes, [MIXED] * 6)
    curves = axes.get_lines()[::2]
    assert len({curve.get_color() for curve in curves}) == 6
    assert [curve.get_linestyle() for curve in curves] == ["-", "--", "-.", ":", "-", "--"]
    assert len({style for style, _ in zip(cycle_lines(), range(12), strict=False)}) == 12


def test_axes_begin_below_what_matters() -> None:
    assert [choose_floor(lowest) for lowest in (1.0, 0.85, 0.84, 0.6, 0.5, 0.0)] == [0.8, 0.8, 0.5, 0.5, 0, 0]


def test_cutoff_plot_marks_what_the_cutoffs_lose() -> None:
    axes = Figure().add_subplot()
    plot_cutoffs(axes, MIXED)
    lost, lost_marks, missed, missed_marks, *_ = axes.get_lines()
    assert lost_marks.get_ydata() == pytest.approx([2 / 6, 1 / 6])
    assert missed_marks.get_ydata() == pytest.approx([1 / 4, 2 / 4])
    assert (lost.get_ydata()[0], lost.get_ydata()[-1]) == (1, 0)
    assert (missed.get_ydata()[0], missed.get_ydata()[-1]) == (0, 1)


def test_histogram_counts_both_kinds() -> None:
    axes = Figure().add_subplot()
    plot_histogram(axes, MIXED)
    ham, spam = ([bar.get_height() for bar in bars.patches] for bars in axes.containers)
    assert (sum(ham), sum(spam)) == (6, 4)
    assert (ham[2], ham[4], ham[18], spam[-1]) == (2, 2, 1, 1)
    assert axes.get_yscale() == "log"
    low, high = axes.get_ylim()
    assert low < 1
    assert high > 2


def test_reliability_diagram_by_hand() -> None:
    scores = [0.02, 0.04, 0.06, 0.08, 0.92, 0.98, 1.0]
    axes = Figure().add_subplot()
    plot_reliability(
        axes, Evaluation("one", POLICY, ["a"] * 7, [False] * 3 + [True, False, True, True], scores)
    )
    diagonal, low_interval, low, high_interval, high = axes.get_lines()
    assert np.asarray(diagonal.get_xdata()).tolist() == np.asarray(diagonal.get_ydata()).tolist() == [0, 1]
    assert (low.get_xdata()[0], low.get_ydata()[0]) == pytest.approx((0.05, 1 / 4))
    assert (high.get_xdata()[0], high.get_ydata()[0]) == pytest.approx((2.9 / 3, 2 / 3))
    assert tuple(low_interval.get_ydata()) == wilson(1 / 4, 4)
    assert tuple(high_interval.get_ydata()) == wilson(2 / 3, 3)
    assert [text.get_text() for text in axes.texts] == ["4", "3"]


def test_numbers_above_the_bins_stay_short() -> None:
    assert [shorten(n) for n in (7, 9999, 12_345, 1_234_567)] == ["7", "9,999", "12k", "1.2M"]
