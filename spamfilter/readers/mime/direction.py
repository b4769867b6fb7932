"""Text that a mark sets from right to left (Unicode Standard Annex 9), in the order in which it is seen."""

import re

OVERRIDE = "\u202e"

_BACKWARDS = re.compile("\u202e([^\u202c\r\n]*+)\u202c?")


def turn_round(text: str) -> str:
    """``text`` with what stands behind a right-to-left override, up to its end or the line's, turned."""
    return _BACKWARDS.sub(lambda found: found[1][::-1], text) if OVERRIDE in text else text
