"""What a classifier's blocks will say, guessed from its tokens alone, so that a sure guess saves the blocks.

Each token has a vector of its own, cut out of the decoder's embedding; a message is their mean and the
largest of each of their values, and two small layers make log-odds of these (Shen et al. 2018, "Baseline
Needs More Love: On Simple Word-Embedding-Based Models and Associated Pooling Mechanisms", arXiv 1805.09843).
B is the batch, T the length in tokens, V the vocabulary, W the width of a token's vector.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH = 64
HIDDEN = 128
STEPS = 127  # of a vector's values on either side of 0
FAR = 1e4  # below every value of a vector


class PooledLogit(nn.Module):
    """Log-odds [B] from the vectors [B, T, W] of the first ``lengths`` [B] tokens of each row."""

    def __init__(self, width: int = WIDTH, hidden: int = HIDDEN) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(2 * width)
        self.hidden = nn.Linear(2 * width, hidden)
        self.out = nn.Linear(hidden, 1)
        self.drop = nn.Dropout(0.1)

    def forward(self, vectors: Tensor, lengths: Tensor) -> Tensor:
        real = (torch.arange(vectors.shape[1], device=vectors.device) < lengths[:, None])[:, :, None]
        mean = (vectors * real).sum(1) / lengths[:, None]
        largest = torch.where(real, vectors, -FAR).amax(1)
        read = F.gelu(self.hidden(self.norm(torch.cat([mean, largest], 1))))
        found: Tensor = self.out(self.drop(read))
        return found[:, 0]


class Student(nn.Module):
    """A front while it learns: a token's vector is computed from what the decoder's embedding [V, C] has."""

    def __init__(self, embedding: Tensor, width: int = WIDTH, hidden: int = HIDDEN) -> None:
        super().__init__()
        lengths = embedding.float().pow(2).mean(-1, keepdim=True).add(1e-5).sqrt()
        self.embedding: Tensor
        self.register_buffer("embedding", embedding.float() / lengths, persistent=False)
        self.project = nn.Linear(embedding.shape[1], width)
        self.drop = nn.Dropout(0.1)
        self.logit = PooledLogit(width, hidden)

    def project_tokens(self, ids: Tensor) -> Tensor:
        """The vectors [N, W] of tokens [N]."""
        return F.gelu(self.project(self.drop(self.embedding[ids])))

    def forward(self, input_ids: Tensor, lengths: Tensor) -> Tensor:
        """Log-odds [B] of right-padded rows [B, T], as the teacher's are once they are scaled."""
        tokens, places = torch.unique(input_ids, return_inverse=True)
        found: Tensor = self.logit(self.project_tokens(tokens)[places], lengths)
        return found


class Front(nn.Module):
    """A student that has learned: the vectors of all tokens in a table, int8 with a scale a column."""

    def __init__(self, vocab_size: int, width: int = WIDTH, hidden: int = HIDDEN) -> None:
        super().__init__()
        self.table: Tensor
        self.scale: Tensor
        self.register_buffer("table", torch.zeros(vocab_size, width, dtype=torch.int8))
        self.register_buffer("scale", torch.ones(width))
        self.logit = PooledLogit(width, hidden)

    @classmethod
    def from_student(cls, student: Student, mean: float, deviation: float) -> "Front":
        """What ``student`` learned of log-odds that had the ``mean`` taken off and the ``deviation`` too."""
        student.eval()
        with torch.no_grad():
            vectors = student.project_tokens(torch.arange(len(student.embedding)))
            front = cls(len(vectors), vectors.shape[1], student.logit.hidden.out_features)
            front.scale.copy_(vectors.abs().amax(0).clamp_min(1e-6) / STEPS)
            front.table.copy_((vectors / front.scale).round().to(torch.int8))
            front.logit.load_state_dict(student.logit.state_dict())
            out = front.logit.out
            out.weight.mul_(deviation)
            out.bias.mul_(deviation).add_(mean)
        return front.eval()

    @classmethod
    def from_state(cls, state: dict[str, Tensor]) -> "Front":
        """With the parameters of another."""
        front = cls(len(state["table"]), state["table"].shape[1], len(state["logit.hidden.weight"]))
        front.load_state_dict(state)
        return front.eval()

    def forward(self, input_ids: Tensor, lengths: Tensor) -> Tensor:
        """Log-odds [B] of right-padded rows [B, T] with ``lengths`` [B]: a guess of what the blocks say."""
        found: Tensor = self.logit(self.table[input_ids].float() * self.scale, lengths)
        return found
