"""What a classifier is, and how a plugin offers one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from spamfilter.message import Message
from spamfilter.verdict import Policy


@runtime_checkable
class Classifier(Protocol):
    """Anything with a ``policy`` and a ``score`` method; it need not inherit from this class.

    Nine more are used where a classifier has them: ``trained_on``, the :class:`~spamfilter.Fingerprints` of
    its training messages (or None), by which ``evaluate`` counts copies of them apart;
    ``running_scores(message)``, pairs ``(end, score)`` with P(spam) once ``message.text[:end]`` has been
    read, ends rising, which ``explain`` shows; ``features(messages)``, float32 [n, width] in numpy, a row for
    each message by which learning tells it from others (or None); ``score_features(messages)``, the pair of
    what ``score`` and ``features`` give, at the cost of one (or None); ``identity``, a text that is another
    for a model that scores otherwise, by which a memory knows whose it is; ``reads_raw``, True where
    ``score`` goes by ``message.raw``, so that it need not score the other readings of a mail;
    ``without_front()``, for one that answers what is easy by something cheaper, which gives the same
    classifier without that, as ``--no-front`` wants it; ``score_first(messages)``, for such a one too, a pair
    of scores and of booleans, which of these are what ``score`` gives (or None), by which a memory has no
    more than it must computed; and ``concurrent``, True where ``score`` gains by
    running in several threads at once (it leaves Python's lock alone while it computes), which
    :func:`spamfilter.load` then does unless told otherwise.
    """

    @property
    def policy(self) -> Policy:
        """The cut-offs that the classifier recommends for its own scores."""

    def score(self, messages: Sequence[Message]) -> Sequence[float]:
        """P(spam) in [0, 1] for each message, in order.

        A message's score must not depend on the others in the call, nor on how many there are. Several
        threads may call at once: what belongs to a call stays in local variables, or is guarded by a lock.
        """


# What teaches a classifier that keeps a memory of its own: ``learn(model, messages, spam)``.
Learn = Callable[[str | None, Sequence[Message], bool | None], None]


@dataclass(frozen=True, slots=True)
class ClassifierEntry:
    """One classifier that a plugin offers.

    ``name``     what ``-c`` selects
    ``summary``  one line for ``spamfilter classifiers``
    ``load``     makes the classifier; gets the value of ``--model`` (a path, the name of a shipped
                 model, or None). Called only for the chosen entry, so heavy imports belong inside it.
    ``models``   names of the models that ship with it, which a shell offers after ``--model``
    ``learn``    what teaches a classifier that keeps a memory of its own, as bogofilter does. None, the
                 default, where it has none: then the program keeps a memory around it

    ``learn(model, messages, spam)`` gets the value of ``--model``, as ``load`` does, and messages that are
    spam (True) or ham (False), or of which it is to forget what it was told (None). It makes what ``model``
    names where that is not there yet. What ``load`` gives from then on has learned it. What was loaded before
    has too, where it says ``learns_at_once = True``, as one may that looks into its file with each ``score``;
    else whoever wants to score by what was learned loads it again.

    A message counts once: the same label again changes nothing, the other one takes the place of the first,
    and to forget what was never told changes nothing. One that cannot forget raises a
    :class:`~spamfilter.UsageError` that says so. Several processes may call at once. Where it raises, or is
    killed, the message in hand may be lost, and no more.

    It is called by ``spamfilter learn``, for each correction that ``spamd`` is told, by ``evaluate --online``
    after each message, with a ``model`` of its own in a temporary folder, and by ``check-plugin`` likewise;
    never by what only scores.
    """

    name: str
    summary: str
    load: Callable[[str | None], Classifier]
    models: tuple[str, ...] = ()
    learn: Learn | None = None
