"""Counts in a text: digits and number words, what binds them ("at least"), and what is counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from svizho.attributing.counted import counted_after, counted_before
from svizho.attributing.lemmas import lemma_of
from svizho.attributing.lexicons import sections, word_set
from svizho.attributing.reading import Reading, read_text
from svizho.attributing.values import Bound, Quantity

# A text of numbers alone is a table, not news: so many quantities are kept.
MOST_QUANTITIES = 500
# Years that a bare number of four digits may be.
_YEARS = range(1900, 2100)
# "Dozens", "десятки" without a number: at least two of them.
_PLURAL_TIMES = 2

Value = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Words of one language for numbers: values, multipliers, halves, "several", bounds (tuples); `known`: them all."""

    plain: dict[str, float]
    times: dict[str, float]
    half: dict[str, float]
    several: frozenset[str]
    bounds: dict[tuple[str, ...], Bound]
    known: frozenset[str]


@cache
def number_words(language: str) -> NumberWords:
    """Read `number_words.txt` for "uk", "ru" or "en"."""
    plain: dict[str, float] = {}
    times: dict[str, float] = {}
    half: dict[str, float] = {}
    several: set[str] = set()
    bounds: dict[tuple[str, ...], Bound] = {}
    for section, words in sections("number_words.txt"):
        value, forms = float(words[0]), words[1:]
        if section == language:
            plain.update(dict.fromkeys(forms, value))
        elif section == f"{language}-multiply":
            times.update(dict.fromkeys(forms, value))
        elif section == "half":
            half.update(dict.fromkeys(forms, value))
        elif section == "several":
            several.update(forms)
        elif section in _BOUNDS:
            for phrase in forms[0].split("|"):
                bounds[tuple(phrase.split("_"))] = _BOUNDS[section]
    known = frozenset({*plain, *times, *half, *several})
    return NumberWords(plain, times, half, frozenset(several), bounds, known)


_BOUNDS: dict[str, Bound] = {"at_least": "at_least", "at_most": "at_most", "about": "about"}


