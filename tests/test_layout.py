"""Who may import whom, and what the wheel holds."""

import ast
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import spamfilter
from tests.paths import ROOT

ORDER = [
    "errors",
    "message",
    "gtube",
    "fingerprint",
    "verdict",
    "points",
    "classifier",
    "hookspecs",
    "entrypoint",
    "plugins",
    "choice",
    "readers",
    "scan",
    "worker",
    "judge",
    "header",
    "apart",
    "mailfilter",
    "formats",
    "labelled",
]
ORDER += ["metric", "evaluate", "explain", "obfuscate", "attack", "conformance", "page", "highlight"]
ORDER += ["figure", "plot", "section", "report", "cli"]
# What evaluates may use the extra of that name; the rest of the host needs none of these.
MEASURING = {"metric", "evaluate", "explain", "figure", "plot", "report"}
HEAVY = {"torch", "pandas", "sklearn", "matplotlib", "onnx", "onnxruntime", "numpy", "tiktoken"}


def runtime_imports(path: Path) -> list[tuple[str, list[str]]]:
    """``(module, names)`` imported at run time anywhere in the file, not under TYPE_CHECKING."""
    found = []
    waiting: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, []) for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            found.append((node.module or "", [alias.name for alias in node.names]))
        waiting.extend(ast.iter_child_nodes(node))
    return found


def core_files() -> list[Path]:
    return [path for path in (ROOT / "spamfilter").rglob("*.py") if path.name != "__main__.py"]


def plugin_files() -> list[Path]:
    return list((ROOT / "plugins").rglob("*.py"))


@pytest.mark.parametrize("path", core_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_core_imports_only_leftwards(path: Path) -> None:
    part = path.relative_to(ROOT / "spamfilter").parts[0].removesuffix(".py")
    for module, names in runtime_imports(path):
        top, _, rest = module.partition(".")
        assert top not in HEAVY or part in MEASURING, f"core imports {module}"
        assert not top.startswith("spamfilter_"), f"core imports the plugin {module}"
        assert top != "click" or part == "cli", "only cli imports click"
        if top == "spamfilter" and part != "__init__":
            for name in [rest.split(".")[0]] if rest else names:
                assert ORDER.index(name) <= ORDER.index(part), f"{part} imports {name}"


@pytest.mark.parametrize("path", plugin_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_plugins_import_only_the_public_api(path: Path) -> None:
    for module, names in runtime_imports(path):
        if module.split(".")[0] == "spamfilter":
            assert module == "spamfilter"
            assert set(names) <= set(spamfilter.__all__)


@pytest.mark.slow
def test_the_wheel_holds_the_packages_and_the_model_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), str(ROOT)]
    subprocess.run(command, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        "spamfilter", "spamfilter_bogofilter", "spamfilter_gpt", "spamfilter_ngram", "spamfilter_spamd",
        "spamfilter_gpt-0.1.0.dist-info", "spamfilter_gpt-0.1.0.data",
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
            "ranks.tiktoken",
            "model.json",
            "README.md",
            "training.hashes",
        )
    }
    assert wheel.stat().st_size < 65_000_000
