"""How far a run is, for a person at a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Never

if TYPE_CHECKING:
    from tqdm import tqdm


@dataclass(slots=True)
class Progress:
    """A bar of bytes, of which more are found while others are scored; none where nobody looks."""

    bar: "tqdm[Never] | None"
    print_line: Callable[[str], None]

    def grow(self, size: int) -> None:
        """So many more bytes are to be done."""
        if self.bar is not None:
            self.bar.total = (self.bar.total or 0) + size
            self.bar.refresh()

    def advance(self, size: int) -> None:
        """So many are done."""
        if self.bar is not None:
            self.bar.update(size)

    def tell(self, line: str) -> None:
        """A line above the bar."""
        if self.bar is not None:
            self.bar.clear()
        self.print_line(line)


@contextmanager
def show_bar(print_line: Callable[[str], None]) -> Iterator[Progress]:
    """A bar on standard error, when that is a terminal."""
    if not sys.stderr.isatty():
        yield Progress(None, print_line)
        return
    from tqdm import tqdm

    with tqdm(total=0, unit="B", unit_scale=True, leave=False, desc="dask") as bar:
        yield Progress(bar, print_line)
