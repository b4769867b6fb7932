"""What a classifier plugin must get right, each as a check: a function of the subject that returns a detail.

A check that fails raises :class:`Fault` with what was seen, what is expected and how to mend it; one that
only warns raises :class:`Doubt`. They run in a process of their own, see ``probe``.
"""

import gc
import math
import sys
import time
from collections.abc import Sequence
from functools import cache

from spamfilter.conformance.finding import Doubt, Fault, quote
from spamfilter.conformance.probe import Subject
from spamfilter.conformance.sample import HOSTILE, TEXTS
from spamfilter.errors import SpamfilterError
from spamfilter.measure.fingerprint import Fingerprints
from spamfilter.message import Message
from spamfilter.plugin.manager import describe
from spamfilter.verdict import Policy

SAME = 1e-5  # scores that differ by no more are equal
MISSING = "/no/such/model"
WHAT = f"{len(TEXTS)} ordinary messages"


@cache
def score_samples(subject: Subject) -> tuple[float, ...]:
    """What ordinary messages score, for other runs to be compared with."""
    return tuple(subject.score(WHAT, TEXTS))


def check_load(subject: Subject) -> str:
    """A policy and a score method."""
    start = time.perf_counter()
    classifier = subject.classifier
    seconds = time.perf_counter() - start
    policy = subject.call("the policy", getattr, classifier, "policy", None)
    if not isinstance(policy, Policy):
        raise Fault(f"policy is {quote(policy)}; it must be a spamfilter.Policy")
    if not callable(getattr(classifier, "score", None)):
        kind = type(classifier).__name__
        raise Fault(f"load gave a {kind} without a score method; return an object that has one")
    return f"{seconds:.2f} s; ham below {policy.ham_below:g}, spam above {policy.spam_above:g}"


def check_missing_model(subject: Subject) -> str:
    """``--model`` with a path that is not there."""
    try:
        subject.call(f"load({MISSING!r})", subject.entry.load, MISSING)
    except Fault as fault:
        if isinstance(fault.__cause__, SpamfilterError):
            return describe(fault.__cause__)
        raise Doubt(f"{fault}; raise a SourceError, which becomes one clear line") from None
    raise Doubt(f"load({MISSING!r}) raised nothing; use the model, or say in a UsageError that none is taken")


def check_scores(subject: Subject) -> str:
    """Count, type and range."""
    scores = score_samples(subject)
    return f"{WHAT}: {min(scores):.4f} to {max(scores):.4f}"


def check_empty_list(subject: Subject) -> str:
    """No messages."""
    subject.score("no messages", [])
    return "no messages, no scores"


def check_determinism(subject: Subject) -> str:
    """Twice the same."""
    compare_scores(
        score_samples(subject),
        subject.score(WHAT, TEXTS),
        "when scored again",
        "fix random seeds, switch dropout off (eval() in torch), and learn nothing from what is scored",
    )
    return "the same scores twice"


def check_order(subject: Subject) -> str:
    """Reversed, and shuffled by a step that reaches every row."""
    count = len(TEXTS)
    for what, step in (("in reverse", -1), ("shuffled", 27)):
        rows = [row * step % count for row in range(count)]
        texts = [TEXTS[row] for row in rows]
        compare_scores(
            [score_samples(subject)[row] for row in rows],
            subject.score(f"{WHAT} {what}", texts),
            what,
            "return scores in the order of the messages; a batch sorted by length must be put back",
            texts,
        )
    return "scores follow their messages"


def check_batch(subject: Subject) -> str:
    """Each message alone."""
    alone = [subject.score("one message alone", [text])[0] for text in TEXTS]
    compare_scores(
        score_samples(subject),
        alone,
        "alone rather than among others",
        "compute nothing over the batch (a maximum, a mean), and mask what pads it",
    )
    return f"alone as among {len(TEXTS) - 1} others"


def check_hostile_text(subject: Subject) -> str:
    """What may arrive but no author thinks of."""
    faults = []
    for name, text in HOSTILE.items():
        try:
            subject.score(name, [text])
        except Fault as fault:
            faults.append(str(fault))
    if faults:
        raise Fault("; ".join(faults) + "; any text must have a score")
    return f"{len(HOSTILE)} texts, from none to a megabyte"


def check_discrimination(subject: Subject) -> str:
    """More than one score."""
    scores = score_samples(subject)
    if max(scores) - min(scores) <= SAME:
        raise Doubt(f"ham and spam all score {scores[0]:g}; see that the model and the texts are read")
    return f"scores spread over {max(scores) - min(scores):.4f}"


def check_messages(subject: Subject) -> str:
    """Messages are neither changed nor kept."""
    messages = [Message(text) for text in TEXTS]
    references = sys.getrefcount(messages[0])
    subject.score_messages(WHAT, messages)
    if messages != [Message(text) for text in TEXTS]:
        raise Fault("score() changed the messages or the list that it was given; work on a copy")
    subject.score("other messages", TEXTS[1:])
    gc.collect()
    if sys.getrefcount(messages[0]) > references:
        raise Doubt("score() keeps messages, so that memory grows; keep at most a cache of bounded size")
    return "neither changed nor kept"


def check_trained_on(subject: Subject) -> str:
    """Optional: fingerprints."""
    found = subject.call("trained_on", getattr, subject.classifier, "trained_on", None)
    if found is None:
        return "none; evaluate cannot tell training messages apart"
    if not isinstance(found, Fingerprints):
        raise Fault(f"trained_on is a {type(found).__name__}; make it Fingerprints.of(texts), or None")
    return f"{len(found)} fingerprints"


