"""Records on disk: a JSON object to a frozen dataclass by its type hints, and back.

What a field may hold is said beside the field: ``Annotated[int, Within(1)]``. A key that the dataclass does
not know is passed over, since a later version may have added it; a field that is missing has its default.
"""

import dataclasses
import functools
import math
import re
import types
from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from spamfilter import DataError, storage

T = TypeVar("T")
DIGITS = 19  # of a whole number: what has more counts nothing that we know
SHOWN = 40  # characters of a wrong value
KINDS: dict[object, str] = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}


class FieldError(ValueError):
    """``field`` (``architecture.n_heads``) of a record cannot be used, and why."""

    def __init__(self, field: str, complaint: str) -> None:
        super().__init__(f"{field}: {complaint}")
        self.field = field
        self.complaint = complaint


@dataclass(frozen=True, slots=True)
class Within:
    """The range of a number, ends included unless they are ``open``."""

    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False

    def holds(self, number: float) -> bool:
        """Whether ``number`` lies in the range."""
        above = self.low < number if self.low_open else self.low <= number
        return above and (number < self.high if self.high_open else number <= self.high)

    def __str__(self) -> str:
        parts = []
        if self.low > -math.inf:
            parts.append(f"{'above' if self.low_open else 'at least'} {self.low:,}")
        if self.high < math.inf:
            parts.append(f"{'below' if self.high_open else 'at most'} {self.high:,}")
        return " and ".join(parts)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text that matches ``pattern``; ``name`` says in words what that is."""

    pattern: str
    name: str


@dataclass(frozen=True, slots=True)
class Key:
    """The key in the file of a field that Python would not let have that name."""

    name: str


@dataclass(frozen=True, slots=True)
class Before:
    """What a record means that was written before the field existed, where that is not the default."""

    value: object


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A field that is not written where it has its default: records from before it stay as they are."""


@dataclass(frozen=True, slots=True)
class Inline:
    """The keys of this nested record lie among those of the outer one."""


@dataclass(frozen=True, slots=True)
class Tag:
    """The field that tells the records of a union apart, each of which has a Literal there."""

    field: str


def read_record(kind: type[T], data: bytes, path: Path, advice: str) -> T:
    """The record of this ``kind`` in ``data``, the bytes of the file ``path``.

    Raises :class:`DataError` that names the file and the field; ``advice`` says what to do.
    """
    return parse_object(kind, read_object(data, path, advice), path, advice)


def parse_object(kind: type[T], found: Mapping[str, object], path: Path, advice: str) -> T:
    """The same from the JSON object that ``path`` holds."""
    try:
        return parse_record(kind, found)
    except FieldError as error:
        raise DataError(f"{path} has no usable {error.field!r}: {error.complaint}; {advice}") from None


def read_object(data: bytes, path: Path, advice: str) -> dict[str, object]:
    """The JSON object in ``data``. Raises :class:`DataError` where there is none."""
    return storage.parse_object(data, path, advice, read_number)


def read_number(digits: str) -> float:
    """A whole number; one so long that ``int`` may refuse it is infinity, which no field accepts."""
    return int(digits) if len(digits) <= DIGITS else math.copysign(math.inf, int(digits[:2]))


def parse_record(kind: type[T], found: object) -> T:
    """The record of this ``kind`` in a JSON object. Raises :class:`FieldError`."""
    if not isinstance(found, dict):
        raise FieldError("", complain(found, "an object"))
    fields: tuple[dataclasses.Field[Any], ...] = dataclasses.fields(kind)  # type: ignore[arg-type]
    values = {field.name: parse_field(kind, field, found) for field in fields}
    given = {field.name for field in fields if field.init}
    return kind(**{name: value for name, value in values.items() if name in given and value is not MISSING})


def parse_field(kind: type, field: "dataclasses.Field[Any]", found: dict[str, object]) -> Any:
    """The value of one field; ``MISSING`` where the default stands for it."""
    hint, marks = hints_of(kind)[field.name]
    key = name_key(field.name, marks)
    if find(Inline, marks):
        return parse_record(hint, found)
    if key in found:
        return check(hint, marks, found[key], key)
    if before := find(Before, marks):
        return before.value
    if field.default is MISSING and field.default_factory is MISSING:
        raise FieldError(key, "it is missing")
    return MISSING


def to_json(record: object) -> dict[str, object]:
    """The JSON object that :func:`parse_record` reads ``record`` from."""
    found: dict[str, object] = {}
    kind: type = type(record)
    defaults = {field.name: field.default for field in dataclasses.fields(kind)}
    for name, (_, marks) in hints_of(kind).items():
        value = getattr(record, name)
        if find(Inline, marks):
            found |= to_json(value)
        elif not find(Unsaid, marks) or value != defaults[name]:
            found[name_key(name, marks)] = to_value(value)
    return found


def to_value(value: object) -> object:
    """A field's value as JSON has it."""
    if dataclasses.is_dataclass(value):
        return to_json(value)
    if isinstance(value, Mapping):
        return {key: to_value(inner) for key, inner in value.items()}
    return [to_value(inner) for inner in value] if isinstance(value, tuple | list) else value


