"""A front learns from the model that it saves: what the blocks say of each row that trained them.

Hinton, Vinyals, Dean 2015, "Distilling the Knowledge in a Neural Network" (arXiv 1503.02531).
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from spamfilter_gpt.network.front import Front, Student
from spamfilter_gpt.training.dataset import PackedRows, group_by_tokens
from spamfilter_gpt.weights.tensors import read_tensors, write_tensors

FRONT_WEIGHTS = "front.safetensors"  # in a run folder
EPOCHS = 8
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 0.05
POOL = 2048  # rows that are cut into batches of like lengths
ROWS, TOKENS = 64, 8192  # of a batch at most
ASKED = 1 << 15  # tokens at once where nothing is learned


def distil_front(embedding: Tensor, token_ids: Sequence[Sequence[int]], odds: Tensor, seed: int) -> Front:
    """What learns the log-odds ``odds`` [N] of the rows ``token_ids`` [N] from a decoder's ``embedding``.

    ``embedding`` is [V, C]. The course is the same each time for one ``seed``.
    """
    torch.manual_seed(seed)
    chance = random.Random(seed)
    rows, lengths = PackedRows.of(token_ids), torch.tensor(list(map(len, token_ids)))
    mean, deviation = float(odds.mean()), float(odds.std(correction=0).clamp_min(1e-6))
    targets = ((odds - mean) / deviation).float()
    student = Student(embedding)
    learned = [one for one in student.parameters() if one.requires_grad]
    optimizer = torch.optim.AdamW(learned, LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    course = [batch for _ in range(EPOCHS) for batch in shuffle_batches(lengths.tolist(), chance)]
    rates = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=len(course) + 1)
    student.train()
    for batch in course:
        found = student(rows.gather(batch, 0), lengths[batch])
        loss = F.mse_loss(found, targets[batch])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        rates.step()
    return Front.from_student(student, mean, deviation)


def shuffle_batches(lengths: Sequence[int], chance: random.Random) -> Iterator[list[int]]:
    """Every row once, in batches of like lengths, in an order that ``chance`` chooses."""
    order = chance.sample(range(len(lengths)), len(lengths))
    for start in range(0, len(order), POOL):
        pool = order[start : start + POOL]
        groups = [
            group[first : first + ROWS]
            for group in group_by_tokens(lengths, TOKENS, pool)
            for first in range(0, len(group), ROWS)
        ]
        chance.shuffle(groups)
        yield from groups


@torch.no_grad()
def ask_front(front: Front, token_ids: Sequence[Sequence[int]]) -> Tensor:
    """What ``front`` says of the rows ``token_ids`` [N]: log-odds [N], float32."""
    rows, lengths = PackedRows.of(token_ids), torch.tensor(list(map(len, token_ids)))
    found = torch.zeros(len(token_ids))
    for batch in group_by_tokens(lengths.tolist(), ASKED):
        found[batch] = front(rows.gather(batch, 0), lengths[batch])
    return found


def write_front(run: Path, front: Front) -> Path:
    """Keep ``front`` in the folder of its ``run``."""
    path = run / FRONT_WEIGHTS
    write_tensors(path, front.state_dict())
    return path


def read_front(run: Path) -> Front | None:
    """What :func:`write_front` kept; None where nothing is. Raises :class:`DataError` for a broken file."""
    path = run / FRONT_WEIGHTS
    return Front.from_state(read_tensors(path)[0]) if path.exists() else None
