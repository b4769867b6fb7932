"""Mails and mailboxes that failed once, of other projects and other mailers: each gives its right value.

They lie beside the published data, not in the repository; the tests are skipped without.
"""

from functools import cache
from pathlib import Path

import pytest

import spamfilter as sf
from spamfilter import MailJudge, open_judge
from spamfilter.plugin.manager import create_manager
from spamfilter.readers import open_source
from spamfilter.readers.eml import UNREADABLE
from spamfilter.verdict import Label
from tests.paths import SHARED, needs

CASES = SHARED.parent / "cases"
pytestmark = needs(CASES)

MINUTES = ["Minutes of Thursday's meeting\n\nHi Bob,\n\nthe notes of Thursday's meeting are below."]
THANKS = ["thanks for the minutes", "I have corrected two names"]
PRIZE = ["URGENT! You have won a £2000 prize. Call 09061701234 now to claim."]
# Read alike by a person: the file, and the one that holds the same in UTF-8.
TWINS = {
    "charset-he_iso-8859-8-i.eml": "he_ctrl.eml",
    "charset-jp_meta.eml": "jp_ctrl.eml",
    "charset-jp_x-sjis.eml": "jp_ctrl.eml",
    "charset-ru_meta.eml": "ru_ctrl.eml",
    "charset-ru_windows1251.eml": "ru_ctrl.eml",
    "charset-zh_meta.eml": "zh_ctrl.eml",
    "charset-zh_x-gbk.eml": "zh_ctrl.eml",
}
WORDS = {  # what is in the text of each
    "b64-concatenated-ham.eml": MINUTES,
    "b64-head.eml": ["hello\n\nHi", "URGENT! You have won a 2000 prize"],
    "charset-iso2022jp-esc.eml": [
        "hello\n\nおめでとうございます。賞金が",
        "当たりました。今すぐ電話してください",
    ],
    "container-apple.emlx": ["Meeting notes\n\nHi all,\n\nnotes attached."],
    "ct-no-semicolon.eml": ["Minutes"],
    "cte-comment.eml": PRIZE,
    "cte-quoted.eml": MINUTES,
    "cte-semicolon.eml": MINUTES,
    "encoded-word-question-mark.eml": ["Claim your £2000 prize? Call now!\n\nhello"],
    "hdr-bom.eml": MINUTES,
    "hdr-garbage-line.eml": ["the notes of Thursday's meeting are below."],
    "hdr-lone-cr.eml": PRIZE,
    "hdr-many-recipients.eml": MINUTES,
    "hdr-space-colon.eml": MINUTES,
    "hdr-unfolded-received.eml": PRIZE,
    "opaque-pgp-encrypted.eml": ["budget", "[PGP message]"],
    "opaque-pgp-signed.eml": ["The new release is out."],
    "sniff-date-first.txt": ["Weekly sync\n\nSee you on Friday."],
    "sniff-x-gmail-labels-first.txt": ["Weekly sync\n\nSee you on Friday."],
    "peers/attached-rfc822.eml": ["see below", "Prize", "Call 09061701234 now to claim."],
    "peers/base64-list-footer.eml": [*THANKS, "Minutes mailing list"],
    "peers/bytes-gb2312-cut.eml": ["会议", "您好，王先生", "下次会议是星期二上午十点", "此致敬礼"],
    "peers/bytes-iso-2022-jp-row13.eml": ["田中様", "①日時", "㈱サンプル"],
    "peers/bytes-windows-1251-0x98.eml": ["Здравствуйте, Анна!", "С уважением, Фома"],
    "peers/charset-windows-874.eml": ["เรียนคุณสมชาย", "วิชัย"],
    "peers/charset-x-cp1251.eml": ["Здравствуйте, Анна!", "С уважением, Фома"],
    "peers/charset-x-gbk.eml": ["您好，王先生"],
    "peers/cte-semicolon.eml": THANKS,
    "peers/flanker--enclosed-global.eml": ["Wow"],
    "peers/header-bom.eml": THANKS,
    "peers/header-space-before-colon.eml": THANKS,
    "peers/html-transparent-on-image.eml": ["Buy now"],
    "peers/mailcore--1433-utf-8.eml": ["年12月21日", "プレスネットワーク"],
    "peers/mailcore--1640-no-charset.eml": ["[멜론] 이용약관", "회원님께"],
    "peers/mailcore--1798-korean.eml": ["[주말특가] 일본정품"],
    "peers/mailcore--2518-encoding.eml": ["Üye olduğunuz", "alıyorum inşallah"],
    "peers/mailcore--4850-russian.eml": ["Рассылка: Уведомление участникам тендеров", "подробнее"],
    "peers/mailcore--5230-thai-chinese.eml": ["เหตุทำให้สมองเสื่อม"],
    "peers/mikel--example13.eml": ["Saying Hello", "This is a message just to say hello."],
    "peers/mikel--raw_email_incorrect_header.eml": [
        "Stop adware/spyware once and for all.",
        "You are infected",
    ],
    "peers/mimekit--feedback-report.txt": ["FW: Earn money", "email abuse report", "Spam Spam Spam"],
    "peers/phpmime--issue116": ["ЖД№41 от 28.09.2016", "toto"],
    "peers/phpmime--issue158c": ["Fwd: Test 5", "An RFC822 forward", "\nTest 5\n"],
    "peers/rspamd--phish_sender4.eml": ["Fwd:", "sadsad"],
    "peers/sa--gb2312.1": ["台湾鑫龙商贸集团公司", "全新原装进口"],
    "peers/stalwart--002.eml": ["päivää", "yötä vaan.", "?garbage"],
    "peers/stalwart--008.eml": ["attached email", "HTML test"],
    "peers/subject-q-word-question-mark.eml": ["wie ist es Ihnen ergangen?.pdf\n\nhallo"],
    "peers/top-level-text-as-attachment.eml": ["URGENT! You have won", "Call 09061701234 now to claim."],
    "peers/undeclared-iso-2022-jp.eml": ["会議", "田中様", "①日時"],
}  # fmt: skip
ABSENT = {  # what a person does not see
    "ct-no-semicolon.eml": "<",
    "opaque-pgp-signed.eml": "BEGIN PGP",
    "opaque-pgp-encrypted.eml": "hQEMA",
    "peers/html-transparent-on-image.eml": "agenda",
    "peers/base64-list-footer.eml": "SGkg",
    "peers/stalwart--008.eml": "VG86",
    "peers/sa--gb2312.1": "=CC",
    "container-apple.emlx": "plist",
}
MAILBOXES = {  # a piece of each mail
    "container-apple-export.mbox": ["Update from the team", ""],
    "mbox-from-sentence.mbox": ["From 8 May 2024", "body two"],
    "peers/mimekit--simple.mbox.txt": ["a lot of mime parsers", "even more mime parsers", "I'm impressed"],
    "peers/mimekit--unmunged.mbox.txt": ["What does Thunderbird do?", "Year: 1963"],
}
HAM = [
    *(name for name, words in WORDS.items() if words in (MINUTES, THANKS)),
    "hdr-garbage-line.eml", "opaque-pgp-signed.eml", "peers/base64-list-footer.eml",
]  # fmt: skip
SPAM = [
    "b64-head.eml", "cte-comment.eml", "hdr-lone-cr.eml", "hdr-unfolded-received.eml",
    "peers/top-level-text-as-attachment.eml",
]  # fmt: skip
NOT_SPAM = ["opaque-certificate.eml", "opaque-dkim-record.eml", "opaque-pgp-encrypted.eml"]


