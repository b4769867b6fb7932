"""The filter from Python: texts in, scores or verdicts out, the same as ``spamfilter scan`` gives them.

>>> import spamfilter
>>> texts = ["Are we still on for lunch?", "WINNER! Text WIN to 80082 to claim your prize"]
>>> spamfilter.score(texts).round(1)
array([0., 1.], dtype=float32)
>>> [verdict.label.value for verdict in spamfilter.judge(texts)]
['ham', 'spam']

These two use the classifier that ``scan`` uses when nothing is said; :func:`load` opens any other.
"""

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import length_hint
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from spamfilter.errors import UsageError
from spamfilter.hookspecs import ReadOptions
from spamfilter.mail.judge import settle_verdict
from spamfilter.mail.standing import Senders, open_senders
from spamfilter.message import Message
from spamfilter.plugin.choice import choose
from spamfilter.plugin.manager import create_manager, load_readers
from spamfilter.plugin.worker import count_processors, open_threads
from spamfilter.readers import check_source, open_source
from spamfilter.readers.notice import take_notices
from spamfilter.readers.source.encoding import find_codec
from spamfilter.scan import judge_message, score_checked, score_messages
from spamfilter.verdict import Policy, Verdict

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    Table = TypeVar("Table", pa.Table, pa.RecordBatch)

BATCH_SIZE = 128

# A list, a generator, a column of pandas, pyarrow or polars, an array of numpy.
Texts = Iterable[str | Message]


@dataclass(frozen=True, slots=True)
class Choice:
    """What :func:`load` was called with: enough to load the same again in another process.

    ``senders`` is what :meth:`Filter.heed` was called with.
    """

    classifier: str
    model: str | None
    plugins: tuple[str, ...]
    spam_above: float | None
    ham_below: float | None
    threads: int | None
    memory: Path | None = None
    senders: tuple[Path | None, tuple[str, ...]] | None = None
    front: bool = True


