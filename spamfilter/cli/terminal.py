"""What only a person at a terminal sees: aligned and coloured verdicts, a progress bar."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from spamfilter.formats import show_line
from spamfilter.message import Message
from spamfilter.readers import STDIN
from spamfilter.verdict import Label, Verdict

COLOURS = {Label.HAM: "green", Label.UNSURE: "yellow", Label.SPAM: "red"}


def format_row(message: Message, verdict: Verdict) -> str:
    """One verdict, aligned, coloured unless ``NO_COLOR`` is set, cut to the width of the terminal."""
    place = f"{show_line(message.source)}:{message.number:<5}"
    label = f"{verdict.label:<6}"
    head = f"  {verdict.score:.4f}  {place}  "
    width = shutil.get_terminal_size().columns - len(label) - len(head)
    if not os.environ.get("NO_COLOR"):
        label = click.style(label, fg=COLOURS[verdict.label], bold=verdict.label is Label.SPAM)
    return label + head + cut(show_line(message.text), width)


def cut(text: str, width: int) -> str:
    """``text`` in at most ``width`` terminal columns (CJK and emoji take two each)."""
    from wcwidth import wcwidth

    used = 0
    for index, character in enumerate(text):
        used += max(0, wcwidth(character))
        if used > width:
            return text[: max(0, index - 1)] + "…"
    return text


@contextmanager
def show_progress(sources: Sequence[str], *, quiet: bool) -> Iterator[Callable[[int], object]]:
    """A function to call with the bytes done. Draws a bar on stderr when only that is a terminal."""
    if quiet or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda count: None
        return
    from tqdm import tqdm

    total = None if STDIN in sources else sum(Path(source).stat().st_size for source in sources)
    with tqdm(total=total, unit="B", unit_scale=True, delay=1, leave=False, desc="scan") as bar:
        yield bar.update
