"""The rules of the house, read from the syntax tree: each finds what breaks it below a root, a line each.

A root holds ``spamfilter/`` and ``plugins/``, as the repository does. ``test_layout`` runs the rules on the
repository, and shows each of them a copy with one edit that breaks it.
"""

import ast
import json
import os
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.paths import DATA

Rule = Callable[[Path], list[str]]
Function = ast.FunctionDef | ast.AsyncFunctionDef

# The host from left to right: a module or room imports only those to its left.
HOST = [
    "errors", "install", "message", "verdict", "storage", "classifier", "hookspecs", "formats", "scan",
    "readers", "memory", "plugin", "labelled", "mail", "measure", "report", "conformance", "api", "cli",
]  # fmt: skip
# The GPT plugin likewise, and what stands on top of its rooms.
ROOMS = ["records", "runtime", "network", "weights", "training", "export"]
TOP = ["stages", "build", "console", "options", "info", "commands"]
NO_TORCH = {"records", "runtime"}
# Who in the host may import what of the extras.
MEASURING = {"measure", "memory", "report", "api"}
EXTRAS = {
    "lxml", "matplotlib", "numpy", "onnx", "onnxruntime", "pandas", "pyarrow", "sentencepiece", "sklearn",
    "tiktoken", "torch",
}  # fmt: skip
NEED_LXML = {"readers"}
NEED_PYARROW = ("spamfilter/readers/table/", "spamfilter/cli/table.py")
HEAVY = {"torch", "pandas", "sklearn", "pyarrow", "matplotlib"}
HEAVY_FOR_HELP = HEAVY | {
    "numpy", "onnxruntime", "sentencepiece", "tiktoken", "lxml", "regex", "scipy", "email", "tqdm", "dask",
    "distributed", "fsspec",
}  # fmt: skip
MODULES = 12  # in a folder
LINES = 40  # of a function
MEDIAN = 8  # lines of the middle one
PARAMETERS = 6
AS_OPTIONS = {"load"}  # functions whose parameters are options of a command, for whoever writes Python
NAMESAKES = 2  # modules that may have a function of one name


class Import(NamedTuple):
    """``import module`` (no names) or ``from module import names``; ``typing`` under TYPE_CHECKING."""

    module: str
    names: tuple[str, ...]
    typing: bool


def parse(path: Path) -> ast.Module:
    return parse_text(path.read_text(encoding="utf-8"))


@cache
def parse_text(text: str) -> ast.Module:
    return ast.parse(text)


def list_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def list_sources(root: Path) -> list[Path]:
    return [*list_files(root / "spamfilter"), *list_files(root / "plugins")]


def list_imports(path: Path) -> list[Import]:
    """Every import of the file, in functions too."""
    return list_imports_of(path.read_text(encoding="utf-8"))


