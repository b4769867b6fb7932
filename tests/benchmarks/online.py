"""Filters that learn on their way through three collections: ``evaluate --online``, all in one run each.

    python tests/benchmarks/online.py DATA [--sets enron spamassassin uci] [--first N] [--gpt SET=MODEL ...]
                                           [--delay N] [--feedback P] [--hostile]

DATA is the folder of the published collections. Enron-Spam 1 comes in the order of its numbers, ham and spam
together, its split tokens joined as a mail has them; the SpamAssassin mails raw, by the time in their first
Received field; the UCI collection as it stands. Each is judged and learned by gpt with a memory, bogofilter
and tfidf, all from nothing; gpt without learning stands beside. Where the shipped model was trained on a part
of the collection, name one that was not (``--gpt enron=MODEL``, see leave_one_out.py): the table says how
many of the messages a model has seen. ``--hostile`` runs each once more with 5 % of the spam told as ham.
Prints Markdown.
"""

import argparse
import csv
import gzip
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from spamfilter_gpt.corpus.collection import RAW, UCI
from spamfilter_gpt.corpus.form import join_tokens

from spamfilter import Message, read
from spamfilter.labelled.mails import NEVER, find_time

ENRON = "email-enron-spam-1-4.csv.gz"
FIXED = "spam_missed_at_0.5_percent_ham_lost"
WRONG = 0.05
COLUMNS = {"(1−AUC) %": "auc_loss", "lam %": "lam", "ham lost": "ham_lost", "spam missed": "spam_missed"}
COLUMNS["spam missed at 0.5 % ham lost"] = FIXED
Found = dict[str, Any]


def write_enron(data: Path, folder: Path, first: int | None) -> Path:
    """Enron-Spam 1, its rows by the number that its files have."""
    csv.field_size_limit(1 << 30)
    with gzip.open(data / ENRON, "rt", newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.DictReader(stream) if row["file"].startswith("enron1/")]
    rows.sort(key=lambda row: int(Path(row["file"]).name.split(".")[0]))
    lines = [json.dumps({"text": join_tokens(row["text"]), "label": int(row["label"])}) for row in rows]
    (folder / "enron1.jsonl").write_text("".join(f"{line}\n" for line in lines[:first]), encoding="utf-8")
    return folder / "enron1.jsonl"


def write_spamassassin(data: Path, folder: Path, first: int | None) -> Path:
    """The raw mails, and an index that has them by the time they came in."""
    with tarfile.open(data / RAW) as archive:
        archive.extractall(folder, filter="data")
    mails = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        time = find_time(Message("", path.read_bytes()))
        if time == NEVER:  # no Received field, so the Date is read, which takes longer
            time = min(map(find_time, read(str(path), input_format="eml")), default=NEVER)
        mails.append((time, path.relative_to(folder)))
    named = (
        f"{'ham' if 'ham' in path.parent.name else 'spam'} {path}\n" for _, path in sorted(mails)[:first]
    )
    (folder / "index").write_text("".join(named), encoding="utf-8")
    return folder / "index"


def write_uci(data: Path, folder: Path, first: int | None) -> Path:
    """The collection's lines."""
    lines = (data / UCI).read_bytes().splitlines(keepends=True)
    (folder / "uci.txt").write_bytes(b"".join(lines[:first]))
    return folder / "uci.txt"


SETS: dict[str, Callable[[Path, Path, int | None], Path]] = {
    "enron": write_enron,
    "spamassassin": write_spamassassin,
    "uci": write_uci,
}


def evaluate(path: Path, classifiers: Sequence[str], words: Sequence[str]) -> Found:
    """What ``evaluate --online --json`` says."""
    command = [sys.executable, "-m", "spamfilter", "evaluate", "--online", "--json", str(path)]
    command += [word for one in classifiers for word in ("-c", one)] + list(words)
    found: Found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    return found


def show(interval: Found | None) -> str:
    """A share and its interval, in percent."""
    if interval is None or interval["value"] is None:
        return "–"
    return "{value:.3f} ({low:.3f} to {high:.3f})".format(**{k: 100 * (v or 0) for k, v in interval.items()})


def print_table(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Markdown."""
    for row in (titles, ["---"] * len(titles), *rows):
        print(f"| {' | '.join(row)} |")
    print(flush=True)


def print_found(name: str, found: Found) -> None:
    """Figures over all messages, and between the points of the curve."""
    counts = ", ".join(f"{found[key]:,} {key}" for key in ("messages", "spam", "corrections"))
    print(f"### {name}: {counts}\n")
    titles = ["", *COLUMNS, "messages/s", "seen in training", "(1−AUC) % without them"]
    rows = []
    for one in found["classifiers"]:
        unseen = (one.get("metrics_without_repeats") or {}).get("auc_loss")
        seen = str(one.get("repeats_of_training_messages", "unknown"))
        figures = [show(one["metrics"][key]) for key in COLUMNS.values()]
        rows.append([one["classifier"], *figures, f"{one['messages_per_second']:,.0f}", seen, show(unseen)])
    print_table(titles, rows)
    names = [one["classifier"] for one in found["classifiers"]]
    for title, key in (
        ("(1−AUC) % so far", "auc_loss"),
        ("spam missed at 0.5 % ham lost, until the next", FIXED),
    ):
        rows = []
        for points in zip(*(one["curve"] for one in found["classifiers"]), strict=True):
            place = [f"{points[0]['corrections']:,}", f"{points[0]['messages']:,}"]
            values = (
                one["auc_loss_so_far"] if key == "auc_loss" else one["metrics_between"][key] for one in points
            )
            rows.append([*place, *map(show, values)])
        print(f"{title}:\n")
        print_table(["corrections", "messages", *names], rows)


def print_cost(honest: Found, hostile: Found) -> None:
    """What wrong labels cost, in points."""
    rows = []
    for one, other in zip(honest["classifiers"], hostile["classifiers"], strict=True):
        pairs = [(one["metrics"][key]["value"], other["metrics"][key]["value"]) for key in COLUMNS.values()]
        costs = ("–" if None in pair else f"{100 * (pair[1] - pair[0]):+.2f}" for pair in pairs)
        rows.append([one["classifier"], *costs])
    print(f"{WRONG:.0%} of the spam told as ham costs, in points:\n")
    print_table(["", *COLUMNS], rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--first", type=int, metavar="N", help="messages of each set that are used")
    parser.add_argument("--gpt", action="extend", nargs="+", default=[], metavar="SET=MODEL")
    parser.add_argument("--delay", default="0")
    parser.add_argument("--feedback", default="1")
    parser.add_argument("--hostile", action="store_true")
    options = parser.parse_args()
    models = dict(one.split("=", 1) for one in options.gpt)
    words = ["--delay", options.delay, "--feedback", options.feedback]
    for name in options.sets:
        with tempfile.TemporaryDirectory() as folder:
            path = SETS[name](options.data, Path(folder), options.first)
            chosen = [f"gpt={models[name]}" if name in models else "gpt", "bogofilter", "tfidf"]
            found = evaluate(path, chosen, words)
            print_found(name, found)
            if options.hostile:
                print_cost(found, evaluate(path, chosen, [*words, "--wrong-labels", str(WRONG)]))


if __name__ == "__main__":
    main()
