"""The windows of a text: pieces one behind the other. No torch."""

from itertools import pairwise

REACH = 5  # a cut may move by one of so many shares of a window, to a space


def cut_windows(text: str, count: int) -> list[str]:
    """``text`` in ``count`` windows of about one length, cut at white space where there is some nearby.

    Nothing is left out but white space around a window; one without anything else is not there.
    """
    reach = len(text) // (count * REACH)
    middle = (find_cut(text, len(text) * window // count, reach) for window in range(1, count))
    found = (text[start:end].strip() for start, end in pairwise([0, *middle, len(text)]))
    return [window for window in found if window]


def find_cut(text: str, place: int, reach: int) -> int:
    """The white space in ``text`` that is nearest to ``place``, at most ``reach`` away; else ``place``."""
    for away in range(reach + 1):
        for at in (place - away, place + away):
            if 0 <= at < len(text) and text[at].isspace():
                return at
    return place
