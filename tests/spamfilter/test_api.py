"""The filter from Python gives what ``scan`` gives, for every kind of column, from any thread."""

import copy
import json
import pickle
import random
import re
import signal
import subprocess
import sys
import textwrap
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spamfilter as sf
from spamfilter import api
from spamfilter.plugin.choice import Chosen
from spamfilter.plugin.worker import count_processors, open_scorer
from spamfilter.scan import GROUP, GROUP_SIZE, score_messages
from tests.conftest import Process
from tests.paths import DATA, WORDLIST
from tests.spamfilter.conftest import RunPython

TEXTS = ["win cash now", "", "see you at 9", "free prize, call", "нет", "win cash now"]
SCORES = [0.75, 0.0, 0.0, 0.875, 0.0, 0.75]


@cache
def tiny(threads: int | None = None) -> sf.Filter:
    return sf.load("gpt", "tiny", threads=threads)


Make = Callable[..., sf.Filter]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """``make(body)``: a filter whose classifier's ``score(self, messages)`` is ``body``."""
    name = f"made_up_{tmp_path.name}"
    monkeypatch.syspath_prepend(str(tmp_path))

    def make(body: str, more: str = "", **options: object) -> sf.Filter:
        code = (
            "import threading, time\nfrom spamfilter import *\n"
            "class Made:\n    policy = Policy(0.3, 0.7)\n    at_once = most = 0\n"
            f"    def score(self, messages):\n{textwrap.indent(textwrap.dedent(body), ' ' * 8)}\n"
            "@hookimpl\ndef spamfilter_classifiers():\n"
            f"    return [ClassifierEntry('made', 'made up', lambda model: Made())]\n{textwrap.dedent(more)}"
        )
        (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
        return sf.load("made", plugins=[name], **options)  # type: ignore[arg-type]

    yield make
    sys.modules.pop(name, None)


# What can be given


def generate() -> Iterator[str]:
    yield from TEXTS


COLUMNS = {
    "tuple": tuple(TEXTS),
    "deque": deque(TEXTS),
    "dict values": dict(enumerate(TEXTS)).values(),
    "Messages": [sf.Message(text) for text in TEXTS],
    "mixed": [sf.Message(text) if row % 2 else text for row, text in enumerate(TEXTS)],
    "numpy objects": np.array(TEXTS, dtype=object),
    "numpy strings": np.array(TEXTS),
    "pandas": pd.Series(TEXTS),
    "pandas objects": pd.Series(TEXTS, dtype=object),
    "pandas string": pd.Series(TEXTS, dtype="string"),
    "pandas categories": pd.Series(TEXTS, dtype="category"),
    "pandas with an index": pd.Series(["x", *TEXTS, "y"], index=list("hgfedcba"))[1:-1],
    "pandas with names": pd.Series(TEXTS, index=["columns", "as_py", "keys", "score", "text", "a"]),
    "pandas index": pd.Index(TEXTS),
}


@pytest.mark.parametrize("texts", COLUMNS.values(), ids=COLUMNS)
def test_any_column_of_texts_can_be_scored(words: sf.Filter, texts: api.Texts) -> None:
    assert words.score(texts).tolist() == SCORES


def test_a_generator_can_be_scored(words: sf.Filter) -> None:
    assert words.score(generate()).tolist() == SCORES


def test_a_column_of_polars_can_be_scored(words: sf.Filter) -> None:
    polars = pytest.importorskip("polars")
    assert words.score(polars.Series(TEXTS)).tolist() == SCORES


def test_scores_are_an_array_of_float32(words: sf.Filter) -> None:
    for texts in (TEXTS, [], pd.Series([], dtype=object)):
        scores = words.score(texts)
        assert (scores.dtype, scores.shape) == (np.float32, (len(texts),))


def test_verdicts_keep_every_bit_of_a_score(make: Make) -> None:
    assert make("return [0.1] * len(messages)").judge(["a"]) == [sf.Verdict(sf.Label.HAM, 0.1)]


FRAME = pd.DataFrame({"text": TEXTS})
REFUSED = [
    ("text", "texts is one string; put it in a list: [text]"),
    (sf.Message("text"), "texts is one Message; put it in a list: [text]"),
    (b"text", "texts is bytes; decode it, and put it in a list: [text]"),
    (None, "texts is of type NoneType; give a list of texts"),
    (1.5, "texts is of type float; give a list of texts"),
    (np.array("text"), "texts is of type ndarray; give a list of texts"),
    (
        {"a"},
        "texts is of type set; it has no order, so no score could be told from another; give a list",
    ),
    ({"text": TEXTS}, "texts is of type dict; give its texts: list(texts.values())"),
    (FRAME, "texts is of type DataFrame; give one of its columns: texts['text']"),
]


@pytest.mark.parametrize(("texts", "message"), REFUSED, ids=[message[:24] for _, message in REFUSED])
def test_what_is_no_column_of_texts_is_refused(words: sf.Filter, texts: object, message: str) -> None:
    for method in (words.score, words.judge, words.scan):
        with pytest.raises(sf.UsageError, match=f"^{re.escape(message)}$"):
            method(texts)  # type: ignore[arg-type]


def test_a_path_is_refused_with_the_way_to_read_it(words: sf.Filter) -> None:
    with pytest.raises(sf.UsageError, match=r"^texts is of type \w+Path; .* spamfilter\.read\(path\)$"):
        words.score(Path("inbox.txt"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ([None], "missing (None); leave it out, or put an empty text there"),
        ([float("nan")], "missing (nan); leave it out, or put an empty text there"),
        (
            pd.Series(["b", None], dtype="string")[1:],
            "missing (<NA>); leave it out, or put an empty text there",
        ),
        (
            pd.Series(["b", None], dtype=object)[1:],
            "missing (None); leave it out, or put an empty text there",
        ),
        (pd.Series(["b", None])[1:], "missing (nan); leave it out, or put an empty text there"),
        ([pd.NaT], "missing (NaT); leave it out, or put an empty text there"),
        ([b"a"], "bytes; decode it, or read mails from files with spamfilter.read"),
        ([7], "of type int; give a text or a Message"),
        (np.array([["a"]]), "of type ndarray; give a text or a Message"),
        ([["a"]], "of type list; give a text or a Message"),
    ],
)
def test_an_item_that_is_no_text_is_named(words: sf.Filter, texts: api.Texts, problem: str) -> None:
    with pytest.raises(sf.UsageError, match=f"^item 0 of texts, counted from 0, is {re.escape(problem)}$"):
        words.score(texts)
    with pytest.raises(sf.UsageError, match=r"^item 2000 of texts, "):
        words.score([*["fine"] * 2000, *texts])


def test_verdicts_before_an_item_that_is_no_text_still_come(words: sf.Filter) -> None:
    results = words.scan(["fine", "also fine", None])  # type: ignore[list-item]
    assert [next(results)[0].text, next(results)[0].text] == ["fine", "also fine"]
    with pytest.raises(sf.UsageError, match=r"^item 2 of texts"):
        next(results)


def test_messages_are_numbered_as_lines_are(words: sf.Filter) -> None:
    message = sf.Message("c", b"c\n", "box", 7)
    found = [message for message, _ in words.scan(["a", "b", message])]
    assert found == [sf.Message("a", number=1), sf.Message("b", number=2), message]


# The same scores as scan


@pytest.mark.parametrize("name", ["inbox.txt", "labelled.txt"])
def test_scores_are_those_of_scan(process: Process, name: str) -> None:
    done = process("scan", "--model", "tiny", "--format", "jsonl", DATA / name)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    verdicts = tiny().judge(sf.read(DATA / name))
    assert [round(verdict.score, 6) for verdict in verdicts] == [row["score"] for row in rows]
    assert [verdict.label for verdict in verdicts] == [row["label"] for row in rows]


@pytest.mark.parametrize("name", ["inbox.txt", "labelled.txt"])
@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("batch_size", [1, 7, 128])
def test_scores_are_those_of_scan_to_the_last_bit(name: str, threads: int, batch_size: int) -> None:
    messages = list(sf.read(DATA / name))
    classifier = tiny(threads)
    with open_scorer(Chosen("gpt", "gpt", "tiny", classifier.classifier), (), 1) as scorer:
        expected = {one.number: score for one, (score,) in score_messages(messages, [scorer])}
    random.Random(batch_size).shuffle(messages)
    scores = classifier.score((one.text for one in messages), batch_size=batch_size)
    assert scores.tolist() == [expected[one.number] for one in messages]


def test_the_shipped_model_is_the_default_and_scores_as_scan_does(process: Process) -> None:
    done = process("scan", "--format", "jsonl", DATA / "inbox.txt")
    verdicts = sf.judge(sf.read(DATA / "inbox.txt"))
    assert [(verdict.label, round(verdict.score, 6)) for verdict in verdicts] == [
        (row["label"], row["score"]) for row in map(json.loads, done.stdout.splitlines())
    ]


def test_the_functions_share_one_classifier_that_is_loaded_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        filters = list(pool.map(lambda _: api.open_default(), range(8)))
    assert len(set(map(id, filters))) == 1
    scores = sf.score(["a"])
    assert scores.tolist() == [sf.judge(["a"])[0].score]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1), st.integers(1, 9), st.integers(1, 3), st.randoms())
