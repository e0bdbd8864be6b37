"""The forms in which dates are written, each with the function that says what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from svizho.timing import readings
from svizho.timing.calendars import COUNTS, ENGLISH_MONTHS, ENGLISH_WEEKDAYS, MONTHS, PARTS, WEEKDAYS
from svizho.timing.resolving import Anchor
from svizho.timing.values import Reading

Reader = Callable[[re.Match[str], Anchor], Reading | None]


def _any(words: Iterable[str]) -> str:
    """Any of the words, the longest first, with any apostrophe."""
    return "|".join(re.escape(word).replace("'", "['’ʼ]") for word in sorted(words, key=len, reverse=True))


def _free(*parts: str) -> re.Pattern[str]:
    """A pattern whose letters may be of either case."""
    return re.compile("".join(parts), re.IGNORECASE)


def _exact(*parts: str) -> re.Pattern[str]:
    """A pattern of English, where "May" is a month and "may" is not."""
    return re.compile("".join(parts))


_START, _STOP = r"(?<!\w)", r"(?!\w)"
_MONTH = rf"(?P<month>{_any(MONTHS)})\b"
_MONTH_EN = rf"(?P<month>{_any(ENGLISH_MONTHS)})(?:\b|(?<=\.))"
_YEAR_WORD = r"(?:\s*-?го)?(?:\s*(?:року|р\.|года|г\.|году|році))?"
_YEAR = rf"(?:,?\s+(?P<year>\d{{4}}){_YEAR_WORD}(?!\d))?"
_YEAR_ALONE = r"(?P<year>1[89]\d\d|20\d\d)(?:\s*[-–—]\s*(?P<until>1[89]\d\d|20\d\d))?"
_TO = r"\s*(?:-|–|—|та|і|й|и|до|по|або|или|and|to)\s*"
_NTH = r"(?:-?(?:го|ого|му|е|те))?"
_NTH_EN = r"(?:st|nd|rd|th)?"
_DAY = r"(?<![\d.:,])(?P<day>\d{1,2})"
_UNTIL = rf"(?:{_TO}(?P<until>\d{{1,2}}){_NTH})?"
_UNTIL_AFTER_MONTH = r"(?:\s*(?:-|–|to|and)\s*(?P<until>\d{1,2})(?!\d))?"
_LAST = r"минул\w{2,4}|попередн\w{2,4}|прошл\w{2,3}|last|previous"
_THIS = r"ц(?:ього|ьому|ієї|ій|ей|ю)|эт(?:ого|ом|ой|у|от)|поточн\w{2,4}|this"
_NEXT = r"наступн\w{2,4}|следующ\w{2,3}|next|coming"
_WHICH = rf"(?:(?P<last>{_LAST})|(?P<this>{_THIS})|(?P<next>{_NEXT}))\s+"
_UNIT = r"(?P<unit>[^\W\d_]{2,9})"
_BEFORE = r"(?:у|в|во|на|з|із|зі|с|со|до|від|к|по|під|за|станом на)\s+"
_BEFORE_MONTH = r"(?:(?:початку|кінці|кінця|середині|начале|конце|середине)\s+)?"
_WEEKDAY = rf"(?P<weekday>{_any(WEEKDAYS)})"
_WEEKDAY_EN = rf"(?P<weekday>{_any(ENGLISH_WEEKDAYS)})"
_WHICH_EN = r"(?:(?P<last>[Ll]ast)\s+|(?P<this>[Tt]his)\s+|(?P<next>[Nn]ext)\s+)?"
_EARLY_EN = r"(?:[Ee]arly|[Ll]ate|[Mm]id)(?:-|\s+in\s+|\s+)?"
_IN_EN = rf"(?:[Ii]n|[Ss]ince|[Ll]ast|[Bb]y|[Uu]ntil|[Ff]rom|[Dd]uring|{_EARLY_EN})\s*"
_AT = r"(?:о|об|близько|приблизно|около|примерно|після|после|в|у|с|з|до|at|around|about|by|before|after)\s+"
_HALF = r"(?P<half>[ap]\.?m)(?!\w)\.?"
_PAST = r"(?:(?:минул|останн|попередн|прошедш|последн)\w{1,4}\s+)?"

# All are tried; of two that overlap the longer one stands, of equals the earlier in this table.
PATTERNS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (_free(_DAY, _NTH, _UNTIL, r"\s+", _MONTH, _YEAR), readings.day_of_month),
    (
        _exact(_START, _MONTH_EN, r"\s+(?P<day>\d{1,2})", _NTH_EN, r"(?!\d)", _UNTIL_AFTER_MONTH, _YEAR),
        readings.day_of_month,
    ),
    (_exact(_DAY, _NTH_EN, _UNTIL, r"(?:\s+of)?\s+", _MONTH_EN, _YEAR), readings.day_of_month),
    (
        _exact(r"(?<![\d.])(?P<day>\d{1,2})(?P<mark>[./])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\d.]\d)"),
        readings.numeric,
    ),
    (_exact(r"(?<![\d-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\d-])"), readings.numeric),
    (
        _free(_START, _BEFORE, rf"(?:(?:{_LAST}|{_NEXT})\s+)?", _BEFORE_MONTH, _MONTH, _YEAR),
        readings.whole_month,
    ),
    (_free(_START, r"(?<!\d\s)", _MONTH, r"\s+(?P<year>\d{4})(?!\d)", _YEAR_WORD), readings.whole_month),
    (_exact(_START, _IN_EN, _MONTH_EN, r"(?!\s*\d{1,2}\b)", _YEAR), readings.whole_month),
    (_exact(_START, _MONTH_EN, r",?\s+(?P<year>\d{4})(?!\d)"), readings.whole_month),
    (
        _free(
            r"(?<![\w.,-])",
            _YEAR_ALONE,
            r"(?:-?(?:го|му|й|м|х))?\s*(?:році|року|роках|роки|років|рік|р\.|рр\.|году|года|годах|годы|год|г\.)",
            _STOP,
        ),
        readings.whole_year,
    ),
    (
        _exact(_START, _IN_EN, _YEAR_ALONE, r"(?![\w%]|,\d|\s*(?:people|troops|soldiers|men|cases))"),
        readings.whole_year,
    ),
    (_free(_START, rf"(?P<near>{_any(readings.NEAR_DAYS)})", _STOP), readings.near_day),
    (_free(_START, _BEFORE, rf"(?:{_WHICH})?", _WEEKDAY, _STOP), readings.weekday),
    (_free(_START, _WHICH, _WEEKDAY, _STOP), readings.weekday),
    (
        _exact(_START, r"(?<!Black )(?<!Good )(?<!Bloody )", _WHICH_EN, _WEEKDAY_EN, _STOP),
        readings.weekday,
    ),
    (_free(_START, _WHICH, _UNIT, _STOP), readings.unit_off),
    (
        _free(
            _START,
            rf"(?:(?P<count>\d{{1,3}}|{_any(COUNTS)})\s+|(?<!\d\s))",
            _UNIT,
            r"\s+(?:тому|назад|ago)",
            _STOP,
            r"(?!,?\s+що\b)",
        ),
        readings.ago,
    ),
    (
        _free(_START, r"(?:за|протягом|упродовж|впродовж|в течение)\s+", _PAST, r"(?:добу|доби|сутки|суток)", _STOP),
        readings.last_day_and_night,
    ),
    (_free(_START, rf"(?P<word>{_any(readings.YEARS_OFF)})", _STOP), readings.year_by_word),
    (
        _free(_START, _AT, r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?!:?\d)(?P<half>(?!))?(?!\s*[ap]\.?m)"),
        readings.clock,
    ),
    (_free(r"(?<![\w:])(?P<hour>1[0-2]|[1-9])(?::(?P<minute>[0-5]\d))?\s*", _HALF), readings.clock),
)

# A part of the day beside a date: "вчора ввечері", "Friday night", "вранці 16 липня".
PART_AFTER = _free(r"\s+", rf"(?P<part>{_any(PARTS)})", _STOP)
PART_BEFORE = _free(_START, rf"(?P<part>{_any(PARTS)}|(?:у|в)\s+(?:ніч|ночь)\s+(?:на|проти))\s+$")
# What is spoken of is still to come.
FUTURE = _free(
    _START,
    r"(?:буде|будуть|відбуд\w+|планує\w*|заплан\w+|очіку\w+|стартує|розпочнеться|почнеться|мають? намір|намічен\w+|",
    r"будет|будут|состоит\w+|планиру\w+|ожида\w+|начнется|намечен\w+|",
    r"will|would|plans?|planned|expected|scheduled|upcoming|shall)",
    _STOP,
)
