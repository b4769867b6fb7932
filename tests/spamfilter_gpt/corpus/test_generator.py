"""Made-up messages of today to train with: as many as asked for, all different, the same for a seed."""

import hashlib
import random
from collections import Counter

import pytest
from spamfilter_gpt.corpus.generator import Example, generate_modern, make_examples, make_new, write_text
from spamfilter_gpt.corpus.locales import LOCALES, Locale, add_line, read_locale, read_locales

from spamfilter import DataError
from tests.paths import ROOT

CLASSES = [pytest.param(False, id="ham"), pytest.param(True, id="spam")]
TEMPLATES = ROOT / "plugins" / "spamfilter_gpt" / "corpus" / "templates"
LANGUAGES = [
    "ar",
    "de",
    "en",
    "es",
    "fr",
    "hi",
    "hi_Latn",
    "id",
    "it",
    "ja",
    "ko",
    "nl",
    "pl",
    "pt",
    "ru",
    "tr",
    "zh",
]


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return make_examples(6000, seed=1)


def test_thirty_thousand_are_different_even_without_case_and_punctuation() -> None:
    pairs = generate_modern(30_000, seed=3)
    bare = {"".join(letter for letter in text.casefold() if letter.isalnum()) for text, _ in pairs}
    assert len(pairs) == 30_000
    assert len(bare) == 30_000


def test_half_of_them_are_spam() -> None:
    assert Counter(spam for _, spam in generate_modern(101, seed=1)) == {False: 51, True: 50}
    assert generate_modern(0, seed=1) == []


def test_a_seed_gives_the_same_messages_everywhere() -> None:
    joined = "\0".join(f"{spam:d}{text}" for text, spam in generate_modern(2000, seed=42))
    assert (
        hashlib.sha256(joined.encode()).hexdigest()
        == "e85659773dfc59c1f7db3d5598fce55988a91ab0669820e5cc6047603d89b560"
    )
    assert generate_modern(100, seed=1) != generate_modern(100, seed=2)


@pytest.mark.parametrize("spam", [False, True])
def test_locales_and_their_kinds_take_turns(examples: list[Example], spam: bool) -> None:
    found = Counter((example.locale, example.kind) for example in examples if example.spam == spam)
    kinds = {(locale.name, kind) for locale in read_locales() for kind in locale.choose_kinds(spam)}
    assert set(found) == kinds
    locales = Counter(example.locale for example in examples if example.spam == spam)
    assert max(locales.values()) - min(locales.values()) <= 1
    for locale in locales:
        counts = [count for (place, _), count in found.items() if place == locale]
        assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize("spam", CLASSES)
def test_every_language_has_many_wordings_of_many_kinds(spam: bool) -> None:
    assert sorted({locale.partition("-")[0] for locale in LOCALES}) == LANGUAGES
    for locale in read_locales():
        kinds = locale.choose_kinds(spam)
        lines = [line for of_kind in kinds.values() for line in of_kind]
        assert len(lines) >= (60 if locale.name.startswith("en") else 25), locale.name
        assert len(lines) == len(set(lines)), locale.name
        assert len([kind for kind in kinds if len(kinds[kind]) > 1]) >= 8, locale.name


def test_a_language_is_a_file_and_a_country_adds_to_it() -> None:
    names = {path.stem for path in TEMPLATES.glob("*.txt")}
    assert names == {*LOCALES, "en", "everywhere"}
    british, american = read_locale("en-GB"), read_locale("en-US")
    shared = (
        "Sorry we missed you! We'll try again on {day}. To choose another day or pick-up point go to {link}"
    )
    assert shared in british.ham["delivery"]
    assert shared in american.ham["delivery"]
    assert british.pools["city"][0] == "Leeds"
    assert british.pools["brands"] == american.pools["brands"]


def test_a_line_outside_of_every_section_is_named() -> None:
    with pytest.raises(DataError, match=r"es.txt has 'hola' under 'spma: parcel', not under values, ham: or"):
        add_line(Locale("es", {}, {}, {}), "spma: parcel", "hola", "es")


@pytest.mark.parametrize("spam", CLASSES)
def test_every_template_can_be_filled(spam: bool) -> None:
    rng = random.Random(1)
    for locale in read_locales():
        for kind, lines in locale.choose_kinds(spam).items():
            for line in lines:
                text = write_text(line, kind, locale, spam, rng)
                assert not set("{}¶⟨⟩|") & set(text)
                assert "⟨" in line or not set("[]") & set(text)
                assert text == text.strip()


def test_texts_are_as_long_as_messages_are(examples: list[Example]) -> None:
    words = [len(example.text.split()) for example in examples if example.locale.startswith("en")]
    assert min(words) <= 4
    assert 100 <= max(words) <= 140
    assert max(len(line) for example in examples for line in example.text.split("\n")) < 800


def test_mails_have_a_subject_and_a_body(examples: list[Example]) -> None:
    mails = [example for example in examples if "\n\n" in example.text]
    assert {example.spam for example in mails} == {False, True}
    assert {example.kind for example in examples} >= {"mail", "seo", "advance"}
    assert all("\n\n" in example.text for example in examples if example.kind == "mail")
    for mail in mails:
        subject, _, body = mail.text.partition("\n\n")
        assert 0 < len(subject) <= 60
        assert "\n" not in subject
        assert body.strip()


@pytest.mark.parametrize("sign", ["://", "!", "\n\n", "free", "WhatsApp", "8"])
def test_no_sign_gives_a_class_away(examples: list[Example], sign: str) -> None:
    assert {example.spam for example in examples if sign in example.text} == {False, True}


def test_when_there_are_no_more_it_says_so() -> None:
    pools = {**read_locale("ru").pools, "end": ["."]}
    locale = Locale("ru", pools, ham={}, spam={"work": ["[да|нет]"]})
    seen: set[str] = set()
    rng = random.Random(1)
    found = [make_new(locale, True, 0, seen, rng).text.casefold().rstrip(" .") for _ in range(2)]
    assert sorted(found) == ["да", "нет"]
    with pytest.raises(DataError, match="no more distinct made-up messages in ru; ask for fewer than 3"):
        make_new(locale, True, 0, seen, rng)
