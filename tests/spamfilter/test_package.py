"""``import spamfilter``: quick, complete, and as its documents say."""

import doctest
import re

import pytest

import spamfilter as sf
from spamfilter import api
from tests.paths import DATA, ROOT
from tests.spamfilter.conftest import RunPython

HEAVY = ["numpy", "onnxruntime", "click", "tiktoken", "email", "lxml", "tqdm", "torch", "pandas", "pyarrow"]


def test_every_public_name_is_there_and_shown() -> None:
    for name in sf.__all__:
        assert getattr(sf, name) is not None
    assert sf.__all__ == sorted(sf.__all__)
    assert set(sf.__all__) <= set(dir(sf))


def test_public_names_are_shown_before_they_are_used(run_python: RunPython) -> None:
    assert run_python("import spamfilter; print(set(spamfilter.__all__) - set(dir(spamfilter)))") == "set()"


@pytest.mark.parametrize("name", ["labelled", "options", "report", "storage"])
def test_modules_are_there_after_a_plain_import(run_python: RunPython, name: str) -> None:
    assert run_python(f"import spamfilter; print(spamfilter.{name}.__name__.split('.')[-1])") == name


def test_a_name_that_is_not_there_is_named() -> None:
    with pytest.raises(AttributeError, match=r"^module 'spamfilter' has no attribute 'nonsense'$"):
        _ = sf.nonsense  # type: ignore[attr-defined]


def test_import_spamfilter_imports_nothing_that_takes_long(run_python: RunPython) -> None:
    assert run_python(f"import spamfilter, sys; print({{*{HEAVY}}} & {{*sys.modules}})") == "set()"


def test_scoring_needs_no_extra(run_python: RunPython) -> None:
    """Nor imports one: what trains and measures, and what holds tables."""
    printed = run_python(
        """
        import sys
        extras = ["torch", "pandas", "pyarrow", "sklearn", "matplotlib", "onnx", "scipy"]
        sys.modules.update(dict.fromkeys(extras))
        import spamfilter
        print(spamfilter.load().score(['WIN a prize, call now']).shape)
        """
    )
    assert printed == "(1,)"


def test_without_pyarrow_a_table_is_asked_for(run_python: RunPython) -> None:
    printed = run_python(
        """
        import sys
        sys.modules["pyarrow"] = None
        import spamfilter
        try:
            spamfilter.load(model="tiny").score_table([["text"]])
        except spamfilter.UsageError as error:
            print(error)
        """
    )
    assert printed == (
        "table is of type list; give a pyarrow.Table, or score one column: score(table['text'])"
    )


# The documents

NUMBER = re.compile(r"(?<![\w.])\d+\.\d*(?:e-?\d+)?")


class Roughly(doctest.OutputChecker):
    """Numbers with a point may be 0.02 off: another processor rounds otherwise."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        texts = ["".join(NUMBER.sub("0", text).split()) for text in (want, got)]
        numbers = [[float(one) for one in NUMBER.findall(text)] for text in (want, got)]
        return texts[0] == texts[1] and numbers[0] == pytest.approx(numbers[1], abs=0.02)


def run_examples(text: str, names: dict[str, object]) -> tuple[int, str]:
    """How many examples stand in ``text``, and what those print that fail."""
    printed: list[str] = []
    examples = doctest.DocTestParser().get_doctest(text, names, "examples", None, None)
    doctest.DocTestRunner(Roughly()).run(examples, out=printed.append)
    return len(examples.examples), "".join(printed)


@pytest.mark.parametrize(
    "documented",
    [api, sf.Filter.score, sf.Filter.judge, sf.Filter.scan, sf.load, sf.judge, sf.read],
    ids=lambda one: str(one.__name__),
)
def test_the_examples_in_docstrings_are_true(documented: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DATA)
    count, failed = run_examples(documented.__doc__ or "", {**vars(api), "spamfilter": sf})
    assert count
    assert failed == ""


def test_the_chapter_on_python_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    document = ROOT / "spamfilter" / "README.md"
    if not document.exists():
        pytest.skip("spamfilter/README.md is not written yet")
    chapter = re.split(r"^## ", document.read_text(encoding="utf-8").partition("## From Python\n")[2])[0]
    blocks = re.findall(r"^```python\n(.*?)^```$", chapter, flags=re.MULTILINE | re.DOTALL)
    assert blocks
    monkeypatch.chdir(DATA)
    count, failed = run_examples("\n".join(blocks), {})
    assert count > 8
    assert failed == ""
