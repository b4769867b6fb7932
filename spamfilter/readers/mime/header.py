"""Header fields of a mail or of a part of one (RFC 5322), split where a person's mail program splits them.

Where the header ends:

- at its first blank line; one of spaces or tabs only continues the field above (RFC 5322, 4.2), as Python,
  Thunderbird, mutt and SpamAssassin have it;
- before the first line that is no field, where no field that mail is known to have follows up to the blank
  line: somebody forgot the blank line. Where one follows, the lines between are skipped, but kept to be read;
- where it begins, where no field that mail is known to have is in it: then it is text.

Each pattern takes every byte of a header once or twice, in C; no loop here is as long as the header.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from spamfilter.readers.mime.limits import HEAD, LONGEST, Allowance
from spamfilter.readers.mime.value import Value, parse_value
from spamfilter.readers.mime.words import cut_words, decode_words, tidy

WORDS = {"subject", "from"}
DATE, LONGEST_DATE = "date", 200
VALUES = {"content-type", "content-disposition", "content-transfer-encoding"}
READ = {*WORDS, *VALUES, DATE}
# Names of fields (IANA's registry and everyday ones): after a line that is no field ``Note:`` is none.
SINGLE = [
    "approved",
    "autocrypt",
    "bcc",
    "cc",
    "comments",
    "control",
    "date",
    "distribution",
    "encrypted",
    "encoding",
    "expires",
    "face",
    "from",
    "importance",
    "keywords",
    "lines",
    "mailer",
    "newsgroups",
    "organisation",
    "organization",
    "path",
    "precedence",
    "priority",
    "received",
    "references",
    "sender",
    "sensitivity",
    "status",
    "subject",
    "summary",
    "supersedes",
    "to",
    "xref",
]
FIRST = [
    "accept",
    "alternate",
    "apparently",
    "arc",
    "archived",
    "article",
    "authentication",
    "auto",
    "bounces",
    "cancel",
    "content",
    "conversion",
    "deferred",
    "delivered",
    "delivery",
    "disposition",
    "dkim",
    "dl",
    "domainkey",
    "envelope",
    "errors",
    "expiry",
    "feedback",
    "followup",
    "in",
    "injection",
    "ironport",
    "language",
    "list",
    "mail",
    "mailing",
    "message",
    "mime",
    "ms",
    "nntp",
    "obsoletes",
    "old",
    "original",
    "originator",
    "pp",
    "prevent",
    "received",
    "reply",
    "require",
    "resent",
    "return",
    "sent",
    "solicitation",
    "thread",
    "tls",
    "user",
    "vbr",
    "x",
]


def write_choice(names: list[str]) -> bytes:
    """A pattern for any of ``names``, their first letters looked at first."""
    starts = sorted({name[0] for name in names})
    groups = ("|".join(name[1:] for name in names if name[0] == start) for start in starts)
    return "|".join(f"{start}(?:{group})" for start, group in zip(starts, groups, strict=True)).encode()


_COLON = rb"[ \t]*+(?:[\r\0]*+\n[ \t]++)*+:"  # white space before it is obsolete (RFC 5322, 4.5.8), not wrong
_REST = rb"[^\n]*+(?:\n[\r\0]*+[ \t][^\n]*+)*+"
_ANY = rb"(?:[\r\0]*+[^\s:]++" + _COLON + _REST + rb"(?:\n|\Z))"
_NAME = rb"(?:(?:" + write_choice(SINGLE) + rb")|(?:" + write_choice(FIRST) + rb")-[^\s:]++)"
_KNOWN = rb"(?:[\r\0]*+(?i:" + _NAME + rb")" + _COLON + _REST + rb"(?:\n|\Z))"
_OTHER = rb"(?:(?!" + _KNOWN + rb")[^\n]++(?:\n|\Z))"

_MARKS = re.compile(rb"(?:\xef\xbb\xbf)*+")
_TOP = re.compile(
    rb"(?:\xef\xbb\xbf|[ \t\0]*+[\r\n]++)*+(?:>?From (?![ \t]*+:)[^\n]*+\n)*+(?:\xef\xbb\xbf)*+"
)
_TOP_CR = re.compile(rb"(?:\xef\xbb\xbf|[ \t\0]*+\r++)*+(?:>?From (?![ \t]*+:)[^\r]*+\r)*+(?:\xef\xbb\xbf)*+")
_CHARSET = re.compile(rb"=\?([!-)+-<>@-~]{1,40})(?:\*[!->@-~]{0,40})?\?[bqBQ]\?")
_BLANK = re.compile(rb"[\r\0]*+\n")
_BLANK_NEXT = re.compile(rb"\n(?=[\r\0]*+\n)")
_CR_FIELD = re.compile(rb"\r[!-9;-~]++[ \t]*+:")
_HEADER = re.compile(rb"(?:" + _OTHER + rb"*+" + _KNOWN + rb")++" + _ANY + rb"*+")
_UNENDED = re.compile(rb"(?:(?:(?!" + _KNOWN + rb")" + _ANY + rb")*+" + _KNOWN + rb")++" + _ANY + rb"*+")
_FIELDS = re.compile(_ANY + rb"*+")
_SKIPPED = re.compile(rb"(" + _OTHER + rb"++)" + _KNOWN + rb"*+")
_READ = {
    name: re.compile(rb"\n[\r\0]*+(?i:" + name.encode() + rb")" + _COLON + rb"(" + _REST + rb")")
    for name in READ
}
_READ_BEHIND_CR = {name: re.compile(rb"\r(?i:" + name.encode() + rb")[ \t]*+:([^\r\n]*+)") for name in READ}


@dataclass(frozen=True, slots=True)
class Fields:
    """The first field of each name that is read, unfolded bytes by name in lower case.

    ``skipped``  the lines within the header that are no fields
    """

    values: Mapping[str, bytes] = field(default_factory=dict)
    skipped: bytes = b""

    def get(self, name: str) -> bytes:
        """The field ``name``, in lower case; nothing where there is none."""
        return self.values.get(name, b"")


def find_header(raw: bytes, start: int = 0, end: int | None = None) -> int:
    """Where the header of a mail begins: below blank lines, a byte order mark, and mbox's ``From `` lines."""
    end = len(raw) if end is None else end
    top = (_TOP_CR if has_cr_ends(raw, start, end) else _TOP).match(raw, start, end)
    return top.end() if top else start


