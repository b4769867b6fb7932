"""Whether a new model loses more honest mail than the base it came from, on messages that neither trains on.

Those ship with the package (``corpus/general.py``): of many kinds and languages, and none of them near to
one that training replays.
"""

from collections.abc import Sequence
from pathlib import Path

from spamfilter import Classifier, Message, Policy
from spamfilter_gpt.records.model_card import CARD_FILE, GuardRecord
from spamfilter_gpt.records.recipe import Settings
from spamfilter_gpt.records.rows import GUARD, read_general
from spamfilter_gpt.runtime.folder import SHIPPED
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.training.calibrate.share import bound_share

LEARN = "to correct single verdicts without training there is spamfilter learn"


def locate_base(settings: Settings) -> Path | None:
    """The folder of the base, where that is a model that scores by itself."""
    path = SHIPPED.get(settings.base, Path(settings.base))
    scores = settings.base and not settings.random_weights and (path / CARD_FILE).is_file()
    return path if scores else None


def compare_models(base: Path, name: str, classifier: Classifier, policy: Policy) -> GuardRecord:
    """What the model in ``base``, called ``name``, and the new ``classifier`` call the guard's messages.

    The new one's cut-offs are those of ``policy``.
    """
    rows = read_general(GUARD)
    messages = [Message(text) for text in rows.texts]
    before = load_classifier(str(base))
    lost_before, missed_before = count_mistakes(before.score(messages), rows.labels, before.policy)
    lost, missed = count_mistakes(classifier.score(messages), rows.labels, policy)
    spam = sum(rows.labels)
    return GuardRecord(name, len(messages) - spam, spam, lost_before, lost, missed_before, missed)


def count_mistakes(scores: Sequence[float], labels: Sequence[int], policy: Policy) -> tuple[int, int]:
    """How many ham are called spam, and how many spam are not."""
    pairs = [(score > policy.spam_above, label) for score, label in zip(scores, labels, strict=True)]
    return sum(spam and not label for spam, label in pairs), sum(not spam and label for spam, label in pairs)


def is_harmful(guard: GuardRecord) -> bool:
    """Whether the new model loses a larger share of the ham than the base's 95 % interval reaches to."""
    return guard.ham_lost / guard.ham > bound_share(guard.base_ham_lost, guard.ham)[1]


def describe_guard(guard: GuardRecord) -> str:
    """What the comparison found, on one line."""
    low, high = bound_share(guard.base_ham_lost, guard.ham)
    found = (
        f"of {guard.ham} honest general messages this model calls {guard.ham_lost} spam, its base "
        f"{guard.base} {guard.base_ham_lost} (95 % interval {low:.1%} to {high:.1%})"
    )
    if is_harmful(guard):
        return f"{found}: it loses more honest mail than its base; {LEARN}"
    return f"{found}; of {guard.spam} spam it misses {guard.spam_missed}, the base {guard.base_spam_missed}"
