"""Of many cases of one kind a few run each time, and all with the slow tests."""

from collections.abc import Collection, Iterable

import pytest


def mark_others_slow(cases: Iterable[tuple[str, tuple[object, ...]]], quick: Collection[str]) -> list[object]:
    """The ``cases``, name and values, as parameters; slow but for those with ``quick`` names."""
    return [
        pytest.param(*values, id=name, marks=[] if name in quick else [pytest.mark.slow])
        for name, values in cases
    ]
