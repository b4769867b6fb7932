"""stacking.json: what is read back, and what is refused with the field's name."""

from dataclasses import replace
from pathlib import Path

from spamfilter_gpt.records.parse import to_json
from spamfilter_gpt.records.recipe import RECIPES, Settings
from spamfilter_gpt.records.stacking import PartWeight, Stacking, read_stacking

from tests.spamfilter_gpt.records.mutate import attempt, encode, names, remove, spoil

PARTS = {"n-grams": PartWeight((0.5, 2.0), 0.25), "characters": PartWeight((0.0, 1.0))}
STACKING = Stacking(2.0, -1.0, PARTS, 0.4, 0.25, 0.125, 0.875, 300, 14)


def test_every_field_that_is_spoiled_or_missing_is_named(tmp_path: Path) -> None:
    path = tmp_path / "stacking.json"
    for field, value, changed in spoil(to_json(STACKING)):
        path.write_bytes(encode(changed))
        complaint, found = attempt(lambda: read_stacking(path))
        assert found is not None or names(complaint, field), (field, value, complaint)
    for field, changed in remove(to_json(STACKING)):
        path.write_bytes(encode(changed))
        complaint, found = attempt(lambda: read_stacking(path))
        assert found is not None or names(complaint, field), (field, complaint)


def test_settings_that_keep_nothing_apart_do_not_speak_of_it() -> None:
    settings = Settings(recipe=RECIPES["embedded"])
    assert "apart" not in to_json(settings)
    assert to_json(replace(settings, apart=True))["apart"] is True
