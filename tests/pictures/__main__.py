"""Make the documents' pictures: ``python -m tests.pictures SMSSpamCollection``.

The terminal shows the sample inbox, the report is of the book's test rows. Needs chromium, and the extras
that the report and the n-grams need.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from tests.browser import CHROMIUM, QUIET
from tests.paths import ROOT
from tests.pictures.terminal import draw, record

FOLDER = Path(__file__).parent
PROGRAM = [sys.executable, "-m", "spamfilter"]
SHOWN = ["scan tests/data/inbox.txt", "explain tests/data/inbox.txt --number 2"]
NEXT = "How many ham and spam have which score"  # the first figure that is not shown
WIDTH, HEIGHT = 1100, 1800  # pixels; of the height only what is drawn on is kept


def make_terminal() -> None:
    """terminal.svg: two commands and what they print."""
    sessions = [(f"spamfilter {command}", record([*PROGRAM, *command.split()], ROOT)) for command in SHOWN]
    drawn = draw(sessions, "spamfilter in a terminal")
    (FOLDER / "terminal.svg").write_text(drawn, encoding="utf-8")


def make_report(collection: Path) -> None:
    """report.png: the report of the GPT and of the n-grams on the book's test rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for words in (
            ["gpt", "prepare", str(collection.resolve()), "book", "--recipe", "book"],
            ["ngram", "train", "book", "-o", "rival"],
            ["evaluate", "book/test.csv", "-c", "gpt", "-c", "ngram=rival", "--report", "report"],
        ):
            subprocess.run([*PROGRAM, *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        page = folder / "report" / "index.html"
        page.write_text(shorten(page.read_text(encoding="utf-8")), encoding="utf-8")
        photograph(page, FOLDER / "report.png")


def shorten(page: str) -> str:
    """The report without the long table of figures, and up to the messages: what fits on a picture."""
    head, rest = page.split("<h2>Figures</h2>")
    curves = rest[rest.index("<h2>At every cut-off</h2>") :]
    return head + curves[: curves.rindex("<figure", 0, curves.index(NEXT))]


def photograph(page: Path, picture: Path) -> None:
    """A PNG of a ``page``, its empty end cut off."""
    assert CHROMIUM, "needs chromium"
    shot = page.with_name("shot.png")
    command = [CHROMIUM, *QUIET, f"--user-data-dir={page.parent / 'profile'}", f"--screenshot={shot}"]
    command += [f"--window-size={WIDTH},{HEIGHT}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pixels = np.asarray(Image.open(shot).convert("RGB"))
    end = int(np.flatnonzero((pixels != pixels[-1, -1]).any((1, 2))).max()) + 24
    Image.fromarray(pixels[:end]).quantize(200, Image.Quantize.MAXCOVERAGE).save(picture, optimize=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    make_terminal()
    make_report(Path(sys.argv[1]))
