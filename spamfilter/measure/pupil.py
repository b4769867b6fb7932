"""What learns while it is measured: a classifier with a memory around it, or one that keeps its own."""

import shutil
from collections.abc import Callable, Container, Sequence
from pathlib import Path

from spamfilter.classifier import Classifier, ClassifierEntry
from spamfilter.errors import DataError, SourceError
from spamfilter.memory.example import Example, Trace, identify
from spamfilter.memory.learner import Knowledge
from spamfilter.memory.remembering import add_odds, trace_texts
from spamfilter.message import Message
from spamfilter.plugin.teach import teach
from spamfilter.scan import list_readings, score_checked, score_texts, weigh_readings
from spamfilter.verdict import Policy

UNTAUGHT = 0.5  # the score of what has not yet been shown both a spam and a ham
PATIENCE = 100
MODEL = "model"  # in the folder of what keeps its own memory


class Remembered:
    """A classifier with a memory around it, which is kept in this process and gone at its end.

    What the classifier itself says of the messages does not depend on what was learned, so it is asked once,
    in batches; then each step costs only what the memory adds. ``plain`` [N] are the scores without memory.
    """

    def __init__(
        self,
        classifier: Classifier,
        name: str,
        messages: Sequence[Message],
        batch_size: int = 128,
        advance: Callable[[int], object] = lambda count: None,
    ) -> None:
        self.policy: Policy = classifier.policy
        self.trained_on = find_training(classifier)
        raw = getattr(classifier, "reads_raw", False)
        self._messages = messages
        self._texts = [[one] if raw else list_readings(one) for one in messages]
        self._scores, self._traces = trace_all(classifier, name, self._texts, batch_size, advance)
        self._knowledge = Knowledge()
        self._examples: dict[bytes, Example] = {}
        self.plain: list[float] | None = [self._weigh(*one) for one in enumerate(self._scores)]

    def judge(self, rows: range) -> list[float]:
        """Scores by the memory so far."""
        added = self._knowledge.correct([trace for row in rows for trace in self._traces[row]])
        scores, at = [], 0
        for row in rows:
            own = self._scores[row]
            scores.append(self._weigh(row, add_odds(own, added[at : at + len(own)])))
            at += len(own)
        return scores

    def learn(self, row: int, spam: bool) -> None:
        """As a memory on disk does: the same again changes nothing, another label takes its place."""
        key = identify(self._messages[row])
        known = self._examples.get(key)
        if known is not None and known.spam == spam:
            return
        if known is not None:
            self._knowledge.remove(known)
        self._examples[key] = Example(key, spam, 0, tuple(self._traces[row]))
        self._knowledge.add(self._examples[key])

    def _weigh(self, row: int, scores: Sequence[float]) -> float:
        """The highest of the ``scores`` of a message's texts, as they count."""
        return scores[0] if len(scores) == 1 else max(weigh_readings(self._messages[row], scores))


class Traced:
    """A classifier whose ``score`` also leaves the ``traces`` of the texts."""

    def __init__(self, classifier: Classifier) -> None:
        self.policy: Policy = classifier.policy
        self.traces: list[Trace] = []
        self._classifier = classifier

    def score(self, messages: Sequence[Message]) -> list[float]:
        """The classifier's own."""
        scores, self.traces = trace_texts(self._classifier, messages)
        return scores


def trace_all(
    classifier: Classifier,
    name: str,
    texts: Sequence[Sequence[Message]],
    batch_size: int,
    advance: Callable[[int], object],
) -> tuple[list[list[float]], list[list[Trace]]]:
    """The score and the trace of each of the ``texts`` [N] of each message, those of like length at once.

    Raises :class:`~spamfilter.ClassifierError` as scanning does.
    """
    scores: list[list[float]] = [[] for _ in texts]
    traces: list[list[Trace]] = [[] for _ in texts]
    # A message's texts stay in their order, for the sort is by its longest, and stable.
    lengths = [max(len(text.text) for text in one) for one in texts]
    order = sorted(range(len(texts)), key=lambda row: lengths[row])
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        places = [row for row in rows for _ in texts[row]]
        traced = Traced(classifier)
        found = score_texts(traced, name, [text for row in rows for text in texts[row]])
        for row, score, trace in zip(places, found, traced.traces, strict=True):
            scores[row].append(score)
            traces[row].append(trace)
        advance(len(rows))
    return scores, traces


class SelfTaught:
    """A classifier that keeps its own memory, in ``folder``: a copy of ``model``, or at first nothing.

    One that begins with nothing is not asked before it was shown a spam and a ham, nor as long as it says of
    itself that it knows too little (a :class:`DataError`, for ``PATIENCE`` lessons); until then every score
    is ``UNTAUGHT``. ``plain`` [N] are the scores of the copy before the first lesson, None where there is no
    model.
    """

    def __init__(
        self,
        entry: ClassifierEntry,
        model: str | None,
        messages: Sequence[Message],
        folder: Path,
        batch_size: int = 128,
    ) -> None:
        self.policy = Policy()
        self._entry, self._messages, self._batch_size = entry, messages, batch_size
        self._model = str(folder / MODEL)
        self._unknown = {True, False} if model is None else set()
        self._begun, self._lessons = model is not None, 0
        self._classifier: Classifier | None = None
        self.plain: list[float] | None = None
        self.trained_on: Container[str] | None = None
        if model is not None:
            copy_model(Path(model), folder / MODEL)
            self.plain = self.judge(range(len(messages)))
            self.trained_on = find_training(self._classifier)

    def judge(self, rows: range) -> list[float]:
        """Scores by what it was taught so far."""
        classifier = self._load()
        if classifier is None:
            return [UNTAUGHT] * len(rows)
        scores: list[float] = []
        for start in range(rows.start, rows.stop, self._batch_size):
            batch = self._messages[start : min(start + self._batch_size, rows.stop)]
            scores += score_checked(classifier, self._entry.name, batch)
        return scores

    def learn(self, row: int, spam: bool) -> None:
        """As the plugin does."""
        teach(self._entry, self._model, [self._messages[row]], spam)
        self._lessons += 1
        self._unknown.discard(spam)
        if not getattr(self._classifier, "learns_at_once", False):
            self._classifier = None

    def _load(self) -> Classifier | None:
        """The classifier with all that it was taught; None where it knows too little."""
        if self._classifier is None and not self._unknown:
            try:
                self._classifier = self._entry.load(self._model)
            except DataError:  # one of a mail without a word, for example
                if self._begun or self._lessons > PATIENCE:
                    raise
                return None
            self._begun = True
            self.policy = self._classifier.policy
        return self._classifier


def find_training(classifier: object) -> Container[str] | None:
    """What ``classifier`` was trained on, if it says so."""
    found = getattr(classifier, "trained_on", None)
    return found if isinstance(found, Container) else None


def copy_model(model: Path, copy: Path) -> None:
    """Copy a file or a folder. Raises :class:`SourceError` where it cannot be read."""
    try:
        if model.is_dir():
            shutil.copytree(model, copy)
        else:
            shutil.copyfile(model, copy)
    except (OSError, shutil.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(
            f"cannot copy the model {model}: {reason}; --online teaches a copy, so name a file or a folder"
        ) from None
