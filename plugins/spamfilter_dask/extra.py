"""A clear error where Dask and what goes with it, which all else does without, are not installed."""

from collections.abc import Iterator
from contextlib import contextmanager

from spamfilter import UsageError

NEEDED = ("dask", "distributed", "fsspec", "pyarrow")


@contextmanager
def need_dask() -> Iterator[None]:
    """Around imports of these: a missing package becomes :class:`UsageError`."""
    try:
        for name in NEEDED:
            __import__(name)
        yield
    except ModuleNotFoundError as error:
        raise UsageError(
            f"dask needs packages that are not here ({error.name}): pip install 'spamfilter-gpt[dask]'"
        ) from None
