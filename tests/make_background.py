"""Make ``spamfilter/memory/background.bin`` from the messages written for the project.

Run ``python -m tests.make_background`` whenever the grams have changed.
"""

import json

import numpy as np

from spamfilter.memory.grams import BACKGROUND, condense, hash_grams
from spamfilter.memory.learner import BUCKETS, find_places
from spamfilter.message import Message
from tests.paths import ROOT

BITS = 18
WRITTEN = ROOT / "plugins" / "spamfilter_gpt" / "corpus" / "written"


def main() -> None:
    """Count in how many messages each gram is, half a message at least."""
    counts, messages = np.zeros(1 << BUCKETS), 0
    for path in sorted(WRITTEN.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            counts[find_places(hash_grams(Message(json.loads(line)["text"])))] += 1
            messages += 1
    BACKGROUND.write_bytes(condense(np.maximum(counts, 0.5) / messages, BITS))


if __name__ == "__main__":
    main()
