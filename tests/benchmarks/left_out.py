"""Figures of publishers left out: each set counts alike, intervals resample sets and the messages in them."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]
RESAMPLES = 1000
BINS = 10  # of the calibration error
# Languages without their country; a set is of the group that most of its messages are of.
GROUPS = {
    "English": ("en",),
    "Latin script": ("es", "fr", "de", "pt", "it", "nl", "pl", "tr", "id", "ms", "tl", "sw", "vi"),
    "Cyrillic": ("ru", "uk", "be", "bg"),
    "East Asia": ("zh", "ja", "ko"),
    "South Asia, Thailand": ("bn", "hi", "ta", "th"),
    "Arabic script": ("ar", "fa", "ur"),
}


@dataclass(frozen=True, slots=True, eq=False)
class LeftOut:
    """Messages [N] that were measured: of which set, genre and language each is, and whether it is spam.

    ``scores`` [N] are by side: a model, a rival. What is compared across sets must be comparable.
    """

    sets: NDArray[np.str_]
    genres: NDArray[np.str_]
    languages: NDArray[np.str_]
    spam: NDArray[np.bool_]
    scores: dict[str, Floats] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The sets, in order."""
        return list(dict.fromkeys(self.sets.tolist()))

    def select(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> "LeftOut":
        """Some of the messages, or some again."""
        columns = (self.sets, self.genres, self.languages, self.spam)
        return LeftOut(*(one[rows] for one in columns), {key: one[rows] for key, one in self.scores.items()})


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a csv of the build."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def find_group(language: str) -> str:
    """The group of a language: ``zh-CN`` is of East Asia."""
    plain = language.replace("/", "-").split("-")[0]
    return next((name for name, found in GROUPS.items() if plain in found), "others")


def area(spam: NDArray[np.bool_], scores: Floats) -> float:
    """The area under the ROC curve: how often a spam scores above a ham; equal ones count half."""
    count = int(spam.sum())
    ranks = rankdata(scores)
    return float((ranks[spam].sum() - count * (count + 1) / 2) / (count * (len(spam) - count)))


def share_alike(sets: NDArray[np.str_]) -> Floats:
    """Weights [N] by which each set counts 1."""
    _, places, counts = np.unique(sets, return_inverse=True, return_counts=True)
    weights: Floats = 1.0 / counts[places]
    return weights


def find_cut(scores: Floats, weights: Floats, lost: float) -> float:
    """The lowest of the ``scores`` [N] of ham above which at most a share ``lost`` of their weight lies."""
    order = np.argsort(-scores, kind="stable")
    passed = np.cumsum(weights[order])
    return float(scores[order][int(np.argmax(passed > lost * passed[-1]))])


def list_areas(found: LeftOut, side: str) -> dict[str, float]:
    """The area of each set."""
    rows = {name: found.sets == name for name in found.names}
    return {name: area(found.spam[one], found.scores[side][one]) for name, one in rows.items()}


def mean_area(found: LeftOut, side: str) -> float:
    """The mean of the areas."""
    return float(np.mean(list(list_areas(found, side).values())))


def cut_at(found: LeftOut, side: str, lost: float) -> float:
    """The one cut-off that loses a share ``lost`` of the ham of all sets, each alike."""
    ham = ~found.spam
    return find_cut(found.scores[side][ham], share_alike(found.sets[ham]), lost)


def caught_at(found: LeftOut, side: str, lost: float = 0.01) -> float:
    """The share of the spam, each set alike, above :func:`cut_at`."""
    spam = found.select(found.spam)
    above = spam.scores[side] > cut_at(found, side, lost)
    return float(np.average(above, weights=share_alike(spam.sets)))


def resample(found: LeftOut, chance: np.random.Generator) -> LeftOut:
    """As many sets, drawn again, and in each as many ham and spam; a set that is drawn twice is two."""
    names = found.names
    rows, sets = [], []
    for number, place in enumerate(chance.integers(len(names), size=len(names))):
        for label in (False, True):
            own = np.flatnonzero((found.sets == names[place]) & (found.spam == label))
            rows.append(chance.choice(own, len(own)))
            sets += [f"{number}"] * len(own)
    drawn = found.select(np.concatenate(rows))
    return LeftOut(np.array(sets), drawn.genres, drawn.languages, drawn.spam, drawn.scores)


def bootstrap(
    found: LeftOut, figures: Sequence[Callable[[LeftOut], float]], resamples: int = RESAMPLES, seed: int = 1
) -> list[tuple[float, float]]:
    """The middle 95 % of each of the ``figures`` over resampled messages."""
    chance = np.random.default_rng(seed)
    values = []
    for _ in range(resamples):
        drawn = resample(found, chance)
        values.append([figure(drawn) for figure in figures])
    low, high = np.quantile(np.array(values), (0.025, 0.975), axis=0)
    return list(zip(low.tolist(), high.tolist(), strict=True))


def weigh_to_prior(spam: NDArray[np.bool_], weights: Floats, prior: float) -> Floats:
    """``weights`` [N] changed so that spam has the share ``prior`` of them."""
    share = float(np.average(spam, weights=weights))
    return weights * np.where(spam, prior / share, (1 - prior) / (1 - share))


def calibration_error(spam: NDArray[np.bool_], scores: Floats, weights: Floats) -> float:
    """The expected calibration error over bins of a tenth (Naeini et al. 2015)."""
    bins = np.minimum((scores * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, weights * (scores - spam), minlength=BINS)
    return float(np.abs(gaps).sum() / weights.sum())


def share_labels(scores: Floats, weights: Floats, ham_below: float, spam_above: float) -> tuple[float, ...]:
    """The shares of messages that are called spam, unsure and ham."""
    spam = np.average(scores > spam_above, weights=weights)
    ham = np.average((scores < ham_below) & (scores <= spam_above), weights=weights)
    return float(spam), float(1 - spam - ham), float(ham)


def format_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of Markdown; all but the first column are numbers."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
