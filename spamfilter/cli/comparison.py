"""What ``scan --compare`` tells of two classifiers on unlabelled messages, counted while they pass."""

from collections import Counter
from collections.abc import Iterator

from spamfilter.formats import show_line
from spamfilter.message import Message
from spamfilter.verdict import Label, Verdict


class Shadow:
    """Counts of both labels, and how far the scores are apart, in constant memory."""

    def __init__(self, first: str, second: str) -> None:
        self.names = show_line(first), show_line(second)
        self.labels: Counter[tuple[Label, Label]] = Counter()
        self.total = self.largest = 0.0
        self.place = ""

    def watch(
        self, results: Iterator[tuple[Message, Verdict, Verdict | None]], *, differing: bool
    ) -> Iterator[tuple[Message, Verdict, Verdict | None]]:
        """Count each of ``results`` and pass it on, or only those that differ in the label."""
        for message, verdict, other in results:
            assert other is not None
            self.labels[verdict.label, other.label] += 1
            difference = abs(verdict.score - other.score)
            self.total += difference
            if difference > self.largest:
                self.largest = difference
                self.place = f" ({show_line(message.source)}:{message.number})"
            if not differing or verdict.label is not other.label:
                yield message, verdict, other

    def format_lines(self) -> Iterator[str]:
        """What was counted: how often they agree, each pair of labels, the differences of score."""
        count = self.labels.total()
        if not count:
            yield "no messages to compare"
            return
        first, second = self.names
        same = sum(self.labels[label, label] for label in Label)
        yield f"{first} and {second} give {same} of {count} messages the same label ({same / count:.2%})"
        width = max(len(first) + len(" unsure"), 8)
        yield " " * width + "".join(f"  {second} {label}" for label in Label)
        for label in Label:
            cells = (f"{self.labels[label, other]:>{len(second) + len(other) + 3}}" for other in Label)
            yield f"{first} {label}".ljust(width) + "".join(cells)
        mean = self.total / count
        yield f"scores differ by {mean:.4f} in the mean, by {self.largest:.4f} at most{self.place}"
