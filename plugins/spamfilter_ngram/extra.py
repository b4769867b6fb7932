"""A clear error where scikit-learn, which scanning with other classifiers does without, is not installed."""

from collections.abc import Iterator
from contextlib import contextmanager

from spamfilter import UsageError, install_hint


@contextmanager
def need_extra() -> Iterator[None]:
    """Around imports of scikit-learn: a missing package becomes :class:`UsageError`."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise UsageError(
            f"ngram needs scikit-learn, and there is no {error.name}: {install_hint('ngram')}"
        ) from None