def read_fields(
    raw: bytes, allowance: Allowance, start: int = 0, end: int | None = None
) -> tuple[Fields, int]:
    """The fields of the header that begins at ``start``, and where the body begins; up to ``end`` of ``raw``.

    Each field is cut, to ``LONGEST`` bytes or, where it has parameters, ``HEAD``, the header never is.
    """
    end = len(raw) if end is None else end
    marks = _MARKS.match(raw, start, end)
    start = marks.end() if marks else start
    header, body = split_header(raw, start, end)
    if not header:
        return Fields(), body
    head = b"\n" + header.replace(b"\0", b"")
    found = {name: take_field(head, name, allowance) for name in READ}
    return Fields(found, collect_skipped(header, allowance)), body


def read_value(fields: Fields, name: str) -> Value:
    """Token and parameters of a Content-Type, -Disposition or -Transfer-Encoding; see :func:`parse_value`."""
    return parse_value(fields.get(name), name)


def read_words(fields: Fields, name: str, charset: str = "") -> str:
    """A field on one line, words decoded; raw bytes are UTF-8, else ``charset``, else Windows-1252."""
    return tidy(decode_words(fields.get(name), charset))


def read_date(fields: Fields) -> str:
    """When the mail says that it was sent, in ISO 8601; nothing where that cannot be read (RFC 5322, 3.3)."""
    from email.utils import parsedate_to_datetime  # only where there is mail

    try:
        date = parsedate_to_datetime(fields.get(DATE).decode("ascii"))
        return date.isoformat().replace("+00:00", "Z") if date.tzinfo else f"{date.isoformat()}Z"
    except (ValueError, TypeError, IndexError, OverflowError):  # the parser raises each of them
        return ""


def name_charset(fields: Fields) -> str:
    """The charset of the first encoded word of the subject or the sender; nothing where there is none."""
    for name in ("subject", "from"):
        if found := _CHARSET.search(fields.get(name)):
            return found[1].decode("ascii")
    return ""


def has_cr_ends(raw: bytes | bytearray, start: int, end: int) -> bool:
    """Whether lines end with CR alone, as Mac OS had it, at least up to the first blank line."""
    line = raw.find(b"\n", start, end)
    if line < 0:
        return raw.find(b"\r", start, end) >= 0
    blank = raw.find(b"\r\r", start, line)
    # Before LF, several are one line end.
    return (
        0 <= blank < start + len(raw[start:line].rstrip(b"\r"))
        and _CR_FIELD.search(raw, start, blank) is not None
    )


def split_header(raw: bytes, start: int, end: int) -> tuple[bytes, int]:
    """The header at ``start``, its lines ended by LF, and where the body begins."""
    if has_cr_ends(raw, start, end):
        blank = raw.find(b"\r\r", start, end)
        if raw.startswith(b"\r", start):
            blank = start - 1
        head = raw[start : end if blank < 0 else blank + 2].replace(b"\r", b"\n")
        stop, body = find_ends(head, 0, len(head))
        return head[:stop], start + body
    stop, body = find_ends(raw, start, end)
    return raw[start:stop], body


def find_ends(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the fields end that begin at ``start``, and where the body begins."""
    if at_once := _BLANK.match(raw, start, end):
        return start, at_once.end()
    blank = _BLANK_NEXT.search(raw, start, end)
    last = blank.end() if blank else end
    header = (_HEADER if blank else _UNENDED).match(raw, start, last)
    stop = header.end() if header else start
    below = _BLANK.match(raw, stop, end) if stop == last else None
    return stop, below.end() if below else stop


def take_field(head: bytes, name: str, allowance: Allowance) -> bytes:
    """The first field ``name``; one behind a lone CR, a line end to some, where there is no other."""
    match = _READ[name].search(head) or _READ_BEHIND_CR[name].search(head)
    if not match:
        return b""
    value = unfold(match[1])
    if name in VALUES:
        return allowance.cut(value, HEAD, "header field")
    if name == DATE:  # nothing that a person reads is lost with what is none
        return value if len(value) <= LONGEST_DATE else b""
    if len(value) > LONGEST:
        allowance.note(f"header field over {LONGEST} characters")
    return cut_words(value, LONGEST)


def unfold(value: bytes) -> bytes:
    """A field without its line ends; a CR that ends no line is white space."""
    return b"".join(line.rstrip(b"\r") for line in value.split(b"\n")).replace(b"\r", b" ").strip()


def collect_skipped(header: bytes, allowance: Allowance) -> bytes:
    """The lines from the first that is no field on, but for fields that mail is known to have."""
    fields = _FIELDS.match(header)
    at, kept, size = fields.end() if fields else 0, [], 0
    while size <= HEAD and (match := _SKIPPED.match(header, at)):
        kept.append(match[1])
        size += len(match[1])
        at = match.end()
    return allowance.cut(b"".join(kept), HEAD, "lines that are no header fields")