@cache
def judge() -> MailJudge:
    """The shipped model."""
    return open_judge(create_manager(), model="embedded")


def label(name: str) -> Label:
    """What the mail of that name is called."""
    return judge().judge([(CASES / name).read_bytes()])[0].verdict.label


def read(path: Path) -> list[sf.Message]:
    """The mails of a source whose format is found out."""
    mails = path.suffix in (".eml", ".emlx") or path.name.startswith(("phpmime", "sa--"))
    return list(sf.read(path, input_format="eml" if mails else "auto"))


@pytest.mark.parametrize("name", WORDS)
def test_a_mail_is_one_and_reads_as_a_person_reads_it(name: str) -> None:
    (message,) = read(CASES / name)
    assert [words for words in WORDS[name] if words not in message.text] == []
    assert ABSENT.get(name, "\ufffe") not in message.text
    assert UNREADABLE not in message.notes


@pytest.mark.parametrize("name", TWINS)
def test_a_mail_in_an_old_charset_reads_as_in_a_new_one(name: str) -> None:
    (message,), (twin,) = read(CASES / name), read(CASES / "twins" / TWINS[name])
    assert message.text == twin.text


@pytest.mark.parametrize("name", MAILBOXES)
def test_a_mailbox_has_each_of_its_mails(name: str) -> None:
    texts = [message.text for message in read(CASES / name)]
    assert len(texts) == len(MAILBOXES[name])
    assert all(words in text for words, text in zip(MAILBOXES[name], texts, strict=True))


@pytest.mark.parametrize("name", ["csv-utf16ascii.txt", "csv-utf16ascii.csv", "csv-utf-16.tsv"])
def test_utf_16_is_read_and_leaves_as_it_came(name: str) -> None:
    path = CASES / name
    messages = list(open_source(str(path), raw=True))
    texts = [message.text for message in messages]
    assert texts[0] in ("see you at eight", "Срочно! Вы выиграли приз 2000 £. Позвоните сейчас")
    assert len(texts) == (3 if path.suffix == ".txt" else 2)
    whole = messages[0].preamble + b"".join(message.raw for message in messages)
    assert whole == path.read_bytes()


@pytest.mark.parametrize("name", HAM)
def test_honest_mail_is_ham(name: str) -> None:
    assert label(name) is Label.HAM


@pytest.mark.parametrize("name", SPAM)
def test_spam_is_spam(name: str) -> None:
    assert label(name) is Label.SPAM


@pytest.mark.parametrize("name", NOT_SPAM)
def test_what_cannot_be_read_is_no_spam(name: str) -> None:
    assert label(name) is not Label.SPAM


def test_spam_in_an_attached_mail_is_not_overlooked() -> None:
    assert label("peers/attached-rfc822.eml") is not Label.HAM


def test_a_mail_too_deep_in_its_addresses_is_read() -> None:
    (message,) = sf.read(CASES / "peers/mimekit--stack-overflow.txt", input_format="eml")
    assert UNREADABLE not in message.notes
