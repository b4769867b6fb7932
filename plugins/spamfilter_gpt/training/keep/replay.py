"""The package's own messages beside a user's: they train and validate, with the base's scores as targets.

Li, Hoiem 2017, "Learning without Forgetting" (arXiv 1606.09282).
"""

import torch

from spamfilter_gpt.records.rows import REPLAY, LabelledText, read_general
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.keep.correction import encode_rows
from spamfilter_gpt.training.loop import predict
from spamfilter_gpt.training.objective import Forward
from spamfilter_gpt.weights.known import Known

VALIDATES = 5  # every such message


def read_replay(count: int) -> tuple[LabelledText, LabelledText]:
    """At most ``count`` messages of the package, of all its kinds: those that train, those that validate."""
    rows = read_general(REPLAY)
    whole = len(rows.texts)
    chosen = [place * whole // count for place in range(count)] if count < whole else list(range(whole))
    validates = chosen[VALIDATES - 1 :: VALIDATES]
    return rows.select(sorted(set(chosen) - set(validates))), rows.select(validates)


def join_rows(first: LabelledText, second: LabelledText) -> LabelledText:
    """The rows of both, one after the other."""
    return LabelledText([*first.texts, *second.texts], [*first.labels, *second.labels])


def hear_parts(known: Known, data: SpamDataset, tokenizer: Tokenizer) -> None:
    """Have ``data`` hold what stands beside the blocks of a filter says of its texts."""
    odds = torch.zeros(len(data))
    if known.ngram is not None:
        with torch.no_grad():
            odds += known.ngram.score_rows(encode_rows(data.texts, tokenizer, known.reading.ngram_length))
    for part in (known.characters, known.surface):
        if part is not None:
            odds += torch.tensor([part.score(tokenizer.plain(text)) for text in data.texts])
    data.odds = odds.tolist()


def teach_replay(forward: Forward, start: int) -> None:
    """Give the rows from ``start`` the mean of their label and the score of the untrained model to learn."""
    data = forward.data
    logits, _ = predict(forward)
    scores = forward.scale(logits).softmax(1)[:, 1].tolist()
    own = [float(label) for label in data.labels[:start]] if data.targets is None else data.targets[:start]
    pairs = zip(data.labels[start:], scores[start:], strict=True)
    data.targets = [*own, *((label + score) / 2 for label, score in pairs)]
