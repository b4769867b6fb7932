"""``fine_tune()``: the loop, its checkpoints, the best epoch."""

import dataclasses
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional as F

from spamfilter import DataError
from spamfilter_gpt.network.precision import count_tokens
from spamfilter_gpt.records.recipe import Recipe, schedule_rate
from spamfilter_gpt.training.calibrate.temperature import calibrated_losses, is_worse
from spamfilter_gpt.training.dataset import Batch, group_by_tokens, make_batch, order_rows
from spamfilter_gpt.training.objective import Forward
from spamfilter_gpt.weights.tensors import pack_optimizer, read_tensors, unpack_optimizer, write_tensors

Row = dict[str, float]


class Interruption(Exception):
    """Training was asked to stop and has left a checkpoint. ``args[0]`` is the signal's number."""


@dataclass(slots=True)
class Progress:
    """How far a run is; with the tensors of a checkpoint, all that continuing it needs."""

    epoch: int = 0  # epochs done
    place: int = 0  # steps done in the running epoch
    step: int = 0  # steps done in all
    examples: int = 0
    loss_sum: float = 0.0  # of the running epoch, over its examples
    correct: int = 0
    seen: int = 0
    best_loss: float = float("inf")
    best_epoch: int = 0
    stale: int = 0  # epochs since the best
    steps: list[Row] = field(default_factory=list)
    epochs: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Watch:
    """What a run tells while it goes: rows put through the frozen blocks, a row a step, a row an epoch.

    ``begun`` hears, before the first step, how far a run that goes on has come.

    ``interrupted`` is asked after each: the number of a signal to stop, or 0.
    """

    cached: Callable[[int, int], object] = lambda rows, total: None
    step: Callable[[Row, int], object] = lambda row, steps: None
    epoch: Callable[[Row], object] = lambda row: None
    interrupted: Callable[[], int] = lambda: 0
    begun: Callable[[Progress], object] = lambda progress: None


UNWATCHED = Watch()


@dataclass(frozen=True, slots=True)
class Saving:
    """Where checkpoints go, how many seconds apart, and whether to start from the one that is there."""

    path: Path
    every: float = 60.0
    resume: bool = False


