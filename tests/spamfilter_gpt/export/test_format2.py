"""A model folder of format 2: scores and features, characters beside the graph, and how it is checked."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from click.testing import CliRunner, Result
from spamfilter_gpt.export.onnx import make_scorer, plan_batches, run_torch
from spamfilter_gpt.export.parity import hear_texts
from spamfilter_gpt.export.publish import ExportOptions, export_run, load_trained
from spamfilter_gpt.info import format_folder
from spamfilter_gpt.records.run_record import read_finished
from spamfilter_gpt.runtime.folder import load_folder
from spamfilter_gpt.runtime.inference import GPTClassifier, load_classifier
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.weights.bases import load_base

from spamfilter import DataError, Message, storage
from spamfilter.cli import cli
from tests.spamfilter_gpt.made_up import TINY, write_labelled

pytestmark = pytest.mark.slow  # exports by torch

Run = Callable[..., Result]
TEXTS = ["", "WIN a prize of 7 pounds now", "see you at 8", "ok " * 200, "Привет, я дома", "win \ud83d now"]
MESSAGES = [Message(text) for text in TEXTS]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``data`` and ``run``: a tiny model with n-grams and characters, exported."""
    folder = tmp_path_factory.mktemp("format2")
    data = write_labelled(folder / "data")
    args = ["gpt", "train", data, folder / "run", *TINY, "--epochs", 4, "--ngrams", "--characters"]
    args.append("--keep-validation")
    result = CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="spamfilter")
    assert result.exit_code == 0, result.output
    assert "\ncharacters weigh " in result.output
    return folder


@pytest.fixture(scope="module")
def gpt(trained: Path) -> GPTClassifier:
    return load_classifier(str(trained / "run"))


def copy(trained: Path, folder: Path) -> Path:
    return Path(shutil.copytree(trained / "run", folder / "copy"))


def change_card(folder: Path, **changes: Any) -> None:
    card = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps(card | changes))


def hash_again(folder: Path, name: str, **changes: Any) -> None:
    """Note the right hash of another file ``name``, and these ``changes``."""
    hashes = json.loads((folder / "model.json").read_text())["sha256"]
    change_card(folder, sha256=hashes | {name: storage.hash_file(folder / name, "")}, **changes)


def replace_characters(folder: Path, data: bytes) -> None:
    """Other weights of characters, with their right hash."""
    (folder / "characters.bin").write_bytes(data)
    hash_again(folder, "characters.bin")


def read_features(gpt: GPTClassifier, messages: list[Message]) -> np.ndarray[Any, Any]:
    assert gpt.features is not None
    return gpt.features(messages)


def test_the_card_tells_of_the_format_the_characters_and_their_hash(trained: Path) -> None:
    card = json.loads((trained / "run" / "model.json").read_text())
    data = (trained / "run" / "characters.bin").read_bytes()
    assert card["format"] == 2
    assert card["training"]["recipe"]["characters"] is True
    assert len(data) == 2 * card["characters"]["buckets"] == 2 << 19
    assert card["sha256"]["characters.bin"] == storage.hash_bytes(data)
    assert card["parity"]["features_difference"] < 1e-5
    assert 0 < card["parity"]["quantized_features"] < 0.05
    assert "two to five characters in a row" in (trained / "run" / "README.md").read_text()
    assert "characters    two to five in a row weigh as well, in 524,288 buckets" in format_folder(
        load_folder(str(trained / "run"))
    )


def test_scores_and_features_do_not_depend_on_the_others(gpt: GPTClassifier) -> None:
    many = [*MESSAGES, *MESSAGES[::-1], *MESSAGES]
    scores, features = gpt.score(MESSAGES), read_features(gpt, MESSAGES)
    assert [*scores, *scores[::-1], *scores] == gpt.score(many)
    np.testing.assert_array_equal(read_features(gpt, many), [*features, *features[::-1], *features])
    for place, message in enumerate(MESSAGES):
        assert gpt.score([message]) == [scores[place]]
        np.testing.assert_array_equal(read_features(gpt, [message]), features[place : place + 1])


def test_features_are_a_float32_row_a_message(gpt: GPTClassifier) -> None:
    features = read_features(gpt, MESSAGES)
    assert (features.shape, features.dtype) == ((len(MESSAGES), 32), np.float32)
    assert np.isfinite(features).all()
    assert read_features(gpt, []).shape == (0, 32)
    assert len(np.unique(features, axis=0)) == len(MESSAGES)


def test_running_scores_are_those_of_the_beginnings(gpt: GPTClassifier) -> None:
    message = Message("see you at 8, WIN a prize")
    for end, score in gpt.running_scores(message):
        assert score == gpt.score([Message(message.text[:end])])[0]
    assert end == len(message.text)


def test_what_characters_say_is_added_to_the_log_odds_before_the_temperature(
    trained: Path, gpt: GPTClassifier, tmp_path: Path
) -> None:
    folder = load_folder(str(trained / "run"))
    assert folder.characters is not None
    muted = copy(trained, tmp_path)
    replace_characters(muted, bytes(len(folder.characters.to_bytes())))
    change_card(muted, characters={"buckets": 1 << 19, "scales": [1.0, 1.0], "biases": [0.0, 0.0]})
    text = "you win at 8"
    (alone,), (joined,) = load_classifier(str(muted)).score([Message(text)]), gpt.score([Message(text)])
    odds = np.log(joined / (1 - joined)) - np.log(alone / (1 - alone))
    assert folder.card.temperature is not None
    assert odds == pytest.approx(folder.characters.score(text) / folder.card.temperature, abs=1e-3)
    assert abs(odds) > 0.01


