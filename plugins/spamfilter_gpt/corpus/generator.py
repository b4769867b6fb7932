"""Made-up labelled messages of today, to train with: what public collections, most of them of 2010, lack.

Templates, the text files in ``templates``, filled with names, amounts, dates and links of one locale.
``[a|b]`` in a template is a choice, ``{slot}`` a value, ``¶`` a line break; ``⟨⟩`` are brackets.
"""

import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from spamfilter import DataError
from spamfilter_gpt.corpus.locales import Locale, Pools, read_locales

TRIES = 100  # fillings of a kind that are all taken before another kind is asked
CASUAL = ("chat", "banter", "mum", "romance")
LINKED = ("delivery", "appointment", "receipt", "ready", "account", "newsletter")
COMPANIES = ("bank", "shop", "courier", "telco", "brand")
SUMS = {"small": (1, 9), "amount": (10, 400), "big": (500, 90_000)}
CONSTANT = (*COMPANIES, "full", "ref")  # one of each in a text
UNACCENTED = ("es", "pt", "fr", "it", "pl", "tr")  # languages often typed on a phone without accents
CLOSED = "，、！。"  # what no space follows

DIGITS = "0123456789"
CAPITALS = "ABCDEFGHJKLMNPRSTUVWXYZ"
TOKEN = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_SAME = re.compile(r"[\W_]+")
_PLAIN = str.maketrans({"¶": "\n", "⟨": "[", "⟩": "]"})


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up message, what it is, and where it comes from."""

    text: str
    spam: bool
    locale: str
    kind: str


def generate_modern(count: int, seed: int) -> list[tuple[str, bool]]:
    """``count`` distinct (text, is spam) pairs, every other one spam before they are shuffled.

    Raises :class:`DataError` when there are not that many.
    """
    return [(example.text, example.spam) for example in make_examples(count, seed)]


def make_examples(count: int, seed: int) -> list[Example]:
    """As :func:`generate_modern`; locales take turns, and in each locale its kinds do.

    No two are equal without case, punctuation and spaces.
    """
    rng = random.Random(seed)
    locales = read_locales()
    seen: set[str] = set()
    examples = []
    for number in range(count):
        turn, place = divmod(number // 2, len(locales))
        examples.append(make_new(locales[place], number % 2 == 1, turn + place, seen, rng))
    rng.shuffle(examples)
    return examples


def make_new(locale: Locale, spam: bool, turn: int, seen: set[str], rng: random.Random) -> Example:
    """An example not in ``seen``, which it is added to; of the kind whose turn it is if that has one left."""
    kinds = locale.choose_kinds(spam)
    names = list(kinds)
    for step in range(len(names)):
        kind = names[(turn + step) % len(names)]
        for _ in range(TRIES):
            text = write_text(rng.choice(kinds[kind]), kind, locale, spam, rng)
            key = _SAME.sub("", text.casefold())
            if key not in seen:
                seen.add(key)
                return Example(text, spam, locale.name, kind)
    raise DataError(f"no more distinct made-up messages in {locale.name}; ask for fewer than {len(seen) + 1}")


def write_text(template: str, kind: str, locale: Locale, spam: bool, rng: random.Random) -> str:
    """``template`` with its choices made and its slots filled, now and then with an ending and with noise."""
    casual = kind in CASUAL
    mail = "¶¶" in template
    if not mail and rng.random() < 0.15:
        template += " {bye}" if casual else " {end}"
    elif not spam and "{link}" not in template and rng.random() < (0.4 if kind in LINKED else 0.0):
        template += " {link}"  # links are no mark of spam
    while choice := _CHOICE.search(template):
        template = template[: choice.start()] + rng.choice(choice[1].split("|")) + template[choice.end() :]
    opening = template.startswith("{hi}")
    known: dict[str, str] = {}
    while slot := _SLOT.search(template):
        value = fill_slot(slot[1], locale.pools, spam, known, rng)
        template = template[: slot.start()] + value + template[slot.end() :]
    text = re.sub(" {2,}", " ", template.translate(_PLAIN)).strip()
    text = re.sub(r"(?<!\.)\.\.(?!\.)", ".", text)  # a date or a sum in front of a full stop
    if opening:  # which may have been an empty one
        text = text[:1].upper() + text[1:]
    if locale.name in UNACCENTED and rng.random() < 0.08:
        text = strip_accents(text)
    return text if mail else add_noise(text, casual, rng)


def fill_slot(slot: str, pools: Pools, spam: bool, known: dict[str, str], rng: random.Random) -> str:
    """A value for ``slot``; it may hold slots again. Those of ``CONSTANT`` stay as ``known`` has them."""
    if slot in known:
        return known[slot]
    if slot == "link":
        return make_link(pools, spam, known, rng)
    if slot == "time":
        return make_time(pools, known, rng)
    if slot in SUMS:
        return make_amount(pools, *SUMS[slot], known, rng)
    value = MAKERS[slot](pools, rng) if slot in MAKERS else rng.choice(pools[slot])
    if slot in CONSTANT:
        known[slot] = value
    return value + " " if slot in ("hi", "hey") and value and value[-1] not in CLOSED else value


def make_full_name(pools: Pools, rng: random.Random) -> str:
    """First name and surname in the order of the script they are written in."""
    at = rng.randrange(len(pools["name"]))
    name, surname = pools["name"][at], rng.choice(pools["surname"][at % 2 :: 2])  # women's and men's by turns
    return surname + name if name[0] >= "\u3000" else f"{name} {surname}"


def add_noise(text: str, casual: bool, rng: random.Random) -> str:
    """``text`` shouted, in small letters, without its full stop, with more ``!``, mistyped; mostly as is."""
    draw = rng.random()
    words = text.split(" ")
    if draw < 0.04:
        return " ".join(word if re.search(r"\w[./@]\w", word) else word.upper() for word in words)
    if draw < (0.2 if casual else 0.07):
        return text.lower().replace("i\u0307", "i")
    if draw < 0.3:
        return re.sub(r"(?<!\.)[.。।]$", "", text)
    if draw < 0.35:
        return text.replace("!", "!!").replace("！", "！！")
    if casual and draw < 0.45:
        place = rng.randrange(len(words))
        at = rng.randrange(max(1, len(words[place]) - 1))
        if words[place].isalpha() and words[place].isascii():
            words[place] = words[place][:at] + words[place][at : at + 2][::-1] + words[place][at + 2 :]
        return " ".join(words)
    return text


def strip_accents(text: str) -> str:
    """Letters without their accents: ``café`` is ``cafe``."""
    marks = unicodedata.normalize("NFD", text.translate(str.maketrans("łŁıßœ", "lLiso")))
    return "".join(letter for letter in marks if not unicodedata.combining(letter))


def make_token(rng: random.Random, least: int, most: int, letters: str) -> str:
    """Between ``least`` and ``most`` of ``letters``."""
    return "".join(rng.choice(letters) for _ in range(rng.randint(least, most)))


def make_link(pools: Pools, spam: bool, known: dict[str, str], rng: random.Random) -> str:
    """A company's address or a short link; of spam half of the time a host that spells out its lure."""
    token = make_token(rng, 4, 8, TOKEN)
    companies = [strip_accents(known[slot]).lower() for slot in COMPANIES if slot in known]
    slugs = [re.sub("[^a-z0-9]", "", company) for company in companies]
    brand = rng.choice([slug for slug in slugs if len(slug) > 2] or pools["brands"])
    draw = rng.random()
    if draw < 0.3:
        address = f"{rng.choice(pools['shorteners'])}/{token}"
    elif spam and draw < 0.8:
        first, second = rng.sample(pools["lures"], 2)
        tld = rng.choice([*pools["lure_tlds"], *pools["tld"]])
        host = rng.choice(
            [f"{first}-{second}", f"{brand}-{first}", f"{brand}.{first}-{second}", first + brand]
        )
        address = f"{host}.{tld}" + rng.choice(["", f"/{token}", f"/{first}", f"/?id={token}"])
    else:
        path = rng.choice(
            [
                f"t/{token}",
                f"orders/{rng.randrange(10**6)}",
                f"r/{token}",
                token,
                f"?id={token}",
                "account",
                "help",
                "",
            ]
        )
        address = f"{rng.choice(pools['subdomains'])}{brand}.{rng.choice(pools['tld'])}/{path}".rstrip("/")
    return rng.choice(["https://", "https://", "https://", "", "", "http://"]) + address


