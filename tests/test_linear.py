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
from spamfilter_gpt.runtime.characters import find_buckets
from spamfilter_gpt.runtime.disguise.misspelled import Speller
from spamfilter_gpt.runtime.disguise.passages import list_passages
from spamfilter_gpt.runtime.folder import load_folder
from spamfilter_gpt.runtime.inference import load_classifier
from spamfilter_gpt.runtime.normalize import align, normalize
from spamfilter_gpt.runtime.padding import squeeze
from spamfilter_gpt.runtime.surface import count_features
from spamfilter_gpt.runtime.tokens.tokenizer import Tokenizer
from spamfilter_ngram.model import prepare_text
from spamfilter_spamd import answer, protocol

from spamfilter import Message, Shelf, formats, labelled
from spamfilter.errors import DataError, UsageError
from spamfilter.hookspecs import ReadOptions
from spamfilter.mail import fields
from spamfilter.mail.authentication import find_doubt
from spamfilter.mail.entry import parse_entry
from spamfilter.mail.sender import read_address, read_sender
from spamfilter.measure import explain, obfuscate
from spamfilter.memory.known.grams import fold_text, hash_grams, list_senders
from spamfilter.memory.known.header import hash_header
from spamfilter.readers import eml, emlx, mbox, sniff
from spamfilter.readers.evidence import weigh_header
from spamfilter.readers.exports.android import backup, sms_ie
from spamfilter.readers.exports.document import sketch_document
from spamfilter.readers.exports.google import chat, voice
from spamfilter.readers.exports.passed import clean_text
from spamfilter.readers.from_line import find_address, is_dated
from spamfilter.readers.html import page
from spamfilter.readers.mime import armour, charset, direction, transfer, value, words
from spamfilter.readers.mime.limits import HEAD, Allowance
from tests import linear_chats, linear_sources
from tests.doubling import LARGEST, Run, Shape, find_growth
from tests.house_rules import list_sources, parse
from tests.paths import ROOT

QUICK = 1 << 14  # characters
CALLS = {"compile", "sub", "subn", "search", "match", "fullmatch", "findall", "finditer", "split"}


class Row(NamedTuple):
    """What runs a pattern, what it is given, and up to how many characters."""

    run: Run
    shapes: tuple[Shape, ...]
    largest: int = LARGEST


def latin(text: str) -> bytes:
    return text.encode("latin-1", "replace")


def run_header(text: str) -> object:
    return hash_header(Message("", latin(text), sender="a"))


@cache
def tokenizer() -> Tokenizer:
    folder = load_folder("tiny")
    return Tokenizer(folder.tokens, vocab_size=folder.card.architecture.vocab_size, normalizer=1)


def run_explained(text: str) -> object:
    return load_classifier_once().running_scores(Message(text))


@cache
def load_classifier_once():  # type: ignore[no-untyped-def]
    return load_classifier("tiny")


def score_prefix(text: str) -> object:
    return align(text, normalize(text))


def read_html(text: str) -> object:
    return page.read_html(text, Allowance())


def read_mail(text: str) -> object:
    return eml.read_mail(latin(text), "mail")


def read_box(text: str) -> object:
    import io

    return [message.number for message in mbox.read_mbox(io.BytesIO(latin(text)), "box")]


def read_export(text: str) -> object:
    """A backup of SMS, read and sniffed; of what is none the beginning."""
    import io

    found = [backup.sniff_backup(latin(text[: 1 << 16]), "x")]
    try:
        return found, list(backup.read_backup(io.BytesIO(latin(text)), "x", ReadOptions()))
    except DataError:
        return found


def splice(text: str) -> object:
    return fields.splice_fields(latin(text), [("X-Spam-Flag", "YES")], "[spam]")


def parse_listed(text: str) -> object:
    try:
        return parse_entry(text)
    except UsageError:
        return ""


def doubt_field(text: str) -> object:
    return find_doubt([("authentication-results", latin(text))], "a.b", frozenset(["a"]))


