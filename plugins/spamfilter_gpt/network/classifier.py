"""The classifier: decoder, class head and n-grams. It is what is trained, saved and exported.

B is the batch, T the length in tokens, C the decoder's width.
"""

import torch
from torch import Tensor, nn

from spamfilter import DataError
from spamfilter_gpt.network.decoder import Decoder
from spamfilter_gpt.network.ngram import NgramLogit
from spamfilter_gpt.records.choices import Read
from spamfilter_gpt.runtime.characters import CharacterLogit
from spamfilter_gpt.runtime.surface import SurfaceLogit

# What the names of their parameters begin with.
DECODER, HEAD, NGRAM, CHARACTERS, SURFACE = "decoder.", "head.", "ngram.", "characters.", "surface."


class ClassHead(nn.Linear):
    """Class logits [B, 2] from one vector a message, read where ``read`` says.

    ``last`` is the last real token, ``last-padded`` the last position, padding included, ``first`` the
    first token, ``mean`` the mean over the real tokens.
    """

    def __init__(self, emb_dim: int, read: Read = "last", n_classes: int = 2) -> None:
        super().__init__(emb_dim, n_classes)
        self.read = read
        nn.init.normal_(self.weight, std=0.02)
        nn.init.zeros_(self.bias)

    def find_positions(self, lengths: Tensor, width: int) -> Tensor | None:
        """Positions [B] to read in rows of ``width`` tokens; None when all real tokens are read."""
        if self.read == "mean":
            return None
        if self.read == "last":
            return lengths - 1
        return torch.full_like(lengths, 0 if self.read == "first" else width - 1)


