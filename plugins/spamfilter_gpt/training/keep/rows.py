"""The rows of a run as a base reads them; behind them those of the package, where what it knows is kept."""

from collections.abc import Sequence

from spamfilter_gpt.network.decoder import check_context
from spamfilter_gpt.records.recipe import Recipe, Settings
from spamfilter_gpt.records.rows import Parts
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.distillation import ask_teacher
from spamfilter_gpt.training.keep.replay import hear_parts, join_rows, read_replay
from spamfilter_gpt.weights.bases import Base
from spamfilter_gpt.weights.known import Known


def encode_parts(
    parts: Parts, settings: Settings, base: Base, known: Known | None
) -> tuple[SpamDataset, SpamDataset]:
    """Training and validation rows as the base's tokens, both cut to the training rows' ``max_length``.

    Behind them are messages of the package where what is ``known`` is kept.
    """
    tokenizer = base.make_tokenizer(settings.recipe.normalizer)
    limit = settings.recipe.max_length
    if limit is not None:
        limit = min(limit, base.model.context_length)
    given = parts.all_that_trains, parts.validation
    replayed = read_replay(settings.recipe.replay if known else 0)
    joined = [join_rows(*both) for both in zip(given, replayed, strict=True)]
    train = SpamDataset.of(joined[0], tokenizer, limit, base.pad_token_id)
    train.labelled = len(parts.train.texts)
    check_context(train.max_length, base.model.context_length)
    if settings.teacher:
        own = SpamDataset.of(given[0], tokenizer, limit, base.pad_token_id)
        own.labelled = train.labelled
        taught = ask_teacher(
            settings.teacher, own, train.choose(settings.recipe.sample, settings.recipe.seed)
        )
        train.labels[: len(own)] = own.labels
        train.targets = [*taught, *map(float, train.labels[len(own) :])]
    validation = SpamDataset.of(joined[1], tokenizer, train.max_length, base.pad_token_id)
    validation.labelled = len(parts.validation.texts)
    if known:
        for part in (train, validation):
            hear_parts(known, part, tokenizer)
    return train, validation


def choose_prior(labels: Sequence[int], recipe: Recipe) -> float:
    """The share of spam that scores expect: the recipe's, else that of the training rows' ``labels``."""
    return sum(labels) / len(labels) if recipe.prior is None else recipe.prior
