import html
import re
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from spamfilter import CreateError, Policy, install_hint
from spamfilter.measure.evaluate import compare, compare_all
from spamfilter.measure.metric import NAMES, Evaluation, Measure, wilson
from spamfilter.report.evaluation import format_comparison, format_figures, format_headline, write_evaluation
from spamfilter.report.section import MEANINGS, show_measure, show_thousandths
from tests.conftest import Process
from tests.made_up_results import (
    MIXED,
    OTHER,
    POLICY,
    SPAM,
    TEXTS,
    Page,
    assert_ids_meet,
    make_page,
    make_result,
    strip_tags,
)
from tests.representative import mark_others_slow

SCRIPT = "<script>alert(1)</script>"


def test_headline_says_in_sentences_what_to_expect() -> None:
    careful = Evaluation("careful", Policy(), ["a"] * 50, [False] * 40 + [True] * 10, [0.1] * 42 + [0.9] * 8)
    words = strip_tags("".join(format_headline([make_result(careful)], ["a.csv", "-"])))
    assert "50 messages, 40 ham and 10 spam, from a.csv, standard input." in words
    # Wilson's intervals of 0 of 40 and of 2 of 10, rounded outwards.
    assert (
        "careful: of 1,000 ham it would lose 0 (at most 88); of 1,000 spam it would miss 200 (56 to 510)."
        in words
    )


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Measure(0, 0, 0.0247), "0 (at most 25)"),
        (Measure(0.0861, 0.0484, 0.1493), "86 (48 to 150)"),
        (Measure(0.0003, 0.0001, 0.0009), "fewer than 1 (at most 1)"),
        (Measure(0.002, 0.001, 0.004), "2 (1 to 4)"),
        (Measure(1, 0.9736, 1), "1,000 (at least 973)"),
    ],
)
def test_shares_become_numbers_of_a_thousand(share: Measure, shown: str) -> None:
    assert show_thousandths(share) == shown


def test_every_metric_is_shown_and_explained(tmp_path: Path) -> None:
    assert MEANINGS.keys() == NAMES.keys()
    page = make_page(tmp_path, MIXED, OTHER)
    rows = [
        row for row in page.split("<tr><th>") if any(row.startswith(f"{name}<br>") for name in NAMES.values())
    ]
    assert [row.split("<br>")[0] for row in rows] == list(NAMES.values())
    assert [row.split("</table>")[0].count("<td>") for row in rows] == [2] * len(NAMES)
    low, high = wilson(0.7, 10)
    assert f"<td>70.00%<br><small>{low:.2%} to {high:.2%}</small><td>" in rows[0]
    assert "messages/s 20 20" in strip_tags(page)
    assert "ham below, spam above 0.25, 0.75 0.5, 0.5" in strip_tags(page)


def test_measures_that_are_not_numbers() -> None:
    nan, infinite = float("nan"), float("inf")
    assert show_measure("recall", Measure(nan, nan, nan)) == "–"
    assert show_measure("tcr", Measure(infinite, 2.5, infinite)) == "∞<br><small>2.50 to ∞</small>"
    assert show_measure("roc_auc", Measure(0.5, nan, nan)) == "0.5000<br><small>– to –</small>"


def test_messages_of_the_training_are_counted_apart(tmp_path: Path) -> None:
    words = strip_tags(make_page(tmp_path, make_result(MIXED, seen=[5, 6]), OTHER))
    assert (
        "But 2 messages repeat one that it was trained on; without them, of 1,000 ham it would lose 0"
        in words
    )
    (second,) = re.findall("Without the 2 that repeat a training message (.*?) precision", words)
    assert second.startswith(
        "mixed messages left out 2 accuracy share of the messages called what they are 87.50%"
    )


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (None, ""),
        ([], "None of these messages repeats one that it was trained on."),
        ([5], "But 1 message repeats one that it was trained on; without it, of 1,000 ham it would lose 0"),
        (list(range(10)), "But it was trained on every one of these messages, so this says little"),
    ],
)
def test_what_is_known_of_the_training_is_said(seen: list[int] | None, said: str) -> None:
    results = [make_result(MIXED, seen=seen)]
    words = strip_tags("".join((*format_headline(results, ["a.csv"]), *format_figures(results))))
    assert said in words
    assert ("trained on" in words) == bool(said)
    assert ("that repeat a training message" in words) == (seen == [5])


def test_page_shows_matrix_and_mistakes(tmp_path: Path) -> None:
    page = make_page(tmp_path, MIXED)
    assert '<td class="right" style="--share: 0.667">4<br><small>66.67%</small>' in page
    assert '<td class="wrong" style="--share: 0.250">1<br><small>25.00%</small>' in page
    lost, missed = page.split("Ham called spam (1)")[1].split("Spam missed (2)")
    assert re.findall("<tr><th>(.*)<td><bdi>(.*)</bdi>", lost) == [("0.9000", "text 5")]
    found = re.findall("<tr><th>(.*)<td><bdi>(.*)</bdi>", missed)
    assert found == [("0.1000", "text 6"), ("0.7500<br>unsure", "text 7")]


