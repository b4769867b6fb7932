"""How a text is read in windows as well, so that an honest message beside a spam does not hide it."""

from dataclasses import dataclass

from spamfilter_gpt.records.parse import FieldError
from spamfilter_gpt.records.ranges import Amount, Size


@dataclass(frozen=True, slots=True)
class Windows:
    """Texts of more than ``above`` tokens, and at most ``until``, are read in windows of about ``size`` too.

    A window counts with ``doubt`` less log-odds than the whole: that one of several looks like spam is less
    of a sign than that the whole does.
    """

    above: Size
    until: Size
    size: Size
    doubt: Amount

    def __post_init__(self) -> None:
        if not self.size <= self.above <= self.until:
            raise FieldError("above", f"{self.above} is not between size {self.size} and until {self.until}")

    def count_windows(self, tokens: int) -> int:
        """Into how many windows a text of so many tokens is cut; 0 where it is read only as a whole."""
        return max(2, round(tokens / self.size)) if self.above < tokens <= self.until else 0
