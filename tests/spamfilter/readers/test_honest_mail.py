"""Honest mail does not pay for what spammers do: it is called what its plain text is called."""

from functools import cache

import pytest

from spamfilter import Label, MailJudge, open_judge
from spamfilter.plugin.manager import create_manager
from tests.evasions.mail import HTML, enclose, html, part, plain, whole

ORDER = [Label.HAM, Label.UNSURE, Label.SPAM]
NOTE = (
    "Hi Jonas,\n\nthanks for the draft. I have two remarks on the third chapter, see below, and I think that "
    "we should move the table to the end. Can we talk about it on Thursday after lunch?\n\nBest,\nMira"
)
DIGEST = (
    "This week in the garden club: on Saturday at ten we cut the apple trees behind the school. Bring gloves "
    "and a saw if you have one. The minutes of the meeting in March are on our page. Next meeting: 4 May."
)
RESET = (
    "Somebody asked for a new password for your account at the town library. If it was you, use the form "
    "that you came from within an hour. If it was not you, ignore this mail; nothing has changed."
)
LINE = "of what was written before, about the roof and who pays"
QUOTED = "\n".join(f"> line {number} {LINE}" for number in range(40))
PREHEADER = f"<div style='display:none;max-height:0'>What we do this week{'&zwnj;&nbsp;' * 90}</div>"
PIXEL = "<img src='http://example.org/p.gif' width=1 height=1 alt='open tracking'>"
SIGNATURE = """-----BEGIN PGP SIGNATURE-----

iQEzBAEBCAAdFiEEq1bXk0wq9s7yJ4c2
R0PpT1m2lV8FAmYxH3kACgkQR0Pp=
=a1B2
-----END PGP SIGNATURE-----
"""
EVENT = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1@example.org
SUMMARY:Talk about the draft
END:VEVENT
END:VCALENDAR
"""
NOTICE = "This mail is written in HTML. To read it, please use a program that can show HTML."

LONG = part(f"<p>{DIGEST * 3}</p>", HTML)

# What it says as plain text, and the mail as programs send it.
HONEST = {
    "a hidden preheader": (DIGEST, (html(f"{PREHEADER}<p>{DIGEST}</p>"))),
    "a tracking pixel": (DIGEST, (html(f"<p>{DIGEST}</p>{PIXEL}"))),
    "two versions": (RESET, whole(enclose("alternative", part(RESET), part(f"<p>{RESET}</p>", HTML)))),
    "a notice as plain version": (DIGEST, whole(enclose("alternative", part(NOTICE), LONG))),
    "an answer above a long thread": (NOTE, plain(f"{NOTE}\n\nOn Monday Jonas wrote:\n{QUOTED}\n")),
    "quoted history in HTML": (
        NOTE,
        (html(f"<p>{NOTE}</p><blockquote class=gmail_quote>{QUOTED}</blockquote>")),
    ),
    "an invitation": (
        NOTE,
        whole(enclose("alternative", part(NOTE), part(EVENT, "text/calendar; method=REQUEST"))),
    ),
    "a signed text": (
        NOTE,
        plain(f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n{NOTE}\n{SIGNATURE}"),
    ),
    "many pictures": (
        NOTE,
        whole(enclose("mixed", part(NOTE), *(part("AAAA", f"image/jpeg; name={n}.jpg") for n in range(30)))),
    ),
    "a table for its layout": (RESET, (html(f"<table><tr><td><div>{RESET}</div></td></tr></table>"))),
}


@cache
def judge() -> MailJudge:
    return open_judge(create_manager(), model="embedded")


@pytest.mark.parametrize("name", HONEST)
def test_honest_mail_is_called_what_its_plain_text_is_called(name: str) -> None:
    text, mail = HONEST[name]
    bare, dressed = judge().judge([plain(text), mail])
    assert ORDER.index(dressed.verdict.label) <= ORDER.index(bare.verdict.label), dressed.message
    assert dressed.message.notes == ()


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("windows-1251", "Здравствуйте, Анна! Протокол встречи во вложении, следующая встреча в десять."),
        ("koi8-r", "Здравствуйте, Анна! Протокол встречи во вложении, следующая встреча в десять."),
        ("iso-2022-jp", "田中様 会議の議事録をお送りします。次回は十時からです。"),
        ("shift_jis", "田中様 会議の議事録をお送りします。次回は十時からです。"),
        ("gb2312", "王先生，附上周四的会议记录，请指正。下周十点我们再见面。"),
        ("big5", "王先生，附上週四的會議記錄，請指正。下週十點我們再見面。"),
        ("euc-kr", "안녕하세요, 회의록을 보내 드립니다. 다음 회의는 열 시에 시작합니다."),
        ("iso-8859-8-i", "שלום דנה, מצורף סיכום הפגישה. הפגישה הבאה בעשר."),
        ("windows-874", "เรียนคุณสมชาย ขอส่งรายงานการประชุม ครั้งต่อไปเวลาสิบโมง"),
    ],
)
def test_mail_in_an_old_charset_is_the_text_in_utf8(charset: str, text: str) -> None:
    codec = charset.removesuffix("-i").replace("windows-874", "cp874")
    head = f"Subject: hello\nContent-Type: text/plain; charset={charset}\n\n".encode()
    old, new = judge().judge([head + text.encode(codec), plain(text)])
    assert old.message.text == new.message.text
    assert old.verdict == new.verdict