@functools.cache
def hints_of(kind: type) -> dict[str, tuple[Any, tuple[object, ...]]]:
    """For each field its type and the marks that stand beside it in ``Annotated``."""
    return {name: unwrap(hint) for name, hint in get_type_hints(kind, include_extras=True).items()}


def unwrap(hint: Any) -> tuple[Any, tuple[object, ...]]:
    """A type and its marks."""
    return (hint.__origin__, hint.__metadata__) if hasattr(hint, "__metadata__") else (hint, ())


def find(mark: type[T], marks: tuple[object, ...]) -> T | None:
    """The mark of a field that is of this type."""
    return next((one for one in marks if isinstance(one, mark)), None)


def name_key(name: str, marks: tuple[object, ...]) -> str:
    """What the file calls a field."""
    key = find(Key, marks)
    return key.name if key else name


def check(hint: Any, marks: tuple[object, ...], value: object, field: str) -> Any:
    """``value`` as ``hint`` wants it. Raises :class:`FieldError`."""
    if get_origin(hint) in (Union, types.UnionType):
        return check_union(hint, marks, value, field)
    if dataclasses.is_dataclass(hint):
        return check_record(cast(type, hint), value, field)
    if get_origin(hint) is Literal:
        return check_choice(get_args(hint), value, field)
    if get_origin(hint) is tuple:
        return check_list(get_args(hint), value, field)
    if get_origin(hint) is dict:
        return check_mapping(get_args(hint)[1], value, field)
    return value if hint is object else check_plain(hint, marks, value, field)


def check_record(kind: type[T], value: object, field: str) -> T:
    """A record within a record."""
    try:
        return parse_record(kind, value)
    except FieldError as error:
        raise FieldError(f"{field}.{error.field}" if error.field else field, error.complaint) from None


def check_union(hint: Any, marks: tuple[object, ...], value: object, field: str) -> Any:
    """A value that may be null, or a record of several kinds."""
    if value is None and types.NoneType in get_args(hint):
        return None
    kinds = [kind for kind in get_args(hint) if kind is not types.NoneType]
    tag = find(Tag, marks)
    if tag is None:
        return check(*add_marks(kinds[0], marks), value, field)
    if not isinstance(value, dict):
        raise FieldError(field, complain(value, "an object"))
    if tag.field not in value:
        raise FieldError(f"{field}.{tag.field}", "it is missing")
    names = [get_args(hints_of(kind)[tag.field][0])[0] for kind in kinds]
    name = check_choice(tuple(names), value[tag.field], f"{field}.{tag.field}")
    return check(kinds[names.index(name)], (), value, field)


def add_marks(hint: Any, marks: tuple[object, ...]) -> tuple[Any, tuple[object, ...]]:
    """The type within an optional one, with the marks of both."""
    inner, own = unwrap(hint)
    return inner, (*own, *marks)


def check_choice(choices: tuple[object, ...], value: object, field: str) -> object:
    """One of a few words or numbers."""
    for choice in choices:
        if type(choice) is type(value) and choice == value:
            return choice
    raise FieldError(field, complain(value, " or ".join(map(word, choices))))


def check_list(kinds: tuple[Any, ...], value: object, field: str) -> tuple[Any, ...]:
    """A list: of any length, ``tuple[kind, ...]``, or of these kinds."""
    if not isinstance(value, list):
        raise FieldError(field, complain(value, "a list"))
    if kinds[-1] is Ellipsis:
        kinds = kinds[:1] * len(value)
    if len(kinds) != len(value):
        raise FieldError(field, f"it has {len(value)} entries and must have {len(kinds)}")
    pairs = enumerate(zip(kinds, value, strict=True))
    return tuple(check(*unwrap(kind), one, f"{field}.{number}") for number, (kind, one) in pairs)


def check_mapping(kind: Any, value: object, field: str) -> dict[str, object]:
    """An object with any keys."""
    if not isinstance(value, dict):
        raise FieldError(field, complain(value, "an object"))
    return {key: check(*unwrap(kind), one, f"{field}.{key}") for key, one in value.items()}


def check_plain(hint: Any, marks: tuple[object, ...], value: object, field: str) -> object:
    """A text, a truth value or a number, in its range."""
    number = type(value) in (int, float) and math.isfinite(value)  # type: ignore[arg-type]
    if hint is float and number:
        value = float(value)  # type: ignore[arg-type]
    if type(value) is not hint or (hint in (int, float) and not number) or not is_writable(value):
        raise FieldError(field, complain(value, KINDS[hint]))
    for mark in marks:
        if isinstance(mark, Within) and not mark.holds(value):  # type: ignore[arg-type]
            raise FieldError(field, complain(value, str(mark)))
        if isinstance(mark, Spelled) and not re.fullmatch(mark.pattern, str(value)):
            raise FieldError(field, complain(value, mark.name))
    return value


def is_writable(value: object) -> bool:
    """Whether ``value`` has no half of a surrogate pair, which JSON can spell and UTF-8 cannot."""
    return str(value).encode("utf-8", "replace").decode() == str(value)


def complain(value: object, wanted: str) -> str:
    """A complaint of a value."""
    return f"it is {word(value)} and must be {wanted}"


def word(value: object) -> str:
    """A value of JSON in a few words."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    names = {None: "null", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return names[value]
    shown = repr(value)
    return shown if len(shown) <= SHOWN else shown[: SHOWN - 1] + "…"
