"""Sources one after another. One that fails is named on standard error and the others go on, as in grep."""

from collections.abc import Callable, Collection, Iterable, Iterator

from spamfilter.cli.ending import tell_error
from spamfilter.errors import (
    DataError,
    SourceError,
    SpamfilterError,
    TemporaryError,
    is_lack_of_memory,
)
from spamfilter.message import Message
from spamfilter.readers import check_source

Open = Callable[[str], Iterator[Message]]


class Sources:
    """What a command reads; ``exit_code`` is 0 until something of it cannot be read.

    It is 66 where a source is missing or cannot be read, else 65 where one is no data of its format from some
    place on. What was read before that place counts.
    """

    def __init__(self) -> None:
        self.exit_code = 0

    def check(self, paths: Iterable[str], input_format: str) -> list[str]:
        """Those of ``paths`` that can be opened. Raises :class:`UsageError` where a format fits no path."""
        found = []
        for path in paths:
            try:
                check_source(path, input_format)
            except SourceError as error:
                self._note(error)
            else:
                found.append(path)
        return found

    def read(self, paths: Iterable[str], open_one: Open) -> Iterator[Message]:
        """The messages of all ``paths``, each opened by ``open_one``.

        Raises :class:`TemporaryError` where a message does not fit into memory.
        """
        for path in paths:
            number = 0
            try:
                for message in open_one(path):
                    number = message.number
                    yield message
                    del message  # or the next one would be read beside it
            except (SourceError, DataError) as error:
                self._note(error)
            except Exception as error:
                if is_lack_of_memory(error):
                    raise TemporaryError(describe_lack(path, number)) from None
                raise

    def _note(self, error: SpamfilterError) -> None:
        tell_error(error)
        self.exit_code = max(self.exit_code, error.exit_code)


def select_numbers(messages: Iterator[Message], numbers: Collection[int]) -> Iterator[Message]:
    """All ``messages`` of a source, or those with these ``numbers``, no further than the last of them.

    Raises :class:`DataError` at the end where one is not there.
    """
    missing = set(numbers)
    for message in messages:
        if not numbers or message.number in missing:
            yield message
            missing.discard(message.number)
            if numbers and not missing:
                return
    if missing:
        raise DataError(f"there is no message number {min(missing)} in it")


def describe_lack(path: str, number: int) -> str:
    """What to do about a message that is too large for this machine."""
    place = f"behind message {number} of {path}" if number else f"the first message of {path}"
    return (
        f"not enough memory to read {place}: each message is held whole; "
        f"take what is too long out of the source, or use a machine with more memory"
    )
