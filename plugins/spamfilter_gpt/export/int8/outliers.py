"""The same Llama with smaller outliers in what its linear layers read, so that int8 says it more exactly.

A token's vector is quantized in steps of its own largest value, and in a pretrained model a few channels are
ten to fifty times as large as the rest, which then have few steps left. Both changes here leave the function
as it is and cost nothing where the model runs. C is the width.
"""

import torch
from torch import Tensor, nn

from spamfilter_gpt.export.int8.layer_inputs import Inputs
from spamfilter_gpt.network.attention import RMSNorm
from spamfilter_gpt.network.classifier import SpamClassifier
from spamfilter_gpt.network.llama import LlamaBlock, SwiGLU

SMALLEST = 1e-8  # a channel that was always zero has no scale


@torch.no_grad()
def rotate_states(model: SpamClassifier, seed: int = 0) -> None:
    """Turn the states between the blocks by a random orthogonal matrix [C, C], in place.

    An RMSNorm without weights does not see the rotation, so what writes states is turned, what reads them is
    turned back, and the norms' weights go into the layers behind them (Ashkboos et al. 2024, "QuaRot", arXiv
    2404.00456). A turned outlier is spread over all channels. Its decoder must be a Llama.
    """
    decoder = model.decoder
    generator = torch.Generator().manual_seed(seed)
    width = decoder.wte.embedding_dim
    turn = torch.linalg.qr(torch.randn(width, width, generator=generator, dtype=torch.float64)).Q

    def read_turned(gain: Tensor, *layers: nn.Linear) -> None:
        for layer in layers:
            layer.weight.copy_((layer.weight.double() * gain) @ turn)
        gain.fill_(1.0)

    def write_turned(layer: nn.Linear) -> None:
        layer.weight.copy_(turn.T @ layer.weight.double())

    decoder.wte.weight.copy_(decoder.wte.weight.double() @ turn)
    for block in decoder.h:
        assert isinstance(block, LlamaBlock)
        attn, mlp = block.attn, block.mlp
        read_turned(block.ln_1.weight, attn.q_proj, attn.k_proj, attn.v_proj)
        write_turned(attn.o_proj)
        read_turned(block.ln_2.weight, mlp.gate_proj, mlp.up_proj)
        write_turned(mlp.down_proj)
    assert isinstance(decoder.ln_f, RMSNorm)
    read_turned(decoder.ln_f.weight, model.head)


@torch.no_grad()
def balance_mlp(mlp: SwiGLU, inputs: Inputs) -> None:
    """Divide the loud channels inside ``mlp`` and multiply what reads them, in place.

    Channel j is divided by sqrt(max |x_j| / max |w_j|), up to a factor, as in SmoothQuant (Xiao et al. 2022,
    arXiv 2211.10438, alpha 0.5): x_j is what ``down_proj`` read, its ``inputs``, which are changed as well,
    and w_j its weights. A rotation cannot be had there for nothing: SiLU is taken channel by channel.
    """
    up, down = mlp.up_proj, mlp.down_proj
    scale = inputs.peaks.clamp_min(SMALLEST) / down.weight.abs().amax(0).clamp_min(SMALLEST)
    scale = scale.sqrt()
    scale = scale / scale.log().mean().exp()
    up.weight /= scale[:, None]
    down.weight *= scale
    inputs.divide(scale)