class Loop:
    """One run of the training loop: the trainable parameters, their optimizer, the best ones so far.

    The best epoch is the last that is not worse on the validation rows, by more than their own noise, than
    the epoch with the lowest loss there (:func:`is_worse`): the learning rate falls to the end, so a later
    epoch has more to say for itself than an early lucky one. Where a filter is gone on from, that is the one
    to be better than, and only the lowest loss is.
    """

    def __init__(self, train: Forward, recipe: Recipe, saving: Saving | None) -> None:
        self.forward, self.recipe, self.saving = train, recipe, saving
        self.model = train.model
        named = [(name, p) for name, p in self.model.named_parameters() if p.requires_grad]
        self.names = [name for name, _ in named]
        self.parameters = [parameter for _, parameter in named]
        self.optimizer = torch.optim.AdamW(
            self.parameters, lr=recipe.learning_rate, weight_decay=recipe.weight_decay
        )
        self.progress = Progress()
        self.start = self.copy_parameters()
        self.best = self.start
        self.lowest = torch.empty(0)  # validation losses, row by row, of the epoch with the lowest mean
        self.saved_at = time.monotonic()
        if saving and saving.resume and saving.path.exists():
            self.restore(saving.path)

    def copy_parameters(self) -> dict[str, Tensor]:
        return {name: p.detach().clone() for name, p in zip(self.names, self.parameters, strict=True)}

    def use_parameters(self, values: dict[str, Tensor]) -> None:
        with torch.no_grad():
            for name, parameter in zip(self.names, self.parameters, strict=True):
                parameter.copy_(values[name])

    def finish(self) -> None:
        """Use the parameters of the best epoch, averaged with those of the start as the recipe says."""
        kept = self.recipe.average
        self.use_parameters(
            {name: torch.lerp(self.best[name], self.start[name], kept) for name in self.names}
        )

    def plan_epoch(self, epoch: int) -> list[list[list[int]]]:
        """The steps of an epoch, each a list of batches of rows; the same for the same seed and epoch."""
        recipe, data = self.recipe, self.forward.data
        batches = order_rows(data, recipe.batch_size, recipe.seed + epoch, alike=recipe.padding == "batch")
        if recipe.drop_last and len(data) >= recipe.batch_size:
            batches = [batch for batch in batches if len(batch) == recipe.batch_size]
        return [batches[i : i + recipe.accumulate] for i in range(0, len(batches), recipe.accumulate)]

    def take_step(self, group: list[list[int]], steps: int) -> Row:
        """One optimizer step on the batches of ``group``."""
        recipe, progress = self.recipe, self.progress
        for setting in self.optimizer.param_groups:
            setting["lr"] = schedule_rate(recipe, progress.step, steps)
        self.optimizer.zero_grad(set_to_none=True)
        total, examples, right = 0.0, 0, 0
        for rows in group:
            batch = make_batch(self.forward.data, rows, self.forward.width)
            loss, correct = self.forward.loss(batch)
            (loss / len(group)).backward()  # type: ignore[no-untyped-call]
            total += loss.item() * len(rows)
            examples += len(rows)
            right += correct
        if not total < float("inf"):
            raise DataError(
                f"the loss is {total} at step {progress.step + 1}: training diverged; "
                f"lower --learning-rate (now {recipe.learning_rate:g})"
            )
        if recipe.clip:
            torch.nn.utils.clip_grad_norm_(self.parameters, recipe.clip)
        self.optimizer.step()
        progress.step += 1
        progress.place += 1
        progress.examples += examples
        progress.correct += right
        progress.seen += examples
        progress.loss_sum += total
        row = {
            "step": progress.step,
            "epoch": progress.epoch + 1,
            "examples": progress.examples,
            "train_loss": total / examples,
            "train_accuracy": right / examples,
        }
        progress.steps.append(row)
        return row

    def end_epoch(self, validation: Forward) -> Row:
        """Judge the epoch on the validation rows and keep its parameters when they are the best."""
        progress = self.progress
        logits, labels = predict(validation)
        logits = validation.scale(logits)
        loss = F.cross_entropy(logits, labels).item()
        progress.epoch += 1
        row = {
            "epoch": progress.epoch,
            "examples": progress.examples,
            "train_loss": progress.loss_sum / max(1, progress.seen),
            "train_accuracy": progress.correct / max(1, progress.seen),
            "validation_loss": loss,
            "validation_accuracy": (logits.argmax(1) == labels).float().mean().item(),
        }
        progress.epochs.append(row)
        progress.stale += 1
        losses = judge_losses(validation, logits, labels)
        if self.is_best(losses, strict=validation.kept is not None):
            progress.best_loss, progress.best_epoch, progress.stale = loss, progress.epoch, 0
            self.best = self.copy_parameters()
        if not len(self.lowest) or losses.mean() < self.lowest.mean():
            self.lowest = losses
        progress.place = progress.seen = progress.correct = 0
        progress.loss_sum = 0.0
        return row

    def is_best(self, losses: Tensor, *, strict: bool) -> bool:
        """Whether ``losses`` [N] make the epoch the one to keep; if ``strict``, only lower ones."""
        if not len(self.lowest):
            return True
        return bool(losses.mean() < self.lowest.mean()) if strict else not is_worse(losses, self.lowest)

    def judge_start(self, validation: Forward) -> None:
        """Have the first epoch be better than what is gone on from, or else keep that."""
        logits, labels = predict(validation)
        self.lowest = judge_losses(validation, validation.scale(logits), labels)
        self.progress.best_loss = self.lowest.mean().item()

    def save(self) -> None:
        """Write the checkpoint."""
        if not self.saving:
            return
        tensors = {f"now.{name}": value for name, value in self.copy_parameters().items()}
        tensors |= {f"best.{name}": value for name, value in self.best.items()}
        tensors |= pack_optimizer(self.optimizer, self.names)
        tensors |= {"random": torch.get_rng_state(), "lowest": self.lowest}
        if self.forward.device.type == "cuda":  # which draws dropout and dropped words by itself
            tensors["random.cuda"] = torch.cuda.get_rng_state(self.forward.device)
        write_tensors(self.saving.path, tensors, dataclasses.asdict(self.progress))
        self.saved_at = time.monotonic()

    def restore(self, path: Path) -> None:
        """Continue from the checkpoint at ``path``."""
        tensors, notes = read_tensors(path)
        try:
            self.progress = Progress(**notes)
            self.use_parameters({name: tensors[f"now.{name}"] for name in self.names})
            self.best = {name: tensors[f"best.{name}"] for name in self.names}
            unpack_optimizer(self.optimizer, self.names, tensors)
            torch.set_rng_state(tensors["random"])
            if "random.cuda" in tensors and self.forward.device.type == "cuda":
                torch.cuda.set_rng_state(tensors["random.cuda"], self.forward.device)
            self.lowest = tensors["lowest"]
        except (KeyError, TypeError, RuntimeError, ValueError) as error:
            raise DataError(f"{path} is of another run ({error}); start again without --resume") from None

    @property
    def save_is_due(self) -> bool:
        return bool(self.saving) and time.monotonic() - self.saved_at >= self.saving.every  # type: ignore[union-attr]


def fine_tune(
    train: Forward,
    validation: Forward,
    recipe: Recipe,
    *,
    saving: Saving | None = None,
    watch: Watch = UNWATCHED,
) -> Progress:
    """Train the model of ``train`` in place; it ends with the parameters of the epoch best in validation.

    Raises :class:`Interruption`, after a checkpoint, when ``watch`` says so, and :class:`DataError` when
    the loss is no longer a number.
    """
    torch.manual_seed(recipe.seed)
    loop = Loop(train, recipe, saving)
    progress = loop.progress
    if validation.kept and not len(loop.lowest):
        loop.judge_start(validation)
    watch.begun(progress)
    steps = recipe.epochs * len(loop.plan_epoch(0))
    while progress.epoch < recipe.epochs and not (recipe.patience and progress.stale >= recipe.patience):
        train.model.train()
        for group in loop.plan_epoch(progress.epoch)[progress.place :]:
            watch.step(loop.take_step(group, steps), steps)
            stop = watch.interrupted()
            if stop or loop.save_is_due:
                loop.save()
            if stop:
                raise Interruption(stop)
        watch.epoch(loop.end_epoch(validation))
        loop.save()
    loop.finish()
    return progress


def judge_losses(forward: Forward, logits: Tensor, labels: Tensor) -> Tensor:
    """The loss [N] of each row, of scaled ``logits`` [N, 2]: as they are where calibration is kept."""
    if forward.kept:
        return F.cross_entropy(logits, labels, reduction="none")
    return calibrated_losses(logits, labels)


@torch.no_grad()
def predict(forward: Forward) -> tuple[Tensor, Tensor]:
    """Class logits [N, 2] and labels [N] of all rows, in order, on the CPU, with dropout off."""
    data = forward.data
    forward.model.eval()
    logits = torch.empty(len(data), 2)
    widths = [forward.width or length for length in data.lengths]
    for rows in group_by_tokens(widths, count_tokens(forward.device)):
        batch: Batch = make_batch(data, rows, forward.width)
        logits[rows] = forward.logits(batch).float().cpu()
    return logits, torch.tensor(data.labels)
