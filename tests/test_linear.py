"""No pattern and no loop over what a stranger wrote costs more than its length.

Every regular expression in the tree has a row, by file and name, or by file and function where it has no
name (``#2`` for the second one in it): how hostile text reaches it, and shapes that it could choke on. A new
pattern without a row fails :func:`test_every_pattern_has_a_row`.
"""

import ast
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from spamfilter_bogofilter.classifier import _MAIL
from spamfilter_gpt.runtime.folder import load_folder
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.runtime.normalize import align, normalize
from spamfilter_gpt.runtime.padding import squeeze
from spamfilter_gpt.runtime.tokenizer import Tokenizer
from spamfilter_ngram.model import prepare_text
from spamfilter_spamd import answer, protocol

from spamfilter import Message, formats, labelled
from spamfilter.mail import fields
from spamfilter.measure import explain, obfuscate
from spamfilter.readers import eml, mbox, sniff
from spamfilter.readers.from_line import is_dated
from spamfilter.readers.mime import encoding, header, html, style
from spamfilter.readers.mime.limits import LONGEST, Allowance
from tests.doubling import LARGEST, Run, Shape, find_growth
from tests.house_rules import list_sources, parse
from tests.paths import ROOT

QUICK = 1 << 16  # characters; the slow tests go on to LARGEST
CALLS = {"compile", "sub", "subn", "search", "match", "fullmatch", "findall", "finditer", "split"}


class Row(NamedTuple):
    """What runs a pattern, and what it is given."""

    run: Run
    shapes: tuple[Shape, ...]


def latin(text: str) -> bytes:
    return text.encode("latin-1", "replace")


@cache
def tokenizer() -> Tokenizer:
    folder = load_folder("tiny")
    return Tokenizer(folder.ranks, vocab_size=folder.card.architecture.vocab_size, normalizer=1)


def run_explained(text: str) -> object:
    return load_classifier_once().running_scores(Message(text))


@cache
def load_classifier_once():  # type: ignore[no-untyped-def]
    return load_classifier("tiny")


def score_prefix(text: str) -> object:
    return align(text, normalize(text))


def read_style(text: str) -> object:
    return style.read_style.__wrapped__(text)


def read_html(text: str) -> object:
    return html.extract_text(text, Allowance())


def read_mail(text: str) -> object:
    return eml.read_mail(latin(text), "mail")


def read_box(text: str) -> object:
    import io

    return [message.number for message in mbox.read_mbox(io.BytesIO(latin(text)), "box")]


def splice(text: str) -> object:
    return fields.splice_fields(latin(text), [("X-Spam-Flag", "YES")], "[spam]")


def keep_header(text: str) -> object:
    return obfuscate.keep_header(Message("", latin(text), subject="a"), ("content-",))


def rewrite(text: str) -> object:
    return obfuscate.rewrite_words(text, str.upper)


WORDS = (
    "a",
    "A",
    "aB",
    "Ab",
    "a ",
    "a b c d1 ",
    "a.",
    "a1",
    "A1$",
    "a1$",
    "a$",
    "a@",
    "@a",
    "aa@b1",
    "а",
    "漢",
)
UNSEEN = ("\u200b", "\u200c", "\ufe0f", "a\u200c", "\u200cक", "\U000e0041", "\u0301", " \u200c", "\u3164")
SPACES = (" ", "\n", " \n", "\r", "\r\n", "\t")
MARKS = ("!", "-", "=_", ".", "+", "$", "#️", "👍", "🇩", "👨‍", "ก", "ก\u0e31", "1", "1.", "1 ", "111 ", "$1")
NAMES = ("www", "http://", "a/", "漢.", "a.com", "a@b.", "-a", "a.b-")
LINES = (
    "a\n",
    "a:\n",
    "a:b\n",
    "a: b\n c\n",
    "From \n",
    ">From \n",
    "From a\n\n",
    "\n",
    "\r",
    "\n\r",
    "a:\r",
)
HEADS = (
    "X-Spam-",
    "Subject",
    "Subject:",
    "Subject: a\n b\n",
    "Subject\t",
    "X-",
    "Content-Length: 1\n",
    *LINES,
)
WORDED = ("=?", "=?a?q?", "=?a?q?b?=", "=?a?q?b?= ", "=?a?b?", "=?a*b", "?=", " ")
CODED = ("=", "M", "begin 644 a\n", "begin 644 ", "`\n", "end\n", "M" * 60 + "\n", "=3D", "a b")
PARTS = tuple(
    ("Content-Type: multipart/mixed; boundary=b\n\n", unit, "")
    for unit in ("--b\n", "--b--", "--b--\t", "--b ", "--", "\n--b\r\n\n", "--b\n\na\n")
)
VERSIONS = (
    (
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n\na\n--b\nContent-Type: text/html\n\n",
        "a ",
        "\n--b--",
    ),
)
TAGS = ("<p>", "<", ">", "<a href=//a>", "<!--", "-->", " ", "\r\n", "a", "<style>", "<div>", "</p>", "&amp;")

