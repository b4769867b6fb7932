"""What stands around a message: an honest one that hides it, a quotation, links, the footer of a list."""

import random
import re

HIDDEN = (5, 60)  # words of the honest message
UNSPACED = 12  # characters to a word, from which on a text has no spaces between words
PER_WORD = 4  # characters of such a text that count as a word
BEGUN = 1500  # characters of a long message that something is put around
LINKED = 0.03  # share of the words that have a link
GAPS = (" ", "\n", "\n\n")

# Of a mail the reader gives the bare subject, text corpora have it behind a name.
_SUBJECT = re.compile(r"Subject: [^\n]*\n\n")
_FIRST = re.compile(r"[^\n]{1,200}\n\n")
_INTRODUCED = ("Hi, see below.", "FYI", "Thanks for your mail.", "As discussed.", "Did you get this?", "ok")
_WARNINGS = {
    "en": (
        "I got this today, it is surely a scam, right? Do not click on it:",
        "Careful, this one is going round again. Please delete it if you get it:",
        "Is this real? I never ordered anything there. I have not answered:",
        "Reporting a phishing mail that came in this morning, original below:",
    ),
    "de": ("Das kam heute, ist doch Betrug, oder? Nicht anklicken:", "Vorsicht, das geht wieder herum:"),
    "es": ("Me llegó esto hoy, es una estafa, ¿verdad? No lo abras:", "Cuidado, está circulando esto:"),
    "fr": ("J'ai reçu ça, c'est une arnaque, non ? Ne clique pas :", "Attention, ce message circule :"),
    "pt": ("Recebi isto hoje, é golpe, né? Não clique:", "Cuidado, isto está a circular:"),
    "ru": ("Пришло сегодня, это же мошенники? Не нажимай:", "Осторожно, опять такое рассылают:"),
    "tr": ("Bugün bu geldi, dolandırıcılık değil mi? Tıklama:",),
    "zh": ("今天收到这个，是诈骗吧？别点：", "大家小心，最近有这种短信："),
    "id": ("Tadi dapat ini, pasti penipuan kan? Jangan diklik:",),
}
_FOOTERS = (
    "\n-- \n{name} mailing list\n{name}@lists.{host}\nhttps://lists.{host}/mailman/listinfo/{name}",
    "\n_______________________________________________\n{name} mailing list\nhttp://lists.{host}/{name}",
    "\n\nTo unsubscribe: https://{host}/u/{number}",
    "\n\nYou receive this mail because you are registered at {host}. Unsubscribe | Privacy | Contact",
    "\n\nSent from my iPhone",
    "\n\n--\nThis message has been scanned for viruses.",
)
_NAMES = ("users", "dev", "announce", "talk", "news", "offers", "club", "board")
_HOSTS = ("example.org", "mail.example.net", "news.example.com", "lists.example.org", "shop.example.com")


def hide_in_front(spam: str, ham: str, chance: random.Random) -> str:
    """An honest message, whole if it is short, and the spam behind it; of a mail behind its subject.

    A line with a blank line behind it is taken for a subject.
    """
    found = _FIRST.match(spam)
    start = found.end() if found else 0
    return f"{spam[:start]}{take_words(ham, chance)}{chance.choice(GAPS)}{spam[start:BEGUN]}"


def hide_behind(spam: str, ham: str, chance: random.Random) -> str:
    """The spam, and an honest message behind it."""
    return f"{spam[:BEGUN]}{chance.choice(GAPS)}{take_words(ham, chance)}"


def quote_as_reply(spam: str, ham: str, chance: random.Random) -> str:
    """The spam as if it were quoted in an answer that says nothing, or something else."""
    words = chance.choice(_INTRODUCED) if chance.random() < 0.5 else take_words(ham, chance)
    return f"{words}\n\n{quote(spam)}"


def warn_of(spam: str, language: str, chance: random.Random) -> str:
    """What an honest person writes who passes the spam on as a warning."""
    words = chance.choice(_WARNINGS.get(language[:2], _WARNINGS["en"]))
    quoted = quote(spam) if chance.random() < 0.5 else f'"{spam[:BEGUN]}"'
    return f"{words}\n\n{quoted}"


def quote(text: str) -> str:
    """The beginning of ``text`` as mail programs quote it."""
    return "\n".join(f"> {line}" for line in text[:BEGUN].splitlines())


def add_links(text: str, chance: random.Random) -> str:
    """Link targets behind some words, as the mail reader writes them."""
    words = text.split(" ")
    places = [place for place, word in enumerate(words) if word.isalpha()]
    chosen = [place for place in places if chance.random() < LINKED] or places[:1]
    for place in chosen:
        words[place] += f" <https://{chance.choice(_HOSTS)}/{chance.randrange(10**6):x}>"
    return " ".join(words)


def add_footer(text: str, chance: random.Random) -> str:
    """The footer of a list, a shop or a phone, under honest mail and spam alike."""
    footer = chance.choice(_FOOTERS)
    number, name, host = chance.randrange(10**8), chance.choice(_NAMES), chance.choice(_HOSTS)
    return text[:BEGUN] + footer.format(number=number, name=name, host=host)


def take_words(text: str, chance: random.Random) -> str:
    """What ``text`` says, without a mail's subject: all of it if that is short, else its first words.

    Where no spaces stand between words, characters are counted.
    """
    count = chance.randint(*HIDDEN)
    if subject := _SUBJECT.match(text):
        text = text[subject.end() :]
    words = text.split(" ")
    if len(text) > UNSPACED * len(words):
        return text if len(text) <= PER_WORD * HIDDEN[1] else text[: PER_WORD * count]
    return text if len(words) <= HIDDEN[1] else " ".join(words[:count])
