"""What a mail may be taken for: its parts, the versions of them that a program may choose, and its readings.

A filter that reads another version than the person is told what the sender likes. So the one that reads best
is the text of the mail, and each that says something else is a reading of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spamfilter.message import Reading

MOST = 4  # versions of one text that are told apart
LITTLE = 0.05  # share of the words by which two versions of an honest text may differ
FEW = 2  # words, for short ones

ATTACHED = "[attachment: "
NAMES = 5
NOTICE = 4  # a version of fewer words than one in so many tells that another is to be read

_WORD = re.compile(r"\w+")
_LINK = re.compile(r"\b(?:https?://|ftp://|www\.|mailto:|tel:|sms:)[^\s>]*+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of a mail shows.

    ``kind``     ``plain``, ``html``, ``attachment``, or ``versions``
    ``text``     what is surely seen
    ``written``  what may be seen, where that is more
    ``charset``  of its text, as declared
    ``versions`` of one text, each a list of parts, of which a program shows one
    """

    kind: str
    text: str = ""
    written: str = ""
    charset: str = ""
    versions: "tuple[tuple[Part, ...], ...]" = ()


def show_texts(parts: Iterable[Part], version: int | None = None, *, written: bool = False) -> Iterator[str]:
    """Texts of ``parts`` in order: of versions that with the number ``version``, None is the best one.

    With ``written`` all that may be seen of each.
    """
    for part in parts:
        if part.kind == "versions":
            yield from show_texts(pick_version(part, version), version, written=written)
        elif text := (written and part.written) or part.text:
            yield text


def pick_version(part: Part, version: int | None) -> Iterable[Part]:
    """The parts of one version; of a mere notice together with the longest."""
    if version is None:
        return choose_version(part.versions)
    place = min(version, len(part.versions) - 1)
    sizes = [len(find_words(parts)) for parts in part.versions]
    longest = part.versions[sizes.index(max(sizes))]
    is_notice = NOTICE * sizes[place] < max(sizes)
    return [*part.versions[place], *longest] if is_notice else part.versions[place]


def choose_version(versions: Sequence[Sequence[Part]]) -> list[Part]:
    """Of the versions of one text the plain one, unless it leaves out most of the words that HTML shows."""
    parts = [part for version in versions for part in version]
    plain, html = (
        {word for part in parts if find_kind(part) == kind for word in find_words([part])}
        for kind in ("plain", "html")
    )
    wanted = "plain" if plain and 2 * len(plain & html) >= len(html) else "html"
    chosen: list[Part] = []
    for version in versions:
        kinds = {find_kind(part) for part in version if find_kind(part) != "attachment"}
        again = wanted in kinds and any(find_kind(part) == wanted for part in chosen)
        shown = {"attachment"} if again else {wanted, "attachment"}
        chosen += [part for part in version if find_kind(part) in shown]
    return chosen


def find_kind(part: Part) -> str:
    """``plain`` or ``html``; of versions what the first part with a text is."""
    if part.kind != "versions":
        return part.kind
    kinds = [find_kind(inner) for version in part.versions for inner in version]
    return "html" if "html" in kinds and "plain" not in kinds else "plain"


def find_words(parts: Iterable[Part]) -> set[str]:
    """The words of a text, each once, in lower case."""
    return {word for text in show_texts(parts) for word in _WORD.findall(text.lower())}


def list_readings(subject: str, parts: list[Part]) -> list[Reading]:
    """Whole texts of a mail: the first is what a person surely sees, the others say something else."""
    first, *others = list_texts_apart(subject, parts)
    return [Reading(first), *(Reading(text, is_repetition(text, first)) for text in others)]


def list_texts_apart(subject: str, parts: list[Part]) -> list[str]:
    """Whole texts of a mail, each different from those before it."""
    count = min(MOST, max(map(count_versions, parts), default=1))
    numbers: list[int | None] = [None, *(range(count) if count > 1 else ())]
    readings: list[str] = []
    for written in (False, True):
        for number in numbers:
            reading = join_texts([subject, *limit_names(show_texts(parts, number, written=written))])
            if reading not in readings and all(is_different(reading, other) for other in readings):
                readings.append(reading)
    return readings


def limit_names(texts: Iterable[str]) -> Iterator[str]:
    """``texts`` with ``NAMES`` names of attachments at most, each once: a hundred would drown a text."""
    names: set[str] = set()
    for text in texts:
        if not text.startswith(ATTACHED):
            yield text
        elif text not in names and len(names) < NAMES:
            names.add(text)
            yield text


def count_versions(part: Part) -> int:
    """How many versions a part has; of versions within versions the most."""
    inner = (count_versions(each) for version in part.versions for each in version)
    return max([len(part.versions) or 1, *inner])


def join_texts(texts: Iterable[str]) -> str:
    """Texts with a blank line between two."""
    return "\n\n".join(filter(None, texts))


def is_different(first: str, second: str) -> bool:
    """Whether two texts differ by more than a few words: what one has and the other lacks, counted.

    Links do not count: of one text the HTML has their targets, the plain version often not.
    """
    one, other = count_words(first), count_words(second)
    apart = ((one - other) + (other - one)).total()
    return apart > max(FEW, LITTLE * max(one.total(), other.total()))


def is_repetition(text: str, first: str) -> bool:
    """Whether more than half of the words of ``text`` are in ``first``, and of those of ``first`` in it."""
    words, others = count_words(text), count_words(first)
    return 2 * (words & others).total() > max(words.total(), others.total())


def count_words(text: str) -> Counter[str]:
    """How often each word comes in ``text``, its links aside."""
    return Counter(_WORD.findall(_LINK.sub("", text).lower()))
