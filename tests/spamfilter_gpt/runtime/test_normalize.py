"""Disguises are undone, and what is none passes to the last character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spamfilter_gpt.runtime.normalize import align, normalize
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer

from spamfilter import DataError


@pytest.mark.parametrize(
    ("disguised", "plain"),
    [
        ("Frее еntry: wіn a рrіzе", "Free entry: win a prize"),  # Cyrillic among Latin letters
        ("get a сору now, my friend", "get a copy now, my friend"),  # a word of Cyrillic look-alikes only
        ("tаkе it bаcк, thе cаt", "take it back, the cat"),  # of к only the capital looks alike
        ("ΝΟΚΙΑ tone for your phone", "NOKIA tone for your phone"),  # and one of Greek
        ("ＦＲＥＥ ５０ entries", "FREE 50 entries"),
        ("𝓯𝓻𝓮𝓮 🅵🆁🅴🅴 ⓕⓡⓔⓔ ℌello", "free FREE free Hello"),
        ("V\u200bia\u00adgr\u2060a\u200d now", "Viagra now"),
        ("hello\x00 \x07there", "hello there"),
        ("F R E E  cash, p.r.i.z.e, w-i-n-n-e-r", "FREE  cash, prize, winner"),
        ("fReE cASh nOw, yOu hAvE wOn", "free cash now, you have won"),
        ("w1n a pr1ze, c@sh, fr3e, ca$h, FR3E", "win a prize, cash, free, cash, FREE"),
    ],
)
def test_a_disguise_is_undone(disguised: str, plain: str) -> None:
    assert [normalize(disguised, version) for version in (1, 2)] == [plain, plain]


def test_a_word_that_looks_only_roughly_so_is_read_where_scripts_are_mixed_from_version_2_on() -> None:
    disguised = "tаkе it bаcк, thе οχ"
    assert normalize(disguised, 1) == "take it back, the οχ"
    assert normalize(disguised, 2) == "take it back, the ox"


@pytest.mark.parametrize(
    "text",
    [
        "明日の会議は１０時からに変更です！よろしくお願いします。ＴＥＬは０３−１２３４",
        "Привет, как дела? Соро сор с у",
        "I said нет to him, and вот",
        "СРОЧНО! Выиграй iPhone сегодня",
        "Ελληνικά μήνυμα για σένα",
        "مرحبا كيف حالك، می‌خواهم",
        "हिन्दी में क्‍या है",
        "👨‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️ 1️⃣ 🇩🇪 ok 👍🏽",
        "Grüße, café, naïve, Łódź, Đà Nẵng",
        "call 150ppm mp3 gr8 2nite b4 SW7 3SS LS15HB CS10K H2O COVID19",
        "bob@x.com a.b@c4d.org http://x3y.com/a1b www.s3x.example yijue@mail.example.com",
        "It’s 5 o’clock – “fine”… £5 €10 $20 @7",
        "U.S.A. B & B, e.g. this",
        "My iPhone, GitHub and YouTube on a MacBook; a PhD at McDonald",
        "SwEeT one",
        "I luv u 2 much 4ever, me2u, mp3 room3",
        "",
        "line\nbreak\ttab\r\n",
    ],
)
def test_what_is_no_disguise_passes_unharmed(text: str) -> None:
    assert [normalize(text, version) for version in (1, 2)] == [text, text]


@given(st.text(), st.sampled_from([1, 2]))
def test_nothing_is_added_and_every_character_has_its_place(text: str, version: int) -> None:
    plain = normalize(text, version)
    assert len(plain) <= len(text)
    ends = align(text, plain, version)
    assert len(ends) == len(plain)
    assert ends == sorted(ends)
    assert all(0 < end <= len(text) for end in ends)


def test_places_are_those_in_the_disguised_text() -> None:
    text = "V\u200bіa F R E E c@sh"
    plain = normalize(text)
    assert plain == "Via FREE cash"
    assert [text[end - 1] for end in align(text, plain)] == list("Vіa FREE c@sh")


def test_version_0_changes_nothing_and_one_to_come_is_refused() -> None:
    assert normalize("fr3e", 0) == "fr3e"
    ranks = b"".join(b"%s %d\n" % (token, n) for n, token in enumerate(map(encode, range(256))))
    with pytest.raises(DataError, match="no normalizer of version 99; upgrade"):
        Tokenizer(ranks, normalizer=99)
    assert Tokenizer(ranks, normalizer=1).decode(Tokenizer(ranks, normalizer=1).encode("fr3e")) == "free"


def encode(byte: int) -> bytes:
    import base64

    return base64.b64encode(bytes([byte]))
