"""Settings of a training run: recipes, of which three have names, and what else decides a result."""

import math
from dataclasses import dataclass, field

from spamfilter_gpt.records.choices import NORMALIZER, Padding, Precision, Read, Schedule


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of a run. Rates are per optimizer step, shares are of 1.

    ``lm_weight`` adds that share of the next-token loss to the class loss, which lets a small model that
    starts from random weights learn the language of its few messages as well as their labels (Radford
    et al. 2018, "Improving Language Understanding by Generative Pre-Training", section 3.2).
    ``word_drop`` replaces that share of the input tokens by random ones while training. ``patience`` is
    the number of epochs worse than the best in validation after which training stops, 0 for never.
    ``probe`` starts the class head as a logistic regression over the untrained model's states, so that
    training distorts them less (Kumar et al. 2022, arXiv 2202.10054).
    ``ngrams`` adds what words and pairs of words say (``network/ngram.py``), weighed against the
    model on the validation rows, of the first ``ngram_length`` tokens.
    ``class_weights`` weighs both classes alike however rare one is; ``prior`` is the share of spam where
    the filter will work, which scores are corrected for. ``ham_loss`` is the share of ham that the
    cut-off chosen on the validation rows may lose. ``normalizer`` is the version of
    ``normalize.normalize`` that messages are read through, 0 for none.
    """

    epochs: int = 8
    batch_size: int = 16
    accumulate: int = 1
    learning_rate: float = 5e-4
    weight_decay: float = 0.1
    schedule: Schedule = "cosine"
    warmup: float = 0.1
    clip: float = 1.0
    patience: int = 3
    drop_last: bool = False
    max_length: int | None = 256
    padding: Padding = "batch"
    read: Read = "last"
    trainable: str = "last-block"
    lora_rank: int = 8
    lora_alpha: float = 16.0
    dropout: float = 0.0
    lm_weight: float = 0.0
    word_drop: float = 0.0
    probe: bool = False
    ngrams: bool = False
    ngram_length: int = 1024
    class_weights: bool = False
    prior: float | None = None
    ham_loss: float = 0.002
    normalizer: int = NORMALIZER
    seed: int = 123


RECIPES = {
    "default": Recipe(),
    # Raschka, chapter 6: AdamW at one rate, five epochs of batches of eight, padded to the longest message,
    # read at the last position, padding or not.
    "book": Recipe(
        epochs=5,
        batch_size=8,
        learning_rate=5e-5,
        schedule="constant",
        warmup=0.0,
        clip=0.0,
        patience=0,
        drop_last=True,
        max_length=None,
        padding="longest",
        read="last-padded",
        normalizer=0,
    ),
    # A small model from random weights.
    "scratch": Recipe(
        epochs=15,
        batch_size=32,
        learning_rate=1e-3,
        patience=0,
        trainable="all",
        dropout=0.2,
        lm_weight=0.5,
        word_drop=0.1,
    ),
    # A small model from random weights that also learns what a large one says: many messages, so few epochs.
    # Of a mail it reads the beginning; the n-grams beside it read on.
    "tiny": Recipe(
        epochs=4,
        batch_size=32,
        learning_rate=1e-3,
        patience=0,
        max_length=64,
        trainable="all",
        dropout=0.1,
        word_drop=0.1,
        ngrams=True,
        prior=0.25,
    ),
    # The shipped model: the lower blocks of a pretrained one, and the wording beside them.
    "embedded": Recipe(
        epochs=1,
        learning_rate=2e-4,
        weight_decay=0.01,
        max_length=256,
        read="mean",
        trainable="last-three-blocks",
        probe=True,
        ngrams=True,
        prior=0.25,
    ),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides a run's result, and where it is computed.

    ``layers`` keeps that many of the base's lowest blocks, None all of them; ``heads``, ``width`` and
    ``ranks`` are of ``--base new``. ``teacher`` is a model folder whose scores of the training rows count as
    much as their labels. ``cache_memory`` is in MB, ``checkpoint_every`` in seconds.
    """

    base: str = "embedded"
    random_weights: bool = False
    layers: int | None = None
    heads: int = 4
    width: int = 128
    ranks: int = 8192
    teacher: str | None = None
    text_column: str = "Text"
    label_column: str = "Label"
    device: str = "auto"
    precision: Precision = "auto"
    cache: bool = True
    cache_memory: int = 1024
    checkpoint_every: float = 60.0
    recipe: Recipe = field(default_factory=Recipe)


def schedule_rate(recipe: Recipe, step: int, steps: int) -> float:
    """The learning rate of ``step`` of ``steps``: linear up over ``warmup``, then flat or half a cosine."""
    ramp = int(steps * recipe.warmup)
    if step < ramp:
        return recipe.learning_rate * (step + 1) / ramp
    if recipe.schedule == "constant":
        return recipe.learning_rate
    return recipe.learning_rate * 0.5 * (1 + math.cos(math.pi * (step - ramp) / max(1, steps - ramp)))
