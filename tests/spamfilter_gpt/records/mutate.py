"""Every way to spoil one field of a JSON object, for what reads records."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

from spamfilter import DataError

Path = tuple[str, ...]
# 10**30 is more than any field may be; of 9,999 digits ``int`` refuses to read the number at all.
HUGE, LONG = 10**30, "a number of 9,999 digits"
NUMBERS: list[Any] = [-1, 0.5, HUGE, LONG, float("nan"), float("inf")]
VALUES = [None, True, *NUMBERS, "text", "\ud800", [], [[]], {}]


def list_fields(found: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every value in an object, of those in lists too."""
    inner: Any = found.items() if isinstance(found, dict) else enumerate(found)
    for key, value in inner:
        yield (*path, str(key))
        if isinstance(value, dict | list):
            yield from list_fields(value, (*path, str(key)))


def spoil(found: dict[str, Any]) -> Iterator[tuple[Path, Any, dict[str, Any]]]:
    """``(path, value, object)``: the object with one field replaced by each of ``VALUES``."""
    for path in list_fields(found):
        for value in VALUES:
            changed = copy.deepcopy(found)
            outer, key = reach(changed, path)
            outer[key] = value
            yield path, value, changed


def remove(found: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """``(path, object)``: the object without one of its fields."""
    for path in list_fields(found):
        changed = copy.deepcopy(found)
        outer, key = reach(changed, path)
        del outer[key]
        yield path, changed


def reach(found: Any, path: Path) -> tuple[Any, Any]:
    """What holds the last key of ``path``, and that key."""
    for key in path[:-1]:
        found = found[int(key) if isinstance(found, list) else key]
    return found, int(path[-1]) if isinstance(found, list) else path[-1]


def encode(found: object) -> bytes:
    """The object as JSON with all that Python's reader accepts: NaN, infinity, a number of 9,999 digits."""
    return json.dumps(found).replace(json.dumps(LONG), "9" * 9999).encode()


def attempt(read: Callable[[], object]) -> tuple[str, object]:
    """What ``read`` complains of, or nothing and what it returns."""
    try:
        return "", read()
    except DataError as error:
        return str(error), None


def names(message: str, path: Path) -> bool:
    """Whether an error names the field at ``path``, what is in it, or one that must fit it."""
    named, field = message.split("has no usable '")[1].split("'")[0], ".".join(path)
    fitting = ("pad_token_id", "ham_below", "architecture.n_heads", "architecture.n_kv_heads")
    return field.startswith(named) or named.startswith(field) or named in fitting
