"""What only a person at a terminal sees: aligned and coloured verdicts, a progress bar."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from spamfilter.formats import show_line
from spamfilter.message import Message
from spamfilter.readers import STDIN
from spamfilter.verdict import Label, Verdict

NARROWEST, WIDEST = 12, 24  # columns of whom a message is from; between, a share of the terminal's
SHARE = 6
DAY, TIME = 10, 16  # columns of a time, without the clock and with it
NARROW = 72  # columns of a terminal that has no room for the clock
COLOURS = {Label.HAM: "green", Label.UNSURE: "yellow", Label.SPAM: "red"}


def format_row(message: Message, verdict: Verdict, other: Verdict | None = None) -> str:
    """One verdict, aligned, coloured unless ``NO_COLOR`` is set, cut to the width of the terminal.

    A message of a phone or a chat has its number, its sender and its time where others have their place.
    """
    verdicts = [one for one in (verdict, other) if one]
    columns = shutil.get_terminal_size().columns
    exchanged = message.date or message.conversation
    source = f"{show_line(message.source)}:{message.number:<5}  "
    place = format_origin(message, columns) if exchanged else source
    width = columns - count_columns(place) - len(verdicts) * len("unsure  0.1234  ")
    shown = "".join(f"{paint_label(one.label)}  {one.score:.4f}  " for one in verdicts)
    notes = f"[{'; '.join(message.notes)}] " if message.notes else ""
    return shown + place + cut(notes + show_line(message.text), width)


def paint_label(label: Label) -> str:
    """A label in six columns and its colour."""
    return paint(f"{label:<6}", fg=COLOURS[label], bold=label is Label.SPAM)


def paint(text: str, **style: Any) -> str:
    """``text`` in colour unless ``NO_COLOR`` is set."""
    return text if os.environ.get("NO_COLOR") else click.style(text, **style)


def format_origin(message: Message, columns: int) -> str:
    """The number of a message, its sender and its time, each in a column, as an inbox shows them."""
    sender = fit(name_sender(message), min(max(columns // SHARE, NARROWEST), WIDEST))
    time = fit(format_time(message.date), DAY if columns < NARROW else TIME, end="")
    return f"{message.number:>5}  {sender}  {time}  "


def name_sender(message: Message) -> str:
    """Whom a message is from, or to where the owner sent it; in a group also which."""
    sender, group = show_line(message.sender), show_line(message.conversation)
    if message.sent:
        return f"to {group}" if group else sender or "me"
    return f"{sender} ({group})" if sender and group and group != sender else sender or group


def format_time(date: str) -> str:
    """A time of ISO 8601 as a clock on the wall shows it, to the minute; what is none as it is, cut."""
    try:
        time = datetime.fromisoformat(date)
    except ValueError:
        return fit(show_line(date), 16)
    return (time.astimezone() if time.tzinfo else time).strftime("%Y-%m-%d %H:%M")


def fit(text: str, width: int, end: str = "…") -> str:
    """``text`` in exactly ``width`` terminal columns; ``end`` is what shows that it was cut."""
    shown = cut(text, width, end)
    return shown + " " * (width - count_columns(shown))


def count_columns(text: str) -> int:
    """How many terminal columns ``text`` takes (CJK and emoji take two each)."""
    from wcwidth import wcwidth

    return sum(max(0, wcwidth(character)) for character in text)


def cut(text: str, width: int, end: str = "…") -> str:
    """``text`` in at most ``width`` terminal columns (CJK and emoji take two each), ``end`` included."""
    from wcwidth import wcwidth

    used = kept = 0
    room = width - len(end)
    for index, character in enumerate(text):
        used += max(0, wcwidth(character))
        if used > width:
            return text[:kept] + end
        if used <= room:
            kept = index + 1
    return text


@contextmanager
def count_progress(total: int, description: str) -> Iterator[Callable[[int], object]]:
    """A function to call with the number of messages done. Draws a bar on stderr when that is a terminal."""
    if not sys.stderr.isatty():
        yield lambda count: None
        return
    from tqdm import tqdm

    with tqdm(total=total, unit="message", delay=1, leave=False, desc=show_line(description)) as bar:
        yield bar.update


@contextmanager
def show_progress(
    sources: Sequence[str], name: str, *, quiet: bool = False
) -> Iterator[Callable[[int], object]]:
    """A function to call with the bytes done. Draws a bar, with the command's ``name``, on stderr when only
    that is a terminal."""
    if quiet or not sys.stderr.isatty() or sys.stdout.isatty():
        yield lambda count: None
        return
    from tqdm import tqdm

    known = all(source != STDIN and Path(source).is_file() for source in sources)
    total = sum(Path(source).stat().st_size for source in sources) if known else None
    with tqdm(total=total, unit="B", unit_scale=True, delay=1, leave=False, desc=name) as bar:
        yield bar.update
