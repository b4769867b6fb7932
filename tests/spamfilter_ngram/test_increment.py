"""The rival that learns message by message: its file, its steps, what is said where it cannot."""

import math
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from spamfilter_ngram.increment import BIAS, RATE, learn, load_tfidf, weigh

from spamfilter import CreateError, DataError, Message, SourceError, UsageError

SPAM, HAM = Message("claim your free prize now"), Message("shall we meet at noon")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return tmp_path / "rival.db"


def test_what_it_was_taught_it_tells_apart(model: Path) -> None:
    for _ in range(2):
        learn(str(model), [Message(f"{SPAM.text} {number}") for number in range(5)], True)
        learn(str(model), [Message(f"{HAM.text} {number}") for number in range(5)], False)
    spam, ham = load_tfidf(str(model)).score([SPAM, HAM])
    assert spam > 0.9
    assert ham < 0.1


def test_the_first_step_can_be_counted_by_hand(model: Path) -> None:
    learn(str(model), [SPAM], True)
    # At a score of 0.5 it was half off; along a text of length 1, which is then the same direction.
    assert load_tfidf(str(model)).score([SPAM]) == pytest.approx([1 / (1 + math.exp(-0.5 * (RATE + BIAS)))])


def test_a_text_has_the_weights_of_the_formula() -> None:
    counts, texts = np.array([1.0, 2.0]), np.array([0.0, 3.0])
    first, second = (1 + math.log(4 / 1)), (1 + math.log(2)) * (1 + math.log(4 / 4))
    length = math.hypot(first, second)
    assert weigh(counts, texts, 3).tolist() == pytest.approx([first / length, second / length])
    assert weigh(np.zeros(0), np.zeros(0), 3).tolist() == []


def test_a_message_that_is_taught_twice_counts_once(model: Path) -> None:
    learn(str(model), [SPAM, SPAM], True)
    (once,) = load_tfidf(str(model)).score([SPAM])
    learn(str(model), [SPAM], True)
    assert load_tfidf(str(model)).score([SPAM]) == [once]


def test_another_label_moves_it_the_other_way(model: Path) -> None:
    learn(str(model), [SPAM], True)
    (before,) = load_tfidf(str(model)).score([SPAM])
    learn(str(model), [SPAM], False)
    assert load_tfidf(str(model)).score([SPAM])[0] < 0.5 < before


def test_what_is_loaded_learns_at_once_and_of_another_process(model: Path) -> None:
    learn(str(model), [HAM], False)
    loaded = load_tfidf(str(model))
    (before,) = loaded.score([SPAM])
    code = "import sys; from spamfilter import Message; from spamfilter_ngram.increment import learn\n"
    code += f"learn(sys.argv[1], [Message({SPAM.text!r})], True)"
    subprocess.run([sys.executable, "-c", code, str(model)], check=True)
    assert loaded.score([SPAM])[0] > before


def test_a_text_without_letters_is_learned_and_scored(model: Path) -> None:
    learn(str(model), [Message(""), Message("half \ud83d")], True)
    assert len(load_tfidf(str(model)).score([Message(""), SPAM])) == 2


def test_no_text_is_kept(model: Path) -> None:
    learn(str(model), [SPAM], True)
    assert b"prize" not in model.read_bytes()


def test_it_cannot_forget_and_says_so(model: Path) -> None:
    with pytest.raises(UsageError, match="tfidf cannot forget"):
        learn(str(model), [SPAM], None)
    assert not model.exists()


def test_what_cannot_be_used_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database" * 1000)
    with pytest.raises(UsageError, match="tfidf begins with nothing: name a file"):
        load_tfidf(None)
    with pytest.raises(SourceError, match=r"cannot read .*gone: there is no such file; teach it"):
        load_tfidf(str(tmp_path / "gone"))
    with pytest.raises(DataError, match=r"text is no model of tfidf: .*; name another"):
        load_tfidf(str(tmp_path / "text"))
    with pytest.raises(DataError, match=r"text is no model of tfidf: .*; name another"):
        learn(str(tmp_path / "text"), [SPAM], True)
    with pytest.raises(CreateError, match=r"cannot write .*; look at its folder and the free space"):
        learn(str(tmp_path / "no" / "folder"), [SPAM], True)
