"""Mutated mails and made-up monsters through the readers and the filter, until something breaks.

    python -m tests.fuzz_mail --seconds 3600 --seed 7 [MAIL...]

Of every mail: the readers raise nothing and keep each byte; what the filter sends is the mail below its own
fields, byte for byte; both end within ``LIMIT`` seconds of processor time and ``MEMORY`` bytes. The first
that breaks this is kept in a file, which is named, and the exit code is 1. A run repeats with its seed.
"""

import argparse
import io
import os
import random
import resource
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from spamfilter import Judgement, Label, Message, Verdict, add_headers
from spamfilter.readers.eml import UNREADABLE, read_eml, read_mail
from spamfilter.readers.mbox import read_mbox
from tests.made_up_mail import FIELDS, FROM, make_mail
from tests.paths import SHARED
from tests.spliced import take_added

LIMIT = 10.0
MEMORY = 2 << 30
COMMAND_EVERY = 100  # mails, of which one goes through the command too
SEEDS = 500  # published mails that are mutated
HERE = Path(__file__).parent
PUBLISHED = SHARED / "email-spamassassin-raw.tar.gz"


class TooSlowError(BaseException):
    """The time for one mail is up; nothing but the fuzzer catches it."""


def read_seeds(paths: Sequence[str]) -> list[bytes]:
    """The mails to mutate: those named, else real ones as far as they are here, and always some made up."""
    made_up = [b"", FROM + b"Subject: hi\n\nyou\n\n", b"\n".join(FIELDS) + b"\n\n--x\n\nfree cash\n--x--\n"]
    if paths:
        return made_up + [Path(path).read_bytes() for path in paths]
    return made_up + read_pythons() + list(read_published())


def read_pythons() -> list[bytes]:
    """The mails that Python tests its own parser with, where they are installed."""
    try:
        import test.test_email as pythons
    except ImportError:
        return []
    return [path.read_bytes() for path in sorted((Path(str(pythons.__file__)).parent / "data").glob("*.txt"))]


def read_published() -> Iterator[bytes]:
    """Some of the published mails, where they are."""
    if not PUBLISHED.exists():
        return
    with tarfile.open(PUBLISHED) as archive:
        for member in archive.getmembers()[:: len(archive.getmembers()) // SEEDS]:
            if file := archive.extractfile(member):
                yield file.read()


def check_mail(raw: bytes) -> None:
    """Raise unless readers and filter keep every byte and take the mail apart."""
    message = read_mail(raw, "-")
    assert message.raw == raw
    assert UNREADABLE not in message.notes
    message.text.encode()
    assert [one.raw for one in read_eml(io.BytesIO(raw), "-")] == ([raw] if raw else [])
    box = FROM + raw
    assert b"".join(one.raw for one in read_mbox(io.BytesIO(box), "-")) == box
    check_filtered(raw, message)


def check_filtered(raw: bytes, message: Message) -> None:
    """Raise unless the filter's output is ``raw`` below its own fields."""
    for label, tag in ((Label.HAM, ""), (Label.SPAM, ""), (Label.SPAM, "[SPAM]")):
        out = add_headers(raw, Judgement(message, Verdict(label, 0.5), 5.0, "fuzz"), tag)
        if tag:
            assert len(out) >= len(raw) + len("Subject: [SPAM]")
        else:
            take_added(raw, out)


def check_command(raw: bytes) -> None:
    """Raise unless the command passes the mail on, judged, and says nothing."""
    command = [
        sys.executable,
        "-m",
        "spamfilter",
        "--plugin",
        "spamfilter_wordlist",
        "filter",
        "-c",
        "wordlist",
    ]
    path = os.pathsep.join([str(HERE / "data" / "wordlist-plugin"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        command, input=raw, capture_output=True, env={**os.environ, "PYTHONPATH": path}, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    take_added(raw, done.stdout)


def stop(number: int, frame: object) -> None:
    """What the clock calls."""
    raise TooSlowError(f"over {LIMIT:g} s")


def fuzz(seconds: float, chance: random.Random, seeds: Sequence[bytes]) -> int:
    """Check made mails for so many ``seconds``; how many. What breaks one is raised with a note."""
    end, count = time.monotonic() + seconds, 0
    signal.signal(signal.SIGVTALRM, stop)
    while time.monotonic() < end:
        raw = make_mail(chance, seeds)
        count += 1
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
            check_mail(raw)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            if count % COMMAND_EVERY == 1:
                check_command(raw)
        except BaseException as error:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            with tempfile.NamedTemporaryFile(prefix="fuzz-", suffix=".eml", delete=False) as kept:
                kept.write(raw)
            error.add_note(f"mail {count}, kept in {kept.name}")
            raise
    return count


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=str(__doc__).partition("\n")[0])
    parser.add_argument("mails", nargs="*", metavar="MAIL", help="mails to mutate; some are known")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    # What wants more than it may is a MemoryError, which no reader gets past unseen.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    seeds = read_seeds(options.mails)
    count = fuzz(options.seconds, random.Random(options.seed), seeds)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{count} mails made from {len(seeds)}, none broke anything; at most {peak} MiB")


if __name__ == "__main__":
    main()
