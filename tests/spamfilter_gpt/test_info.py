"""``gpt info``: a page for people, all of the card for programs."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from spamfilter_gpt.info import format_folder
from spamfilter_gpt.runtime.folder import SHIPPED, load_folder

Run = Callable[..., Result]


def test_the_page_says_what_the_model_is_and_how_it_was_made(spamfilter: Run) -> None:
    page = spamfilter("gpt", "info", "tiny").stdout
    assert page.isascii()
    lines = [line.split("  ", 1) for line in page.split("\n\n")[0].splitlines()]
    found = {name: value.strip() for name, value in lines}
    assert found["network"] == "gpt2: 4 layers, 128 wide, 4 heads, 8,193 tokens"
    assert found["size"].endswith(" MB, weights in int8")
    assert found["reads"] == "the first 1,024 tokens of a message"
    assert found["trained on"] == "61,544 messages, 27,543 of them spam"
    assert found["recipe"] == "all trains, epochs: 3; number 3 was kept"
    assert found["cut-offs"].startswith("ham below 0.2252, spam above 0.9399")


def test_figures_stand_in_columns(spamfilter: Run) -> None:
    table, notes = spamfilter("gpt", "info", "tiny").stdout.split("\n\n")[1:]
    table = table.splitlines()
    assert table[0].split("  ")[0] == "measured on"
    assert len({len(line) for line in table}) == 1
    assert [line.split() for line in table if "written" in line] == [
        ["held/written.csv", "627", "89.31%", "0.00%", "79.70%", "0.9558", "0.0588"]
    ]
    assert notes.splitlines()[-1] == "The first row chose the epoch, so its figures flatter."


@pytest.mark.parametrize("name", SHIPPED)
def test_json_is_all_that_the_card_says(spamfilter: Run, name: str) -> None:
    found = json.loads(spamfilter("gpt", "info", "--json", name).stdout)
    card = json.loads((SHIPPED[name] / "model.json").read_bytes())
    size = (SHIPPED[name] / "model.onnx").stat().st_size
    assert found == {"path": str(SHIPPED[name]), "bytes": size, **card}


def test_a_card_that_says_little_has_a_short_page(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED["tiny"], tmp_path / "model"))
    card = json.loads((folder / "model.json").read_bytes())
    needed = ("format", "architecture", "labels", "max_length", "pad_token_id", "spam_above", "ham_below")
    (folder / "model.json").write_text(json.dumps({key: card[key] for key in (*needed, "sha256")}))
    page = format_folder(load_folder(str(folder)))
    names = [line.split("  ")[0] for line in page.splitlines()]
    assert names == ["model", "folder", "network", "size", "reads", "cut-offs"]


def test_a_name_that_would_move_the_cursor_does_not(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SHIPPED["tiny"], tmp_path / "model"))
    card = json.loads((folder / "model.json").read_bytes())
    card["training"]["base"] = "\x1b[2Jnice\nname"
    (folder / "model.json").write_text(json.dumps(card))
    assert "started from  ?[2Jnice?name" in format_folder(load_folder(str(folder)))
