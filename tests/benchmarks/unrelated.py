"""What 100 corrections change of messages that have nothing to do with them, by the shipped model.

    python tests/benchmarks/unrelated.py DATA [--gpt MODEL]

DATA is the folder of the published collections. Learned are the first 100 messages of Enron-Spam 2 and of the
Indian SMS collection, and of each the first 100 that the model called wrong at 0.5; judged are 1,000 of each
collection that was not learned from. A label is spam, unsure or ham. Prints Markdown.
"""

import argparse
import csv
import gzip
from itertools import islice
from pathlib import Path

import numpy as np
from online import ENRON, print_table
from spamfilter_gpt.corpus.form import join_tokens

from spamfilter import Message
from spamfilter.classifier import Classifier
from spamfilter.memory.example import Example, Trace, identify
from spamfilter.memory.known.learner import Knowledge
from spamfilter.memory.remembering import add_odds, trace_texts
from spamfilter.plugin.choice import choose
from spamfilter.plugin.manager import create_manager
from spamfilter.verdict import Policy

LEARNED, JUDGED = 100, 1_000
READ = 1_500  # messages of each collection
COLLECTIONS = {
    "Enron-Spam 2": ENRON,
    "India": "sms-india.csv.gz",
    "Mozambique": "more/sms-mozambique-portuguese.csv.gz",
    "Turkey": "more/sms-turkish-uysal.csv.gz",
}
TAUGHT = ("Enron-Spam 2", "India")
BATCH = 64
Rows = list[tuple[Message, bool]]
Traced = tuple[list[float], list[Trace]]


def read_rows(path: Path) -> Rows:
    """Messages and labels of a collection, in an order drawn once; of Enron's folders the second."""
    csv.field_size_limit(1 << 30)
    with gzip.open(path, "rt", newline="", encoding="utf-8") as stream:
        found = list(csv.DictReader(stream))
    if path.name == ENRON:
        found = [row for row in found if row["file"].startswith("enron2/")]
        found = [{**row, "text": join_tokens(row["text"])} for row in found]
    order = np.random.default_rng(7).permutation(len(found))[:READ]
    return [(Message(found[place]["text"]), found[place]["label"] == "1") for place in order]


def trace_rows(classifier: Classifier, rows: Rows) -> Traced:
    """The score of each message, and what a memory keeps of it; messages of like length at once."""
    order = sorted(range(len(rows)), key=lambda row: len(rows[row][0].text))
    scores, traces = np.zeros(len(rows)), dict[int, Trace]()
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        scores[places], found = trace_texts(classifier, [rows[row][0] for row in places])
        traces.update(zip(places, found, strict=True))
    return scores.tolist(), [traces[row] for row in range(len(rows))]


def choose_lessons(rows: Rows, traced: Traced, wrong: bool) -> list[Example]:
    """The first messages, or the first that were called ``wrong``, as they are learned."""
    chosen = (
        Example(identify(message), spam, 0, (trace,))
        for (message, spam), score, trace in zip(rows, *traced, strict=True)
        if not wrong or (score > 0.5) != spam
    )
    return list(islice(chosen, LEARNED))


def count_changes(policy: Policy, known: Knowledge, traced: Traced) -> str:
    """The share of the messages that have another label by what is ``known``."""
    scores, traces = traced[0][:JUDGED], traced[1][:JUDGED]
    after = add_odds(scores, known.correct(traces))
    pairs = zip(scores, after, strict=True)
    changed = sum(policy.judge(one).label is not policy.judge(other).label for one, other in pairs)
    return f"{100 * changed / len(scores):.2f} %"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--gpt")
    options = parser.parse_args()
    classifier = choose(create_manager(), "gpt", options.gpt).classifier
    rows = {name: read_rows(options.data / file) for name, file in COLLECTIONS.items()}
    traced = {name: trace_rows(classifier, found) for name, found in rows.items()}
    table = []
    for name in TAUGHT:
        lessons = [choose_lessons(rows[name], traced[name], wrong) for wrong in (False, True)]
        known = [Knowledge.of(one) for one in lessons]
        for other in (one for one in COLLECTIONS if one != name):
            table.append(
                [name, other, *(count_changes(classifier.policy, one, traced[other]) for one in known)]
            )
    print_table(["learned from", "judged", "by the first 100", "by the first 100 that were wrong"], table)


if __name__ == "__main__":
    main()
