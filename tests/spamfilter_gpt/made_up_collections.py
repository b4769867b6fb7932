"""A data folder with every collection that ``gpt build-embedded`` reads, each in its own form, made up."""

import csv
import gzip
import io
import random
import tarfile
from pathlib import Path

from spamfilter_gpt.corpus.collection import COLLECTIONS, RAW, UCI, Collection

SYLLABLES = ["ba", "ke", "li", "mo", "nu", "pa", "re", "si", "to", "vu"]
ROWS = 90  # of a collection, every third spam


def make_text(name: str, spam: bool, number: int) -> str:
    """Six random words of the collection ``name``, and what tells spam from ham."""
    chance = random.Random(f"{name} {number}")
    words = ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(6)]
    return f"{'win a prize' if spam else 'see you at'} {name} {' '.join(words)} {number}"


def list_rows(collection: Collection) -> list[tuple[bool, str]]:
    """The made-up rows of a collection: one that publishes one class has that alone."""
    rows = [(number % 3 == 0, make_text(collection.name, number % 3 == 0, number)) for number in range(ROWS)]
    classes = {False: collection.ham, True: collection.spam}
    return [(spam, text) for spam, text in rows if classes[spam]]


def write_collections(folder: Path) -> Path:
    """``folder`` with all collections."""
    (folder / "more").mkdir(parents=True)
    for collection in COLLECTIONS:
        path, rows = folder / collection.file, list_rows(collection)
        if collection.file == UCI:
            lines = [f"{'spam' if spam else 'ham'}\t{text}\n" for spam, text in rows]
            path.write_text("".join(lines), encoding="utf-8")
        elif collection.file == RAW:
            write_mails(path, rows)
        elif collection.language:
            write_table(path, ("label", "text"), [(int(spam), text) for spam, text in rows])
        else:
            table = [(int(spam), text, "pt") for spam, text in rows]
            write_table(path, ("label", "text", "lang"), table)
    return folder


def write_table(path: Path, header: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """A csv.gz."""
    with gzip.open(path, "wt", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])


def write_mails(path: Path, rows: list[tuple[bool, str]]) -> None:
    """A tar.gz of raw mails, ham and spam in folders of their own, each from a sender of its own."""
    with tarfile.open(path, "w:gz") as archive:
        for number, (spam, text) in enumerate(rows):
            head = f"From: <someone{number}@example.org>\nSubject: about {text.split()[5]}\n\n"
            add_file(archive, f"corpus/{'spam' if spam else 'easy_ham'}/{number:05}", f"{head}{text}\n")


def add_file(archive: tarfile.TarFile, name: str, text: str) -> None:
    """One file of an archive."""
    data = text.encode()
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))
