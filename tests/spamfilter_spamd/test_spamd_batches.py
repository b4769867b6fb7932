"""How mails that wait become batches: the server's judge with real processes, asked in one event loop.

Over sockets it would depend on time which mails wait together.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from spamfilter_spamd.judging.batch import BatchJudge
from spamfilter_spamd.judging.crew import Crew
from spamfilter_spamd.judging.worker import Order

from spamfilter import Shelf
from tests.spamfilter_spamd.served import HAM, MADE, read_batches

WAITS = b"Subject: wait\n\n"


async def judge_what_waits(folder: Path, jobs: int, size: int) -> list[str]:
    """The labels of ten mails that come while each of ``jobs`` processes is busy."""
    crew = Crew(Order(("made",), Shelf(), "made"), jobs)
    try:
        await crew.start()
        judge = BatchJudge(crew, size, seconds=600)
        busy = [asyncio.create_task(judge.judge(WAITS)) for _ in range(jobs)]
        await until(lambda: len(read_batches(folder)) == jobs)
        waiting = [asyncio.create_task(judge.judge(HAM)) for _ in range(10)]
        await asyncio.sleep(0)  # now all of them wait
        (folder / "go").touch()
        await asyncio.gather(*busy)
        return [judgement.verdict.label for judgement in await asyncio.gather(*waiting)]
    finally:
        crew.close()


async def until(true: Callable[[], bool]) -> None:
    while not true():
        await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("jobs", "size", "largest"),
    [
        pytest.param(1, 8, 8, id="one job takes as many as a batch may have"),
        pytest.param(2, 32, 5, id="two share them, so that neither is idle"),
    ],
)
def test_mails_that_wait_together_are_judged_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, size: int, largest: int
) -> None:
    (tmp_path / "made.py").write_text(MADE)
    monkeypatch.syspath_prepend(tmp_path)
    assert asyncio.run(judge_what_waits(tmp_path, jobs, size)) == ["ham"] * 10
    batches = read_batches(tmp_path)  # in the order in which processes write them down
    assert (max(batches), sum(batches)) == (largest, 10 + jobs)