@cache
def list_imports_of(text: str) -> list[Import]:
    """Every import of a module whose code is ``text``."""
    found: list[Import] = []
    waiting: list[tuple[ast.AST, bool]] = [(parse_text(text), False)]
    while waiting:
        node, typing = waiting.pop()
        if isinstance(node, ast.Import):
            found += [Import(alias.name, (), typing) for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            found.append(Import(module, tuple(alias.name for alias in node.names), typing))
        typing = typing or (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
        waiting += [(child, typing) for child in ast.iter_child_nodes(node)]
    return found


def list_parts(one: Import, package: str) -> list[str]:
    """The parts of ``package`` that are imported: modules or rooms directly in it, or names of its own."""
    top, _, rest = one.module.partition(".")
    if top != package:
        return []
    return [rest.split(".")[0]] if rest else list(one.names) or ["__init__"]


def name_part(path: Path, folder: Path) -> str:
    """The module or room of ``folder`` that ``path`` belongs to."""
    return path.relative_to(folder).parts[0].removesuffix(".py")


def find_wrong_way(root: Path, folder: Path, allowed: dict[str, set[str]]) -> list[str]:
    """Imports from one part of ``folder`` of another that its entry in ``allowed`` lacks."""
    found = []
    for path in list_files(folder):
        part = name_part(path, folder)
        if part in ("__init__", "__main__"):  # what the package shows to others may be anything of it
            continue
        if part not in allowed:
            found.append(f"{path.relative_to(root)}: {part} has no place in the order")
            continue
        for one in list_imports(path):
            wrong = set(list_parts(one, folder.name)) - allowed[part] - {part}
            found += [f"{path.relative_to(root)}: {part} imports {other}" for other in sorted(wrong)]
    return found


def find_host_imports(root: Path) -> list[str]:
    """Of the host, imports of what stands to the right."""
    allowed = {part: set(HOST[:place]) for place, part in enumerate(HOST)}
    return find_wrong_way(root, root / "spamfilter", allowed)


def find_gpt_imports(root: Path) -> list[str]:
    """Of the GPT plugin, imports of a room to the right; ``corpus`` is apart."""
    allowed = {room: set(ROOMS[:place]) for place, room in enumerate(ROOMS)}
    allowed["corpus"] = NO_TORCH
    allowed |= {part: {*allowed, *TOP[:place]} for place, part in enumerate(TOP)}
    return find_wrong_way(root, root / "plugins" / "spamfilter_gpt", allowed)


def find_torch(root: Path) -> list[str]:
    """Modules of ``records`` and ``runtime`` that import torch, however far away."""
    folder = root / "plugins" / "spamfilter_gpt"
    paths = [path for path in list_files(folder) if name_part(path, folder) in NO_TORCH]
    chains = [reach_torch(path, folder, ()) for path in paths]
    return [" imports ".join(chain) for chain in chains if chain]


def reach_torch(path: Path, folder: Path, before: tuple[str, ...]) -> tuple[str, ...]:
    """The chain of files from ``path`` to torch; empty where there is none."""
    name = str(path.relative_to(folder))
    if name in before:
        return ()
    chain = (*before, name)
    for one in list_imports(path):
        if one.typing:
            continue
        if one.module.partition(".")[0] == "torch":
            return (*chain, "torch")
        for other in find_own_files(one, folder):
            if found := reach_torch(other, folder, chain):
                return found
    return ()


def find_own_files(one: Import, folder: Path) -> Iterator[Path]:
    """The files in ``folder``, a package, that an import runs, its parents' aside."""
    top, *rest = one.module.split(".")
    if top != folder.name:
        return
    place = folder.joinpath(*rest)
    for stem in (place, *(place / name for name in one.names)):
        yield from (path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path.exists())


def find_strangers_in_host(root: Path) -> list[str]:
    """Of the host, imports of a plugin, of click outside ``cli``, or of an extra where none is expected."""
    found = []
    for path in list_files(root / "spamfilter"):
        part = name_part(path, root / "spamfilter")
        for module in sorted({one.module for one in list_imports(path) if not one.typing}):
            top = module.partition(".")[0]
            may = part in MEASURING or (top == "lxml" and part in NEED_LXML)
            may = may or (top == "pyarrow" and path.relative_to(root).as_posix().startswith(NEED_PYARROW))
            wrong = top.startswith(("spamfilter_", "plugins")) or (top == "click" and part != "cli")
            if wrong or (top in EXTRAS and not may):
                found.append(f"{path.relative_to(root)} imports {module}")
    return found


def find_private_imports(root: Path) -> list[str]:
    """Of plugins, imports of the host's that are not public, and of another plugin."""
    public = read_public(root)
    found = []
    for path in list_files(root / "plugins"):
        plugin = name_part(path, root / "plugins")
        for one in list_imports(path):
            top = one.module.partition(".")[0]
            where = path.relative_to(root)
            if top.startswith("spamfilter_") and top != plugin:
                found.append(f"{where} imports {one.module}")
            elif top == "spamfilter" and (one.module != top or not one.names):
                found.append(f"{where} imports {one.module}; write from spamfilter import NAME")
            elif top == "spamfilter":
                found += [f"{where} imports {name}, which is not public" for name in {*one.names} - public]
    return found


def read_public(root: Path) -> set[str]:
    """The names in ``spamfilter.__all__``, which is a plain list in its file."""
    for node in parse(root / "spamfilter" / "__init__.py").body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    raise AssertionError("spamfilter/__init__.py has no __all__")


def find_open_records(root: Path) -> list[str]:
    """Public signatures, fields and type aliases with a ``dict[str, Any]`` or ``Mapping[str, Any]``."""
    found = []
    for path in list_sources(root):
        for name, annotations in list_public_types(parse(path).body, ""):
            texts = [ast.unparse(one) for one in annotations]
            if any("dict[str, Any]" in text or "Mapping[str, Any]" in text for text in texts):
                found.append(f"{path.relative_to(root)}: {name}")
    return found


def list_public_types(body: list[ast.stmt], within: str) -> Iterator[tuple[str, list[ast.expr]]]:
    """The functions, fields, classes' members and type aliases of ``body`` with their types."""
    for node in body:
        if isinstance(node, Function) and is_public(node.name):
            yield within + node.name, list_annotations(node)
        elif isinstance(node, ast.ClassDef) and is_public(node.name):
            yield from list_public_types(node.body, f"{node.name}.")
        elif isinstance(node, ast.AnnAssign):
            yield within + ast.unparse(node.target), [node.annotation, *([node.value] if node.value else [])]
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript | ast.BinOp):
            yield within + ast.unparse(node.targets[0]), [node.value]  # Rows = Sequence[...]


def is_public(name: str) -> bool:
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__"))


def list_arguments(function: Function) -> list[ast.arg]:
    """Those that a caller gives."""
    of = function.args
    stars = [one for one in (of.vararg, of.kwarg) if one]
    found = [*of.posonlyargs, *of.args, *stars, *of.kwonlyargs]
    return found[1:] if found and found[0].arg in ("self", "cls") else found


def list_annotations(function: Function) -> list[ast.expr]:
    found = [one.annotation for one in list_arguments(function)] + [function.returns]
    return [one for one in found if one is not None]


def list_functions(root: Path) -> Iterator[tuple[str, Function]]:
    """Every function and method with the file that it is in."""
    for path in list_sources(root):
        for node in list_functions_of(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(root)), node


@cache
def list_functions_of(text: str) -> list[Function]:
    """Every function and method of a module whose code is ``text``."""
    return [node for node in ast.walk(parse_text(text)) if isinstance(node, Function)]


def is_command(function: Function) -> bool:
    """Whether click calls it, whose parameters are the command's options."""
    decorators = [ast.unparse(one) for one in function.decorator_list]
    return any(".command(" in one or one.endswith(".command") for one in decorators)


def is_hook(function: Function) -> bool:
    """Whether pluggy calls it, by its name."""
    return any(ast.unparse(one).startswith(("hookimpl", "hookspec")) for one in function.decorator_list)


def count_lines(function: Function) -> int:
    """From ``def`` to the end; decorators are no lines of its own."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def find_crowds(root: Path) -> list[str]:
    """Folders of more than :data:`MODULES` modules; ``cli`` may have one or two a command."""
    found = []
    for folder in sorted({path.parent for path in list_sources(root)} - {root / "spamfilter" / "cli"}):
        if (count := len(list(folder.glob("*.py")))) > MODULES:
            found.append(f"{folder.relative_to(root)} has {count} modules")
    return found


def find_long_functions(root: Path) -> list[str]:
    """Functions over :data:`LINES` lines."""
    counts = [(file, one.name, count_lines(one)) for file, one in list_functions(root)]
    return [f"{file}: {name} has {lines} lines" for file, name, lines in counts if lines > LINES]


def find_long_median(root: Path) -> list[str]:
    """Whether half of the functions are over :data:`MEDIAN` lines."""
    middle = statistics.median(count_lines(one) for _, one in list_functions(root))
    return [f"half of the functions have over {middle:g} lines"] if middle > MEDIAN else []


def find_many_parameters(root: Path) -> list[str]:
    """Functions of more than :data:`PARAMETERS`, those aside that click calls and :data:`AS_OPTIONS`."""
    of_api = {("spamfilter/api.py", name) for name in AS_OPTIONS}
    ours = [
        (file, function)
        for file, function in list_functions(root)
        if not is_command(function) and (file, function.name) not in of_api
    ]
    counts = [(file, function.name, len(list_arguments(function))) for file, function in ours]
    return [f"{file}: {name} has {count} parameters" for file, name, count in counts if count > PARAMETERS]


def find_namesakes(root: Path) -> list[str]:
    """Names of functions that more than :data:`NAMESAKES` modules have; hooks and commands aside."""
    homes: dict[str, list[str]] = defaultdict(list)
    for path in list_sources(root):
        for node in parse(path).body:
            own = isinstance(node, Function) and not node.name.startswith("_") and node.name != "main"
            if own and not is_command(node) and not is_hook(node):
                homes[node.name].append(str(path.relative_to(root)))
    rows = sorted((name, files) for name, files in homes.items() if len(set(files)) > NAMESAKES)
    return [f"{name}: {', '.join(files)}" for name, files in rows]


SCAN = f"cli(['scan', '--model', 'tiny', {str(DATA / 'inbox.txt')!r}], standalone_mode=False)"
HELP = """
try: cli(['--help'], prog_name='spamfilter')
except SystemExit: pass
"""


def find_heavy_scan(root: Path) -> list[str]:
    """What a scan with the GPT has imported that only training and measuring need."""
    return find_imported(root, SCAN, HEAVY)


def find_heavy_help(root: Path) -> list[str]:
    """What ``--help`` has imported besides click and pluggy."""
    return find_imported(root, HELP, HEAVY_FOR_HELP)


def find_torch_of_runtime(root: Path) -> list[str]:
    """Whether the rooms that do without torch do, all their modules imported."""
    folder = root / "plugins"
    paths = [path for room in NO_TORCH for path in list_files(folder / "spamfilter_gpt" / room)]
    modules = [".".join(path.relative_to(folder).with_suffix("").parts) for path in paths]
    return find_imported(root, "import " + ", ".join(sorted(modules)), {"torch"})


def find_imported(root: Path, code: str, unwanted: set[str]) -> list[str]:
    """Which of ``unwanted`` a new process has imported that runs ``code`` with the packages of ``root``."""
    program = (
        "import json, sys\nfrom spamfilter.cli import cli\n"
        f"{code}\n"
        "print(json.dumps([sys.modules['spamfilter.cli'].__file__, *sys.modules]), file=sys.stderr)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (root, root / "plugins")))}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=root, check=False)
    assert done.returncode == 0, done.stderr
    file, *modules = json.loads(done.stderr.splitlines()[-1])
    assert Path(file).is_relative_to(root), f"{file} is of another copy"
    return sorted(unwanted & set(modules))