@pytest.mark.slow
def test_a_run_exported_in_float32_gives_what_torch_gives(trained: Path, tmp_path: Path) -> None:
    run = trained / "run"
    list(export_run(run, tmp_path / "model", ExportOptions("none")))
    gpt, record = load_classifier(str(tmp_path / "model")), read_finished(run)
    base, model = load_trained(run, record)
    assert model.characters is not None
    tokenizer = base.make_tokenizer(record.settings.recipe.normalizer)
    data = SpamDataset(run / "validation.csv", tokenizer, record.limit, base.pad_token_id)
    hear_texts(data, model, tokenizer)
    calibration = record.calibration
    scorer = make_scorer(model, calibration.temperature, calibration.shift, record.limit, base.pad_token_id)
    expected = run_torch(scorer, data, plan_batches(data, len(data)))
    messages = [Message(text) for text in data.texts]
    np.testing.assert_allclose(gpt.score(messages), expected.scores, atol=1e-5)
    np.testing.assert_allclose(read_features(gpt, messages), expected.features, atol=1e-4)


@pytest.mark.slow
def test_the_graph_of_a_model_without_the_part_has_no_such_input(trained: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    args = [str(arg) for arg in ("gpt", "train", trained / "data", plain, *TINY, "--epochs", 1)]
    assert CliRunner().invoke(cli, args).exit_code == 0
    assert not (plain / "characters.bin").exists()
    assert load_classifier(str(plain)).features is not None
    mixed = copy(trained, tmp_path)
    shutil.copy(plain / "model.onnx", mixed / "model.onnx")
    hash_again(mixed, "model.onnx")
    with pytest.raises(
        DataError, match=r"the model's graph lacks 'odds', against what model\.json says; export"
    ):
        load_classifier(str(mixed))


def test_a_card_without_the_part_does_not_fit_a_graph_with_it(trained: Path, tmp_path: Path) -> None:
    folder = copy(trained, tmp_path)
    change_card(folder, characters=None)
    with pytest.raises(DataError, match=r"the model's graph has 'odds', against what model\.json says"):
        load_classifier(str(folder))


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """The tiny model as format 1 had it: its graph gives no features."""
    folder = Path(shutil.copytree(load_folder("tiny").path, tmp_path / "first"))
    graph = onnx.load(folder / "model.onnx")
    kept = [output for output in graph.graph.output if output.name != "features"]
    del graph.graph.output[:]
    graph.graph.output.extend(kept)
    onnx.save(graph, folder / "model.onnx")
    hash_again(folder, "model.onnx", format=1)
    return folder


def test_a_graph_of_format_1_is_not_one_of_format_2(first: Path) -> None:
    change_card(first, format=2)
    with pytest.raises(DataError, match=r"the model's graph lacks 'features', against what model\.json says"):
        load_classifier(str(first))


def test_a_model_of_format_1_is_read_and_has_no_features(first: Path) -> None:
    old = load_classifier(str(first))
    assert old.features is None
    assert old.score(MESSAGES) == load_classifier("tiny").score(MESSAGES)


@pytest.mark.parametrize(
    ("harm", "complaint"),
    [
        (lambda path: path.unlink(), "has no characters.bin; copy the whole folder"),
        (lambda path: path.write_bytes(b"x"), "characters.bin is not the file its model.json describes"),
        (
            lambda path: replace_characters(path.parent, b"123"),
            "characters.bin has 3 weights and its model.json tells of 1,048,576; copy the whole folder",
        ),
        (
            lambda path: change_card(
                path.parent, characters={"buckets": 0, "scales": [1, 1], "biases": [0, 0]}
            ),
            "has no usable 'characters.buckets': it is 0",
        ),
        (
            lambda path: change_card(
                path.parent, characters={"buckets": 9, "scales": [-1, 1], "biases": [0, 0]}
            ),
            "has no usable 'characters.scales.0': it is -1.0",
        ),
    ],
)
def test_weights_of_characters_are_checked(
    spamfilter: Run, trained: Path, tmp_path: Path, harm: Callable[[Path], object], complaint: str
) -> None:
    folder = copy(trained, tmp_path)
    harm(folder / "characters.bin")
    result = spamfilter("scan", "--model", folder, stdin=b"hi\n")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (65, "", 1)
    assert complaint in result.stderr


@pytest.mark.slow
def test_training_goes_on_from_the_run_and_from_the_model(
    spamfilter: Run, trained: Path, tmp_path: Path
) -> None:
    list(export_run(trained / "run", tmp_path / "model", ExportOptions("int8")))
    assert (tmp_path / "model" / "characters.bin").read_bytes() == (
        trained / "run" / "characters.bin"
    ).read_bytes()
    for name in (trained / "run", tmp_path / "model"):
        assert load_base(str(name)).model.wte.num_embeddings == 301
    args = ["--base", tmp_path / "model", "--epochs", 1, "--characters", "--no-export"]
    args += ["--recipe", "default"]
    result = spamfilter("gpt", "train", trained / "data", tmp_path / "again", *args)
    assert result.exit_code == 0, result.output


@pytest.mark.slow
def test_weights_of_characters_that_were_there_before_do_not_stay(trained: Path, tmp_path: Path) -> None:
    args = [str(arg) for arg in ("gpt", "train", trained / "data", tmp_path / "run", *TINY, "--epochs", 1)]
    assert CliRunner().invoke(cli, [*args, "--no-export"]).exit_code == 0
    folder = copy(trained, tmp_path)
    list(export_run(tmp_path / "run", folder, ExportOptions()))
    assert not (folder / "characters.bin").exists()
    assert load_folder(str(folder)).characters is None
