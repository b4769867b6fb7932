"""The help and the options of ``spamfilter gpt``."""

import re
from collections.abc import Callable
from dataclasses import fields

import pytest
from click.testing import Result
from spamfilter_gpt.commands import gpt
from spamfilter_gpt.options import make_settings
from spamfilter_gpt.records.recipe import RECIPES, Recipe, Settings

Run = Callable[..., Result]


def test_the_short_helps_are_whole_sentences(spamfilter: Run) -> None:
    shown = spamfilter("gpt", "--help").stdout.split("Commands:")[1]
    assert "..." not in shown
    lines = re.findall(r"^  ([a-z-]+)  +(\S.*)$", shown, flags=re.MULTILINE)
    assert [name for name, _ in lines] == sorted(gpt.commands)
    assert all(text.endswith(".") for _, text in lines)


@pytest.mark.parametrize("name", sorted(gpt.commands))
def test_each_help_has_an_example_on_a_line_of_its_own(spamfilter: Run, name: str) -> None:
    shown = spamfilter("gpt", name, "--help").stdout
    assert re.search(rf"\n  Examples?:\n    spamfilter gpt {name}", shown)
    assert max(map(len, shown.splitlines())) <= 80


def test_each_setting_of_a_recipe_is_an_option() -> None:
    options = {option.name for option in gpt.commands["train"].params}
    assert {field.name for field in fields(Recipe)} <= options
    assert {field.name for field in fields(Settings)} - options == {"apart", "causal"}


def test_what_is_given_wins_over_the_recipe() -> None:
    made = make_settings("book", epochs=2, read=None, probe=False, base="tiny")
    assert (made.base, made.recipe.epochs, made.recipe.read) == ("tiny", 2, "last-padded")
    assert made.recipe.batch_size == RECIPES["book"].batch_size
    with pytest.raises(TypeError, match="epoch"):
        make_settings("book", epoch=2)


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--learning-rate", "nan", "nan is no finite number"),
        ("--checkpoint-every", "inf", "inf is no finite number"),
        ("--prior", "0", "0.0 is not in the range 0<x<1"),
        ("--max-length", "0", "0 is not in the range 1<=x<=1048576"),
        ("--trainable", "none", "'none' is not one of 'head', 'last-block'"),
    ],
)
def test_a_value_that_no_record_holds_is_an_error_of_usage(
    spamfilter: Run, option: str, value: str, complaint: str
) -> None:
    result = spamfilter("gpt", "train", "data", "run", option, value)
    assert (result.exit_code, complaint in result.stderr) == (2, True), result.stderr
