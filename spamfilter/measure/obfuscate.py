"""What spammers do to a text so that people still read it and filters do not. For testing one's own filter.

Each kind is a pure function of the text, a random source and words that ham uses. Web and mail addresses and
all digits stay as they are under every kind, because the reader is to follow and to dial them. Nothing is
put inside what is shown as one character (an emoji sequence, a letter with its accents), and a script that a
kind has nothing for comes out unchanged.
"""

import base64
import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from email.header import Header
from random import Random

import regex

from spamfilter.message import Message
from spamfilter.readers.eml import read_mail
from spamfilter.readers.mime.header import find_header, read_fields
from spamfilter.readers.mime.limits import Allowance

# A rewritten text, or the raw mail that it arrives in.
Rewrite = Callable[[str, Random, Sequence[str]], str | bytes]

LETTERS = 0.5  # share of the letters, or of the places between them, that a kind changes
WORDS = 0.5  # share of the words that are spaced out
SHORTEST = 4  # letters of a word that is spaced out or split
GOOD_WORDS = (20, 200)  # appended at least and at most; between these, as many as the text has
COMMONEST = 2000  # words of the ham that are drawn from
INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad"
SEPARATORS = " .-"
HIDDEN = ("display:none", "font-size:0")
LEET = {"a": "4@", "b": "8", "e": "3", "i": "1!", "o": "0", "s": "5$", "t": "7"}
# Cyrillic and Greek letters that look like a Latin one; each also has its full-width form.
ALIKE = {
    "a": "аα", "c": "с", "d": "ԁ", "e": "е", "h": "һ", "i": "і", "j": "ј", "k": "к", "l": "ӏ", "o": "оο",
    "p": "рρ", "q": "ԛ", "s": "ѕ", "u": "υ", "v": "ѵν", "w": "ԝ", "x": "хχ", "y": "у",
    "A": "АΑ", "B": "ВΒ", "C": "С", "E": "ЕΕ", "G": "Ԍ", "H": "НΗ", "I": "ІΙ", "J": "Ј", "K": "КΚ", "M": "МΜ",
    "N": "Ν", "O": "ОΟ", "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "V": "Ѵ", "W": "Ԝ", "X": "ХΧ", "Y": "ҮΥ", "Z": "Ζ",
}  # fmt: skip
FULL_WIDTH = 0xFEE0  # from an ASCII letter to its full-width form
EVERYDAY = (
    "about afternoon again because bring dinner evening family friend going home hope later lunch meeting "
    "mother office please project report school sorry station thanks think today tomorrow train weekend work "
    "yesterday"
)

_CLUSTER = regex.compile(r"\X")
_LETTER = r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}--[\p{So}\p{Nl}]]"
# No part of it is tried twice, however long the text.
_TOKEN = regex.compile(
    rf"""
    (?P<address>
        (?:https?://|www\.)\S++
        | (?<!\S) [^\s@]++ @ \S++
        | (?<![\w.-]) [\w-]++ (?:\.[\w-]++)++
          (?: (?=/\w) | (?<=\.(?:com|net|org|info|biz|co|uk|de|eu|me|tv|ly|io|in|cn|ru|mobi)) ) (?:/\S*+)?
    )
    | (?P<word> {_LETTER} (?:{_LETTER}|\p{{M}})*+ )
    """,
    regex.VERBOSE | regex.V1 | regex.IGNORECASE,
)
_HAM_WORD = regex.compile(r"[\p{L}\p{M}]{2,}+")
_FIELD = re.compile(rb"^([^\s:]++)[ \t]*+:[^\n]*+(?:\n[ \t][^\n]*+)*+", re.MULTILINE)


def split_characters(word: str) -> list[str]:
    """What is shown as one character each (extended grapheme clusters, UAX 29)."""
    return list(_CLUSTER.findall(word))


def rewrite_words(text: str, rewrite: Callable[[str], str], other: Callable[[str], str] = str) -> str:
    """``text`` with each word rewritten, addresses left alone, and what is neither put through ``other``."""
    pieces, at = [], 0
    for match in _TOKEN.finditer(text):
        pieces.append(other(text[at : match.start()]))
        pieces.append(rewrite(match[0]) if match["word"] else other(match[0]))
        at = match.end()
    return "".join((*pieces, other(text[at:])))


def rewrite_letters(text: str, rewrite: Callable[[str], str]) -> str:
    """``text`` with each character of its words rewritten, but for letters that carry marks."""

    def rewrite_word(word: str) -> str:
        return "".join(rewrite(part) if len(part) == 1 else part for part in split_characters(word))

    return rewrite_words(text, rewrite_word)


def mix_scripts(text: str, random: Random, words: Sequence[str] = ()) -> str:
    """Half of the Latin letters as Cyrillic, Greek or full-width ones that look alike."""

    def change(letter: str) -> str:
        if not letter.isascii() or random.random() >= LETTERS:
            return letter
        return random.choice(ALIKE.get(letter, "") + chr(ord(letter) + FULL_WIDTH))

    return rewrite_letters(text, change)


def write_digits(text: str, random: Random, words: Sequence[str] = ()) -> str:
    """Half of the letters that have one as a digit or sign: ``fr33 c4$h``."""

    def change(letter: str) -> str:
        choices = LEET.get(letter.lower(), letter)
        return random.choice(choices) if random.random() < LETTERS else letter

    return rewrite_letters(text, change)


def swap_case(text: str, random: Random, words: Sequence[str] = ()) -> str:
    """Half of the letters in the other case: ``fReE cASh``."""

    def change(letter: str) -> str:
        other = letter.swapcase()
        return other if random.random() < LETTERS and other.swapcase() == letter else letter

    return rewrite_letters(text, change)


