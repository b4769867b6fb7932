"""The documents, and what stands in them: blocks, commands, chapters, links."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.paths import ROOT

FIRST_PAGE = ROOT / "README.md"
JAPANESE = ROOT / "spamfilter" / "README.ja.md"
HOST = ROOT / "spamfilter" / "README.md"
PLUGINS = ROOT / "plugins" / "README.md"
GPT = ROOT / "plugins" / "spamfilter_gpt" / "README.md"
DOCUMENTS = [
    FIRST_PAGE,
    JAPANESE,
    HOST,
    PLUGINS,
    GPT,
    *sorted((ROOT / "plugins").glob("spamfilter_*/README.md")),
]
DOCUMENTS = list(dict.fromkeys(DOCUMENTS))
CARDS = [GPT.parent / model / "README.md" for model in ("embedded", "tiny")]


def name_document(path: Path) -> str:
    """Its path in the repository."""
    return path.relative_to(ROOT).as_posix()


def find_blocks(document: Path, language: str) -> list[str]:
    """The text of each block of code in a ``language``, as ``console`` or ``python``."""
    text = document.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def find_chapter(document: Path, title: str) -> str:
    """The text between the heading ``title`` and the next one of any level."""
    text = document.read_text(encoding="utf-8")
    return re.split(r"^#+ ", text.partition(f"# {title}\n")[2], flags=re.MULTILINE)[0]


@dataclass(frozen=True, slots=True)
class Session:
    """A ``console`` block of a document: its ``commands`` in order, without comments."""

    document: Path
    commands: tuple[str, ...]

    def __str__(self) -> str:
        return f"{name_document(self.document)}: {self.commands[0]}"


def find_sessions(document: Path) -> list[Session]:
    """The sessions of a document. What does not begin with ``$`` is what a command prints."""
    blocks = find_blocks(document, "console")
    lines = [re.findall(r"^\$ (.*?)(?: +# .*)?$", block, flags=re.MULTILINE) for block in blocks]
    return [Session(document, tuple(commands)) for commands in lines]


def find_links(document: Path) -> list[str]:
    """Where links and pictures lead, those within the repository."""
    targets = re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8"))
    return [target for target in targets if "://" not in target]


def find_anchors(document: Path) -> set[str]:
    """The names that headings can be linked by, as GitHub makes them."""
    text = re.sub(r"^```.*?^```$", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
