"""Models of ``sentencepiece``: made of the pieces that a base brings, and cut down to some of them."""

from collections.abc import Collection, Sequence
from typing import Any

from sentencepiece import SentencePieceNormalizer, sentencepiece_model_pb2

PROTO: Any = sentencepiece_model_pb2  # which protobuf makes when it is imported
NORMAL, UNKNOWN, CONTROL = 1, 2, 3  # sentencepiece's kinds; no text gives a control
UNIGRAM = 1
XLMR = ("<s>", "<pad>", "</s>", "<unk>")  # ids 0 to 3
MASK = "<mask>"
RULES = "nmt_nfkc"


def make_pieces(pieces: Sequence[tuple[str, float]]) -> bytes:
    """The model of XLM-R's tokens (Conneau et al. 2020, arXiv 1911.02116): texts and log-probabilities by id.

    A text is read by the rules of NFKC, white space in a row as one space, and with a space before it.
    """
    model = PROTO.ModelProto()
    for number, (text, score) in enumerate(pieces):
        kind = UNKNOWN if number == XLMR.index("<unk>") else NORMAL
        if text in (*XLMR[:3], MASK):
            kind = CONTROL
        model.pieces.add(piece=text, score=score, type=kind)
    trainer, rules = model.trainer_spec, model.normalizer_spec
    trainer.model_type = UNIGRAM
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = range(len(XLMR))
    rules.ParseFromString(SentencePieceNormalizer(rule_name=RULES).serialized_normalizer_spec())
    rules.add_dummy_prefix = rules.remove_extra_whitespaces = rules.escape_whitespaces = True
    return bytes(model.SerializeToString())


def cut_pieces(data: bytes, kept: Collection[int]) -> bytes:
    """The model in ``data`` with the pieces ``kept`` alone, in the order of their ids, which are new ones."""
    model = PROTO.ModelProto.FromString(data)
    chosen = set(kept)
    pieces = [piece for number, piece in enumerate(model.pieces) if number in chosen]
    del model.pieces[:]
    model.pieces.extend(pieces)
    return bytes(model.SerializeToString())


def list_pieces(data: bytes) -> list[str]:
    """The texts of the pieces of the model in ``data``, by id."""
    return [piece.piece for piece in PROTO.ModelProto.FromString(data).pieces]