def find_quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Every count in a text in "uk", "ru" or "en", in order (at most MOST_QUANTITIES); () for other languages.

    Dates, times of day, years, ordinals and names with numbers (F-16) are no counts.
    """
    if language not in ("uk", "ru", "en"):
        return ()
    return quantities_in(read_text(text), language)


def quantities_in(reading: Reading, language: str) -> tuple[Quantity, ...]:
    """`find_quantities` on a text already read."""
    search = _Search(reading, language)
    found: list[Quantity] = []
    index, size = 0, len(reading.words)
    starters = search.starters()
    for start in starters:
        if start < index or len(found) >= MOST_QUANTITIES:
            continue
        quantity, index = search.at(start)
        if quantity is not None:
            single = search.single_before(quantity, start)
            found.extend([single, quantity] if single is not None else [quantity])
        index = min(max(index, start + 1), size)
    return _with_shared_units(reading.text, found)


def _with_shared_units(text: str, found: list[Quantity]) -> tuple[Quantity, ...]:
    """Give a bare number the unit it shares ("2,500 troops in Iraq and 900 in Syria", "71 з 75"); drop others."""
    kept: list[Quantity] = []
    for index, quantity in enumerate(found):
        if quantity.unit:
            kept.append(quantity)
            continue
        behind = found[index + 1] if index + 1 < len(found) else None
        if behind is not None and text[quantity.span.end : behind.span.start].strip() in _OF and behind.unit:
            kept.append(replace(quantity, unit=behind.unit, counted=behind.counted))
        elif kept and _shares(text[kept[-1].span.end : quantity.span.start]):
            kept.append(replace(quantity, unit=kept[-1].unit, counted=kept[-1].counted))
    return tuple(kept)


def _shares(between: str) -> bool:
    """Whether words between two numbers join them: few, within a sentence, the last of them "and" or "not"."""
    words = between.replace(",", " ").split()
    return 0 < len(words) <= 6 and words[-1].lower() in _AND and not any(sign in between for sign in ".;!?")


_OF = frozenset({"з", "із", "из", "of", "out of", "of the"})
_AND = frozenset({"and", "та", "і", "й", "и", "а", "не", "not", "ще", "еще"})


class _Search:
    """Counts of one text."""

    def __init__(self, reading: Reading, language: str) -> None:
        self.reading, self.language = reading, language
        self.words, self.lower = reading.words, reading.lower
        self.numbers = number_words(language)

    def starters(self) -> list[int]:
        """Tokens at which a number may begin."""
        known = self.numbers.known
        return [i for i, word in enumerate(self.lower) if word in known or word[0].isdigit()]

    def at(self, start: int) -> tuple[Quantity | None, int]:
        """The quantity whose number begins at `start`, and the token after its number."""
        value, after = self._number(start)
        if value is None:
            return None, after
        value, after = self._range(value, start, after)
        if self._no_count(start, after, value):
            return None, after
        bound, first = self._bound(start)
        open_ended = self.lower[start] in self.numbers.several or value[1] is None
        if open_ended and bound == "exact":
            bound = "at_least" if value[1] is None else "about"
        low, high = _bounded(value, bound)
        unit, last = self._unit(after)
        if start and self.words[start - 1] in _MONEY:
            unit, last, first = _MONEY[self.words[start - 1]], after, min(first, start - 1)
        elif (
            first == start
            and start
            and self.lower[start - 1] in ("a", "an")
            and self.lower[start] in self.numbers.times
        ):
            first = start - 1
        if not unit and self.lower[start] in ("one", "один", "одна", "одно", "одне", "однією", "both"):
            return None, after
        span_start = self.reading.starts[first]
        if not unit:
            before = counted_before(self.reading, first, self.language)
            if before is not None:
                span_start = self.reading.starts[before]
                unit = lemma_of(self.words[before], self.language)
        counted = self.reading.text[self.reading.starts[after] : self.reading.ends[last - 1]] if last > after else ""
        end = self.reading.ends[max(last, after) - 1]
        span = self.reading.span(first, max(last, after))._replace(start=span_start, end=end)
        return Quantity(low, high, bound, unit, counted, span), max(last, after)

    def _number(self, start: int) -> tuple[Value | None, int]:
        """The value of the number words and digits from `start`, and the token after them."""
        numbers, lower = self.numbers, self.lower
        total, part, index, seen = 0.0, 0.0, start, False
        while index < len(lower):
            word = lower[index]
            if word[0].isdigit():
                figure = _figure(word)
                if figure is None or (seen and part):
                    break
                part = figure
            elif word in numbers.half:
                part = numbers.half[word]
            elif word in numbers.plain:
                part += numbers.plain[word]
            elif word in numbers.times:
                part = (part or 1) * numbers.times[word]
                if part >= 1000:
                    total, part = total + part, 0.0
                if not seen and index == start and self._plural(word):
                    return ((total + part) * _PLURAL_TIMES, None), index + 1
            elif word in numbers.several and not seen:
                follows = lower[index + 1] if index + 1 < len(lower) else ""
                times = numbers.times.get(follows, 1)
                return (2 * times, 10 * times), index + 1 + int(follows in numbers.times)
            elif not (
                word == "and"
                and seen
                and part >= 100
                and lower[index + 1 : index + 2]
                and lower[index + 1] in numbers.plain
            ):
                break
            seen = True
            index += 1
        value = total + part
        return ((value, value), index) if seen else (None, start + 1)

    def _plural(self, word: str) -> bool:
        """Whether a multiplier stands in the plural by itself ("dozens", "сотні", "тысячи")."""
        return word in _PLURALS

    def _range(self, value: Value, start: int, after: int) -> tuple[Value, int]:
        """'100-200', 'from 3 to 5', 'від трьох до п'яти', 'три-чотири'."""
        lower = self.lower
        joined = after + 1 < len(lower) and (
            (self.words[after] in "-–—" and self.reading.ends[after - 1] == self.reading.starts[after])
            or (lower[after] in ("to", "до", "and") and start > 0 and lower[start - 1] in _FROM.get(lower[after], ()))
        )
        if joined and (lower[after + 1][0].isdigit() or lower[after + 1] in self.numbers.plain):
            second, end = self._number(after + 1)
            if second is not None and second[1] is not None and value[0] is not None and second[1] > value[0]:
                scale = second[1] / max(_mantissa(second[1]), 1) if value[0] < 100 and second[1] >= 1000 else 1
                return (value[0] * scale, second[1]), end
        return value, after

    def _no_count(self, start: int, after: int, value: Value) -> bool:
        """Whether the number is a date, a year, a clock time, an ordinal or part of a name."""
        lower, words = self.lower, self.words
        word = lower[start]
        follows = lower[after] if after < len(lower) else ""
        before = lower[start - 1] if start else ""
        if word[0].isdigit():
            if ":" in word or word.count(".") > 1 or (word[0] == "0" and len(word) > 1):
                return True
            if follows in _MONTHS or before in _MONTHS:
                return True
            year = len(word) == 4 and value[0] is not None and value[0] in _YEARS
            if year and (follows[:3] in _YEAR_AFTER or before in _YEAR_BEFORE or not follows.isalpha()):
                return True
            if before in ("№", "no", "ст", "ч", "п", "article", "section", "chapter", "#"):
                return True
            glued = start and words[start - 1] in "-–" and self.reading.ends[start - 1] == self.reading.starts[start]
            if glued and start > 1 and words[start - 2][0].isalpha():
                return True
        return follows in _CLOCK and after == start + 1 and before in ("at", "о", "об", "by", "до", "від", "from", "с")

    def _bound(self, start: int) -> tuple[Bound, int]:
        """What binds the number, and the first token of it."""
        for length in (3, 2, 1):
            phrase = tuple(self.lower[max(0, start - length) : start])
            bound = self.numbers.bounds.get(phrase)
            if bound is not None and len(phrase) == length:
                return bound, start - length
        return "exact", start

    def _unit(self, after: int) -> tuple[str, int]:
        """The lemma of what is counted and the token after it."""
        if after < len(self.words) and self.words[after] == "%":
            return "%", after + 1
        head, last = counted_after(self.reading, after, self.language)
        return (lemma_of(self.words[head], self.language), last) if head is not None else ("", after)

    def single_before(self, quantity: Quantity, start: int) -> Quantity | None:
        """'a drone and three rockets': the one thing that is counted along with the next."""
        lower = self.lower
        if self.language != "en":
            return None
        at = self.reading.token_at(quantity.span.start)
        if at < 3 or lower[at - 1] not in ("and", ","):
            return None
        for article in (at - 3, at - 4):
            if article >= 0 and lower[article] in ("a", "an") and all(w.isalpha() for w in lower[article + 1 : at - 1]):
                head = at - 2
                counted = self.reading.text[self.reading.starts[article + 1] : self.reading.ends[head]]
                span = self.reading.span(article, head + 1)
                return Quantity(1, 1, "exact", lemma_of(self.words[head], "en"), counted, span)
        return None


