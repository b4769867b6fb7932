"""Parts and versions: which of them a program shows, and headers that are written oddly."""

import base64
from collections.abc import Callable
from functools import partial

from tests.evasions.mail import (
    GREETING,
    HEAD,
    HTML,
    INNOCENT,
    PLAIN,
    Evasion,
    enclose,
    html,
    mail,
    part,
    plain,
    whole,
)  # fmt: skip

BOUNDARIES = {  # what the header says, and what the lines are
    "quoted": ('boundary="cut"', "cut"),
    "with a space": ('boundary="c u t"', "c u t"),
    "with a space behind": ('boundary="cut "', "cut"),
    "with quoted letters": (r'boundary="c\u\"t"', 'cu"t'),
    "with quotation marks of its own": ("boundary='cut'", "'cut'"),
    "with a comment": ("boundary=cut (here)", "cut"),
    "below a comment": ("(here) boundary=cut", "cut"),
    "with spaces around the sign": ("boundary = cut", "cut"),
    "in pieces": ('boundary*0=c;\n boundary*1="ut"', "cut"),
    "in a charset": ("boundary*=us-ascii''c%75t", "cut"),
    "in capitals": ("BOUNDARY=Cut", "Cut"),
    "without a quotation mark at the end": ('boundary="cut', "cut"),
    "with dashes": ("boundary=--cut", "--cut"),
    "with signs of patterns": ('boundary="c(u|.)*+?t"', "c(u|.)*+?t"),
    "behind an empty parameter": ("; ; boundary=cut", "cut"),
    "behind an unknown one with its name in it": ('x="boundary=no"; boundary=cut', "cut"),
    "on a line of its own": ("\n\tboundary=cut", "cut"),
    "of 300 letters": (f"boundary={'cut' * 100}", "cut" * 100),
}  # fmt: skip
KINDS = [
    "text/x-amp-html",
    "text/watch-html",
    "text/enriched",
    "text/richtext",
    "text/x-unknown",
    "TEXT/HTML",
]
INLINE = {  # parts of files that programs show below the text
    "a file of text": (PLAIN, "a.txt"),
    "a page": (HTML, "a.htm"),
    "a table": ("text/csv", "a.csv"),
    "a patch": ("text/x-patch", "a.diff"),
}


def alternate(*parts: str) -> bytes:
    """Versions of one text, the best last."""
    return whole(enclose("alternative", *parts))


def nest_versions(spam: str) -> bytes:
    """As newsletters do."""
    versions = enclose("alternative", part(INNOCENT), part(f"<p>{spam}</p>", HTML), boundary="in")
    picture = part("AAAA", "image/png", "Content-Transfer-Encoding: base64")
    return whole(enclose("mixed", enclose("related", versions + "\n", picture, boundary="mid") + "\n"))


def schedule(spam: str) -> str:
    """An invitation."""
    lines = "\n ".join(spam[at : at + 60] for at in range(0, len(spam), 60))
    event = f"BEGIN:VEVENT\nSUMMARY:hello\nDESCRIPTION:{lines}\nEND:VEVENT\n"
    return part(f"BEGIN:VCALENDAR\n{event}END:VCALENDAR", "text/calendar; method=REQUEST; charset=utf-8")


def nest(depth: int, spam: str) -> bytes:
    """Parts in parts, the text in the last."""
    structure = part(spam)
    for level in range(depth):
        structure = enclose("mixed", structure + "\n", boundary=f"cut{level}")
    return whole(structure)


def crowd(spam: str) -> bytes:
    """Tiny pictures, and then the text."""
    return whole(enclose("mixed", *[part("AAAA", "image/png")] * 98, part(spam)))


def bound(declared: str, boundary: str, spam: str) -> bytes:
    """Two versions between boundaries that are declared in a way of their own."""
    body = base64.b64encode(f"<p>{spam}</p>".encode()).decode()
    page = part(body, HTML, "Content-Transfer-Encoding: base64")
    return whole(enclose("alternative", part(INNOCENT), page, boundary=boundary, declared=declared))


def show_file(kind: str, name: str, disposition: str, spam: str) -> bytes:
    """A file below a greeting, shown with it."""
    return whole(
        enclose(
            "mixed", part(GREETING), part(spam, kind, f"Content-Disposition: {disposition}; filename={name}")
        )
    )


def forward(kind: str, disposition: str, spam: str) -> bytes:
    """A mail in a mail."""
    field = f"Content-Disposition: {disposition}; filename=a.eml"
    return whole(enclose("mixed", part(GREETING), part(plain(spam).decode(), kind, field)))


def encode_forwarded(spam: str) -> bytes:
    """A mail in a mail in base64."""
    inner = base64.encodebytes(plain(spam)).decode()
    return whole(
        enclose("mixed", part(GREETING), part(inner, "message/rfc822", "Content-Transfer-Encoding: base64"))
    )


