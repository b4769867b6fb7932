"""What is put around a message, and that it is there."""

import random

import pytest
from spamfilter_gpt.corpus.surround import (
    BEGUN,
    HIDDEN,
    PER_WORD,
    add_footer,
    add_links,
    hide_behind,
    hide_in_front,
    quote_as_reply,
    take_words,
    warn_of,
)

SPAM, HAM = "WIN a prize now", "see you at home tonight"
SEEDS = range(20)


def test_a_short_honest_message_is_put_in_front_whole() -> None:
    for seed in SEEDS:
        text = hide_in_front(SPAM, HAM, random.Random(seed))
        assert text.split() == [*HAM.split(), *SPAM.split()]


@pytest.mark.parametrize("subject", ["Subject: hello", "hello"])
def test_a_mail_keeps_its_subject_in_front_of_what_hides_it(subject: str) -> None:
    text = hide_in_front(f"{subject}\n\n{SPAM}", f"Subject: dinner\n\n{HAM}", random.Random(1))
    assert text.startswith(f"{subject}\n\n{HAM}")
    assert text.endswith(SPAM)
    assert "dinner" not in text


def test_an_honest_message_is_put_behind() -> None:
    for seed in SEEDS:
        assert hide_behind(SPAM, HAM, random.Random(seed)).split() == [*SPAM.split(), *HAM.split()]


def test_of_a_long_spam_the_beginning_is_hidden() -> None:
    assert "x" * (BEGUN + 1) not in hide_behind("x" * 5000, HAM, random.Random(1))
    assert "x" * BEGUN in hide_behind("x" * 5000, HAM, random.Random(1))


def test_a_reply_quotes_every_line_of_the_spam() -> None:
    for seed in SEEDS:
        before, _, quoted = quote_as_reply("WIN\nnow", HAM, random.Random(seed)).partition("\n\n")
        assert before
        assert quoted == "> WIN\n> now"


@pytest.mark.parametrize(
    ("language", "word"), [("pt", "golpe|circular"), ("zh-CN", "诈骗|小心"), ("fi", "I|Careful|Is|Rep")]
)
def test_a_warning_is_in_the_language_of_the_spam_and_holds_it(language: str, word: str) -> None:
    for seed in SEEDS:
        text = warn_of(SPAM, language, random.Random(seed))
        assert any(one in text for one in word.split("|"))
        assert text.endswith((f"> {SPAM}", f'"{SPAM}"'))


def test_links_stand_behind_words_as_the_reader_writes_them() -> None:
    for seed in SEEDS:
        words = add_links(HAM, random.Random(seed)).split(" ")
        assert any(word.startswith("<https://") and word.endswith(">") for word in words)
        assert [word for word in words if not word.startswith("<https://")] == HAM.split()


def test_a_text_without_words_gets_no_link() -> None:
    assert add_links("100 200", random.Random(1)) == "100 200"


def test_a_footer_is_whole_and_behind_the_text() -> None:
    for seed in SEEDS:
        text = add_footer(HAM, random.Random(seed))
        assert text.startswith(f"{HAM}\n")
        assert not {"{", "}"} & set(text)


def test_of_a_long_message_the_first_words_are_taken() -> None:
    words = [f"word{number}" for number in range(200)]
    for seed in SEEDS:
        taken = take_words(" ".join(words), random.Random(seed)).split(" ")
        assert taken == words[: len(taken)]
        assert HIDDEN[0] <= len(taken) <= HIDDEN[1]


def test_of_a_text_without_spaces_characters_are_taken() -> None:
    for text in ("今天" * 500, "你好 吗 在 吗 " + "今天" * 500):
        taken = take_words(text, random.Random(1))
        assert text.startswith(taken)
        assert PER_WORD * HIDDEN[0] <= len(taken) <= PER_WORD * HIDDEN[1]
    assert take_words("今天晚上一起吃饭吗", random.Random(1)) == "今天晚上一起吃饭吗"
