"""From a trained model to its folder, whole or not at all."""

import io
import os
import platform
import shutil
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

from spamfilter import UsageError, storage
from spamfilter_ngram.card import CARD_FILE, Card, Training, format_card
from spamfilter_ngram.folder import HASHES_FILE, WEIGHTS_FILE
from spamfilter_ngram.training import INVERSE_REGULARIZATION, Recipe, Trained

PACKAGES = ("scikit-learn", "numpy", "spamfilter-gpt")


def describe_files(trained: Trained, recipe: Recipe, data: Sequence[str]) -> dict[str, bytes]:
    """The files of a model folder by name; model.json names ``data`` without the folders they lie in."""
    model, weights = trained.model, io.BytesIO()
    np.savez_compressed(weights, idf=model.idf, coef=model.coef)
    files = {WEIGHTS_FILE: weights.getvalue(), HASHES_FILE: model.trained_on.to_bytes()}
    card = Card(
        settings=model.settings,
        intercept=model.intercept,
        calibration=model.calibration,
        policy=model.policy,
        rows=trained.rows,
        spam=trained.spam,
        training=describe_training(trained, recipe, data),
        versions={"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        sha256={name: storage.hash_bytes(content) for name, content in files.items()},
    )
    return {**files, CARD_FILE: format_card(card)}


def describe_training(trained: Trained, recipe: Recipe, data: Sequence[str]) -> Training:
    """What the card tells of the training."""
    return Training(
        data=tuple(Path(path).resolve().name for path in data),
        inverse_regularization=INVERSE_REGULARIZATION,
        seed=recipe.seed,
        prior=trained.prior,
        ham_loss=recipe.ham_loss,
        calibrated_on=trained.calibrated_on,
        held_back=trained.held_back,
        accuracy=trained.accuracy,
    )


def check_target(out: Path, *, overwrite: bool) -> None:
    """Raise :class:`UsageError` where ``out`` would overwrite anything, or anything but a model of ours."""
    if not os.path.lexists(out):
        return
    with storage.naming_folder(out):
        names = {path.name for path in out.iterdir()}
    if names and not overwrite:
        raise UsageError(f"{out} is there already; choose another folder, or --overwrite")
    if not names <= {CARD_FILE, WEIGHTS_FILE, HASHES_FILE}:
        raise UsageError(f"{out} holds more than an ngram model, so it is left alone; choose another folder")


def write_folder(out: Path, files: dict[str, bytes], *, overwrite: bool) -> None:
    """Make the folder ``out``; whatever interrupts it, ``out`` is the old one, the new one, or not there."""
    check_target(out, overwrite=overwrite)
    with storage.naming_folder(out):
        replace_folder(out.resolve(), files)


def replace_folder(out: Path, files: dict[str, bytes]) -> None:
    """Write a folder beside ``out`` and rename it to ``out``, which moves away and comes back on failure."""
    new, old = (out.with_name(f".{out.name}.{os.getpid()}.{state}") for state in ("new", "old"))
    new.mkdir(parents=True)
    try:
        for name, data in files.items():
            (new / name).write_bytes(data)
        if out.exists():
            out.rename(old)
        new.rename(out)
    finally:
        if old.exists() and not out.exists():
            old.rename(out)
        for rest in (new, old):
            shutil.rmtree(rest, ignore_errors=True)