def find_sender(text: str) -> object:
    """Of a mail, and of one whose From field is the text."""
    mail = latin(text)
    return read_sender(Message("", mail, sender=text)), read_sender(
        Message("", b"From: " + mail, sender=text)
    )


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
    "spamfilter/memory/known/grams.py:_WORD": Row(
        lambda text: hash_grams(Message(text)), ("a", "!", *SPACES)
    ),
    "spamfilter/memory/known/header.py:_FIELD": Row(
        run_header, ("a", "a:b\n", ("a:b\n", " ", ""), "\n", "\r")
    ),
    "spamfilter/memory/known/header.py:_WORD": Row(
        run_header, tuple(("From:", unit, "\n\n") for unit in ("a", "a.", "a "))
    ),
    "spamfilter/memory/known/header.py:_DIGIT": Row(
        run_header, (("From:", "1", "\n\n"), ("From:", "a1", "\n\n"))
    ),
    "spamfilter/memory/known/grams.py:_DIGIT": Row(fold_text, ("1", "a1", "a")),
    "spamfilter/memory/known/grams.py:_ADDRESS": Row(list_senders, ("a", "a@", "@", "<")),
    "spamfilter/formats.py:_UNSAFE_JSON": Row(formats.to_json, ("\x00", "\u200e", "a\x80", "\ud800")),
    "spamfilter/labelled/split.py:copy_key": Row(labelled.copy_key, (*SPACES, "_", "a_", "a")),
    "spamfilter/mail/fields.py:format_field": Row(
        lambda text: fields.format_field("a", text, b"\n"), ("a", " ", "a ", "é", "é ")
    ),
    "spamfilter/mail/authentication.py:_ID": Row(
        doubt_field, (" ", "a", "(", ("a;", " a=a", ""), ("a;", "(", ""))
    ),
    "spamfilter/mail/sender.py:_PLAIN": Row(
        lambda text: read_address(text.encode()),
        ("a", " ", '"', '\\"', '"a"', "<", ('"', "a", ""), ('"', "\\a", ""), ("<", " ", "a"), ("a(", "b", ""))
    ),
    "spamfilter/mail/users/memories.py:_NAME": Row(Shelf(folder=ROOT).locate, ("a", "a.", "a/", ".", "é")),
    "spamfilter/measure/explain.py:_SPAN": Row(
        lambda text: explain.split_spans(text[: explain.READ]), (*WORDS, *UNSEEN, *MARKS, *NAMES)),
    "spamfilter/measure/obfuscate.py:_CLUSTER": Row(
        obfuscate.split_characters, ("a", "\u0301", "👍", "👨‍", "ก\u0e31")
    ),
    "spamfilter/measure/obfuscate.py:_HAM_WORD": Row(
        lambda text: obfuscate.collect_words([text]), ("a", "a1", "\u0301", "ab ")
    ),
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
    "_LEET_ASCII",
    "_CASED",
    "_CASED_ASCII",
    "_STREWN",
):
    ROWS[f"plugins/spamfilter_gpt/runtime/disguise/version_1.py:{name}"] = Row(
        lambda text: normalize(text, 1), (*WORDS, *UNSEEN)
    )
for name in (
    "_FILLING",
    "_FILLING_ASCII",
    "_NEEDED",
    "_BLANKS",
    "_BREAK",
    "_MARKS",
    "_REPEATED",
    "skip_repeats",
):
    ROWS[f"plugins/spamfilter_gpt/runtime/padding.py:{name}"] = Row(
        lambda text: squeeze(text, 1 << 14),
        (*UNSEEN, *SPACES, "!", "=_", "a", "!" * 15 + "?", "\u2800a", "ab\n\n"),
    )
for name in ("_DOMAIN", "_LOCAL", "_NUMBER"):
    ROWS[f"spamfilter/mail/entry.py:{name}"] = Row(
        parse_listed, ("a", "a.", ".", "@", "a@", "1", "+", "é", "é.")
    )
for name in ("_ABOVE", "_FIELD", "_ANY_FROM", "_DELIMITERS"):
    ROWS[f"spamfilter/mail/sender.py:{name}"] = Row(
        find_sender,
        (*HEADS, "From a\n", "a:\n", "a: b\n c\n", "\nFrom", "\nFrom:a@b.c\n", "a@b.c,", "<", "a@"),
    )