def _figure(word: str) -> float | None:
    """The value of a numeral in digits: 2,500 -> 2500, 1.3 -> 1.3, 1,5 -> 1.5; None for 128-ї, 10:30, 71st."""
    digits = word.rstrip("%")
    if not all(char.isdigit() or char in ".,:" for char in digits):
        return None
    if ":" in digits:
        return 0.0
    head, *rest = digits.replace(",", ".").split(".")
    if rest and all(len(part) == 3 for part in rest) and len(head) <= 3 and head != "0":
        return float(head + "".join(rest))
    try:
        return float(".".join([head, *rest])) if len(rest) <= 1 else 0.0
    except ValueError:
        return None


def _mantissa(value: float) -> float:
    while value >= 1000:
        value /= 1000
    return value


def _bounded(value: Value, bound: Bound) -> Value:
    """Low and high under a bound: "at least three" is open above, "up to ten" below."""
    if bound == "at_least":
        return value[0], None
    if bound == "at_most":
        return None, value[1]
    return value


_MONEY = {"$": "dollar", "€": "euro", "£": "pound", "₴": "гривня"}
_PLURALS = word_set(
    "dozens hundreds thousands millions billions scores десятки десятків сотні сотень тисячі мільйони мільйонів "
    "мільярди десятков сотни сотен тысячи миллионы миллионов"
)
_FROM = {"to": ("from",), "and": ("between",), "до": ("від", "от")}
_MONTHS = word_set(
    "january february march april may june july august september october november december jan feb aug sept oct "
    "nov dec січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня января "
    "февраля марта апреля мая июня июля августа сентября октября ноября декабря"
)
_YEAR_AFTER = word_set("рок рік р год г")
_YEAR_BEFORE = word_set("in since by until of у в з до від с от після")
_CLOCK = word_set("am pm a.m p.m a.m. p.m. o'clock годині год ранку вечора утра вечера")
