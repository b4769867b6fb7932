"""Settings of a training run: recipes, some of which have names, and what else decides a result.

What a setting may be and what its option says stand beside it; the options are made from that.
"""

import math
from dataclasses import dataclass, field
from typing import Annotated

from spamfilter import UsageError
from spamfilter_gpt.records.choices import (
    NORMALIZER,
    Device,
    Frozen,
    Padding,
    Precision,
    Read,
    RecipeName,
    Schedule,
    Trainable,
)
from spamfilter_gpt.records.parse import Before, Unsaid, Within
from spamfilter_gpt.records.ranges import (
    Amount,
    Count,
    DropRate,
    Layers,
    Length,
    Positive,
    Prior,
    Share,
    Size,
)

ANEW = "add --recipe default to train from the base's blocks alone"


@dataclass(frozen=True, slots=True)
class Help:
    """What ``--help`` says of the option that sets a field."""

    text: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of a run. Rates are per optimizer step, shares are of 1.

    ``lm_weight`` adds that share of the next-token loss to the class loss, which lets a small model that
    starts from random weights learn the language of its few messages as well as their labels (Radford
    et al. 2018, "Improving Language Understanding by Generative Pre-Training", section 3.2).
    ``word_drop`` replaces that share of the input tokens by random ones while training. ``patience`` is
    the number of epochs worse than the best in validation after which training stops, 0 for never.
    ``frozen`` blocks compute in ``int8`` as those of an exported model do, by onnxruntime on the CPU, or in
    ``float`` as the precision says.
    ``probe`` starts the class head as a logistic regression over the untrained model's states, so that
    training distorts them less (Kumar et al. 2022, arXiv 2202.10054).
    ``ngrams`` adds what words and pairs of words say (``network/ngram.py``), weighed against the
    model on the validation rows, of the first ``ngram_length`` tokens; ``characters`` what two to five
    characters in a row say (``runtime/characters.py``), weighed together with them, and ``surface`` what its
    links, numbers, signs and concepts say (``runtime/surface.py``, ``concepts.py``).
    ``average`` is the share of the weights before training in those that the run ends with: what lies between
    holds better on messages unlike those that trained (Wortsman et al. 2022, "Robust fine-tuning of zero-shot
    models", arXiv 2109.01903).
    ``sample`` messages, drawn at random, train the model, all of them where it is 0; n-grams and characters
    always learn from all.
    ``keep`` starts from all that a filter knows of spam, its head and what stands beside its blocks, and
    reads as it does; what trains is a correction. Then ``replay`` messages of the package train as well, with
    the base's own scores as half of their labels, so that it forgets nothing (Li, Hoiem 2017, "Learning
    without Forgetting", arXiv 1606.09282).
    ``class_weights`` weighs both classes alike however rare one is; ``prior`` is the share of spam where
    the filter will work, which scores are corrected for. ``ham_loss`` is the share of ham that the
    cut-off chosen on the validation rows may lose. ``normalizer`` is the version of
    ``normalize.normalize`` that messages are read through, 0 for none.
    """

    epochs: Annotated[int, Within(1), Help("Times that every message trains.")] = 8
    batch_size: Annotated[int, Within(1), Help("Messages to a batch.")] = 16
    accumulate: Annotated[int, Within(1), Help("Batches to an optimizer step.")] = 1
    learning_rate: Annotated[Positive, Help("The highest rate of AdamW.")] = 5e-4
    weight_decay: Annotated[Amount, Help("Of AdamW.")] = 0.1
    schedule: Annotated[Schedule, Help("How the rate falls after its rise.")] = "cosine"
    warmup: Annotated[Share, Help("Share of the steps in which the rate rises.")] = 0.1
    clip: Annotated[Amount, Help("Gradient norm; 0 for no limit.")] = 1.0
    patience: Annotated[Count, Help("Epochs without gain before the end; 0: never.")] = 3
    drop_last: Annotated[bool, Help("Leave out a last short batch.")] = False
    max_length: Annotated[Length | None, Help("Tokens of a message that are read.")] = 256
    padding: Annotated[Padding, Help("What rows are padded to.")] = "batch"
    read: Annotated[Read, Help("The token that the class is read at.")] = "last"
    trainable: Annotated[Trainable, Help("What trains beside the head.")] = "last-block"
    lora_rank: Annotated[Size, Help("Rank of --trainable lora.")] = 8
    lora_alpha: Annotated[Positive, Help("Its strength times the rank.")] = 16.0
    dropout: Annotated[DropRate, Help("Share of the states left out while training.")] = 0.0
    lm_weight: Annotated[Amount, Help("Share of the next-token loss.")] = 0.0
    word_drop: Annotated[Share, Help("Share of tokens replaced at random.")] = 0.0
    frozen: Annotated[Frozen, Unsaid(), Help("How frozen blocks compute.")] = "float"
    probe: Annotated[bool, Help("Start the head as a logistic regression.")] = False
    sample: Annotated[Count, Unsaid(), Help("Messages drawn to train the model; 0: all.")] = 0
    average: Annotated[Share, Unsaid(), Help("Share of the weights before in those at the end.")] = 0.0
    ngrams: Annotated[bool, Help("Weigh words and pairs of them as well.")] = False
    ngram_length: Annotated[Length, Help("Tokens whose n-grams count.")] = 1024
    characters: Annotated[bool, Unsaid(), Help("Weigh two to five characters in a row as well.")] = False
    surface: Annotated[bool, Unsaid(), Help("Weigh links, numbers, signs and concepts as well.")] = False
    keep: Annotated[bool, Unsaid(), Help("Keep what the base knows of spam; learn a correction.")] = False
    replay: Annotated[Count, Unsaid(), Help("Messages of the package that train beside, at most.")] = 0
    class_weights: Annotated[bool, Help("Both classes count alike.")] = False
    prior: Annotated[Prior | None, Help("Share of spam to expect.  [default: the training rows']")] = None
    ham_loss: Annotated[Share, Help("Share of ham that may be lost.  [default: 0.002]")] = 0.002
    # A record without it is of a version that had no normalizer, and goes on without one.
    normalizer: Annotated[
        int, Within(0, NORMALIZER), Before(0), Help("Version that undoes disguises; 0 for none.")
    ] = NORMALIZER
    seed: Annotated[int, Within(0, (1 << 32) - 1), Help("Of all that is drawn at random.")] = 123

    @property
    def at_once(self) -> bool:
        """Whether all that is learned is a correction of what is kept, which takes no epochs."""
        return self.keep and self.trainable == "head"


RECIPES: dict[RecipeName, Recipe] = {
    "default": Recipe(),
    # From a filter: what it knows stays, and its head and n-grams learn a correction, at once. The rate is
    # for blocks that shall train as well.
    "keep": Recipe(
        learning_rate=1e-4,
        trainable="head",
        ngrams=True,
        keep=True,
        replay=400,
    ),
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
        epochs=3,
        batch_size=32,
        learning_rate=1e-3,
        patience=0,
        max_length=64,
        trainable="all",
        dropout=0.1,
        word_drop=0.1,
        sample=30000,
        ngrams=True,
        characters=True,
        surface=True,
        prior=0.25,
        ham_loss=0.003,
    ),
    # The shipped model: the last blocks of a pretrained one fine-tuned, wording and spelling beside it.
    "embedded": Recipe(
        epochs=1,
        learning_rate=2e-4,
        weight_decay=0.01,
        max_length=160,
        read="mean",
        trainable="last-four-blocks",
        frozen="int8",
        probe=True,
        sample=20000,
        ngrams=True,
        characters=True,
        surface=True,
        prior=0.25,
        ham_loss=0.003,
    ),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """All that decides a run's result, and where it is computed.

    ``layers`` keeps that many of the base's lowest blocks, None all of them; ``heads``, ``width`` and
    ``ranks`` are of ``--base new``. ``teacher`` is a classifier, NAME or NAME:MODEL, whose
    scores of the training rows count as much as their labels; of the messages in ``unlabelled`` they are all
    that is known. ``encoding`` is what text is in that is not UTF-8. ``validation`` names messages to choose
    by that are not beside the training rows.
    ``states`` is a folder that several runs over one base may share.
    ``causal`` is the folder of what ``base``, an encoder, became that was made to read from left to right.
    ``cache_memory`` is in MB, ``checkpoint_every`` in seconds. ``apart`` leaves the parts as they
    are: a stacking weighs them at the export, and calibrates; otherwise the validation rows do.
    """

    base: Annotated[
        str,
        Help(
            "Weights to start from: embedded, tiny, smollm2, e5, gpt2 (-medium, -large, -xl), a path, or new."
        ),
    ] = "embedded"
    random_weights: Annotated[bool, Help("The base's shape and tokens, but random weights.")] = False
    layers: Annotated[Layers | None, Help("Keep the base's lowest blocks only.  [default: all; new: 4]")] = (
        None
    )
    heads: Annotated[Size, Help("Of --base new, as the next two.")] = 4
    width: Annotated[Size, Help("Embedding dimension.")] = 128
    ranks: Annotated[int, Within(256, 50256), Help("GPT-2 tokens used.")] = 8192
    teacher: Annotated[
        str | None,
        Help("Learn what this classifier says, too: NAME or NAME:MODEL."),
    ] = None
    unlabelled: Annotated[
        str | None, Unsaid(), Help("Messages without labels, of which the teacher's scores train.")
    ] = None
    text_column: str = "text"
    label_column: str = "label"
    encoding: Annotated[str, Unsaid()] = ""
    validation: Annotated[
        str | None, Help("Choose the epoch by these.  [default: DATA's own, or some held back]")
    ] = None
    device: Device = "auto"
    precision: Precision = "auto"
    cache: Annotated[bool, Help("Run frozen blocks once per message, not once per epoch.")] = True
    cache_memory: Annotated[Count, Help("MB; beyond, a file.")] = 1024
    states: Annotated[
        str | None, Unsaid(), Help("Folder that keeps what --frozen int8 computed.  [default: OUT/states]")
    ] = None
    causal: Annotated[str | None, Unsaid()] = None
    checkpoint_every: Annotated[Amount, Help("Seconds.")] = 60.0
    recipe: Recipe = field(default_factory=Recipe)
    apart: Annotated[bool, Unsaid()] = False


def check_settings(settings: Settings) -> None:
    """Raise :class:`UsageError` for settings that contradict each other."""
    recipe = settings.recipe
    if settings.unlabelled is not None and settings.teacher is None:
        raise UsageError("--unlabelled needs --teacher: nobody else says what these messages are")
    if recipe.read == "last-padded" and recipe.padding == "batch":
        raise UsageError(
            "--read last-padded needs --padding longest or context, or scores depend on the batch"
        )
    if recipe.read == "last-padded" and recipe.ngrams:
        raise UsageError("--ngrams reads on past what --read last-padded pads to; choose another --read")
    if recipe.frozen == "int8" and (recipe.dropout or recipe.padding != "batch"):
        raise UsageError("--frozen int8 needs --dropout 0 and --padding batch")
    if (recipe.lm_weight or recipe.word_drop) and recipe.trainable != "all":
        raise UsageError("--lm-weight and --word-drop need --trainable all")
    if recipe.keep:
        check_kept(settings)


def check_kept(settings: Settings) -> None:
    """Raise :class:`UsageError` for settings that a filter whose knowledge is kept cannot have."""
    recipe, default = settings.recipe, Recipe()
    wrong = {
        "--layers": settings.layers is not None,
        "--random-weights": settings.random_weights,
        "--probe": recipe.probe,
        "--sample": recipe.sample > 0,
        "--class-weights": recipe.class_weights,
        "--lm-weight": recipe.lm_weight > default.lm_weight,
        "--word-drop": recipe.word_drop > default.word_drop,
    }
    for option, given in wrong.items():
        if given:
            raise UsageError(f"{option} does not go with what a filter knows; {ANEW}")


def count_needed(ham_loss: float) -> float:
    """How many ham it takes, of which none is lost, to promise that at most a share ``ham_loss`` is.

    The rule of three (Hanley, Lippman-Hand 1983, "If nothing goes wrong, is everything all right?").
    """
    return math.ceil(3 / ham_loss) if ham_loss else math.inf


def schedule_rate(recipe: Recipe, step: int, steps: int) -> float:
    """The learning rate of ``step`` of ``steps``: linear up over ``warmup``, then flat or half a cosine."""
    ramp = int(steps * recipe.warmup)
    if step < ramp:
        return recipe.learning_rate * (step + 1) / ramp
    if recipe.schedule == "constant":
        return recipe.learning_rate
    return recipe.learning_rate * 0.5 * (1 + math.cos(math.pi * (step - ramp) / max(1, steps - ramp)))