def test_twenty_surest_mistakes_come_in_order(tmp_path: Path) -> None:
    scores = [0.76 + n / 100 for n in range(22)]
    texts = [f"text {n}" for n in range(22)]
    page = make_page(tmp_path, Evaluation("many", POLICY, texts, [False] * 22, scores))
    assert "Ham called spam (the 20 surest of 22)" in page
    assert re.findall("<bdi>text (.*)</bdi>", page) == [str(n) for n in range(21, 1, -1)]


def test_two_classifiers_are_compared_message_by_message(tmp_path: Path) -> None:
    page = make_page(tmp_path, MIXED, OTHER)
    section = page[page.index("<h2><bdi>mixed</bdi> against <bdi>other</bdi></h2>") :]
    words = strip_tags(section)
    assert "other right other wrong mixed right 6 1 mixed wrong 2 1" in words
    assert (
        "mixed alone is right 1 time, other alone 2 times; the difference could well be chance "
        "(p = 1, McNemar's exact test)." in words
    )
    assert "Messages that one got right and the other wrong (3)" in words
    assert words.endswith(
        "is mixed other spam 0.1000 ham 0.9000 spam text 6 spam 1.0000 spam 0.4500 ham text 9 "
        "ham 0.9000 spam 0.4000 ham text 5"
    )
    assert (
        '<tr><th>ham<td class="score wrong" style="--share: .2">0.9000 spam<td class="score right"' in section
    )


@pytest.mark.parametrize(
    ("count", "said"),
    [(5, "could well be chance (p = 0.0625"), (6, "is hardly chance (p = 0.0312"), (40, "(p < 0.0001")],
)
def test_mcnemars_test_in_words(count: int, said: str) -> None:
    texts, spam = [f"text {n}" for n in range(count)], [True] * count
    right = Evaluation("right", Policy(), texts, spam, [0.9] * count)
    wrong = Evaluation("wrong", Policy(), texts, spam, [0.1] * count)
    page = "".join(format_comparison(compare(right, wrong), {"right": right, "wrong": wrong}))
    assert said in strip_tags(page)
    assert len(re.findall('<td class="score right"', page)) == min(count, 30)
    assert ("the 30 of 40 that differ most" in page) == (count == 40)


def test_classifiers_that_never_differ(tmp_path: Path) -> None:
    again = Evaluation("again", POLICY, TEXTS, SPAM, MIXED.scores)
    page = make_page(tmp_path, MIXED, again)
    assert "They never differ" in page
    assert "McNemar" not in page
    assert "Messages that one got right" not in page


def test_three_classifiers_are_compared_in_pairs(tmp_path: Path) -> None:
    third = Evaluation("third", POLICY, TEXTS, SPAM, [0.5] * 10)
    page = make_page(tmp_path, MIXED, OTHER, third)
    assert len(re.findall("<h2>.* against .*</h2>", page)) == 3
    assert Page(page).tags["figure"] == 2 + 3 * 4


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    texts = [f"{SCRIPT}\u202egnp\x1b[2J\nnext\u2028line\x00", "&" * 500, "half \ud800"]
    name = f"<i>'\"{SCRIPT}\u2066"
    one = Evaluation(name, POLICY, texts, [False] * 3, [0.99, 0.98, 0.97])
    other = Evaluation("other", POLICY, texts, [False] * 3, [0.1] * 3)
    page = make_page(tmp_path, one, other, sources=(f"</title>{SCRIPT}\u202etxt.exe",))
    assert (
        page.count("<bdi>&lt;script&gt;alert(1)&lt;/script&gt;\ufffdgnp\ufffd[2J next line\ufffd</bdi>") == 2
    )
    assert page.count("<bdi>" + "&amp;" * 400 + "…</bdi>") == 2
    assert page.count("<bdi>half ?</bdi>") == 2
    assert f"<bdi>{html.escape(name[:-1])}\ufffd</bdi>" in page
    assert not Page(page).tags.keys() & {"script", "i"}
    assert "".join(Page(page).words).count(SCRIPT) == page.count("&lt;script&gt;")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]", page)


def test_page_needs_nothing_else(tmp_path: Path) -> None:
    page = make_page(tmp_path, MIXED, OTHER)
    assert "http:" not in page
    assert "https:" not in page
    assert "@import" not in page
    parsed = Page(page)
    assert not parsed.tags.keys() & {"script", "link", "img", "image", "iframe", "object", "base", "form"}
    assert not [name for name, _ in parsed.attributes if name.startswith("on") or name == "src"]
    meta = Page(page[: page.index("<title>")])
    assert ("http-equiv", "Content-Security-Policy") in meta.attributes
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in meta.attributes
    assert page.index("<title>") < page.index("<style>")


def test_ids_are_unique_and_references_meet_one(tmp_path: Path) -> None:
    page = make_page(tmp_path, MIXED, OTHER)
    assert_ids_meet(page)


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    first = make_page(tmp_path, MIXED, OTHER)
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "path"}):
        assert make_page(tmp_path, MIXED, OTHER) == first
        assert matplotlib.rcParams["font.size"] == 30


