"""A table gets the same scores from ``scan``, from ``dask`` and from ``score_table``."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import spamfilter
from tests.paths import DATA
from tests.spamfilter_dask.clustered import Scan, list_parts, run_scan


@pytest.mark.parametrize("model", ["tiny", pytest.param("embedded", marks=pytest.mark.slow)])
def test_all_three_give_the_same_scores(model: str, tmp_path: Path, dask: Scan) -> None:
    texts = (DATA / "inbox.txt").read_text(encoding="utf-8").splitlines() * 5
    texts = [f"{text} {number}" for number, text in enumerate(texts)]
    source = tmp_path / "messages.parquet"
    pq.write_table(pa.table({"text": texts}), source, row_group_size=9)
    words = (source, "--model", model, "--format", "parquet", "-o")
    assert run_scan(*words, tmp_path / "scan.parquet").exit_code == 0
    done = dask(*words, tmp_path / "out", "--part-size", "1K")
    assert done.exit_code == 0, done.stderr
    parts = list_parts(tmp_path / "out")
    assert len(parts) > 3
    scan = pq.read_table(tmp_path / "scan.parquet")
    cluster = pa.concat_tables(map(pq.read_table, parts))
    table = spamfilter.load(model=model).score_table(pq.read_table(source))
    assert cluster == scan
    for name in ("text", "score", "label"):
        assert table[name].to_pylist() == scan[name].to_pylist()
