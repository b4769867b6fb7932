"""Exports that something has damaged: a reader gives messages or one clear error, and nothing else."""

import random

import pytest

from tests.spamfilter.readers.exports import test_backup, test_google, test_sms_ie, test_telegram
from tests.spamfilter.readers.exports.conftest import Export

SAMPLES = {
    "sms-backup": test_backup.backup(
        test_backup.sms("8 &#55357;&#56842; &amp; more"),
        test_backup.mms(
            test_backup.text("one") + test_backup.picture(500), 1, '<addr address="+7" type="137" />'
        ),
    ),
    "sms-ie": test_sms_ie.lines(
        {**test_sms_ie.SMS, "body": "hi"},
        {**test_sms_ie.MMS, "__parts": [test_sms_ie.part("one")], "__sender_address": test_sms_ie.ANN},
    ),
    "google-chat": test_google.dump({"messages": [test_google.chat("hi"), test_google.chat(None)]}),
    "hangouts": test_google.dump({"conversations": [test_google.hangouts(*test_google.EVENTS)]}),
    "google-voice": test_google.page(
        test_google.log(test_google.spoken("hi<br>you"), test_google.spoken("yo", "Me"))
    ),
    "telegram": test_telegram.dump(
        test_telegram.chat(test_telegram.message(["a", {"text": "b"}]), test_telegram.SERVICE)
    ),
}
PIECES = [
    b"",
    b"\0",
    b"\xff",
    b'"',
    b"'",
    b"<",
    b">",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\\",
    b"\\ud83d",
    b"\\x1",
    b"&#1",
    b"7",
    b"null",
]


def damage(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(PIECES) + data[at + chance.choice([0, 0, 1, 5, 200]) :]
    return data


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_damaged_does_no_harm(export: Export, name: str) -> None:
    chance = random.Random(name)
    for _ in range(150):
        read = export(damage(SAMPLES[name], chance), "x", name, chance.choice([3, 100, 1 << 16]))
        assert read.error.startswith("x ") or not read.error
        assert "\n" not in read.error
        assert all(message.text.strip() for message in read.messages)


def test_the_samples_are_whole(export: Export) -> None:
    counts = {name: len(export(data, "x.html").messages) for name, data in SAMPLES.items()}
    assert counts == {
        "sms-backup": 2,
        "sms-ie": 2,
        "google-chat": 1,
        "hangouts": 3,
        "google-voice": 2,
        "telegram": 1,
    }
