"""What nobody reads: encoded blocks within a text are named, as attachments are, and not scored.

OpenPGP's armour (RFC 9580, section 6), PEM (RFC 7468), uuencoded files (POSIX), keys and long runs of letters
that mean nothing. Text that a person can read stays, whatever stands around it: a sender may write "BEGIN".
"""

import re

from spamfilter.readers.mime.version import ATTACHED

LONG = 64  # letters of a word that may be data
WIDTH = 40  # letters of a line of data among others
LEAST = 96  # letters of all such lines together
TOKEN = 20  # letters of a line of armour; the last one may be shorter

_UU_BEGIN = re.compile(r"(?m)^begin [0-7]{3,4} (\S[^\r\n]{0,200})\r?\n")
_UU_LINE = re.compile(r"([ -`])([ -`]{0,64})[ \t]*(?:\r?\n|\Z)")
_UU_END = re.compile(r"end[ \t]*(?:\r?\n|\Z)")

# What all of it has; as words of their own they are found in a fraction of the time that one pattern takes.
_ENCODED = ";base64,"
_KEY = "3NzaC"
_KEY_MARK = re.compile(r"\bAAAA[A-Z]3NzaC")
_LONG_MARK = re.compile(r"[A-Za-z0-9+/=_-]{40}")
_DUMP_MARK = re.compile(r"[0-9A-Fa-f]{2}[ ](?:[0-9A-Fa-f]{2,8}[ ]){7}")
_BEGIN = re.compile(r"-----BEGIN ([A-Z0-9][A-Z0-9 ]{0,60})-----")
_FIELD = re.compile(
    r"\s*+(?:Hash: [A-Z0-9, -]{1,60}|Charset: [\w-]{1,30}|MessageID: \w{1,60}|Proc-Type: 4,ENCRYPTED|"
    r"DEK-Info: [A-Z0-9,-]{1,80}|Version: (?:GnuPG|PGP|OpenPGP|BCPG|Mailvelope|SecureBlackbox|"
    r"Encryption Desktop|FlowCrypt)[\w.() /#-]{0,50})(?=\r?\n)"
)
_QUOTE = r"[\s>|]*+"
_TOKEN = re.compile(_QUOTE + r"([A-Za-z0-9+/=]{20,400})(?!\S)")
_LAST = re.compile(
    _QUOTE + r"(?:([A-Za-z0-9+/]{1,76}={0,2})(?!\S)" + _QUOTE + r")?+(?:=[A-Za-z0-9+/]{4}(?!\S))?+"
)
_COMMENTS = re.compile(r"(?:\s*+Comment: [^\r\n]{0,200}(?=\r?\n))++")
_SIGNED = "PGP SIGNED MESSAGE"
_SIGNATURE = "PGP SIGNATURE"
_DASHED = re.compile(r"(?m)^- (?=-|From )")
_NAMES = {"PGP PUBLIC KEY BLOCK": "PGP public key", "PGP PRIVATE KEY BLOCK": "PGP private key"}

_SSH_KEY = re.compile(r"(?:[a-z][a-z0-9@.-]{2,50} )?\bAAAA[A-Z]3NzaC[A-Za-z0-9+/]{20,}+={0,2}")
_DATA_URI = re.compile(r"\bdata:[\w.+/-]{0,60}(?:;[\w=.-]{1,40}){0,4};base64,[A-Za-z0-9+/=%]*+")
_DUMPED = r"(?:[0-9A-Fa-f]{2,8}[ ]{1,2}){%s}[0-9A-Fa-f]{2,8}[ \t]*(?:[ |][^\r\n]{1,18})?\r?(?:\n|\Z)"
_PLACE = r"[ \t>|]{0,8}[0-9A-Fa-f]{4,16}[:|]?[ \t]{1,4}"
_DUMP = re.compile(
    rf"(?m)^(?:(?:{_PLACE}|[ \t>|]{{0,8}}){_DUMPED % '7,32'}){{3,}}+(?:{_PLACE}{_DUMPED % '0,7'})?+"
)
_LINE_OF_DATA = re.compile(r"[ \t>|\"'(]{0,8}([A-Za-z0-9+/=_-]{40,})[\"'),;\\]{0,3}[ \t\r]*+\Z")
_TAIL = re.compile(r"[ \t>|\"'(]{0,8}(?:[A-Za-z0-9+/]{1,76}={1,2}|=[A-Za-z0-9+/]{4})[\"'),;]{0,3}[ \t\r]*+\Z")
_WORD = re.compile(r"\S{64,}")
_RUN = re.compile(r"[A-Za-z0-9+/=_-]{64,}")
_REPEATED = re.compile(r"\[data\](?:\s++\[data\])++")
_HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_CHANGE = re.compile(r"(?<=[A-Z])[^A-Z]|(?<=[a-z])[^a-z]|(?<=[0-9])[^0-9]")


def name_armour(text: str) -> str:
    """``text`` with each block that is encoded as its kind in brackets, a signed text without its frame."""
    if not has_marks(text):
        return text
    text = name_blocks(text)
    if _KEY in text:
        text = _SSH_KEY.sub("[SSH key]", text)
    if _ENCODED in text:
        text = _DATA_URI.sub("[data]", text)
    return _REPEATED.sub("[data]", name_data(text))


def has_marks(text: str) -> bool:
    """Whether something in ``text`` may be encoded."""
    if "-----BEGIN " in text or _ENCODED in text or (_KEY in text and _KEY_MARK.search(text)):
        return True
    return bool(_LONG_MARK.search(text) or _DUMP_MARK.search(text))


