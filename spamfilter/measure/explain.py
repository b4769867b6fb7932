"""Which words made it spam, for any classifier: leave words out and see what becomes of the score.

Random halves of the words are left out, all in one call, and a ridge regression says what each word's absence
does (LIME: Ribeiro, Singh, Guestrin 2016, arXiv 1602.04938). Leaving out one word at a time finds less: where
three words say spam, none of them is missed. Effects are in log-odds, which unlike scores do not run out of
room near 0 and 1.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from spamfilter.classifier import Classifier
from spamfilter.errors import ClassifierError, describe_error
from spamfilter.memory.remembering import Remembering
from spamfilter.message import Message
from spamfilter.scan import judge_message, list_readings, score_checked, weigh_readings
from spamfilter.verdict import Policy, Verdict, log_odds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LIMIT = 64  # parts that are told apart in one call; a longer text has the weightiest divided further
REFINED = 8
ROUNDS = 2
VARIANTS = 64  # texts scored in the first call, or twice as many as there are parts
SPARE = 16  # texts more than parts in the others, of which each text is nearly as long as the whole
LEFT_OUT = (0.4, 0.6)  # share of the parts
RIDGE = 1.0
READ = 1 << 16  # characters of a text that are looked at

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
# Links; telephone numbers; amounts and numbers; a few characters of the scripts that put no spaces between
# words, at changes of script where there are such; words; emoji, each with what joins it; runs of marks.
# A host name is no longer than names are (RFC 1035): it is looked for at each character of such a script.
_SPAN = regex.compile(
    rf"""
    (?:https?://|www\.|[\w-]{{1,63}}+(?:\.[\w-]{{1,63}}+){{1,8}}+/)\S++
    | \+?\p{{Nd}}{{3,}}+(?:\ \p{{Nd}}{{2,}}+)++
    | \p{{Sc}}?\p{{Nd}}++(?:[.,:/-]\p{{Nd}}++)*+[\p{{L}}--[{_UNSPACED}]]*+%?
    | \p{{Han}}{{1,2}}+ | \p{{Hiragana}}++ | [\p{{Katakana}}ー]++
    | (?:[\p{{Thai}}\p{{Lao}}\p{{Khmer}}\p{{Myanmar}}]\p{{M}}*+){{1,4}}+
    | [[\p{{L}}\p{{M}}_]--[{_UNSPACED}]] (?: ['’.@-]?+ [[\p{{L}}\p{{M}}\p{{Nd}}\p{{Cf}}_]--[{_UNSPACED}]] )*+
    | \p{{Regional_Indicator}}{{1,2}}+[\p{{Grapheme_Extend}}\p{{Emoji_Modifier}}\u200d]*+
    | (?=\p{{Extended_Pictographic}})\X
    | [[^\p{{L}}\p{{Nd}}\s]--\p{{Extended_Pictographic}}]++
    | \S
    """,
    regex.VERBOSE | regex.V1,
)
Span = tuple[int, int]
Part = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What ``text[start:end]`` adds to the log-odds of spam (natural logarithm)."""

    start: int
    end: int
    log_odds: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A message's verdict and the ``effects`` of its spans, in order.

    ``running`` has ``(end, score)`` pairs, P(spam) once ``text[:end]`` is read, where the classifier reads
    from left to right and says so. ``memory`` is what was learned added to the log-odds, None without a
    memory; effects and running scores are those of the classifier alone.
    """

    message: Message
    verdict: Verdict
    effects: list[Effect]
    running: list[tuple[int, float]]
    memory: float | None = None


def explain(message: Message, classifier: Classifier, name: str, policy: Policy) -> Explanation:
    """Score ``message`` and find what each of its spans does; of several readings the one that counts.

    A text of more than ``LIMIT`` spans is taken in ``LIMIT`` parts first; then, call by call, the
    ``REFINED`` weightiest are divided. Raises :class:`ClassifierError` as scanning does.
    """
    score = partial(score_checked, classifier, name)
    if message.readings and not getattr(classifier, "reads_raw", False):
        message = find_worst(message, score)
    memory, alone = part_memory(classifier, message)
    told = score([message])[0] if memory is not None else None
    score = partial(score_checked, alone, name)
    parts = divide(split_spans(message.text[:READ]), LIMIT)
    masks = draw_masks(len(parts), max(VARIANTS, 2 * len(parts)))
    full, *scores = score([message, *(leave_out(message, parts, mask) for mask in masks)])
    found = dict(zip(parts, estimate(masks, full, scores), strict=True))
    for _ in range(ROUNDS):
        heavy = sorted((part for part in found if len(part) > 1), key=lambda part: -abs(found[part]))
        parts = [piece for part in heavy[:REFINED] for piece in divide(part, LIMIT // REFINED)]
        if not parts:
            break
        for part in heavy[:REFINED]:
            del found[part]
        masks = draw_masks(len(parts), len(parts) + SPARE)
        scores = score([leave_out(message, parts, mask) for mask in masks])
        found.update(zip(parts, estimate(masks, full, scores), strict=True))
    effects = [Effect(*bounds(part), added) for part, added in sorted(found.items())]
    verdict = judge_message(message, full if told is None else told, policy)
    return Explanation(message, verdict, effects, read_running(alone, name, message), memory)


def part_memory(classifier: Classifier, message: Message) -> tuple[float | None, Classifier]:
    """What was learned adds to the log-odds of ``message`` (None: no memory), and the classifier alone."""
    if not isinstance(classifier, Remembering):
        return None, classifier
    return float(classifier.correct([message])[0]), classifier.classifier


def find_worst(message: Message, score: Callable[[Sequence[Message]], Sequence[float]]) -> Message:
    """``message`` with that one of its readings as text which has the highest score."""
    readings = list_readings(message)
    scores = weigh_readings(message, score(readings))
    return readings[scores.index(max(scores))]


def split_spans(text: str) -> Part:
    """Start and end of each word, number, link, emoji and run of marks, in order."""
    return tuple(match.span() for match in _SPAN.finditer(text))


def divide(spans: Part, count: int) -> list[Part]:
    """``spans`` as at most ``count`` runs of nearly equal length."""
    count = min(count, len(spans))
    edges = [index * len(spans) // count for index in range(count + 1)] if count else [0]
    return [spans[start:end] for start, end in pairwise(edges)]


def bounds(part: Part) -> Span:
    """Where a run of spans begins and ends."""
    return part[0][0], part[-1][1]


def draw_masks(count: int, variants: int) -> "NDArray[np.bool_]":
    """Which of ``count`` parts to leave out, [variants, count], none for no parts; the same each time."""
    import numpy as np

    random = np.random.default_rng(count)
    variants = variants if count else 0
    return random.random((variants, count)) < random.uniform(*LEFT_OUT, (variants, 1))


def leave_out(message: Message, parts: Sequence[Part], mask: Sequence[bool]) -> Message:
    """``message`` without the ``parts`` whose ``mask`` is set, nor the spaces that would be double then."""
    kept, at = [""], 0
    for part, dropped in zip(parts, mask, strict=True):
        if dropped:
            start, end = bounds(part)
            kept.append(message.text[at:start])
            at = end
            last = kept[-1] or kept[-2]
            if (not last or last[-1].isspace()) and message.text[at : at + 1] == " ":
                at += 1
    text = "".join((*kept, message.text[at:]))
    return replace(message, text=text, raw=text.encode("utf-8", "surrogatepass"))


def estimate(masks: "NDArray[np.bool_]", full: float, scores: Sequence[float]) -> list[float]:
    """Log-odds that each part adds [count], from the ``scores`` [variants] of the text without the masked."""
    import numpy as np

    lost = np.array([log_odds(full) - log_odds(score) for score in scores])
    missing = masks.astype(float)
    effects = np.linalg.solve(missing.T @ missing + RIDGE * np.eye(masks.shape[1]), missing.T @ lost)
    return [float(effect) for effect in effects]


def read_running(classifier: Classifier, name: str, message: Message) -> list[tuple[int, float]]:
    """The classifier's running scores, if it has any."""
    running = getattr(classifier, "running_scores", None)
    if running is None:
        return []
    try:
        return [(int(end), float(score)) for end, score in running(message)]
    except Exception as error:
        raise ClassifierError(
            f"classifier {name} failed: {describe_error(error)}; report it to its author"
        ) from error
