"""Shares of few rows, and how far they may be off."""

MIDDLE = 0.95


def bound_share(count: int, whole: int) -> tuple[float, float]:
    """The exact 95 % interval of a share, ``count`` of ``whole``; all of it where there are none.

    Clopper, Pearson 1934, "The use of confidence or fiducial limits illustrated in the case of the binomial".
    """
    from scipy.stats import beta

    if not whole:
        return 0.0, 1.0
    tail = (1 - MIDDLE) / 2
    low = float(beta.ppf(tail, count, whole - count + 1)) if count else 0.0
    high = float(beta.ppf(1 - tail, count + 1, whole - count)) if count < whole else 1.0
    return low, high


def format_share(share: float, whole: int | None) -> str:
    """A share in percent, with its interval where it is known of how many."""
    if whole is None:
        return f"{share:.2%}"
    low, high = bound_share(round(share * whole), whole)
    return f"{share:.2%} ({low:.1%} to {high:.1%})"