for name in ("_ENVELOPE", "_BLANK_LINE_NEXT", "_OWN", "_SUBJECT"):
    ROWS[f"spamfilter/mail/fields.py:{name}"] = Row(splice, HEADS)
# Of the user's own messages, and each word costs a call.
ROWS["spamfilter/measure/obfuscate.py:_TOKEN"] = Row(
    rewrite, (*WORDS, *NAMES, "-", "/", ".com"), largest=1 << 16
)


def know(path: str, names: str, run: Run, shapes: tuple[Shape, ...], largest: int = LARGEST) -> None:
    """Add a row for patterns of one file, which hostile text reaches by the same way."""
    for name in names.split():
        ROWS[f"{path}:{name}"] = Row(run, shapes, largest)


def count_buckets(text: str) -> int:
    return len(find_buckets(text, 1 << 19))


def sketch_surface(text: str) -> int:
    return len(count_features(text))


NORMALIZER = "plugins/spamfilter_gpt/runtime/disguise"
NORMALIZED = 1 << 16  # characters: all of a version's patterns run for each shape, and there are many shapes
SIGNS = (
    "①",
    "Ⓐ",
    "Ⓐ ",
    "𝐀",
    "ᴀ",
    "ᵃ",
    "🇩",
    "🇩🇪",
    "Ａ",
    "a\u0338",
    "1\u0301",
    "4️⃣",
    "ä",
    "c̈",
    "ä́",
    "ƒ",
    "аa",
    "α",
)
TURNED = (
    "\u202e",
    "\u202ea",
    "\u202ea\u202c",
    "\u202dא",
    "א\u200e",
    "a\u200eא",
    "\u2800",
    "\u2801\u2800",
    "\u115f",
)
PREFIXED = ("subject:", "Subject: ", "[spam]", "[spam ", "[suspected ", "***", "***spam", "{spam", " ", "[* ")
APART = ("a.", "a . ", "a❤", "a  b ", "a b  ", "中 ", "가.", "а-", "a1 ", "a. b_", "a\n", "a@", "a$")
SIGNED = ("a!", "a!a", "a|", "a|b", "a€", "A0B", "a@b ", "@a@", "a4", "0f", "3al ", "sinA ", "aB/", "a1B")
know(
    f"{NORMALIZER}/version_2.py",
    "_LABEL _BACKWARDS _RIGHT _LEFT _JOINING _DIRECTION _INSIDE _BLANK _BRAILLE _MARKED _STRUCK _STACKED "
    "_KEYCAP _CJK _WIDE_LETTER _WIDE _WORD _RUN _ODD_RUN _ASIDE _GREEK _VIETNAMESE _OTHER_WORD _LATIN "
    "_FLAGS _ENCLOSED _OPENED _JOINERS _NOTHING _BREAKABLE _CASED _CASED_ASCII _STREWN",
    normalize,
    (*WORDS, *UNSEEN, *SIGNS, *TURNED, *PREFIXED),
    NORMALIZED,
)
know(f"{NORMALIZER}/letters.py", "_MEASURE", normalize, ("μa", "Aα", "A" * 9, "aα1 "))
know(f"{NORMALIZER}/version_3.py", "_GAP _WORD", normalize, (*WORDS, *APART, "a*b|"), NORMALIZED)
know(f"{NORMALIZER}/glance.py", "_RISE _RISE_ANY _APART _APART_ANY", normalize, (*WORDS, *APART), NORMALIZED)
know(f"{NORMALIZER}/spaced.py", "ROW _ONE _UNSPACED _HANGUL", normalize, (*WORDS, *APART), NORMALIZED)
know(
    f"{NORMALIZER}/passages.py",
    "_WANTS _END _WORD",
    list_passages,
    ("a.", "1 ", "a. 1", "。", "\n", " ", "a 123. "),
)
know(
    f"{NORMALIZER}/misspelled.py",
    "_WORD",
    Speller({b" known": 0}).respell,
    ("a", "knwon ", "you knwon ", "a.", "a-a ", "-a", "@a", "a@"),
)
know(
    f"{NORMALIZER}/leet.py",
    "_TOKEN _INSIDE _WORD _EDGED _ARABIC _CONSONANTS _MIXED",
    normalize,
    (*WORDS, *SIGNED),
    NORMALIZED,
)