def test_a_score_does_not_depend_on_its_neighbours(
    texts: list[str], batch_size: int, threads: int, shuffle: random.Random
) -> None:
    classifier = words_in_threads(threads)
    alone = {text: classifier.score([text])[0] for text in texts}
    shuffle.shuffle(texts)
    assert classifier.score(texts, batch_size=batch_size).tolist() == [alone[text] for text in texts]


@cache
def words_in_threads(threads: int) -> sf.Filter:
    sys.path.insert(0, str(WORDLIST))
    try:
        return sf.load("wordlist", plugins=["spamfilter_wordlist"], threads=threads)
    finally:
        sys.path.remove(str(WORDLIST))


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(max_size=200), min_size=1, max_size=20), st.integers(1, 9))
def test_a_score_of_the_gpt_does_not_depend_on_its_neighbours(texts: list[str], batch_size: int) -> None:
    alone = [tiny(1).score([text])[0] for text in texts]
    assert tiny(2).score(texts, batch_size=batch_size).tolist() == alone


REVIEW = """
@hookimpl
def spamfilter_review(message, verdict):
    if message.text == "friend":
        return Verdict(Label.HAM, 0.25)
"""


def test_what_plugins_say_of_a_verdict_counts_as_in_scan(make: Make) -> None:
    reviewed = make("return [1.0] * len(messages)", REVIEW)
    assert reviewed.judge(["friend", "foe"]) == [
        sf.Verdict(sf.Label.HAM, 0.25),
        sf.Verdict(sf.Label.SPAM, 1.0),
    ]
    assert reviewed.score(["friend", "foe"]).tolist() == [0.25, 1.0]


