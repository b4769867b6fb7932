"""What ``spamfilter dask`` does: sources to parts, parts to the cluster, a manifest of what came of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from spamfilter import Session, SourceError, UsageError
from spamfilter_dask.cluster import SCORES, Window, open_cluster
from spamfilter_dask.commands import DaskOptions
from spamfilter_dask.output.manifest import Manifest, claim, finish
from spamfilter_dask.output.store import open_store
from spamfilter_dask.part import Fault, Order, Part, Receipt, Scoring, describe_fault, name_part
from spamfilter_dask.plan import Plan, close
from spamfilter_dask.progress import Progress, show_bar
from spamfilter_dask.source.place import expand, is_address, resolve_address
from spamfilter_dask.work import identify, load_filter, make_request, score_part

UNREADABLE = 66


def scan_sources(session: Session, options: DaskOptions) -> int:
    """Scan and write; the exit code: 0, or 66 or 65 where a source could not be read, as of ``scan``."""
    check_paths(options)
    order = make_order(session, options)
    sources, faults = expand_all(options.sources)
    for fault in faults:
        session.tell(fault.text)
    if not sources:
        return UNREADABLE
    store = open_store(order.out)
    known = claim(store, order.scoring, options.sources)
    with open_cluster(options.scheduler, options.workers) as client:
        session.tell(f"dashboard: {client.dashboard_link}")
        if not client.nthreads():
            session.tell(f"no worker has joined {options.scheduler} yet; waiting for one")
        with show_bar(session.tell) as progress:
            plan = Plan(client, order, progress.grow, progress.tell)
            score_all(plan, sources, known, progress)
    request = make_request(order)
    for ledger in plan.ledgers.values():
        for line in close(ledger, request):
            session.tell(line)
        faults += ledger.faults
    unique = {part.name: part for one in plan.ledgers.values() for part in one.receipts}
    parts = tuple(sorted(unique.values(), key=lambda part: plan.places[part.name]))
    problems = tuple(dict.fromkeys(fault.text for fault in faults))
    finish(store, Manifest(order.scoring, options.sources, parts, True, problems))
    if options.summary:
        click.echo(summarize(parts), err=True)
    return max((fault.exit_code for fault in faults), default=0)


def check_paths(options: DaskOptions) -> None:
    """Raise :class:`UsageError` for what machines of a cluster would not find, or not find to be the same."""
    if "-" in options.sources:
        raise UsageError(
            "standard input cannot be read in parts; name a file, or pipe it into spamfilter scan"
        )
    for path in (*options.sources, options.out) if options.scheduler else ():
        if not is_address(path) and not Path(path).is_absolute():
            raise UsageError(
                f"{path} is relative, and workers may run elsewhere: with --scheduler give whole paths"
            )


def make_order(session: Session, options: DaskOptions) -> Order:
    """What each worker is told. Loads the classifier, so that a wrong one is an error at once."""
    scoring = Scoring(
        classifier=options.classifier,
        model=make_absolute(options.model) if options.model else None,
        identity="",
        version=find_version(),
        plugins=tuple(map(make_absolute, session.plugins)),
        spam_above=options.spam_above,
        ham_below=options.ham_below,
        input_format=options.input_format,
        column=options.column,
        encoding=options.encoding,
        sent=options.sent,
        front=not options.no_front,
        output=options.output,
        part_size=options.part_size,
    )
    loaded = load_filter(scoring)
    return Order(
        replace(scoring, identity=identify(loaded)), resolve_address(options.out), options.batch_size
    )


def make_absolute(name: str) -> str:
    """The whole path of what is a file or folder here; else, as the name of a shipped model, as it is."""
    return str(Path(name).absolute()) if Path(name).exists() else name


def find_version() -> str:
    """That of the installed package."""
    try:
        return version("spamfilter-gpt")
    except PackageNotFoundError:
        return "unknown"


def expand_all(sources: Iterable[str]) -> tuple[list[str], list[Fault]]:
    """The files and folders that ``sources`` name, each once, and what names none."""
    found: dict[str, None] = {}
    faults: list[Fault] = []
    for source in sources:
        try:
            found |= dict.fromkeys(expand(source))
        except SourceError as error:
            faults.append(describe_fault(error))
    return list(found), faults


def score_all(plan: Plan, sources: Iterable[str], known: Mapping[str, Receipt], progress: Progress) -> None:
    """Score the parts that are not ``known``; the ledgers of the ``plan`` have them all then."""
    missing = list_missing(plan, sources, known, progress)
    for receipt in Window[object, Receipt](plan.client, score_part, missing, SCORES).as_they_come():
        if receipt.exit_code == UNREADABLE and not receipt.messages:
            plan.note(receipt.source, Fault(receipt.error, receipt.exit_code))
        else:
            plan.keep(receipt)
        progress.advance(receipt.size)


def list_missing(
    plan: Plan, sources: Iterable[str], known: Mapping[str, Receipt], progress: Progress
) -> Iterator[tuple[Order, Part]]:
    """What is to be scored."""
    for part in plan.list_parts(sources):
        name = name_part(plan.order.scoring, part)
        plan.places.setdefault(name, len(plan.places))
        receipt = known.get(name)
        if receipt is not None:
            plan.keep(receipt)
        elif part.source not in plan.broken:
            yield plan.order, part
            continue
        progress.advance(part.size)


def summarize(parts: Iterable[Receipt]) -> str:
    """How often each label came, as ``scan --summary`` says it."""
    parts = list(parts)
    counts = [(label, sum(getattr(part, label) for part in parts)) for label in ("ham", "unsure", "spam")]
    total = sum(count for _, count in counts)
    return f"{total} messages: " + ", ".join(f"{count} {label}" for label, count in counts)
