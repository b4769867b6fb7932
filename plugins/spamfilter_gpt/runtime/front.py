"""The front of a model: what answers alone where it is sure, so that the model is asked for the rest only."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spamfilter_gpt.records.stacking import FrontBand
from spamfilter_gpt.runtime.program import SCORE, Floats, Program, Row

TOKENS = 8192  # of a batch: a front has next to nothing to compute, so what each call costs weighs more


class Front:
    """A ``program`` that guesses the model's scores, and the ``band`` of scores in which it is not sure."""

    def __init__(self, program: Program, band: FrontBand) -> None:
        self._program, self._band = program, band

    def score(self, rows: Sequence[Row]) -> tuple[Floats, NDArray[np.bool_]]:
        """P(spam) [n] of n ``rows``, and for which of them [n] the model itself is to be asked.

        Both of a row depend on that row alone.
        """
        (scores,) = self._program.collect({SCORE: 0}, rows)
        return scores, (scores >= self._band.ask_above) & (scores <= self._band.ask_below)
