"""Scores and features from a model folder by onnxruntime on the CPU, without torch."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from spamfilter import DataError, Fingerprints, Message, Policy, storage
from spamfilter_gpt.records.model_card import CARD_FILE
from spamfilter_gpt.runtime.folder import (
    CHARACTERS_FILE,
    FEATURES,
    MODEL_FILE,
    ODDS,
    RANKS_FILE,
    SCORE,
    ModelFolder,
    load_folder,
)
from spamfilter_gpt.runtime.tokenizer import Tokenizer

TOKENS = 512  # of a batch: what is computed of so many stays in a processor's cache
STEP = 4
POINTS = 64  # of a running score
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the graph reads it: ``ids`` of its tokens, and what its characters say as log-odds."""

    ids: list[int]
    odds: float = 0.0


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
        return self._score(self._read(message.text for message in messages))

    @property
    def features(self) -> Callable[[Sequence[Message]], Floats] | None:
        """What gives float32 [n, width] for n messages: the states that the class head reads.

        None for a model of format 1, whose graph does not give them.
        """
        return self._read_features if self._folder.card.format > 1 else None

    def _read_features(self, messages: Sequence[Message]) -> Floats:
        rows = [Row(self._encode(message.text)) for message in messages]
        (found,) = self._collect({FEATURES: self._folder.card.architecture.emb_dim}, rows)
        return found

    @property
    def score_features(self) -> Callable[[Sequence[Message]], tuple[list[float], Floats]] | None:
        """What gives scores and features of n messages at once, each the same as alone; None as features."""
        return self._score_features if self._folder.card.format > 1 else None

    def _score_features(self, messages: Sequence[Message]) -> tuple[list[float], Floats]:
        rows = self._read(message.text for message in messages)
        widths = {SCORE: 0, FEATURES: self._folder.card.architecture.emb_dim}
        scores, features = self._collect(widths, rows)
        return [float(score) for score in scores], features

    @cached_property
    def identity(self) -> str:
        """What tells this model from others by what it computes: 16 hexadecimal digits.

        Its place, its name, its cut-offs and what was measured of it are left out.
        """
        card = self._folder.card
        files = [(name, card.sha256.get(name)) for name in (MODEL_FILE, RANKS_FILE, CHARACTERS_FILE)]
        reads = (card.max_length, card.pad_token_id, card.normalizer, card.pattern, card.characters)
        return storage.hash_bytes(repr((files, reads)).encode())[:16]

    def running_scores(self, message: Message) -> list[tuple[int, float]]:
        """``(end, score)``: P(spam) once ``message.text[:end]`` has been read, token by token to its end.

        A token that ends within a character is not there. A causal model's score after a token is that of
        the text up to it, so these are the scores of the prefixes, at most ``POINTS`` of them.
        """
        text, ids = message.text, self._encode(message.text)
        ends = self._tokenizer.find_ends(text, self._max_length)
        every = max(1, -(-len(ends) // POINTS))
        counts = sorted(ends)[::-every][::-1]  # the last is always among them
        read = {count: text if count == len(ids) else text[: ends[count]] for count in counts}
        scores = self._score([Row(ids[:count], self._find_odds(read[count])) for count in counts])
        return [(ends[count], score) for count, score in zip(counts, scores, strict=True)]

    def _read(self, texts: Iterable[str]) -> list[Row]:
        return [Row(self._encode(text), self._find_odds(text)) for text in texts]

    def _encode(self, text: str) -> list[int]:
        return self._tokenizer.encode(text, self._max_length)

    def _find_odds(self, text: str) -> float:
        """What the characters of a text say, by itself alone; 0 for a model without that part."""
        characters = self._folder.characters
        return characters.score(self._tokenizer.plain(text)) if characters else 0.0

    def _score(self, rows: Sequence[Row]) -> list[float]:
        (found,) = self._collect({SCORE: 0}, rows)
        return [float(score) for score in found]

    def _collect(self, widths: Mapping[str, int], rows: Sequence[Row]) -> list[Floats]:
        """Each output of the graph that ``widths`` names, [n, width], or [n] where the width is 0."""
        shapes = [(len(rows), width) if width else (len(rows),) for width in widths.values()]
        found = [np.zeros(shape, dtype=np.float32) for shape in shapes]
        for places in group_rows([len(row.ids) for row in rows]):
            outputs = self._run(list(widths), [rows[place] for place in places])
            for all_rows, some in zip(found, outputs, strict=True):
                all_rows[places] = some
        return found

    def _run(self, outputs: list[str], rows: Sequence[Row]) -> list[Floats]:
        width = min(round_up(max(len(row.ids) for row in rows)), self._max_length)
        padded = np.full((max(2, len(rows)), width), self._pad, dtype=np.int64)
        lengths = np.ones(len(padded), dtype=np.int64)
        odds = np.zeros(len(padded), dtype=np.float32)
        for place, row in enumerate(rows):
            padded[place, : len(row.ids)] = row.ids
            lengths[place], odds[place] = len(row.ids), row.odds
        feed: dict[str, NDArray[Any]] = {"input_ids": padded, "lengths": lengths}
        if self._folder.characters:
            feed[ODDS] = odds
        try:
            found = self._session.run(outputs, feed)
        except Exception as error:
            raise self._refuse("run", error) from None
        return [np.asarray(one[: len(rows)], dtype=np.float32) for one in found]

    def _check_graph(self) -> None:
        """Raise :class:`DataError` where the graph is not what the card tells."""
        session, folder = self._session, self._folder
        names = {one.name for one in (*session.get_inputs(), *session.get_outputs())}
        wanted = {SCORE} if folder.card.format == 1 else {SCORE, FEATURES}
        wanted |= {ODDS} if folder.characters else set()
        if wrong := sorted({SCORE, FEATURES, ODDS} & (names ^ wanted)):
            verb = "lacks" if wrong[0] in wanted else "has"
            raise DataError(
                f"{folder.path}: the model's graph {verb} {wrong[0]!r}, against what {CARD_FILE} says; "
                "export the model again"
            )

    def _refuse(self, verb: str, error: Exception) -> DataError | MemoryError:
        """onnxruntime cannot ``verb`` the graph; its errors share no public base class."""
        detail = (str(error).splitlines() or [type(error).__name__])[0]
        if "alloc" in detail:  # "bad_alloc", "Failed to allocate memory for requested buffer"
            return MemoryError(detail)
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
