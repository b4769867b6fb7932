"""Scores and features from a model folder by onnxruntime on the CPU, without torch."""

import copy
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from spamfilter import Fingerprints, Message, Policy, storage
from spamfilter_gpt.records.choices import TOKEN_FILES
from spamfilter_gpt.records.model_card import ModelCard
from spamfilter_gpt.runtime import front
from spamfilter_gpt.runtime.disguise.passages import gather_passages
from spamfilter_gpt.runtime.folder import (
    CHARACTERS_FILE,
    FRONT_FILE,
    MODEL_FILE,
    SURFACE_FILE,
    ModelFolder,
    open_folder,
)
from spamfilter_gpt.runtime.front import Front
from spamfilter_gpt.runtime.program import FEATURES, SCORE, Floats, Program, Row, Shape
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer

TOKENS = 512  # of a batch: what is computed of so many stays in a processor's cache
POINTS = 64  # of a running score


class GPTClassifier:
    """The GPT as a :class:`spamfilter.Classifier`.

    A score and features depend on their message alone, to the last bit; see :class:`Program`. Where the
    model has a front, a score is the front's if that is sure, and else the model's own; features are always
    the model's own. A message with a passage that is spam by itself has the score of that passage;
    one full of typing errors is read as it was meant, too.
    """

    concurrent = True  # onnxruntime computes without Python's lock, and a session serves many threads

    def __init__(self, folder: ModelFolder) -> None:
        self._folder = folder
        card = folder.card
        self._program = LateProgram(folder)
        self._tokenizer = make_tokenizer(folder)
        self._front = self._guesser = open_front(folder, self._tokenizer)
        if self._front is None:
            self._program.get()
        self._max_length = card.max_length
        self.policy: Policy = folder.policy

    @cached_property
    def trained_on(self) -> Fingerprints | None:
        """Fingerprints of the training messages, for ``evaluate`` to count copies of them apart."""
        return self._folder.read_fingerprints()

    def score(self, messages: Sequence[Message]) -> list[float]:
        """P(spam) in [0, 1] for each message, in order."""
        return self._score([message.text for message in messages])

    @property
    def features(self) -> Callable[[Sequence[Message]], Floats] | None:
        """What gives float32 [n, width] for n messages: the states that the class head reads.

        None for a model of format 1, whose graph does not give them.
        """
        return self._read_features if self._folder.card.format > 1 else None

    def _read_features(self, messages: Sequence[Message]) -> Floats:
        rows = [Row(self._encode(message.text)) for message in messages]
        (found,) = self._program.get().collect({FEATURES: self._folder.card.architecture.emb_dim}, rows)
        return found

    @property
    def score_features(self) -> Callable[[Sequence[Message]], tuple[list[float], Floats]] | None:
        """What gives scores and features of n messages at once, each the same as alone; None as features."""
        return self._score_features if self._folder.card.format > 1 else None

    def _score_features(self, messages: Sequence[Message]) -> tuple[list[float], Floats]:
        texts = [message.text for message in messages]
        rows = self._read(texts)
        widths = {SCORE: 0, FEATURES: self._folder.card.architecture.emb_dim}
        scores, features = self._program.get().collect(widths, rows)
        if self._front:
            guessed, asked = self._front.score(rows)
            guessed[asked] = scores[asked]
            scores = guessed
        return self._hear_passages(texts, scores), features

    @property
    def score_first(self) -> Callable[[Sequence[Message]], tuple[list[float], list[bool]]] | None:
        """What gives the front's scores of n messages, and of which it is sure; None for a model without."""
        return self._score_first if self._front else None

    def _score_first(self, messages: Sequence[Message]) -> tuple[list[float], list[bool]]:
        assert self._front
        texts = [message.text for message in messages]
        found, asked = self._front.score(self._read(texts))
        return self._hear_passages(texts, found), (~asked).tolist()

    @cached_property
    def identity(self) -> str:
        """What tells this model from others by what it computes: 16 hexadecimal digits.

        Its place, its name, its cut-offs and what was measured of it are left out. A front counts whether it
        is asked or not: what was learned with it holds without it.
        """
        card = self._folder.card
        names = MODEL_FILE, TOKEN_FILES[card.pattern], CHARACTERS_FILE
        files = [(name, card.sha256.get(name)) for name in names]
        if card.surface:
            files.append((repr(card.surface), card.sha256.get(SURFACE_FILE)))
        if card.front:
            band = (card.front.ask_above, card.front.ask_long, card.front.ask_below)
            files.append((repr(band), card.sha256.get(FRONT_FILE)))
        if card.passages_above is not None:
            heard = (card.passages_above, "respelled") if card.respelled else card.passages_above
            files.append(("passages", repr(heard)))
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
        read = [text if count == len(ids) else text[: ends[count]] for count in counts]
        rows = [Row(ids[:count], self._find_odds(text)) for count, text in zip(counts, read, strict=True)]
        scores = self._hear_passages(read, self._score_rows(rows))
        return [(ends[count], score) for count, score in zip(counts, scores, strict=True)]

    def _read(self, texts: Iterable[str]) -> list[Row]:
        return [Row(self._encode(text), self._find_odds(text)) for text in texts]

    def _encode(self, text: str) -> list[int]:
        return self._tokenizer.encode(text, self._max_length)

    def _find_odds(self, text: str) -> float:
        """What stands beside the graph says of a text, by itself alone; 0 for a model without such parts."""
        parts = self._folder.beside
        plain = self._tokenizer.plain(text) if parts else ""
        return sum(part.score(plain) for part in parts)

    def _score(self, texts: Sequence[str]) -> list[float]:
        return self._hear_passages(texts, self._score_rows(self._read(texts)))

    def _score_rows(self, rows: Sequence[Row]) -> Floats:
        if self._front is None:
            return self._ask(rows)
        found, asked = self._front.score(rows)
        if asked.any():
            found[asked] = self._ask([row for row, ask in zip(rows, asked, strict=True) if ask])
        return found

    def _hear_passages(self, texts: Sequence[str], scores: Floats) -> list[float]:
        """``scores`` of ``texts``, of one with a passage that is spam by itself the score of that."""
        above = self._folder.card.passages_above
        if above is not None:
            respell = self._tokenizer.speller.respell if self._folder.card.respelled else None
            places, passages = gather_passages(texts, np.flatnonzero(scores <= above).tolist(), respell)
            if passages:
                found = self._guess(self._read(passages))
                heard = np.zeros_like(scores)
                np.maximum.at(heard, places, found)
                scores = np.where(heard > above, heard, scores)
        return [float(score) for score in scores]

    def _guess(self, rows: Sequence[Row]) -> Floats:
        """What the front says, sure or not; the model where it has none."""
        return self._guesser.score(rows)[0] if self._guesser else self._ask(rows)

    def _ask(self, rows: Sequence[Row]) -> Floats:
        (found,) = self._program.get().collect({SCORE: 0}, rows)
        return found

    def without_front(self) -> "GPTClassifier":
        """The same model, which answers for every message itself. It shares what is loaded."""
        other = copy.copy(self)
        other._front = None
        return other


