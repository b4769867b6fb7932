"""Text corpora in the form that the mail reader gives: words as they are written, not as they were cut."""

import re

_BEFORE = re.compile(r"[ \t]+([.,;:!?%)\]}]+)(?=\s|$)")
_BEHIND = re.compile(r"(?<!\S)([(\[{$#]+)[ \t]+(?=\S)")
_APOSTROPHE = re.compile(r"(?<=\w) ' (?=(?:s|t|d|m|ll|ve|re)\b)")
# The name of a host ends in a known ending, or in two letters behind which no further part of a name stands.
# Of a path each part is a word and perhaps its ending, so that what is said behind an address stays apart.
_NAME = (
    r"\w{1,60}(?: ?[.-] ?\w{1,60}){0,6}? ?\. ?"
    r"(?:(?:com|net|org|edu|gov|mil|info|biz)\b|[a-z]{2}\b(?! ?[.-] ?\w))"
)
_PATH = (
    r"(?: ?/ ?[\w~]{1,60}(?: ?[_-] ?\w{1,60}){0,4}(?: ?\. ?(?:html?|asp|php|cgi|gif|jpe?g|pdf|txt)\b)?){0,8}"
)
_ADDRESS = re.compile(rf"(?:\bhttps? ?: ?/ ?/ ?(?=\w)|\b(?=www ?\. ?)|(?<=\w) ?@ ?(?=\w)){_NAME}{_PATH}")
_DIGITS = re.compile(r"(?<=\d) ([.,:]) (?=\d)")
_DOT = re.compile(r"(?<=\w) ([.@]) (?=\w{2,}\b)")
_RULE = re.compile(r"(?<!\S)(?:([-=*_~#+.]) ){3,}(?=\1|\s|$)")
_SIGN = re.compile(r"(?<=\w) ([-/_]) (?=\w)")


def join_tokens(text: str) -> str:
    """``text`` without the spaces that a tokenizer put around signs: ``don ' t ( see www . ab . com ) .``.

    The Enron and Ling-Spam corpora are published so; the case that they lost does not come back.
    """
    text = _RULE.sub(lambda match: match[1] * (len(match[0]) // 2), text)
    text = _ADDRESS.sub(lambda match: match[0].replace(" ", ""), text)
    text = _DIGITS.sub(r"\1", text)
    text = _APOSTROPHE.sub("'", text)
    text = _SIGN.sub(r"\1", text)
    text = _DOT.sub(lambda match: match[1] if match[1] == "@" else f"{match[1]} ", text)
    text = _BEHIND.sub(r"\1", text)
    return _BEFORE.sub(r"\1", text)
