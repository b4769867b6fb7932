"""The front of a model: what answers alone where it is sure, so that the model is asked for the rest only."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from spamfilter_gpt.records.stacking import LONG, FrontBand
from spamfilter_gpt.runtime.program import SCORE, Floats, Program, Row
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer

TOKENS = 8192  # of a batch: a front has next to nothing to compute, so what each call costs weighs more


class Front:
    """A ``program`` that guesses the model's scores, and the ``band`` of scores in which it is not sure.

    Nor is it of texts that the ``tokenizer`` cuts into pieces of characters: their order tells what they are.
    """

    def __init__(self, program: Program, band: FrontBand, tokenizer: Tokenizer) -> None:
        self._program, self._band, self._tokenizer = program, band, tokenizer

    def score(self, rows: Sequence[Row]) -> tuple[Floats, NDArray[np.bool_]]:
        """P(spam) [n] of n ``rows``, and for which of them [n] the model itself is to be asked.

        Both of a row depend on that row alone.
        """
        (scores,) = self._program.collect({SCORE: 0}, rows)
        long = np.array([len(row.ids) > LONG for row in rows], dtype=np.bool_)
        in_bytes = np.array([self._tokenizer.is_in_bytes(row.ids) for row in rows], dtype=np.bool_)
        above = np.where(long, self._band.long_above, self._band.ask_above)
        return scores, in_bytes | ((scores >= above) & (scores <= self._band.ask_below))
