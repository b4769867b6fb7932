"""SpamDataset as in Raschka's chapter 6, and what the chapter lacks."""

from pathlib import Path

import pytest
import tiktoken
import torch
from spamfilter_gpt.records.rows import read_labelled
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.training.dataset import PackedRows, SpamDataset, create_loaders, make_batch, order_rows

from spamfilter import DataError, SourceError
from tests.paths import SHARED, needs_shared
from tests.spamfilter_gpt.made_up import RANKS, write_rows


@pytest.fixture(scope="module")
def gpt2() -> Tokenizer:
    return Tokenizer(RANKS)


@needs_shared
def test_the_books_split_as_the_book_sees_it(gpt2: Tokenizer) -> None:
    split = SHARED / "sms-book-split"
    train = SpamDataset(split / "train.csv", gpt2)
    validation = SpamDataset(split / "validation.csv", gpt2, train.max_length)
    test = SpamDataset(split / "test.csv", gpt2, train.max_length)
    loaders = create_loaders(train, validation, test)
    *_, (input_ids, labels) = loaders[0]
    assert train.max_length == 120
    assert [len(loader) for loader in loaders] == [130, 19, 38]
    assert (input_ids.shape, labels.shape) == ((8, 120), (8,))
    assert (input_ids.dtype, labels.dtype) == (torch.int64, torch.int64)


def test_tokens_are_gpt2s(gpt2: Tokenizer) -> None:
    assert gpt2.encode("Do you have time") == [5211, 345, 423, 640]
    assert gpt2.encode_prompt("<|endoftext|>") == [50256]
    assert gpt2.pad_token_id == 50256


def test_the_longest_message_decides_and_shorter_ones_are_padded(tmp_path: Path, gpt2: Tokenizer) -> None:
    (tmp_path / "a.csv").write_text("Label,Text\nham,Do you have time\nspam,time\n")
    data = SpamDataset(tmp_path / "a.csv", gpt2)
    assert [item.tolist() for item in data[1]] == [[2435, 50256, 50256, 50256], 1]
    assert data.lengths == [4, 1]


def test_longer_messages_are_cut(tmp_path: Path, gpt2: Tokenizer) -> None:
    (tmp_path / "a.csv").write_text("Label,Text\n0,Do you have time\n")
    assert SpamDataset(tmp_path / "a.csv", gpt2, max_length=2)[0][0].tolist() == [5211, 345]


def test_of_a_long_message_that_is_read_which_a_scan_reads(tmp_path: Path, gpt2: Tokenizer) -> None:
    padded = " \u2800" * 1000 + "Do you have time"
    (tmp_path / "a.csv").write_text(f"Label,Text\n0,{padded}\n", encoding="utf-8")
    assert SpamDataset(tmp_path / "a.csv", gpt2, max_length=4).token_ids == [gpt2.encode(padded, 4)]
    assert gpt2.encode(padded, 4) == [5211, 345, 423, 640]


def test_a_tiktoken_encoding_serves_as_in_the_chapter(tmp_path: Path, gpt2: Tokenizer) -> None:
    ranks = {bytes([byte]): byte for byte in range(256)}
    encoding = tiktoken.Encoding("bytes", pat_str=r".", mergeable_ranks=ranks, special_tokens={})
    (tmp_path / "a.csv").write_text("Label,Text\n0,ab\n1,<|endoftext|>\n")
    data = SpamDataset(tmp_path / "a.csv", encoding, pad_token_id=0)
    assert data[0][0].tolist() == [97, 98, *[0] * 11]
    assert data.lengths == [2, 13]


@pytest.mark.parametrize("header", ["Label,Text", "label,text", "LABEL;TEXT", "label\ttext"])
def test_the_case_of_columns_and_what_parts_them_do_not_matter(
    tmp_path: Path, gpt2: Tokenizer, header: str
) -> None:
    separator = header[5]
    (tmp_path / "a.csv").write_text(f"{header}\nham{separator}time\n1{separator}have time\n")
    data = SpamDataset(tmp_path / "a.csv", gpt2)
    assert (data.texts, data.labels) == (["time", "have time"], [0, 1])


def test_rows_that_were_read_already_make_the_same_dataset(tmp_path: Path, gpt2: Tokenizer) -> None:
    path = write_rows(tmp_path / "a.csv", 20)
    of_rows = SpamDataset.of(read_labelled(path), gpt2, 4, 50256)
    assert vars(of_rows) == vars(SpamDataset(path, gpt2, max_length=4))


