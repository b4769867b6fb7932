"""That twice the input costs about twice the time, on a machine that does other things too."""

from collections.abc import Callable

NOISE = 0.01  # seconds


def check_doubling(measure: Callable[[int], float]) -> None:
    """Raise unless ``measure(bytes)``, in seconds, grows no more than in proportion up to 1 MB.

    The best of some rounds counts: what is superlinear is so in every one.
    """
    times = [(measure(1 << 19), measure(1 << 20)) for _ in range(4)]
    assert min(large for _, large in times) < 2
    assert min(large / max(small, NOISE) for small, large in times) < 2.5