ROWS = {
    "plugins/spamfilter_bogofilter/classifier.py:_MAIL": Row(lambda text: _MAIL.match(latin(text)), HEADS),
    "plugins/spamfilter_spamd/answer.py:_END_OF_HEADER": Row(
        lambda text: answer._END_OF_HEADER.search(latin(text)), LINES
    ),
    "plugins/spamfilter_spamd/protocol.py:_REQUEST": Row(
        lambda text: protocol._REQUEST.fullmatch(latin(text)), ("A", ("A SPAMC/1.1", " ", "a"), "A SPAMC/")
    ),
    "spamfilter/formats.py:_SPACES": Row(formats.show_line, SPACES),
    "spamfilter/formats.py:_UNSAFE": Row(formats.show_line, ("\x00", "\u200e", "a\x00")),
    "spamfilter/formats.py:_UNSAFE_JSON": Row(formats.to_json, ("\x00", "\u200e", "a\x80", "\ud800")),
    "spamfilter/labelled.py:copy_key": Row(labelled.copy_key, (*SPACES, "_", "a_", "a")),
    "spamfilter/mail/fields.py:format_field": Row(
        lambda text: fields.format_field("a", text, b"\n"), ("a", " ", "a ", "é", "é ")
    ),
    "spamfilter/measure/explain.py:_SPAN": Row(
        lambda text: explain.split_spans(text[: explain.READ]), (*WORDS, *UNSEEN, *MARKS, *NAMES)),
    "spamfilter/measure/obfuscate.py:_CLUSTER": Row(
        obfuscate.split_characters, ("a", "\u0301", "👍", "👨‍", "ก\u0e31")
    ),
    "spamfilter/measure/obfuscate.py:_HAM_WORD": Row(
        lambda text: obfuscate.collect_words([text]), ("a", "a1", "\u0301", "ab ")
    ),
    "spamfilter/readers/from_line.py:list": Row(
        lambda text: is_dated(b"From " + latin(text)), ("1", "Ja", "1:", "19")
    ),
    "spamfilter/readers/sniff.py:_TRACE": Row(
        lambda text: sniff.sniff_format(latin(text)),
        (("Received:", " ", ""), ("Delivered-To:", "a", ""), "a"),
    ),
    "spamfilter/readers/html/page.py:_LINK": Row(read_html, TAGS),
    "spamfilter/readers/html/page.py:collect_styles": Row(read_html, ("<s", "<styl", "<style")),
    "spamfilter/readers/html/page.py:text": Row(read_html, SPACES),
    "spamfilter/readers/html/page.py:tidy": Row(read_html, ("a  ", "\x0c", "a\n")),
    "spamfilter/readers/html/style.py:_SIZE": Row(style.read_length, ("1", "1.", ".1", "-", "1 ", "a")),
}  # fmt: skip
for name in (
    "_JOINER",
    "_UNSEEN",
    "_WORD",
    "_OTHER",
    "_LATIN",
    "_UNSPACED",
    "_SPACED",
    "_LEET",
    "_CASED",
    "_STREWN",
):
    ROWS[f"plugins/spamfilter_gpt/runtime/normalize.py:{name}"] = Row(normalize, (*WORDS, *UNSEEN))