know("plugins/spamfilter_gpt/runtime/characters.py", "_DIGIT", count_buckets, ("0", "a0", "ab ", "\u0660"))
for pattern, shapes in {
    "_LINK": ("http://", "https://a ", "www.", "www.www.", "http:"),
    "_DOMAIN": (".", ".com", ".co", "a.co.", ".c.o"),
    "_SHORTENED": ("bit.", "t.me", "bit.ly", "t.", "goo."),
    "_ADDRESS": ("@", "a@", "a@a"),
    "_HANDLE": ("@", " @", "a@", "@a"),
    "_MONEY": ("rs", "rs ", "usd", "us "),
    "_NUMBER": ("0", "0a", "\u0660", "0 "),
    "_MIXED": ("a0", "a", "0", "aa00"),
    "_PERCENT": ("0 ", "0%", "0", "0\t", "\u066a"),
    "_PLUS": ("+", "+0", "0+"),
    "_TIME": ("0:", "00:00", "0:0", "00:"),
    "_DATE": ("0-", "0-0-", "0000/00", "0.0.", "00.00.0000 "),
    "_SENTENCE": (".", "\n", "!a", "\u3002"),
}.items():
    know("plugins/spamfilter_gpt/runtime/surface.py", pattern, sketch_surface, shapes)

for pattern, shapes in {
    "_MARKS": ("\u0301", "a\u0301", "a"),
    "_UNSPACED": ("中", "ก", "a中", "ก "),
    "_WORD": ("a", "'", "a'", "क\u093e", "a ", "_", "\u200c"),
}.items():
    know("plugins/spamfilter_gpt/runtime/concepts.py", pattern, sketch_surface, shapes)