def check_running_scores(subject: Subject) -> str:
    """Optional: scores of prefixes."""
    if not hasattr(subject.classifier, "running_scores"):
        return "none; explain shows no running score"
    for text in ("", *TEXTS[::9]):
        pairs = subject.call(f"running_scores() of {quote(text)}", read_pairs, subject, text)
        ends = [end for end, _ in pairs]
        scores = [score for _, score in pairs]
        if ends != sorted(set(ends)) or any(not 0 <= end <= len(text) for end in ends):
            raise Fault(
                f"running_scores() of {quote(text)} has the ends {quote(ends)}; they must rise to its end"
            )
        if wrong := [score for score in scores if not 0 <= score <= 1]:
            raise Fault(f"running_scores() gave {wrong[0]}; a score is P(spam), in [0, 1] and never NaN")
        if text:
            alone = subject.score("one message alone", [text])
            compare_scores(
                alone, scores[-1:], "in running_scores()", "its last score must be that of score()", [text]
            )
    return "they end in the score"


def read_pairs(subject: Subject, text: str) -> list[tuple[int, float]]:
    """Running scores as numbers."""
    running = subject.classifier.running_scores  # type: ignore[attr-defined]
    return [(int(end), float(score)) for end, score in running(Message(text))]


def check_features(subject: Subject) -> str:
    """Optional: numbers that tell messages apart."""
    if subject.call("features", getattr, subject.classifier, "features", None) is None:
        return "none; learning goes by words alone"
    among = read_features(subject, WHAT, TEXTS)
    if subject.call("features() of no messages", lambda: len(ask_features(subject, ()))):
        raise Fault("features() of no messages gave rows; give one for each message")
    if len({len(row) for row in among}) != 1 or not among[0]:
        raise Fault(
            f"features() of {WHAT} gave rows of several lengths, or empty ones; they must have one width"
        )
    if not all(math.isfinite(value) for row in among for value in row):
        raise Fault(f"features() of {WHAT} gave NaN or infinity; give finite numbers")
    largest = max(abs(value) for row in among for value in row)
    for text, row in zip(TEXTS, among, strict=True):
        (alone,) = read_features(subject, "one message alone", [text])
        pairs = zip(row, alone, strict=False)
        if len(alone) != len(row) or any(abs(one - other) > SAME * largest for one, other in pairs):
            raise Fault(
                f"features() of {quote(text)} are others alone than among others; compute nothing over the "
                "batch (a maximum, a mean), and mask what pads it"
            )
    return f"{len(among[0])} for each message, alone as among {len(TEXTS) - 1} others"


def check_score_features(subject: Subject) -> str:
    """Optional: scores and features at the cost of one."""
    both = subject.call("score_features", getattr, subject.classifier, "score_features", None)
    if both is None:
        return "none; where something was learned, both are asked for"
    messages = [Message(text) for text in TEXTS]
    found = subject.call("score_features()", lambda: [float(score) for score in both(messages)[0]])
    compare_scores(
        score_samples(subject), found, "in score_features()", "it must give what score() and features() give"
    )
    rows = subject.call(
        "score_features()", lambda: [[float(one) for one in row] for row in both(messages)[1]]
    )
    if rows != read_features(subject, WHAT, TEXTS):
        raise Fault("score_features() gave other features than features(); give the same")
    return "the same as each alone"


def check_score_first(subject: Subject) -> str:
    """Optional: scores as cheap as they come, and which of them hold."""
    first = subject.call("score_first", getattr, subject.classifier, "score_first", None)
    if first is None:
        return "none; all messages cost the same"
    found = subject.call("score_first()", lambda: [list(one) for one in first(list(map(Message, TEXTS)))])
    if [len(one) for one in found] != [len(TEXTS)] * 2:
        raise Fault("score_first() must give a pair: a score, and a bool whether it holds, for each message")
    expected = score_samples(subject)
    held = [float(score) if sure else own for score, sure, own in zip(*found, expected, strict=True)]
    compare_scores(expected, held, "in score_first()", "what it is sure of must be what score() gives")
    return f"{sum(map(bool, found[1]))} of {len(TEXTS)} hold"


def read_features(subject: Subject, what: str, texts: Sequence[str]) -> list[list[float]]:
    """Features of new messages as numbers, a row for each."""
    count = len(texts)
    rows = subject.call(f"features() of {what}", ask_features, subject, texts)
    if len(rows) != count:
        raise Fault(f"features() of {what} gave {len(rows)} rows for {count}; give one for each message")
    return rows


def ask_features(subject: Subject, texts: Sequence[str]) -> list[list[float]]:
    """What ``features`` gives, as lists."""
    features = subject.classifier.features  # type: ignore[attr-defined]
    return [[float(value) for value in row] for row in features([Message(text) for text in texts])]


def compare_scores(
    expected: Sequence[float],
    found: Sequence[float],
    when: str,
    mend: str,
    texts: Sequence[str] = TEXTS,
) -> None:
    """Raise :class:`Fault` unless ``found`` [N] is the same as ``expected`` [N]."""
    if len(found) != len(expected):
        raise Fault(f"{len(expected)} messages get {len(found)} scores {when}; {mend}")
    rows = [row for row, score in enumerate(found) if not abs(score - expected[row]) <= SAME]
    if rows:
        row = max(rows, key=lambda row: abs(found[row] - expected[row]))
        raise Fault(
            f"{len(rows)} of {len(found)} messages score otherwise {when}: {quote(texts[row])} "
            f"{found[row]:.6f}, not {expected[row]:.6f}; {mend}"
        )
