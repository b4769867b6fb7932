"""What a filter knows of spam beside its blocks: what training goes on from where it keeps that."""

import math
from dataclasses import dataclass, replace
from pathlib import Path

from spamfilter import DataError, Fingerprints, Policy, UsageError, log_odds, shift_prior
from spamfilter_gpt.network.classifier import Weights, split_weights, unpack_characters, unpack_surface
from spamfilter_gpt.network.ngram import NgramLogit
from spamfilter_gpt.records.choices import Read
from spamfilter_gpt.records.model_card import CARD_FILE, ModelCard
from spamfilter_gpt.records.recipe import ANEW, Recipe
from spamfilter_gpt.records.run_record import RUN_FILE, Calibration, RunRecord, read_finished
from spamfilter_gpt.runtime.characters import CharacterLogit
from spamfilter_gpt.runtime.folder import HASHES_FILE, SHIPPED, load_folder, read_part
from spamfilter_gpt.runtime.surface import SurfaceLogit
from spamfilter_gpt.weights.bases import read_own


@dataclass(frozen=True, slots=True)
class Reading:
    """How a filter reads: where its head does, how many tokens blocks and n-grams do, and its normalizer."""

    read: Read
    max_length: int
    ngram_length: int
    normalizer: int


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The class ``head`` and what stands beside the blocks; how scores come of it, and how it reads.

    ``trained_on`` are fingerprints of the messages that taught it, None where it came without.
    """

    head: Weights
    ngram: NgramLogit | None
    characters: CharacterLogit | None
    surface: SurfaceLogit | None
    calibration: Calibration
    reading: Reading
    trained_on: Fingerprints | None

    def expect(self, prior: float) -> "Known":
        """The same whose scores and cut-offs expect a share ``prior`` of spam; verdicts stay as they are."""
        before = self.calibration
        step = shift_prior(prior, before.prior)
        low, high = (
            1 / (1 + math.exp(-log_odds(one) - step)) for one in (before.ham_below, before.spam_above)
        )
        moved = replace(before, shift=before.shift + step, prior=prior).choose(Policy(low, high))
        return replace(self, calibration=moved)

    def read_as(self, recipe: Recipe) -> Recipe:
        """``recipe`` with this reading."""
        reading = self.reading
        return replace(
            recipe,
            read=reading.read,
            max_length=reading.max_length,
            ngrams=True,
            ngram_length=reading.ngram_length,
            characters=self.characters is not None,
            surface=self.surface is not None,
            normalizer=reading.normalizer,
        )


def is_filter(base: str) -> bool:
    """Whether ``base`` names a model or a run of this project, which has a class head."""
    path = SHIPPED.get(base, Path(base))
    return bool(base) and any((path / name).is_file() for name in (CARD_FILE, RUN_FILE))


def read_known(base: str) -> Known:
    """What the filter ``base`` knows. Raises :class:`UsageError` for a base that is none.

    Raises :class:`DataError` for one that cannot be gone on from.
    """
    path = SHIPPED.get(base, Path(base))
    if not is_filter(base):
        raise UsageError(f"base {base!r} is no filter whose knowledge could be kept; {ANEW}")
    known = read_model(path) if (path / CARD_FILE).is_file() else read_run_folder(path)
    if known.reading.read == "last-padded":
        raise UsageError(f"base {base!r} reads padding, as the book does, which cannot be kept; {ANEW}")
    return known


def read_model(path: Path) -> Known:
    """What a model folder knows."""
    folder = load_folder(str(path))
    card, training = folder.card, folder.card.training
    if card.temperature is None or card.shift is None or card.prior is None or card.read is None:
        raise DataError(f"{path} is of a version that did not note how it is calibrated; {ANEW}")
    _, head, ngram = split_weights(read_own(path, card))
    recipe = training.recipe if training and training.recipe else None
    longest = min(card.max_length, card.architecture.context_length)
    blocks = recipe.max_length if recipe and recipe.max_length else longest
    return Known(
        head,
        NgramLogit.from_state(ngram) if ngram else None,
        folder.characters,
        folder.surface,
        Calibration(card.temperature, card.shift, card.prior, card.ham_below, card.spam_above),
        Reading(card.read, min(blocks, longest), find_ngram_length(card, bool(ngram)), card.normalizer),
        folder.read_fingerprints(),
    )


def find_ngram_length(card: ModelCard, has_ngrams: bool) -> int:
    """Tokens that n-grams read: those of the card, or of a new part those that recipes have it read."""
    return card.max_length if has_ngrams else max(card.max_length, Recipe().ngram_length)


def read_run_folder(path: Path) -> Known:
    """What a finished run knows that was not exported."""
    record: RunRecord = read_finished(path)
    recipe = record.settings.recipe
    if record.settings.apart:
        raise DataError(f"the run in {path} left its calibration to a stacking; start from its model")
    found = read_own(path, record)
    _, head, ngram = split_weights(found)
    hashes = read_part(path, HASHES_FILE) if (path / HASHES_FILE).exists() else None
    return Known(
        head,
        NgramLogit.from_state(ngram) if ngram else None,
        unpack_characters(found),
        unpack_surface(found),
        record.calibration,
        Reading(recipe.read, record.max_length, recipe.ngram_length, recipe.normalizer),
        None if hashes is None else Fingerprints.from_bytes(hashes),
    )