def insert_invisible(text: str, random: Random, words: Sequence[str] = ()) -> str:
    """Characters of no width at half of the places inside words, and at one at least."""

    def change(word: str) -> str:
        first, *others = split_characters(word)
        certain = random.randrange(len(others)) if others else 0
        chosen = [at == certain or random.random() < LETTERS for at in range(len(others))]
        pairs = zip(chosen, others, strict=True)
        return first + "".join(random.choice(INVISIBLE) + part if here else part for here, part in pairs)

    return rewrite_words(text, change)


def space_out(text: str, random: Random, words: Sequence[str] = ()) -> str:
    """Half of the longer words letter by letter: ``F R E E``, ``c.a.s.h``, ``p-r-i-z-e``."""

    def change(word: str) -> str:
        letters = split_characters(word)
        # A script without upper and lower case has words of other lengths, if it marks them at all.
        if len(letters) < SHORTEST or word.lower() == word.upper() or random.random() >= WORDS:
            return word
        return random.choice(SEPARATORS).join(letters)

    return rewrite_words(text, change)


def append_good_words(text: str, random: Random, words: Sequence[str] = ()) -> str:
    """Words of ham at the end (Lowd and Meek, Good Word Attacks on Statistical Spam Filters, CEAS 2005)."""
    least, most = GOOD_WORDS
    count = min(most, max(least, len(text.split())))
    return " ".join((text, *random.choices(words or EVERYDAY.split(), k=count)))


def hide_words(text: str, random: Random, words: Sequence[str] = ()) -> bytes:
    """An HTML mail in which words of ham that nobody sees split the longer words."""

    def change(word: str) -> str:
        letters = split_characters(word)
        if len(letters) < SHORTEST:
            return html.escape(word)
        at = random.randrange(1, len(letters))
        good = html.escape(random.choice(words or EVERYDAY.split()))
        hidden = f'<span style="{random.choice(HIDDEN)}">{good}</span>'
        return html.escape("".join(letters[:at])) + hidden + html.escape("".join(letters[at:]))

    body = rewrite_words(text, change, html.escape).replace("\n", "<br>\n")
    return write_part("text/html", "8bit", f"<html><body>{body}</body></html>\n".encode("utf-8", "replace"))


def encode_body(text: str, random: Random, words: Sequence[str] = ()) -> bytes:
    """A mail with a base64 body."""
    return write_part("text/plain", "base64", base64.encodebytes(text.encode("utf-8", "replace")))


KINDS: dict[str, Rewrite] = {
    "homoglyphs": mix_scripts,
    "zero-width": insert_invisible,
    "leetspeak": write_digits,
    "spacing": space_out,
    "good-words": append_good_words,
    "case": swap_case,
    "html-hidden": hide_words,
    "base64": encode_body,
}
MAILS = {"html-hidden", "base64"}


def rewrite(message: Message, kind: str, seed: int, words: Sequence[str] = ()) -> Message:
    """``message`` rewritten by ``kind``: the same for one ``seed``, whatever else is rewritten.

    What comes as a mail is read from its bytes again; a mail keeps the other fields of its header.
    """
    random = Random(f"{seed}\n{kind}\n{message.text}".encode("utf-8", "surrogatepass"))
    subject, body = split_subject(message, message.text) if kind in MAILS else ("", message.text)
    written = KINDS[kind](body, random, words)
    if isinstance(written, bytes):
        raw = keep_header(message, ("mime-version", "content-")) + written
    elif message.subject or message.sender:
        subject, body = split_subject(message, written)
        raw = keep_header(message, ("mime-version", "content-", "subject")) + write_subject(subject)
        raw += write_part("text/plain", "8bit", body.encode("utf-8", "replace"))
    else:
        return replace(message, text=written, raw=written.encode("utf-8", "surrogatepass"), preamble=b"")
    return read_mail(raw, message.source, message.number)


def split_subject(message: Message, text: str) -> tuple[str, str]:
    """Subject and body of a ``text`` that is laid out as the message's."""
    if not message.subject:
        return "", text
    subject, _, body = text.partition("\n\n")
    return subject, body


def write_part(kind: str, encoding: str, body: bytes) -> bytes:
    """The MIME fields and the ``body`` below them."""
    fields = (
        f"MIME-Version: 1.0\nContent-Type: {kind}; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n"
    )
    return fields.encode() + b"\n" + body


def write_subject(subject: str) -> bytes:
    """The field for a ``subject``, nothing when there is none."""
    if not subject:
        return b""
    words = " ".join(subject.encode("utf-8", "replace").decode().split())
    return f"Subject: {Header(words, 'utf-8', header_name='Subject').encode()}\n".encode()


def keep_header(message: Message, without: tuple[str, ...]) -> bytes:
    """The fields of a mail's header but those that begin so; nothing for what is no mail."""
    if not (message.subject or message.sender):
        return b""
    start = find_header(message.raw)
    _, end = read_fields(message.raw, Allowance(), start)
    fields = (
        match
        for match in _FIELD.finditer(message.raw[start:end])
        if not match[1].decode("latin-1").lower().startswith(without)
    )
    return b"".join(match[0].rstrip(b"\r") + b"\n" for match in fields)


def collect_words(texts: Iterable[str]) -> list[str]:
    """The ``COMMONEST`` words of ham, in lower case; their order does not depend on that of ``texts``."""
    counts = Counter(word for text in texts for word in _HAM_WORD.findall(text.lower()))
    return sorted(counts, key=lambda word: (-counts[word], word))[:COMMONEST]
