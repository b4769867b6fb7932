"""Columns and tables of pyarrow: what Dask, Ray and Spark map over."""

import re

import pandas as pd
import pytest

import spamfilter as sf
from spamfilter import api
from tests.spamfilter.test_api import FRAME, SCORES, TEXTS

pa = pytest.importorskip("pyarrow")

MISSING = "missing (None); leave it out, or put an empty text there"

COLUMNS = {
    "pandas of pyarrow": pd.Series(TEXTS, dtype=pd.ArrowDtype(pa.string())),
    "pyarrow": pa.array(TEXTS),
    "pyarrow large": pa.array(TEXTS, pa.large_string()),
    "pyarrow view": pa.array(TEXTS, pa.string_view()),
    "pyarrow dictionary": pa.array(TEXTS).dictionary_encode(),
    "pyarrow slice": pa.array(["x", *TEXTS, "y"])[1:-1],
    "pyarrow chunks": pa.chunked_array([TEXTS[:2], [], TEXTS[2:]]),
    "pyarrow chunks of dictionaries": pa.chunked_array([TEXTS[:2], TEXTS[2:]]).dictionary_encode(),
}


@pytest.mark.parametrize("texts", COLUMNS.values(), ids=COLUMNS)
def test_any_column_of_pyarrow_can_be_scored(words: sf.Filter, texts: api.Texts) -> None:
    assert words.score(texts).tolist() == SCORES


def test_an_empty_column_has_no_scores(words: sf.Filter) -> None:
    assert words.score(pa.array([], pa.string())).tolist() == []


@pytest.mark.parametrize(
    ("column", "problem"),
    [
        (pa.array([None], pa.string()), "missing (None); leave it out, or put an empty text there"),
        (
            pa.array([None], pa.string()).dictionary_encode(),
            "missing (None); leave it out, or put an empty text there",
        ),
        (pa.array([b"a"]), "bytes; decode it, or read mails from files with spamfilter.read"),
        (pa.array([7]), "of type int; give a text or a Message"),
    ],
)
def test_an_item_that_is_no_text_is_named(words: sf.Filter, column: api.Texts, problem: str) -> None:
    with pytest.raises(sf.UsageError, match=f"^item 0 of texts, counted from 0, is {re.escape(problem)}$"):
        words.score(column)


def test_a_table_is_no_column(words: sf.Filter) -> None:
    message = "texts is of type Table; give one of its columns: texts['text']"
    with pytest.raises(sf.UsageError, match=f"^{re.escape(message)}$"):
        words.score(pa.table({"text": TEXTS}))


def test_a_table_gets_a_score_and_a_label(words: sf.Filter) -> None:
    table = pa.table({"text": TEXTS, "number": range(6)}, metadata={"made by": "hand"})
    scored = words.score_table(table)
    assert scored.drop_columns(["score", "label"]).equals(table, check_metadata=True)
    assert scored.schema.field("score").type == pa.float32()
    assert scored.schema.field("label").type == pa.string()
    assert scored["score"].to_pylist() == SCORES
    assert scored["label"].to_pylist() == ["spam", "ham", "ham", "spam", "ham", "spam"]


def test_a_batch_of_a_table_stays_one(words: sf.Filter) -> None:
    batch = pa.record_batch({"body": TEXTS})
    scored = words.score_table(batch, "body")
    assert isinstance(scored, pa.RecordBatch)
    assert scored.schema.names == ["body", "score", "label"]
    assert scored["score"].to_pylist() == SCORES


def test_an_empty_table_gets_the_same_columns(words: sf.Filter) -> None:
    whole = pa.table({"text": TEXTS})
    assert words.score_table(whole[:0]).schema == words.score_table(whole).schema


def test_a_frame_comes_back_with_its_index(words: sf.Filter) -> None:
    frame = pd.DataFrame({"text": TEXTS}, index=pd.Index(list("abcdef"), name="key"))
    scored = words.score_table(pa.Table.from_pandas(frame)).to_pandas()
    assert scored.index.tolist() == list("abcdef")
    assert scored.columns.tolist() == ["text", "score", "label"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (pa.table({"body": TEXTS}), "the table has no columns 'text', and one is scored; it has: body"),
        (
            pa.table([TEXTS, TEXTS], names=["text", "text"]),
            "the table has 2 columns 'text', and one is scored; it has: text, text",
        ),
        (
            pa.table({"text": TEXTS, "label": TEXTS}),
            "the table already has a column 'label'; rename it first",
        ),
        (
            pa.table({"text": TEXTS, "score": TEXTS}),
            "the table already has a column 'score'; rename it first",
        ),
        (
            pa.table({"text": ["a", None]}),
            "item 1 of texts, counted from 0, is missing (None); leave it out, or put an empty text there",
        ),
        (
            pa.table({"text": [1, 2]}),
            "item 0 of texts, counted from 0, is of type int; give a text or a Message",
        ),
        (
            FRAME,
            "table is of type DataFrame; give a pyarrow.Table, or score one column: score(table['text'])",
        ),
    ],
)
def test_a_table_that_does_not_fit_is_refused(words: sf.Filter, table: object, message: str) -> None:
    with pytest.raises(sf.UsageError, match=f"^{re.escape(message)}$"):
        words.score_table(table)  # type: ignore[type-var]


def test_a_table_is_scored_by_the_default_classifier_too() -> None:
    scored = sf.score_table(pa.table({"body": ["a"]}), column="body")
    assert scored["score"].to_pylist() == sf.score(["a"]).tolist()
