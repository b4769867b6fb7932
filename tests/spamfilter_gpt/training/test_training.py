"""prepare, train and export by the command line, on made-up messages."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import spamfilter_gpt
from click.testing import CliRunner, Result
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.training.dataset import read_labelled

from spamfilter import Message, Policy
from spamfilter.cli import cli
from tests.paths import SHARED, needs_shared
from tests.spamfilter_gpt.made_up import TINY, read_rows, read_run, write_labelled

Run = Callable[..., Result]
TWO_LINES = b"WIN a prize of 300 pounds now now\nsee you at 77 ok\n"


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    rows = [f"ham\tsee you at {n} tomorrow, friend {n * 7}" for n in range(60)]
    rows += [f'spam\tWIN a "prize of {n} pounds, call 0900{n}' for n in range(30)]
    path = tmp_path / "collection"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@needs_shared
def test_the_books_settings_give_the_books_split(spamfilter: Run, tmp_path: Path) -> None:
    result = spamfilter("gpt", "prepare", SHARED / "SMSSpamCollection", tmp_path, "--recipe", "book")
    assert result.exit_code == 0, result.stderr
    for name in ("train.csv", "validation.csv", "test.csv"):
        assert (tmp_path / name).read_bytes() == (SHARED / "sms-book-split" / name).read_bytes()


def test_a_split_is_seeded_and_excludes_copies(spamfilter: Run, collection: Path, tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text(
        'Label,Text\n0,"See you at 3 tomorrow - friend 21!"\n', encoding="utf-8"
    )
    lines = []
    for name in ("one", "two"):
        result = spamfilter("gpt", "prepare", collection, tmp_path / name, "--exclude", tmp_path / "out.csv")
        lines.append(result.stdout.replace(name, ""))
        assert "at 3 tomorrow" not in (tmp_path / name / "train.csv").read_text(encoding="utf-8")
    assert lines[0] == lines[1]
    assert [int(line.split(": ")[1].split()[0]) for line in lines[0].splitlines()] == [62, 8, 19]


def test_balanced_means_as_many_ham_as_spam(spamfilter: Run, collection: Path, tmp_path: Path) -> None:
    result = spamfilter(
        "gpt", "prepare", collection, tmp_path / "b", "--balance", "--train", 1, "--validation", 0
    )
    assert result.stdout.splitlines()[0].endswith("train.csv: 60 messages, 30 spam")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``data`` and ``run``, a tiny GPT-2 trained on it from random weights and exported."""
    folder = tmp_path_factory.mktemp("trained")
    data = write_labelled(folder / "data")
    args = [
        "gpt",
        "train",
        data,
        folder / "run",
        *TINY,
        "--learning-rate",
        0.003,
        "--test",
        data / "test.csv",
        "--keep-validation",
    ]
    result = CliRunner().invoke(cli, [str(arg) for arg in args], prog_name="spamfilter")
    assert result.exit_code == 0, result.output
    (folder / "output").write_text(result.output)
    return folder


def test_a_run_ends_as_a_model_that_scans(spamfilter: Run, trained: Path) -> None:
    scanned = spamfilter("scan", "--model", trained / "run", stdin=TWO_LINES)
    assert [line.split("\t")[0] for line in scanned.stdout.splitlines()] == ["spam", "ham"]
    *_, wrote, stays = (trained / "output").read_text().splitlines()
    assert wrote.startswith("wrote ")
    assert stays.endswith("validation.csv stays, with your messages in clear")


def test_a_run_leaves_its_files_and_nothing_else(trained: Path) -> None:
    assert {path.name for path in (trained / "run").iterdir()} == {
        "model.onnx", "model.json", "ranks.tiktoken", "README.md", "weights.safetensors",
        "run.json", "metrics.csv", "report.html", "validation.csv", "training.hashes",
    }  # fmt: skip


def test_a_model_knows_its_training_rows_again(spamfilter: Run, trained: Path) -> None:
    seen = {}
    for name in ("train.csv", "test.csv"):
        result = spamfilter("evaluate", "--model", trained / "run", trained / "data" / name, "--json")
        (found,) = json.loads(result.stdout)["classifiers"]
        seen[name] = found["repeats_of_training_messages"]
    assert seen == {"train.csv": 60, "test.csv": 0}


def test_metrics_are_by_step_and_by_epoch(trained: Path) -> None:
    rows = read_rows(trained / "run" / "metrics.csv")
    epochs = [row for row in rows if row["validation_loss"]]
    assert (len(rows), len(epochs)) == (15 * 8 + 15, 15)
    assert (epochs[-1]["step"], epochs[-1]["examples"]) == ("120", "900")
    assert float(epochs[-1]["train_loss"]) < float(epochs[0]["train_loss"])


def test_run_json_has_settings_hashes_versions_and_time(trained: Path) -> None:
    described = read_run(trained / "run")
    assert described["finished"] is True
    assert described["settings"]["recipe"]["learning_rate"] == 0.003
    assert set(described["data"]) == {"train.csv", "validation.csv"}
    assert described["rows"] == {"train": 60, "validation": 24}
    assert described["trainable_parameters"] == described["total_parameters"]
    assert described["versions"]["torch"].startswith("2.13.0")
    assert described["seconds"] > 0


def test_the_export_agrees_with_torch_and_says_so(trained: Path) -> None:
    card = json.loads((trained / "run" / "model.json").read_text())
    assert card["parity"]["messages"] == 24
    assert card["parity"]["onnx_difference"] < 1e-4
    assert card["parity"]["quantized_difference"] < 0.3
    assert card["metrics"]["data/test.csv"]["accuracy_at_half"] == 1
    assert card["architecture"]["family"] == "gpt2"
    path = str(Path(spamfilter_gpt.__file__).parent).encode()
    assert path not in (trained / "run" / "model.onnx").read_bytes()
    assert "onnxruntime differs from torch by at most" in (trained / "output").read_text()


