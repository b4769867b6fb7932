"""Results of made-up classifiers, and a page taken apart."""

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from spamfilter import Policy
from spamfilter.measure.evaluate import Result, compare_all
from spamfilter.measure.metric import Evaluation, measure
from spamfilter.report.evaluation import write_evaluation

POLICY = Policy(0.25, 0.75)
TEXTS = [f"text {n}" for n in range(10)]
SPAM = [False] * 6 + [True] * 4
# Six ham, one of them called spam and one unsure; four spam, one called ham and one, on the cut-off, unsure.
MIXED = Evaluation("mixed", POLICY, TEXTS, SPAM, [0.1, 0.1, 0.2, 0.2, 0.5, 0.9, 0.1, 0.75, 0.8, 1.0])
# The same messages: text 5 is right here, text 6 too, text 9 is wrong.
OTHER = Evaluation("other", Policy(), TEXTS, SPAM, [0.1, 0.1, 0.2, 0.2, 0.3, 0.4, 0.9, 0.2, 0.8, 0.45])


class Page(HTMLParser):
    """Tags, attributes and words of a page; tags in a message's text would be among them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def assert_ids_meet(page: str) -> None:
    """Every id is there once, and every reference meets one."""
    parsed = Page(page)
    ids = Counter(value for name, value in parsed.attributes if name == "id")
    assert [name for name, count in ids.items() if count > 1] == []
    references = re.findall(r"url\((.*?)\)", page)
    references += [value for name, value in parsed.attributes if name.endswith("href")]
    assert references
    assert {reference.removeprefix("#") for reference in references} <= ids.keys()


def strip_tags(page: str) -> str:
    """What a reader sees, on one line."""
    return " ".join("".join(Page(re.sub("<(br|td|th)[^>]*>", " ", page)).words).split())


def make_result(evaluation: Evaluation, seen: list[int] | None = None) -> Result:
    """What evaluating would find; ``seen`` are the rows that repeat a training message."""
    unseen = None
    if seen and len(seen) < len(evaluation.spam):
        others = [row for row in range(len(evaluation.spam)) if row not in seen]
        unseen = measure(evaluation.select(others), 20)
    return Result(evaluation, 0.5, measure(evaluation, 20), seen, unseen)


def make_page(folder: Path, *results: Result | Evaluation, sources: tuple[str, ...] = ("test.csv",)) -> str:
    """The page of some results, each against each."""
    made = [one if isinstance(one, Result) else make_result(one) for one in results]
    path = write_evaluation(folder, made, compare_all(made), sources)
    assert [file.name for file in folder.iterdir()] == ["index.html"]
    return path.read_text(encoding="utf-8")