class SpamClassifier(nn.Module):
    """Class logits [B, 2], ham and spam, of a ``decoder`` whose states a ``head`` reads.

    ``ngram`` adds the log-odds of the wording once it is fitted. ``reads`` is how many tokens the blocks read
    at most where n-grams read on; None for all. ``characters`` and ``surface``, where there are any, stand
    outside: what they say of each text comes in as its ``odds``. ``doubled`` has what the head reads of each
    row computed twice, so that a row alone is summed as it is among others (onnxruntime sums one row in
    another order).
    """

    characters: CharacterLogit | None = None
    surface: SurfaceLogit | None = None
    doubled = False

    def __init__(
        self, decoder: Decoder, head: ClassHead, ngram: NgramLogit | None = None, reads: int | None = None
    ) -> None:
        super().__init__()
        self.decoder = decoder
        self.head = head
        self.ngram: NgramLogit | None
        self.register_module("ngram", ngram)
        self.reads = reads

    @property
    def hears(self) -> bool:
        """Whether anything stands outside, whose log-odds come in."""
        return self.characters is not None or self.surface is not None

    def hear(self, text: str) -> float:
        """What stands outside says of ``text``, as a normalizer leaves it: log-odds."""
        parts = (self.characters, self.surface)
        return sum(part.score(text) for part in parts if part is not None)

    @property
    def device(self) -> torch.device:
        """Where it computes."""
        return self.decoder.wte.weight.device

    def run_prefix(self, input_ids: Tensor, lengths: Tensor, stop: int) -> Tensor:
        """The state after the first ``stop`` blocks: [B, T, C], or [B, 1, C] once the head has read it."""
        return self.run_blocks(self.decoder.embed(input_ids), lengths, 0, stop)

    def run_blocks(self, x: Tensor, lengths: Tensor, start: int, stop: int) -> Tensor:
        """Blocks ``start`` to ``stop``. The last of all computes only what the head reads."""
        blocks = self.decoder.h
        for number in range(start, stop):
            last = number == len(blocks) - 1
            x = blocks[number](x, self.head.find_positions(lengths, x.shape[1]) if last else None)
        return x

    def pool(self, x: Tensor, lengths: Tensor) -> Tensor:
        """What the head reads, [B, C], of what the last block gave: [B, 1, C], or [B, T, C] for ``mean``."""
        normed: Tensor = self.decoder.ln_f(x)
        if self.head.read == "mean":
            real = torch.arange(x.shape[1], device=x.device) < lengths[:, None]  # B, T
            normed = (normed * real[:, :, None]).sum(1, keepdim=True) / lengths[:, None, None]
        return normed[:, 0]

    def classify(self, x: Tensor, lengths: Tensor) -> Tensor:
        """Class logits [B, 2] of what the last block gave."""
        logits: Tensor = self.head(self.pool(x, lengths))
        return logits

    def forward(self, input_ids: Tensor, lengths: Tensor | None = None) -> Tensor:
        """Class logits [B, 2] of right-padded rows [B, T] with ``lengths`` [B]; None: no padding."""
        return self.read(input_ids, lengths)[0]

    def read(
        self, input_ids: Tensor, lengths: Tensor | None = None, odds: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """The same, with log-odds ``odds`` [B] more, and the features [B, C]: what the head read."""
        if lengths is None:
            lengths = input_ids.new_full(input_ids.shape[:1], input_ids.shape[1])
        read, counts = input_ids, lengths
        if self.reads is not None:
            read, counts = input_ids[:, : self.reads], lengths.clamp(max=self.reads)
        x = self.run_prefix(read, counts, len(self.decoder.h))
        rows = x.shape[0]  # len would be a constant of the export
        if self.doubled:
            x, counts = torch.cat([x, x]), torch.cat([counts, counts])
        features = self.pool(x, counts)
        logits, features = self.head(features)[:rows], features[:rows]
        if self.ngram is not None:
            logits = add_odds(logits, self.ngram(input_ids, lengths))
        if odds is not None:
            logits = add_odds(logits, odds)
        return logits, features

    def weights(self) -> dict[str, Tensor]:
        """All parameters of the graph by their names on disk: the decoder's own, ``head.…``, ``ngram.…``."""
        return {name.removeprefix(DECODER): value for name, value in self.state_dict().items()}


def add_odds(logits: Tensor, odds: Tensor) -> Tensor:
    """Class logits [B, 2] with the log-odds of spam ``odds`` [B] more, half to each class."""
    half = odds / 2
    return logits + torch.stack([-half, half], dim=1)


Weights = dict[str, Tensor]


def split_weights(weights: Weights) -> tuple[Weights, Weights, Weights]:
    """A run's weights in three: decoder's, head's and n-grams', each under its own names."""
    head = {name.removeprefix(HEAD): value for name, value in weights.items() if name.startswith(HEAD)}
    ngram = {name.removeprefix(NGRAM): value for name, value in weights.items() if name.startswith(NGRAM)}
    others = (HEAD, NGRAM, CHARACTERS, SURFACE)
    decoder = {name: value for name, value in weights.items() if not name.startswith(others)}
    return decoder, head, ngram


def pack_characters(characters: CharacterLogit | None) -> Weights:
    """What a run keeps of the log-odds of characters, exactly: ``characters.…``; nothing of None."""
    if characters is None:
        return {}
    return {
        f"{CHARACTERS}weights": torch.from_numpy(characters.weights.copy()),
        f"{CHARACTERS}scales": torch.tensor(characters.scales, dtype=torch.float64),
        f"{CHARACTERS}biases": torch.tensor(characters.biases, dtype=torch.float64),
    }


def unpack_characters(weights: Weights) -> CharacterLogit | None:
    """What :func:`pack_characters` packed, among other weights; None where there is nothing."""
    if f"{CHARACTERS}weights" not in weights:
        return None
    scales, biases = (weights[f"{CHARACTERS}{name}"].tolist() for name in ("scales", "biases"))
    table = weights[f"{CHARACTERS}weights"].numpy()
    return CharacterLogit(table, (scales[0], scales[1]), (biases[0], biases[1]))


def pack_surface(surface: SurfaceLogit | None) -> Weights:
    """What a run keeps of the log-odds of the surface, exactly: ``surface.…``; nothing of None."""
    if surface is None:
        return {}
    return {
        f"{SURFACE}trees": torch.frombuffer(bytearray(surface.to_bytes()), dtype=torch.uint8),
        f"{SURFACE}line": torch.tensor([surface.scale, surface.bias], dtype=torch.float64),
    }


def unpack_surface(weights: Weights) -> SurfaceLogit | None:
    """What :func:`pack_surface` packed, among other weights; None where there is nothing.

    Raises :class:`DataError` for what are no trees.
    """
    if f"{SURFACE}trees" not in weights:
        return None
    scale, bias = weights[f"{SURFACE}line"].tolist()
    try:
        return SurfaceLogit.from_bytes(weights[f"{SURFACE}trees"].numpy().tobytes(), scale, bias)
    except ValueError as error:
        raise DataError(f"the weights of the surface are damaged ({error}); train again") from None