READERS = "spamfilter/readers"
DATED = ("1", "Ja", "1:", "19", "a@", " ", "<", "Thu Aug 22 12:36:23 2002 ")
SPELT = (
    "(",
    ")",
    '"',
    "\\",
    ";",
    "=",
    "a=b;",
    "a*0=b;",
    "a*0*=%41;",
    "a*=b'c'%;",
    "=?a?q?b?=",
    " ",
    "/",
    "x",
)
SENT = (
    "-----BEGIN A-----\n",
    "aB1",
    "aB1 ",
    "ab cd ef 01\n",
    "data:;",
    "ssh-rsa A",
    "> ",
    "Comment: \n",
    "=-_",
)
know(f"{READERS}/sniff.py", "_ABOVE", lambda text: sniff.sniff_format(latin(text)), ("\n", "From ", *LINES))
know(f"{READERS}/evidence.py", "_FIELD _TRACE _VALUE", lambda text: weigh_header([latin(text)], 9), HEADS)
know(f"{READERS}/from_line.py", "_WHOLE _OTHER", lambda text: is_dated(b"From " + latin(text)), DATED)
know(f"{READERS}/from_line.py", "_ADDRESS", lambda text: find_address(b"From " + latin(text)), DATED)
know(f"{READERS}/eml.py", "_LONE_CR _LINE_ENDS", read_mail, ("\r", "\r\r\n", "a\r", "\n\r"))
know(
    f"{READERS}/emlx.py",
    "_LENGTH _LIST",
    lambda text: emlx.cut_mail(latin(text)),
    ("1", "1\n", "\n", "<?xml "),
)
know(
    f"{READERS}/mbox.py", "_BLANK _COUNT _QUOTED", read_box,
    tuple(("From a\n", one, "") for one in ("a\n", "\n", ">From \n", "a:", "Content-Length: 1\n", "\r")),
)  # fmt: skip
know(
    f"{READERS}/html/page.py",
    "_LINK _NUMBER _SPACES _BREAKS _WHITE collect_styles says_the_same says_the_same#2",
    read_html,
    (*TAGS, *SPACES, "<s", "<style", "\u202e", "a\u202e", "&#1", "\x0c", "<p hidden>ab"),
)
know(f"{READERS}/html/page.py", "strip_tags", page.strip_tags, TAGS)
know(
    f"{READERS}/html/style.py",
    "_DIGITS",
    read_html,
    (("<p style='width:", "9", "px'>"), ("<b style='", "9", "'>")),
)
know(
    f"{READERS}/mime/armour.py",
    "_KEY_MARK _LONG_MARK _DUMP_MARK _BEGIN _FIELD _TOKEN _LAST _COMMENTS _DASHED _SSH_KEY _DATA_URI _DUMP "
    "_LINE_OF_DATA _TAIL _WORD _RUN _REPEATED _HEX _CHANGE find_end",
    armour.name_armour,
    (*SENT, *SPACES, *CODED),
)
know(f"{READERS}/mime/armour.py", "_UU_BEGIN _UU_LINE _UU_END", armour.name_uuencoded, CODED)
know(
    f"{READERS}/mime/charset.py",
    "_PAGE _FAMILIES _FAMILIES#2 _FAMILIES#3 _FAMILIES#4 find_codec find_codec#2",
    lambda text: charset.decode_charset(b"a", text),
    ("x-", "iso-8859-", "1", "windows", "cp", " ", "-i", "$esc", "_", '"'),
)
know(
    f"{READERS}/mime/charset.py", "_META _NAMED",
    lambda text: charset.find_charset(latin(text)),
    ("<!--", "<meta ", "<meta '", "<meta charset=", "charset=", "-->", " ", ("<meta ", "charset ", "")),
)  # fmt: skip
know(
    f"{READERS}/mime/charset.py", "_SHIFTED", lambda text: charset.decode_charset(latin(text), "utf-7"),
    ("+", "+A", "+AGE-", "A", "+-"),
)  # fmt: skip
know(
    f"{READERS}/mime/charset.py", "_SURROGATE", lambda text: charset.decode_charset(latin(text), "utf-16"),
    ("\xd8\x00", "\x00\xd8", "a"),
)  # fmt: skip
know(
    f"{READERS}/mime/iso2022.py", "JAPANESE _SWITCH _PAIR",
    lambda text: charset.decode_charset(latin(text), "iso-2022-jp"),
    ("\x1b$B", "\x1b(B", "\x1b", "\x0e", "\x1b$B$\"", "$B", "\x1b$)C\x0e!!"),
)  # fmt: skip
know(
    f"{READERS}/mime/header.py",
    "_MARKS _TOP _TOP_CR _BLANK _BLANK_NEXT _CR_FIELD _HEADER _UNENDED _FIELDS _SKIPPED _READ "
    "_READ_BEHIND_CR _CHARSET",
    read_mail,
    (
        *HEADS,
        "\xef\xbb\xbf",
        "From",
        "Subject\n ",
        "a b\nSubject: x\n",
        "x\n",
        "\0",
        "Content-Type:\n ",
        "=?a",
    ),
)
know(
    f"{READERS}/mime/part.py", "_PRINTED_BOUNDARY write_boundary", read_mail,
    (*PARTS, *LINES, ("Content-Type: multipart/mixed\n\n", "--b\nContent-", "")),
)  # fmt: skip
FLOWED = "Content-Type: text/plain; format=flowed; delsp=yes\n\n"
know(
    f"{READERS}/mime/part.py",
    "_FLOWED",
    read_mail,
    ((FLOWED, " \n", ""), (FLOWED, " ", ""), (FLOWED, "a \n", "")),
)
know(
    f"{READERS}/mime/direction.py", "_BACKWARDS", direction.turn_round, ("\u202e", "\u202ea", "\u202e\u202c")
)
know(f"{READERS}/mime/version.py", "_WORD _LINK", read_mail, (*VERSIONS, (VERSIONS[0][0], "http://", "")))
CALENDAR = "Content-Type: text/calendar\n\n"
know(
    f"{READERS}/mime/part.py", "_FOLDED _EVENT _ESCAPED", read_mail,
    tuple((CALENDAR, one, "") for one in ("\n ", "SUMMARY", "SUMMARY;", "SUMMARY:a\n", "SUMMARY:\\", "\\")),
)  # fmt: skip
know(f"{READERS}/mime/part.py", "_GAP", read_mail, ("\n", "\n ", " \n", ("", "\n" * 29 + "a", "")))
know(
    f"{READERS}/mime/transfer.py", "_CLEAN _PADDED _URL_SAFE_LINE _MIXED _CONTROL",
    lambda text: transfer.decode_transfer(latin(text), "base64"),
    (*CODED, "A=\n", "SG==", "-_aA", "\0", "a b\n", "====\n"),
)  # fmt: skip
know(
    f"{READERS}/mime/transfer.py", "_COMMENT decode_transfer",
    lambda text: transfer.decode_transfer(b"a", text), ("(", "()", ";", '"', " ", "x-"),
)  # fmt: skip
know(
    f"{READERS}/mime/transfer.py",
    "_UU_BEGIN",
    lambda text: transfer.decode_transfer(latin(text), "x-uue"),
    CODED,
)
know(
    f"{READERS}/mime/value.py",
    "_SPECIAL _COMMENT_MARK _LITERAL _TOKEN _PARAMETER _ESCAPED _PIECE complete_encoding",
    lambda text: value.parse_value(latin(text), "content-type"),
    SPELT,
)
know(
    f"{READERS}/mime/words.py",
    "_START _START_CUT _LETTERS _NO_LETTER _ESCAPE _ESCAPE_CUT _LATER_END _UTF8_CUT",
    # A field is cut first, one with parameters to HEAD bytes.
    lambda text: words.decode_words(words.cut_words(latin(text), HEAD)),
    (*WORDED, "\x1b$B", "=?utf-8?q?\xe9", "\xc3"),
)
know(
    "spamfilter/measure/obfuscate.py", "_FIELD", keep_header, HEADS
)  # fmt: skip