ODD = [
    ("one ham", ([False], [0.2], 3)),
    ("one spam", ([True], [0.75], 3)),
    ("ham only", ([False] * 3, [0.1, 0.5, 0.9], 3)),
    ("spam only", ([True] * 3, [0.1, 0.5, 0.9], 3)),
    ("equal", ([False, True] * 4, [0.5] * 8, 5)),
    ("none called spam", ([False, True] * 4, [0.0] * 8, 5)),
    ("perfect", ([False, True] * 4, [0.0, 1.0] * 4, 5)),
    ("all wrong", ([False, True] * 4, [1.0, 0.0] * 4, 5)),
]


@pytest.mark.parametrize(("spam", "scores", "figures"), mark_others_slow(ODD, {"one ham", "equal"}))
def test_odd_results_have_a_page(tmp_path: Path, spam: list[bool], scores: list[float], figures: int) -> None:
    texts = [f"text {n}" for n in range(len(spam))]
    one = Evaluation("one", POLICY, texts, spam, scores)
    page = make_page(tmp_path, one, Evaluation("two", Policy(), texts, spam, scores))
    assert len(re.findall("</figcaption>\n<svg", page)) == (2 + 6 if figures == 5 else 6)
    assert ("Only one kind of message" in page) == (figures == 3)
    assert "nan" not in strip_tags(page)


def test_many_messages_make_no_huge_page(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    spam, scores = random.random(50_000) < 0.3, random.random(50_000)
    page = make_page(tmp_path, Evaluation("noise", POLICY, ["text"] * 50_000, spam.tolist(), scores.tolist()))
    assert len(page) < 400_000


def test_unwritable_folder_is_one_clear_line(tmp_path: Path) -> None:
    results = [make_result(MIXED)]
    (tmp_path / "file").write_text("")
    advice = "choose another folder, or free some space$"
    with pytest.raises(CreateError, match=rf"^cannot write .*file/in: Not a directory; {advice}"):
        write_evaluation(tmp_path / "file" / "in", results, [], ["a.csv"])
    with pytest.raises(CreateError, match=rf"^cannot write .*file: File exists; {advice}"):
        write_evaluation(tmp_path / "file", results, [], ["a.csv"])
    (tmp_path / "out" / "index.html").mkdir(parents=True)
    with pytest.raises(CreateError, match=rf"^cannot write .*index\.html: Is a directory; {advice}"):
        write_evaluation(tmp_path / "out", results, [], ["a.csv"])
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["index.html"]


def test_folders_above_are_made_and_a_page_is_replaced(tmp_path: Path) -> None:
    assert "mixed" in make_page(tmp_path / "a" / "b", MIXED)
    assert "mixed" not in make_page(tmp_path / "a" / "b", OTHER)


@pytest.mark.parametrize("missing", ["matplotlib", "sklearn"])
def test_missing_package_is_a_usage_error_before_any_work(missing: str) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from spamfilter import UsageError, report\n"
        "try: report.check_packages()\n"
        "except UsageError as error: print(error)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.startswith("a report needs matplotlib and scikit-learn (")
    assert said.endswith("; install them with: " + install_hint("evaluate") + "\n")
    assert said.endswith(" -m pip install 'matplotlib>=3.9' 'scikit-learn>=1.5'\n")
    assert said.count("\n") == 1


def test_importing_the_report_brings_in_nothing_that_draws() -> None:
    code = (
        "import sys, spamfilter.report.evaluation as report\n"
        "assert not {'matplotlib', 'sklearn', 'pandas'} & sys.modules.keys()\n"
        "report.check_packages()\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_command_writes_the_page(process: Process, data: Path, tmp_path: Path) -> None:
    both = ["--plugin", "spamfilter_wordlist", "evaluate", "-c", "gpt=tiny", "-c", "wordlist"]
    done = process(*both, data / "labelled.txt", "--report", tmp_path / "out", "--resamples", 20)
    assert done.returncode == 0, done.stderr
    words = strip_tags((tmp_path / "out" / "index.html").read_text(encoding="utf-8"))
    assert "200 messages, 130 ham and 70 spam, from" in words
    assert "gpt=tiny against wordlist" in words


def test_pages_of_pairs_name_the_results_that_they_are_of(tmp_path: Path) -> None:
    results = [make_result(MIXED), make_result(OTHER)]
    (pair,) = compare_all(results)
    page = write_evaluation(tmp_path, results[::-1], [pair], ["a.csv"]).read_text(encoding="utf-8")
    assert "spam 0.1000 ham 0.9000 spam text 6" in strip_tags(page)


def test_an_unwritable_folder_is_told_before_anything_is_scored(process: Process, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "rows.csv").write_text("label,text\nham,hi\nspam,win\n")
    wordlist = ["--plugin", "spamfilter_wordlist", "evaluate", "-c", "wordlist"]
    done = process(*wordlist, tmp_path / "rows.csv", "--report", tmp_path / "file" / "in")
    assert (done.returncode, done.stdout) == (73, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"Not a directory; choose another folder" in done.stderr
