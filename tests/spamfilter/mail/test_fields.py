"""Fields spliced into the bytes of a mail."""

import mailbox
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spamfilter import Judgement, Label, Message, Verdict, add_headers
from spamfilter.mail.fields import encode_tag, format_field, splice_fields
from tests.spliced import take_added


def mark(raw: bytes, label: Label = Label.SPAM, tag: str = "", points: float = 7.4) -> bytes:
    """``raw`` with the fields of a judgement."""
    return add_headers(raw, Judgement(Message("", raw), Verdict(label, 0.91), points, "gpt"), tag)


def splice(raw: bytes) -> bytes:
    """``raw`` with one short field."""
    return b"".join(splice_fields(raw, [("X-Spam-Flag", "NO")]))


def test_the_fields_of_spam() -> None:
    fields = take_added(b"Subject: x\n\nbody", mark(b"Subject: x\n\nbody"))
    version = fields.pop("X-Spam-Checker-Version")
    assert version.startswith("spamfilter ")
    assert version.endswith(" (gpt)")
    assert fields == {
        "X-Spam-Flag": "YES",
        "X-Spam-Status": "Yes, score=7.4 required=5.0 tests=GPT_SPAM label=spam spam_score=0.910000",
        "X-Spam-Score": "7.4",
        "X-Spam-Level": "*******",
    }


def test_the_fields_of_ham() -> None:
    fields = take_added(b"a: b\r\n\r\n", mark(b"a: b\r\n\r\n", Label.HAM, points=-2.5))
    assert fields["X-Spam-Flag"] == "NO"
    assert fields["X-Spam-Status"].startswith("No, score=-2.5 required=5.0 ")
    assert fields["X-Spam-Level"] == ""


def test_what_was_not_read_is_said() -> None:
    message = Message("", b"", notes=("the first 1 MiB read", "4 parts\nleft out"))
    marked = add_headers(b"", Judgement(message, Verdict(Label.HAM, 0.0), -9.0, "gpt"))
    assert b"\nX-Spam-Notes: the first 1 MiB read; 4 parts left out\n" in marked


@pytest.mark.parametrize(
    ("raw", "marked"),
    [
        (b"a: b\n\nbody", b"X-Spam-Flag: NO\na: b\n\nbody"),
        (b"a: b\r\n\r\nbody\n", b"X-Spam-Flag: NO\r\na: b\r\n\r\nbody\n"),
        (b"From x y\na: b\n\n", b"From x y\nX-Spam-Flag: NO\na: b\n\n"),
        (b"From x y\r\na: b\r\n", b"From x y\r\nX-Spam-Flag: NO\r\na: b\r\n"),
        (b"From x y\na: b\r\n\r\n", b"From x y\nX-Spam-Flag: NO\r\na: b\r\n\r\n"),
        (b"From x y\n>From z\na: b\n\n", b"From x y\n>From z\nX-Spam-Flag: NO\na: b\n\n"),
        (b"From x y\n", b"From x y\nX-Spam-Flag: NO\n"),
        (b"From x y", b"From x y\nX-Spam-Flag: NO\n"),
        (b"From: x\n", b"X-Spam-Flag: NO\nFrom: x\n"),
        (b"", b"X-Spam-Flag: NO\n"),
        (b"\n", b"X-Spam-Flag: NO\n\n"),
        (b"\r\nbody", b"X-Spam-Flag: NO\r\n\r\nbody"),
        (b"a: b", b"X-Spam-Flag: NO\na: b"),
        (b"\xef\xbb\xbfa: b\n\n", b"\xef\xbb\xbfX-Spam-Flag: NO\na: b\n\n"),
        (b"\xef\xbb\xbfFrom x\na: b\n", b"\xef\xbb\xbfFrom x\nX-Spam-Flag: NO\na: b\n"),
        (b"From : x\n\n", b"X-Spam-Flag: NO\nFrom : x\n\n"),
        (b"a: b\rc: d\r\rbody\r\n", b"X-Spam-Flag: NO\ra: b\rc: d\r\rbody\r\n"),
        (b"no header at all\nX-Spam-Flag: YES", b"X-Spam-Flag: NO\nno header at all\nX-Old-Spam-Flag: YES"),
        (b"a\0: \0\n\n\0", b"X-Spam-Flag: NO\na\0: \0\n\n\0"),
    ],
)  # fmt: skip
def test_where_fields_go_and_how_their_lines_end(raw: bytes, marked: bytes) -> None:
    assert splice(raw) == marked


@pytest.mark.parametrize(
    ("field", "renamed"),
    [
        (b"X-Spam-Flag: YES", b"X-Old-Spam-Flag: YES"),
        (b"x-SPAM-flag: YES", b"x-Old-SPAM-flag: YES"),
        (b"X-Spam-Flag \t: YES", b"X-Old-Spam-Flag \t: YES"),
        (b"X-Spam-Level: a,\n\tb\n X-Spam-Flag: 1", b"X-Old-Spam-Level: a,\n\tb\n X-Spam-Flag: 1"),
        (b"X-Spam-Flag\n : YES", b"X-Old-Spam-Flag\n : YES"),
        (b"a: b\rX-Spam-Flag: NO", b"a: b\rX-Old-Spam-Flag: NO"),
        (b"X-Spam: YES", b"X-Spam: YES"),
        (b"X-Old-Spam-Flag: YES", b"X-Old-Spam-Flag: YES"),
        (b"a: X-Spam-Flag: YES", b"a: X-Spam-Flag: YES"),
    ],
)  # fmt: skip
def test_fields_that_came_with_the_mail_are_renamed(field: bytes, renamed: bytes) -> None:
    raw = b"From: a\n" + field + b"\n\nX-Spam-Flag: in the body\n"
    expected = b"From: a\n" + renamed + b"\n\nX-Spam-Flag: in the body\n"
    assert splice(raw) == b"X-Spam-Flag: NO\n" + expected
    take_added(raw, mark(raw))


