"""How the time of a function grows with what it is given."""

import gc
import time
from collections.abc import Callable

Run = Callable[[str], object]
# What is written over and over, or what stands before that, that, and what stands behind it.
Shape = str | tuple[str, str, str]

SMALLEST, LARGEST = 1 << 6, 1 << 18  # characters: what costs the square takes minutes there
STEP = 4  # how much larger each text is
RATIO = 2.5  # of the times of a text and of one twice as large; of two neighbours, its square
NOISE = 0.1  # seconds: what takes less is not compared
TRIES = 5


def grow(shape: Shape, size: int) -> str:
    """A text of ``size`` characters of this ``shape``."""
    before, unit, behind = ("", shape, "") if isinstance(shape, str) else shape
    room = max(0, size - len(before) - len(behind))
    return before + unit * (room // len(unit)) + behind


def measure(run: Run, text: str) -> float:
    """Seconds of this thread, those of the garbage collector aside: it goes through all that is alive."""
    gc.disable()
    try:
        start = time.thread_time()
        run(text)
        return time.thread_time() - start
    finally:
        gc.enable()


def find_growth(run: Run, shape: Shape, largest: int = LARGEST) -> str:
    """How ``run`` fails to be linear on texts of ``shape``, up to ``largest``; nothing if it is."""
    return compare_sizes(run, lambda size: grow(shape, size), repr(shape), largest)


def compare_sizes(run: Run, make: Callable[[int], str], name: str, largest: int = LARGEST) -> str:
    """How ``run`` fails to be linear on what ``make`` makes of a size; nothing if it is."""

    def again() -> str:
        return find_wrong(run, make, name, list_sizes(largest))

    return again() and again()  # what is superlinear is so twice, what else the machine did is not


def list_sizes(largest: int) -> list[int]:
    """Sizes ``STEP`` times apart, up to ``largest``."""
    sizes = [largest]
    while sizes[0] // STEP >= SMALLEST:
        sizes.insert(0, sizes[0] // STEP)
    return sizes


def find_wrong(run: Run, make: Callable[[int], str], name: str, sizes: list[int]) -> str:
    """The first size whose time is too long, if there is one.

    A time that looks wrong is measured again, up to ``TRIES`` times; the shortest counts.
    """
    times: list[float] = []
    for size in sizes:
        text = make(size)
        times.append(measure(run, text))
        for _ in range(TRIES - 1):
            if not is_wrong(times):
                break
            times[-1] = min(times[-1], measure(run, text))
        if is_wrong(times):
            return f"{size} characters of {name}: {', '.join(f'{one:.3f}' for one in times[-3:])} s"
    return ""


def check_doubling(measure: Callable[[int], float]) -> None:
    """Raise unless ``measure(bytes)``, in seconds, grows no more than in proportion up to ``LARGEST``.

    The best of some rounds counts: what is superlinear is so in every one.
    """
    times = [(measure(LARGEST // 2), measure(LARGEST)) for _ in range(TRIES - 1)]
    assert min(large / max(small, NOISE / RATIO) for small, large in times) < RATIO


def is_wrong(times: list[float]) -> bool:
    """Whether the last time is too long beside the one before."""
    return len(times) > 1 and times[-1] > max(RATIO**2 * times[-2], NOISE)