def hold_back(*lines: str) -> Callable[[str], bytes]:
    """A mail of these header lines, and its page in base64 below them."""

    def disguise(spam: str) -> bytes:
        body = base64.encodebytes(f"<p>{spam}</p>".encode())
        return "\n".join([*lines, "", ""]).encode() + body

    return disguise


PAGE = ("Subject: hello", f"Content-Type: {HTML}", "Content-Transfer-Encoding: base64")
HEADERS = {
    "white space before the colons": tuple(line.replace(":", " \t:", 1) for line in PAGE),
    "a line that is no field": ("X no field", *PAGE),
    "a line that is no field between": (PAGE[0], "by mx.example.org; Mon, 1 Jan 2024", *PAGE[1:]),
    "names in capitals": tuple(
        line.partition(":")[0].upper() + ":" + line.partition(":")[2] for line in PAGE
    ),
    "no space behind the colons": tuple(line.replace(": ", ":", 1) for line in PAGE),
    "folded": tuple(line.replace(": ", ":\n\t \n ", 1) for line in PAGE),
    "a name that is not ASCII": ("X-Gr\u00fc\u00dfe: x", *PAGE),
    "a field without a name": (": x", *PAGE),
    "a byte order mark": ("\ufeff" + PAGE[0], *PAGE[1:]),
    "blank lines above": ("", "", *PAGE),
    "a line of mailboxes": ("From tom@example.org Mon Jan  1 00:00:00 2024", *PAGE),
    "a quoted line of mailboxes": (">From tom@example.org Mon Jan  1 00:00:00 2024", *PAGE),
    "the fields twice, the first true": (*PAGE, f"Content-Type: {PLAIN}", "Content-Transfer-Encoding: 7bit"),
    "1,300 recipients": (
        "To: " + ",\n ".join(f"somebody.{row}@a-long-name.example.org" for row in range(1300)),
        *PAGE,
    ),
    "one long line of recipients": ("To: " + ", ".join(["somebody@example.org"] * 5000), *PAGE),
    "2,000 fields": (*(f"Received: by mx{row}.example.org; Mon, 1 Jan 2024" for row in range(2000)), *PAGE),
    "a type without a semicolon": (PAGE[0], "Content-Type: text/html charset=utf-8", PAGE[2]),
    "a type with comments": (PAGE[0], "Content-Type: (a) text / (page) html (b); charset=utf-8", PAGE[2]),
    "a type in quotation marks": (PAGE[0], 'Content-Type: "text/html"; charset="utf-8"', PAGE[2]),
    "a type with an unknown parameter": (PAGE[0], 'Content-Type: text/html; x="; y"; charset=utf-8', PAGE[2]),
}


def end_lines(end: str, spam: str) -> bytes:
    """Lines that end otherwise."""
    return hold_back(*HEAD, *PAGE)(spam).replace(b"\n", end.encode())


def omit_blank_line(spam: str) -> bytes:
    """No blank line below the header."""
    return "\n".join([*HEAD, "Subject: hello", spam]).encode()


def divide_subject(spam: str) -> bytes:
    """Encoded words of three bytes, which cut a character in two."""
    data = spam.encode()
    pieces = (base64.b64encode(data[at : at + 3]).decode() for at in range(0, len(data), 3))
    return mail("", subject="\n ".join(f"=?utf-8?B?{piece}?=" for piece in pieces))


def quote_subject(spam: str) -> bytes:
    """An encoded word with all letters quoted, and a question mark that is not."""
    quoted = "".join(f"={byte:02X}" for byte in spam.encode())
    return mail("", subject=f"=?utf-8*en?q?{quoted}??=")


