"""Pages of figures that open offline. What is imported here is public, for plugins' own pages.

Drawing needs matplotlib and scikit-learn (:func:`check_packages`) as soon as something is drawn, not before.
"""

from spamfilter.measure.metric import BINS, Evaluation, count_bins, measure
from spamfilter.report.evaluation import check_packages, write_evaluation
from spamfilter.report.learning import write_learning
from spamfilter.report.page import format_document, show, write_page
from spamfilter.report.plot import POINTS, show_tick
from spamfilter.report.section import format_curves, format_evaluation, format_measures, format_sentence
from spamfilter.report.svg import BLUE, INK, RED, draw

__all__ = [
    "BINS",
    "BLUE",
    "INK",
    "POINTS",
    "RED",
    "Evaluation",
    "check_packages",
    "count_bins",
    "draw",
    "format_curves",
    "format_document",
    "format_evaluation",
    "format_measures",
    "format_sentence",
    "measure",
    "show",
    "show_tick",
    "write_evaluation",
    "write_learning",
    "write_page",
]