for name in ("_FILLING", "_NEEDED", "_BLANKS", "_BREAK", "_MARKS", "_REPEATED", "skip_repeats"):
    ROWS[f"plugins/spamfilter_gpt/runtime/padding.py:{name}"] = Row(
        lambda text: squeeze(text, 1 << 14),
        (*UNSEEN, *SPACES, "!", "=_", "a", "!" * 15 + "?", "\u2800a", "ab\n\n"),
    )
for name in ("_ENVELOPE", "_BLANK_LINE_NEXT", "_OWN", "_SUBJECT"):
    ROWS[f"spamfilter/mail/fields.py:{name}"] = Row(splice, HEADS)
ROWS["spamfilter/measure/obfuscate.py:_TOKEN"] = Row(rewrite, (*WORDS, *NAMES, "-", "/", ".com"))
for name in ("_FIELD", "keep_header"):
    ROWS[f"spamfilter/measure/obfuscate.py:{name}"] = Row(keep_header, HEADS)
for name in ("_FROM_LINES", "split_parts", "split_parts#2"):
    ROWS[f"spamfilter/readers/eml.py:{name}"] = Row(read_mail, (*PARTS, *LINES))
ROWS["spamfilter/readers/eml.py:choose_version"] = Row(read_mail, VERSIONS)
for name in ("_FIELD", "_BLANK", "_COUNT", "_QUOTED"):
    ROWS[f"spamfilter/readers/mbox.py:{name}"] = Row(
        read_box,
        tuple(
            ("From a\n", unit, "") for unit in ("a\n", "\n", ">From \n", "a:", "Content-Length: 1\n", "\r")
        ),
    )
for name in ("list#2", "list#3"):
    ROWS[f"spamfilter/readers/from_line.py:{name}"] = ROWS["spamfilter/readers/from_line.py:list"]
ROWS["spamfilter/readers/mime/header.py:_END_OF_HEADER"] = Row(
    lambda text: header.read_fields(latin(text), Allowance()), HEADS
)
ROWS["spamfilter/readers/mime/header.py:_ENCODED_WORD"] = Row(
    lambda text: header.decode_words(text[:LONGEST]), WORDED
)
ROWS["spamfilter/readers/mime/encoding.py:_OUTSIDE_BASE64"] = Row(
    lambda text: encoding.decode_transfer(latin(text), "base64"), CODED
)
for name in ("_UU_BEGIN", "_UU_LINE", "_UU_END"):
    ROWS[f"spamfilter/readers/mime/encoding.py:{name}"] = Row(encoding.name_uuencoded, CODED)

for name in ("_BLANKS", "_UNSEEN"):
    ROWS[f"plugins/spamfilter_ngram/model.py:{name}"] = Row(
        lambda text: prepare_text(text, 16), ("a", "a ", *SPACES, *UNSEEN)
    )

# Loops that no pattern of ours is at the heart of.
LOOPS = {
    "tokens": Row(lambda text: tokenizer().encode(text, 1024), ("a", "1", "!", "漢", *SPACES, *UNSEEN[:4])),
    "tokens' ends": Row(lambda text: tokenizer().find_ends(text, 1024), ("a", "a b", *SPACES, "\u200b")),
    "running scores": Row(run_explained, ("a b", "\u200b", "漢")),
    "places": Row(score_prefix, ("a", "\u200ba", "aB", "F R E E ", "а")),
    "declarations": Row(read_style, ("a:b;", "a", "(", "{", "a:", "!", "\\", "/*", '"')),
    "n-grams' text": Row(lambda text: prepare_text(text, 1 << 16), ("a", *SPACES, *UNSEEN)),
    "zlib": Row(lambda text: protocol.inflate(zlib.compress(latin(text)), 1 << 22), ("a",)),
}  # fmt: skip

# Being replaced: delete these lines with the patterns.
BEING_REPLACED = {f"spamfilter/readers/html/style.py:{name}" for name in ("_SELECTOR", "_LAST", "_FONT_SIZE")}

