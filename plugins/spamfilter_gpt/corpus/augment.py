"""Other views of training messages, so that a model learns what is said and not how it is written.

The normalizer undoes what can be undone; what is left to the model is case, and words of ham around spam
(Lowd, Meek 2005, "Good Word Attacks on Statistical Spam Filters").
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from spamfilter_gpt.corpus.collection import Labelled

VIEWED = 0.3  # share of the rows that get a second view
LONG = 300  # characters, from which on a view costs more than it teaches
VIEWED_LONG = 0.1
BEGUN = 500  # characters of a spam that words of ham are put after
WORDS = (5, 40)  # of ham that are put there
View = Callable[[str, random.Random], str]


def mix_case(text: str, chance: random.Random) -> str:
    """Each letter in the other case with a chance that is drawn once."""
    share = chance.uniform(0.1, 0.5)
    return "".join(one.swapcase() if chance.random() < share else one for one in text)


def raise_case(text: str, chance: random.Random) -> str:
    """All capitals."""
    return text.upper()


def lower_case(text: str, chance: random.Random) -> str:
    """No capitals."""
    return text.lower()


def start_case(text: str, chance: random.Random) -> str:
    """Every word with a capital."""
    return " ".join(word[:1].upper() + word[1:] for word in text.split(" "))


CASES: tuple[View, ...] = (mix_case, raise_case, lower_case, start_case)


def disguise_rows(rows: Sequence[Labelled], seed: int) -> list[Labelled]:
    """``rows`` and, for a share of them, another view right after; the same for a seed.

    Any row may change its case; half of the spam among them gets words of a ham message at its end instead.
    """
    chance = random.Random(seed)
    ham = [row.text.split() for row in rows if not row.spam]
    found = []
    for row in rows:
        found.append(row)
        if chance.random() >= (VIEWED if len(row.text) < LONG else VIEWED_LONG):
            continue
        if row.spam and ham and chance.random() < 0.5:
            words = chance.choice(ham)[: chance.randint(*WORDS)]
            text = f"{row.text[:BEGUN]} {' '.join(words)}"
        else:
            text = chance.choice(CASES)(row.text, chance)
        found.append(replace(row, text=text))
    return found
