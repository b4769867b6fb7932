"""A terminal session as an SVG: what a program really prints on a terminal, with its colours."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from wcwidth import wcswidth

COLUMNS = 104
CELL, LINE, MARGIN = 8.4, 21, 16  # pixels; a cell of 14 pixels of type is 8.4 wide
# SGR codes of the program's colours, dark enough for paper.
COLOURS = {"31": "#b42318", "32": "#1a6b3c", "33": "#8a5a00"}
INK, FAINT, PAPER, EDGE = "#24292f", "#57606a", "#ffffff", "#d0d7de"
FONTS = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"


def record(command: Sequence[str], folder: Path) -> str:
    """What ``command`` prints on a terminal of ``COLUMNS`` columns, run in ``folder``."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    env = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    with subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.DEVNULL, env=env
    ) as running:
        os.close(theirs)
        printed = b"".join(read_all(ours))
        os.close(ours)
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {running.returncode}")
    return printed.decode("utf-8").replace("\r\n", "\n")


def read_all(terminal: int) -> Iterator[bytes]:
    """All that comes out of a ``terminal``, until its program has ended."""
    while True:
        try:
            block = os.read(terminal, 1 << 16)
        except OSError:  # how Linux says that nobody writes any more
            return
        if not block:
            return
        yield block


def draw(sessions: Sequence[tuple[str, str]], title: str) -> str:
    """An SVG of ``sessions``: pairs of a command, as it is typed, and what it printed."""
    lines = []
    for command, printed in sessions:
        lines += [f"\x1b[2m$\x1b[0m \x1b[1m{command}\x1b[0m", *printed.rstrip("\n").split("\n"), ""]
    lines.pop()
    width, height = round(COLUMNS * CELL + 2 * MARGIN), len(lines) * LINE + 2 * MARGIN
    rows = [
        text for number, line in enumerate(lines) for text in draw_line(line, MARGIN + (number + 0.72) * LINE)
    ]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" font-family="{FONTS}" font-size="14">',
            f"<title>{escape(title)}</title>",
            f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8" fill="{PAPER}" '
            f'stroke="{EDGE}"/>',
            *rows,
            "</svg>\n",
        )
    )


def draw_line(line: str, y: float) -> Iterator[str]:
    """The pieces of a ``line`` of one style each, at the column where they belong whatever the font."""
    column, fill, weight = 0, INK, "normal"
    for codes, text in re.findall(r"\x1b\[([\d;]*)m|([^\x1b]+)", line):
        for code in codes.split(";") if not text else ():
            fill = COLOURS.get(code, FAINT if code == "2" else INK if code in ("", "0") else fill)
            weight = {"1": "bold", "": "normal", "0": "normal", "22": "normal"}.get(code, weight)
        for piece in re.findall(r" {2,}|(?:(?! {2}).)+", text):
            width = wcswidth(piece)
            if not piece.isspace():
                yield (
                    f'<text x="{MARGIN + column * CELL:.1f}" y="{y:.1f}" fill="{fill}" '
                    f'font-weight="{weight}" xml:space="preserve" textLength="{width * CELL:.1f}" '
                    f'lengthAdjust="spacingAndGlyphs">{escape(piece)}</text>'
                )
            column += width
