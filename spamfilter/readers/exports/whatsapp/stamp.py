"""Date and time before a message, as phones of all locales write them.

WhatsApp writes what the phone's locale has for a short date and a time: their order, separators, digits and
words differ. No page describes it; the forms are those that parsers of many countries were given
(github.com/Pustur/whatsapp-chat-parser, src/parser.ts and src/date.ts; CLDR's short formats).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from spamfilter.readers.exports.text import UNMARKED

LONGEST = 64  # characters

# What stands between date and time in some languages, and before or behind a time of twelve hours; in lower
# case, without spaces and dots.
JOINED = {
    *(
        "",
        "klo",
        "kl",
        "um",
        "at",
        "à",
        "às",
        "alle",
        "alleore",
        "alas",
        "om",
        "в",
        "г",
        "о",
        "ob",
        "u",
        "la",
    ),
    *("lúc", "pukul", "jam", "στις", "ב"),
}
BEFORE_NOON = {
    *("am", "a", "vorm", "vormittags", "morgens", "nachts", "上午", "早上", "凌晨", "清晨", "午前", "오전"),
    *("ص", "صباحًا", "صباحا", "قظ", "ق", "ก่อนเที่ยง", "dop", "de", "πμ", "पूर्वाह्न", "sa", "pg", "fm", "fh"),
    *("öö", "проб", "дп", "পূর্বাহ্ন"),
}
AFTER_NOON = {
    *(
        "pm",
        "p",
        "nachm",
        "nachmittags",
        "mittags",
        "abends",
        "下午",
        "晚上",
        "中午",
        "午後",
        "오후",
        "م",
        "مساءً",
    ),
    *("مساء", "بظ", "ب", "หลังเที่ยง", "odp", "du", "μμ", "अपराह्न", "ch", "ptg", "em", "eh", "ös", "слоб"),
    *("пп", "অপরাহ্ণ"),
}
NOON = "中午"  # from eleven to two
THAI = 543  # years that the Buddhist calendar is ahead
YEARS = range(2000, 2100)

_STAMP = re.compile(
    r"(\d{1,4})(?:[./-] ?|年|년 ?)(\d{1,2})(?:[./-] ?|月|월 ?)(\d{1,4})([^\d]{1,16})"
    r"(\d{1,2}) ?[:.h] ?(\d{2})(?:[:.](\d{2}))?([^\d]{0,16})"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date and time, its ``numbers`` in the order that they are written in.

    ``time``      hour, minute, and where there is one the second
    ``american``  whether it is written as in the United States: 1/9/24, 9:05 PM
    ``padded``    whether a day or month below ten has a zero before it
    """

    numbers: tuple[int, int, int]
    time: tuple[int, ...]
    american: bool = False
    padded: bool = False

    @property
    def year_first(self) -> bool:
        """Whether the year comes first."""
        return self.numbers[0] > 31

    def write(self, day_first: bool) -> str:
        """The date in ISO 8601; empty where it is of another calendar, or none."""
        first, second, third = self.numbers
        year, month, day = (first, second, third) if self.year_first else (third, second, first)
        if not self.year_first and (not day_first or month > 12) and day <= 12:
            month, day = day, month
        year += 2000 if year < 100 else 0
        year -= THAI if year - THAI in YEARS else 0
        if year not in YEARS:
            return ""
        hour, minute, *seconds = self.time
        try:
            date = datetime(year, month, day, hour, minute, seconds[0] if seconds else 0)
        except ValueError:
            return ""
        return date.isoformat(timespec="seconds" if seconds else "minutes")


def parse_stamp(written: str) -> Stamp | None:
    """The date and time that is all of ``written``; None where it is anything else."""
    if len(written) > LONGEST:
        return None
    match = _STAMP.fullmatch(" ".join(written.translate(UNMARKED).split()))
    if not match:
        return None
    gap, behind = fold_word(match[4]), fold_word(match[8])
    word = behind or gap
    hour = read_hour(int(match[5]), word)
    if hour is None or (behind and gap not in JOINED):
        return None
    dated = match.group(1, 2, 3)
    first, second, third = map(int, dated)
    time = (hour, int(match[6]), *([int(match[7])] if match[7] else []))
    american = "/" in match[0] and len(dated[2]) == 2 and match[8].strip() in ("AM", "PM")
    padded = any(one.startswith("0") for one in dated[:2])
    return Stamp((first, second, third), time, american, padded) if is_likely(dated, time) else None


def is_likely(dated: Sequence[str], time: Sequence[int]) -> bool:
    """Whether three numbers can be a date, and others a time."""
    first, second, third = map(int, dated)
    days = (second, third) if first > 31 else (first, second)
    one_year = sum(len(number) > 2 for number in dated) <= 1
    return one_year and 0 < min(days) <= 12 and max(days) <= 31 and time[0] < 24 and max(time) < 60


def fold_word(written: str) -> str:
    """A word between date and time as the sets above have it."""
    return written.strip(" ,،.;日일").replace(" ", "").replace(".", "").lower()


def read_hour(hour: int, word: str) -> int | None:
    """The hour of 24 that an ``hour`` with a ``word`` is; None where the word is none for a time."""
    if word in JOINED or hour > 12:
        return hour if word in JOINED | BEFORE_NOON | AFTER_NOON else None
    if word in BEFORE_NOON:
        return hour % 12
    if word in AFTER_NOON:
        return hour if word == NOON and hour == 11 else hour % 12 + 12
    return None


def find_order(stamps: Sequence[Stamp]) -> bool:
    """Whether the day comes before the month in all of these dates.

    A number over twelve shows it. Where none is, the order is the one in which the dates, which are nearly in
    the order of time, go back less often; where neither goes back, the month is first only in dates that are
    written as in the United States, and the day in all others.
    """
    pairs = [stamp.numbers for stamp in stamps if not stamp.year_first]
    if any(first > 12 for first, _, _ in pairs):
        return True
    if any(second > 12 for _, second, _ in pairs):
        return False
    back = [count_back([(year, *order) for *order, year in pairs]) for pairs in (pairs, turn_pairs(pairs))]
    if back[0] != back[1]:
        return back[1] < back[0]
    american = any(stamp.american for stamp in stamps) and not any(stamp.padded for stamp in stamps)
    return not american


def turn_pairs(pairs: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Dates with their first two numbers turned round."""
    return [(second, first, year) for first, second, year in pairs]


def count_back(dates: Sequence[tuple[int, ...]]) -> int:
    """How many of ``dates`` are before the one above."""
    return sum(later < earlier for earlier, later in pairwise(dates))
