"""One real cluster for all tests: two processes of one thread."""

from collections.abc import Iterator

import pytest

pytest.importorskip("distributed")

from tests.spamfilter_dask.clustered import Scan, open_workers


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The address of its scheduler."""
    with open_workers(2) as address:
        yield address


@pytest.fixture
def dask(cluster: str) -> Scan:
    """``done = dask("inbox.txt", "-o", out)`` on it, in this process."""
    return Scan(cluster)
