"""Messages a second and peak memory of scoring: ours beside the book's way, torch, transformers and others.

    python tests/benchmarks/inference.py [--model MODEL] [--messages FILE] [--count N] [--parts A,B]

MODEL is a model folder or a shipped name. FILE holds one message a line, or ``label TAB text`` lines as
UCI's collection does; then TF-IDF and bogofilter are trained on it too. Without it the messages of
tests/data are repeated with small changes up to N, 2,000 of them. --parts takes the first column's names.
Needs the extra ``dev``; bogofilter is measured where it is installed.

All in one run, so that both sides of every ratio meet the same machine. Each part has a process of its
own, and the best of up to three passes counts. Slow parts take every n-th batch by length and are
extrapolated per message; the table says how many messages each has scored. Ours computes on one core a
process, the others on all cores or OMP_NUM_THREADS of them. ``ours/its rate`` is how many times as fast the
part named there is: two processes, end to end, beside what uses all cores. ``of peak`` is the work that a
message needs (no padding, nothing that no score depends on) as a share of the matrix products' peak on that
many cores.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spamfilter_gpt.records.model_card import CARD_FILE, read_card
from spamfilter_gpt.runtime.folder import find_folder, read_part

from spamfilter import DataError, SpamfilterError
from spamfilter.labelled import LabelledMessage, read_all
from spamfilter.readers.lines import read_lines

DATA = Path(__file__).parents[1] / "data"
COUNT = 2000
ROUNDS = 3
LONGEST = 20.0  # seconds after which no other round begins
# What each part is, and whose rate its own is compared with. Peak and score come first: others need them.
PARTS = {
    "peak": ("the machine's matrix products", ""),
    "score": ("ours, model only: batches of 32 by length", "score"),
    "scan-1": ("spamfilter scan --jobs 1, start-up included", "scan-1"),
    "scan-2": ("spamfilter scan --jobs 2, start-up included", "scan-1"),
    "startup": ("spamfilter scan of one line, start-up alone", ""),
    "book": ("the book's way: one by one, 120 tokens, torch fp32", "scan-2"),
    "torch": ("torch fp32, batches of 32 by length", "scan-2"),
    "torch-bf16": ("torch bf16, batches of 32 by length", "scan-2"),
    "transformers": ("transformers' classifier fp32, batches of 32", "scan-2"),
    "onnx-fp32": ("onnxruntime fp32, batches of 32 by length", "scan-2"),
    "onnx-int8": ("onnxruntime int8, batches of 32 by length", "scan-2"),
    "gpt2-small": ("ours at GPT-2 small's size, int8", "score"),
    "tfidf": ("TF-IDF (characters 2-5), logistic regression", "score"),
    "bogofilter": ("bogofilter, one process over an mbox", "scan-1"),
}
EXPORTS = ("onnx-fp32", "gpt2-small")  # what has to be written first, by a process that does not count


@dataclass(frozen=True, slots=True)
class Row:
    """``messages`` scored in ``seconds`` on ``cores``; ``operations`` are a message's, ``peak`` is in MiB."""

    messages: int
    seconds: float
    cores: int
    peak: float = 0.0
    precision: str = ""
    operations: float = 0.0
    note: str = ""

    @property
    def rate(self) -> float:
        return self.messages / self.seconds


@dataclass(frozen=True, slots=True)
class Bench:
    """The workspace with ``messages.txt`` [count] and ``labelled.txt``, the model, and the cores to use."""

    workspace: Path
    model: str | None
    count: int
    threads: int


