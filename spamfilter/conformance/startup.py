"""What the start of every command pays for a plugin."""

import json
import subprocess
import sys
from pathlib import Path

from spamfilter.conformance.finding import Fault, Finding, Status
from spamfilter.conformance.probe import START
from spamfilter.plugin.entrypoint import find_entry_points
from spamfilter.plugin.manager import OPTION

SLOW = 0.25  # seconds
ROUNDS = 3
HEAVY = {
    "matplotlib", "numpy", "onnxruntime", "pandas", "scipy", "sklearn", "tensorflow", "torch", "transformers",
}  # fmt: skip
# Arguments: sys.path, the file for the answer, the entry point's value or what --plugin names, and which.
PROGRAM = """
import json, sys, time
sys.path[:] = json.loads(sys.argv[1])
import spamfilter.cli
from spamfilter.plugin.entrypoint import EntryPoint
from spamfilter.plugin.manager import describe
from spamfilter.plugin.module import load_module
before, error = set(sys.modules), ""
start = time.perf_counter()
try:
    plugin = EntryPoint("", sys.argv[3], "").load() if sys.argv[4:] else load_module(sys.argv[3])
    for hook in ("spamfilter_classifiers", "spamfilter_commands"):
        list(getattr(plugin, hook, list)())
except BaseException as caught:
    error = describe(caught)
seconds = time.perf_counter() - start
names = sorted({name.partition(".")[0] for name in set(sys.modules) - before})
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump([seconds, names, error], file)
"""


def check_import_time(provider: str, timeout: float, folder: Path) -> Finding:
    """Seconds to import the plugin and ask it for classifiers and commands, beyond spamfilter itself.

    The least of ``ROUNDS`` new processes; what they print joins the other traces in ``folder``.
    """
    check, seconds, heavy = "import time", float("inf"), ""
    try:
        for _ in range(ROUNDS):
            taken, names = time_import(provider, timeout, folder)
            heavy = ", ".join(sorted(HEAVY.intersection(names)))
            seconds = min(seconds, taken)
            if seconds < SLOW / 2:
                break
    except Fault as fault:
        return Finding(Status.FAIL, check, str(fault))
    mend = "every start of spamfilter pays for it, --help too; import inside load or the command's function"
    imports = f"imports {heavy}; " if heavy else ""
    if seconds > SLOW:
        return Finding(Status.FAIL, check, f"takes {seconds:.2f} s, over {SLOW} s; {imports}{mend}")
    if heavy:
        return Finding(Status.WARN, check, f"takes {seconds:.2f} s here, but {imports}{mend}")
    return Finding(Status.OK, check, f"{seconds:.2f} s")


def time_import(provider: str, timeout: float, folder: Path) -> tuple[float, list[str]]:
    """Seconds, and the packages that came with it. Raises :class:`Fault` when it fails."""
    entry_point = find_entry_points().get(provider)
    module = entry_point.value if entry_point else provider.removeprefix(OPTION)
    installed = ["installed"] if entry_point else []
    answer = folder / "import.json"
    command = [sys.executable, "-P", "-c", PROGRAM, json.dumps(sys.path), str(answer), module, *installed]
    answer.unlink(missing_ok=True)
    with (folder / "stdout").open("ab") as out, (folder / "stderr").open("ab") as err:
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                timeout=timeout + START,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Fault(f"importing {module} did not end in {timeout + START:g} s") from None
    if not answer.exists():
        raise Fault(f"importing {module} ended Python with exit code {done.returncode}; it must not")
    seconds, names, error = json.loads(answer.read_text(encoding="utf-8"))
    if error:
        raise Fault(f"importing {module} alone, and asking its hooks, raised {error}")
    return float(seconds), list(names)
