"""A front of a finished run, taught by what the run's blocks say of the rows that trained it."""

from pathlib import Path

import torch

from spamfilter_gpt.export.publish import load_trained
from spamfilter_gpt.export.signals import make_forward
from spamfilter_gpt.records.rows import read_sources
from spamfilter_gpt.records.run_record import read_finished
from spamfilter_gpt.training.dataset import SpamDataset
from spamfilter_gpt.training.front import distil_front, write_front
from spamfilter_gpt.training.loop import predict
from spamfilter_gpt.training.run import choose_machine


@torch.no_grad()
def ask_blocks(run: Path, data: Path) -> tuple[torch.Tensor, list[list[int]], torch.Tensor]:
    """The embedding [V, C] of a run's model, the rows [N] of ``data`` that train, and its log-odds [N].

    What n-grams and characters say is not among these. Frozen blocks are asked where their states are kept.
    """
    record = read_finished(run)
    settings = choose_machine(record.settings)
    base, model = load_trained(run, record)
    rows = read_sources(data, settings).all_that_trains
    tokenizer = base.make_tokenizer(settings.recipe.normalizer)
    texts = SpamDataset.of(rows, tokenizer, record.max_length, base.pad_token_id)
    model.ngram = None
    logits, _ = predict(make_forward(model.to(settings.device), texts, base, settings, run))
    odds = (logits[:, 1] - logits[:, 0]).float()
    return base.model.wte.weight.detach().cpu(), texts.token_ids, odds


def teach_front(run: Path, data: Path) -> Path:
    """Distil the front of ``run``, which ``data`` trained; the file in the run folder that keeps it."""
    embedding, token_ids, odds = ask_blocks(run, data)
    front = distil_front(embedding, token_ids, odds, read_finished(run).settings.recipe.seed)
    return write_front(run, front)
