"""``spamfilter dask``. Heavy modules are imported inside the function, so that --help stays quick."""

from dataclasses import dataclass
from typing import Annotated

import click

from spamfilter import Session, UsageError, options, pass_session

UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def parse_size(ctx: click.Context, param: click.Parameter, value: str | int) -> int:
    """``64K``, ``4M``, ``1G`` or a number of bytes."""
    value = str(value)
    digits, unit = (value[:-1], UNITS[value[-1:].upper()]) if value[-1:].upper() in UNITS else (value, 1)
    if not (digits.isdecimal() and digits.isascii() and len(digits) < 13 and int(digits)):
        raise click.BadParameter(f"{value!r} is no size; write 4M, 64K or a number of bytes", ctx, param)
    return int(digits) * unit


def refuse_blank(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """``value``, unless it is the empty word that an unset variable leaves."""
    if value == "":
        raise click.BadParameter("it is empty", ctx, param)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class DaskOptions:
    """What ``dask`` is asked for. Raises :class:`UsageError` for two clusters."""

    sources: Annotated[tuple[str, ...], options.argument(nargs=-1, required=True, metavar="SOURCE...")]
    out: Annotated[
        str,
        options.option(
            "-o",
            "--output",
            metavar="FOLDER",
            callback=refuse_blank,
            help="Where the verdicts go: a folder, or an address as s3://bucket/verdicts.",
        ),
    ]
    scheduler: Annotated[
        str | None,
        options.option(
            "--scheduler",
            metavar="ADDRESS",
            callback=refuse_blank,
            help="Of a cluster that runs, as tcp://10.0.0.1:8786.",
        ),
    ] = None
    workers: Annotated[
        int | None,
        options.option(
            "--workers",
            metavar="N",
            type=options.COUNT,
            help="Processes on this machine, without a cluster.  [default: one for each processor]",
        ),
    ] = None
    output: Annotated[
        str, options.option("--format", type=click.Choice(["parquet", "jsonl"]), help="Of the verdicts.")
    ] = "parquet"
    classifier: options.ClassifierName = "gpt"
    model: options.ModelPath = None
    no_front: options.NoFront = False
    spam_above: options.SpamAbove = None
    ham_below: options.HamBelow = None
    input_format: options.InputFormat = "auto"
    column: options.TextColumn = "text"
    encoding: options.Encoding = ""
    sent: options.WithSent = False
    batch_size: options.BatchSize = 128
    part_size: Annotated[
        int,
        options.option(
            "--part-size",
            metavar="BYTES",
            type=str,
            show_default="1M",
            callback=parse_size,
            help="Of a source that one task reads, as 64K or 4M.",
        ),
    ] = 1 << 20
    summary: Annotated[
        bool, options.option("--summary", is_flag=True, help="Print counts on standard error at the end.")
    ] = False

    def __post_init__(self) -> None:
        if self.scheduler and self.workers:
            raise UsageError(
                "--workers starts processes here and --scheduler names a cluster; give one of them"
            )


@click.command(short_help="Scan on a cluster.")
@options.takes(DaskOptions)
@pass_session
def dask(session: Session, chosen: DaskOptions) -> None:
    """Scan each SOURCE on a cluster of Dask, or with several processes here, into a folder of verdicts.

    A SOURCE is a file, a Maildir or other folder, a pattern as 'logs/*.txt', or an address that fsspec knows.
    Verdicts are those of 'spamfilter scan --no-memory'. Where a run has ended early, the same command goes on
    with what is missing.

    \b
    Examples:
      spamfilter dask huge.txt -o verdicts --workers 2
      spamfilter dask 's3://bucket/2026/*.jsonl' -o s3://bucket/verdicts --scheduler tcp://10.0.0.1:8786
    """
    from spamfilter_dask.extra import need_dask

    with need_dask():
        from spamfilter_dask.run import scan_sources
    exit_code = scan_sources(session, chosen)
    if exit_code:
        raise click.exceptions.Exit(exit_code)