def make_amount(pools: Pools, least: int, most: int, known: dict[str, str], rng: random.Random) -> str:
    """``least`` to ``most`` of a currency's unit, times what the locale's ``scale`` says, in its format."""
    scale = int(pools["scale"][0])
    separators = pools["separators"][0].replace("_", " ")
    if least >= 500:  # most sums are far from the largest
        most //= rng.choice([1, 10, 30])
    step = max(1, scale // 10, 50 if least >= 500 else 1)
    value = rng.randrange(least * scale // step, most * scale // step) * step
    digits = f"{value:,}".replace(",", separators[0])
    if scale < 10 and least < 500 and rng.random() < 0.6:
        digits += separators[1] + rng.choice(["99", "50", f"{rng.randrange(100):02}"])
    return known.setdefault("money", rng.choice(pools["money"])).replace("#", digits)


def make_date(pools: Pools, rng: random.Random) -> str:
    """A day of a year, as the locale writes it."""
    day, month = rng.randint(1, 28), rng.randrange(12)
    parts = {"%d": str(day), "%D": f"{day:02}", "%M": str(month + 1), "%m": f"{month + 1:02}"}
    text = rng.choice(pools["date"]).replace("%B", pools["month"][month])
    return re.sub("%[dDMm]", lambda part: parts[part[0]], text)


def make_time(pools: Pools, known: dict[str, str], rng: random.Random) -> str:
    """A time of day as the locale writes it, up to three hours after the last one in ``known``."""
    last = known.get("hour")
    hour = rng.randint(7, 18) if last is None else min(int(last) + rng.randint(1, 3), 23)
    known["hour"] = str(hour)
    minute = rng.randrange(0, 60, 5)
    parts = {"%H": f"{hour:02}", "%h": str(hour), "%I": str((hour - 1) % 12 + 1), "%N": f"{minute:02}"}
    parts["%p"] = "am" if hour < 12 else "pm"
    pattern = known.setdefault("clock", rng.choice(pools["time"]))
    return re.sub("%[HhINp]", lambda part: parts[part[0]], pattern)


def fill_digits(pattern: str, rng: random.Random) -> str:
    """``pattern`` with a digit for each ``#`` and a capital for each ``@``."""
    return re.sub("[#@]", lambda mark: rng.choice(DIGITS if mark[0] == "#" else CAPITALS), pattern)


MAKERS: dict[str, Callable[[Pools, random.Random], str]] = {
    "code": lambda _, rng: fill_digits(
        rng.choice(["####", "######", "######", "######", "###-###", "### ###", "@-######"]), rng
    ),
    "date": make_date,
    "phone": lambda pools, rng: fill_digits(rng.choice(pools["phones"]), rng),
    "track": lambda _, rng: fill_digits(
        rng.choice(["@@#########@@", "@#########", "############", "@@@###########"]), rng
    ),
    "ref": lambda _, rng: fill_digits(rng.choice(["#####", "@@####", "@@@-####", "########", "@#####"]), rng),
    "last": lambda _, rng: fill_digits("####", rng),
    "n": lambda _, rng: str(rng.randint(2, 9)),
    "nn": lambda _, rng: str(rng.randint(10, 60)),
    "pct": lambda _, rng: str(rng.randrange(10, 75, 5)),
    "full": make_full_name,
    "brand": lambda pools, rng: rng.choice(pools["brands"]).capitalize(),
    "coin": lambda _, rng: rng.choice(["BTC", "ETH", "USDT", "Bitcoin", "crypto", "XRP", "SOL"]),
    "mail": lambda pools, rng: (
        f"{rng.choice(pools['mailboxes'])}@{rng.choice(pools['brands'])}."
        + rng.choice([*pools["tld"], "example"])
    ),
    "user": lambda pools, rng: (
        "@" + rng.choice(pools["brands"]) + rng.choice(["", "_official", "_group", "24", "_help", "7"])
    ),
}