for name in ("_BLANKS", "_UNSEEN"):
    ROWS[f"plugins/spamfilter_ngram/model.py:{name}"] = Row(
        lambda text: prepare_text(text, 16), ("a", "a ", *SPACES, *UNSEEN)
    )
for known in (*linear_chats.KNOWN, *linear_sources.KNOWN):
    know(*known)

EXPORTS = f"{READERS}/exports"
TAGGED = (
    *[
        ("<smses>", unit, "")
        for unit in ("<", "<a", "<!--", "<!-", "<?", "<!", "<![CDATA[", "</", "<mms>", " ")
    ],
    *[("<smses><sms ", unit, "") for unit in ("a='b' ", "a=' ", "a ", "a=", "'", "/", "-", " ")],
    *[('<smses><sms body="', unit, '"/>') for unit in ("&#1;", "&", "&#", "&amp;", "&#55357;", "\n", "<a>")],
    ("<smses>", '<sms body="a"/>', ""),
    ("<smses><mms>", "<part ct='text/plain' text='a'/>", "</mms>"),
    ("<smses><!--", "--", ""),
    ("<smses><!", "[", ""),
)
know(f"{EXPORTS}/android/backup.py", "_REFERENCE _ASIDE _ROOT _TAG _PARTIAL", read_export, TAGGED)
know(f"{EXPORTS}/android/tags.py", "_TAG _ATTRIBUTE _OPENING _ASSIGNED _CLOSING", read_export, TAGGED)
know(
    f"{EXPORTS}/android/sms_ie.py",
    "_ATTACHMENT",
    sms_ie.is_attachment,
    ("/", "data/", "data/PART_", "a/data/P"),
)
know(
    f"{EXPORTS}/document.py",
    "_ESCAPE",
    lambda text: sketch_document(latin(text)),
    (
        "[",
        ('{"', "\\", ""),
        ('{"', "\\ud83d", ""),
        ('{"', "\\u", ""),
        ('{"a":[7', ",7", ""),
        '{"a":',
        "\\x1",
        '"',
    ),
)
know(f"{EXPORTS}/passed.py", "_FORBIDDEN", clean_text, ("a", "\0", "\ud83d", "\ud83d\ude0a", "\r", "\r\n"))
know(
    f"{EXPORTS}/google/chat.py",
    "_MONTH _DAY _YEAR _TIME",
    chat.read_words_of_date,
    ("1", "May", "Ma", "11 ", " at ", ("May 7, 2015 at ", "1", ""), ("May 7, 2015 at 1:", "1:", ""), ":"),
)
know(
    f"{EXPORTS}/google/voice.py",
    "_PAGE _LOG",
    lambda text: voice.sniff_google_voice(latin(text), "a.html"),
    tuple(
        (above, unit, "")
        for above in ("", "<html ")
        for unit in ("<body", "<body>", " ", "<?xml", "<!DOCTYPE")
    ),
)

