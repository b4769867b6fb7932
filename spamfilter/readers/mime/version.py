"""What a mail may be taken for: its parts, the versions of them that a program may choose, and its readings.

A filter that reads another version than the person is told what the sender likes. So the one that reads best
is the text of the mail, and each that says something else is a reading of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MOST = 4  # versions of one text that are told apart
LITTLE = 0.05  # share of the words by which two versions of an honest text may differ
FEW = 2  # words, for short ones

_WORD = re.compile(r"\w+")


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


def list_texts(parts: Iterable[Part], version: int | None = None, *, written: bool = False) -> Iterator[str]:
    """Texts of ``parts`` in order: of versions that with the number ``version``, None is the best one.

    With ``written`` all that may be seen of each.
    """
    for part in parts:
        if part.kind == "versions":
            yield from list_texts(pick_version(part, version), version, written=written)
        elif text := (written and part.written) or part.text:
            yield text


def pick_version(part: Part, version: int | None) -> Iterable[Part]:
    """The parts of one version."""
    if version is None:
        return choose_version(part.versions)
    return part.versions[min(version, len(part.versions) - 1)]


def choose_version(versions: Iterable[Iterable[Part]]) -> list[Part]:
    """Of the versions of one text the plain one, unless it leaves out most of the words that HTML shows."""
    parts = [part for version in versions for part in version]
    plain, html = (
        {word for part in parts if find_kind(part) == kind for word in find_words([part])}
        for kind in ("plain", "html")
    )
    unwanted = "html" if plain and 2 * len(plain & html) >= len(html) else "plain"
    return [part for part in parts if find_kind(part) != unwanted]


def find_kind(part: Part) -> str:
    """``plain`` or ``html``; of versions what the first part with a text is."""
    if part.kind != "versions":
        return part.kind
    kinds = [find_kind(inner) for version in part.versions for inner in version]
    return "html" if "html" in kinds and "plain" not in kinds else "plain"


def find_words(parts: Iterable[Part]) -> set[str]:
    """The words of a text, each once, in lower case."""
    return {word for text in list_texts(parts) for word in _WORD.findall(text.lower())}


def list_readings(subject: str, parts: list[Part]) -> list[str]:
    """Whole texts of a mail: the first is what a person surely sees, the others say something else."""
    count = min(MOST, max(map(count_versions, parts), default=1))
    numbers: list[int | None] = [None, *(range(count) if count > 1 else ())]
    readings: list[str] = []
    for written in (False, True):
        for number in numbers:
            reading = join_texts([subject, *list_texts(parts, number, written=written)])
            if not readings or all(is_different(reading, other) for other in readings):
                readings.append(reading)
    return readings


def count_versions(part: Part) -> int:
    """How many versions a part has; of versions within versions the most."""
    inner = (count_versions(each) for version in part.versions for each in version)
    return max([len(part.versions) or 1, *inner])


def join_texts(texts: Iterable[str]) -> str:
    """Texts with a blank line between two."""
    return "\n\n".join(filter(None, texts))


def is_different(first: str, second: str) -> bool:
    """Whether two texts differ by more than a few words: what one has and the other lacks, counted."""
    if first == second:
        return False
    one, other = (Counter(_WORD.findall(text.lower())) for text in (first, second))
    apart = ((one - other) + (other - one)).total()
    return apart > max(FEW, LITTLE * max(one.total(), other.total()))