class Filter:
    """A loaded classifier with its cut-offs, and what plugins say of its verdicts. :func:`load` makes one.

    ``name`` and ``model`` are what was loaded, ``policy`` the two cut-offs in use, ``classifier`` the
    plugin's own object, ``threads`` how many batches are scored at once at most.

    Scores and verdicts are those of ``spamfilter scan``, to the last bit, whatever the batch size, the number
    of threads, the order of the texts, and what other threads do with the same filter. Its methods may be
    called from any thread. A filter can be pickled; it is then loaded again, once in each process, so its
    model and plugins must be there too.
    """

    def __init__(self, choice: Choice, origin: str = "") -> None:
        self._choice = choice
        self._origin = origin or os.urandom(8).hex()  # the same in all its copies
        self._manager = create_manager(choice.plugins)
        asked = choice.classifier, choice.model, choice.memory
        chosen = choose(self._manager, *asked, front=choice.front)
        self.name = chosen.name
        self.model = chosen.model
        self.classifier = chosen.classifier
        self.policy: Policy = chosen.classifier.policy.override(choice.ham_below, choice.spam_above)
        self._senders: Senders | None = open_senders(*choice.senders) if choice.senders else None
        gains = getattr(chosen.classifier, "concurrent", False)
        self.threads = choice.threads or (count_processors() if gains else 1)
        # Also over all threads that call, so that a classifier made for one thread meets no second one.
        self._turns = threading.BoundedSemaphore(self.threads)

    def __repr__(self) -> str:
        model = f", {self.model!r}" if self.model else ""
        cutoffs = f"ham_below={self.policy.ham_below:g}, spam_above={self.policy.spam_above:g}"
        return f"<spamfilter.Filter {self.name!r}{model}, {cutoffs}, threads={self.threads}>"

    def __reduce__(self) -> tuple[Callable[[Choice, str], "Filter"], tuple[Choice, str]]:
        return open_once, (self._choice, self._origin)

    def heed(
        self, memory: "str | os.PathLike[str] | None" = None, *, authserv_ids: Iterable[str] = ()
    ) -> None:
        """From now on heed whom ``spamfilter allow`` and ``block`` have put on the lists in a ``memory``.

        By default that is the user's own. ``authserv_ids`` are the names of servers whose
        ``Authentication-Results`` are trusted; without one nobody who is allowed is believed.
        """
        if isinstance(authserv_ids, str):
            raise UsageError(f"authserv_ids is one string; put it in a list: [{authserv_ids!r}]")
        senders = (None if memory is None else Path(memory), tuple(authserv_ids))
        self._choice = replace(self._choice, senders=senders)
        self._senders = open_senders(*senders)

    def score(
        self, texts: Texts, *, batch_size: int = BATCH_SIZE, progress: bool = False
    ) -> "NDArray[np.float32]":
        """P(spam) in [0, 1] of each of ``texts``, in order: an array [n].

        ``texts`` is any iterable of strings or Messages: a list, a generator, a column of pandas or pyarrow;
        it is read in groups, so that no more than about a thousand texts are held besides. ``progress``
        shows a bar. No score depends on ``batch_size``.

        >>> load(model="tiny").score(read("inbox.txt"))[:4].round(2)
        array([0., 1., 0., 1.], dtype=float32)

        Raises :class:`UsageError` for what is no column of texts, with the place of an item that is no text,
        and :class:`ClassifierError` where the classifier fails.
        """
        results = self.scan(texts, batch_size=batch_size, progress=progress)
        return np.fromiter((verdict.score for _, verdict in results), dtype=np.float32)

    def judge(self, texts: Texts, *, batch_size: int = BATCH_SIZE, progress: bool = False) -> list[Verdict]:
        """A verdict for each of ``texts``, in order: its ``label`` and its ``score``; as :meth:`score`.

        >>> load(model="tiny", spam_above=1).judge(["WINNER! Text WIN to 80082 to claim your prize"])
        [Verdict(label=<Label.UNSURE: 'unsure'>, score=0.99)]
        """
        return [verdict for _, verdict in self.scan(texts, batch_size=batch_size, progress=progress)]

    def scan(
        self, texts: Texts, *, batch_size: int = BATCH_SIZE, progress: bool = False
    ) -> Iterator[tuple[Message, Verdict]]:
        """Each of ``texts``, as a Message, with its verdict, in order, as soon as its group is scored.

        For what does not fit into memory; as :meth:`score` otherwise.

        >>> for message, verdict in load(model="tiny").scan(read("inbox.txt")):
        ...     if verdict.label == "spam":
        ...         print(message.number, message.text[:30])
        2 URGENT! You have won a £2000 p
        4 FREE entry in our weekly draw!
        7 Congratulations! Your mobile n
        11 You have 1 new voicemail. To l
        13 Hot singles in your area are w
        15 Subject: Claim your cash prize
        """
        if batch_size < 1:
            raise UsageError(f"batch_size is {batch_size}; give 1 or more")
        results = self._scan(read_texts(texts), batch_size)
        return show_bar(results, length_hint(texts, 0) or None) if progress else results

    def score_table(
        self, table: "Table", column: str = "text", *, batch_size: int = BATCH_SIZE, progress: bool = False
    ) -> "Table":
        """``table``, of pyarrow, with two more columns: ``score`` (float32) and ``label`` (string).

        A RecordBatch gives a RecordBatch. Raises :class:`UsageError` where there is no ``column``, or already
        a score or a label, and otherwise as :meth:`score`.
        """
        check_table(table, column)
        import pyarrow as pa

        texts = table.column(table.schema.names.index(column))
        verdicts = self.judge(texts, batch_size=batch_size, progress=progress)
        scores = pa.array([verdict.score for verdict in verdicts], pa.float32())
        labels = pa.array([verdict.label.value for verdict in verdicts], pa.string())
        return table.append_column("score", scores).append_column("label", labels)

    def _scan(self, messages: Iterator[Message], batch_size: int) -> Iterator[tuple[Message, Verdict]]:
        with open_threads(self._score_batch, self.threads) as scorer:
            for message, (score,) in score_messages(messages, [scorer], batch_size=batch_size):
                verdict = judge_message(message, score, self.policy)
                yield message, settle_verdict(self._manager, message, verdict, self._senders)

    def _score_batch(self, batch: Sequence[Message]) -> list[float]:
        with self._turns:
            return score_checked(self.classifier, self.name, batch)


