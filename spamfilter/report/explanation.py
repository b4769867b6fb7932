"""Explanations as a page: each message with its words coloured, its weightiest words, its running score."""

from collections.abc import Iterable, Iterator

from spamfilter.measure.explain import Explanation
from spamfilter.report.page import format_document, show
from spamfilter.verdict import Policy

LENGTH = 1 << 14  # characters of a message that are shown
WIDTH, HEIGHT = 600, 60


def format_explanations(
    explanations: Iterable[Explanation], classifier: str, policy: Policy, top: int
) -> str:
    """The whole page; see :mod:`spamfilter.report.page` for what it may not do."""
    lead = (
        f"<p>What {show(classifier)} makes of each message. A word in <span{shade(0.7)}>this colour</span> "
        f"says spam, one in <span{shade(-0.7)}>this</span> ham; its number is what it adds to the log-odds "
        "of spam."
    )
    sections = (section for one in explanations for section in format_section(one, policy, top))
    return format_document("Which words made it spam", (lead, *sections))


def format_section(explanation: Explanation, policy: Policy, top: int) -> Iterator[str]:
    """One message."""
    verdict, message = explanation.verdict, explanation.message
    place = f"{show(message.source)}:{message.number}"
    yield f"<h2>{verdict.label} {verdict.score:.4f} <small>{place}</small></h2>"
    yield f'<p class="said"><bdi>{"".join(format_words(explanation))}</bdi>'
    if explanation.running:
        yield format_running(explanation, policy)
    effects = sorted(explanation.effects, key=lambda effect: -abs(effect.log_odds))[:top]
    if effects or explanation.memory is not None:
        yield "<table><tr><th>log-odds<th>word"
        for effect in effects:
            word = show(message.text[effect.start : effect.end], 80)
            style = shade_effect(explanation, effect.log_odds)
            yield f"<tr><td{style}>{effect.log_odds:+.2f}<td><bdi>{word}</bdi>"
        if explanation.memory is not None:
            style = shade_effect(explanation, explanation.memory)
            yield f"<tr><td{style}>{explanation.memory:+.2f}<td><i>what it was taught</i>"
        yield "</table>"


def format_words(explanation: Explanation) -> Iterator[str]:
    """The text, each span in the colour of its effect."""
    text, at = explanation.message.text, 0
    for effect in explanation.effects:
        if effect.start >= LENGTH:
            break
        yield show(text[at : effect.start], LENGTH)
        style = shade_effect(explanation, effect.log_odds)
        word = show(text[effect.start : effect.end], LENGTH)
        yield f'<span title="{effect.log_odds:+.2f}"{style}>{word}</span>'
        at = effect.end
    rest = text[at:LENGTH]
    yield show(rest + "…" if len(text) > LENGTH else rest, LENGTH)


def shade_effect(explanation: Explanation, log_odds: float) -> str:
    """The colour of an effect: full for the largest of the message, or for one that is large anyway."""
    largest = max(1.0, *(abs(effect.log_odds) for effect in explanation.effects))
    return shade(max(-1.0, min(1.0, log_odds / largest)))


def shade(share: float) -> str:
    """A style attribute: towards spam for a ``share`` up to 1, towards ham down to -1."""
    kind = "wrong" if share > 0 else "right"
    return f' style="background: rgb(var(--{kind}) / {0.7 * abs(share):.2f}); print-color-adjust: exact"'


def format_running(explanation: Explanation, policy: Policy) -> str:
    """The score from the first word to the last, and the cut-off of spam."""
    length = max(1, explanation.running[-1][0])
    points = " ".join(
        f"{WIDTH * end / length:.1f},{HEIGHT * (1 - score):.1f}" for end, score in explanation.running
    )
    cutoff = f"{HEIGHT * (1 - policy.spam_above):.1f}"
    return (
        f"<figure><figcaption>The score as the text is read; dashed: spam above {policy.spam_above:g}."
        "</figcaption>\n"
        f'<svg viewBox="-4 -4 {WIDTH + 8} {HEIGHT + 8}" role="img" aria-label="running score" fill="none">'
        f'<path d="M0,0V{HEIGHT}H{WIDTH}" stroke="var(--faint)"/>'
        f'<path d="M0,{cutoff}H{WIDTH}" stroke="var(--ink)" stroke-dasharray="4"/>'
        f'<polyline points="{points}" stroke="var(--blue)" stroke-width="2"/></svg></figure>'
    )
