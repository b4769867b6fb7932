"""Values of fields with parameters: a token, then ``name=value`` pairs (RFC 2045, 2183, 2231), read kindly.

What mailers get wrong is read as a person would: a missing semicolon, a value with spaces that lacks its
quotes, a quotation mark or a parenthesis that never closes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from spamfilter.message import decode_text
from spamfilter.readers.mime.charset import decode_charset
from spamfilter.readers.mime.words import decode_words, tidy

WHOLE = {"html": "text/html", "multipart": "multipart/mixed", "message": "message/rfc822"}
WHOLE |= {
    kind: f"{kind}/octet-stream" for kind in ("application", "audio", "font", "image", "model", "video")
}
ENCODINGS = {"base64": "base64", "quotedprintable": "quoted-printable"}
NAMES = {"name", "filename"}

_SPECIAL = re.compile(r'"(?:[^"\\]|\\.)*+"|\\.|[(;]', re.DOTALL)
_COMMENT_MARK = re.compile(r"\\.|[()]", re.DOTALL)
# Parentheses are no comments in the name of a file, nor where they touch the other letters of a boundary.
_LITERAL = re.compile(r"\s*+(?:(?:file)?name[*0-9]*+|(boundary))\s*+=", re.IGNORECASE)
_TOKEN = re.compile(r"""\s*+["']?+([^\s/,;:="'()]*+)(?:\s*+(/)\s*+([^\s/,;:="'()]*+))?+(?!\s*+=)""")
_WORD = r"(?:charset|boundary|(?:file)?name|format|delsp|type|report-type|protocol|micalg|size|start)[*0-9]*+"
_PARAMETER = re.compile(
    rf"""(?<![^\s,"']) ([^\s="';,]++) \s*+ = \s*+
    (?: "((?:[^"\\]|\\.)*+)"? | ((?:\S++|\s++(?!{_WORD}\s*+=))*+) )""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\([\"\\])")
_PIECE = re.compile(r"([^*]++)(?:\*([0-9]{1,4}))?(\*?)")


@dataclass(frozen=True, slots=True)
class Value:
    """A ``token`` in lower case, empty where the field has none, and the first parameter of each name."""

    token: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


def parse_value(raw: bytes, name: str) -> Value:
    """The Value of the unfolded field ``name``, in time linear in its length; never raises.

    The type of a Content-Type that is there is never empty: what is no ``type/subtype`` is ``text/plain``, as
    RFC 2045, section 5.2 has it, but for the few that say plainly what they mean (``html``). A boundary is
    kept as it is written; other parameters are decoded and on one line.
    """
    first, *others = split_segments(strip_name(decode_text(raw), name))
    found = _TOKEN.match(first)
    token = "".join(part or "" for part in found.groups()).lower() if found else ""
    if name == "content-type":
        token = complete_type(token) if raw else ""
    elif name == "content-transfer-encoding":
        token = complete_encoding(token, first)
    segments = [first[found.end() if found else 0 :], *others]
    return Value(token, join_pieces(pair for segment in segments for pair in list_pairs(segment)))


def strip_name(value: str, name: str) -> str:
    """``value`` without the field's own name, which some mailers write twice."""
    start, colon, rest = value.partition(":")
    return rest if colon and start.strip().lower() == name else value


def complete_type(token: str) -> str:
    """A ``type/subtype`` for what stands in its place."""
    kind, _, subtype = token.replace("\\", "/").partition("/")
    return f"{kind}/{subtype}" if kind and subtype else WHOLE.get(kind or subtype, "text/plain")


def complete_encoding(token: str, segment: str) -> str:
    """The transfer encoding that is meant by ``quoted printable``, ``x-base-64`` and the like."""
    letters = re.sub(r"[^0-9a-z]", "", segment[:64].lower()).removeprefix("x")
    return next((name for start, name in ENCODINGS.items() if letters.startswith(start)), token)


def split_segments(value: str) -> list[str]:
    """``value`` at its semicolons but those in quotes, without its comments (RFC 5322, 3.2.2)."""
    segments: list[str] = []
    pieces: list[str] = []
    at = place = 0
    literal, closing = _LITERAL.match(value), True
    while mark := _SPECIAL.search(value, place):
        start, place = mark.span()
        if mark[0] == ";":
            segments.append("".join([*pieces, value[at:start]]))
            pieces, at, literal = [], place, _LITERAL.match(value, place)
        elif mark[0] == "(" and closing and (not literal or (literal[1] and value[start - 1].isspace())):
            if end := find_comment_end(value, start):
                pieces += [value[at:start], " "]
                at = place = end
            else:  # nor does one that opens later, as far as anybody can tell
                closing = False
    return [*segments, "".join([*pieces, value[at:]])]


def find_comment_end(value: str, start: int) -> int:
    """Where the comment that opens at ``start`` ends, comments in it and all; 0 where it never does."""
    depth = 0
    for mark in _COMMENT_MARK.finditer(value, start):
        depth += (mark[0] == "(") - (mark[0] == ")")
        if not depth:
            return mark.end()
    return 0


def list_pairs(segment: str) -> Iterator[tuple[str, str]]:
    """Names in lower case and values of the parameters in a segment, which should be one."""
    for name, quoted, plain in _PARAMETER.findall(segment):
        yield name.lower(), _ESCAPED.sub(r"\1", quoted) or plain.strip(' \t"')


def join_pieces(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Parameters by name, those that come in pieces or in a charset of their own (RFC 2231) put together."""
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    for name, value in pairs:
        piece = _PIECE.fullmatch(name)
        if piece and piece[0] != piece[1]:
            pieces[piece[1]].setdefault(int(piece[2] or 0), (value, piece[3]))
        else:
            plain.setdefault(name, value)
    for name, found in pieces.items():
        joined = join_extended([found[place] for place in sorted(found)])
        # The better spelling of a file's name is this one; what a boundary is, clients agree on the other.
        if joined and (name in NAMES or name not in plain):
            plain[name] = joined
    return {name: clean_parameter(name, value) for name, value in plain.items()}


def join_extended(pieces: list[tuple[str, str]]) -> str:
    """The pieces of a parameter, each with ``*`` where it is percent-encoded; the first names the charset."""
    first, mark = pieces[0]
    charset = ""
    if mark and first.count("'") > 1:
        charset, _, first = first.split("'", 2)
    data = b"".join(
        unquote_to_bytes(value) if mark else value.encode("utf-8", "replace")
        for value, mark in [(first, mark), *pieces[1:]]
    )
    return decode_charset(data, charset) if charset else decode_text(data)


def clean_parameter(name: str, value: str) -> str:
    """A parameter on one line, with encoded words decoded, which have no place there but are everyday."""
    if name == "boundary":
        return value
    return tidy(decode_words(value.encode("utf-8", "replace")) if "=?" in value else value).rstrip(",")
