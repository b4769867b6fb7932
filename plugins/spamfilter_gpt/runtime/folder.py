"""The model folder, format 1: one exported classifier on disk. No torch, no pickle."""

import hashlib
import json
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spamfilter import DataError, Fingerprints, Policy, SourceError

FORMAT = 1
MODEL_FILE = "model.onnx"
RANKS_FILE = "ranks.tiktoken"
CARD_FILE = "model.json"
WEIGHTS_FILE = "weights.safetensors"
HASHES_FILE = "training.hashes"
SHIPPED = {name: Path(__file__).parents[1] / name for name in ("embedded", "tiny")}
REQUIRED = {
    "architecture": dict,
    "labels": list,
    "max_length": int,
    "pad_token_id": int,
    "spam_above": float,
    "ham_below": float,
    "sha256": dict,
}


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A checked model folder: ``card`` is model.json, ``model`` and ``ranks`` the bytes of the files.

    The bytes that were hashed are the bytes that run, and a model loaded from bytes cannot reach other
    files (onnxruntime refuses external data then).
    """

    path: Path
    card: dict[str, Any]
    model: bytes
    ranks: bytes

    @property
    def policy(self) -> Policy:
        """The cut-offs chosen when the model was made."""
        return Policy(self.card["ham_below"], self.card["spam_above"])

    def read_fingerprints(self) -> Fingerprints | None:
        """Those of the training messages, read when asked for; None for a model that came without."""
        if HASHES_FILE not in self.card["sha256"]:
            return None
        data = read_file(self.path, HASHES_FILE)
        check_hash(self.path, HASHES_FILE, data, self.card)
        return Fingerprints.from_bytes(data)


def find_folder(model: str | None) -> Path:
    """Path of ``--model``: None is the embedded model, a shipped name is that one, else it is a path."""
    name = model or "embedded"
    return SHIPPED.get(name, Path(name))


def load_folder(model: str | None) -> ModelFolder:
    """Read and check a model folder.

    Raises :class:`SourceError` when it is missing or unreadable, :class:`DataError` when it is
    incomplete, altered or of another format.
    """
    path = find_folder(model)
    try:
        mode = path.stat().st_mode
    except OSError as error:
        names = ", ".join(SHIPPED)
        raise SourceError(
            f"no model folder at {path}: {error.strerror}; "
            f"give a path or the name of a shipped model ({names})"
        ) from None
    if not stat.S_ISDIR(mode):
        raise DataError(f"{path} is not a model folder; give the folder that holds {CARD_FILE}")
    card = check_card(path, read_file(path, CARD_FILE))
    files = {name: read_file(path, name) for name in (MODEL_FILE, RANKS_FILE)}
    for name, data in files.items():
        check_hash(path, name, data, card)
    return ModelFolder(path, card, files[MODEL_FILE], files[RANKS_FILE])


def check_hash(folder: Path, name: str, data: bytes, card: dict[str, Any]) -> None:
    """Raise :class:`DataError` unless ``data`` is what model.json says of the file ``name``."""
    if hashlib.sha256(data).hexdigest() != card["sha256"].get(name):
        raise DataError(f"{folder / name} is not the file its {CARD_FILE} describes; copy the folder again")


def read_file(folder: Path, name: str) -> bytes:
    """Bytes of one file of a model folder."""
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        raise DataError(f"model folder {folder} has no {name}; copy the whole folder") from None
    except OSError as error:
        raise SourceError(f"cannot read {folder / name}: {error.strerror}") from None


def check_card(path: Path, data: bytes) -> dict[str, Any]:
    """model.json as a dictionary, its format known and its keys there and of the right type."""
    try:
        card = json.loads(data)
        found = card.get("format")
    except (ValueError, AttributeError, RecursionError):
        raise DataError(f"{path / CARD_FILE} is not a JSON object; copy the folder again") from None
    if found != FORMAT:
        raise DataError(
            f"{path} has model format {found!r} and this version reads {FORMAT}; "
            f"upgrade spamfilter-gpt or export the model again"
        )
    for key, kind in REQUIRED.items():
        if not isinstance(card.get(key), (float, int) if kind is float else kind):
            raise DataError(f"{path / CARD_FILE} has no usable {key!r}; export the model again")
    return dict(card)
