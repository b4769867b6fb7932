"""Every foreseen failure, each with the exit code it ends in (BSD ``sysexits.h`` where that has one).

A message says what failed and what to do about it, on one line.
"""

import errno

NO_MEMORY = "not enough memory; try fewer --jobs, a smaller --batch-size or a machine that has more"
# What libraries say that raise no MemoryError: onnxruntime, Python's threads, the loader of a library.
_LACKS = (
    "bad_alloc",
    "failed to allocate memory",
    "can't start new thread",
    "cannot allocate memory",
    "failed to map segment",
)


class SpamfilterError(Exception):
    """A failure that the program foresees; the command line turns it into one line on stderr."""

    exit_code = 70


class UsageError(SpamfilterError):
    """The command was called in a way that cannot work: an unknown classifier, cut-offs that cross."""

    exit_code = 2


class PluginError(UsageError):
    """A plugin that was asked for fails, or two plugins offer one name."""


class DataError(SpamfilterError):
    """The input is there but cannot be understood (``EX_DATAERR``)."""

    exit_code = 65


class SourceError(SpamfilterError):
    """A source or a model path is missing or cannot be read (``EX_NOINPUT``)."""

    exit_code = 66


class ClassifierError(SpamfilterError):
    """A classifier broke its contract: it raised, or gave too few, too many or impossible scores."""

    exit_code = 70


class CreateError(SpamfilterError):
    """An output file or folder cannot be made (``EX_CANTCREAT``)."""

    exit_code = 73


class OutputError(SpamfilterError):
    """Output cannot be written, for instance because the disk is full (``EX_IOERR``)."""

    exit_code = 74


class TemporaryError(SpamfilterError):
    """It may work when tried again (``EX_TEMPFAIL``)."""

    exit_code = 75


def describe_error(error: BaseException) -> str:
    """An exception on one line: of ours the message, which says what to do; of others the type too."""
    kind = "" if isinstance(error, SpamfilterError) else f"{type(error).__name__}: "
    return " ".join(f"{kind}{error}".split()).removesuffix(":")


def is_lack_of_memory(error: BaseException) -> bool:
    """Whether ``error`` is the machine's, or a limit's, that there is no more memory."""
    if isinstance(error, SpamfilterError):
        return False
    known = isinstance(error, MemoryError) or getattr(error, "errno", None) == errno.ENOMEM
    return known or any(phrase in str(error).lower() for phrase in _LACKS)