def test_cut_offs_of_ones_own_move_the_labels(words: sf.Filter) -> None:
    name = "spamfilter_wordlist"
    strict = sf.load("wordlist", plugins=[name], spam_above=0.9, ham_below=0.8)
    assert words.policy == sf.Policy(0.3, 0.7)
    assert strict.policy == sf.Policy(0.8, 0.9)
    assert [one.judge(["win cash"])[0].label.value for one in (words, strict)] == ["spam", "ham"]


# Threads and groups


def test_the_gpt_runs_on_all_processors_and_others_on_one(words: sf.Filter) -> None:
    assert tiny().threads == count_processors() >= 1
    assert words.threads == 1


WATCHED = """
with self.lock:
    self.at_once += 1
    self.most = max(self.most, self.at_once)
time.sleep(0.002)
with self.lock:
    self.at_once -= 1
return [0.5] * len(messages)
"""


def test_a_classifier_made_for_one_thread_meets_no_second(make: Make) -> None:
    watched = make(WATCHED, "Made.lock = threading.Lock()")
    with ThreadPoolExecutor(4) as pool:
        scores = list(pool.map(lambda _: watched.score(TEXTS, batch_size=1).tolist(), range(8)))
    assert scores == [[0.5] * len(TEXTS)] * 8
    assert watched.classifier.most == 1  # type: ignore[attr-defined]


