"""The rules of the house hold, and each is shown to fail where one edit breaks it; what the wheel holds."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import house_rules
from tests.house_rules import Rule
from tests.paths import ROOT

RULES = [
    house_rules.find_host_imports,
    house_rules.find_gpt_imports,
    house_rules.find_torch,
    house_rules.find_strangers_in_host,
    house_rules.find_private_imports,
    house_rules.find_open_records,
    house_rules.find_crowds,
    house_rules.find_long_functions,
    house_rules.find_long_median,
    house_rules.find_many_parameters,
    house_rules.find_namesakes,
    house_rules.find_heavy_scan,
    house_rules.find_heavy_help,
    house_rules.find_torch_of_runtime,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.__name__))
def test_the_house_keeps_its_rule(rule: Rule) -> None:
    assert rule(ROOT) == []


After = Callable[..., list[str]]


@pytest.fixture
def after(tmp_path: Path) -> After:
    """``after(rule, code, *files)``: what ``rule`` finds when ``code`` stands at the end of the files.

    They are those of a copy, or new ones in it. What the rule finds here too is left out.
    """
    for path in house_rules.list_sources(ROOT):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.symlink_to(path)
    for data in ("tiny", "runtime/concepts.txt"):  # what a scan by the tiny model reads
        path = Path("plugins/spamfilter_gpt", data)
        (tmp_path / path).symlink_to(ROOT / path)

    def find(rule: Rule, code: str, *files: str) -> list[str]:
        for edited in (tmp_path / file for file in files):
            text = edited.read_text(encoding="utf-8") if edited.exists() else ""
            edited.unlink(missing_ok=True)  # it may be the link to the real one
            edited.write_text(f"{text}\n{code}\n", encoding="utf-8")
        known = rule(ROOT)
        return [one for one in rule(tmp_path) if one not in known]

    return find


def test_the_host_imports_only_what_stands_to_the_left(after: After) -> None:
    assert after(house_rules.find_host_imports, "import spamfilter.mail.judge", "spamfilter/scan.py") == [
        "spamfilter/scan.py: scan imports mail"
    ]


def test_an_import_that_only_types_need_is_one_too(after: After) -> None:
    code = "if TYPE_CHECKING:\n    from spamfilter.cli import options"
    assert after(house_rules.find_host_imports, code, "spamfilter/readers/csv.py") == [
        "spamfilter/readers/csv.py: readers imports cli"
    ]


def test_the_host_s_own_modules_do_not_go_through_the_front_door(after: After) -> None:
    code = "def late():\n    from spamfilter import Message"
    assert after(house_rules.find_host_imports, code, "spamfilter/verdict.py") == [
        "spamfilter/verdict.py: verdict imports Message"
    ]


def test_a_new_module_wants_a_place_in_the_order(after: After) -> None:
    assert after(house_rules.find_host_imports, "", "spamfilter/utils.py") == [
        "spamfilter/utils.py: utils has no place in the order"
    ]


@pytest.mark.parametrize(
    ("file", "code", "found"),
    [
        ("weights/bases.py", "from spamfilter_gpt.training.loop import x", "weights imports training"),
        ("runtime/folder.py", "from spamfilter_gpt import network", "runtime imports network"),
        ("export/onnx.py", "import spamfilter_gpt.corpus.split", "export imports corpus"),
        ("corpus/split.py", "import spamfilter_gpt.network", "corpus imports network"),
        ("build.py", "import spamfilter_gpt.commands", "build imports commands"),
    ],
)
def test_rooms_of_the_gpt_import_only_leftwards(after: After, file: str, code: str, found: str) -> None:
    file = f"plugins/spamfilter_gpt/{file}"
    assert after(house_rules.find_gpt_imports, code, file) == [f"{file}: {found}"]


def test_what_runs_reaches_torch_by_no_way(after: After) -> None:
    code = "from spamfilter_gpt.network import attention"
    assert after(house_rules.find_torch, code, "plugins/spamfilter_gpt/runtime/normalize.py")[-1].endswith(
        "runtime/normalize.py imports network/attention.py imports torch"
    )


@pytest.mark.parametrize(
    ("file", "module"),
    [
        ("spamfilter/scan.py", "spamfilter_gpt.runtime"),
        ("spamfilter/mail/judge.py", "click"),
        ("spamfilter/cli/options.py", "onnxruntime"),
    ],
)
def test_the_host_knows_no_plugin_and_no_extra(after: After, file: str, module: str) -> None:
    found = after(house_rules.find_strangers_in_host, f"def late():\n    import {module}", file)
    assert found == [f"{file} imports {module}"]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from spamfilter.scan import scan", "imports spamfilter.scan; write from spamfilter import NAME"),
        ("import spamfilter", "imports spamfilter; write from spamfilter import NAME"),
        ("from spamfilter import scan", "imports scan, which is not public"),
        ("from spamfilter_gpt.runtime import folder", "imports spamfilter_gpt.runtime"),
    ],
)
def test_plugins_import_only_public_names(after: After, code: str, found: str) -> None:
    file = "plugins/spamfilter_ngram/model.py"
    assert after(house_rules.find_private_imports, code, file) == [f"{file} {found}"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("def put(record: dict[str, Any]) -> None: ...", "put"),
        ("def put() -> Iterator[Mapping[str, Any]]: ...", "put"),
        ("class Put:\n    def put(self, *, record: dict[str, Any] | None = None) -> None: ...", "Put.put"),
        ("class Put:\n    record: dict[str, Any]", "Put.record"),
        ("Records = list[dict[str, Any]]", "Records"),
    ],
)
def test_no_dict_of_anything_crosses_a_border(after: After, code: str, name: str) -> None:
    file = "spamfilter/verdict.py"
    assert after(house_rules.find_open_records, code, file) == [f"{file}: {name}"]


def test_what_stays_at_home_may_be_a_dict(after: After) -> None:
    code = "def _put(record: dict[str, Any]) -> None: ...\ndef put() -> None:\n    one: dict[str, Any] = {}"
    assert after(house_rules.find_open_records, code, "spamfilter/verdict.py") == []


def test_a_folder_of_many_modules_wants_a_wall(after: After) -> None:
    count = len(list((ROOT / "spamfilter" / "report").glob("*.py")))
    rooms = [f"spamfilter/report/room_{number}.py" for number in range(house_rules.MODULES - count + 1)]
    assert after(house_rules.find_crowds, "", *rooms[1:]) == []
    assert after(house_rules.find_crowds, "", rooms[0]) == ["spamfilter/report has 13 modules"]


def test_a_long_function_is_named(after: After) -> None:
    code = "def endless():\n" + "    pass\n" * house_rules.LINES
    assert after(house_rules.find_long_functions, code, "spamfilter/scan.py") == [
        "spamfilter/scan.py: endless has 41 lines"
    ]


def test_many_long_functions_move_the_median(after: After) -> None:
    code = "".join(f"def long_{number}():\n" + "    pass\n" * 9 for number in range(2000))
    assert after(house_rules.find_long_median, code, "spamfilter/scan.py") == [
        "half of the functions have over 10 lines"
    ]


def test_many_parameters_are_named_unless_click_gives_them(after: After) -> None:
    code = (
        "class Many:\n    def many(self, a, b, c, /, d, *e, f, **g): ...\n"
        "@group.command('many')\ndef command(a, b, c, d, e, f, g): ..."
    )
    assert after(house_rules.find_many_parameters, code, "spamfilter/scan.py") == [
        "spamfilter/scan.py: many has 7 parameters"
    ]


def test_a_function_name_that_three_modules_have_is_named(after: After) -> None:
    code = "def rename(): ...\ndef main(): ...\ndef _own(): ...\n@hookimpl\ndef spamfilter_review(): ..."
    files = ["spamfilter/mail/judge.py", "spamfilter/scan.py", "plugins/spamfilter_gpt/build.py"]
    assert after(house_rules.find_namesakes, code, *files) == [f"rename: {', '.join(files)}"]


def test_two_modules_may_have_one_name(after: After) -> None:
    files = ["spamfilter/mail/judge.py", "spamfilter/scan.py"]
    assert after(house_rules.find_namesakes, "def rename(): ...", *files) == []


def pretend(*modules: str) -> str:
    """Code after which the modules are imported, as far as anybody can see; no syntax tree shows it."""
    return f"import sys; sys.modules.update(dict.fromkeys({modules}, sys))"


def test_a_scan_imports_nothing_that_trains(after: After) -> None:
    code = pretend("torch", "pandas", "sklearn", "pyarrow", "matplotlib", "json")
    found = after(house_rules.find_heavy_scan, code, "plugins/spamfilter_gpt/runtime/inference.py")
    assert found == ["matplotlib", "pandas", "pyarrow", "sklearn", "torch"]


def test_help_imports_nothing_heavy(after: After) -> None:
    found = after(house_rules.find_heavy_help, "import numpy", "plugins/spamfilter_gpt/__init__.py")
    assert found == ["numpy"]


def test_the_rooms_without_torch_are_without_it_when_they_run(after: After) -> None:
    file = "plugins/spamfilter_gpt/runtime/tokens/tokenizer.py"
    assert after(house_rules.find_torch_of_runtime, pretend("torch"), file) == ["torch"]


@pytest.mark.slow
def test_the_wheel_holds_the_packages_and_the_model_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        "spamfilter", "spamfilter_bogofilter", "spamfilter_dask", "spamfilter_gpt", "spamfilter_ngram",
        "spamfilter_spamd", "spamfilter_gpt-0.1.0.dist-info", "spamfilter_gpt-0.1.0.data",
    }  # fmt: skip
    assert {name for name in names if name.endswith(".1")} == {
        f"spamfilter_gpt-0.1.0.data/data/share/man/man1/{page.name}"
        for page in (ROOT / "spamfilter" / "man").iterdir()
    }
    assert {name for name in names if "/embedded/" in name or "/tiny/" in name} == {
        f"spamfilter_gpt/{model}/{name}"
        for model in ("embedded", "tiny")
        for name in (
            "model.onnx",
            {"embedded": "pieces.model", "tiny": "ranks.tiktoken"}[model],
            "model.json",
            "README.md",
            "training.hashes",
            "characters.bin",
            "surface.bin",
        )
    } | {"spamfilter_gpt/embedded/front.onnx"}
    assert not [name for name in names if "/written/" in name]  # what trains is no part of what scans
    assert [name for name in names if name.endswith("corpus/templates/de.txt")]
    assert wheel.stat().st_size < 65_000_000