def sum_peaks(pid: int) -> float:
    """Peak resident MiB of a process plus those of its children, by /proc; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        tasks = Path(f"/proc/{pid}/task").glob("*/children")
        children = [int(child) for task in tasks for child in task.read_text().split()]
    except OSError:
        return 0.0
    own = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)
    return own + sum(map(sum_peaks, children))


def run_process(command: list[str], threads: int, source: Path | None = None) -> tuple[str, float, float]:
    """Output, seconds and peak MiB of a process that reads ``source``: its own and its children's peaks.

    They are read every 10 ms; of a process that ends before, the peak is 0.
    """
    peaks, done = [0.0], threading.Event()

    def watch(pid: int) -> None:
        while not done.wait(0.01):
            peaks.append(sum_peaks(pid))

    environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    with Path(source or os.devnull).open("rb") as stream:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=stream, stdout=subprocess.PIPE, env=environment)
        threading.Thread(target=watch, args=(process.pid,), daemon=True).start()
        assert process.stdout is not None
        output = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    done.set()
    # bogofilter ends with 1 and 2 too: the last message's verdict.
    if os.waitstatus_to_exitcode(status) not in ((0, 1, 2) if source else (0,)):
        raise SystemExit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    # The kernel's own figure begins with the memory of the process that started this one.
    peak = max(peaks) if Path("/proc/self/status").exists() else usage.ru_maxrss / 1024
    return output.decode(), seconds, peak


def run_rounds(command: list[str], threads: int, source: Path | None = None) -> tuple[str, float, float]:
    """Output, seconds and peak MiB of a process: the best of up to three rounds, and the highest peak."""
    runs: list[tuple[str, float, float]] = []
    while len(runs) < ROUNDS and sum(run[1] for run in runs) < LONGEST:
        runs.append(run_process(command, threads, source))
    return runs[0][0], min(run[1] for run in runs), max(run[2] for run in runs)


def run_part(name: str, bench: Bench) -> tuple[dict[str, Any], float]:
    """What a part of ``inference_parts.py`` found, and its peak MiB."""
    script = Path(__file__).with_name("inference_parts.py")
    command = [sys.executable, str(script), name, str(bench.workspace), *filter(None, [bench.model])]
    output, _, peak = run_process(command, bench.threads)
    return json.loads(output.splitlines()[-1]), peak


def run_scan(file: str, messages: int, jobs: int, bench: Bench) -> Row:
    """``spamfilter scan`` of a file of the workspace."""
    command = [sys.executable, "-m", "spamfilter", "scan", str(bench.workspace / file), "--quiet"]
    command += ["--jobs", str(jobs), *(["--model", bench.model] if bench.model else [])]
    _, seconds, peak = run_rounds(command, bench.threads)
    return Row(messages, seconds, jobs, peak)


def write_mbox(path: Path, texts: list[str]) -> None:
    """``texts`` as mails with nothing but a date in their heads."""
    start = "From sms Thu Jan  1 00:00:00 1970\nDate: Thu, 1 Jan 1970 00:00:00 +0000\n\n"
    mails = (start + (f">{text}" if text.startswith("From ") else text) + "\n\n" for text in texts)
    path.write_text("".join(mails), encoding="utf-8", newline="\n")


def run_bogofilter(bench: Bench) -> Row | str:
    """bogofilter's mbox mode, trained before on the labelled file."""
    program = shutil.which("bogofilter")
    if program is None:
        return "bogofilter is not installed"
    rows, words = read_all([str(bench.workspace / "labelled.txt")]), bench.workspace / "bogofilter"
    words.mkdir(exist_ok=True)
    mbox = bench.workspace / "messages.mbox"
    for option, spam in (("-n", False), ("-s", True)):
        write_mbox(mbox, [row.message.text for row in rows if row.spam == spam])
        run_process([program, "-C", "-d", str(words), "-M", option], 1, mbox)
    with (bench.workspace / "messages.txt").open("rb") as stream:
        write_mbox(mbox, [message.text for message in read_lines(stream, "messages.txt")])
    output, seconds, peak = run_rounds([program, "-C", "-d", str(words), "-M", "-T"], 1, mbox)
    if (answers := output.count("\n")) != bench.count:
        return f"bogofilter gave {answers} answers for {bench.count} messages"
    return Row(bench.count, seconds, 1, peak)


def measure(name: str, bench: Bench) -> Row | str:
    """One part of the table, or why it cannot be had here."""
    if name in ("scan-1", "scan-2"):
        return run_scan("messages.txt", bench.count, int(name[-1]), bench)
    if name == "startup":
        return run_scan("line.txt", 1, 1, bench)
    if name == "bogofilter":
        return run_bogofilter(bench)
    found, peak = run_part(f"export-{name}", bench) if name in EXPORTS else ({}, 0.0)
    if "skipped" not in found:
        part, peak = run_part(name, bench)
        found |= part
    return str(found["skipped"]) if "skipped" in found else Row(**found, peak=peak)


def measure_peaks(threads: int) -> dict[tuple[str, int], float]:
    """Operations a second by precision and cores, the best of those printed."""
    script = str(Path(__file__).with_name("inference_peak.py"))
    found: dict[tuple[str, int], float] = {}
    for one in json.loads(run_process([sys.executable, script], threads)[0]):
        key = one["precision"], one["cores"]
        print(f"{one['name']} {key[0]}, cores: {key[1]}: {one['rate'] / 1e9:.0f} GFLOP/s", flush=True)
        found[key] = max(found.get(key, 0.0), one["rate"])
    return found


