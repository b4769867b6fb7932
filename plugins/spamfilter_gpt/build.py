"""The shipped model from the published collections, in stages that can be interrupted and go on.

A stage is done when what it read and what it wrote have the hashes that stages.json noted; then it is left
alone, so the same command goes on where it was stopped.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from spamfilter import CreateError, storage
from spamfilter_gpt.corpus.collection import COLLECTIONS, check_collections
from spamfilter_gpt.corpus.mixture import check_name, mix_collections, pick, write_mixture
from spamfilter_gpt.export.publish import Options, export_run
from spamfilter_gpt.records.recipe import Settings
from spamfilter_gpt.training.loop import UNWATCHED, Interruption, Watch
from spamfilter_gpt.training.record import RUN_FILE, read_json
from spamfilter_gpt.training.run import Tell, train_run

STAGES_FILE = "stages.json"
ANEW = "begin again in another OUT_DIR"
# What the cards of the shipped models say of their data, their limits and their commands.
ABOUT = Path(__file__).parent / "about.md"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is built: the training ``settings``, the collection to ``leave_out``, how weights are stored.

    ``rows`` trains on so many of the mixed rows only, drawn at random, for a look that does not take an hour.
    ``tiny`` are the settings of a second, smaller model that learns from the first; None makes none.
    """

    settings: Settings
    leave_out: str | None = None
    rows: int | None = None
    quantize: str = "int8"
    tiny: Settings | None = None


def build_embedded(
    data: Path, out: Path, plan: Plan, *, watch: Watch = UNWATCHED, tell: Tell = print
) -> None:
    """Mix, train, export: ``out/data``, ``out/run``, ``out/model``; then the tiny model, ``out/tiny``.

    ``data`` holds the collections under the names of :data:`spamfilter_gpt.corpus.collection.COLLECTIONS`.
    """
    check_name(plan.leave_out)
    check_collections(data)
    stages = Stages(out, tell)
    seed = plan.settings.recipe.seed
    collections = [data / collection.file for collection in COLLECTIONS]
    mixed, run, model = out / "data", out / "run", out / "model"

    def mix() -> Iterable[Path]:
        mixture = mix_collections(data, out / "book", plan.leave_out, seed)
        if plan.rows:
            mixture = replace(mixture, train=pick(mixture.train, plan.rows, seed))
        tell(f"{len(mixture.train)} messages train, {len(mixture.validation)} validate")
        return write_mixture(mixture, mixed)

    def train(settings: Settings, run: Path) -> Iterable[Path]:
        unfinished = (run / RUN_FILE).exists() and not read_json(run).get("finished")
        train_run(mixed, run, settings, watch=watch, tell=tell, resume=unfinished)
        return [run / "weights.safetensors", run / "validation.csv"]

    def export(run: Path, model: Path) -> Iterable[Path]:
        tests = (*sorted((mixed / "held").glob("*.csv")), out / "book" / "test.csv")
        about = ABOUT.read_text(encoding="utf-8")
        for line in export_run(run, model, Options(plan.quantize, tests=tests, about=about)):
            tell(line)
            if number := watch.interrupted():
                raise Interruption(number)
        return [model / name for name in ("model.onnx", "ranks.tiktoken")]

    def make(suffix: str, settings: Settings, run: Path, model: Path, inputs: list[Path]) -> None:
        stages.run(f"train{suffix}", inputs, asdict(settings), partial(train, settings, run))
        weights, options = [run / "weights.safetensors"], {"quantize": plan.quantize}
        stages.run(f"export{suffix}", weights, options, partial(export, run, model))
        tell(f"wrote {model}; try: spamfilter scan --model {model} FILE")

    parts = [mixed / "train.csv", mixed / "validation.csv"]
    chosen = {"leave_out": plan.leave_out, "rows": plan.rows, "seed": seed}
    stages.run("mix", collections, chosen, mix)
    make("", plan.settings, run, model, parts)
    if plan.tiny:
        tiny = replace(plan.tiny, teacher=str(model))
        make(" tiny", tiny, out / "tiny-run", out / "tiny", [*parts, model / "model.onnx"])


class Stages:
    """What has been done in ``out``, by the hashes of what each stage read and wrote."""

    def __init__(self, out: Path, tell: Tell) -> None:
        self.path = out / STAGES_FILE
        self.tell = tell
        try:
            out.mkdir(parents=True, exist_ok=True)
            self.done: dict[str, Any] = json.loads(self.path.read_bytes()) if self.path.exists() else {}
        except OSError as error:
            raise CreateError(f"cannot write {out}: {error.strerror}; choose another folder") from None
        except ValueError:
            self.done = {}

    def run(
        self, name: str, inputs: Iterable[Path], options: dict[str, Any], work: Callable[[], Iterable[Path]]
    ) -> None:
        """Do ``work``, which returns the files it wrote, unless that has been done from the same inputs."""
        described = {"inputs": hash_files(inputs), "options": json.loads(json.dumps(options))}
        before = self.done.get(name, {})
        if {key: before.get(key) for key in described} == described and is_intact(before["outputs"]):
            self.tell(f"{name}: done before")
            return
        self.tell(f"{name}: begins")
        outputs = hash_files(work())
        self.done[name] = {**described, "outputs": outputs}
        partial = self.path.with_name(self.path.name + ".partial")
        try:
            partial.write_text(json.dumps(self.done, indent=2) + "\n", encoding="utf-8")
            partial.replace(self.path)
        except OSError as error:
            raise CreateError(f"cannot write {self.path}: {error.strerror}; free some space") from None


def hash_files(paths: Iterable[Path]) -> dict[str, str]:
    """Path to SHA-256."""
    return {str(path): storage.hash_file(path, ANEW) for path in paths}


def is_intact(outputs: dict[str, str]) -> bool:
    """Whether every file is there and has its hash."""
    return all(
        Path(path).is_file() and storage.hash_file(Path(path), ANEW) == digest
        for path, digest in outputs.items()
    )
