"""Scores and features from a model folder by onnxruntime on the CPU, without torch."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from spamfilter import DataError, Fingerprints, Message, Policy
from spamfilter_gpt.runtime.folder import FEATURES, SCORE, ModelFolder, load_folder
from spamfilter_gpt.runtime.tokenizer import Tokenizer

TOKENS = 512  # of a batch: what is computed of so many stays in a processor's cache
STEP = 4
POINTS = 64  # of a running score
Floats = NDArray[np.float32]


class GPTClassifier:
    """The GPT as a :class:`spamfilter.Classifier`.

    A score and features depend on their message alone, to the last bit. Three things see to that: rows
    are padded to a multiple of ``STEP`` tokens that their own length decides, never to the longest
    neighbour; a batch has at least two rows, since matrix products of one row take another code path; and
    one thread computes, so that the work is never split by size.
    """

    concurrent = True  # onnxruntime computes without Python's lock, and a session serves many threads

    def __init__(self, folder: ModelFolder) -> None:
        self._folder = folder
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4  # its errors are raised, and said once
        try:
            self._session = onnxruntime.InferenceSession(
                folder.model, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise self._refuse("load", error) from None
        self._check_graph()
        card = folder.card
        self._tokenizer = Tokenizer(
            folder.ranks,
            card.pattern,
            card.architecture.vocab_size,
            card.pad_token_id,
            card.normalizer,
        )
        self._max_length = card.max_length
        self._pad = card.pad_token_id
        self.policy: Policy = folder.policy

    @cached_property
    def trained_on(self) -> Fingerprints | None:
        """Fingerprints of the training messages, for ``evaluate`` to count copies of them apart."""
        return self._folder.read_fingerprints()

    def score(self, messages: Sequence[Message]) -> list[float]:
        """P(spam) in [0, 1] for each message, in order."""
        return self._score(self._encode(messages))

    @property
    def features(self) -> Callable[[Sequence[Message]], Floats] | None:
        """What gives float32 [n, width] for n messages: the states that the class head reads.

        None for a model of format 1, whose graph does not give them.
        """
        return self._read_features if self._folder.card.format > 1 else None

    def _read_features(self, messages: Sequence[Message]) -> Floats:
        width = self._folder.card.architecture.emb_dim
        return self._collect(FEATURES, self._encode(messages), (width,))

    def _encode(self, messages: Sequence[Message]) -> list[list[int]]:
        return [self._tokenizer.encode(message.text, self._max_length) for message in messages]

    def running_scores(self, message: Message) -> list[tuple[int, float]]:
        """``(end, score)``: P(spam) once ``message.text[:end]`` has been read, token by token to its end.

        A token that ends within a character is not there. A causal model's score after a token is that of
        the text up to it, so these are the scores of the prefixes, at most ``POINTS`` of them.
        """
        ids = self._tokenizer.encode(message.text, self._max_length)
        ends = self._tokenizer.find_ends(message.text, self._max_length)
        every = max(1, -(-len(ends) // POINTS))
        counts = sorted(ends)[::-every][::-1]  # the last is always among them
        scores = self._score([ids[:count] for count in counts])
        return [(ends[count], score) for count, score in zip(counts, scores, strict=True)]

    def _score(self, ids: list[list[int]]) -> list[float]:
        return [float(score) for score in self._collect(SCORE, ids, ())]

    def _collect(self, output: str, ids: list[list[int]], shape: tuple[int, ...]) -> Floats:
        """The ``output`` of the graph for each row, [n, *shape]."""
        found = np.zeros((len(ids), *shape), dtype=np.float32)
        for rows in group_rows([len(row) for row in ids]):
            found[rows] = self._run(output, [ids[row] for row in rows])
        return found

    def _run(self, output: str, ids: list[list[int]]) -> Floats:
        width = min(round_up(max(map(len, ids))), self._max_length)
        padded = np.full((max(2, len(ids)), width), self._pad, dtype=np.int64)
        lengths = np.ones(len(padded), dtype=np.int64)
        for row, tokens in enumerate(ids):
            padded[row, : len(tokens)] = tokens
            lengths[row] = len(tokens)
        try:
            found = self._session.run([output], {"input_ids": padded, "lengths": lengths})[0]
        except Exception as error:
            raise self._refuse("run", error) from None
        return np.asarray(found[: len(ids)], dtype=np.float32)

    def _check_graph(self) -> None:
        """Raise :class:`DataError` where the graph lacks what the card's format promises."""
        outputs = {one.name for one in self._session.get_outputs()}
        wanted = [SCORE] if self._folder.card.format == 1 else [SCORE, FEATURES]
        if missing := [name for name in wanted if name not in outputs]:
            raise DataError(
                f"{self._folder.path}: the model's graph gives no {missing[0]!r}, which format "
                f"{self._folder.card.format} has; export the model again"
            )

    def _refuse(self, verb: str, error: Exception) -> DataError:
        """onnxruntime cannot ``verb`` the graph; its errors share no public base class."""
        detail = (str(error).splitlines() or [type(error).__name__])[0]
        return DataError(
            f"{self._folder.path}: onnxruntime cannot {verb} the model: {detail}; export the model again"
        )


def round_up(length: int) -> int:
    """The padded length of a message of ``length`` tokens."""
    return -(-length // STEP) * STEP


def group_rows(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows in order of length, in groups of one padded length and at most ``TOKENS``, but of two rows."""
    group: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        width = round_up(lengths[row])
        full = len(group) >= max(2, TOKENS // width)
        if group and (full or width != round_up(lengths[group[0]])):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def load_classifier(model: str | None) -> GPTClassifier:
    """The classifier of ``--model``; see :func:`spamfilter_gpt.runtime.folder.load_folder` for the errors."""
    return GPTClassifier(load_folder(model))
