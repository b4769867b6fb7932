"""Of the versions of one text one is the text of a mail; each that says something else is a reading."""

from spamfilter.readers.mime.version import Part, is_different, list_readings, list_texts_apart

SPAM = "you have won a prize of 2000 pounds, call now to claim it"
HAM = "the minutes of the meeting are in the folder of the team"


def versions(*parts: Part) -> Part:
    return Part("versions", versions=tuple((part,) for part in parts))


def test_of_versions_that_say_the_same_there_is_one_reading() -> None:
    assert list_texts_apart("s", [versions(Part("plain", HAM), Part("html", f"{HAM}!"))]) == [f"s\n\n{HAM}"]


def test_a_version_that_says_something_else_is_a_reading() -> None:
    parts = [versions(Part("plain", HAM), Part("html", SPAM))]
    assert list_texts_apart("s", parts) == [f"s\n\n{SPAM}", f"s\n\n{HAM}"]


def test_what_stands_beside_the_versions_is_in_each_reading() -> None:
    parts = [versions(Part("plain", HAM), Part("html", SPAM)), Part("plain", "Bob")]
    assert list_texts_apart("", parts) == [f"{SPAM}\n\nBob", f"{HAM}\n\nBob"]


def test_what_is_written_and_not_seen_is_a_reading() -> None:
    parts = [Part("html", HAM, written=f"{HAM} {SPAM}")]
    assert list_texts_apart("s", parts) == [f"s\n\n{HAM}", f"s\n\n{HAM} {SPAM}"]


def test_of_versions_within_versions_each_is_read() -> None:
    inner = versions(Part("plain", "one two three four five six"), Part("html", SPAM))
    readings = list_texts_apart("", [versions(Part("plain", HAM), inner)])
    assert {SPAM, HAM} <= set(readings)


def test_two_texts_differ_by_their_words_and_how_often_each_comes() -> None:
    assert not is_different("Hello  World\n", "hello, world")
    assert not is_different("minutes: " + HAM, HAM + " <a>")
    assert is_different(HAM, f"{HAM} {SPAM}")
    assert is_different(f"{SPAM} {HAM} {HAM}", f"{SPAM} {HAM}")  # the rest is what drowns the spam


def test_a_version_that_mostly_repeats_the_text_says_so() -> None:
    first, other = list_readings("", [Part("html", HAM, written=f"{HAM} {SPAM[:20]}")])
    assert (first.repeats, other.repeats) == (False, True)
    first, other = list_readings("", [versions(Part("plain", HAM), Part("html", SPAM))])
    assert (first.repeats, other.repeats) == (False, False)


def test_a_mere_notice_is_read_together_with_what_it_tells_of() -> None:
    long = " ".join(f"word{number}" for number in range(100))
    parts = [versions(Part("plain", "please see it in a browser of your own"), Part("html", long))]
    assert list_texts_apart("", parts) == [long, f"please see it in a browser of your own\n\n{long}"]


def test_versions_that_differ_in_links_only_say_the_same() -> None:
    parts = [versions(Part("plain", HAM), Part("html", f"{HAM} <http://example.org/a/b/c?d=e&f=g+h>"))]
    assert len(list_texts_apart("", parts)) == 1