def load(
    classifier: str = "gpt",
    model: "str | os.PathLike[str] | None" = None,
    *,
    plugins: Iterable[str] = (),
    spam_above: float | None = None,
    ham_below: float | None = None,
    threads: int | None = None,
    memory: "str | os.PathLike[str] | None" = None,
    front: bool = True,
) -> Filter:
    """Load the ``classifier`` of that name, as the options of ``scan`` do: ``-c``, ``--model``, ``--plugin``.

    ``model`` is a path or the name of a shipped model, ``plugins`` are modules besides the installed ones.
    ``spam_above`` and ``ham_below`` take the place of the model's own cut-offs. ``threads`` is how many
    batches are scored at once; by default one, or as many as there are processors where the classifier gains
    by it, as ``gpt`` does. ``memory`` is a file that ``spamfilter learn`` has taught: scores go by what is in
    it, also by what is learned later, and verdicts by the lists of senders in it, as :meth:`Filter.heed` has
    it. Without, nothing but the classifier counts. ``front=False`` asks a large model also for what a cheaper
    guess would answer.

    >>> load("gpt", model="tiny", threads=1)
    <spamfilter.Filter 'gpt', 'tiny', ham_below=0.2252, spam_above=0.9399, threads=1>

    Raises :class:`UsageError` for a name that no plugin offers, :class:`SourceError` or :class:`DataError`
    for a model or a memory that is missing or broken, or a memory of another classifier or model.
    """
    if isinstance(plugins, str):
        raise UsageError(f"plugins is one string; put it in a list: [{plugins!r}]")
    if threads is not None and threads < 1:
        raise UsageError(f"threads is {threads}; give 1 or more, or None")
    path = None if model is None else os.fspath(model)
    choice = Choice(classifier, path, tuple(plugins), spam_above, ham_below, threads, front=front)
    if memory is not None:
        file = Path(memory)
        choice = replace(choice, memory=file, senders=(file, ()))
    return Filter(choice)


def score(texts: Texts) -> "NDArray[np.float32]":
    """P(spam) of each of ``texts`` by the classifier that ``scan`` uses too; see :meth:`Filter.score`."""
    return open_default().score(texts)


def judge(texts: Texts) -> list[Verdict]:
    """A verdict for each of ``texts``; see :meth:`Filter.judge`.

    >>> judge(["Are we still on for lunch?"])[0].label
    <Label.HAM: 'ham'>
    """
    return open_default().judge(texts)


def score_table(table: "Table", column: str = "text") -> "Table":
    """``table`` with the columns ``score`` and ``label``; see :meth:`Filter.score_table`."""
    return open_default().score_table(table, column)


def read(
    path: "str | os.PathLike[str]",
    input_format: str = "auto",
    *,
    column: str = "text",
    encoding: str = "",
    sent: bool = False,
    plugins: Iterable[str] = (),
) -> Iterator[Message]:
    """The Messages of any source that ``scan`` reads, one at a time: a file, a folder of mails, ``-``.

    ``input_format`` is what ``--input`` names, ``column`` what csv and jsonl call the text, ``encoding`` what
    text is in that is not UTF-8. ``sent`` is whether what the owner of a phone's export sent is wanted too.
    ``plugins`` are modules besides the installed ones. What a source lacks is logged.

    >>> next(read("inbox.txt")).number
    1

    Raises :class:`SourceError` for what cannot be read.
    """
    source = os.fspath(path)
    check_source(source, input_format)
    options = ReadOptions(column, encoding=find_codec(encoding) if encoding else "")
    readers = load_readers(plugins)
    return log_notices(open_source(source, input_format, options=options, readers=readers, sent=sent))