def format_row(
    name: str, row: Row, rows: dict[str, Row], peaks: dict[tuple[str, int], float], count: int
) -> str:
    """A line of the table; ``rows`` are those before and this one."""
    title, ours = PARTS[name]
    ratio = f"{rows[ours].rate / row.rate:.3g} {ours}" if ours in rows else "-"
    work = rows.get("score", row) if name.startswith("scan") else row
    peak = peaks.get((work.precision, row.cores))
    memory = f"{row.peak:.0f}" if row.peak else "-"
    share = f"{row.rate * work.operations / peak:.0%}" if peak else "-"
    notes = [row.note] if row.note else []
    notes += [f"{1e3 * row.seconds:.0f} ms"] if name == "startup" else []
    notes += ["extrapolated"] if 1 < row.messages < count else []
    figures = f"{row.messages:8}  {row.cores:5}  {row.rate:10.1f}  {ratio:>13}  {share:>7}  {memory:>6}"
    return f"{name:12}  {title:50}  {figures}  {', '.join(notes)}".rstrip()


def read_messages(file: Path | None) -> tuple[list[str], list[LabelledMessage]]:
    """Texts, and the labelled messages to train rivals on: the file's own where it has labels."""
    made_up = read_all([str(DATA / "labelled.txt")])
    if file is None:
        return [row.message.text for row in made_up] + read_texts(DATA / "inbox.txt"), made_up
    try:
        rows = read_all([str(file)], "lines")
    except DataError:  # no labels
        return read_texts(file), made_up
    return [row.message.text for row in rows], rows


def read_texts(file: Path) -> list[str]:
    """The lines of a file but for blank ones."""
    with file.open("rb") as stream:
        texts = [message.text for message in read_lines(stream, str(file)) if message.text.strip()]
    if not texts:
        raise DataError(f"there are no messages in {file}")
    return texts


def write_workspace(workspace: Path, texts: list[str], rows: list[LabelledMessage], count: int) -> None:
    """The files that the parts read; a text that comes again ends in another number."""
    places = (divmod(number, len(texts)) for number in range(count))
    lines = [texts[place] + (f" {turn}" if turn else "") + "\n" for turn, place in places]
    trained = [f"{'spam' if row.spam else 'ham'}\t{row.message.text}\n" for row in rows]
    for name, content in (("messages", lines), ("line", lines[:1]), ("labelled", trained)):
        path = workspace / f"{name}.txt"
        path.write_text("".join(content), encoding="utf-8", newline="\n")


def run(options: argparse.Namespace, workspace: Path) -> None:
    """Measure the parts asked for, and print each when it is done."""
    texts, rows = read_messages(options.messages)
    count = options.count or (len(texts) if options.messages else COUNT)
    write_workspace(workspace, texts, rows, count)
    bench = Bench(workspace, options.model, count, options.threads)
    peaks = measure_peaks(bench.threads) if "peak" in options.parts else {}
    print(f"{'part':12}  {'':50}  messages  cores  messages/s  ours/its rate  of peak     MiB")
    found: dict[str, Row] = {}
    for name in (name for name in PARTS if name in options.parts and name != "peak"):
        row = measure(name, bench)
        if isinstance(row, str):
            print(f"{name:12}  {PARTS[name][0]:50}  {row}", flush=True)
            continue
        found[name] = row
        print(format_row(name, row, found, peaks, count), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--model")
    parser.add_argument("--messages", type=Path, metavar="FILE")
    parser.add_argument("--count", type=int, metavar="N")
    parser.add_argument("--parts", type=lambda text: text.split(","), default=list(PARTS), metavar="A,B")
    options = parser.parse_args()
    if unknown := set(options.parts) - PARTS.keys():
        parser.error(f"no part {', '.join(sorted(unknown))}; there are: {', '.join(PARTS)}")
    if options.count is not None and options.count < 1:
        parser.error("--count is one message at least")
    options.threads = int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1)
    try:
        path = find_folder(options.model)
        shape = read_card(read_part(path, CARD_FILE), path / CARD_FILE).architecture
        print(f"model {options.model or 'embedded'}: {shape.family}, {shape.n_layers} blocks, ", end="")
        print(f"{shape.emb_dim} wide; {options.threads} of {os.cpu_count()} cores used")
        with tempfile.TemporaryDirectory() as workspace:
            run(options, Path(workspace))
    except SpamfilterError as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