# What never meets a stranger's text, and why.
TRUSTED = {
    "plugins/spamfilter_gpt/corpus/": "our own templates and rows for training",
    "plugins/spamfilter_gpt/records/parse.py:": "a model folder that the user has chosen, short strings",
    "plugins/spamfilter_gpt/runtime/normalize.py:_LETTER": "names in the Unicode database",
    "plugins/spamfilter_bogofilter/program.py:": "what the program bogofilter prints of its settings",
    "plugins/spamfilter_spamd/address.py:": "an option of whoever starts the server",
    "plugins/spamfilter_spamd/protocol.py:read_header": "a line that was read within a limit; one class",
    "spamfilter/mail/fields.py:list_tests": "the name of a classifier",
    "spamfilter/report/svg.py:": "what matplotlib draws",
    "spamfilter/readers/maildir.py:_NUMBERS": "names of files, of 255 bytes at most",
}


def list_patterns(root: Path) -> Iterator[str]:
    """``path:NAME`` of each pattern in the tree; ``path:function`` of one without a name."""
    for path in list_sources(root):
        found: Counter[str] = Counter()
        for name in name_patterns(parse(path), ""):
            found[name] += 1
            number = f"#{found[name]}" if found[name] > 1 else ""
            yield f"{path.relative_to(root)}:{name}{number}"


def name_patterns(node: ast.AST, within: str) -> Iterator[str]:
    """The name or function of each call in ``node`` that compiles a pattern."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        within = node.name
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and not within:
        within = "list" if isinstance(node.value, ast.List) else node.targets[0].id
    if isinstance(node, ast.Call) and is_pattern(node.func):
        yield within
    for child in ast.iter_child_nodes(node):
        yield from name_patterns(child, within)


def is_pattern(function: ast.expr) -> bool:
    """Whether a call of it takes a pattern: ``re.sub``, ``regex.compile`` …"""
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id in ("re", "regex")
        and function.attr in CALLS
    )


def is_trusted(pattern: str) -> bool:
    return any(pattern.startswith(known) for known in TRUSTED)


def test_every_pattern_has_a_row() -> None:
    unknown = {one for one in list_patterns(ROOT) if not is_trusted(one)} - set(ROWS) - BEING_REPLACED
    assert unknown == set()


def test_every_row_has_a_pattern() -> None:
    found = set(list_patterns(ROOT))
    assert set(ROWS) | BEING_REPLACED <= found
    assert [known for known in TRUSTED if not any(one.startswith(known) for one in found)] == []


def test_a_pattern_without_a_row_is_found(tmp_path: Path) -> None:
    (tmp_path / "spamfilter").mkdir()
    code = "import re\nNEW = re.compile('a')\ndef find(text):\n    return re.sub('a', re.escape('b'), text)\n"
    (tmp_path / "spamfilter" / "new.py").write_text(code)
    assert list(list_patterns(tmp_path)) == ["spamfilter/new.py:NEW", "spamfilter/new.py:find"]


def list_runs() -> list[tuple[str, Row]]:
    """The rows and loops, those with the same function and shapes once."""
    seen: dict[tuple[object, ...], str] = {}
    for name, row in (*ROWS.items(), *LOOPS.items()):
        seen.setdefault((getattr(row.run, "__code__", row.run), row.shapes), name)
    return [(name, {**ROWS, **LOOPS}[name]) for name in seen.values()]


@pytest.mark.parametrize(("name", "row"), list_runs(), ids=[name for name, _ in list_runs()])
@pytest.mark.parametrize("largest", [QUICK, pytest.param(LARGEST, marks=pytest.mark.slow)])
def test_time_is_linear(name: str, row: Row, largest: int) -> None:
    assert [wrong for shape in row.shapes if (wrong := find_growth(row.run, shape, largest))] == []


def test_what_costs_the_square_is_found() -> None:
    assert find_growth(lambda text: [text.count("a", at) for at in range(len(text))], "ab").startswith(
        tuple(str(64 << step) for step in range(15))
    )


def test_what_is_too_slow_is_found() -> None:
    assert "characters of 'a'" in find_growth(lambda text: sum(1 for _ in range(len(text) * 400)), "a")
