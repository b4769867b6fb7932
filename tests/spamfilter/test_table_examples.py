"""The examples of tables in and tables out run where their package is here, with the scores of ``scan``."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Process
from tests.documents import HOST
from tests.representative import mark_others_slow

ROWS = {
    "number": [1, 2, 3],
    "text": ["Are we still on for lunch?", "WINNER! Text WIN to 80082 to claim your prize", "ok"],
}


def find_examples() -> list[str]:
    """The pieces of Python in the chapter that are whole programs."""
    text = HOST.read_text(encoding="utf-8").partition("### Tables in, tables out\n")[2]
    blocks = re.findall(r"^```python\n(.*?)^```$", text.partition("\n## ")[0], re.MULTILINE | re.DOTALL)
    return [block for block in blocks if not block.startswith(">>>")]


def name_package(code: str) -> str:
    """What an example imports first."""
    return code.split()[1].partition(".")[0]


def list_cases() -> list[object]:
    """The examples by what they import, one of them for each time."""
    return mark_others_slow([(name_package(code), (code,)) for code in find_examples()], {"pandas"})


@pytest.mark.parametrize("code", list_cases())
def test_an_example_gives_the_scores_of_scan(code: str, tmp_path: Path, process: Process) -> None:
    pa = pytest.importorskip("pyarrow")
    pytest.importorskip(name_package(code))
    if "dataframe" in code:
        pytest.importorskip("pandas")
    import pyarrow.parquet as pq

    table = tmp_path / "messages.parquet"
    pq.write_table(pa.table(ROWS), table)
    # Their own warnings about each other are not ours.
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr
    expected = process("scan", table, "--format", "parquet", "-o", tmp_path / "verdicts.parquet")
    assert expected.returncode == 0, expected.stderr
    verdicts = pq.read_table(tmp_path / "verdicts.parquet")
    if "duckdb" in code:
        labels = verdicts["label"].to_pylist()
        for label in set(labels):
            assert re.search(rf"{label}\s+│\s+{labels.count(label)} ", done.stdout)
        return
    (scored,) = [*tmp_path.glob("scored.parquet"), *tmp_path.glob("scored/*.parquet")]
    found = pq.read_table(scored)
    assert found["text"].to_pylist() == ROWS["text"]
    assert found["score"].to_pylist() == verdicts["score"].to_pylist()
    assert found.schema.field("score").type == pa.float32()


def test_there_is_an_example_for_each() -> None:
    assert [name_package(code) for code in find_examples()] == ["pandas", "duckdb", "polars", "dask"]