MIME = {
    "innocent plain version": Evasion(
        "programs show the HTML", lambda spam: alternate(part(INNOCENT), part(f"<p>{spam}</p>", HTML))
    ),
    "innocent HTML version": Evasion(
        "some show plain text", lambda spam: alternate(part(spam), part(f"<p>{INNOCENT}</p>", HTML))
    ),
    "plain text last": Evasion(
        "programs show the last", lambda spam: alternate(part(f"<p>{INNOCENT}</p>", HTML), part(spam))
    ),
    "second of three versions": Evasion(
        "not all show the third",
        lambda spam: alternate(
            part(INNOCENT), part(f"<p>{spam}</p>", HTML), part(INNOCENT, "text/x-amp-html")
        ),
    ),
    "two HTML versions": Evasion(
        "programs show the last",
        lambda spam: alternate(part(INNOCENT), part(INNOCENT, HTML), part(f"<p>{spam}</p>", HTML)),
    ),
    "version in related in mixed": Evasion("as newsletters do", nest_versions),
    "invitation": Evasion(
        "programs show its description", lambda spam: alternate(part(INNOCENT), schedule(spam))
    ),
    "invitation alone": Evasion("programs show its description", lambda spam: whole(schedule(spam))),
    "digest": Evasion(
        "its parts are mails without a type",
        lambda spam: whole(enclose("digest", f"\nSubject: hello\n\n{spam}\n")),
    ),
    "unknown multipart": Evasion("it is shown as mixed", lambda spam: whole(enclose("x-own", part(spam)))),
    "report": Evasion(
        "its first part is shown",
        lambda spam: whole(enclose("report", part(spam), part("Status: 5.0.0", "message/delivery-status"))),
    ),
    "signed": Evasion(
        "its first part is shown",
        lambda spam: whole(enclose("signed", part(spam), part("x", "application/pgp-signature"))),
    ),
    "part without a header": Evasion("it is plain text", lambda spam: whole(enclose("mixed", f"\n{spam}\n"))),
    "parts nine deep": Evasion("programs show them", partial(nest, 9)),
    "parts forty deep": Evasion("programs show them", partial(nest, 40)),
    "99 parts": Evasion("it stands below the pictures", crowd),
    "boundary that begins with another": Evasion(
        "a line is compared whole",
        lambda spam: whole(enclose("mixed", part(f"{GREETING}\n--cutting\n\n{spam}"))),
    ),
    "boundaries that begin alike": Evasion(
        "a line is compared whole",
        lambda spam: whole(
            enclose("mixed", enclose("alternative", part(INNOCENT), part(spam, HTML), boundary="cut2") + "\n")
        ),
    ),
    "boundary that is missing at the end": Evasion(
        "the part ends with the mail",
        lambda spam: whole(enclose("alternative", part(INNOCENT), part(spam, HTML)).removesuffix("--cut--")),
    ),
    "boundary lines with spaces behind": Evasion(
        "they count",
        lambda spam: alternate(part(INNOCENT), part(spam, HTML)).replace(b"--cut\n", b"--cut \t\n"),
    ),
    "boundary that never comes": Evasion(
        "the body is shown as it is",
        lambda spam: whole(enclose("mixed", part(spam), declared="boundary=other")),
    ),
    "only an attachment": Evasion(
        "what is one text is shown",
        lambda spam: plain(spam, "Content-Disposition: attachment; filename=a.txt"),
    ),
    "only a page as attachment": Evasion(
        "what is one text is shown",
        lambda spam: mail(f"<p>{spam}</p>", f"Content-Type: {HTML}", "Content-Disposition: attachment"),
    ),
    "the fields twice, in parts": Evasion(
        "programs take the first",
        lambda spam: whole(
            enclose("mixed", part(spam)).replace("\n\n", "\nContent-Type: multipart/mixed; boundary=x\n\n", 1)
        ),
    ),
    "no blank line": Evasion("what is no field is text", omit_blank_line),
    "subject in pieces": Evasion("lists of mail show the subject", divide_subject),
    "subject in quoted letters": Evasion("lists of mail show the subject", quote_subject),
    "subject alone": Evasion("lists of mail show the subject", lambda spam: mail("", subject=spam)),
    "subject over two lines": Evasion(
        "lists of mail show the subject", lambda spam: mail("", subject=spam.replace(" ", "\n  "))
    ),
    "quoted text": Evasion("it is seen in another colour", lambda spam: plain(f"{GREETING}\n\n> {spam}")),
    "signature": Evasion("it is seen in grey", lambda spam: html(f"<p>{GREETING}</p><pre>-- \n{spam}</pre>")),
    "a nameless file in it": Evasion(
        "a sentence is no file", lambda spam: plain(f"begin 644 a.txt\n{spam}\nend")
    ),
    **{
        f"version of {kind}": Evasion(
            "some programs show it",
            lambda spam, kind=kind: alternate(part(INNOCENT), part(f"<p>{spam}</p>", kind)),
        )
        for kind in KINDS
    },
    **{
        f"boundary {name}": Evasion("programs read it so", partial(bound, *boundary))
        for name, boundary in BOUNDARIES.items()
    },
    **{
        f"inline: {name}": Evasion("programs show it below the text", partial(show_file, *file, "inline"))
        for name, file in INLINE.items()
    },
    **{
        f"mail in a mail, {disposition}, {kind}": Evasion(
            "programs show it below the text", partial(forward, kind, disposition)
        )
        for disposition in ("inline", "attachment")
        for kind in ("message/rfc822", "message/global")
    },
    "mail in a mail in base64": Evasion("programs show it below the text", encode_forwarded),
    **{
        f"header with {name}": Evasion("programs read the fields", hold_back(*HEAD, *lines))
        for name, lines in HEADERS.items()
    },
    "lines that end with CRLF": Evasion("mail does", partial(end_lines, "\r\n")),
    "lines that end with CR": Evasion("programs take them for lines", partial(end_lines, "\r")),
    "lines that end with CRCRLF": Evasion("programs take them for lines", partial(end_lines, "\r\r\n")),
}
