"""Files of a folder, or members of an archive, of which some cannot be read: the others go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from spamfilter.errors import DataError, SourceError, is_lack_of_memory
from spamfilter.readers.notice import keep_notices

MOST = 20  # that are named


class Faults:
    """What went wrong in parts of a source. At the end of the block the worst is raised, after the others
    were told.

    So a folder ends as sources do of which one fails: each is named, and the exit code is the highest.
    """

    def __init__(self) -> None:
        self._found: list[SourceError | DataError] = []
        self._more = 0

    def __enter__(self) -> "Faults":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if isinstance(error, SourceError | DataError):
            self._add(error)
        elif error is not None:
            return False
        if not self._found:
            return False
        worst = max(self._found, key=lambda one: one.exit_code)
        keep_notices(str(one) for one in self._found if one is not worst)
        if self._more:
            keep_notices([f"{self._more:,} more could not be read"])
        raise worst from None

    @contextmanager
    def keep(self, name: str) -> Iterator[None]:
        """Keep for later what reading one part, called ``name``, may raise."""
        try:
            yield
        except (SourceError, DataError) as error:
            self._add(error)
        except OSError as error:
            self.keep_os(error, name)

    def keep_os(self, error: OSError, name: str = "") -> None:
        """Keep what the system says of a file or a folder; a lack of memory ends all."""
        if is_lack_of_memory(error):
            raise error
        advice = "; check its permissions" if isinstance(error, PermissionError) else ""
        self._add(SourceError(f"cannot read {error.filename or name}: {error.strerror}{advice}"))

    def _add(self, error: SourceError | DataError) -> None:
        if len(self._found) < MOST:
            # What an archive cannot pass over is what one of its members was broken by.
            if all(str(error) != str(one) for one in self._found):
                self._found.append(error)
        else:
            self._more += 1
