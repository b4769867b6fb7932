"""What holds for any input."""

import io
from collections.abc import Callable, Sequence
from functools import cache, partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spamfilter_gpt.runtime.inference import GPTClassifier, load_classifier

from spamfilter import DataError, Message, Policy
from spamfilter.message import decode_text
from spamfilter.readers.csv import read_csv
from spamfilter.readers.jsonl import read_jsonl
from spamfilter.readers.lines import read_lines
from spamfilter.scan import scan, score_checked


class Length:
    policy = Policy(0.3, 0.7)

    def score(self, messages: Sequence[Message]) -> list[float]:
        return [len(message.text) % 10 / 10 for message in messages]


@cache
def gpt(model: str) -> GPTClassifier:
    return load_classifier(model)


@given(st.lists(st.text()), st.integers(1, 9), st.booleans())
def test_n_messages_in_n_verdicts_out_in_order(texts: list[str], batch_size: int, live: bool) -> None:
    messages = [Message(text, number=number) for number, text in enumerate(texts)]
    score = partial(map, partial(score_checked, Length(), "length"))
    results = list(scan(iter(messages), score, Length.policy, batch_size=batch_size, live=live))
    assert [message for message, _ in results] == messages
    assert [verdict.score for _, verdict in results] == Length().score(messages)


@given(st.binary(), st.sampled_from([b"\n", b"\0"]))
def test_lines_give_back_every_byte(data: bytes, separator: bytes) -> None:
    messages = list(read_lines(io.BytesIO(data), "-", separator=separator))
    assert b"".join(message.raw for message in messages) == data
    assert [message.number for message in messages] == list(range(1, len(messages) + 1))


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_csv_reads_what_the_standard_library_wrote(texts: list[str]) -> None:
    import csv

    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([["text"], *([text] for text in texts)])
    messages = list(read_csv(io.BytesIO(file.getvalue().encode()), "-", column="text"))
    assert [message.text for message in messages] == [decode_text(text.encode()) for text in texts]
    assert b"".join([messages[0].preamble, *(m.raw for m in messages)]) == file.getvalue().encode()


@given(st.lists(st.text()))
def test_jsonl_gives_back_every_line(texts: list[str]) -> None:
    import json

    data = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)
    messages = list(read_jsonl(io.BytesIO(data), "-", column="text"))
    assert b"".join(message.raw for message in messages) == data
    assert [len(message.text) for message in messages] == [len(text) for text in texts]


@given(st.binary())
def test_any_bytes_decode(data: bytes) -> None:
    assert decode_text(data).encode().decode() is not None  # half surrogates would raise


def test_utf8_wins_and_stray_bytes_are_windows_1252() -> None:
    assert decode_text("\ufeffgrüße".encode()) == "grüße"
    assert decode_text(b"\x80 5 caf\xe9 \x81") == "€ 5 café \x81"


@pytest.mark.parametrize("model", [pytest.param("embedded", marks=pytest.mark.slow), "tiny"])
@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(max_size=200), min_size=2, max_size=9), st.data())
def test_a_gpt_score_does_not_depend_on_its_neighbours(
    model: str, texts: list[str], data: st.DataObject
) -> None:
    together = gpt(model).score([Message(text) for text in texts])
    row = data.draw(st.integers(0, len(texts) - 1))
    assert gpt(model).score([Message(texts[row])]) == [together[row]]
    assert all(0 <= score <= 1 for score in together)


@given(st.text(st.sampled_from('ab,;\t|"\n\r '), max_size=60), st.sampled_from(",;|"))
def test_a_table_is_read_as_the_standard_library_reads_it_or_refused(rows: str, delimiter: str) -> None:
    import csv

    data = f"text{delimiter}id\n{rows}"
    try:
        found = list(read_csv(io.BytesIO(data.encode()), "-", column="text"))
    except DataError:
        return
    file = io.StringIO(data, newline="\n")  # as bytes are split: at LF alone
    strict = csv.reader(file, delimiter=delimiter, strict=True)
    assert [row for row in strict if row][1:] == [
        [message.text, *rest] for message, rest in zip(found, map(after_text(delimiter), found), strict=True)
    ]


def after_text(delimiter: str) -> Callable[[Message], list[str]]:
    """What a row has behind its text."""
    import csv

    def cut(message: Message) -> list[str]:
        rows = csv.reader(io.StringIO(message.raw.decode(), newline="\n"), delimiter=delimiter)
        return next(row for row in rows if row)[1:]

    return cut


@given(st.text(st.sampled_from('ab\t"\n'), max_size=60))
def test_no_letter_of_a_table_with_tabs_is_lost(rows: str) -> None:
    data = f"text\tid\n{rows}"
    try:
        found = list(read_csv(io.BytesIO(data.encode()), "-", column="text"))
    except DataError:
        return
    places = [data.encode().find(message.raw) for message in found]
    assert -1 not in places
    letters = [one for one in rows if one in "ab"]
    assert [one for message in found for one in message.raw.decode() if one in "ab"] == letters
