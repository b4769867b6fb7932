"""The folder of a base that was an encoder: made of its weights and of texts, and written."""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor

from spamfilter import DataError, storage
from spamfilter_gpt.network.gpt1 import GPT1
from spamfilter_gpt.network.precision import choose_precision
from spamfilter_gpt.records.base_record import BASE_FILE, BaseRecord, CausalOptions, Taught, write_base
from spamfilter_gpt.records.choices import TOKEN_FILES
from spamfilter_gpt.runtime.folder import WEIGHTS_FILE
from spamfilter_gpt.training.causal.encoder import choose_pieces, cut_base, encode, frame_rows, open_model
from spamfilter_gpt.training.causal.teaching import Lesson, Teaching
from spamfilter_gpt.training.dataset import PackedRows
from spamfilter_gpt.training.loop import Interruption, Watch
from spamfilter_gpt.training.record import CHECKPOINT_FILE
from spamfilter_gpt.weights.bases import Base, load_base
from spamfilter_gpt.weights.pieces import list_pieces
from spamfilter_gpt.weights.tensors import read_tensors, write_tensors

MEANS_FILE = "means.safetensors"
CPU = torch.device("cpu")
SAID = 100  # steps after which it is said how far it is


def make_causal(
    texts: Sequence[str], out: Path, options: CausalOptions, watch: Watch, tell: Callable[[str], object]
) -> list[Path]:
    """Write to the folder ``out`` the causal model that an encoder becomes, taught by ``texts``.

    Returns its files.

    Raises :class:`DataError` for a base that is no encoder, and
    :class:`spamfilter_gpt.training.loop.Interruption` when ``watch`` says so; the next call goes on.
    """
    storage.make_folder(out)
    base = load_base(options.source)
    if not isinstance(base.model, GPT1):
        raise DataError(f"base {options.source!r} is no encoder; only one is made causal")
    rows = encode_texts(base, texts, options)
    kept = choose_pieces(rows, list_pieces(base.tokens), options.pieces)
    framed, first = frame_rows(base, rows)
    tell(f"{len(texts)} messages, {len(kept)} of {base.model.config.vocab_size} tokens")
    name = storage.hash_bytes(repr((options, texts)).encode())
    means = find_means(out / MEANS_FILE, name, base.model, framed, watch)
    student = cut_base(base, kept, first)
    assert isinstance(student.model, GPT1)
    packed = PackedRows.of(encode_texts(student, texts, options))
    lesson = Lesson(name, student.model, packed, means, choose_precision("auto", CPU))
    taught = teach(lesson, options, out / CHECKPOINT_FILE, watch, tell)
    write_student(out, student, options, taught)
    for name in (MEANS_FILE, CHECKPOINT_FILE):
        (out / name).unlink(missing_ok=True)
    return [out / name for name in (WEIGHTS_FILE, TOKEN_FILES[student.pattern], BASE_FILE)]


def encode_texts(base: Base, texts: Sequence[str], options: CausalOptions) -> list[list[int]]:
    """The tokens of ``texts``."""
    tokenizer = base.make_tokenizer(options.normalizer)
    return [tokenizer.encode(text, options.max_length) for text in texts]


def check(watch: Watch) -> None:
    """Raise :class:`Interruption` when ``watch`` says so."""
    if number := watch.interrupted():
        raise Interruption(number)


def find_means(path: Path, name: str, model: GPT1, rows: Sequence[Sequence[int]], watch: Watch) -> Tensor:
    """What the encoder says of ``rows`` [N], [N, C]; kept at ``path``, under a ``name``, to go on from."""
    if path.exists():
        found, notes = read_tensors(path)
        if notes == name:
            return found["means"]
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        watch.cached(done, len(rows))
        check(watch)

    means = encode(open_model(model), rows, choose_precision("auto", CPU), advance)
    write_tensors(path, {"means": means}, name)
    return means


def teach(
    lesson: Lesson, options: CausalOptions, path: Path, watch: Watch, tell: Callable[[str], object]
) -> Taught:
    """Take the steps that are left; how it went in all."""

    def advance(step: int, steps: int) -> None:
        if step % SAID == 0:
            tell(f"step {step} of {steps}: loss {lesson.ask(options.tokens):.4f}")
        check(watch)

    before = lesson.ask(options.tokens)
    steps = Teaching(lesson, options, path).run(advance)
    return Taught(len(lesson.lengths), steps, round(before, 4), round(lesson.ask(options.tokens), 4))


def write_student(out: Path, base: Base, options: CausalOptions, taught: Taught) -> None:
    """Write the files of a base; base.json comes last."""
    write_tensors(out / WEIGHTS_FILE, base.model.state_dict())
    storage.write_bytes(out / TOKEN_FILES[base.pattern], base.tokens)
    record = BaseRecord(base.model.config, base.pattern, base.pad_token_id, options, taught)
    write_base(out, record)
