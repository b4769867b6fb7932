"""From JSON to a record by its type hints, and back."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import pytest
from spamfilter_gpt.records.parse import (
    Before,
    FieldError,
    Inline,
    Key,
    Spelled,
    Tag,
    Within,
    parse_record,
    read_record,
    to_json,
)

from spamfilter import DataError


@dataclass(frozen=True, slots=True)
class Round:
    kind: Literal["round"] = field(default="round", init=False)
    radius: Annotated[float, Within(0, low_open=True)]


@dataclass(frozen=True, slots=True)
class Square:
    kind: Literal["square"] = field(default="square", init=False)
    side: int


@dataclass(frozen=True, slots=True)
class Place:
    x: int
    y: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    name: Annotated[str, Spelled("[a-z]+", "small letters")]
    shape: Annotated[Round | Square, Tag("kind")]
    place: Annotated[Place, Inline()]
    start: Annotated[int | None, Key("from"), Within(1)] = None
    legs: tuple[int, ...] = (4,)
    notes: dict[str, Place] = field(default_factory=dict)
    colour: Annotated[str, Before("brown")] = "white"


TABLE = Table("oak", Round(1.5), Place(1, 2), 3, (1, 2), {"a": Place(5)})
JSON = {
    "name": "oak",
    "shape": {"kind": "round", "radius": 1.5},
    "x": 1,
    "y": 2,
    "from": 3,
    "legs": [1, 2],
    "notes": {"a": {"x": 5, "y": 0}},
    "colour": "white",
}


def test_a_record_goes_to_json_and_back() -> None:
    assert to_json(TABLE) == JSON
    assert parse_record(Table, json.loads(json.dumps(JSON))) == TABLE


def test_what_is_missing_has_its_default_or_what_it_meant_before() -> None:
    assert parse_record(Table, {"name": "oak", "shape": {"kind": "square", "side": 2}, "x": 1}) == Table(
        "oak", Square(2), Place(1, 0), None, (4,), {}, "brown"
    )


def test_whole_numbers_are_numbers_but_not_the_other_way_round() -> None:
    assert parse_record(Table, JSON | {"shape": {"kind": "round", "radius": 2}}).shape == Round(2.0)
    with pytest.raises(FieldError, match=r"x: it is 1.0 and must be a whole number"):
        parse_record(Table, JSON | {"x": 1.0})


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"name": "Oak"}, "name: it is 'Oak' and must be small letters"),
        ({"name": ["oak"]}, "name: it is a list and must be a text"),
        ({"from": 0}, "from: it is 0 and must be at least 1"),
        ({"x": True}, "x: it is true and must be a whole number"),
        ({"shape": 5}, "shape: it is 5 and must be an object"),
        ({"shape": {}}, "shape.kind: it is missing"),
        ({"shape": {"kind": "oval"}}, "shape.kind: it is 'oval' and must be 'round' or 'square'"),
        ({"shape": {"kind": "round"}}, "shape.radius: it is missing"),
        ({"shape": {"kind": "round", "radius": 0}}, "shape.radius: it is 0.0 and must be above 0"),
        ({"legs": [1, None]}, "legs.1: it is null and must be a whole number"),
        ({"legs": "4"}, "legs: it is '4' and must be a list"),
        ({"notes": {"a": {"x": "b"}}}, "notes.a.x: it is 'b' and must be a whole number"),
        ({"colour": "x" * 99}, None),
        ({"x": "x" * 99}, f"x: it is '{'x' * 38}… and must be a whole number"),
    ],
)
def test_a_complaint_names_the_field(change: dict[str, object], complaint: str | None) -> None:
    if complaint is None:
        assert parse_record(Table, JSON | change).colour == "x" * 99
        return
    with pytest.raises(FieldError) as caught:
        parse_record(Table, JSON | change)
    assert str(caught.value) == complaint


def test_an_error_of_a_file_is_one_line_that_says_what_to_do() -> None:
    with pytest.raises(DataError) as caught:
        read_record(Place, b'{"x": 123456789012345678901234567890}', Path("place.json"), "measure again")
    message = "place.json has no usable 'x': it is inf and must be a whole number; measure again"
    assert str(caught.value) == message