class LateProgram:
    """The graph of a model, opened when it is first asked: a front may answer all there is before."""

    def __init__(self, folder: ModelFolder) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._program: Program | None = None

    def get(self) -> Program:
        """The same for all threads. Raises as :class:`Program` does."""
        with self._lock:
            if self._program is None:
                folder = self._folder
                self._program = Program(folder.model.find(), folder.path, describe_model(folder))
            return self._program


def make_tokenizer(folder: ModelFolder) -> Tokenizer:
    """What makes tokens of texts for the graphs of ``folder``."""
    card = folder.card
    size, pad = card.architecture.vocab_size, card.pad_token_id
    return Tokenizer(folder.tokens, card.pattern, size, pad, card.normalizer)


def describe_model(folder: ModelFolder) -> Shape:
    """What the graph of a model is to have."""
    outputs = frozenset({SCORE} if folder.card.format == 1 else {SCORE, FEATURES})
    return replace(describe_shape(folder, outputs, TOKENS), rows=1 if folder.card.alone else 2)


def describe_shape(folder: ModelFolder, outputs: frozenset[str], tokens: int) -> Shape:
    """What a graph of ``folder`` is to have that gives these ``outputs``."""
    card: ModelCard = folder.card
    return Shape(outputs, bool(folder.beside), card.max_length, card.pad_token_id, tokens)


def open_front(folder: ModelFolder, tokenizer: Tokenizer) -> Front | None:
    """The front of a model; None where it has none."""
    if folder.front is None or folder.card.front is None:
        return None
    shape = describe_shape(folder, frozenset({SCORE}), front.TOKENS)
    return Front(Program(folder.front, folder.path, shape), folder.card.front, tokenizer)


def load_classifier(model: str | None) -> GPTClassifier:
    """The classifier of ``--model``; see :func:`spamfilter_gpt.runtime.folder.load_folder` for the errors."""
    folder = open_folder(model)
    classifier = GPTClassifier(folder)
    folder.model.check()
    return classifier
