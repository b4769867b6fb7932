"""How many parts a second one scheduler of Dask hands out, and how long a part must last to keep it ahead.

    python tests/benchmarks/scheduler.py [--workers N] [--seconds S] [--lasts S...]

Starts a scheduler and N simulated workers (default 200), all threads of this process, and sends them parts
as ``spamfilter dask`` does: the same orders, the same receipts, as many under way. A part sleeps in place of
being scored: 0, 1, 5 and 20 seconds, or what ``--lasts`` says. Each row runs for about S seconds (default
30). All of it shares one core, where a real scheduler has one to itself, so the limit is a low one.
"""

import argparse
import time
from collections.abc import Iterator

from spamfilter_dask.cluster import SCORES, Window
from spamfilter_dask.part import Order, Part, Receipt, Scoring, name_part

from spamfilter import pieces

LASTS = (0.0, 1.0, 5.0, 20.0)
# What a worker does for itself, which here the core of the scheduler would do 200 times. Heartbeats stay.
OWN_WORK = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "10s",
    "distributed.admin.system-monitor.interval": "60s",
}
ORDER = Order(Scoring(classifier="gpt", model=None, identity="0" * 64, version="0"), "/verdicts", 128)


def nap(order: Order, part: Part, seconds: float) -> Receipt:
    """What a worker does, asleep."""
    time.sleep(seconds)
    return Receipt(name_part(order.scoring, part), part.source, part.begin, part.size, 1000, ham=5000)


def make_parts(seconds: float, end: float) -> Iterator[tuple[Order, Part, float]]:
    """Parts until the time is over."""
    number = 0
    while time.monotonic() < end:
        piece = pieces.Piece(number << 20, (number + 1) << 20, number * 15000)
        outline = pieces.Outline("lines")
        source = "s3://bucket/2026/messages.txt"
        yield ORDER, Part(source, "stamp", 1 << 20, outline, piece, begin=piece.begin), seconds
        number += 1


def main() -> None:
    """A row for each length of a part."""
    import dask
    from distributed import Client, LocalCluster

    dask.config.set(OWN_WORK)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--workers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--lasts", type=float, nargs="+", default=LASTS)
    options = parser.parse_args()
    address = "127.0.0.1:0"
    with (
        LocalCluster(
            n_workers=options.workers,
            threads_per_worker=1,
            processes=False,
            memory_limit=0,  # each would take the memory of all for its own, and pause
            dashboard_address=address,
        ) as cluster,
        Client(cluster) as client,
    ):
        print(f"{options.workers} workers\n")
        print("| a part lasts, s | parts | parts/s | workers busy |\n| --: | --: | --: | --: |")
        for lasts in options.lasts:
            begun = time.monotonic()
            parts = make_parts(lasts, begun + options.seconds)
            count = sum(1 for _ in Window(client, nap, parts, SCORES).as_they_come())
            rate = count / (time.monotonic() - begun)
            busy = f"{rate * lasts / options.workers:.0%}" if lasts else ""
            print(f"| {lasts:g} | {count:,} | {rate:,.0f} | {busy} |", flush=True)


if __name__ == "__main__":
    main()
