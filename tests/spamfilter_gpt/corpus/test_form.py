"""Text corpora as the mail reader would have given them."""

import time

import pytest
from spamfilter_gpt.corpus.form import join_tokens


@pytest.mark.parametrize(
    ("published", "written"),
    [
        ("don ' t ( see www . ab . com ) .", "don't (see www.ab.com)."),
        (
            "visit http : / / www . my - site . com / click here now",
            "visit http://www.my-site.com/click here now",
        ),
        ("see http : / / a . b . co . uk / x / index . html .", "see http://a.b.co.uk/x/index.html."),
        ("joe @ enron . com said hi . this is it", "joe@enron.com said hi. this is it"),
        ("at http : / / www . x . com . please answer", "at http://www.x.com. please answer"),
        ("$ 1 , 000 at 10 : 30 , or 3 . 5 %", "$1,000 at 10:30, or 3.5%"),
        ("wait . . . ok ? ?", "wait... ok??"),
        ("a well - known and / or new one", "a well-known and/or new one"),
        ("- - - - -\nyours", "-----\nyours"),
    ],
)
def test_what_a_tokenizer_cut_is_joined(published: str, written: str) -> None:
    assert join_tokens(published) == written


@pytest.mark.parametrize("text", ["Hi Ann, see https://ab.com/x_y?z=1: ok? (yes)", "1.5 kg, 10:30", ""])
def test_what_no_tokenizer_cut_stays(text: str) -> None:
    assert join_tokens(text) == text


@pytest.mark.parametrize("piece", ["http : / / ", "a . ", "www . a - ", "a @ ", "- ", "a / ", "http://a"])
def test_joining_takes_time_in_proportion(piece: str) -> None:
    start = time.process_time()
    join_tokens(piece * (20_000 // len(piece)))
    assert time.process_time() - start < 1
