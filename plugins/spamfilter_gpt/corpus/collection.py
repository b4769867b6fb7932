"""The published collections that the shipped models learn from, and the messages written for this project."""

import csv
import gzip
import json
import re
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from spamfilter import DataError, SourceError, labelled, read
from spamfilter_gpt.corpus.form import join_tokens

UCI = "SMSSpamCollection"
RAW = "email-spamassassin-raw.tar.gz"
LENGTH = 6000  # characters of a text that are used
WRITTEN = Path(__file__).parent / "written"
Genre = Literal["sms", "mail", "chat"]


@dataclass(frozen=True, slots=True)
class Collection:
    """One published set: its ``file`` in the data folder, and how many rows of each class may train.

    Sets of one ``publisher`` share people, phones or a way of collecting, so they are left out together.
    ``language`` is that of all rows where the file has no column ``lang``.
    """

    name: str
    file: str
    publisher: str
    genre: Genre
    ham: int
    spam: int
    language: str = "en"


def more(name: str, genre: Genre, ham: int, spam: int, publisher: str | None = None) -> Collection:
    """One of the sets in the folder ``more``, with a column ``lang``."""
    return Collection(name, f"more/{name}.csv.gz", publisher or name, genre, ham, spam, "")


# Limits keep a large set from deciding what spam is, its share of spam from being learned by style, and one
# with a single class from making its language or its length that class; a class of fewer is used whole.
COLLECTIONS = (
    Collection("uci", UCI, "nus", "sms", 1000, 800),
    Collection("nus", "sms-nus-english-ham.csv.gz", "nus", "sms", 600, 0),
    Collection("india", "sms-india.csv.gz", "india", "sms", 600, 600),
    Collection("mendeley", "sms-mendeley-smishing-new.csv.gz", "mendeley", "sms", 500, 500),
    Collection("spamassassin", RAW, "spamassassin", "mail", 1200, 800),
    Collection("enron", "email-enron-spam-1-4.csv.gz", "enron", "mail", 800, 800),
    Collection("ling", "email-ling-spam-bare.csv.gz", "ling", "mail", 600, 500),
    more("chat-chinese-livestream", "chat", 600, 600),
    more("chat-korean-songys-ham", "chat", 400, 0),
    more("chat-telegram-ru-tizhproger", "chat", 600, 600),
    more("comments-indonesian-judol", "chat", 600, 600),
    more("comments-persian-hamspam", "mail", 500, 500),
    more("mail-419-scambaiting-spam", "mail", 0, 600),
    more("mail-list-usrp-users-ham", "mail", 600, 0),
    more("mail-newsletter-ruanyf-ham", "mail", 150, 0),
    more("mail-newsletter-twir-ham", "mail", 200, 0),
    more("mail-osm-notifications-ham", "mail", 400, 0),
    more("sms-bangla-banglabarta", "sms", 500, 600),
    more("sms-bank-pennywise-ham", "sms", 500, 0),
    more("sms-chinese-fbs-spam", "sms", 0, 600),
    more("sms-chinese-nus-ham", "sms", 600, 0, "nus"),
    more("sms-mozambique-portuguese", "sms", 600, 600),
    more("sms-otp-momo-fixtures-ham", "sms", 80, 0),
    more("sms-philippines-spam", "sms", 0, 600),
    more("sms-thai-ssivakorn", "sms", 600, 600),
    more("sms-turkish-uysal", "sms", 450, 450),
    more("social-africa-afrisenti-ham", "chat", 600, 0),
    more("social-tweets-xlmt-ham", "chat", 1000, 0),
)
# Lower case, with a space around every sign: not as a mail is written, and not as the reader gives it.
TOKENIZED = ("enron", "ling")
LABELS = {"0": False, "1": True}

_ADDRESS = re.compile(r"[^\s<>@\"]+@[^\s<>@\"]+")
_ANSWER = re.compile(r"^(?:\s*(?:re|fwd?|aw|sv|antw)(?:\[\d+\])?:|\s*\[[^\]]{1,40}\])*+")

