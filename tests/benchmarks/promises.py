"""What a shipped model promises beside publishers left out (leave_one_out.py), each measured.

    python tests/benchmarks/promises.py BUILD [MODEL ...]

BUILD is the folder that `spamfilter gpt build-embedded DATA BUILD` made; a MODEL is a model folder or a name
of a shipped one (default: embedded and tiny). Measured are raw mails held back by thread and sender, the
book's test rows, honest messages of today, whole kinds of the written messages in eight languages, and
tests/data/spam.txt in forty disguises and beside a friendly message of forty words. Prints Markdown.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from disguises import DISGUISES
from left_out import area, format_table, read_rows
from numpy.typing import NDArray
from spamfilter_gpt.runtime.inference import load_classifier

from spamfilter import Message, Policy

DATA = Path(__file__).parents[1] / "data"
FRIENDLY = (
    "Hi Sam, thanks again for having us over on Sunday, the kids have not stopped talking about the rabbits. "
    "I still have your blue dish and will drop it off on Thursday after work. Give my love to your mum."
)
Scores = NDArray[np.float64]
Labels = NDArray[np.bool_]
Score = Callable[[Sequence[str]], Scores]


def score_mails(path: Path, score: Score) -> tuple[Labels, Scores]:
    """Of each mail of a csv of the build the highest score of its readings, as a scan takes it."""
    rows = read_rows(path)
    scores, highest, spam = score([row["Text"] for row in rows]), dict[str, float](), dict[str, bool]()
    for place, (row, one) in enumerate(zip(rows, scores, strict=True)):
        name = row.get("Mail") or str(place)
        highest[name] = max(highest.get(name, 0.0), float(one))
        spam[name] = row["Label"] == "1"
    return np.array(list(spam.values())), np.array(list(highest.values()))


def share(chosen: Labels) -> str:
    """A share with its counts."""
    return f"{chosen.mean():.1%} ({chosen.sum()} of {len(chosen)})" if len(chosen) else "–"


def describe_labels(spam: Labels, scores: Scores, policy: Policy) -> list[str]:
    """Spam called spam and unsure; ham called spam and unsure."""
    called, unsure = scores > policy.spam_above, (scores >= policy.ham_below) & (scores <= policy.spam_above)
    return [share(one[chosen]) for chosen in (spam, ~spam) for one in (called, unsure)]


def tell_labels(build: Path, score: Score, policy: Policy) -> None:
    """What each set of messages is called."""
    modern = [
        json.loads(line)["text"] for line in (DATA / "modern-ham.jsonl").read_text("utf-8").splitlines()
    ]
    held = {path.stem: score_mails(path, score) for path in sorted((build / "data/held").glob("*.csv"))}
    book = read_rows(build / "book" / "test.csv")
    found = held | {
        "the book's test rows": (
            np.array([row["Label"] == "1" for row in book]),
            score([row["Text"] for row in book]),
        ),
        "honest messages of today": (np.zeros(len(modern), dtype=bool), score(modern)),
    }
    table = []
    for name, (spam, scores) in found.items():
        areas = f"{area(spam, scores):.4f}" if 0 < spam.sum() < len(spam) else "–"
        right = share((scores > 0.5) == spam)
        table.append([name, str(len(spam)), areas, right, *describe_labels(spam, scores, policy)])
    titles = ["messages", "", "AUC", "right at 0.5", "spam: spam", "unsure", "ham: spam", "unsure"]
    print(format_table(titles, table), "\n")


def tell_disguises(score: Score, policy: Policy) -> None:
    """How much less of tests/data/spam.txt is called spam."""
    spam = (DATA / "spam.txt").read_text("utf-8").splitlines()

    def recall(change: Callable[[str], str]) -> float:
        return float((score([change(text) for text in spam]) > policy.spam_above).mean())

    plain = recall(str)
    lost = {name: plain - recall(change) for name, change in DISGUISES.items()}
    worst = sorted(lost, key=lambda name: -lost[name])[:5]
    told = ", ".join(f"{name} {100 * lost[name]:.0f}" for name in worst)
    print(
        f"tests/data/spam.txt: {plain:.0%} of {len(spam)} called spam. Points lost in {len(lost)} disguises:"
    )
    print(f"{100 * float(np.mean(list(lost.values()))):.1f} in the mean; most by {told}.")
    front, back = (recall(change) for change in (lambda x: f"{FRIENDLY} {x}", lambda x: f"{x} {FRIENDLY}"))
    words = len(FRIENDLY.split())
    print(
        f"A friendly message of {words} words in front: {100 * (plain - front):.0f} points; "
        f"behind: {100 * (plain - back):.0f}.\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("build", type=Path)
    parser.add_argument("models", nargs="*", default=["embedded", "tiny"])
    arguments = parser.parse_args()
    for name in arguments.models:
        classifier = load_classifier(name)

        def score(texts: Sequence[str], classifier=classifier) -> Scores:  # type: ignore[no-untyped-def]
            return np.array(classifier.score([Message(text) for text in texts]))

        policy = classifier.policy
        print(f"**{name}**: ham below {policy.ham_below}, spam above {policy.spam_above}\n")
        tell_labels(arguments.build, score, policy)
        tell_disguises(score, policy)


if __name__ == "__main__":
    main()