# Loops that no pattern of ours is at the heart of.
LOOPS = {
    "tokens": Row(lambda text: tokenizer().encode(text, 1024), ("a", "1", "!", "漢", *SPACES, *UNSEEN[:4])),
    "tokens' ends": Row(lambda text: tokenizer().find_ends(text, 1024), ("a", "a b", *SPACES, "\u200b")),
    "running scores": Row(run_explained, ("a b", "\u200b", "漢")),
    "places": Row(score_prefix, ("a", "\u200ba", "aB", "F R E E ", "а")),
    "declarations": Row(
        lambda text: read_html(f"<p style='{text}'>a"), ("a:b;", "a", "(", "{", "a:", "!", "\\", "/*", '"')
    ),
    "n-grams' text": Row(lambda text: prepare_text(text, 1 << 16), ("a", *SPACES, *UNSEEN)),
    "zlib": Row(lambda text: protocol.inflate(zlib.compress(latin(text)), 1 << 22), ("a",)),
}  # fmt: skip

# What never meets a stranger's text, and why.
TRUSTED = {
    "plugins/spamfilter_gpt/corpus/": "our own templates and rows for training",
    "plugins/spamfilter_gpt/records/parse.py:": "a model folder that the user has chosen, short strings",
    "plugins/spamfilter_gpt/runtime/disguise/late.py:": "patterns that have rows by their own names",
    "plugins/spamfilter_gpt/runtime/disguise/version_1.py:_LETTER": "names in the Unicode database",
    "plugins/spamfilter_gpt/runtime/disguise/letters.py:_LETTER": "names in the Unicode database",
    "plugins/spamfilter_gpt/runtime/disguise/letters.py:_FORM": "names in the Unicode database",
    "plugins/spamfilter_gpt/runtime/disguise/letters.py:_ENCLOSED": "names in the Unicode database",
    "plugins/spamfilter_gpt/runtime/disguise/letters.py:_SMALL": "names in the Unicode database",
    "plugins/spamfilter_bogofilter/program.py:": "what the program bogofilter prints of its settings",
    "plugins/spamfilter_spamd/address.py:": "an option of whoever starts the server",
    "plugins/spamfilter_spamd/protocol.py:read_header": "a line that was read within a limit; one class",
    "spamfilter/mail/fields.py:list_tests": "the name of a classifier",
    "spamfilter/report/svg.py:": "what matplotlib draws",
    "plugins/spamfilter_spamd/spamd.py:": "options of whoever starts the server",
    "spamfilter/readers/mime/charset.py:read_labels": "the tables of Python and webencodings",
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
    """Whether a call of it takes a pattern: ``re.sub``, ``regex.compile``, ``late.compile``"""
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and function.value.id in ("re", "regex", "late")
        and function.attr in CALLS
    )


def is_trusted(pattern: str) -> bool:
    return any(pattern.startswith(known) for known in TRUSTED)


def test_every_pattern_has_a_row() -> None:
    unknown = {one for one in list_patterns(ROOT) if not is_trusted(one)} - set(ROWS)
    assert unknown == set()


def test_every_row_has_a_pattern() -> None:
    found = set(list_patterns(ROOT))
    assert set(ROWS) <= found
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
def test_time_is_linear(name: str, row: Row) -> None:
    """To ``QUICK`` characters; ``test_linear_readers`` and ``test_linear_rest`` go on to ``LARGEST``."""
    check_row(row, QUICK)


def check_row(row: Row, largest: int) -> None:
    """Raise unless the time of a row is linear up to texts of ``largest`` characters."""
    assert [
        wrong for shape in row.shapes if (wrong := find_growth(row.run, shape, min(largest, row.largest)))
    ] == []


def test_what_costs_the_square_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.doubling.TRIES", 1)
    assert find_growth(lambda text: [text.count("a", at) for at in range(len(text))], "ab").startswith(
        tuple(str(64 << step) for step in range(15))
    )