def test_threads_score_at_the_same_time(make: Make) -> None:
    meeting = make(
        "self.barrier.wait(60)\nreturn [0.5] * len(messages)",
        "Made.barrier = threading.Barrier(3)",
        threads=3,
    )
    assert meeting.score(["a", "b", "c"], batch_size=1).tolist() == [0.5] * 3


def test_one_filter_serves_many_threads() -> None:
    texts = [message.text for message in sf.read(DATA / "inbox.txt")]
    expected = tiny().score(texts).tolist()
    with ThreadPoolExecutor(4) as pool:
        assert (
            list(pool.map(lambda _: tiny().score(texts, batch_size=3).tolist(), range(8))) == [expected] * 8
        )


def test_nothing_is_left_behind(make: Make) -> None:
    classifier = make("return [0.5] * len(messages)", threads=3)
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)]
    threads = threading.enumerate()
    classifier.score(TEXTS * 100, batch_size=4)
    next(classifier.scan(TEXTS * 100, batch_size=4))  # and is not read to its end
    assert threading.enumerate() == threads
    assert handlers == [
        signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)
    ]


def test_the_threads_end_when_the_classifier_fails(make: Make) -> None:
    broken = make("raise ValueError('no luck')", threads=3)
    threads = threading.enumerate()
    with pytest.raises(sf.ClassifierError, match=r"^classifier made failed: ValueError: no luck; report it"):
        broken.score(TEXTS, batch_size=1)
    assert threading.enumerate() == threads


def test_a_generator_is_read_a_group_ahead_at_most(words: sf.Filter) -> None:
    taken = 0

    def count() -> Iterator[str]:
        nonlocal taken
        for taken in range(1, 10 * GROUP):  # noqa: B007
            yield "text"

    results = words.scan(count())
    next(results)
    assert taken == 2 * GROUP