def log_notices(messages: Iterator[Message]) -> Iterator[Message]:
    """``messages``; what their source has to tell at its end goes to the log ``spamfilter``."""
    try:
        yield from messages
    finally:
        for notice in take_notices():
            logging.getLogger("spamfilter").info(notice)


def open_default() -> Filter:
    """What :func:`load` gives when nothing is said; always the same."""
    return open_once(Choice("gpt", None, (), None, None, None), "default")


def open_once(choice: Choice, origin: str) -> Filter:
    """The filter of a ``choice``, loaded at the first call with this ``origin`` in a process, and kept."""
    with _opening:
        return _keep(choice, origin)


_opening = threading.RLock()
_keep = lru_cache(maxsize=8)(Filter)


def read_texts(texts: Texts) -> Iterator[Message]:
    """A Message for each of ``texts``. Raises :class:`UsageError` at once for what is no column of texts."""
    if advice := find_mistake(texts):
        raise UsageError(f"texts is {name_kind(texts)}; {advice}")
    try:
        items = enumerate(texts)
    except TypeError:
        raise UsageError(f"texts is {name_kind(texts)}; give a list of texts") from None
    return (make_message(item, place) for place, item in items)


def find_mistake(texts: object) -> str:
    """What to write instead of ``texts``, where they seem to be texts and are no column of them."""
    if isinstance(texts, str | Message):
        return "put it in a list: [text]"
    if isinstance(texts, bytes | bytearray):
        return "decode it, and put it in a list: [text]"
    if isinstance(texts, PurePath):
        return "read its messages with spamfilter.read(path)"
    if isinstance(texts, set | frozenset):
        return "it has no order, so no score could be told from another; give a list"
    if isinstance(texts, Mapping):
        return "give its texts: list(texts.values())"
    # A table of pandas, polars or pyarrow. A Series may have an entry of that name: so its type is asked.
    return "give one of its columns: texts['text']" if hasattr(type(texts), "columns") else ""


def make_message(item: object, place: int) -> Message:
    """``item`` as a Message; pyarrow's and numpy's strings are read too."""
    if isinstance(item, Message):
        return item
    value = item.as_py() if hasattr(item, "as_py") else item
    if isinstance(value, str):
        return Message(str(value), number=place + 1)
    if str(value) in ("None", "nan", "<NA>", "NaT"):
        problem = f"missing ({value}); leave it out, or put an empty text there"
    elif isinstance(value, bytes | bytearray):
        problem = f"{name_kind(value)}; decode it, or read mails from files with spamfilter.read"
    else:
        problem = f"{name_kind(value)}; give a text or a Message"
    raise UsageError(f"item {place} of texts, counted from 0, is {problem}")


def name_kind(value: object) -> str:
    """What ``value`` is, for a message."""
    kinds = {str: "one string", bytes: "bytes", Message: "one Message"}
    return kinds.get(type(value)) or f"of type {type(value).__name__}"


def check_table(table: object, column: str) -> None:
    """Raise :class:`UsageError` unless ``table`` is one of pyarrow, with ``column`` and room for two more."""
    pa = sys.modules.get("pyarrow")  # whoever has a table has imported it
    if pa is None or not isinstance(table, pa.Table | pa.RecordBatch):
        raise UsageError(
            f"table is {name_kind(table)}; give a pyarrow.Table, or score one column: score(table['text'])"
        )
    names = table.schema.names
    if names.count(column) != 1:
        raise UsageError(
            f"the table has {names.count(column) or 'no'} columns {column!r}, and one is scored; "
            f"it has: {', '.join(names)}"
        )
    if taken := [name for name in ("score", "label") if name in names]:
        raise UsageError(f"the table already has a column {taken[0]!r}; rename it first")


Item = TypeVar("Item")


def show_bar(items: Iterator[Item], total: int | None) -> Iterator[Item]:
    """``items`` with a progress bar, one for a notebook or one for a terminal; without tqdm none."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return items
    return iter(tqdm(items, total=total, unit=" messages"))
