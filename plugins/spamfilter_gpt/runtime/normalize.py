"""What an obfuscated message really says: the text that the model reads. No torch.

Only what no honest writer does is undone, so that text of any script passes unharmed; from version 3 on, what
is in capitals throughout is also read in small letters. ``NORMALIZER`` counts changes of the result; a model
folder names the version that it was trained with, and each version's result stays as it is.
"""

from functools import lru_cache

from spamfilter_gpt.records.choices import NORMALIZER
from spamfilter_gpt.runtime.disguise.letters import find_base, find_plain
from spamfilter_gpt.runtime.disguise.version_1 import became_first, undo_first
from spamfilter_gpt.runtime.disguise.version_2 import find_label, find_turned, undo_second
from spamfilter_gpt.runtime.disguise.version_3 import undo_third


def normalize(text: str, version: int = NORMALIZER) -> str:
    """``text`` as it is meant to be read; the same text, to the last character, unless it was disguised.

    Version 0 changes nothing. Later ones leave characters out or put one in the place of another, no more,
    but for what a mark of direction shows backwards: that is turned round (from version 2 on).
    """
    if not version:
        return text
    return (undo_first, undo_second, undo_third)[version - 1](text)


def align(text: str, plain: str, version: int = NORMALIZER) -> list[int]:
    """Where in ``text`` each character of ``plain``, which is ``text`` normalized, ends.

    The places never go back. Of what is turned round, any character is where the whole of it ends.
    """
    at, ends, places = 0, [], list(range(1, len(text) + 1))
    if version > 1:
        at = find_label(text)
        text, places = find_turned(text)
    becomes = became_first if version == 1 else can_become
    for character in plain:
        while at < len(text) and not becomes(text[at], character):
            at += 1
        at = min(at + 1, len(text))
        ends.append(places[at - 1])
    return ends


@lru_cache(1 << 16)
def can_become(written: str, plain: str) -> bool:
    """Whether the character ``written`` may be read as ``plain``."""
    return written == plain or plain in find_plain(written) or find_base(plain) in (written, written.lower())
