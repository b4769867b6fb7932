"""The model folder: which files are in it, and how they are read. No message's text, no pickle."""

import io
from pathlib import Path

import numpy as np

from spamfilter import DataError, Fingerprints, SourceError, storage
from spamfilter_ngram.card import CARD_FILE, parse_card
from spamfilter_ngram.model import Array, Model

WEIGHTS_FILE = "weights.npz"
HASHES_FILE = "training.hashes"
ARRAYS = ("idf", "coef")
COPY = "copy the whole folder again"


def load_folder(path: Path) -> Model:
    """Read and check a model folder.

    Raises :class:`SourceError` when it is missing or unreadable, :class:`DataError` when it is
    incomplete, altered, or of another kind or format.
    """
    try:
        path.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(
            f"no model folder at {path}: {reason}; make one with spamfilter ngram train"
        ) from None
    if not path.is_dir():
        raise DataError(f"{path} is not a model folder; give the folder that holds {CARD_FILE}")
    card = parse_card(path / CARD_FILE, read_file(path, CARD_FILE))
    files = {name: read_file(path, name) for name in (WEIGHTS_FILE, HASHES_FILE)}
    for name, data in files.items():
        storage.check_hash(path / name, data, card.sha256.get(name), CARD_FILE, COPY)
    idf, coef = read_weights(path / WEIGHTS_FILE, files[WEIGHTS_FILE], card.settings.buckets)
    trained_on = Fingerprints.from_bytes(files[HASHES_FILE])
    return Model(card.settings, idf, coef, card.intercept, card.calibration, card.policy, trained_on)


def read_file(folder: Path, name: str) -> bytes:
    """Bytes of one file of a model folder."""
    if not (folder / name).exists():
        raise DataError(f"model folder {folder} has no {name}; copy the whole folder")
    return storage.read_bytes(folder / name, COPY)


def read_weights(file: Path, data: bytes, buckets: int) -> tuple[Array, Array]:
    """``idf`` and ``coef`` [buckets] from the bytes of weights.npz."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            idf, coef = (arrays[name] for name in ARRAYS)
    except Exception:  # numpy, zipfile and zlib share no class of errors
        raise DataError(f"{file} does not hold {' and '.join(ARRAYS)}; train again") from None
    for name, array in zip(ARRAYS, (idf, coef), strict=True):
        if array.dtype != np.float32 or array.shape != (buckets,) or not np.isfinite(array).all():
            raise DataError(f"{file}: {name} is not {buckets} finite float32 numbers; train again")
    return idf, coef