NEEDED = f"put the published collections there: {', '.join(one.file for one in COLLECTIONS)}"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text, whether it is spam, the collection that it is of, and the group of near copies it is in.

    ``origin`` is what else rows may share that must not be on two sides: sender and thread of a raw mail, the
    kind of a written message. ``mail`` names the raw mail that a text is a reading of;
    ``view`` says that it was made of another row.
    """

    text: str
    spam: bool
    collection: str
    group: int = 0
    language: str = "en"
    origin: tuple[str, ...] = ()
    mail: str = ""
    view: bool = False

    @property
    def tongue(self) -> str:
        """The language without its country or script, the first of two: ``zh-CN`` is ``zh``."""
        return self.language.replace("/", "-").partition("-")[0]


def check_collections(data: Path) -> None:
    """Raise :class:`SourceError` for the first collection that ``data`` lacks, or the written messages."""
    if not any(WRITTEN.glob("*.jsonl")):
        raise SourceError(f"cannot read {WRITTEN}: the package leaves it out; build in the repository")
    for collection in COLLECTIONS:
        path = data / collection.file
        if not path.exists():
            raise SourceError(f"cannot read {path}: No such file or directory; {NEEDED}")


def read_collection(data: Path, collection: Collection) -> list[Labelled]:
    """Rows of one collection, empty ones left out, each text cut to ``LENGTH``."""
    path = data / collection.file
    if collection.file == RAW:
        rows = read_raw(path, collection.name)
    elif collection.language:
        rows = read_plain(path, collection)
    else:
        rows = read_with_language(path, collection.name)
    mend = join_tokens if collection.name in TOKENIZED else str
    return [replace(row, text=mend(row.text[:LENGTH])) for row in rows if row.text.strip()]


def read_plain(path: Path, collection: Collection) -> Iterator[Labelled]:
    """The rows of labelled messages in any form, all of the collection's language."""
    for row in labelled.read_labelled(str(path), advice=NEEDED):
        yield Labelled(row.message.text, row.spam, collection.name, language=collection.language)


def read_with_language(path: Path, name: str) -> Iterator[Labelled]:
    """The rows of a csv.gz with the columns ``label`` (1 is spam, 0 ham), ``text`` and ``lang``."""
    try:
        with gzip.open(path, "rt", newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                yield Labelled(row["text"], LABELS[row["label"]], name, language=row["lang"])
    except (OSError, EOFError, UnicodeDecodeError, KeyError, csv.Error) as error:
        raise DataError(
            f"{path} is not a csv.gz with label (0 or 1), text and lang: {error}; {NEEDED}"
        ) from None


def read_raw(path: Path, name: str) -> Iterator[Labelled]:
    """The mails of the SpamAssassin archive as the mail reader gives them; folders of ham have that name."""
    try:
        with tempfile.TemporaryDirectory() as folder, tarfile.open(path) as archive:
            archive.extractall(folder, filter="data")
            for mail in sorted(Path(folder).rglob("*")):
                if mail.is_file():
                    yield from read_texts(mail, "ham" not in mail.parent.name, name)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise DataError(f"{path} is not a tar.gz of mails: {error}; {NEEDED}") from None


def read_texts(mail: Path, spam: bool, name: str) -> Iterator[Labelled]:
    """Every reading of the mail in a file of its own.

    What else a person may be shown of a mail (its ``readings``) is a row of its own. Their origin is the
    sender and the thread, which is the subject without what answers put before it.
    """
    for message in read(str(mail), input_format="eml"):
        address = _ADDRESS.search(message.sender)
        sender = address[0].casefold() if address else message.sender
        thread = _ANSWER.sub("", message.subject.casefold()).strip()
        origin = tuple(f"{kind} {key}" for kind, key in (("from", sender), ("in", thread)) if key)
        others = (reading.text for reading in message.readings if not reading.repeats)
        for text in (message.text, *others):
            yield Labelled(text, spam, name, origin=origin, mail=f"{mail.parent.name}/{mail.name}")


def read_written(folder: Path = WRITTEN) -> list[Labelled]:
    """The messages written for this project; their collection is ``written``, their origin the kind."""
    rows = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            spam = row["label"] == "spam"
            rows.append(Labelled(row["text"], spam, WRITTEN.name, 0, row["lang"], (row["kind"],)))
    return rows
