"""What each kind of obfuscation makes of a text."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from spamfilter import Message
from spamfilter.measure.obfuscate import INVISIBLE, KINDS, MAILS, collect_words, rewrite
from spamfilter.readers.eml import read_mail

SPAM = "Claim your FREE prize, call 0906 170 1461 or see www.example.com/Win today"
WORDS = ["lunch", "sister"]
EXPECTED = {
    "homoglyphs": "\uff23lai\uff4d \uff59o\u03c5r \uff26\uff32E\uff25 \u0440r\uff49\uff5a\u0435, "
    "c\u0430\uff4c\u04cf 0906 170 1461 \uff4f\uff52 \uff53\uff45\uff45 www.example.com/Win tod\u03b1y",
    "zero-width": "C\u2060l\u200ca\u200di\u200cm y\u200bo\u2060u\u200br F\u200bR\xadEE pr\u200di\u200dze, "
    "c\u200ba\u200bl\u200bl 0906 170 1461 o\u200dr s\u200de\u200ce www.example.com/Win "
    "t\xado\u200cd\u200ba\u200cy",
    "leetspeak": "Claim your FR3E pr!ze, call 0906 170 1461 0r s3e www.example.com/Win tod4y",
    "spacing": "C l a i m your F-R-E-E p-r-i-z-e, call 0906 170 1461 or see www.example.com/Win t-o-d-a-y",
    "good-words": f"{SPAM} sister sister lunch lunch sister sister sister sister sister lunch lunch sister "
    "lunch sister lunch lunch sister sister sister lunch",
    "case": "CLAim yOuR FReE prize, Call 0906 170 1461 or SEe www.example.com/Win tODaY",
    "html-hidden": SPAM,
    "base64": SPAM,
}


def write(kind: str, text: str = SPAM, seed: int = 1) -> str:
    return rewrite(Message(text), kind, seed, WORDS).text


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_on_one_message(kind: str) -> None:
    assert write(kind) == EXPECTED[kind]


def test_unseen_words_are_in_the_mail_and_not_in_its_text() -> None:
    found = rewrite(Message("Free <cash> & prizes"), "html-hidden", 1, WORDS)
    assert found.text == "Free <cash> & prizes"
    assert found.raw.endswith(
        b'<html><body>Fr<span style="font-size:0">lunch</span>ee &lt;cas<span style="font-size:0">sister'
        b'</span>h&gt; &amp; priz<span style="display:none">sister</span>es</body></html>\n'
    )


def test_base64_is_a_real_mail() -> None:
    assert rewrite(Message("win £5"), "base64", 1).raw.endswith(b"Encoding: base64\n\nd2luIMKjNQ==\n")


MAIL = (
    b"Received: from x\r\n\tby y\r\nFrom: Jo <jo@example.org>\r\nSubject: =?utf-8?q?WIN_=C2=A35?=\r\n"
    b"Content-Type: text/html\r\n\r\n<b>Claim your prize</b>"
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_stays_a_mail_with_its_header(kind: str) -> None:
    found = rewrite(read_mail(MAIL, "box/1", 7), kind, 1, WORDS)
    assert found.raw.startswith(b"Received: from x\r\n\tby y\nFrom: Jo <jo@example.org>\n")
    assert found.raw.lower().count(b"subject:") == found.raw.lower().count(b"content-type:") == 1
    assert (found.sender, found.source, found.number) == ("Jo <jo@example.org>", "box/1", 7)
    assert found == read_mail(found.raw, "box/1", 7)
    assert found.subject
    assert found.text.startswith(f"{found.subject}\n\n")


def test_the_subject_of_a_mail_is_rewritten_too() -> None:
    found = rewrite(read_mail(MAIL, "-"), "case", 5)
    assert (found.subject, found.text) == ("wIn £5", "wIn £5\n\nCLaim yOUr priZE")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "kept",
    [
        "08718720201",
        "+44 7700-900254",
        "https://x.example/Free?a=Win#c",
        "win.example.com",
        "bob@free.example",
    ],
)
def test_what_a_reader_dials_and_follows_stays(kind: str, kept: str) -> None:
    assert kept in write(kind, f"call or see {kept} now")


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"good-words"}))
@pytest.mark.parametrize(
    "text", ["مبروك لقد ربحت", "बधाई हो", "ยินดีด้วย", "12:30 £5 ♥ 👨‍👩‍👧 🇩🇪 1️⃣ Ⓜ️ ℹ️", "", " "]
)
def test_other_scripts_and_emoji_come_out_unchanged(kind: str, text: str) -> None:
    assert write(kind, text) == (text if kind not in MAILS else text.strip())


def test_letters_keep_their_accents() -> None:
    text = "fre\u0301e\u0301e\u0301"
    for kind in ("homoglyphs", "leetspeak", "case", "zero-width", "spacing"):
        for seed in range(20):
            assert not regex.search(r"[^eE]\u0301", write(kind, text, seed)), kind


def list_emoji(text: str) -> list[str]:
    return [
        part for part in regex.findall(r"\X", text) if regex.search(r"\p{Extended_Pictographic}|\p{RI}", part)
    ]


ANY = st.text() | st.lists(
    st.sampled_from(["👨‍👩‍👧", "🇩🇪", "1️⃣", "👍🏽", "free", "a", " ", "\u200d", "é", "免费", "\n"])
).map("".join)


@given(ANY, st.sampled_from(sorted(KINDS)), st.integers())
def test_any_text_is_rewritten_the_same_each_time(text: str, kind: str, seed: int) -> None:
    found = rewrite(Message(text), kind, seed, WORDS)
    assert found == rewrite(Message(text), kind, seed, WORDS)
    assert found.text.encode("utf-8", "surrogatepass") is not None
    if kind not in MAILS:
        assert found.raw.decode("utf-8", "surrogatepass") == found.text


@given(ANY, st.sampled_from(sorted(KINDS.keys() - MAILS)), st.integers())
def test_emoji_are_never_touched(text: str, kind: str, seed: int) -> None:
    assert list_emoji(write(kind, text, seed)) == list_emoji(text)


@given(ANY, st.integers())
def test_what_is_put_in_can_be_taken_out(text: str, seed: int) -> None:
    plain = text.translate(dict.fromkeys(map(ord, INVISIBLE)))
    assert write("zero-width", plain, seed).translate(dict.fromkeys(map(ord, INVISIBLE))) == plain
    assert write("good-words", text, seed).startswith(f"{text} ")


def test_words_of_ham_are_the_commonest_in_any_order_of_the_messages() -> None:
    texts = ["See you at lunch", "lunch with my sister", "my 2 cats"]
    assert collect_words(texts) == ["lunch", "my", "at", "cats", "see", "sister", "with", "you"]
    assert collect_words(reversed(texts)) == collect_words(texts)


def test_without_ham_there_is_a_list_of_everyday_words() -> None:
    assert rewrite(Message("free"), "good-words", 1).text.startswith("free ")
