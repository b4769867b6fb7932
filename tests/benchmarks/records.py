"""Peak memory of ``scan`` on one very long record of each kind, beside that of a short one.

    python tests/benchmarks/records.py [--size MEGABYTES] [--model MODEL] [--jobs N] [KIND]...

KIND is lines, unicode, blank, eml, base64, mbox, quoted, csv or jsonl (default: all). The record has so many
megabytes (default 50). Prints MiB of both peaks, and how many times the size of the record their difference
is: it should be 1.5 at most. By the word list of the tests, which costs nothing, unless a ``--model`` of the
GPT is named. A csv field over 16 MiB is refused; this too must not take more.
"""

import argparse
import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

PLUGIN = Path(__file__).parents[1] / "data" / "wordlist-plugin"
BLOCK = 1 << 20
FROM = b"From jo@example.org Thu Aug 22 12:36:23 2002\n"
HEADER = b"Subject: Minutes\nFrom: jo@example.org\n"
SENTENCE = b"Are we still on for dinner on Sunday? Mum asks. "


def repeat(piece: bytes, size: int) -> Iterator[bytes]:
    """About ``size`` bytes of ``piece`` over and over."""
    block = piece * max(1, BLOCK // len(piece))
    for _ in range(max(1, size // len(block))):
        yield block


def make_line(size: int) -> Iterator[bytes]:
    yield b"hello\n"
    yield from repeat(SENTENCE, size)
    yield b"\nbye\n"


def make_unicode(size: int) -> Iterator[bytes]:
    """Mostly ASCII, but one character of it makes Python take four bytes for each."""
    yield "\U0001f600 ".encode()
    yield from make_line(size)


def make_blank(size: int) -> Iterator[bytes]:
    yield from repeat(b" ", size)


def make_mail(size: int) -> Iterator[bytes]:
    yield HEADER + b"\n"
    yield from repeat(SENTENCE * 2 + b"\n", size)


def make_base64(size: int) -> Iterator[bytes]:
    yield HEADER + b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n"
    yield from repeat(base64.encodebytes((b"<p>" + SENTENCE) * 19), size)


def make_box(size: int) -> Iterator[bytes]:
    yield FROM + HEADER + b"\nHello\n\n" + FROM
    yield from make_mail(size)
    yield b"\n" + FROM + HEADER + b"\nBye\n\n"


def make_quoted(size: int) -> Iterator[bytes]:
    yield FROM + HEADER + b"\n"
    yield from repeat(b">From here to there.\n" + SENTENCE + b"\n", size)


def make_csv(size: int) -> Iterator[bytes]:
    yield b'id,text\n1,hello\n2,"'
    yield from repeat(SENTENCE, size)
    yield b'"\n3,bye\n'


def make_jsonl(size: int) -> Iterator[bytes]:
    yield b'{"text": "hello"}\n{"text": "'
    yield from repeat(SENTENCE, size)
    yield b'"}\n'


KINDS: dict[str, tuple[str, Callable[[int], Iterator[bytes]]]] = {
    "lines": ("lines.txt", make_line),
    "unicode": ("unicode.txt", make_unicode),
    "blank": ("blank.txt", make_blank),
    "eml": ("mail.eml", make_mail),
    "base64": ("encoded.eml", make_base64),
    "mbox": ("box.mbox", make_box),
    "quoted": ("quoted.mbox", make_quoted),
    "csv": ("table.csv", make_csv),
    "jsonl": ("table.jsonl", make_jsonl),
}


def measure_peak(path: Path, options: argparse.Namespace) -> float:
    """Peak resident memory of one scan of ``path``, its processes aside, in bytes."""
    chosen = ["--plugin", "spamfilter_wordlist", "scan", "-c", "wordlist"]
    chosen = ["scan", "--model", options.model] if options.model else chosen
    command = [sys.executable, "-m", "spamfilter", *chosen, "--jobs", str(options.jobs), str(path)]
    python_path = os.pathsep.join([str(PLUGIN), *filter(None, [os.environ.get("PYTHONPATH")])])
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": python_path}
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        print(f"{path.name}: ended with {os.waitstatus_to_exitcode(status)}", flush=True)
    return usage.ru_maxrss * 1024.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", choices=[*KINDS, []])
    parser.add_argument("--size", type=int, default=50, help="megabytes of the record")
    parser.add_argument("--model")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for kind in options.kinds or KINDS:
            name, make = KINDS[kind]
            path, peaks = Path(folder) / name, []
            for size in (1000, options.size * 10**6):
                with path.open("wb") as stream:
                    stream.writelines(make(size))
                peaks.append((measure_peak(path, options), path.stat().st_size))
            (small, _), (large, size) = peaks
            print(
                f"{kind}: {small / BLOCK:.0f} MiB, with a record of {size / BLOCK:.0f} MiB "
                f"{large / BLOCK:.0f} MiB: {(large - small) / size:.2f} times its size",
                flush=True,
            )
            path.unlink()


if __name__ == "__main__":
    main()
