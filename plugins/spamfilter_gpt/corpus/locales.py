"""The wording of made-up messages, by locale: read from the text files in ``templates``.

``templates/README.md`` says how such a file is written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spamfilter import DataError

# Locales take turns in this order, which is a part of what a seed gives.
LOCALES = (
    *(
        "en-GB",
        "en-US",
        "en-IN",
        "en-AF",
        "en-SG",
        "es",
        "pt",
        "fr",
        "de",
        "it",
        "nl",
        "pl",
        "tr",
        "ru",
        "ar",
    ),
    *("hi", "hi_Latn", "id", "ja", "zh", "ko"),
)
EVERYWHERE = "everywhere"  # the file of what all locales share

Pools = dict[str, list[str]]
Templates = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Locale:
    """What messages are made of: values by slot, and templates of ham and of spam by kind."""

    name: str
    pools: Pools
    ham: Templates
    spam: Templates

    def choose_kinds(self, spam: bool) -> Templates:
        """The templates of spam, or of ham."""
        return self.spam if spam else self.ham


@cache
def read_locales() -> tuple[Locale, ...]:
    """Every locale, in order; its kinds and values are those of its language, then its own."""
    return tuple(map(read_locale, LOCALES))


def read_locale(name: str) -> Locale:
    """One locale. Raises :class:`DataError`, with the file, for a line outside of every section."""
    locale = Locale(name, {}, {}, {})
    for file in dict.fromkeys((EVERYWHERE, name.partition("-")[0], name)):
        for section, line in list_lines(file):
            add_line(locale, section, line, file)
    return locale


def list_lines(file: str) -> Iterator[tuple[str, str]]:
    """The lines of a file that say something, each with the title of its section."""
    text = (files(__package__) / "templates" / f"{file}.txt").read_text(encoding="utf-8")
    section = ""
    for line in text.split("\n"):
        if line.startswith("# "):
            section = line[2:]
        elif line:
            yield section, line


def add_line(locale: Locale, section: str, line: str, file: str) -> None:
    """Note a value or a template."""
    title, _, kind = section.partition(": ")
    if title == "values":
        slot, _, values = line.partition(" ")
        locale.pools[slot] = values.split("|")
    elif title in ("ham", "spam") and kind:
        locale.choose_kinds(title == "spam").setdefault(kind, []).append(line)
    else:
        raise DataError(f"{file}.txt has {line[:40]!r} under {section!r}, not under values, ham: or spam:")
