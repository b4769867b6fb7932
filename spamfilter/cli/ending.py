"""How a run ends: one line on standard error and an exit code for what went wrong, SIGPIPE where the reader
of the output has gone.
"""

import errno
import gc
import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from spamfilter.cli.config import describe_usage
from spamfilter.cli.equip import PREFIX
from spamfilter.errors import (
    NO_MEMORY,
    OutputError,
    SpamfilterError,
    TemporaryError,
    UsageError,
    describe_error,
    is_lack_of_memory,
)

TRACEBACK = f"{PREFIX}_TRACEBACK"
FULL = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG)
CLOSED = "standard output is closed; send it somewhere, or to /dev/null"


@contextmanager
def ending_well() -> Iterator[None]:
    """Turn whatever is raised inside into the end of the run; what is still to be printed leaves first."""
    try:
        yield
        flush_output()
    except SpamfilterError as error:
        end_with(error)
    except click.UsageError as error:
        end_with_usage(error)
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        end_by_sigpipe()
    except Exception as error:
        end_with_failure(error)


def end_with_failure(error: Exception) -> NoReturn:
    """For what is no error of ours: the machine's lack of memory or of room, else a bug."""
    if is_lack_of_memory(error):
        end_with(TemporaryError(NO_MEMORY))
    if isinstance(error, OSError) and error.errno in FULL:
        end_with(OutputError(f"cannot write output: {error.strerror}; free some space and run again"))
    end_with_bug(error)


def tell_error(error: SpamfilterError) -> None:
    """One line on standard error, or where that was asked for the traceback."""
    if os.environ.get(TRACEBACK):
        sys.excepthook(type(error), error, error.__traceback__)
    else:
        click.echo(f"spamfilter: {' '.join(str(error).split())}", err=True)


def end_with(error: SpamfilterError) -> NoReturn:
    """One line on stderr and the error's exit code."""
    if os.environ.get(TRACEBACK):
        raise error
    tell_error(error)
    sys.exit(error.exit_code)


def end_with_usage(error: click.UsageError) -> NoReturn:
    """Click's own usage errors in the same form; no arguments at all is a wish to see the help."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        raise error
    command = error.ctx.command_path if error.ctx else "spamfilter"
    end_with(UsageError(f"{describe_usage(error)}; see '{command} --help'"))


def end_with_bug(error: Exception) -> NoReturn:
    """One line that says it is our fault, and exit code 70."""
    if os.environ.get(TRACEBACK):
        raise error
    click.echo(
        f"spamfilter: a bug: {describe_error(error)}; run again with {TRACEBACK}=1 and report the traceback",
        err=True,
    )
    sys.exit(70)


def end_by_sigpipe() -> NoReturn:
    """Die as grep does when its reader goes away, so that a shell sees 141 and nothing is printed."""
    gc.collect()  # worker processes leave semaphores that only their finalizers remove
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)
    os._exit(141)


class ClosedOutput(io.RawIOBase):
    """Standard output where the shell has closed it: whatever is printed is an error, not lost."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> NoReturn:
        raise OutputError(CLOSED)


def replace_closed_output() -> None:
    """Where standard output is closed, have what is printed fail. Python would drop it without a word."""
    if sys.stdout is None:
        # No buffer: what failed once would be tried again, and fail again, at the end.
        raw = ClosedOutput()
        sys.stdout = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)


def check_output() -> None:
    """Raise :class:`OutputError`, before long work, where standard output is closed."""
    if sys.stdout is None or isinstance(getattr(sys.stdout, "buffer", None), ClosedOutput):
        raise OutputError(CLOSED)


def flush_output() -> None:
    """Have what was printed leave, while an error in that can still be told."""
    if sys.stdout is not None:
        sys.stdout.flush()
