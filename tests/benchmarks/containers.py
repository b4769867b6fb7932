"""Peak memory of ``scan`` on what is packed and large, beside the same of a small one, in one run.

    python tests/benchmarks/containers.py [--lines MEGABYTES] [--bomb MEGABYTES] [--mailbox MEGABYTES]

Nothing large is written: the scan reads pipes that are filled as it reads. Through a classifier that costs
nothing go a gzip of SMS lines (default 2,000 MB unpacked), the same in a zip, a gzip and a zip that are
bombs (default 10,000 MB of zeros) and must be refused, and a mailbox (default 10,000 MB). Prints each one's
exit code, seconds, and peak in MiB; of those that are no bombs the ratio of the large one's peak to that
of one of 2 MB, of a mailbox of 50 MB.
"""

import argparse
import base64
import os
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
PLUGIN = ROOT / "tests" / "data" / "wordlist-plugin"
COMMAND = [sys.executable, "-m", "spamfilter", "--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist"]
COMMAND += ["--only", "spam"]  # there is none, so that nothing is written
SMALL, SMALL_BOX = 2, 50
MEGABYTE = 10**6
HEADER = b"""From ann@example.com Mon Jan  1 12:00:00 2024
From: Ann <ann@example.com>
Message-ID: <%09d@example.com>
Subject: Film %09d
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

the film of Thursday is below.
--b
Content-Type: video/mp4; name=film.mp4
Content-Disposition: attachment
Content-Transfer-Encoding: base64

"""
Made = Callable[[int], Iterator[bytes]]


def make_lines(megabytes: int) -> Iterator[bytes]:
    """SMS lines, all different, of a megabyte at a time."""
    count = MEGABYTE // 60
    for part in range(megabytes):
        numbers = range(part * count, (part + 1) * count)
        yield b"".join(b"Your parcel %09d is waiting, call before it goes back.\n" % one for one in numbers)


def make_zeros(megabytes: int) -> Iterator[bytes]:
    for _ in range(megabytes):
        yield bytes(MEGABYTE)


def make_mails(megabytes: int) -> Iterator[bytes]:
    """Mails of a megabyte in a mailbox, nearly all of it a film that is attached."""
    film = b"\n".join([base64.b64encode(bytes(range(57)))] * (MEGABYTE // 77))
    for number in range(megabytes):
        yield HEADER % (number, number) + film + b"\n--b--\n\n"


def pack_gzip(parts: Iterator[bytes], pipe: IO[bytes]) -> None:
    packer = zlib.compressobj(6, wbits=31)
    for part in parts:
        pipe.write(packer.compress(part))
    pipe.write(packer.flush())


def pack_zip(parts: Iterator[bytes], pipe: IO[bytes]) -> None:
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("first.txt", "w") as member:
            member.write(b"Are we still on for lunch?\n")
        with archive.open("inbox.txt", "w", force_zip64=True) as member:
            for part in parts:
                member.write(part)


def pack_nothing(parts: Iterator[bytes], pipe: IO[bytes]) -> None:
    for part in parts:
        pipe.write(part)


def measure_scan(parts: Iterator[bytes], pack: Callable[[Iterator[bytes], IO[bytes]], None]) -> list[float]:
    """The exit code of one scan, the seconds it took, and its peak resident memory in MiB."""
    path = os.pathsep.join(map(str, (PLUGIN, ROOT, ROOT / "plugins")))
    start = time.perf_counter()
    process = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path, "SPAMFILTER_CONFIG": ""},
    )
    assert process.stdin
    try:
        pack(parts, process.stdin)
        process.stdin.close()
    except BrokenPipeError:  # refused
        pass
    _, status, usage = os.wait4(process.pid, 0)
    return [os.waitstatus_to_exitcode(status), time.perf_counter() - start, usage.ru_maxrss / 1024]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--lines", type=int, default=2000, help="megabytes of lines")
    parser.add_argument("--bomb", type=int, default=10_000, help="megabytes of zeros")
    parser.add_argument("--mailbox", type=int, default=10_000, help="megabytes of mails")
    options = parser.parse_args()
    kinds: list[tuple[str, Made, Callable[[Iterator[bytes], IO[bytes]], None], int]] = [
        ("gzip of lines", make_lines, pack_gzip, options.lines),
        ("zip of lines", make_lines, pack_zip, options.lines),
        ("mailbox", make_mails, pack_nothing, options.mailbox),
        ("gzip bomb", make_zeros, pack_gzip, options.bomb),
        ("zip bomb", make_zeros, pack_zip, options.bomb),
    ]
    for name, make, pack, megabytes in kinds:
        code, seconds, peak = measure_scan(make(megabytes), pack)
        line = f"{name}: {megabytes} MB exit {code:.0f}, {seconds:.1f} s, {peak:.0f} MiB"
        if make is not make_zeros:
            size = SMALL_BOX if make is make_mails else SMALL
            small = measure_scan(make(size), pack)[2]
            line += f"; {size} MB {small:.0f} MiB, ratio {peak / small:.2f}"
        print(line, flush=True)


if __name__ == "__main__":
    main()
