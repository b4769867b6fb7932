"""What ``spamfilter explain`` does: messages in, the effects of their words out."""

import sys
from collections.abc import Iterable, Iterator

import click

from spamfilter.cli.ending import check_output
from spamfilter.cli.explain import ExplainOptions
from spamfilter.cli.recall import choose_taught
from spamfilter.cli.session import Session
from spamfilter.cli.sources import select_numbers
from spamfilter.cli.terminal import COLOURS, paint
from spamfilter.formats import describe, format_text, show_line, to_json
from spamfilter.hookspecs import ReadOptions
from spamfilter.measure.explain import Effect, Explanation, explain
from spamfilter.readers import check_source

BLOCKS = "▁▂▃▄▅▆▇█"
BAR = 24  # columns of the longest bar
FAINT = 0.1  # a word is coloured when its effect is over this share of the largest


def explain_source(session: Session, options: ExplainOptions) -> None:
    """Explain each message, or those asked for, and write as soon as one is done."""
    check_output()
    check_source(options.source, options.input_format)
    chosen = choose_taught(session.manager, options)
    policy = chosen.classifier.policy.override(options.ham_below, options.spam_above)
    asked = ReadOptions(options.column, encoding=options.encoding)
    read = session.read(options.source, options.input_format, asked, sent=options.sent)
    messages = select_numbers(read, options.numbers)
    explanations = (explain(message, chosen.classifier, chosen.label, policy) for message in messages)
    if options.output == "html":
        from spamfilter.report.explanation import format_explanations

        page = format_explanations(explanations, chosen.label, policy, options.top)
        sys.stdout.buffer.write(page.encode("utf-8", "replace"))
        return
    for explanation in explanations:
        if options.output == "jsonl":
            write_lines([format_jsonl(chosen.label, explanation)])
        elif sys.stdout.isatty():
            write_rows(format_rows(explanation, policy.spam_above, options.top))
        else:
            write_lines(format_lines(explanation, options.top))


def write_lines(lines: Iterable[str]) -> None:
    """What programs read is UTF-8 wherever it goes, as scan's is."""
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def write_rows(lines: Iterable[str]) -> None:
    """What people read is in what their terminal understands."""
    for line in lines:
        click.echo(line)


def list_top(explanation: Explanation, top: int) -> list[Effect]:
    """The weightiest effects, largest first, whichever way they go."""
    return sorted(explanation.effects, key=lambda effect: -abs(effect.log_odds))[:top]


def read_span(explanation: Explanation, effect: Effect) -> str:
    """The text of an effect, on one line."""
    return show_line(explanation.message.text[effect.start : effect.end])


def format_lines(explanation: Explanation, top: int) -> Iterator[str]:
    """For pipes: the verdict as scan gives it; TAB, log-odds, TAB, words; the memory; the running score."""
    yield format_text(explanation.message, explanation.verdict)
    for effect in list_top(explanation, top):
        yield f"\t{effect.log_odds:+.2f}\t{read_span(explanation, effect)}"
    if explanation.memory is not None:
        yield f"\tmemory\t{explanation.memory:+.2f}"
    if explanation.running:
        yield "\trunning\t" + " ".join(f"{score:.2f}" for _, score in explanation.running)


def format_jsonl(classifier: str, explanation: Explanation) -> str:
    """One JSON object: the verdict as scan gives it, every effect, every running score."""
    text = explanation.message.text
    effects = [
        {
            "start": one.start,
            "end": one.end,
            "text": text[one.start : one.end],
            "log_odds": round(one.log_odds, 4),
        }
        for one in explanation.effects
    ]
    running = [{"end": end, "score": round(score, 6)} for end, score in explanation.running]
    described = describe(classifier, explanation.message, explanation.verdict)
    memory = {} if explanation.memory is None else {"memory": round(explanation.memory, 4)}
    return to_json({**described, "effects": effects, **memory, "running": running})


def format_rows(explanation: Explanation, spam_above: float, top: int) -> Iterator[str]:
    """For a terminal: the text with its words coloured, a bar a word, the running score as blocks."""
    verdict = explanation.verdict
    largest = max((abs(effect.log_odds) for effect in explanation.effects), default=0.0)
    label = paint(verdict.label, fg=COLOURS[verdict.label], bold=True)
    place = f"{show_line(explanation.message.source)}:{explanation.message.number}"
    yield f"{label}  {verdict.score:.4f}  {place}"
    yield "  " + colour_text(explanation, largest)
    for effect in list_top(explanation, top):
        if abs(effect.log_odds) < 0.005:
            break
        bar = "█" * max(1, round(BAR * abs(effect.log_odds) / largest))
        bar = paint(bar.ljust(BAR), fg="red" if effect.log_odds > 0 else "green")
        yield f"  {effect.log_odds:+6.2f}  {bar}  {read_span(explanation, effect)}"
    if explanation.memory is not None:
        yield f"  {explanation.memory:+6.2f}  {'what it was taught':{BAR}}"
    if explanation.running:
        yield "  " + format_running(explanation, spam_above)
    yield ""


def colour_text(explanation: Explanation, largest: float) -> str:
    """The message on one line, what says spam in red, what says ham in green, the most in bold."""
    text, pieces, at = explanation.message.text, [], 0
    for effect in explanation.effects:
        pieces.append(show_line(text[at : effect.start]))
        share = abs(effect.log_odds) / largest if largest else 0.0
        span = read_span(explanation, effect)
        colour = "red" if effect.log_odds > 0 else "green"
        pieces.append(paint(span, fg=colour, bold=share > 0.5 or None) if share > FAINT else span)
        at = effect.end
    return "".join((*pieces, show_line(text[at:])))


def format_running(explanation: Explanation, spam_above: float) -> str:
    """The running score as one line of blocks, and where it last rose above the cut-off."""
    running, text = explanation.running, explanation.message.text
    blocks = "".join(BLOCKS[min(7, int(score * 8))] for _, score in running)
    if running[-1][1] <= spam_above:
        return f"running {blocks}"
    below = max((index for index, (_, score) in enumerate(running) if score <= spam_above), default=-1)
    until = show_line(text[: running[below + 1][0]])[-24:]
    return (
        f"running {blocks}  spam from …{until!r} on"
        if below >= 0
        else f"running {blocks}  spam from the start"
    )
