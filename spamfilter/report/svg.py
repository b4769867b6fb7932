"""Figures, as SVG whose colours are variables of the page around them.

Drawn with :class:`matplotlib.figure.Figure`; neither pyplot nor a display is ever touched. matplotlib is
imported by what draws, so that the rest works without it.
"""

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from spamfilter.report.page import show

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

# Okabe and Ito's colours, which colour-blind readers tell apart. In the page each becomes the CSS variable
# of its name, so that dark mode can have lighter ones.
INK, FAINT, BLUE, RED = "#1f2321", "#c9cdd3", "#0072b2", "#d55e00"
GREEN, PURPLE, ORANGE = "#009e73", "#cc79a7", "#e69f00"
COLOURS = {INK: "ink", FAINT: "faint", BLUE: "blue", RED: "red"}
COLOURS |= {GREEN: "green", PURPLE: "purple", ORANGE: "orange"}
DASHES = {"-": "", "--": "7 3", "-.": "8 3 1.5 3", ":": "1.5 3"}  # matplotlib's as SVG writes them
INKED = ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color")
STYLE = {
    **dict.fromkeys(INKED, INK),
    "font.size": 10,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": FAINT,
    "grid.linewidth": 0.5,
    "figure.constrained_layout.use": True,
    "svg.fonttype": "none",
    "svg.hashsalt": "spamfilter",  # without it ids are random
}


def draw(plot: "Callable[[Axes], object]", name: str, caption: str) -> str:
    """A figure drawn by ``plot``; ``name`` keeps its ids apart from those of the page's other figures.

    Labels of curves go to an HTML legend below: it wraps, keeps its size on a small screen, and any name is
    safe in it.
    """
    from matplotlib import style
    from matplotlib.figure import Figure

    out = io.StringIO()
    with style.context(["default", STYLE]):
        figure = Figure(figsize=(5.4, 3.3))
        axes = figure.add_subplot()
        plot(axes)
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(out, format="svg", transparent=True, metadata=nothing)
    svg = out.getvalue()
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg[svg.index("<svg") :])
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    for colour, variable in COLOURS.items():
        svg = svg.replace(colour, f"var(--{variable})")
    svg = svg.replace("<svg ", f'<svg role="img" aria-label="{show(caption)}" ', 1)
    return f"<figure>\n<figcaption>{show(caption)}</figcaption>\n{svg}{format_legend(axes)}</figure>"


def format_legend(axes: "Axes") -> str:
    """A list of what is labelled in ``axes``."""
    handles, labels = axes.get_legend_handles_labels()
    items = (
        f"<li>{draw_key(handle)}<bdi>{show(label.strip())}</bdi>"
        for handle, label in zip(handles, labels, strict=True)
    )
    return '<ul class="legend">\n' + "\n".join(items) + "\n</ul>\n" if labels else ""


def draw_key(handle: "Artist") -> str:
    """The piece of a line, or the coloured box, that stands before a label."""
    from matplotlib.container import BarContainer
    from matplotlib.lines import Line2D

    shapes = ""
    if isinstance(handle, BarContainer):
        colour = to_variable(handle.patches[0].get_facecolor())
        shapes = f'<rect x="9" width="14" height="12" style="fill: {colour}"/>'
    elif isinstance(handle, Line2D):
        colour, dash = to_variable(handle.get_color()), DASHES.get(str(handle.get_linestyle()))
        if dash is not None:
            look = (
                f"stroke: {colour}; stroke-width: {handle.get_linewidth():g}; stroke-dasharray: {dash or 0}"
            )
            look += f"; opacity: {handle.get_alpha() or 1:g}"
            shapes = f'<line y1="6" x2="32" y2="6" style="{look}"/>'
        if handle.get_marker() not in (None, "None", "", " "):
            shapes += f'<circle cx="16" cy="6" r="4" style="fill: {colour}"/>'
    return f'<svg viewBox="0 0 32 12" aria-hidden="true">{shapes}</svg>'


def to_variable(colour: object) -> str:
    """The CSS variable of one of ``COLOURS``."""
    from matplotlib.colors import to_hex

    found = to_hex(colour)  # type: ignore[arg-type]
    return f"var(--{COLOURS[found]})" if found in COLOURS else found
