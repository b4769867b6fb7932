"""What ``spamfilter evaluate --online`` does: classifiers that learn on their way, and their figures."""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from spamfilter.cli.encoding import echo_json
from spamfilter.cli.ending import check_output
from spamfilter.cli.evaluate import EvaluateOptions
from spamfilter.cli.run_evaluate import align_columns
from spamfilter.cli.session import Session, echo_notices
from spamfilter.cli.terminal import count_progress
from spamfilter.formats import show_line
from spamfilter.labelled import LabelledMessage, order_by_time, read_all
from spamfilter.measure.curve import FIGURES, FIXED, Learner, measure_course
from spamfilter.measure.metric import Evaluation, Measure
from spamfilter.measure.online import Course, Feedback, Pupil, learn_online, plan_labels
from spamfilter.measure.pupil import Remembered, SelfTaught
from spamfilter.measure.summary import summarize_online
from spamfilter.plugin.choice import check_choices, choose, parse_choice
from spamfilter.plugin.manager import choose_classifier
from spamfilter.storage import make_folder

NOT_LEARNING = "without learning"
# Where files are in memory: what keeps its own writes them after each message, and need not wait for a disk.
MEMORY = Path("/dev/shm")


def evaluate_online(session: Session, options: EvaluateOptions) -> None:
    """Read, let each classifier judge and learn, measure, print."""
    check_output()
    if options.report:
        from spamfilter import report

        report.check_packages()
    choices = check_choices(options.classifiers, options.model)
    rows = read_stream(options)
    echo_notices()
    if options.report:
        make_folder(options.report)  # before long work
    feedback = Feedback(options.delay, options.feedback, options.wrong_labels, options.seed)
    spam = [row.spam for row in rows]
    told = plan_labels(spam, feedback)
    learners = [one for choice in choices for one in put_to_test(session, choice, rows, told, options)]
    corrections = sum(label is not None for label in told[: max(0, len(told) - options.delay)])
    if options.as_json:
        echo_json(summarize_online(spam, learners, feedback, corrections))
    else:
        for line in format_learners(describe_stream(spam, feedback, corrections), learners):
            click.echo(line)
    if options.report:
        sentence = describe_stream(spam, feedback, corrections)
        page = report.write_learning(options.report, learners, sentence, options.data)
        click.echo(f"wrote {show_line(str(page))}; open it in a browser", err=True)


def read_stream(options: EvaluateOptions) -> list[LabelledMessage]:
    """All labelled messages in order: as they stand in a file, and those of a folder by their time."""
    found: list[LabelledMessage] = []
    for path in options.data:
        rows = read_all(
            [path],
            options.input_format,
            column=options.column,
            label_column=options.label_column,
            encoding=options.encoding,
        )
        found += order_by_time(rows) if Path(path).is_dir() else rows
    return found


def put_to_test(
    session: Session,
    choice: str,
    rows: Sequence[LabelledMessage],
    told: Sequence[bool | None],
    options: EvaluateOptions,
) -> Iterator[Learner]:
    """One classifier over all ``rows``: as it learns, and, where it can score without, as it was."""
    scratch = TemporaryDirectory(prefix="spamfilter-online-", dir=MEMORY if MEMORY.is_dir() else None)
    with scratch as name, count_progress(len(rows), choice) as advance:
        start = time.perf_counter()
        learns, pupil = open_pupil(session, choice, rows, options, (Path(name), advance))
        begun = time.perf_counter() - start
        course = learn_online(
            pupil, told, options.delay, advance if learns == "itself" else lambda count: None
        )
    plain = pupil.plain
    seconds = course.seconds + (begun if learns == "memory" else 0)
    courses = [(learns, choice, Course(course.scores, course.learned, seconds))]
    if plain is not None:
        courses.append(("nothing", f"{choice} {NOT_LEARNING}", Course(plain, course.learned, begun)))
    policy = pupil.policy.override(options.ham_below, options.spam_above)
    texts, spam = [row.message.text for row in rows], [row.spam for row in rows]
    for kind, label, one in courses:
        evaluation = Evaluation(label, policy, texts, spam, one.scores)
        yield measure_course(evaluation, one, kind, options.resamples, pupil.trained_on)


