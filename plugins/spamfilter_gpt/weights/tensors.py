"""The state of a training run on disk: tensors and JSON in one safetensors file, written atomically."""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from spamfilter import DataError, storage


def write_tensors(path: Path, tensors: dict[str, Tensor], notes: object = None) -> None:
    """Write ``tensors`` and ``notes``, which JSON can say.

    ``path`` is the old file or the new one at every moment. Raises :class:`CreateError` when the disk is
    full; the old file is kept then.
    """
    packed = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    metadata = {"notes": json.dumps(notes)} if notes is not None else None
    kept = "the last one is kept; " if path.exists() else ""
    again = "go on with --resume" if kept else "run again"
    with storage.replacing(path, f"{kept}free some space and {again}") as partial:
        partial.touch()
        mode = partial.stat().st_mode  # the umask's; save_file makes files that only their owner reads
        try:
            save_file(packed, partial, metadata=metadata)
        except SafetensorError as error:  # its own name for a full disk
            raise OSError(" ".join(str(error).split())) from None
        partial.chmod(mode)


def read_tensors(path: Path) -> tuple[dict[str, Tensor], Any]:
    """Tensors and notes of :func:`write_tensors`. Raises :class:`DataError` for a file that is broken."""
    try:
        storage.open_file(path).close()  # a named pipe would wait for a writer for ever
        with safe_open(path, "pt") as file:
            notes = json.loads((file.metadata() or {}).get("notes", "null"))
            return {name: file.get_tensor(name) for name in file.keys()}, notes  # noqa: SIM118
    except (OSError, SafetensorError, ValueError) as error:
        detail = " ".join(str(error).split())
        raise DataError(f"{path} is not a readable checkpoint: {detail}; start again without it") from None


def pack_optimizer(optimizer: torch.optim.Optimizer, names: list[str]) -> dict[str, Tensor]:
    """The optimizer's state by parameter name; ``names`` in the order of its one parameter group."""
    state = optimizer.state_dict()["state"]
    return {
        f"optimizer.{names[number]}.{key}": value
        for number, values in state.items()
        for key, value in values.items()
    }


def unpack_optimizer(optimizer: torch.optim.Optimizer, names: list[str], tensors: dict[str, Tensor]) -> None:
    """Put back what :func:`pack_optimizer` took."""
    state: dict[int, dict[str, Tensor]] = {}
    for number, name in enumerate(names):
        start = f"optimizer.{name}."
        found = {key.removeprefix(start): value for key, value in tensors.items() if key.startswith(start)}
        if found:
            state[number] = found
    whole = optimizer.state_dict()
    whole["state"] = state
    optimizer.load_state_dict(whole)
