"""A page of HTML that opens offline: its skeleton and style, text made safe, written whole or not at all."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from spamfilter.formats import show_line
from spamfilter.storage import write_text

# Whatever a message says, the page runs nothing and loads nothing.
SECURITY = "default-src 'none'; style-src 'unsafe-inline'"
NAME_LENGTH = 80
# The colours are figure.py's; dark mode has lighter ones.
CSS = """
:root { color-scheme: light dark; --ink: #1f2321; --faint: #c9cdd3; --blue: #0072b2; --red: #d55e00;
  --green: #009e73; --purple: #cc79a7; --orange: #e69f00;
  --paper: #fefefe; --right: 0 114 178; --wrong: 213 94 0; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e4e6e3; --faint: #4a4f55; --blue: #56b4e9;
  --red: #f0913e; --green: #35c69b; --purple: #e39ac3; --orange: #f2c14e;
  --paper: #16181b; --right: 86 180 233; --wrong: 240 145 62; } }
body { font: 16px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 68rem;
  margin: 2rem auto; padding: 0 1rem; }
figure { margin: 0; max-width: 36rem; break-inside: avoid; min-width: 0; }
figure > svg { width: 100%; height: auto; } svg text { font-family: system-ui, sans-serif !important; }
figcaption { font-size: .9em; margin-bottom: .5em; min-height: 2.9em; }
.legend { font-size: .85em; list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap;
  gap: .1rem 1.2rem; justify-content: center; }
.legend li { padding-left: 2.6rem; overflow-wrap: anywhere; }
.legend svg { width: 2rem; height: .8rem; margin-left: -2.6rem; margin-right: .6rem; }
h2 { margin-top: 2.5rem; border-top: 1px solid var(--faint); padding-top: 1rem; break-after: avoid; }
h2, p, li, td, th { overflow-wrap: anywhere; } h3, caption { break-after: avoid; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1.5rem; }
.wide { overflow-x: auto; }
.said { font-size: 1.15em; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .5rem 0 1rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
td, th { border-bottom: 1px solid var(--faint); padding: .3rem .8rem .3rem 0; text-align: left;
  vertical-align: top; }
tr { break-inside: avoid; } td small { white-space: nowrap; }
.measures { border-collapse: separate; border-spacing: 0; }
.measures th { min-width: 7rem; } .measures td, .measures th { overflow-wrap: normal; }
.measures tr > :first-child { max-width: 24rem; position: sticky; left: 0; background: var(--paper); }
.measures small { font-weight: 400; }
.measures bdi { display: inline-block; max-width: 12rem; overflow-wrap: break-word; }
.matrix th { vertical-align: middle; overflow-wrap: normal; } bdi { overflow-wrap: anywhere; }
.matrix tr:first-child th { text-align: center; padding: .3rem .5rem; }
.matrix td { padding: .6rem 1rem; text-align: center; print-color-adjust: exact; min-width: 4rem; }
.right { background: rgb(var(--right) / calc(.6 * var(--share))); }
.wrong { background: rgb(var(--wrong) / calc(.15 + .6 * var(--share))); }
.unsure { background: rgb(128 128 128 / calc(.1 + .6 * var(--share))); }
.texts { width: 100%; table-layout: fixed; } .texts th { width: 4.5rem; font-weight: 400; }
.texts bdi { display: block; overflow: hidden; }
.differ .head th { width: 8rem; padding-left: .4rem; } .differ .head th:first-child { width: 4rem; }
.differ .head th:last-child { width: auto; } .differ td { padding-left: .4rem; }
.differ th:first-child { padding-left: 0; }
@media screen and (max-width: 40rem) { .differ tr { display: grid; grid-template-columns: 4rem 1fr 1fr; }
  .differ tr > * { width: auto !important; border: 0; }
  .differ tr > :last-child { grid-column: 1 / -1; padding-left: 0; border-bottom: 1px solid var(--faint); }
  .matrix td { padding: .6rem .3rem; min-width: 3.5rem; }
  .measures td small { white-space: normal; } .measures tr > * { min-width: 4.6rem; }
  .measures tr > :first-child { min-width: 6.5rem; } .measures bdi { max-width: 6rem; } }
@media print { body { margin: 0; max-width: none; font-size: 9.5pt; }
  .wide { overflow: visible; } .wide td, .wide th { padding-right: .5rem; min-width: 0; }
  .measures td small { white-space: normal; }
  .pair { grid-template-columns: 1fr 1fr; } }
"""


def format_document(title: str, body: Iterable[str]) -> str:
    """The whole page with the sections of ``body``, which are HTML already."""
    return "\n".join(
        (
            '<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{SECURITY}">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{show(title)}</title>\n<style>{CSS}</style>\n<h1>{show(title)}</h1>",
            *body,
            "</html>\n",
        )
    )


def show(value: object, length: int = 1000) -> str:
    """``value`` on one line, cut, safe in HTML; controls and turns of the writing direction are U+FFFD."""
    line = show_line(str(value))
    return escape(line if len(line) <= length else line[:length] + "…")


def show_name(name: str) -> str:
    """A name that somebody else chose, which must not change the order of the words around it."""
    return f"<bdi>{show(name, NAME_LENGTH)}</bdi>"


def show_count(count: int, noun: str) -> str:
    """``1 message``, ``2 messages``."""
    return f"{count:,} {noun}" + "s" * (count != 1)


def write_page(path: Path, page: str) -> None:
    """Write ``page``. Raises :class:`CreateError` when that fails; what was there before then stays."""
    write_text(path, page)
