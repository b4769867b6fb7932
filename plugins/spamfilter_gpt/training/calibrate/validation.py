"""What is decided once a model is trained: its temperature, its cut-offs, and how far it trusts the n-grams
and the characters that join it. The validation rows tell, or at the export publishers left out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from spamfilter import DataError, Policy, shift_prior
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.network.ngram import SHORT, NgramLogit, fit_ngrams
from spamfilter_gpt.records.recipe import Recipe
from spamfilter_gpt.records.run_record import Calibration
from spamfilter_gpt.records.stacking import Stacking
from spamfilter_gpt.runtime.characters import CharacterLogit, fold, is_long
from spamfilter_gpt.runtime.surface import SurfaceLogit
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.training.calibrate.temperature import fit_temperature, score_logits
from spamfilter_gpt.training.calibrate.weighing import Pair, Signal, Trust, weigh_logits
from spamfilter_gpt.training.characters import fit_characters
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.loop import predict
from spamfilter_gpt.training.objective import Forward
from spamfilter_gpt.training.surface import fit_surface

Tell = Callable[[str], object]
NGRAMS, CHARACTERS, SURFACE = "n-grams", "characters", "surface"  # the names of the parts


@dataclass(frozen=True, slots=True)
class Part:
    """What may join a model: its ``name``, what it says of the validation rows, and how it joins.

    ``join`` takes factors and biases, and gives the log-odds [N] that the part then adds.
    """

    name: str
    signal: Signal
    join: Callable[[Pair, Pair], Tensor]


def calibrate(
    forward: Forward, train: SpamDataset, tokenizer: Tokenizer, recipe: Recipe, tell: Tell
) -> Calibration:
    """Temperature, shift of the prior and cut-offs from the validation rows; parts join the model."""
    logits, labels = predict(forward)
    share = sum(train.labels[: train.labelled]) / train.labelled
    expected = recipe.prior if recipe.prior is not None else share
    if parts := list(fit_parts(forward, train, tokenizer, recipe)):
        logits, temperature, c = join_parts(logits, parts, labels, tell)
        learned = labels.float().mean().item()
    else:
        temperature, c = fit_temperature(logits, labels), 0.0
        learned = 0.5 if recipe.class_weights else share
    shift = c + shift_prior(expected, learned)
    scores = score_logits(logits, temperature, shift)
    policy = Policy.choose(scores.tolist(), labels.bool().tolist(), recipe.ham_loss)
    return Calibration(temperature, shift, expected, policy.ham_below, policy.spam_above)


def keep_apart(forward: Forward, train: SpamDataset, tokenizer: Tokenizer, recipe: Recipe) -> Calibration:
    """The parts join as they are: when the run is exported a stacking weighs them, and calibrates."""
    for part in fit_parts(forward, train, tokenizer, recipe):
        part.join((1.0, 1.0), (0.0, 0.0))
    return Calibration(1.0, 0.0, 0.5, 0.5, 0.5)


def restack(model: SpamClassifier, recipe: Recipe, stacking: Stacking) -> None:
    """Weigh the parts of ``model``, which were kept apart, as ``stacking`` says."""
    if list_parts(recipe) != tuple(stacking.parts):
        raise DataError(
            f"the stacking is of {', '.join(stacking.parts) or 'no parts'} and the recipe has "
            f"{', '.join(list_parts(recipe)) or 'none'}; stack again with this recipe"
        )
    for name, weight in stacking.parts.items():
        first, second = (one / stacking.factor for one in weight.factors)
        factors, steps = (first, second), (0.0, weight.step / stacking.factor)
        if name == NGRAMS and model.ngram is not None:
            model.ngram.weigh(factors, steps)
        if name == CHARACTERS and model.characters is not None:
            model.characters = keep_used(model.characters.weigh(factors, steps))
        if name == SURFACE and model.surface is not None:
            model.surface = keep_heard(model.surface.weigh(factors[0], 0.0))


def calibrate_by(stacking: Stacking) -> Calibration:
    """What ``stacking`` says of temperature, prior and cut-offs."""
    shift = stacking.start + shift_prior(stacking.prior, stacking.learned)
    cuts = stacking.ham_below, stacking.spam_above
    return Calibration(1 / stacking.factor, shift, stacking.prior, *cuts)


def list_parts(recipe: Recipe) -> tuple[str, ...]:
    """The names of the parts that ``recipe`` asks for."""
    asked = ((NGRAMS, recipe.ngrams), (CHARACTERS, recipe.characters), (SURFACE, recipe.surface))
    return tuple(name for name, wanted in asked if wanted)


def fit_parts(forward: Forward, train: SpamDataset, tokenizer: Tokenizer, recipe: Recipe) -> Iterator[Part]:
    """Those that ``recipe`` asks for, fitted to the training rows."""
    labelled = slice(train.labelled)  # what a teacher says of wording, it says of wording that it knows
    # A row that trains twice counts once here.
    once = dict(zip(train.texts[labelled], train.labels[labelled], strict=True))
    if recipe.ngrams:
        yield fit_ngram_part(forward, once, tokenizer, recipe.ngram_length)
    if recipe.characters:
        yield fit_character_part(forward, once, tokenizer)
    if recipe.surface:
        yield fit_surface_part(forward, once, tokenizer, recipe.seed)


def fit_ngram_part(forward: Forward, once: dict[str, int], tokenizer: Tokenizer, limit: int) -> Part:
    """N-grams of the texts ``once``, with labels. They read ``limit`` tokens, so rows are tokenized anew."""
    ids = [tokenizer.encode(text, limit) for text in once]
    ngram = fit_ngrams(ids, list(once.values()), tokenizer.fold_tokens()).eval()
    texts = forward.data.texts

    def join(factors: Pair, biases: Pair) -> Tensor:
        ngram.weigh(factors, biases)
        forward.model.ngram = ngram
        # Once more, since float16 rounds what was weighed.
        return ask_ngrams(ngram, texts, tokenizer, limit).odds

    return Part(NGRAMS, ask_ngrams(ngram, texts, tokenizer, limit), join)


def ask_ngrams(ngram: NgramLogit, texts: Sequence[str], tokenizer: Tokenizer, limit: int) -> Signal:
    """What n-grams of the first ``limit`` tokens say of ``texts`` [N]."""
    rows = [tokenizer.encode(text, limit) for text in texts]
    return Signal(ngram.score_rows(rows), torch.tensor([len(ids) > SHORT for ids in rows]))


def fit_character_part(forward: Forward, once: dict[str, int], tokenizer: Tokenizer) -> Part:
    """Characters of the texts ``once``, with labels."""
    characters = fit_characters([tokenizer.plain(text) for text in once], list(once.values()))
    texts = forward.data.texts

    def join(factors: Pair, biases: Pair) -> Tensor:
        weighed = characters.weigh(factors, biases)
        forward.model.characters = keep_used(weighed)
        return ask_characters(weighed, texts, tokenizer).odds

    return Part(CHARACTERS, ask_characters(characters, texts, tokenizer), join)


def keep_used(characters: CharacterLogit) -> CharacterLogit | None:
    """``characters``, or None where they add nothing."""
    return characters if any((*characters.scales, *characters.biases)) else None


def ask_characters(characters: CharacterLogit, texts: Sequence[str], tokenizer: Tokenizer) -> Signal:
    """What characters say of ``texts`` [N]."""
    plain = [tokenizer.plain(text) for text in texts]
    odds = torch.tensor([characters.score(text) for text in plain])
    return Signal(odds, torch.tensor([is_long(fold(text)) for text in plain]))


def fit_surface_part(forward: Forward, once: dict[str, int], tokenizer: Tokenizer, seed: int) -> Part:
    """The surface of the texts ``once``, with labels."""
    surface = fit_surface([tokenizer.plain(text) for text in once], list(once.values()), seed)
    texts = forward.data.texts

    def join(factors: Pair, biases: Pair) -> Tensor:
        weighed = surface.weigh(factors[0], biases[0])
        forward.model.surface = keep_heard(weighed)
        return ask_surface(weighed, texts, tokenizer).odds

    return Part(SURFACE, ask_surface(surface, texts, tokenizer), join)


def keep_heard(surface: SurfaceLogit) -> SurfaceLogit | None:
    """``surface``, or None where it adds nothing."""
    return surface if surface.scale or surface.bias else None


def ask_surface(surface: SurfaceLogit, texts: Sequence[str], tokenizer: Tokenizer) -> Signal:
    """What the surface of ``texts`` [N] says, which is of one kind."""
    odds = torch.tensor([surface.score(tokenizer.plain(text)) for text in texts])
    return Signal(odds, torch.zeros(len(texts), dtype=torch.bool))


def join_parts(
    logits: Tensor, parts: Sequence[Part], labels: Tensor, tell: Tell
) -> tuple[Tensor, float, float]:
    """Class logits [N, 2] of the validation rows with what the parts add, their temperature and their shift.

    ``logits`` [N, 2] are the model's own.
    """
    weighing = weigh_logits(logits, [part.signal for part in parts], labels)
    joined, start = logits.clone(), 0.0
    for part, trust in zip(parts, weighing.trusts, strict=True):
        tell(describe_trust(part.name, trust, weighing.factor))
        first, second = trust.biases
        factors = trust.factors[0] / weighing.factor, trust.factors[1] / weighing.factor
        joined[:, 1] += part.join(factors, (0.0, (second - first) / weighing.factor))
        start += first
    return joined, 1 / weighing.factor, start


def describe_trust(name: str, trust: Trust, factor: float) -> str:
    """What the validation rows said of a part."""
    short, long = (one / factor for one in trust.factors)
    return f"{name} weigh {short:.2f} times the model's logit for short messages, {long:.2f} for long ones"
