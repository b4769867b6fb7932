"""Where a front is sure enough to answer alone: publishers left out tell.

What it says is on the scale of the model's own scores, for it guesses but one of the things that add up to
these. So it answers where that guess would have to be far wrong for the label to be another. In a long text
the blocks find more than it does, so there it answers less.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

import torch
from torch import Tensor

from spamfilter_gpt.records.stacking import FrontBand, Stacking
from spamfilter_gpt.training.calibrate.stacking import DIGITS, Guesses, Pool, rate_messages, score_rows

DIFFER = 0.001  # share of labels that may be others on either side, each collection alike
LOST = 0.001  # area under the ROC curve that a collection may lose at most
STEP = 0.05  # of log-odds between one margin and the next


@dataclass(frozen=True, slots=True)
class Band:
    """From ``above`` to ``below``, in long rows from ``long_above``, the model is asked; as ``FrontBand``."""

    above: float
    below: float
    long_above: float


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """Rows of ``pool`` [N] scored by the model, ``asked``, and by its front, ``guessed``; the cut-offs.

    What the front saw of the rows is ``seen``.
    """

    pool: Pool
    seen: Guesses
    asked: Tensor
    guessed: Tensor
    ham_below: float
    spam_above: float

    def mix(self, band: Band) -> Tensor:
        """Scores [N]: in the ``band``, by its guess, the model's, else the guess."""
        return torch.where(self.sends(band), self.asked, self.guessed)

    def sends(self, band: Band) -> Tensor:
        """For which rows [N] the model is asked."""
        above = torch.where(self.seen.long, band.long_above, band.above)
        return self.seen.in_bytes | ((self.guessed >= above) & (self.guessed <= band.below))

    def judge(self, scores: Tensor) -> tuple[Tensor, Tensor]:
        """Which messages [M] are not ham by the ``scores`` [N] of rows, and which are spam."""
        rated = rate_messages(self.pool, scores).scores
        return rated >= self.ham_below, rated > self.spam_above

    def differ(self, band: Band) -> float:
        """The share of labels that differ from the model's, each collection alike."""
        pairs = zip(self.judge(self.asked), self.judge(self.mix(band)), strict=True)
        other = torch.stack([first != second for first, second in pairs]).any(0)
        return float(other.double() @ self.weights())

    def lose(self, scores: Tensor) -> float:
        """The share of messages that are ham and called spam, each collection alike."""
        ham = ~rate_messages(self.pool, scores).spam
        return float((ham & self.judge(scores)[1]).double() @ self.weights())

    def allows(self, band: Band) -> bool:
        """Whether the front may call ham what is below the ``band``; it may where all is in it."""
        if not band.above and not band.long_above:
            return True
        if self.differ(replace(band, below=1.0)) > DIFFER:
            return False
        return min(self.compare_areas(band).values(), default=0.0) >= -LOST

    def compare_areas(self, band: Band) -> dict[str, float]:
        """How much larger the area under the ROC curve is with the ``band``, of each collection."""
        from sklearn.metrics import roc_auc_score

        first, second = rate_messages(self.pool, self.asked), rate_messages(self.pool, self.mix(band))
        found = {}
        for place, name in enumerate(self.pool.names):
            rows = first.sets == place
            spam = first.spam[rows].numpy()
            if 0 < spam.sum() < len(spam):
                areas = [float(roc_auc_score(spam, one.scores[rows].numpy())) for one in (first, second)]
                found[name] = areas[1] - areas[0]
        return found

    def weights(self) -> Tensor:
        """Weights [M] that sum to 1, and alike over each collection."""
        rated = rate_messages(self.pool, self.asked)
        share = rated.share(torch.ones_like(rated.spam))
        return share / share.sum()


def fit_front(pool: Pool, stacking: Stacking) -> FrontBand:
    """The narrowest band whose labels are the model's but for ``DIFFER`` on either side.

    No more ham is called spam, and the area under the ROC curve of no collection is smaller by more than
    ``LOST``. ``pool`` has a front.
    """
    trial = make_trial(pool, stacking)
    below = find_upper(trial)
    long_above = next(one for one in lower(trial.ham_below) if trial.allows(Band(one, below, one)))
    above = next(
        one
        for one in lower(trial.ham_below)
        if one <= long_above or trial.allows(Band(one, below, long_above))
    )
    band = Band(above, below, long_above)
    sent = rate_messages(pool, trial.sends(band).double()).scores
    sets = rate_messages(pool, trial.asked).sets
    shares = {name: float(sent[sets == place].mean()) for place, name in enumerate(pool.names)}
    return FrontBand(above, below, trial.differ(band), shares, trial.compare_areas(band), long_above)


def make_trial(pool: Pool, stacking: Stacking) -> Trial:
    """The rows of ``pool``, which has a front, by the model with this ``stacking`` and with a guess of it."""
    if pool.front is None:
        raise ValueError("the pool has no front")
    asked = score_rows(pool, stacking)
    guessed = torch.sigmoid(torch.logit(asked) + stacking.factor * (pool.front.x - pool.x))
    return Trial(pool, pool.front, asked, guessed, stacking.ham_below, stacking.spam_above)


def find_upper(trial: Trial) -> float:
    """The lowest score above which the front may call all spam."""
    lost = trial.lose(trial.asked)
    for step in count():
        below = math.ceil(move(trial.spam_above, step * STEP) * DIGITS) / DIGITS
        band = Band(0.0, below, 0.0)
        kept = trial.lose(trial.mix(band)) <= lost
        if below >= 1 or (kept and trial.differ(band) <= DIFFER):
            return below
    raise AssertionError("steps never end")


def lower(score: float) -> Iterator[float]:
    """``score`` and lower ones, step by step down to 0."""
    for step in count():
        found = math.floor(move(score, -step * STEP) * DIGITS) / DIGITS
        yield found
        if not found:
            return


def move(score: float, step: float) -> float:
    """``score`` with ``step`` more log-odds; 0 and 1 stay."""
    if not 0 < score < 1:
        return score
    return 1 / (1 + (1 - score) / score * math.exp(-step))
