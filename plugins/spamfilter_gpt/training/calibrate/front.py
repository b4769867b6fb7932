"""Where a front is sure enough to answer alone: publishers left out tell.

What it says is on the scale of the model's own scores, for it guesses but one of the things that add up to
these. So it answers where that guess would have to be far wrong for the label to be another.
"""

import math
from dataclasses import dataclass
from itertools import count

import torch
from torch import Tensor

from spamfilter_gpt.records.stacking import FrontBand, Stacking
from spamfilter_gpt.training.calibrate.stacking import DIGITS, Pool, rate_messages, score_rows

DIFFER = 0.001  # share of labels that may be others on either side, each collection alike
STEP = 0.05  # of log-odds between one margin and the next


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """Rows of ``pool`` [N] scored by the model, ``asked``, and by its front, ``guessed``; the cut-offs."""

    pool: Pool
    asked: Tensor
    guessed: Tensor
    ham_below: float
    spam_above: float

    def mix(self, above: float, below: float) -> Tensor:
        """Scores [N]: from ``above`` to ``below``, by its guess, the model's, else the guess."""
        return torch.where(self.sends(above, below), self.asked, self.guessed)

    def sends(self, above: float, below: float) -> Tensor:
        """For which rows [N] the model is asked."""
        return (self.guessed >= above) & (self.guessed <= below)

    def judge(self, scores: Tensor) -> tuple[Tensor, Tensor]:
        """Which messages [M] are not ham by the ``scores`` [N] of rows, and which are spam."""
        rated = rate_messages(self.pool, scores).scores
        return rated >= self.ham_below, rated > self.spam_above

    def differ(self, above: float, below: float) -> float:
        """The share of labels that differ from the model's, each collection alike."""
        pairs = zip(self.judge(self.asked), self.judge(self.mix(above, below)), strict=True)
        other = torch.stack([first != second for first, second in pairs]).any(0)
        return float(other.double() @ self.weights())

    def lose(self, scores: Tensor) -> float:
        """The share of messages that are ham and called spam, each collection alike."""
        ham = ~rate_messages(self.pool, scores).spam
        return float((ham & self.judge(scores)[1]).double() @ self.weights())

    def weights(self) -> Tensor:
        """Weights [M] that sum to 1, and alike over each collection."""
        rated = rate_messages(self.pool, self.asked)
        share = rated.share(torch.ones_like(rated.spam))
        return share / share.sum()


def fit_front(pool: Pool, stacking: Stacking) -> FrontBand:
    """The narrowest band whose labels are the model's but for ``DIFFER`` on either side.

    No more ham is called spam, and the area under the ROC curve is no smaller in the mean over collections.
    ``pool`` has a front.
    """
    asked = score_rows(pool, stacking)
    trial = Trial(pool, asked, guess_rows(pool, stacking), stacking.ham_below, stacking.spam_above)
    below = find_upper(trial)
    above = find_lower(trial, below)
    sent = rate_messages(pool, trial.sends(above, below).double()).scores
    sets = rate_messages(pool, asked).sets
    shares = {name: float(sent[sets == place].mean()) for place, name in enumerate(pool.names)}
    areas = compare_areas(trial, trial.mix(above, below))
    return FrontBand(above, below, trial.differ(above, below), shares, areas)


def guess_rows(pool: Pool, stacking: Stacking) -> Tensor:
    """P(spam) [N] of each row with what the front takes the model for."""
    if pool.front is None:
        raise ValueError("the pool has no front")
    moved = torch.logit(score_rows(pool, stacking)) + stacking.factor * (pool.front - pool.x)
    return torch.sigmoid(moved)


def find_lower(trial: Trial, below: float) -> float:
    """The highest score below which the front may call all ham, where above ``below`` it calls all spam."""
    for step in count():
        above = math.floor(move(trial.ham_below, -step * STEP) * DIGITS) / DIGITS
        if not above:
            return above
        if trial.differ(above, 1.0) <= DIFFER:
            areas = compare_areas(trial, trial.mix(above, below))
            if sum(areas.values()) >= 0:
                return above
    raise AssertionError("steps never end")


def find_upper(trial: Trial) -> float:
    """The lowest score above which the front may call all spam."""
    lost = trial.lose(trial.asked)
    for step in count():
        below = math.ceil(move(trial.spam_above, step * STEP) * DIGITS) / DIGITS
        kept = trial.lose(trial.mix(0.0, below)) <= lost
        if below >= 1 or (kept and trial.differ(0.0, below) <= DIFFER):
            return below
    raise AssertionError("steps never end")


def move(score: float, step: float) -> float:
    """``score`` with ``step`` more log-odds; 0 and 1 stay."""
    if not 0 < score < 1:
        return score
    return 1 / (1 + (1 - score) / score * math.exp(-step))


def compare_areas(trial: Trial, mixed: Tensor) -> dict[str, float]:
    """How much larger the area under the ROC curve is by the scores ``mixed`` [N], of each collection."""
    from sklearn.metrics import roc_auc_score

    first, second = rate_messages(trial.pool, trial.asked), rate_messages(trial.pool, mixed)
    found = {}
    for place, name in enumerate(trial.pool.names):
        rows = first.sets == place
        spam = first.spam[rows].numpy()
        if 0 < spam.sum() < len(spam):
            areas = [float(roc_auc_score(spam, one.scores[rows].numpy())) for one in (first, second)]
            found[name] = areas[1] - areas[0]
    return found
