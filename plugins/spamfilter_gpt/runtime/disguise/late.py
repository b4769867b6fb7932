"""Patterns compiled when they are first used: a text needs few of them, and to compile all takes longer."""

from functools import cached_property
from typing import Any, cast

import regex


class LatePattern:
    """A pattern of :mod:`regex` that is compiled when a method or field of it is first asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    @cached_property
    def _compiled(self) -> "regex.Pattern[str]":
        return regex.compile(self._pattern, self._flags)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._compiled, name)
        setattr(self, name, found)  # found at once from now on
        return found


def compile(pattern: str, flags: int = 0) -> "regex.Pattern[str]":
    """What does all that ``regex.compile`` of the same gives does."""
    return cast("regex.Pattern[str]", LatePattern(pattern, flags))
