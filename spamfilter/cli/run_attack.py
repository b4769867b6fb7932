"""What ``spamfilter attack`` does: labelled data in, recall lost out."""

from collections.abc import Iterator, Sequence

import click

from spamfilter.cli.attack import AttackOptions
from spamfilter.cli.encoding import echo_json
from spamfilter.cli.ending import check_output
from spamfilter.cli.session import Session, echo_notices
from spamfilter.cli.terminal import count_progress
from spamfilter.formats import show_line
from spamfilter.labelled import read_all
from spamfilter.measure.attack import Damage, Material, attack
from spamfilter.measure.metric import wilson
from spamfilter.measure.obfuscate import KINDS
from spamfilter.measure.subject import Subject
from spamfilter.measure.summary import summarize_attack
from spamfilter.plugin.choice import Chosen, choose_several


def attack_data(session: Session, options: AttackOptions) -> bool:
    """Read, rewrite, score, print. Whether a kind cost more than ``max_loss``, which is said on stderr."""
    check_output()
    front = not options.no_front
    chosen = choose_several(session.manager, options.classifiers, options.model, front=front)
    rows = read_all(
        options.data,
        options.input_format,
        column=options.column,
        label_column=options.label_column,
        encoding=options.encoding,
    )
    echo_notices()
    material = Material.of(rows, options.seed)
    damages = [run(session, one, material, options) for one in chosen]
    if options.as_json:
        echo_json(summarize_attack(len(rows), material, damages))
    else:
        click.echo(
            f"{len(material.spam)} of {len(rows)} messages are spam, rewritten with seed {material.seed}\n"
        )
        for line in (*format_table(damages), *format_examples(damages)):
            click.echo(line)
    return options.max_loss is not None and complain(damages, options.max_loss)


def run(session: Session, chosen: Chosen, material: Material, options: AttackOptions) -> Damage:
    """All kinds against one classifier."""
    kinds = list(dict.fromkeys(options.kinds)) or list(KINDS)
    policy = chosen.classifier.policy.override(None, options.spam_above)
    total = len(material.spam) * (len(kinds) + 1)
    scorer = session.open_scorer(chosen, options.jobs)
    with scorer as score, count_progress(total, chosen.label) as advance:
        return attack(
            Subject(chosen.label, score, policy),
            material,
            kinds,
            batch_size=options.batch_size,
            show=options.show,
            advance=advance,
        )


def complain(damages: Sequence[Damage], max_loss: float) -> bool:
    """Say which kinds cost more recall than that, and whether there are any."""
    complaint = "; ".join(list_exceeding(damages, max_loss))
    if complaint:
        click.echo(f"spamfilter: more than {100 * max_loss:g} points of recall lost: {complaint}", err=True)
    return bool(complaint)


def list_exceeding(damages: Sequence[Damage], max_loss: float) -> Iterator[str]:
    """Each classifier and kind that loses more recall than that."""
    for damage in damages:
        for outcome in damage.exceeds(max_loss):
            yield f"{show_line(damage.name)} under {outcome.kind} {100 * outcome.lost:.2f}"


def format_table(damages: Sequence[Damage]) -> list[str]:
    """A row a kind, and a block of columns a classifier."""
    kinds = [outcome.kind for outcome in damages[0].outcomes]
    blocks = [["", "", "as it came", *kinds, "mean", "worst"], *map(format_block, damages)]
    widths = [max(map(len, block)) for block in blocks]
    return [
        "   ".join(line.ljust(width) for line, width in zip(lines, widths, strict=True)).rstrip()
        for lines in zip(*blocks, strict=True)
    ]


def format_block(damage: Damage) -> list[str]:
    """One classifier's columns: recall, its interval, points of it lost, how many now pass."""
    spam = damage.outcomes[0].spam
    rows = [["recall", "95 % interval", "lost", "now pass"], format_recall(damage.before, spam)]
    for outcome in damage.outcomes:
        lost = [f"{100 * outcome.lost:.2f}", str(outcome.passed)]
        rows.append([*format_recall(outcome.after, spam), *lost])
    worst = damage.worst
    rows += [["", "", f"{100 * damage.mean:.2f}"], ["", worst.kind, f"{100 * worst.lost:.2f}"]]
    return [f"{show_line(damage.name)} (spam above {damage.spam_above:g})", *align(rows)]


def format_recall(caught: int, spam: int) -> list[str]:
    """A recall and Wilson's interval, in percent."""
    low, high = wilson(caught / spam, spam)
    return [f"{100 * caught / spam:.2f} %", f"{100 * low:.2f} to {100 * high:.2f}"]


def align(rows: Sequence[Sequence[str]]) -> list[str]:
    """Cells to the right of their columns."""
    widths = [max(len(row[at]) for row in rows if at < len(row)) for at in range(max(map(len, rows)))]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=False)) for row in rows]


def format_examples(damages: Sequence[Damage]) -> Iterator[str]:
    """Rewritten messages that now pass: classifier, kind, score, place and text."""
    for damage in damages:
        for outcome in damage.outcomes:
            for message, verdict in outcome.shown:
                place = f"{show_line(message.source)}:{message.number}"
                fields = (show_line(damage.name), outcome.kind, f"{verdict.score:.4f}", place)
                yield "\t".join((*fields, show_line(message.text)))
