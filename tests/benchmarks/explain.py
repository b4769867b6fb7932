"""How long explaining one message takes, warm, beside scoring it: 10, 40 and 160 words.

    python tests/benchmarks/explain.py [MODEL]

The median of nine runs, with the shipped model unless MODEL names another, on one core.
"""

import statistics
import sys
import time
from collections.abc import Callable

from spamfilter_gpt.runtime.inference import load_classifier

from spamfilter import Message
from spamfilter.measure.explain import explain

RUNS = 9
TEXT = (
    "Hi Tom, lunch was lovely, thank you both. By the way, your mobile number has won a weekly prize of "
    "£5000 cash! To claim it, call 0906 555 0123 before Friday or text CLAIM to 81010, £1.50 a minute."
)


def measure(function: Callable[[], object]) -> float:
    """Median seconds of a call, after one that is not counted."""
    function()
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def main() -> None:
    classifier = load_classifier(sys.argv[1] if len(sys.argv) > 1 else None)
    words = TEXT.split()
    print("words  explain ms  score ms  ratio")
    for count in (10, 40, 160):
        message = Message(" ".join(words[place % len(words)] for place in range(count)))
        explaining = measure(lambda m=message: explain(m, classifier, "gpt", classifier.policy))  # type: ignore[misc]
        scoring = measure(lambda m=message: classifier.score([m]))  # type: ignore[misc]
        print(f"{count:5}  {1e3 * explaining:10.1f}  {1e3 * scoring:8.2f}  {explaining / scoring:5.0f}")


if __name__ == "__main__":
    main()
