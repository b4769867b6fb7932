"""Cores, hours and money for a million, a milliard and a billion messages (10^6, 10^9, 10^12).

    python tests/benchmarks/cost.py [--price DOLLARS] [--sms RATE] [--mail RATE] [--parts RATE] [--size N]

The rates are messages a second of one core. One that is not given is measured here, on N SMS and N/10 mails
(default 3,000 and 300), with the shipped model in one process. ``--price`` is of one core for an hour
(default 0.04 dollars, about what large clouds ask on demand), ``--parts`` how many parts a second one
scheduler hands out, as scheduler.py measures it.
"""

import argparse
import tempfile
import time
from email.message import EmailMessage
from pathlib import Path

import spamfilter

DATA = Path(__file__).parents[1] / "data"
COUNTS = (10**6, 10**9, 10**12)
BYTES = {"SMS": 70, "mail": 10_000}  # of a message, about
PART = 1 << 20
MOST = 1_000_000  # parts of one run, whose manifest a person can still load
DAY = 24.0  # hours


def measure_rate(path: Path, count: int) -> float:
    """Messages a second of one process, loading the model left out."""
    classifier = spamfilter.load(threads=1)
    classifier.score(["warm up"])
    start = time.perf_counter()
    assert len(classifier.score(spamfilter.read(path))) == count
    return count / (time.perf_counter() - start)


def write_sms(path: Path, count: int) -> None:
    """Lines, no two of them the same."""
    texts = (DATA / "inbox.txt").read_text(encoding="utf-8").splitlines()
    path.write_text("".join(f"{texts[n % len(texts)]} ({n})\n" for n in range(count)), encoding="utf-8")


def write_mails(path: Path, count: int) -> None:
    """A mailbox of mails of some 10 KB, in two versions, as most mail is."""
    texts = (DATA / "inbox.txt").read_text(encoding="utf-8").splitlines()
    with path.open("wb") as file:
        for number in range(count):
            mail = EmailMessage()
            mail["From"], mail["To"], mail["Subject"] = "a@example.org", "me@example.org", f"Mail {number}"
            body = "\n\n".join(texts * 2)
            mail.set_content(body)
            mail.add_alternative(f"<html><body><p>{body}</p></body></html>", subtype="html")
            file.write(b"From a@example.org Mon Jan  1 00:00:00 2024\n" + mail.as_bytes() + b"\n")


def describe_count(count: int) -> str:
    """A power of ten."""
    return f"10^{len(str(count)) - 1}"


def list_rows(kind: str, rate: float, price: float) -> list[str]:
    """A row for each count."""
    rows = []
    for count in COUNTS:
        hours = count / rate / 3600
        parts = -(-count * BYTES[kind] // PART)
        runs = -(-parts // MOST)
        rows.append(
            f"| {kind} | {describe_count(count)} | {rate:,.0f} | {hours:,.1f} | {max(hours / DAY, 1):,.0f} | "
            f"{hours * price:,.2f} | {count * BYTES[kind] / 1e9:,.1f} | {parts:,} | {runs:,} |"
        )
    return rows


def main() -> None:
    """Measure what is not given, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--price", type=float, default=0.04)
    parser.add_argument("--sms", type=float)
    parser.add_argument("--mail", type=float)
    parser.add_argument("--parts", type=float, default=300.0)
    parser.add_argument("--size", type=int, default=3000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        lines, box = Path(name, "lines.txt"), Path(name, "box.mbox")
        if options.sms is None:
            write_sms(lines, options.size)
            options.sms = measure_rate(lines, options.size)
        if options.mail is None:
            count = max(options.size // 10, 1)
            write_mails(box, count)
            options.mail = measure_rate(box, count)
    print(f"{options.price} dollars for a core and hour, parts of {PART >> 20} MiB\n")
    print("| kind | messages | /s and core | core-hours | cores for a day | dollars | GB | parts | runs |")
    print("| --- | --: | --: | --: | --: | --: | --: | --: | --: |")
    for kind, rate in (("SMS", options.sms), ("mail", options.mail)):
        print("\n".join(list_rows(kind, rate, options.price)))
    for kind, rate in (("SMS", options.sms), ("mail", options.mail)):
        lasts = PART / BYTES[kind] / rate
        cores = options.parts * lasts
        print(
            f"\na part of {kind} lasts {lasts:.0f} s: at {options.parts:g} parts a second "
            f"one scheduler keeps {cores:,.0f} cores busy"
        )


if __name__ == "__main__":
    main()
