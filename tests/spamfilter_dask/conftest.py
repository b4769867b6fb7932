"""One real cluster for all tests: two processes of one thread."""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from tests.spamfilter_dask.clustered import Scan, open_workers

if find_spec("distributed") is None or find_spec("pyarrow") is None:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """The address of its scheduler."""
    with open_workers(2) as address:
        yield address


@pytest.fixture
def dask(cluster: str) -> Scan:
    """``done = dask("inbox.txt", "-o", out)`` on it, in this process."""
    return Scan(cluster)