def test_of_long_texts_a_group_holds_fewer(words: sf.Filter) -> None:
    taken = 0

    def count() -> Iterator[str]:
        nonlocal taken
        for taken in range(1, 100):  # noqa: B007
            yield "a" * (GROUP_SIZE // 4)

    next(words.scan(count()))
    assert taken == 8


def test_an_error_of_the_generator_is_its_own(words: sf.Filter) -> None:
    with pytest.raises(ZeroDivisionError):
        words.score(str(1 // number) for number in (2, 1, 0))


# In a notebook


def test_nothing_is_printed_unless_a_bar_is_asked_for(
    words: sf.Filter, capfd: pytest.CaptureFixture[str]
) -> None:
    words.score(TEXTS)
    sf.load("wordlist", plugins=["spamfilter_wordlist"]).judge(TEXTS)
    assert capfd.readouterr() == ("", "")
    assert words.score(TEXTS, progress=True).tolist() == SCORES
    out, err = capfd.readouterr()
    assert out == ""
    assert "6/6" in err
    assert " messages/s" in err


def test_a_generator_has_a_bar_without_an_end(words: sf.Filter, capfd: pytest.CaptureFixture[str]) -> None:
    assert words.score(generate(), progress=True).tolist() == SCORES
    assert "6 messages [" in capfd.readouterr().err


def test_without_tqdm_there_is_no_bar(
    words: sf.Filter, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert words.score(TEXTS, progress=True).tolist() == SCORES
    assert capfd.readouterr() == ("", "")


def test_it_says_what_it_is(words: sf.Filter) -> None:
    assert repr(words) == "<spamfilter.Filter 'wordlist', ham_below=0.3, spam_above=0.7, threads=1>"
    assert (words.name, words.model) == ("wordlist", None)
    assert (tiny().name, tiny().model) == ("gpt", "tiny")


def test_a_pickled_filter_is_loaded_again(words: sf.Filter) -> None:
    mine = sf.load("wordlist", plugins=["spamfilter_wordlist"], spam_above=0.8, threads=2)
    other = pickle.loads(pickle.dumps(mine))
    assert repr(other) == repr(mine)
    assert other.classifier is not mine.classifier
    assert other.score(TEXTS).tolist() == SCORES


def test_a_pickled_filter_is_loaded_once_in_a_process(words: sf.Filter) -> None:
    copies = [pickle.loads(pickle.dumps(words)), pickle.loads(pickle.dumps(words.score)).__self__]
    copies += [copy.deepcopy(words), pickle.loads(pickle.dumps(copies[0]))]
    assert len(set(map(id, copies))) == 1
    other = sf.load("wordlist", plugins=["spamfilter_wordlist"])  # may be of a model that was made anew
    assert pickle.loads(pickle.dumps(other)) is not copies[0]


def test_a_pickled_filter_scores_in_another_process(run_python: RunPython, tmp_path: Path) -> None:
    (tmp_path / "filter").write_bytes(pickle.dumps(tiny().score))
    printed = run_python(
        f"""
        import pickle
        from pathlib import Path
        score = pickle.loads(Path({str(tmp_path / "filter")!r}).read_bytes())
        print(score({TEXTS}).tolist())
        """
    )
    assert json.loads(printed) == tiny().score(TEXTS).tolist()


def test_a_path_is_a_model_too(words: sf.Filter, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("lunch", encoding="utf-8")
    own = sf.load("wordlist", tmp_path / "words", plugins=["spamfilter_wordlist"])
    assert own.score(["lunch", "win"]).tolist() == [0.5, 0.0]
    assert own.model == str(tmp_path / "words")


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: sf.load("gtp"), sf.UsageError, r"^no classifier 'gtp'; there are: .*gpt"),
        (lambda: sf.load(model="none/such"), sf.SourceError, r"^no model folder at none/such: "),
        (
            lambda: sf.load(plugins="mine"),
            sf.UsageError,
            r"^plugins is one string; put it in a list: \['mine'\]$",
        ),
        (lambda: sf.load(plugins=["no_such_module"]), sf.PluginError, r"no_such_module fails: "),
        (lambda: sf.load(threads=0), sf.UsageError, r"^threads is 0; give 1 or more, or None$"),
        (lambda: sf.load(model="tiny", spam_above=2), sf.UsageError, r"^cut-offs must satisfy 0 <= "),
        (lambda: tiny().score(["a"], batch_size=0), sf.UsageError, r"^batch_size is 0; give 1 or more$"),
    ],
)
def test_what_cannot_work_is_said_in_a_line(
    call: Callable[[], object], error: type[sf.SpamfilterError], message: str
) -> None:
    with pytest.raises(error, match=message):
        call()


# Sources


def test_read_opens_what_scan_opens(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Body;n\nwin;1\n", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text('{"body": "win"}\n', encoding="utf-8")
    (tmp_path / "a.txt").write_text("win\n", encoding="utf-8")
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "1").write_bytes(b"Subject: win\n\ncash\n")
    (tmp_path / "box").write_bytes(b"From a@example.org Mon Jan  1 00:00:00 2024\nSubject: win\n\ncash\n\n")

    def texts(name: str, *args: str, **options: str) -> list[str]:
        return [message.text for message in sf.read(tmp_path / name, *args, **options)]

    assert texts("a.csv", column="body") == texts("a.jsonl", column="body") == texts("a.txt") == ["win"]
    assert texts("a.csv", "lines") == ["Body;n", "win;1"]
    assert texts("mails") == texts("box") == texts("mails/1", "eml") == ["win\n\ncash"]


def test_read_opens_standard_input() -> None:
    code = "import spamfilter; print([message.text for message in spamfilter.read('-')])"
    done = subprocess.run([sys.executable, "-c", code], input=b"a\nb\n", capture_output=True, check=True)
    assert done.stdout.strip() == b"['a', 'b']"


def test_a_source_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(sf.SourceError, match=r"^cannot read none\.txt: No such file or directory; "):
        sf.read("none.txt")
