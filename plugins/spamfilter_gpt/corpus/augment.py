"""Other views of training messages, so that a model learns what is said and not how or where it is written.

The normalizer undoes what can be undone. What is left to the model is case, typing errors, what the mail
reader or a phone adds and cuts, and what is put around a message to mislead a filter (Lowd, Meek 2005, "Good
Word Attacks on Statistical Spam Filters").
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from spamfilter_gpt.corpus.collection import Labelled
from spamfilter_gpt.corpus.surround import (
    add_footer,
    add_links,
    hide_behind,
    hide_in_front,
    quote_as_reply,
    warn_of,
)

VIEWED = 0.35  # share of the rows that get a second view
LONG = 300  # characters, from which on a view costs more than it teaches
VIEWED_LONG = 0.25
KEPT = 3000  # characters of a long view
SHORTEST = 20  # characters that a cut leaves at least
WINDOW = (200, 1200)  # characters of a window
WARNED = 0.02  # share of the spam that an honest message warns of
# What ends or parts a sentence: with a blank behind it, or anywhere in scripts that write none there.
SIGNS = re.compile(r"[,.;:!?¡¿…]+(?=\s|$)|[，。！？、；：｡،؛؟۔।॥]")
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


def draw_digits(text: str, chance: random.Random) -> str:
    """Other digits: no number is a sign of anything."""
    return "".join(chance.choice("0123456789") if "0" <= one <= "9" else one for one in text)


def cut_short(text: str, chance: random.Random) -> str:
    """The beginning, as a phone's list shows it; so that short is not honest."""
    end = chance.randint(SHORTEST, max(SHORTEST, min(160, len(text))))
    return text[:end]


def cut_out(text: str, chance: random.Random) -> str:
    """A window of a long text: its beginning, its middle or its end, which a long mail is read by."""
    size = chance.randint(WINDOW[0], max(WINDOW[0], min(WINDOW[1], len(text) - 1)))
    start = chance.choice((0, 1, 2)) * max(0, len(text) - size) // 2
    return text[start : start + size]


def drop_signs(text: str, chance: random.Random) -> str:
    """No punctuation behind words: some senders write none. That within numbers and addresses stays."""
    return re.sub(" +", " ", SIGNS.sub(" ", text)).strip() or text


def mistype(text: str, chance: random.Random) -> str:
    """Letters left out, doubled or swapped in some words."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) > 3 and word.isalpha() and chance.random() < 0.15:
            at = chance.randrange(1, len(word) - 1)
            wrong = (word[at + 1] + word[at], word[at] * 2 + word[at + 1], word[at + 1])
            words[place] = word[:at] + chance.choice(wrong) + word[at + 2 :]
    return " ".join(words)


CASES: tuple[View, ...] = (mix_case, raise_case, lower_case, start_case)
SHORT_VIEWS: tuple[View, ...] = (*CASES, draw_digits, cut_short, drop_signs, mistype)
LONG_VIEWS: tuple[View, ...] = (
    *(lower_case, raise_case, draw_digits, mistype, cut_out, cut_out, add_links, add_footer),
)
SURROUNDED = (hide_in_front, hide_behind, quote_as_reply)
FEW = 9  # honest messages of a language, up to which English ones stand in for it


def disguise_rows(rows: Sequence[Labelled], seed: int) -> list[Labelled]:
    """``rows`` and, for a share of them, another view right after.

    Whether a row has one depends on it and on ``seed`` alone, so that folds have the same views.
    Any row may be written otherwise; half of the spam among them gets an honest message of its language
    around it instead. Some honest messages are added that warn of a spam, which they quote.
    """
    ham: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if not row.spam:
            ham[row.tongue].append(row.text)
    found = []
    for row in rows:
        found.append(row)
        chance = random.Random(f"{seed}\n{row.text}")
        long = len(row.text) >= LONG
        if row.spam and chance.random() < WARNED:
            found.append(replace(row, text=warn_of(row.text, row.language, chance), spam=False, view=True))
        if chance.random() < (VIEWED_LONG if long else VIEWED):
            text = view_row(row, ham, chance)[:KEPT]
            found += [replace(row, text=text, view=True)] if text != row.text else []
    return found


def view_row(row: Labelled, ham: dict[str, list[str]], chance: random.Random) -> str:
    """Another view of ``row``, its text where no view differs; ``ham`` are honest texts by language."""
    if row.spam and chance.random() < 0.5:
        own = ham.get(row.tongue, [])
        others = own if len(own) > FEW else ham.get("en", own)
        if others:
            return chance.choice(SURROUNDED)(row.text, chance.choice(others), chance)
    views = LONG_VIEWS if len(row.text) >= LONG else SHORT_VIEWS
    for view in chance.sample(views, len(views)):  # some have no case, no digits, no spaces
        if (text := view(row.text, chance)) != row.text:
            return text
    return row.text
