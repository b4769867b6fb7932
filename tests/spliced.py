"""What must hold of every mail that has been through the filter, told from the bytes alone."""

import re

from spamfilter.readers.mime.header import has_cr_ends

JUDGED = ["X-Spam-Flag", "X-Spam-Status", "X-Spam-Score", "X-Spam-Level", "X-Spam-Checker-Version"]
UNJUDGED = ["X-Spam-Error"]


def split_envelope(raw: bytes) -> tuple[bytes, bytes]:
    """The mbox lines on top of a mail, and what follows."""
    lines = raw.split(b"\n")
    count = int(lines[0].startswith(b"From ") and not lines[0][5:].lstrip(b" \t").startswith(b":"))
    while count and count < len(lines) and lines[count].startswith(b">From "):
        count += 1
    envelope = b"".join(line + b"\n" for line in lines[:count])
    return (envelope, raw[len(envelope) :]) if len(envelope) <= len(raw) else (raw, b"")


def rename_own(mail: bytes) -> bytes:
    """The mail with its own ``X-Spam-*`` fields called ``X-Old-Spam-*``, line by line."""
    lines = mail.split(b"\n")
    body = next((row for row, line in enumerate(lines) if line in (b"", b"\r")), len(lines))
    for row in range(body):
        pieces = lines[row].split(b"\r")  # some readers take a lone CR for a line end
        lines[row] = b"\r".join(
            re.sub(rb"\A([Xx]-)(?=[Ss][Pp][Aa][Mm]-)", rb"\1Old-", piece) for piece in pieces
        )
    return b"\n".join(lines)


def take_added(raw: bytes, out: bytes, *, judged: bool = True) -> dict[str, str]:
    """The fields that ``out`` has and ``raw`` had not, unfolded; fails unless all else is byte for byte."""
    if has_cr_ends(raw, 0, len(raw)):
        raw, out = raw.replace(b"\r", b"\n"), out.replace(b"\r", b"\n")
    mark = b"\xef\xbb\xbf"
    if raw.startswith(mark):
        assert out.startswith(mark)
        raw, out = raw.removeprefix(mark), out.removeprefix(mark)
    envelope, mail = split_envelope(raw)
    rest = rename_own(mail) if judged else mail
    assert out.startswith(envelope)
    assert out.endswith(rest)
    added = out[len(envelope) : len(out) - len(rest)]
    if envelope and not envelope.endswith(b"\n"):
        added = added.lstrip(b"\r\n")
    lines = added.decode("ascii").split("\n")
    assert lines.pop() == ""
    assert len({line.endswith("\r") for line in lines}) == 1, "two kinds of line ends"
    assert max(map(len, lines)) <= 78
    unfolded = re.sub(r"\r?\n\t(?=\S)", " ", "\n".join(lines))
    pairs = [line.split(":", 1) for line in unfolded.split("\n")]
    fields = {name: value.strip() for name, value in pairs}
    assert [name for name, _ in pairs if name != "X-Spam-Notes"] == (JUDGED if judged else UNJUDGED)
    return fields
