"""What ``spamfilter check-plugin`` does: a plugin's name in, a line a finding out."""

import sys
from collections.abc import Generator, Sequence
from contextlib import closing

import click
from pluggy import PluginManager

from spamfilter.cli.check_plugin import CheckOptions
from spamfilter.cli.encoding import echo_json
from spamfilter.cli.ending import check_output
from spamfilter.cli.session import Session
from spamfilter.cli.terminal import paint
from spamfilter.conformance import Finding, Status, Target, check_classifier
from spamfilter.errors import UsageError
from spamfilter.formats import show_line
from spamfilter.plugin.manager import OPTION, collect_classifiers, list_plugins

COLOURS = {Status.OK: "green", Status.WARN: "yellow", Status.FAIL: "red", Status.SKIP: "cyan"}


def report_findings(session: Session, options: CheckOptions) -> bool:
    """Check and print, a finding at a time unless they are to be one object; whether one failed."""
    check_output()
    findings = []
    with closing(find(session, options)) as found:  # whatever happens, its process ends
        for finding in found:
            findings.append(finding)
            if not options.as_json:
                click.echo(format_row(finding) if sys.stdout.isatty() else format_line(finding))
    if options.as_json:
        echo_json({"classifier": options.name, "model": options.model, "checks": findings})
    return any(finding.status is Status.FAIL for finding in findings)


def find(session: Session, options: CheckOptions) -> Generator[Finding, None, None]:
    """Findings on the classifier of that name, or why the plugin of that name has none."""
    manager, name = session.manager, options.name
    classifiers = collect_classifiers(manager)
    if name not in classifiers:
        offers = [other for other, (_, plugin) in classifiers.items() if plugin in (name, OPTION + name)]
        yield explain_failure(manager, name, offers, list(classifiers))
        return
    entry, provider = classifiers[name]
    target = Target(name, options.model, session.plugins)
    yield from check_classifier(entry, provider, target, options.timeout)


def explain_failure(
    manager: PluginManager, name: str, offers: Sequence[str], others: Sequence[str]
) -> Finding:
    """Why the plugin ``name`` failed. Raises :class:`UsageError` when there is no classifier to check."""
    plugins = {row.name.removeprefix(OPTION): row for row in list_plugins(manager)}
    if name not in plugins:
        raise UsageError(f"no classifier {name!r}; there are: {', '.join(sorted(others)) or 'none'}")
    plugin = plugins[name]
    if plugin.status == "failed":
        detail = f"{plugin.origin} failed: {plugin.error}; 'spamfilter plugins --traceback' shows where"
        return Finding(Status.FAIL, "plugin", detail)
    if plugin.status == "disabled":
        raise UsageError(f"plugin {name} is switched off by SPAMFILTER_DISABLE; take it out of there")
    if offers:
        raise UsageError(f"{name} is a plugin; name a classifier that it offers: {', '.join(sorted(offers))}")
    raise UsageError(f"plugin {name} offers no classifier; that takes the hook spamfilter_classifiers")


def format_line(finding: Finding) -> str:
    """``STATUS TAB CHECK TAB DETAIL``."""
    return f"{finding.status}\t{finding.check}\t{show_line(finding.detail)}"


def format_row(finding: Finding) -> str:
    """The same for a terminal: aligned, and coloured unless ``NO_COLOR`` is set."""
    failed = finding.status is Status.FAIL
    status = paint(f"{finding.status:<4}", fg=COLOURS[finding.status], bold=failed)
    return f"{status}  {finding.check:<16}  {show_line(finding.detail)}"
