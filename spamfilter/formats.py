"""A verdict as bytes: text, jsonl, csv.

What a message says is hostile: it may hold terminal escapes and characters that turn the direction of
writing. None of these leave in ``text``; jsonl spells them as escapes; csv keeps the text as it is.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from spamfilter.message import Message
from spamfilter.verdict import Verdict

COLUMNS = ("label", "score", "source", "number", "classifier", "text")
OTHER_COLUMNS = ("other_label", "other_score", "other_classifier")
LAST_COLUMNS = ("notes",)

_SPACES = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_UNSAFE_JSON = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ud800-\udfff]")


def show_line(text: str) -> str:
    """``text`` on one line and safe to print: line breaks and tabs are spaces, controls are U+FFFD."""
    return _UNSAFE.sub("\ufffd", _SPACES.sub(" ", text))


def format_text(message: Message, verdict: Verdict, other: Verdict | None = None) -> str:
    """``LABEL TAB SCORE TAB SOURCE:NUMBER TAB TEXT``, the score with four decimals.

    With the verdict of an ``other`` classifier its label and score follow the first two. Where a mail was not
    read whole, or its sender is on a list of the user's, a TAB and what there is to say, in brackets, end it.
    """
    place = f"{show_line(message.source)}:{message.number}"
    verdicts = [f"{one.label}\t{one.score:.4f}" for one in (verdict, other) if one]
    said = list_said(message, verdict)
    notes = [show_line(f"[{'; '.join(said)}]")] if said else []
    return "\t".join((*verdicts, place, show_line(message.text), *notes))


def list_said(message: Message, verdict: Verdict) -> list[str]:
    """What there is to say beside the label: what was not read, what the lists say of the sender."""
    return [*message.notes, *([verdict.remark] if verdict.remark else [])]


def format_jsonl(
    classifier: str, rival: str, message: Message, verdict: Verdict, other: Verdict | None = None
) -> str:
    """One JSON object, scores with six decimals; not only ASCII.

    Whom it is from, when, in which conversation, that its owner ``sent`` it, ``notes``, and a ``remark`` on
    a sender who is on a list are there where they are known.
    """
    known = {
        "sender": message.sender,
        "date": message.date,
        "conversation": message.conversation,
        "sent": message.sent,
        "notes": message.notes,
        "remark": verdict.remark,
    }
    return to_json(
        {
            **describe(classifier, message, verdict),
            **describe_other(rival, other),
            **{name: value for name, value in known.items() if value},
        }
    )


def to_json(value: object) -> str:
    """JSON on one line, safe to print: what a terminal may take for a command is spelt as an escape.

    So is half a surrogate pair. ``value`` may hold dataclasses; each is an object of its fields, without
    those that are None where None is their default.
    """
    line = json.dumps(value, ensure_ascii=False, default=list_fields)
    return _UNSAFE_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def list_fields(value: object) -> dict[str, object]:
    """What a dataclass is in JSON."""
    if not is_dataclass(value):
        raise TypeError(f"{type(value).__name__} is not for JSON")
    found = {field: getattr(value, field.name) for field in fields(value)}
    return {field.name: one for field, one in found.items() if one is not None or field.default is not None}


def format_csv(
    classifier: str, rival: str, message: Message, verdict: Verdict, other: Verdict | None = None
) -> str:
    """One csv row of ``COLUMNS``, of ``OTHER_COLUMNS`` where there is an ``other`` verdict, and of notes."""
    described = describe(classifier, message, verdict) | describe_other(rival, other)
    return write_row([*described.values(), "; ".join(list_said(message, verdict))])


def write_row(values: Iterable[object]) -> str:
    """One csv row without its line end."""
    row = io.StringIO()
    # Before 3.13 a line break is quoted only when it is part of the line end.
    csv.writer(row, lineterminator="\r\n").writerow(values)
    return row.getvalue().removesuffix("\r\n")


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


def describe_other(classifier: str, other: Verdict | None) -> dict[str, str | float | int]:
    """``OTHER_COLUMNS`` and their values; nothing where there is no other verdict."""
    if other is None:
        return {}
    return dict(zip(OTHER_COLUMNS, (str(other.label), round(other.score, 6), classifier), strict=True))