def test_what_was_exported_chooses_the_cutoffs(trained: Path) -> None:
    rows = read_labelled(trained / "run" / "validation.csv")
    classifier = load_classifier(str(trained / "run"))
    scores = classifier.score([Message(text) for text in rows.texts])
    assert classifier.policy == Policy.choose(scores, [label == 1 for label in rows.labels], 0.002)


def test_the_card_is_written_from_the_run(trained: Path) -> None:
    card = (trained / "run" / "README.md").read_text()
    assert "`new` on 60 messages, 20 of them spam" in card
    assert "| data/test.csv | 24 | 100.00% (85.8% to 100.0%) |" in card


@pytest.mark.parametrize("trainable", ["head", "last-block", "last-two-blocks", "lora"])
def test_a_run_is_a_base(spamfilter: Run, trained: Path, tmp_path: Path, trainable: str) -> None:
    args = [
        "--base",
        trained / "run",
        "--trainable",
        trainable,
        "--epochs",
        1,
        "--precision",
        "fp32",
        "--no-export",
    ]
    result = spamfilter("gpt", "train", trained / "data", tmp_path / "run", *args)
    assert result.exit_code == 0, result.output
    described = read_run(tmp_path / "run")
    trains, parameters = described["trainable_parameters"], described["total_parameters"]
    assert result.stdout.startswith(f"{trains:,} of {parameters:,} parameters train, on cpu in fp32\n")
    assert trains < parameters


@pytest.mark.slow
def test_own_column_names_and_packed_weights_go_all_the_way(
    spamfilter: Run, trained: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for name in ("train.csv", "validation.csv", "test.csv"):
        text = (trained / "data" / name).read_text()
        (data / name).write_text(text.replace("Label,Text", "kind,body", 1))
    columns = ["--text-column", "body", "--label-column", "kind"]
    run, model, again = tmp_path / "run", tmp_path / "model", tmp_path / "again"
    args = ["--base", trained / "run", "--trainable", "lora", "--epochs", 1, *columns]
    assert spamfilter("gpt", "train", data, run, *args, "--no-export").exit_code == 0
    result = spamfilter("gpt", "export", run, model, "--test", data / "test.csv")
    assert result.exit_code == 0, result.output
    assert not (model / "weights.safetensors").exists()  # they are inside the graph
    scanned = spamfilter("scan", "--model", model, stdin=TWO_LINES)
    assert scanned.stdout.count("\n") == 2
    result = spamfilter("gpt", "train", data, again, "--base", model, "--epochs", 1, *columns, "--no-export")
    assert result.exit_code == 0, result.output


@pytest.mark.slow
def test_a_head_that_reads_padding_scores_alike_in_torch_and_onnx(
    spamfilter: Run, trained: Path, tmp_path: Path
) -> None:
    args = ["--base", trained / "run", "--recipe", "book", "--epochs", 1]
    result = spamfilter("gpt", "train", trained / "data", tmp_path / "run", *args)
    assert result.exit_code == 0, result.output
    assert read_run(tmp_path / "run")["read"] == "last-padded"
    line = b"see you at 77 ok\n"
    alone = spamfilter("scan", "--model", tmp_path / "run", stdin=line).stdout
    among = spamfilter(
        "scan", "--model", tmp_path / "run", stdin=line + b"see you at 77 ok now " * 9 + b"\n"
    ).stdout
    assert among.startswith(alone)


def test_a_run_or_model_is_not_overwritten_unasked(spamfilter: Run, trained: Path) -> None:
    result = spamfilter("gpt", "train", trained / "data", trained / "run", *TINY)
    assert result.exit_code == 2
    assert "run holds a trained model; choose another folder, or --overwrite" in result.stderr


def test_a_finished_run_is_not_trained_again_by_resume(spamfilter: Run, trained: Path) -> None:
    before = (trained / "run" / "weights.safetensors").read_bytes()
    result = spamfilter("gpt", "train", trained / "data", trained / "run", "--resume", "--no-export")
    assert (result.exit_code, result.stdout) == (0, f"the run in {trained / 'run'} is finished\n")
    assert (trained / "run" / "weights.safetensors").read_bytes() == before


def test_generate_needs_a_language_model_head(spamfilter: Run, trained: Path, tmp_path: Path) -> None:
    result = spamfilter("gpt", "generate", "see you", "--base", trained / "run", "--max-new-tokens", 3)
    assert result.exit_code == 0, result.output  # trained with the next-token loss
    assert result.stdout.startswith("see you")
    args = ["--base", trained / "run", "--epochs", 1, "--no-export"]
    assert spamfilter("gpt", "train", trained / "data", tmp_path / "run", *args).exit_code == 0
    result = spamfilter("gpt", "generate", "see you", "--base", tmp_path / "run")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"spamfilter: base {tmp_path / 'run'} has no language-model head, so it cannot continue a text\n"
    )


def test_a_long_text_that_is_not_to_be_cut_is_the_chapters_error(
    spamfilter: Run, trained: Path, tmp_path: Path
) -> None:
    rows = "Label,Text\n0,x\n1," + "free money " * 50 + "\n"
    (tmp_path / "train.csv").write_text(rows)
    (tmp_path / "validation.csv").write_text("Label,Text\n0,see you\n1,win now\n")
    args = ["--base", trained / "run", "--recipe", "book"]
    result = spamfilter("gpt", "train", tmp_path, tmp_path / "run", *args)
    assert (result.exit_code, result.stderr.count("\n")) == (65, 1)
    assert "exceed the model's context of 32; set --max-length 32 or less" in result.stderr
