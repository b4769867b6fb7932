"""``manifest.json``: what the folder of verdicts holds, made by which model and options, part by part."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from spamfilter import UsageError
from spamfilter_dask.output.store import MANIFEST, PARTIAL, RECEIPTS, Store, spell_json
from spamfilter_dask.part import Receipt, Scoring, is_part_name, parse_receipt, to_line

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a run is of: ``scoring`` and the ``sources`` as they were given; and its ``parts`` so far.

    ``complete`` is whether a run has come to its end since, ``problems`` what it could not read.
    """

    scoring: Scoring
    sources: tuple[str, ...]
    parts: tuple[Receipt, ...] = ()
    complete: bool = False
    problems: tuple[str, ...] = ()


def write_manifest(store: Store, manifest: Manifest) -> None:
    """Put it in the folder."""
    counts = {
        label: sum(getattr(part, label) for part in manifest.parts) for label in ("ham", "unsure", "spam")
    }
    value = {
        "format": FORMAT,
        "complete": manifest.complete,
        "messages": sum(counts.values()),
        **counts,
        "sources": manifest.sources,
        "scoring": asdict(manifest.scoring),
        "problems": manifest.problems,
        "parts": [
            {
                "file": name_file(manifest.scoring, part),
                "messages": part.messages,
                **json.loads(to_line(part)),
            }
            for part in manifest.parts
        ],
    }
    store.write(MANIFEST, spell_json(value))


def name_file(scoring: Scoring, part: Receipt) -> str | None:
    """The file of a part; None where it has no verdict and so no file."""
    return f"{part.name}.{scoring.output}" if part.messages else None


def claim(store: Store, scoring: Scoring, sources: Sequence[str]) -> dict[str, Receipt]:
    """Begin or go on with a run in ``store``; the parts that are done, by name.

    Raises :class:`UsageError` where the folder holds verdicts of another run.
    """
    files = store.list_files()
    before = read_manifest(store)
    asked = Manifest(scoring, tuple(sources))
    known: Sequence[Receipt] = ()
    if before is not None and (before.scoring, before.sources) == (asked.scoring, asked.sources):
        known = before.parts
    elif any(map(is_part_name, files)):
        raise UsageError(
            f"{store.address} holds verdicts {describe_difference(before, asked)}; "
            f"name another folder with -o, or remove it first"
        )
    store.make()
    receipts = {part.name: part for part in known} | store.read_receipts()
    write_manifest(store, replace(asked, parts=tuple(known)))
    store.remove([PARTIAL])
    return {name: part for name, part in receipts.items() if is_done(scoring, part, files)}


def is_done(scoring: Scoring, part: Receipt, files: Mapping[str, int]) -> bool:
    """Whether a part need not be made again: its file is there, and all of it could be read.

    What was not of its format stays so while the file is the same; what could not be read may be by now.
    """
    name = name_file(scoring, part)
    return part.exit_code in (0, 65) and (name is None or files.get(name) == part.written)


def describe_difference(before: Manifest | None, asked: Manifest) -> str:
    """In what an older run differs from the one that is asked for."""
    if before is None:
        return "that no manifest tells of"
    if before.sources != asked.sources:
        return f"on other sources: {' '.join(before.sources)[:200]}"
    mine, other = asdict(asked.scoring), asdict(before.scoring)
    names = [name for name, value in mine.items() if other[name] != value]
    return f"by another {' and '.join(names)}"


def finish(store: Store, manifest: Manifest) -> None:
    """Say what the folder holds by now, and take out what earlier runs made and no longer counts."""
    write_manifest(store, manifest)
    wanted = {name_file(manifest.scoring, part) for part in manifest.parts}
    stale = [name for name in store.list_files() if is_part_name(name) and name not in wanted]
    store.remove([*stale, RECEIPTS, PARTIAL])


def read_manifest(store: Store) -> Manifest | None:
    """The manifest that is there; None for none, or one that cannot be understood."""
    try:
        value = json.loads(store.read(MANIFEST) or b"null")
        scoring = Scoring(**{**value["scoring"], "plugins": tuple(value["scoring"]["plugins"])})
        parts = [parse_receipt(part) for part in value["parts"]]
        return Manifest(
            scoring, tuple(value["sources"]), tuple(part for part in parts if part), bool(value["complete"])
        )
    except (ValueError, TypeError, KeyError):
        return None
