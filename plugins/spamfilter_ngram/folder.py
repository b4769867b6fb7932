"""The model folder, format 1: what is in it, and how it is read. No message's text, no pickle."""

import hashlib
import io
import json
import stat
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np

from spamfilter import DataError, Fingerprints, Policy, SourceError, UsageError
from spamfilter_ngram.calibration import Calibration
from spamfilter_ngram.model import Array, Model, Settings

FORMAT = 1
KIND = "ngram"
CARD_FILE = "model.json"
WEIGHTS_FILE = "weights.npz"
HASHES_FILE = "training.hashes"
ARRAYS = ("idf", "coef")
NUMBERS = ("intercept", "slope", "offset", "shift", "ham_below", "spam_above")
LARGEST = 1e30  # of a number in model.json: what is beyond, or NaN, was not trained


def load_folder(path: Path) -> Model:
    """Read and check a model folder.

    Raises :class:`SourceError` when it is missing or unreadable, :class:`DataError` when it is
    incomplete, altered, or of another kind or format.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise SourceError(
            f"no model folder at {path}: {error.strerror}; make one with spamfilter ngram train"
        ) from None
    if not stat.S_ISDIR(mode):
        raise DataError(f"{path} is not a model folder; give the folder that holds {CARD_FILE}")
    card = check_card(path, read_file(path, CARD_FILE))
    settings = check_settings(path, card["settings"])
    files = {name: read_file(path, name) for name in (WEIGHTS_FILE, HASHES_FILE)}
    for name, data in files.items():
        if hashlib.sha256(data).hexdigest() != card["sha256"].get(name):
            raise DataError(f"{path / name} is not the file its {CARD_FILE} describes; copy the folder again")
    idf, coef = read_weights(path, files[WEIGHTS_FILE], settings.buckets)
    intercept, slope, offset, shift, ham_below, spam_above = (float(card[key]) for key in NUMBERS)
    try:
        policy = Policy(ham_below, spam_above)
    except UsageError as error:
        raise DataError(f"{path / CARD_FILE}: {error}; train again") from None
    trained_on = Fingerprints.from_bytes(files[HASHES_FILE])
    return Model(settings, idf, coef, intercept, Calibration(slope, offset, shift), policy, trained_on)


def read_file(folder: Path, name: str) -> bytes:
    """Bytes of one file of a model folder."""
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError:
        raise DataError(f"model folder {folder} has no {name}; copy the whole folder") from None
    except OSError as error:
        raise SourceError(f"cannot read {folder / name}: {error.strerror}") from None


def check_card(path: Path, data: bytes) -> dict[str, Any]:
    """model.json as a dictionary, of our kind and format, its keys there and its numbers finite."""
    try:
        card = json.loads(data)
        format_, kind = card.get("format"), card.get("kind")
    except (ValueError, AttributeError, RecursionError):
        raise DataError(f"{path / CARD_FILE} is not a JSON object; copy the folder again") from None
    if kind != KIND:
        raise DataError(f"{path} holds another classifier's model; make one with spamfilter ngram train")
    if format_ != FORMAT:
        raise DataError(
            f"{path} has model format {format_!r} and this version reads {FORMAT}; "
            f"upgrade spamfilter-gpt or train again"
        )
    wrong = [key for key in ("settings", "sha256") if not isinstance(card.get(key), dict)]
    wrong += [key for key in NUMBERS if not is_number(card.get(key))]
    if wrong:
        raise DataError(f"{path / CARD_FILE} has no usable {wrong[0]!r}; train again")
    return dict(card)


def is_number(value: object) -> bool:
    """Whether ``value`` is a number that training can have given."""
    return isinstance(value, (float, int)) and abs(value) <= LARGEST


def check_settings(path: Path, found: dict[str, Any]) -> Settings:
    """The settings in model.json, all of them there and possible."""
    try:
        settings = Settings(**found)
    except TypeError:
        raise DataError(f"{path / CARD_FILE} has no usable 'settings'; train again") from None
    numbers = astuple(settings)[1:]
    usable = settings.analyzer in ("char", "char_wb") and all(type(n) is int and n > 0 for n in numbers)
    if not usable or settings.shortest > settings.longest:
        raise DataError(f"{path / CARD_FILE} has no usable 'settings'; train again")
    return settings


def read_weights(path: Path, data: bytes, buckets: int) -> tuple[Array, Array]:
    """``idf`` and ``coef`` [buckets] from the bytes of weights.npz."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            idf, coef = (file[name] for name in ARRAYS)
    except Exception:  # numpy, zipfile and zlib share no class of errors
        raise DataError(f"{path / WEIGHTS_FILE} does not hold {' and '.join(ARRAYS)}; train again") from None
    for name, array in zip(ARRAYS, (idf, coef), strict=True):
        if array.dtype != np.float32 or array.shape != (buckets,) or not np.isfinite(array).all():
            raise DataError(
                f"{path / WEIGHTS_FILE}: {name} is not {buckets} finite float32 numbers; train again"
            )
    return idf, coef
