"""The models that ``inference_parts.py`` measures: in torch, in ``transformers``, and exported."""

from pathlib import Path
from typing import Any

from spamfilter_gpt.records.architecture import LlamaConfig
from spamfilter_gpt.records.choices import TOKEN_FILES
from spamfilter_gpt.records.model_card import ModelCard, write_card
from spamfilter_gpt.runtime.folder import MODEL_FILE, ModelFolder

from spamfilter import storage


def load_torch(folder: ModelFolder) -> tuple[Any, str]:
    """The folder's model in torch with its class head, without n-grams, and whose weights it has."""
    from spamfilter_gpt.network.classifier import ClassHead, SpamClassifier
    from spamfilter_gpt.weights.bases import load_base
    from spamfilter_gpt.weights.graph import read_weights

    places = folder.card.weights
    decoder = load_base(str(folder.path), random_weights=not places).model
    head = ClassHead(decoder.wte.embedding_dim, folder.card.read or "last")
    model = SpamClassifier(decoder, head)
    if not places:
        return model.eval(), "random weights: none in the folder's graph"
    names = ("weight", "bias")
    found = read_weights(folder.model, {name: places[f"head.{name}"] for name in names})
    head.load_state_dict(found)
    return model.eval(), "the folder's weights"


def build_transformers(card: ModelCard) -> Any:
    """The sequence classifier of ``transformers`` in the shape of ``card``, with random weights."""
    import transformers as untyped

    transformers: Any = untyped
    shape = card.architecture
    shared = {"vocab_size": shape.vocab_size, "num_labels": 2, "pad_token_id": card.pad_token_id}
    shared |= {"bos_token_id": None, "eos_token_id": None}  # those of the published sizes may not fit
    if isinstance(shape, LlamaConfig):
        config = transformers.LlamaConfig(
            hidden_size=shape.emb_dim,
            intermediate_size=shape.hidden_dim,
            num_hidden_layers=shape.n_layers,
            num_attention_heads=shape.n_heads,
            num_key_value_heads=shape.n_kv_heads,
            max_position_embeddings=shape.context_length,
            **shared,
        )
        return transformers.LlamaForSequenceClassification(config).eval()
    config = transformers.GPT2Config(
        n_positions=shape.context_length,
        n_embd=shape.emb_dim,
        n_layer=shape.n_layers,
        n_head=shape.n_heads,
        **shared,
    )
    return transformers.GPT2ForSequenceClassification(config).eval()


def write_fp32(folder: ModelFolder, path: Path) -> str:
    """The folder's model as ONNX in float32; returns whose weights it has."""
    from spamfilter_gpt.export.onnx import export_onnx, make_scorer

    model, weights = load_torch(folder)
    card = folder.card
    numbers = card.temperature or 1.0, card.shift or 0.0, card.max_length, card.pad_token_id
    path.write_bytes(export_onnx(make_scorer(model, *numbers)))
    return weights


def write_gpt2_small(folder: Path, max_length: int) -> None:
    """A model folder of GPT-2 small with a class head and random weights, in int8."""
    from spamfilter_gpt.export.onnx import export_onnx, make_scorer
    from spamfilter_gpt.network.classifier import ClassHead, SpamClassifier
    from spamfilter_gpt.weights.bases import load_base
    from spamfilter_gpt.weights.quantize import quantize_weights

    base = load_base("gpt2", random_weights=True)
    model = SpamClassifier(base.model, ClassHead(base.model.wte.embedding_dim))
    length = min(max_length, base.model.context_length)
    program = quantize_weights(export_onnx(make_scorer(model, 1.0, 0.0, length, base.pad_token_id)))
    files = {MODEL_FILE: program, TOKEN_FILES[base.pattern]: base.tokens}
    storage.make_folder(folder)
    for name, data in files.items():
        storage.write_bytes(folder / name, data)
    card = ModelCard(
        architecture=base.model.config,
        labels=("ham", "spam"),
        max_length=length,
        pad_token_id=base.pad_token_id,
        ham_below=0.5,
        spam_above=0.5,
        sha256={name: storage.hash_bytes(data) for name, data in files.items()},
        quantize="int8",
    )
    write_card(folder, card)