def name_blocks(text: str) -> str:
    """``text`` with its armoured blocks named, and signatures left out."""
    kept: list[str] = []
    at, signed = 0, -1
    for begin in _BEGIN.finditer(text):
        if begin.start() < at:
            continue
        kind = begin[1].strip()
        if kind == _SIGNED:
            field = _FIELD.match(text, begin.end())
            kept.append(text[at : begin.start()])
            at = field.end() if field else begin.end()
            signed = len(kept)
        elif (end := find_end(text, begin.end(), kind)) > begin.end():
            before = text[at : begin.start()]
            if kind == _SIGNATURE and signed >= 0:
                before, signed = _DASHED.sub("", before), -1
            name = "" if kind == _SIGNATURE else f"[{name_kind(kind)}]"
            kept += [before, name, *keep_comments(text[begin.end() : end])]
            at = end
    return "".join([*kept, text[at:]])


def keep_comments(block: str) -> list[str]:
    """The comments on top of a block, which anybody may write into it."""
    found = _COMMENTS.search(block[:2000])
    return [found[0]] if found else []


def name_kind(kind: str) -> str:
    """A kind of armour as people write it: words in small letters, names as they are."""
    names = {"PGP", "RSA", "DSA", "EC", "PKCS7", "PKCS", "CMS", "X509", "SSH2", "CRL", "AGE"}
    return _NAMES.get(kind) or " ".join(word if word in names else word.lower() for word in kind.split())


def find_end(text: str, start: int, kind: str) -> int:
    """Where armour ends that begins at ``start``: its END line, or its last line that nobody can read."""
    at = start
    while field := _FIELD.match(text, at) or _COMMENTS.match(text, at):
        at = field.end()
    code = at
    while token := _TOKEN.match(text, code):
        if is_readable(token[1]):
            # Of a thousand lines of base64 one looks like words; it stands among others that do not.
            if token[1].isalpha() or not (following := _TOKEN.match(text, token.end())):
                break
            if is_readable(following[1]):
                break
        code = token.end()
    if code == at:
        return start
    last = _LAST.match(text, code)
    closing = re.compile(_QUOTE + f"-----END {kind}-----").match(text, last.end() if last else code)
    return closing.end() if closing else code


def is_readable(word: str) -> bool:
    """Whether a long word may be words that are joined: few changes of case and kind, or vowels as in speech.

    Random base64 changes between capitals, small letters and digits at 64 of 100 letters and has 19 vowels in
    100 letters; words that are joined change at 40 at most, and have 30 vowels or more.
    """
    size = len(word)
    digits = sum(map(word.count, "0123456789"))
    if _HEX.fullmatch(word):
        return not size // 4 < digits < size * 7 // 8
    if len(set(word)) < 12:
        return True
    letters = sum(map(str.isalpha, word)) or 1
    vowels = sum(map(word.lower().count, "aeiou"))
    changes = len(_CHANGE.findall(word))
    if changes < 0.3 * size or (changes < 0.42 * size and digits < 0.06 * size):
        return True
    return vowels > 0.32 * letters and (changes < 0.5 * size or digits < 0.06 * size)


def name_data(text: str) -> str:
    """``text`` with lines and words that are long and mean nothing as ``[data]``; addresses of pages stay."""
    text = _DUMP.sub(name_dump, text)
    kept: list[str] = []
    block: list[str] = []
    for line in [*text.split("\n"), ""]:
        if len(line) < WIDTH and not block:
            kept.append(line)
            continue
        if (found := _LINE_OF_DATA.match(line)) and not is_readable(found[1]):
            block.append(line)
            continue
        tail = bool(block) and bool(_TAIL.match(line))
        named = len(block) > 1 and sum(map(len, block)) >= LEAST
        kept += (["[data]"] if named else [name_words(each) for each in block]) if block else []
        block = []
        kept += [] if tail and named else [name_words(line)]
    return "\n".join(kept[:-1]) if kept else text


def name_dump(match: re.Match[str]) -> str:
    """A dump in hexadecimal digits; a table of numbers has no letters, and stays."""
    letters = sum(map(match[0].lower().count, "abcdef"))
    return "[data]\n" if letters > len(match[0]) // 16 else match[0]


def name_words(line: str) -> str:
    """A line with its long words that mean nothing as ``[data]``."""
    return _WORD.sub(name_word, line) if len(line) >= LONG else line


def name_word(match: re.Match[str]) -> str:
    """A long word without the runs of letters in it that mean nothing; an address of a page as it is."""
    word = match[0]
    if "://" in word or "www." in word or "@" in word:
        return word
    return _RUN.sub(lambda run: run[0] if is_readable(run[0]) else "[data]", word)


def name_uuencoded(text: str) -> str:
    """``text`` with each uuencoded file in it as ``[attachment: NAME]``; one cut short is one too."""
    kept, at = [], 0
    while begin := _UU_BEGIN.search(text, at):
        end = begin.end()
        while (line := _UU_LINE.match(text, end)) and is_uuencoded(*line.groups()):
            end = line.end()
        if end > begin.end():
            closing = _UU_END.match(text, end)
            end = closing.end() if closing else end
            kept += [text[at : begin.start()], f"{ATTACHED}{begin[1].strip()}]\n"]
        else:  # a sentence
            kept.append(text[at:end])
        at = end
    return "".join([*kept, text[at:]])


def is_uuencoded(count: str, letters: str) -> bool:
    """Whether ``letters`` are as many as a line of ``count`` encoded bytes has, spaces at its end aside."""
    size = (ord(count) - 32) % 64
    return size <= 45 and -(-size * 4 // 3) - 3 <= len(letters) <= -(-size // 3) * 4 + 1
