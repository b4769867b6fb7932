"""What every family of language models shares, and text generation.

In the comments B is the batch, T the length in tokens, C the width, V the vocabulary.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from spamfilter import DataError
from spamfilter_gpt.records.architecture import Architecture


class Decoder(nn.Module):
    """A causal language model: token embedding ``wte``, blocks ``h``, final norm ``ln_f``.

    The vocabulary head is tied: its weight is the token embedding's, as in GPT-2 and SmolLM2.
    """

    wte: nn.Embedding
    h: nn.ModuleList
    ln_f: nn.Module
    config: Architecture
    context_length: int

    def embed(self, input_ids: Tensor) -> Tensor:
        """What goes into the first block, [B, T, C]."""
        raise NotImplementedError

    def hidden(self, input_ids: Tensor) -> Tensor:
        """Hidden states after the final norm, [B, T, C], of ``input_ids`` [B, T]."""
        x = self.embed(input_ids)
        for block in self.h:
            x = block(x)
        normed: Tensor = self.ln_f(x)
        return normed

    def predict_tokens(self, hidden: Tensor) -> Tensor:
        """Next-token logits [..., V] of hidden states [..., C]."""
        return F.linear(hidden, self.wte.weight)

    def forward(self, input_ids: Tensor) -> Tensor:
        """Next-token logits [B, T, V] of ``input_ids`` [B, T]."""
        return self.predict_tokens(self.hidden(input_ids))


def check_context(longest: int, context_length: int) -> None:
    """Raise :class:`DataError` when messages are longer than the model reads (Raschka, chapter 6)."""
    if longest > context_length:
        raise DataError(
            f"messages of {longest} tokens exceed the model's context of {context_length}; "
            f"set --max-length {context_length} or less"
        )


@torch.no_grad()
def generate_greedy(model: Decoder, input_ids: list[int], max_new_tokens: int) -> list[int]:
    """``input_ids`` continued by the likeliest token, ``max_new_tokens`` times (Raschka, chapter 4)."""
    model.eval()
    ids = torch.tensor([input_ids])
    for _ in range(max_new_tokens):
        hidden = model.hidden(ids[:, -model.context_length :])
        ids = torch.cat([ids, model.predict_tokens(hidden[:, -1:]).argmax(-1)], dim=1)
    generated: list[int] = ids[0].tolist()
    return generated
