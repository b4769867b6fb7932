"""The front of the shipped model: it answers what is easy, and the model itself what is not."""

import random
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from spamfilter_gpt.records.stacking import LONG, FrontBand
from spamfilter_gpt.runtime.folder import FRONT_FILE, SHIPPED, load_folder
from spamfilter_gpt.runtime.inference import GPTClassifier, load_classifier, make_tokenizer, open_front
from spamfilter_gpt.runtime.program import Row

import spamfilter
from spamfilter import DataError, Message
from tests.conftest import Run
from tests.paths import DATA

pytestmark = pytest.mark.slow  # the large model


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return [*spamfilter.read(DATA / "inbox.txt"), *spamfilter.read(DATA / "spam.txt"), Message("")]


def get_band() -> FrontBand:
    band = load_folder("embedded").card.front
    assert band is not None
    return band


def test_what_it_is_sure_of_is_its_own_and_the_rest_is_the_model_s(
    gpt: GPTClassifier, messages: list[Message]
) -> None:
    band, scores, own = get_band(), gpt.score(messages), gpt.without_front().score(messages)
    same = [first == second for first, second in zip(scores, own, strict=True)]
    assert 3 <= sum(same) < len(messages)
    for score, equal in zip(scores, same, strict=True):
        assert equal or not band.ask_above <= score <= band.ask_below


def test_the_model_answers_for_scripts_that_have_a_sign_for_a_word_or_a_syllable(gpt: GPTClassifier) -> None:
    cut = [Message("妈妈我今天晚上不回家吃饭了"), Message("きょうは帰りが遅くなります")]
    whole = [Message("Ok, see you at home then"), Message("Mam, wracam dzisiaj później do domu")]
    assert gpt.score(cut) == gpt.without_front().score(cut)
    assert not set(gpt.score(whole)) & set(gpt.without_front().score(whole))


def test_the_model_is_asked_from_lower_scores_on_of_long_texts() -> None:
    folder, band = load_folder("embedded"), get_band()
    always = replace(band, ask_above=1.0, ask_below=1.0, ask_long=0.0)
    found = open_front(replace(folder, card=replace(folder.card, front=always)), make_tokenizer(folder))
    assert found is not None
    _, asked = found.score([Row([500] * count) for count in (1, LONG, LONG + 1, 3 * LONG)])
    assert asked.tolist() == [False, False, True, True]


def test_labels_are_those_of_the_model_alone(gpt: GPTClassifier, messages: list[Message]) -> None:
    labels, own = ([gpt.policy.judge(one).label for one in scores] for scores in score_both(gpt, messages))
    assert labels == own


def score_both(gpt: GPTClassifier, messages: list[Message]) -> tuple[list[float], list[float]]:
    return gpt.score(messages), gpt.without_front().score(messages)


def test_a_score_does_not_depend_on_the_others(gpt: GPTClassifier, messages: list[Message]) -> None:
    expected = [gpt.score([message])[0] for message in messages]
    for seed in range(3):
        order = random.Random(seed).sample(range(len(messages)), len(messages))
        scores = gpt.score([messages[place] for place in order])
        assert scores == [expected[place] for place in order]


def test_features_are_the_model_s_with_and_without_it(gpt: GPTClassifier, messages: list[Message]) -> None:
    ask, ask_without = gpt.score_features, gpt.without_front().score_features
    assert ask is not None
    assert ask_without is not None
    (scores, features), (own, alone) = ask(messages), ask_without(messages)
    assert np.array_equal(features, alone)
    assert (scores, own) == score_both(gpt, messages)


def test_what_was_learned_with_it_holds_without_it(gpt: GPTClassifier) -> None:
    assert gpt.identity == gpt.without_front().identity


def test_running_scores_end_with_the_score(gpt: GPTClassifier, messages: list[Message]) -> None:
    for message in messages[:4]:
        assert gpt.running_scores(message)[-1][1] == gpt.score([message])[0]


def test_a_scan_goes_without_it_when_asked_to(spamfilter: Run, messages: list[Message]) -> None:
    def scan(*options: str) -> list[str]:
        result: Result = spamfilter("scan", "--no-memory", *options, DATA / "spam.txt")
        assert result.exit_code == 0
        return [line.split("\t")[1] for line in result.stdout.splitlines()]

    both = [load_classifier("embedded"), load_classifier("embedded").without_front()]
    expected = [[f"{score:.4f}" for score in one.score(messages[16:36])] for one in both]
    assert [scan(), scan("--no-front")] == expected
    assert expected[0] != expected[1]


def test_python_goes_without_it_when_asked_to(gpt: GPTClassifier, messages: list[Message]) -> None:
    whole = spamfilter.load(front=False).score(messages)
    assert whole.tolist() == np.array(gpt.without_front().score(messages), dtype=np.float32).tolist()


def copy_model(folder: Path) -> Path:
    shutil.copytree(SHIPPED["embedded"], folder)
    return folder


def test_a_folder_that_lacks_it_is_refused(tmp_path: Path) -> None:
    (copy_model(tmp_path / "model") / FRONT_FILE).unlink()
    with pytest.raises(DataError, match=f"has no {FRONT_FILE}; copy the whole folder"):
        load_classifier(str(tmp_path / "model"))


def test_a_folder_in_which_it_was_altered_is_refused(tmp_path: Path) -> None:
    path = copy_model(tmp_path / "model") / FRONT_FILE
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(DataError, match=r"is not the file its model\.json describes"):
        load_classifier(str(tmp_path / "model"))