def test_without_renaming_only_the_field_is_new() -> None:
    raw = b"X-Spam-Flag: YES\n\n"
    assert (
        b"".join(splice_fields(raw, [("X-Spam-Error", "why")], rename=False)) == b"X-Spam-Error: why\n" + raw
    )


PIECES = [
    b"\n",
    b"\r\n",
    b"\r",
    b" ",
    b"\t",
    b"From ",
    b">From ",
    b"X-Spam-",
    b"x-spam-",
    b"Subject:",
    b":",
    b"a",
]


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=4)).map(b"".join))
@example(b"From x")
@example(b" folded from the start\n\n")
def test_nothing_else_changes_whatever_the_bytes(raw: bytes) -> None:
    assert take_added(raw, mark(raw))["X-Spam-Flag"] == "YES"


HOSTILE = "a\r\nX-Spam-Flag: NO\r\n\r\nbody\0\x1b[31m\u2028caf\xe9 " + "long" * 500


@given(st.text())
@example(HOSTILE)
@example(" ")
@example("x" * 77)
def test_no_value_adds_a_field_or_ends_the_header(value: str) -> None:
    for eol in (b"\n", b"\r\n"):
        field = format_field("X-Spam-Error", value, eol)
        first, *others = field.removesuffix(eol).split(eol)
        assert first.startswith(b"X-Spam-Error:")
        assert all(line.startswith(b"\t") and line.strip() for line in others)
        assert b"\n" not in field.replace(eol, b"")
        assert b"\r" not in field.replace(eol, b"")
        assert field.isascii()
        assert max(map(len, (first, *others))) <= 78


def test_python_reads_the_fields_and_what_came() -> None:
    raw = b"Received: by x\nX-Spam-Flag: NO\nSubject: hi\n\nbody\n"
    mail = message_from_bytes(mark(raw), policy=policy.default)
    assert (mail["X-Spam-Flag"], mail["X-Old-Spam-Flag"], mail["subject"]) == ("YES", "NO", "hi")
    assert not mail.defects


def test_a_marked_mailbox_entry_is_still_one(tmp_path: Path) -> None:
    (tmp_path / "box").write_bytes(mark(b"From a@b Mon Jan  1 00:00:00 2024\nSubject: hi\n\nbody\n"))
    box = mailbox.mbox(tmp_path / "box")
    assert [(mail["X-Spam-Flag"], mail["subject"]) for mail in box] == [("YES", "hi")]
    box.close()


@pytest.mark.parametrize(
    ("header", "tagged"),
    [
        (b"Subject: hi\n", b"Subject: [SPAM] hi\nX-Old-Subject: hi\n"),
        (b"subject:hi\n there\n", b"Subject: [SPAM] hi\n there\nX-Old-subject:hi\n there\n"),
        (b"Subject:  hi\r\na: b\r\n", b"Subject: [SPAM] hi\r\nX-Old-Subject:  hi\r\na: b\r\n"),
        (b"Subject:\n", b"Subject: [SPAM]\nX-Old-Subject:\n"),
        (b"Subject: [SPAM] hi\n", b"Subject: [SPAM] hi\n"),
        (b"Subject: caf\xe9\0\n", b"Subject: [SPAM] caf\xe9\0\nX-Old-Subject: caf\xe9\0\n"),
        (b"Subject: 1\n" * 2, b"Subject: [SPAM] 1\nX-Old-Subject: 1\n" * 2),
    ],
)  # fmt: skip
def test_the_subject_behind_a_tag(header: bytes, tagged: bytes) -> None:
    eol = b"\r\n" if b"\r" in header else b"\n"
    raw = header + eol + b"Subject: in the body"
    assert mark(raw, tag="[SPAM]").endswith(b")" + eol + tagged + eol + b"Subject: in the body")
    assert mark(raw, Label.HAM, tag="[SPAM]").endswith(b")" + eol + raw)


def test_a_mail_without_a_subject_gets_the_tag_as_one() -> None:
    assert mark(b"a: b\n\n", tag="[SPAM]").startswith(b"Subject: [SPAM]\nX-Spam-Flag: YES\n")


@pytest.mark.parametrize("subject", ["plain", "=?utf-8?q?gr=C3=BC=C3=9Fe?= alle", ""])
@pytest.mark.parametrize("tag", ["[SPAM]", "[Müll]", "🚫" * 30, "=?x"])
def test_a_tag_is_read_as_it_was_written(tag: str, subject: str) -> None:
    mail = message_from_bytes(mark(f"Subject: {subject}\n\n".encode(), tag=tag), policy=policy.default)
    plain = message_from_bytes(f"Subject: {subject}\n\n".encode(), policy=policy.default)["subject"]
    assert mail["subject"] == f"{tag} {plain}".strip()


def test_a_tag_is_one_line() -> None:
    assert encode_tag("a\r\nX-Spam-Flag: NO\tb\0") == b"a X-Spam-Flag: NO b"


def test_a_long_subject_leaves_the_line_to_the_tag() -> None:
    raw = b"Subject: " + b"x" * 980 + b"\n\n"
    assert b"\nSubject: [SPAM]\n " + b"x" * 980 + b"\n" in mark(raw, tag="[SPAM]")
