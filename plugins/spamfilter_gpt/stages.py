"""Stages of long work, which can be interrupted and go on.

A stage is done when what it read and what it wrote have the hashes that stages.json noted; then it is left
alone, so the same command goes on where it was stopped.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from spamfilter import DataError, storage
from spamfilter_gpt.records.parse import FieldError, parse_record, read_object, to_json

Tell = Callable[[str], object]
STAGES_FILE = "stages.json"
MOVE = "move it away"
ANEW = "begin again in another OUT_DIR"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that was done: the hashes of what it read and wrote, by path, and its options."""

    inputs: dict[str, str]
    options: object
    outputs: dict[str, str]


class Stages:
    """What has been done in ``out``, by the hashes of what each stage read and wrote."""

    def __init__(self, out: Path, tell: Tell) -> None:
        self.path = out / STAGES_FILE
        self.tell = tell
        storage.make_folder(out)
        self.done = self.read() if self.path.exists() else {}

    def read(self) -> dict[str, Stage]:
        """The stages that stages.json names; what cannot be read was not done."""
        try:
            found = read_object(storage.read_bytes(self.path, MOVE), self.path, MOVE)
            return {name: parse_record(Stage, stage) for name, stage in found.items()}
        except (DataError, FieldError):
            return {}

    def run(
        self, name: str, inputs: Iterable[Path], options: object, work: Callable[[], Iterable[Path]]
    ) -> None:
        """Do ``work``, which returns the files it wrote, unless that was done from the same inputs.

        ``options`` is the record of what else decides the result.
        """
        hashes, chosen = hash_files(inputs), to_json(options)
        before = self.done.get(name)
        if before and (before.inputs, before.options) == (hashes, chosen) and is_intact(before.outputs):
            self.tell(f"{name}: done before")
            return
        self.tell(f"{name}: begins")
        self.done[name] = Stage(hashes, chosen, hash_files(work()))
        storage.write_json(self.path, {key: to_json(stage) for key, stage in self.done.items()})


def hash_files(paths: Iterable[Path]) -> dict[str, str]:
    """Path to SHA-256."""
    return {str(path): storage.hash_file(path, ANEW) for path in paths}


def is_intact(outputs: dict[str, str]) -> bool:
    """Whether every file is there and has its hash."""
    return all(
        Path(path).is_file() and storage.hash_file(Path(path), ANEW) == digest
        for path, digest in outputs.items()
    )
