"""The model card, README.md of a model folder, written from the run."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from spamfilter import CreateError, report


def write_card(folder: Path, card: dict[str, Any], about: str = "") -> None:
    """Write README.md into a model folder, ``about`` at its end."""
    try:
        (folder / "README.md").write_text(format_card(card) + about, encoding="utf-8")
    except OSError as error:
        raise CreateError(f"cannot write {folder}: {error.strerror}; choose another folder") from None


def format_card(card: dict[str, Any]) -> str:
    """Markdown from model.json: what it is, how it was made, what was measured."""
    architecture, training, parity = card["architecture"], card["training"], card["parity"]
    recipe, rows, spam = training["recipe"], training["rows"], training["spam"]
    shape = (
        f"{architecture['n_layers']} layers, {architecture['emb_dim']} wide, "
        f"{architecture['n_heads']} heads, "
        f"{architecture['vocab_size']:,} tokens"
    )
    lines = [
        "# A spam classifier for `spamfilter scan --model`",
        "",
        f"A {architecture['family']}-architecture model ({shape}), read at `{card['read']}`, fine-tuned from",
        f"`{training['base']}` on {rows['train']:,} messages, {spam['train']:,} of them spam; "
        f"{rows['validation']:,} others, {spam['validation']:,} spam,",
        "chose the epoch, the temperature and the cut-offs. It reads the first "
        f"{card['max_length']} tokens of a message.",
        "",
        "| setting | value |",
        "| --- | --- |",
        *(f"| {name} | {value} |" for name, value in recipe.items() if value is not None),
        f"| trained parameters | {training['trainable_parameters']:,} |",
        f"| best epoch | {training['best_epoch']} |",
        f"| time | {training['seconds']} s |",
        *(f"| SHA-256 of {name} | {digest} |" for name, digest in training["data"].items()),
        "",
        f"Scores are calibrated (temperature {card['temperature']:.3f}) for {card['prior']:.1%} spam. "
        f"`ham` is below {card['ham_below']}, `spam` above {card['spam_above']}, a cut-off that lost at most",
        f"{recipe['ham_loss']:.2%} of the validation ham. Onnxruntime differs from torch by at most "
        f"{parity['onnx_difference']:.1e} on {parity['messages']} messages;",
        describe_weights(card["quantize"], parity),
        "",
        "| rows | count | accuracy at 0.5 | accuracy at `spam_above` | ham lost | spam missed | ROC-AUC "
        "| calibration error |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, figures in card["metrics"].items():
        shares = ("accuracy_at_half", "accuracy_at_spam_above", "ham_lost", "spam_missed")
        cells = [f"{figures[key]:.2%}" for key in shares]
        area = figures["roc_auc"]
        cells += ["–" if area is None else f"{area:.4f}", f"{figures['calibration_error']:.4f}"]
        lines.append(f"| {name} | {figures['rows']} | {' | '.join(cells)} |")
    lines += ["", "The first of these rows chose the epoch and the cut-offs, so their figures flatter.", ""]
    lines += [*format_reliability(card["reliability"]), ""]
    return "\n".join(lines)


def describe_weights(quantize: str, parity: dict[str, float]) -> str:
    """How weights are stored, and what that costs."""
    if quantize == "none":
        return "weights are stored as float32."
    return (
        f"weights are stored as {quantize}, which moves scores by at most "
        f"{parity['quantized_difference']:.3f} and keeps {parity['quantized_agreement']:.2%} of the labels."
    )


def count_reliability(evaluations: Sequence[report.Evaluation]) -> list[dict[str, float]]:
    """Of all messages of ``evaluations``, for each tenth of the scores: how many, their mean score, and the
    share of them that is spam, which a calibrated score equals."""
    spam, scores = (np.concatenate(side) for side in zip(*(one.arrays() for one in evaluations), strict=True))
    return [
        {"from": one.place / report.BINS, "messages": one.messages, "score": one.score, "spam": one.spam}
        for one in report.count_bins(spam, scores)
    ]


def format_reliability(bins: Sequence[dict[str, float]]) -> list[str]:
    """The diagram as a table with bars."""
    return [
        "Are the scores probabilities? Of the messages above (the first rows aside where there are others),"
        " by score:",
        "",
        "| score from | messages | mean score | of them spam | |",
        "| ---: | ---: | ---: | ---: | :--- |",
        *(
            f"| {one['from']:.1f} | {one['messages']} | {one['score']:.3f} | {one['spam']:.3f} "
            f"| {'█' * round(20 * one['spam'])} |"
            for one in bins
        ),
    ]
