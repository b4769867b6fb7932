"""All else that hostile text reaches is linear up to a quarter of a million characters."""

import pytest

from tests.doubling import LARGEST
from tests.test_linear import Row, check_row, list_runs

ROWS = {name: row for name, row in list_runs() if "/readers/" not in name}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "row"), ROWS.items(), ids=list(ROWS))
def test_time_is_linear_further_on(name: str, row: Row) -> None:
    check_row(row, LARGEST)
