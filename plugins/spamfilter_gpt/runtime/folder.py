"""The model folder, formats 1 and 2: one exported classifier on disk. No torch, no pickle."""

import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from spamfilter import DataError, Fingerprints, Policy, SourceError, UsageError, storage
from spamfilter_gpt.records.choices import TOKEN_FILES
from spamfilter_gpt.records.model_card import CARD_FILE, ModelCard, read_card
from spamfilter_gpt.runtime.characters import KINDS, CharacterLogit
from spamfilter_gpt.runtime.graph_file import GraphFile
from spamfilter_gpt.runtime.surface import SurfaceLogit

MODEL_FILE = "model.onnx"
WEIGHTS_FILE = "weights.safetensors"
HASHES_FILE = "training.hashes"
CHARACTERS_FILE = "characters.bin"
SURFACE_FILE = "surface.bin"
FRONT_FILE = "front.onnx"
SHIPPED = {name: Path(__file__).parents[1] / name for name in ("embedded", "tiny")}
COPY = "copy the whole folder"
COPY_AGAIN = "copy the folder again"


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model folder: ``card`` is model.json, ``model`` the file of the graph, ``tokens`` bytes of theirs.

    ``characters`` and ``surface`` are log-odds beside the graph, ``front`` the bytes of what is asked first;
    most folders have none of these.

    What was hashed is what runs, and it cannot reach other files (onnxruntime refuses external data of a
    graph that it does not read at its own place).
    """

    path: Path
    card: ModelCard
    model: GraphFile
    tokens: bytes
    characters: CharacterLogit | None = None
    surface: SurfaceLogit | None = None
    front: bytes | None = None

    @property
    def beside(self) -> tuple[CharacterLogit | SurfaceLogit, ...]:
        """What stands beside the graph, whose log-odds it reads."""
        return tuple(part for part in (self.characters, self.surface) if part is not None)

    @property
    def policy(self) -> Policy:
        """The cut-offs chosen when the model was made."""
        return self.card.policy

    def read_fingerprints(self) -> Fingerprints | None:
        """Those of the training messages, read when asked for; None for a model that came without."""
        if HASHES_FILE not in self.card.sha256:
            return None
        data = read_part(self.path, HASHES_FILE)
        check_hash(self.path, HASHES_FILE, data, self.card)
        return Fingerprints.from_bytes(data)


def find_folder(model: str | None) -> Path:
    """Path of ``--model``: None is the embedded model, a shipped name is that one, else it is a path."""
    if model == "":
        raise UsageError(f"the model's name is empty; give a path or a shipped name ({list_shipped()})")
    name = "embedded" if model is None else model
    return SHIPPED.get(name, Path(name))


def list_shipped() -> str:
    """The names of the models that come with the package."""
    return ", ".join(SHIPPED)


def load_folder(model: str | None) -> ModelFolder:
    """Read and check a model folder.

    Raises :class:`SourceError` when it is missing or unreadable, :class:`DataError` when it is
    incomplete, altered or of another format, or says what cannot be.
    """
    folder = open_folder(model)
    folder.model.check()
    return folder


def open_folder(model: str | None) -> ModelFolder:
    """The same, but for the file of the graph, which is still being read: who uses it waits for its check."""
    path = find_folder(model)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise SourceError(
            f"no model folder at {path}: {getattr(error, 'strerror', None) or error}; "
            f"give a path or the name of a shipped model ({list_shipped()})"
        ) from None
    if not stat.S_ISDIR(mode):
        raise DataError(f"{path} is not a model folder; give the folder that holds {CARD_FILE}")
    card = read_card(read_part(path, CARD_FILE), path / CARD_FILE)
    model_file = open_graph(path, card)
    tokens = read_part(path, TOKEN_FILES[card.pattern])
    check_hash(path, TOKEN_FILES[card.pattern], tokens, card)
    beside = read_characters(path, card), read_surface(path, card)
    return ModelFolder(path, card, model_file, tokens, *beside, read_front(path, card))


def open_graph(path: Path, card: ModelCard) -> GraphFile:
    """The file of the graph. Raises as :func:`load_folder`."""
    check_there(path, MODEL_FILE)
    wrong = DataError(storage.describe_other(path / MODEL_FILE, CARD_FILE, COPY_AGAIN))
    return GraphFile(path / MODEL_FILE, card.sha256.get(MODEL_FILE), wrong, COPY)


def read_characters(path: Path, card: ModelCard) -> CharacterLogit | None:
    """The log-odds of characters that ``card`` tells of. Raises :class:`DataError` as :func:`load_folder`."""
    told = card.characters
    if told is None:
        return None
    data = read_part(path, CHARACTERS_FILE)
    check_hash(path, CHARACTERS_FILE, data, card)
    if len(data) != KINDS * told.buckets:
        raise DataError(
            f"{path / CHARACTERS_FILE} has {len(data):,} weights and its {CARD_FILE} tells of "
            f"{KINDS * told.buckets:,}; {COPY}"
        )
    return CharacterLogit.from_bytes(data, told.scales, told.biases)


def read_surface(path: Path, card: ModelCard) -> SurfaceLogit | None:
    """The log-odds of the surface that ``card`` tells of. Raises as :func:`load_folder`."""
    told = card.surface
    if told is None:
        return None
    data = read_part(path, SURFACE_FILE)
    check_hash(path, SURFACE_FILE, data, card)
    try:
        found = SurfaceLogit.from_bytes(data, told.scale, told.bias)
    except ValueError as error:
        raise DataError(f"{path / SURFACE_FILE} is damaged ({error}); {COPY}") from None
    if len(found.trees) != told.trees:
        raise DataError(
            f"{path / SURFACE_FILE} has {len(found.trees)} trees and its {CARD_FILE} tells of "
            f"{told.trees}; {COPY}"
        )
    return found


def read_front(path: Path, card: ModelCard) -> bytes | None:
    """The graph of the front that ``card`` tells of. Raises :class:`DataError` as :func:`load_folder`."""
    if card.front is None:
        return None
    data = read_part(path, FRONT_FILE)
    check_hash(path, FRONT_FILE, data, card)
    return data


def check_hash(folder: Path, name: str, data: bytes, card: ModelCard) -> None:
    """Raise :class:`DataError` unless ``data`` is what model.json says of the file ``name``."""
    storage.check_hash(folder / name, data, card.sha256.get(name), CARD_FILE, COPY_AGAIN)


def read_part(folder: Path, name: str) -> bytes:
    """Bytes of one file of a model folder."""
    check_there(folder, name)
    return storage.read_bytes(folder / name, COPY)


def check_there(folder: Path, name: str) -> None:
    """Raise :class:`DataError` for a file that the folder lacks."""
    with suppress(OSError):  # reading names what else is wrong
        if not (folder / name).exists():
            raise DataError(f"model folder {folder} has no {name}; {COPY}")
