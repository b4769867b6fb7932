"""Where the time of ``scan`` goes: the share of each stage on the way of a message from file to verdict.

    python tests/benchmarks/path.py SOURCE [--model MODEL] [--messages N] [--rounds N]

SOURCE is anything that scan reads: lines, a mailbox. The stages run one after the other over the same
messages, each ``--rounds`` times (default 3) in turn, and the least processor time of each counts, so that a
busy machine says the same as an idle one. ``product`` is what scoring takes beside the tokens and characters
of a message: the matrix product, and filling its batches. A share that is not the product's is what there is
to save, or to do beside it in another thread.
"""

import argparse
import time
from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from spamfilter_gpt.runtime.folder import ModelFolder, load_folder
from spamfilter_gpt.runtime.inference import GPTClassifier
from spamfilter_gpt.runtime.normalize import normalize
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer

import spamfilter
from spamfilter import Label, Message, Verdict
from spamfilter.formats import format_text
from spamfilter.scan import list_readings, score_checked

BATCH = 128
Stage = Callable[[], object]


class Material(NamedTuple):
    """What the stages work on: ``messages`` and, mails having several, the texts of their readings."""

    messages: list[Message]
    texts: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("--model", help="a folder or a shipped name; default: embedded")
    parser.add_argument("--messages", type=int, help="default: all")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    seconds = measure(options.source, options.model, options.messages, options.rounds)
    count, total = seconds.pop("messages"), sum(seconds.values())
    print(f"{count:.0f} messages, {1e6 * total / max(1, count):.0f} us of processor time each")
    for name, one in seconds.items():
        print(f"{name:12} {one / total:6.1%}")


def measure(source: str, model: str | None, most: int | None, rounds: int) -> dict[str, float]:
    """Seconds of each stage for all messages, and how many ``messages`` there are."""
    folder = load_folder(model)
    classifier = GPTClassifier(folder)

    def read() -> list[Message]:
        return list(islice(spamfilter.read(source), most))

    messages = read()
    texts = [one.text for message in messages for one in list_readings(message)]
    stages = {"read": read, **list_stages(folder, classifier, Material(messages, texts))}
    seconds = dict.fromkeys(stages, float("inf"))
    for _ in range(rounds):
        for name, stage in stages.items():
            start = time.process_time()
            stage()
            seconds[name] = min(seconds[name], time.process_time() - start)
    # Each of these begins with the one before.
    seconds["product"] = max(0.0, seconds["product"] - seconds["tokenize"] - seconds["characters"])
    seconds["tokenize"] = max(0.0, seconds["tokenize"] - seconds["normalize"])
    return {"messages": len(messages), **seconds}


def list_stages(folder: ModelFolder, classifier: GPTClassifier, material: Material) -> dict[str, Stage]:
    """The stages behind reading, in order. What characters say is read from what was normalized before."""
    card, texts = folder.card, material.texts
    tokenizer = Tokenizer(
        folder.tokens, card.pattern, card.architecture.vocab_size, card.pad_token_id, card.normalizer
    )
    plain = [tokenizer.plain(text) for text in texts]
    order = sorted(material.messages, key=lambda message: len(message.text))
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    verdict = Verdict(Label.HAM, 0.125)
    return {
        "normalize": lambda: [normalize(text, card.normalizer) for text in texts],
        "tokenize": lambda: [tokenizer.encode(text, card.max_length) for text in texts],
        "characters": lambda: [folder.characters.score(one) for one in plain] if folder.characters else None,
        "product": lambda: [score_checked(classifier, "gpt", batch) for batch in batches],
        "write": lambda: [format_text(message, verdict).encode() for message in material.messages],
    }


if __name__ == "__main__":
    main()
