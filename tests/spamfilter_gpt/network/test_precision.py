"""What a device decides: the size of batches that only read, and room of its own."""

import torch
from spamfilter_gpt.network.precision import CUDA_TOKENS, TOKENS, count_tokens, measure_room


def test_batches_that_only_read_are_larger_on_cuda() -> None:
    assert count_tokens(torch.device("cpu")) == TOKENS == 4096
    assert count_tokens(torch.device("cuda", 0)) == CUDA_TOKENS > TOKENS


def test_what_computes_in_the_memory_of_the_computer_has_no_room_of_its_own() -> None:
    assert [measure_room(torch.device(name)) for name in ("cpu", "mps")] == [0, 0]
