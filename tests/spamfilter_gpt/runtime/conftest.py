"""The shipped model, loaded once for each of the modules that ask it."""

import pytest
from spamfilter_gpt.runtime.inference import GPTClassifier, load_classifier


@pytest.fixture(scope="module")
def gpt() -> GPTClassifier:
    return load_classifier("embedded")