def test_an_empty_text_is_one_padding_token(tmp_path: Path, gpt2: Tokenizer) -> None:
    (tmp_path / "a.csv").write_text('Label,Text\n0,\n1,""\n')
    data = SpamDataset(tmp_path / "a.csv", gpt2)
    assert (data.token_ids, data.lengths) == ([[50256], [50256]], [1, 1])


def test_a_batch_is_padded_to_its_own_longest(tmp_path: Path, gpt2: Tokenizer) -> None:
    (tmp_path / "a.csv").write_text("Label,Text\n0,Do you have time\n1,time\n0,have time\n")
    batch = make_batch(SpamDataset(tmp_path / "a.csv", gpt2), [1, 2])
    assert batch.input_ids.tolist() == [[2435, 50256], [14150, 640]]
    assert (batch.lengths.tolist(), batch.labels.tolist()) == ([1, 2], [1, 0])


def test_packed_rows_are_gathered_as_they_were(tmp_path: Path, gpt2: Tokenizer) -> None:
    data = SpamDataset(write_rows(tmp_path / "a.csv", 50), gpt2)
    for rows, width in (([3, 0, 49], None), ([7], 30), (list(range(50)), 25)):
        found = make_batch(data, rows, width).input_ids
        longest = width or max(data.lengths[row] for row in rows)
        padded = [data.token_ids[row] + [50256] * (longest - data.lengths[row]) for row in rows]
        assert (found.dtype, found.tolist()) == (torch.int64, padded)


def test_packed_states_keep_their_width_their_type_and_their_device() -> None:
    states = torch.arange(12, dtype=torch.bfloat16).view(6, 2)
    rows = PackedRows.over(states, [1, 3, 2])
    found = rows.gather([1, 0], 0)
    assert found.dtype == torch.bfloat16
    assert found.tolist() == [[[2, 3], [4, 5], [6, 7]], [[0, 1], [0, 0], [0, 0]]]
    elsewhere = PackedRows.over(states.to("meta"), [1, 3, 2]).gather([1, 0], 0)
    assert (elsewhere.device.type, elsewhere.shape) == ("meta", (2, 3, 2))


def test_an_epoch_holds_every_row_once(tmp_path: Path, gpt2: Tokenizer) -> None:
    data = SpamDataset(write_rows(tmp_path / "a.csv", 50), gpt2)
    for alike in (False, True):
        batches = order_rows(data, 8, 123, alike=alike)
        assert sorted(row for batch in batches for row in batch) == list(range(50))
        assert batches == order_rows(data, 8, 123, alike=alike)
        assert batches != order_rows(data, 8, 124, alike=alike)


def test_rows_that_are_drawn_keep_their_order_and_all_that_is_theirs(tmp_path: Path, gpt2: Tokenizer) -> None:
    data = SpamDataset(write_rows(tmp_path / "a.csv", 8), gpt2, 16)
    data.labelled, data.targets = 6, [place / 10 for place in range(8)]
    drawn = data.draw(5, 1)
    places = [data.texts.index(text) for text in drawn.texts]
    assert len(places) == 5
    assert places == sorted(places)
    assert drawn.labels == [data.labels[place] for place in places]
    assert drawn.token_ids == [data.token_ids[place] for place in places]
    assert drawn.targets == [place / 10 for place in places]
    assert drawn.labelled == sum(place < 6 for place in places)
    assert data.draw(5, 1).texts == drawn.texts != data.draw(5, 2).texts
    assert data.draw(0, 1) is data
    assert data.draw(8, 1) is data


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("Label,Body\n0,x\n", "has no column 'text', only 'Label', 'Body'"),
        ("Label Text\n0 x\n", "has no column 'text', only 'Label Text'"),
        ("Label,Text\n0,x\nmaybe,y\n", "row 2: label 'maybe' is not 0, 1, ham or spam"),
        ("Label,Text\n0,x\n,y\n", "row 2: label '' is not"),
        ("Label,Text\n0,x\nnan,y\n", "row 2: label 'nan' is not"),
        ("Label,Text\n", "there are no labelled messages in"),
        ("", "there are no labelled messages in"),
        ('Label,Text\n0,"x\n', "row 1 has a quotation mark that is never closed"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, gpt2: Tokenizer, rows: str, complaint: str) -> None:
    (tmp_path / "a.csv").write_text(rows)
    with pytest.raises(DataError, match=complaint):
        SpamDataset(tmp_path / "a.csv", gpt2)


def test_a_missing_file_is_named(tmp_path: Path, gpt2: Tokenizer) -> None:
    with pytest.raises(SourceError, match="No such file"):
        SpamDataset(tmp_path / "a.csv", gpt2)
