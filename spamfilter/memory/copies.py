"""Which learned texts one is a copy of, or nearly: small sketches of their grams, compared one by one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spamfilter.memory.grams import Hashes

BINS = 64
NEAR, SAME = 0.5, 0.65  # shares of grams in common from which a text is somewhat, and surely, a copy
SHARPNESS = 12.0  # how much more the nearest of several copies counts
FIRST = 0.2  # the pull of one that is somewhat a copy
MOST = 0.99  # the pull of any that is not the text itself
_CHANCE = 1 / 256  # that two bytes agree which need not
_RECORD = np.dtype([("sketch", np.uint8, BINS), ("mark", "<u8"), ("time", "<i8"), ("kind", np.uint8)])
Sketch = NDArray[np.uint8]


def sketch_grams(grams: Hashes) -> Sketch:
    """One byte of the least gram in each of ``BINS`` bins; the share of equal bytes tells that of grams.

    One permutation hashing (Li, Owen, Zhang 2012) with b-bit minwise values (Li, König 2010). An empty bin
    has the value of the next one that is not.
    """
    least = np.zeros(BINS, dtype=np.uint32)
    there = np.zeros(BINS, dtype=bool)
    bins = (grams & np.uint32(BINS - 1))[::-1]
    least[bins] = grams[::-1]  # the last to be written, which is the least, stays
    there[bins] = True
    if not there.any():
        return np.zeros(BINS, dtype=np.uint8)
    filled = np.flatnonzero(there)
    following = filled[np.searchsorted(filled, np.arange(BINS)) % len(filled)]
    return ((least[following] >> np.uint32(6)) & np.uint32(255)).astype(np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Copy:
    """What is kept of a learned text: its ``sketch``, the ``mark`` of its exact words, when, as what.

    ``corrected`` says whether the classifier had been wrong of it, or far from sure.
    """

    sketch: Sketch
    mark: int
    time: int
    spam: bool
    corrected: bool


class Copies:
    """All learned texts, in no order that matters."""

    def __init__(self) -> None:
        self.count = 0
        self._sketches = np.zeros((BINS, 64), dtype=np.uint8)  # a column a text: bins are added up fast
        self._marks = np.zeros(64, dtype=np.uint64)
        self._times = np.zeros(64, dtype=np.int64)
        self._kinds = np.zeros(64, dtype=np.uint8)  # 1 for spam, and 2 where it was corrected

    def add(self, copy: Copy) -> None:
        """Take in a text."""
        if self.count == len(self._marks):
            self._grow(2 * self.count)
        self._sketches[:, self.count] = copy.sketch
        self._marks[self.count], self._times[self.count] = copy.mark, copy.time
        self._kinds[self.count] = copy.spam + 2 * copy.corrected
        self.count += 1

    def remove(self, copy: Copy) -> None:
        """Leave out one that was added just so."""
        among = slice(self.count)
        found = (self._marks[among] == np.uint64(copy.mark)) & (self._times[among] == copy.time)
        found &= self._kinds[among] == copy.spam + 2 * copy.corrected
        found &= (self._sketches[:, among] == copy.sketch[:, None]).all(axis=0)
        place, last = int(np.flatnonzero(found)[0]), self.count - 1
        self._sketches[:, place] = self._sketches[:, last]
        for column in (self._marks, self._times, self._kinds):
            column[place] = column[last]
        self.count = last

    def find(self, sketch: Sketch, mark: int) -> tuple[float, bool]:
        """How much of a copy a text is, from 0 for none to 1 for one to the word, and whether of spam.

        Of a text with the same words the latest label counts. Else all copies vote, the nearest most, and
        only those pull that were learned against the classifier.
        """
        among = slice(self.count)
        exact = np.flatnonzero(self._marks[among] == np.uint64(mark))
        if len(exact):
            times = self._times[exact]
            spam = self._kinds[exact][times == times.max()] & 1
            return 1.0, bool(2 * int(spam.sum()) >= len(spam))
        equal = (self._sketches[:, among] == sketch[:, None]).sum(axis=0, dtype=np.uint8)
        near = np.flatnonzero(equal >= BINS * (NEAR + _CHANCE))
        if not len(near):
            return 0.0, False
        return weigh_copies(equal[near], self._kinds[near])

    def pack(self) -> bytes:
        """For a file: a record for each text."""
        records = np.zeros(self.count, dtype=_RECORD)
        among = slice(self.count)
        records["sketch"], records["mark"] = self._sketches[:, among].T, self._marks[among]
        records["time"], records["kind"] = self._times[among], self._kinds[among]
        return records.tobytes()

    @classmethod
    def unpack(cls, data: bytes) -> "Copies | None":
        """From what :meth:`pack` gave; None where it was cut short."""
        if len(data) % _RECORD.itemsize:
            return None
        records = np.frombuffer(data, dtype=_RECORD)
        made = cls()
        made._grow(max(64, len(records)))
        made.count = len(records)
        among = slice(made.count)
        made._sketches[:, among], made._marks[among] = records["sketch"].T, records["mark"]
        made._times[among], made._kinds[among] = records["time"], records["kind"] & 3
        return made

    def _grow(self, size: int) -> None:
        wider = np.zeros((BINS, size), dtype=np.uint8)
        wider[:, : self.count] = self._sketches[:, : self.count]
        self._sketches = wider
        self._marks, self._times, self._kinds = (
            np.concatenate([column, np.zeros(size - len(column), column.dtype)])
            for column in (self._marks, self._times, self._kinds)
        )


def weigh_copies(equal: NDArray[np.uint8], kinds: NDArray[np.uint8]) -> tuple[float, bool]:
    """See :meth:`Copies.find`, of near texts with so many ``equal`` bins and of these ``kinds``.

    They are counted by bins and kinds first: whole numbers, so that their order does not matter.
    """
    most = int(equal.max())
    counts = np.bincount(4 * equal.astype(np.intp) + kinds, minlength=4 * (BINS + 1)).reshape(-1, 4)
    ham, spam, corrected_ham, corrected_spam = ((np.arange(BINS + 1) / most) ** SHARPNESS @ counts).tolist()
    of_spam, of_ham = spam + corrected_spam, ham + corrected_ham
    lean = (of_spam - of_ham) / (of_spam + of_ham)
    corrected = corrected_spam / of_spam if lean > 0 else corrected_ham / of_ham
    share = (most / BINS - _CHANCE) / (1 - _CHANCE)
    nearness = min(1.0, FIRST + (1 - FIRST) * (share - NEAR) / (SAME - NEAR))
    return min(MOST, nearness * abs(lean) * corrected), lean > 0
