"""What is measured: a classifier that is loaded and ready to score."""

from collections.abc import Container
from dataclasses import dataclass

from spamfilter.scan import Score
from spamfilter.verdict import Policy


@dataclass(frozen=True, slots=True)
class Subject:
    """A classifier by the ``name`` that tells it from the others, what scores by it, and its cut-offs.

    ``trained_on`` holds the texts of its training messages, as ``Fingerprints`` do, if it knows them.
    """

    name: str
    score: Score
    policy: Policy
    trained_on: Container[str] | None = None
