"""Made-up messages of today to train with: as many as asked for, all different, the same for a seed."""

import hashlib
import random
from collections import Counter

import pytest
from spamfilter_gpt.corpus.generator import (
    VALUES,
    Example,
    gather_pools,
    gather_templates,
    generate_modern,
    make_examples,
    make_new,
    write_text,
)
from spamfilter_gpt.corpus.templates.ham import HAM
from spamfilter_gpt.corpus.templates.spam import SPAM

from spamfilter import DataError

CLASSES = [pytest.param(HAM, False, id="ham"), pytest.param(SPAM, True, id="spam")]
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
    templates = gather_templates(SPAM if spam else HAM)
    assert set(found) == {(locale, kind) for locale, kinds in templates.items() for kind in kinds}
    locales = Counter(example.locale for example in examples if example.spam == spam)
    assert max(locales.values()) - min(locales.values()) <= 1
    for locale in locales:
        counts = [count for (place, _), count in found.items() if place == locale]
        assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize(("table", "spam"), CLASSES)
def test_every_language_has_many_wordings_of_many_kinds(table: dict[str, str], spam: bool) -> None:
    templates = gather_templates(table)
    assert sorted({locale.partition("-")[0] for locale in VALUES}) == LANGUAGES
    for locale, kinds in templates.items():
        lines = [line for of_kind in kinds.values() for line in of_kind]
        assert len(lines) >= (60 if locale.startswith("en") else 25), locale
        assert len(lines) == len(set(lines)), locale
        assert len([kind for kind in kinds if len(kinds[kind]) > 1]) >= 8, locale


@pytest.mark.parametrize(("table", "spam"), CLASSES)
def test_every_template_can_be_filled(table: dict[str, str], spam: bool) -> None:
    rng = random.Random(1)
    pools = gather_pools()
    for locale, kinds in gather_templates(table).items():
        for kind, lines in kinds.items():
            for line in lines:
                text = write_text(line, kind, pools[locale], locale, spam, rng)
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
    kinds, pools = {"work": ["[да|нет]"]}, {**gather_pools()["ru"], "end": ["."]}
    seen: set[str] = set()
    rng = random.Random(1)
    found = [make_new(kinds, pools, "ru", True, 0, seen, rng).text.casefold().rstrip(" .") for _ in range(2)]
    assert sorted(found) == ["да", "нет"]
    with pytest.raises(DataError, match="no more distinct made-up messages in ru; ask for fewer than 3"):
        make_new(kinds, pools, "ru", True, 0, seen, rng)
