"""The rows of a run: those that train, those it is chosen by, and hashes to know what they were read from."""

import csv
import gzip
import hashlib
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from spamfilter import DataError, labelled, read, storage
from spamfilter_gpt.records.recipe import Settings

HELD_BACK = 0.15  # share of the messages that validate where none are given for that
# Messages of many kinds and languages that ship, so that a filter forgets none of them: some that training
# replays, others that guard what it made. ``corpus/general.py`` chose them.
GENERAL = Path(__file__).parents[1] / "general"
GUARD, REPLAY = GENERAL / "guard.jsonl.gz", GENERAL / "replay.jsonl.gz"
AGAIN = "install spamfilter-gpt again"
NAME = "name messages that scan reads"
CHOOSE = f"{labelled.ADVICE}, or with train.csv and validation.csv, as spamfilter gpt prepare makes it"


@dataclass(frozen=True, slots=True)
class LabelledText:
    """Texts [N] and their labels [N], 0 ham and 1 spam."""

    texts: list[str]
    labels: list[int]

    @classmethod
    def of(cls, rows: Iterable[labelled.LabelledMessage]) -> "LabelledText":
        """Those of labelled messages."""
        found = cls([], [])
        for row in rows:
            found.texts.append(row.message.text)
            found.labels.append(int(row.spam))
        return found

    def select(self, rows: Iterable[int]) -> "LabelledText":
        """Some of the rows."""
        rows = list(rows)
        return LabelledText([self.texts[row] for row in rows], [self.labels[row] for row in rows])


def read_labelled(
    path: Path,
    text_column: str = "text",
    label_column: str = "label",
    encoding: str = "",
    advice: str | None = None,
) -> LabelledText:
    """All of a file or folder, as :func:`spamfilter.labelled.read_labelled` reads it."""
    return LabelledText.of(
        labelled.read_labelled(
            str(path), column=text_column, label_column=label_column, advice=advice, encoding=encoding
        )
    )


def read_general(path: Path) -> LabelledText:
    """The messages of ``GUARD`` or ``REPLAY``. Raises :class:`DataError` where the file is not whole."""
    data = storage.read_bytes(path, AGAIN)
    try:
        rows = [json.loads(line) for line in gzip.decompress(data).decode().splitlines()]
        return LabelledText([row["text"] for row in rows], [int(row["label"] == "spam") for row in rows])
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} is not what ships ({error}); {AGAIN}") from None


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run reads.

    ``held_back`` says that ``validation`` was drawn from the training rows; ``hashes`` are SHA-256 of what
    was read, by name, and ``file`` is the csv that the validation rows are, if they are one. ``unlabelled``
    are texts that a teacher labels.
    """

    train: LabelledText
    validation: LabelledText
    held_back: bool
    hashes: dict[str, str]
    file: Path | None
    unlabelled: tuple[str, ...] = ()

    @property
    def all_that_trains(self) -> LabelledText:
        """The labelled rows, and behind them the unlabelled, which count as ham until a teacher is asked."""
        unknown = [0] * len(self.unlabelled)
        return LabelledText([*self.train.texts, *self.unlabelled], [*self.train.labels, *unknown])

    def describe(self) -> str:
        """How many rows train and validate, on one line."""
        train, validation = len(self.train.texts), len(self.validation.texts)
        return f"{train} messages train; {validation} that are held back choose the epoch"

    def format_validation(self, text_column: str, label_column: str) -> bytes:
        """A csv of the validation rows, with columns so named: as it was read where it was one."""
        if self.file:
            return storage.read_bytes(self.file, CHOOSE)
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow((label_column, text_column))
        writer.writerows(zip(self.validation.labels, self.validation.texts, strict=True))
        return text.getvalue().encode("utf-8", "replace")


def read_sources(data: Path, settings: Settings) -> Parts:
    """Training rows of ``data`` and validation rows: those that ``settings`` or ``data`` name, else a share.

    The share is drawn with the recipe's seed, of ham and of spam, copies of a message on one side. Raises
    :class:`SourceError` and :class:`DataError` for what cannot be read, or trains nothing.
    """
    parts = read_labelled_parts(data, settings)
    if settings.unlabelled is None:
        return parts
    texts = [message.text for message in read(settings.unlabelled)]
    return replace(parts, unlabelled=tuple(text for text in texts if text.strip()))


def read_labelled_parts(data: Path, settings: Settings) -> Parts:
    """As :func:`read_sources`, without what has no labels."""
    source, chosen = find_sources(data, settings.validation)
    columns = (settings.text_column, settings.label_column, settings.encoding)
    hashes = hash_sources(data, settings)
    rows = read_labelled(source, *columns, advice=CHOOSE)
    spam = [label == 1 for label in rows.labels]
    labelled.check_trainable(rows.texts, spam, str(source))
    if chosen is not None:
        file = chosen if chosen.suffix.lower() == ".csv" else None
        return Parts(rows, read_labelled(chosen, *columns, advice=CHOOSE), False, hashes, file)
    held = labelled.draw_validation(rows.texts, spam, HELD_BACK, settings.recipe.seed)
    if not held:
        raise DataError(
            f"{source} has one distinct message of each kind, so none can be held back; "
            f"name others with --validation"
        )
    rest = sorted(set(range(len(spam))) - set(held))
    return Parts(rows.select(rest), rows.select(held), True, hashes, None)


def find_sources(data: Path, validation: str | None) -> tuple[Path, Path | None]:
    """Where training rows and validation rows are read; None where the second are to be held back."""
    parts = labelled.find_parts(str(data), CHOOSE) if data.is_dir() else None
    train, other = parts or (str(data), None)
    chosen = validation or other
    return Path(train), Path(chosen) if chosen else None


def hash_sources(data: Path, settings: Settings) -> dict[str, str]:
    """SHA-256 of what a run reads, by the names of the files or folders."""
    hashes: dict[str, str] = {}
    for source in filter(None, find_sources(data, settings.validation)):
        name_source(hashes, source, hash_source(source))
    if settings.unlabelled is not None:
        source = Path(settings.unlabelled)
        name_source(hashes, source, hash_unlabelled(source))
    return hashes


def name_source(hashes: dict[str, str], source: Path, digest: str) -> None:
    """Note ``digest`` by the name of ``source``, with its folder where the name is taken."""
    name = source.resolve().name
    hashes[f"{source.resolve().parent.name}/{name}" if name in hashes else name] = digest


def hash_source(source: Path) -> str:
    """SHA-256 of a file; of a folder, of its mails and which of them are spam, in order."""
    if not source.is_dir():
        return storage.hash_file(source, CHOOSE)
    digest = hashlib.sha256()
    for mail, spam in labelled.list_mails(str(source), CHOOSE):
        digest.update(f"{spam:d}{storage.hash_file(mail, CHOOSE)}".encode())
    return digest.hexdigest()


def hash_unlabelled(source: Path) -> str:
    """SHA-256 of a file; of a folder, of all its files in order."""
    if not source.is_dir():
        return storage.hash_file(source, NAME)
    files = sorted(path for path in source.rglob("*") if path.is_file())
    hashes = "".join(storage.hash_file(path, NAME) for path in files)
    return hashlib.sha256(hashes.encode()).hexdigest()
