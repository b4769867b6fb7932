"""A verdict as bytes: text, jsonl, csv.

What a message says is hostile: it may hold terminal escapes and characters that turn the direction of
writing. None of these leave in ``text``; jsonl spells them as escapes; csv keeps the text as it is.
"""

import csv
import io
import json
import re
from collections.abc import Callable

from spamfilter.message import Message
from spamfilter.verdict import Verdict

Format = Callable[[Message, Verdict], str]
COLUMNS = ("label", "score", "source", "number", "classifier", "text")

_SPACES = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_UNSAFE_JSON = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def show_line(text: str) -> str:
    """``text`` on one line and safe to print: line breaks and tabs are spaces, controls are U+FFFD."""
    return _UNSAFE.sub("\ufffd", _SPACES.sub(" ", text))


def format_text(message: Message, verdict: Verdict) -> str:
    """``LABEL TAB SCORE TAB SOURCE:NUMBER TAB TEXT``, the score with four decimals."""
    place = f"{show_line(message.source)}:{message.number}"
    return f"{verdict.label}\t{verdict.score:.4f}\t{place}\t{show_line(message.text)}"


def format_jsonl(classifier: str, message: Message, verdict: Verdict) -> str:
    """One JSON object, the score with six decimals; text outside ASCII stays readable."""
    line = json.dumps(describe(classifier, message, verdict), ensure_ascii=False)
    return _UNSAFE_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def format_csv(classifier: str, message: Message, verdict: Verdict) -> str:
    """One csv row of ``COLUMNS``."""
    return write_row(describe(classifier, message, verdict).values())


def write_row(values: object) -> str:
    """One csv row without its line end."""
    row = io.StringIO()
    csv.writer(row, lineterminator="").writerow(values)  # type: ignore[arg-type]
    return row.getvalue()


def describe(classifier: str, message: Message, verdict: Verdict) -> dict[str, str | float | int]:
    """``COLUMNS`` and their values."""
    values = (
        str(verdict.label),
        round(verdict.score, 6),
        message.source,
        message.number,
        classifier,
        message.text,
    )
    return dict(zip(COLUMNS, values, strict=True))