def open_pupil(
    session: Session,
    choice: str,
    rows: Sequence[LabelledMessage],
    options: EvaluateOptions,
    place: tuple[Path, Callable[[int], object]],
) -> tuple[str, Pupil]:
    """What learns of the classifier that ``choice`` names, and by what: "itself", or "memory".

    ``place`` is a folder for what keeps its own memory, and what to tell of the messages done.
    """
    name, model = parse_choice(choice, options.model)
    entry = choose_classifier(session.manager, name)
    messages, (folder, advance) = [row.message for row in rows], place
    if entry.learn is not None:
        return "itself", SelfTaught(entry, model, messages, folder, options.batch_size)
    chosen = choose(session.manager, choice, options.model, front=not options.no_front)
    return "memory", Remembered(chosen.classifier, chosen.name, messages, options.batch_size, advance)


def describe_stream(spam: Sequence[bool], feedback: Feedback, corrections: int) -> str:
    """What was judged and told, in a sentence."""
    when = "at once" if not feedback.delay else f"{feedback.delay} messages later"
    share = "each message" if feedback.share == 1 else f"{feedback.share:.4g} of the messages, drawn by seed,"
    wrong = f"; {feedback.wrong:.4g} of the spam is told as ham" if feedback.wrong else ""
    return (
        f"{len(spam)} messages in their order, {len(spam) - sum(spam)} ham and {sum(spam)} spam: each is "
        f"judged, then {share} is told {when}, {corrections} corrections{wrong}"
    )


def format_learners(sentence: str, learners: Sequence[Learner]) -> Iterator[str]:
    """The lines of the text output."""
    names = [show_line(one.evaluation.name) for one in learners]
    yield from (sentence, "")
    yield from align_columns(list(list_figures(names, learners)))
    yield from ("", "(1−AUC) % of all messages so far, as the TREC spam track draws its curve:")
    yield from align_columns(list(list_so_far(names, learners)))
    yield from ("", "spam missed at 0.5 % ham lost, of the messages from one point to the next:")
    yield from align_columns(list(list_between(names, learners)))


def list_figures(names: Sequence[str], learners: Sequence[Learner]) -> Iterator[list[str]]:
    """A row a figure, a column a classifier, over all messages."""
    yield ["", *names]
    for name, label in FIGURES.items():
        yield [label, *(show_percent(one.measures[name]) for one in learners)]
    evaluations = [one.evaluation for one in learners]
    for row, true in enumerate(("ham", "spam")):
        counts = (one.count_labels()[row] for one in evaluations)
        yield [f"{true} called ham, unsure, spam", *(", ".join(map(str, count)) for count in counts)]
    policies = [one.policy for one in evaluations]
    yield ["ham below, spam above", *(f"{one.ham_below:g}, {one.spam_above:g}" for one in policies)]
    speeds = (len(one.evaluation.scores) / max(one.seconds, 1e-9) for one in learners)
    yield ["messages/s, with learning", *(f"{speed:,.0f}" for speed in speeds)]
    if any(one.seen is not None for one in learners):
        seen = ("unknown" if one.seen is None else str(len(one.seen)) for one in learners)
        yield ["repeats of training messages", *seen]
        cells = (show_percent(one.unseen["auc_loss"]) if one.unseen else "–" for one in learners)
        yield ["(1−AUC) % without them", *cells]


def list_so_far(names: Sequence[str], learners: Sequence[Learner]) -> Iterator[list[str]]:
    """A row a point of the curve, and one for the end."""
    yield ["corrections", "messages", *names]
    for points in zip(*(one.curve[1:] for one in learners), strict=True):
        cells = (show_percent(point.so_far) for point in points)
        yield [f"{points[0].corrections}", f"{points[0].messages}", *cells]
    total = len(learners[0].evaluation.scores)
    yield ["all", f"{total}", *(show_percent(one.measures["auc_loss"]) for one in learners)]


def list_between(names: Sequence[str], learners: Sequence[Learner]) -> Iterator[list[str]]:
    """A row a stretch from one point of the curve to the next."""
    yield ["corrections", "messages", *names]
    for points in zip(*(one.curve for one in learners), strict=True):
        cells = (show_percent(point.between[FIXED]) for point in points)
        stretch = f"{points[0].messages + 1} to {points[0].until}"
        yield [f"from {points[0].corrections}", stretch, *cells]


def show_percent(share: Measure) -> str:
    """A share and its interval in percent."""
    if math.isnan(share.value):
        return "–"
    value, low, high = (f"{100 * part:.3f}" for part in (share.value, share.low, share.high))
    return f"{value} ({low} to {high})"
