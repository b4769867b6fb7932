"""Whether a text is one document, XML, HTML or JSON, and no lines.

Anybody may write a message that begins with a tag or a bracket. A document goes on as one: below an XML
declaration or the root's tag comes markup again, and JSON is without a fault as far as it can be seen.
"""

import re

MOST = 1 << 16  # bytes by which it is decided
XML, HTML, JSON = "one XML document", "an HTML page", "one JSON document"

_ABOVE = re.compile(rb"(?:\xef\xbb\xbf)?\s*+")
_HTML = re.compile(rb"<(?:!doctype\s++html|html)[\s>]", re.IGNORECASE)
_DECLARED = re.compile(rb"<(?:\?xml\s|!DOCTYPE\s|!--)")
# The root's tag; a line of a message that begins so goes on with words, or closes it.
_ROOT = re.compile(rb"<([A-Za-z_][\w:.-]*+)(?:\s++[\w:.-]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'))*+\s*+>\s*+")
_OPENED = re.compile(rb"<[A-Za-z_][^<>\n]*+\Z|<[?!]?\Z")
_LINE = re.compile(rb"[^\n]*+")


def name_document(head: bytes, *, whole: bool) -> str | None:
    """What one document ``head`` begins, ``XML``, ``HTML`` or ``JSON``; empty for none.

    None where more of it would tell; ``whole`` is whether there is no more.
    """
    above = _ABOVE.match(head)
    start = above.end() if above else 0
    first = head[start : start + 1]
    if first == b"<":
        return name_markup(head[start:], whole=whole)
    if first in (b"{", b"["):
        return name_json(head[start:], whole=whole)
    return ""


def name_markup(head: bytes, *, whole: bool) -> str | None:
    """:func:`name_document` of what begins with ``<``."""
    if _HTML.match(head):
        return HTML
    if _DECLARED.match(head):
        return XML
    root = _ROOT.match(head)
    if not root:
        return None if _OPENED.match(head) and not whole else ""
    if root.end() == len(head):
        return XML if whole and b"\n" in head else None if not whole else ""
    line = _LINE.match(head)
    closed = line is not None and b"</" + root[1] in line[0]
    alone = whole and head.rstrip().endswith(b"</" + root[1] + b">") and b"\n" in head.strip()
    return XML if head.startswith(b"<", root.end()) and (alone or not closed) else ""


def name_json(head: bytes, *, whole: bool) -> str | None:
    """:func:`name_document` of what begins with a bracket: of several lines, or a single one in a file."""
    from json import JSONDecodeError, JSONDecoder  # only where a source begins with a bracket

    text = head.decode("utf-8", "replace")
    try:
        _, end = JSONDecoder().raw_decode(text)
    except JSONDecodeError as error:
        if whole or not is_cut(text.rstrip()[error.pos :], error.msg):
            return ""
        return JSON if len(head) >= MOST else None
    except RecursionError:
        return ""
    if text[end:].strip():  # an object a line, or words behind a bracket
        return ""
    # The first line of a pipe is a message at once.
    return JSON if whole or b"\n" in head.strip() else ""


def is_cut(rest: str, fault: str) -> bool:
    """Whether JSON has the ``fault`` that it is not there whole; ``rest`` is what begins where that is."""
    if fault.startswith("Unterminated string"):
        return True
    if "\\u" in fault:  # an escape
        return len(rest) < len("\\uXXXX")
    return any(word.startswith(rest) for word in ("true", "false", "null", "-"))
