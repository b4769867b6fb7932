"""Text corpora in the form that the mail reader gives: words as they are written, not as they were cut."""

import re

_BEFORE = re.compile(r"[ \t]+([.,;:!?%)\]}]+)(?=\s|$)")
_BEHIND = re.compile(r"(?<!\S)([(\[{$#]+)[ \t]+(?=\S)")
_APOSTROPHE = re.compile(r"(?<=\w) ' (?=(?:s|t|d|m|ll|ve|re)\b)")
_LINK = re.compile(r"\b(https?) ?: ?/ ?/ ?([a-z0-9 ./_-]{0,80})")
_DOT = re.compile(r"(?<=\w) ([.@]) (?=\w{2,}\b)")
_RULE = re.compile(r"(?<!\S)(?:([-=*_~#+.]) ){3,}(?=\1|\s|$)")
_SIGN = re.compile(r"(?<=\w) ([-/_]) (?=\w)")


def join_tokens(text: str) -> str:
    """``text`` without the spaces that a tokenizer put around signs: ``don ' t ( see www . x . com ) .``.

    The Enron and Ling-Spam corpora are published so; the case that they lost does not come back.
    """
    text = _RULE.sub(lambda match: match[1] * (len(match[0]) // 2), text)
    text = _LINK.sub(lambda match: f"{match[1]}://{match[2].replace(' ', '')} ", text)
    text = _APOSTROPHE.sub("'", text)
    text = _SIGN.sub(r"\1", text)
    text = _DOT.sub(lambda match: match[1] if match[1] == "@" else f"{match[1]} ", text)
    text = _BEHIND.sub(r"\1", text)
    return _BEFORE.sub(r"\1", text)
