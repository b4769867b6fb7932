"""Publishers left out in turn: what a model says of sets that none of its training rows is from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from spamfilter import storage
from spamfilter_gpt.corpus.collection import COLLECTIONS, Labelled
from spamfilter_gpt.corpus.mixture import Mixture, mix_rows, pick, write_rows
from spamfilter_gpt.records.rows import read_labelled

# Publishers with both classes, in groups that are left out together; a group has few rows of each genre and
# language, so that what is left to train on stays like the whole.
FOLDS = (
    ("nus", "chat-telegram-ru-tizhproger", "ling"),
    ("india", "chat-chinese-livestream", "enron"),
    ("mendeley", "comments-persian-hamspam", "sms-thai-ssivakorn"),
    ("spamassassin", "comments-indonesian-judol", "sms-mozambique-portuguese"),
    ("sms-bangla-banglabarta", "sms-turkish-uysal"),
)
MEASURED = "measured.csv"


def mix_folds(
    pool: Sequence[Labelled], leave_out: Sequence[str], seed: int, rows: int | None = None
) -> Iterator[Mixture]:
    """For each fold the rows that train and validate without its publishers, and those measured.

    At most ``rows`` train, and as many of each set are measured; None for all. What ``leave_out`` names does
    neither. ``pool`` is what :func:`spamfilter_gpt.corpus.mixture.read_pool` gives.
    """
    for publishers in FOLDS:
        names = list_measured(set(publishers).difference(leave_out))
        mixture = mix_rows(pool, (*publishers, *leave_out), seed)
        held = {name: mixture.held_back[name] for name in names}
        if rows:
            mixture = replace(mixture, train=pick(mixture.train, rows, seed))
            held = {name: pick(found, rows, seed) for name, found in held.items()}
        yield replace(mixture, held_back=held)


def list_measured(publishers: set[str]) -> list[str]:
    """The collections of these ``publishers`` that have both classes."""
    return [one.name for one in COLLECTIONS if one.publisher in publishers and one.ham and one.spam]


def read_shared(files: Iterable[Path]) -> list[str]:
    """The texts, in order, that train in each of these files: what one base for all may learn from."""
    found = [set(read_labelled(path).texts) for path in files]
    return sorted(set.intersection(*found))


def write_fold(mixture: Mixture, folder: Path) -> list[Path]:
    """Write train.csv and validation.csv into ``folder``, and all that is measured into measured.csv."""
    measured = [row for rows in mixture.held_back.values() for row in rows]
    files = {"train.csv": mixture.train, "validation.csv": mixture.validation, MEASURED: measured}
    storage.make_folder(folder)
    with storage.naming_folder(folder):
        for name, rows in files.items():
            write_rows(folder / name, rows)
    return [folder / name for name in files]
