"""The programs ``bogofilter`` and ``bogoutil``, run and understood; see bogofilter(1), version 1.2.5."""

import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from spamfilter import ClassifierError, DataError, SourceError, UsageError

PROGRAM = "bogofilter"
UTILITY = "bogoutil"
FAILED = 3  # exit code; 0 to 2 are spam, ham and unsure
LIMIT = 300.0  # seconds for one run; a wordlist that another process writes to is waited for
TRAIN = "train it with bogofilter -s < SPAM and bogofilter -n < HAM"

_SETTING = re.compile(r"^([\w-]+) *= (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the program is set to: the ``folder`` of its wordlist and its two cut-offs."""

    folder: str
    ham_cutoff: float
    spam_cutoff: float


def read_settings(model: Path | None) -> Settings:
    """Settings for the wordlist folder ``model``; None leaves it to the program's environment and files.

    Raises :class:`SourceError` for a folder that is not there, :class:`DataError` for a wordlist that is
    untrained or not readable, :class:`UsageError` where the program is not installed.
    """
    if model is not None:
        check_folder(model)
    return ask_settings(model)


def ask_settings(model: Path | None) -> Settings:
    """Settings, whether or not there is a wordlist; see :func:`read_settings` for the errors."""
    found = dict(_SETTING.findall(ask_program([PROGRAM, "-QQ", *choose_folder(model)])))
    try:
        return Settings(found["bogofilter-dir"], float(found["ham_cutoff"]), float(found["spam_cutoff"]))
    except (KeyError, ValueError):
        raise DataError(
            f"'{PROGRAM} -QQ' does not say its folder and cut-offs; install {PROGRAM} 1.2 or later"
        ) from None


def check_folder(model: Path) -> None:
    """Raise unless ``model`` holds a wordlist: the program would make an empty one."""
    try:
        names = [path.name for path in model.iterdir()]
    except NotADirectoryError:
        raise DataError(f"{model} is not a folder; give the one that holds {PROGRAM}'s wordlist") from None
    except OSError as error:
        raise SourceError(
            f"cannot read {model}: {error.strerror}; give the folder of {PROGRAM}'s wordlist"
        ) from None
    if not any(name.startswith("wordlist.") for name in names):
        raise DataError(f"{model} holds no {PROGRAM} wordlist; {TRAIN}, each with -d {model}")


def check_trained(settings: Settings) -> None:
    """Raise :class:`DataError` unless the wordlist knows both kinds: with one, every mail scores alike."""
    output = ask_program([UTILITY, "-w", settings.folder, ".MSG_COUNT"])
    counts = re.search(r"^\.MSG_COUNT\s+(\d+)\s+(\d+)", output, re.MULTILINE)
    for kind, count in zip(("spam", "ham"), counts.groups() if counts else "00", strict=True):
        if int(count) == 0:
            raise DataError(f"{PROGRAM}'s wordlist in {settings.folder} has seen no {kind}; {TRAIN}")


def score_mails(mails: Sequence[bytes], model: Path | None) -> list[float]:
    """The spamicity of each of ``mails``, in order, by one process.

    Each mail is a file, named on standard input (``-b``): in an mbox (``-M``) a line of the mail that begins
    with "From " would have to be changed. ``-TT`` is ``-T`` with all decimals and nothing but the number.
    """
    with write_files(mails) as names:
        output = ask_program([PROGRAM, "-TT", "-b", *choose_folder(model)], "".join(f"{n}\n" for n in names))
    scores = [read_score(line) for line in output.splitlines()]
    if [name for name, _ in scores] != names:
        raise ClassifierError(f"{PROGRAM} answered for {len(scores)} of {len(names)} mails; run it by hand")
    return [score for _, score in scores]


def register_mails(mails: Sequence[bytes], switch: str, folder: str) -> None:
    """Count the words of ``mails`` in the wordlist of ``folder`` as ``switch`` says, by one process.

    ``-s`` counts them as spam, ``-n`` as ham; ``-S`` and ``-N`` take that back, and ``-Sn`` and ``-Ns`` do
    both in one run. Where there is no wordlist yet, it is made.
    """
    with write_files(mails) as names:
        ask_program([PROGRAM, switch, "-b", "-d", folder], "".join(f"{name}\n" for name in names))


@contextmanager
def write_files(mails: Sequence[bytes]) -> Iterator[list[str]]:
    """The names of files that hold ``mails``, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="spamfilter-bogofilter-") as folder:
        paths = [Path(folder, str(number)) for number in range(len(mails))]
        for path, mail in zip(paths, mails, strict=True):
            path.write_bytes(mail)
        yield list(map(str, paths))


def read_score(line: str) -> tuple[str, float]:
    """File name and spamicity; a locale may write a comma."""
    name, _, score = line.strip().rpartition(" ")
    try:
        return name, float(score.replace(",", "."))
    except ValueError:
        raise ClassifierError(f"{PROGRAM} answered {line!r}, which is no score; run it by hand") from None


def choose_folder(model: Path | None) -> list[str]:
    """The options that name the folder."""
    return [] if model is None else ["-d", str(model)]


def ask_program(command: Sequence[str], stdin: str = "") -> str:
    """Standard output of ``command``. Raises :class:`DataError` when it fails, with its own first words.

    Which of the two programs meets a broken wordlist first depends on the database they were built with, so
    the error names the one that a user knows.
    """
    try:
        done = subprocess.run(command, input=stdin.encode(), capture_output=True, timeout=LIMIT, check=False)
    except FileNotFoundError:
        raise UsageError(
            f"there is no program {command[0]}; install {PROGRAM} (Debian: apt install {PROGRAM})"
        ) from None
    except OSError as error:
        raise UsageError(f"cannot run {command[0]}: {error.strerror}; install it again") from None
    except subprocess.TimeoutExpired:
        raise ClassifierError(f"{command[0]} gave no answer in {LIMIT:g} s; run it by hand") from None
    if done.returncode < 0 or done.returncode >= FAILED:
        complaint = " ".join(done.stderr.decode("utf-8", "replace").split())[:160]
        raise DataError(f"{PROGRAM} failed: {complaint or f'exit code {done.returncode}'}; {TRAIN}")
    return done.stdout.decode("utf-8", "replace")
