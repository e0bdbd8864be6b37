"""Ukrainian and Russian phrases around a cue: the subject before the verb, the speaker after it, where things end."""

from __future__ import annotations

from svizho.attributing.finding import Tokens
from svizho.attributing.lexicons import word_set
from svizho.attributing.reading import Reading
from svizho.attributing.slavic_lexicon import SlavicCues, slavic_word_set, slavic_words

_STOPS = frozenset(",.;:!?…()—–\n") | {"...", "--"}
_DASHES = frozenset("—–-")
_RELATIVES = ("як", "котр", "котор", "що", "чий", "хто", "кто")
# Prepositions that may stand inside a speaker's title ("депутат від ...", "начальник управління з питань ...").
_WITHIN = word_set("від з із зі по от с со для при")
_PLACE = word_set("у в во на під під")


def is_name(word: str) -> bool:
    """Whether a token looks like a name: a capital and then a small letter."""
    return word[0].isupper() and len(word) > 1 and not word.isupper()


def speaker_after(reading: Reading, cues: SlavicCues, start: int, end: int) -> int:
    """End of the noun phrase that begins at `start`: a comma, a setting ("в етері ...") or the sentence's end."""
    lower, words = reading.lower, reading.words
    if start < end and lower[start] in cues.pronouns:
        return start + 1
    index, named = start, False
    while index < end:
        word = words[index]
        if word == "(" and index > start:
            close = next((i for i in range(index, min(index + 12, end)) if words[i] == ")"), None)
            if close is None or not _name_follows(words, close + 1, end):
                return index
            index = close + 1
            continue
        if word in _STOPS or (word == "-" and _spaced(reading, index)):
            return index
        if reading.quote_of[index] >= 0 and reading.quotations[reading.quote_of[index]].first == index:
            quotation = reading.quotations[reading.quote_of[index]]
            if quotation.last - quotation.first > 8 or (index == start and quotation.last >= end):
                return index
            index = quotation.last
            continue
        if index > start and _closes(reading, cues, index, end, named):
            return index
        named = named or (is_name(word) and index > start and is_name(words[index - 1]))
        index += 1
    return index


def _closes(reading: Reading, cues: SlavicCues, index: int, end: int, named: bool) -> bool:
    """Whether the word at `index` no longer belongs to the speaker's phrase."""
    word = reading.lower[index]
    if word in cues.prepositions:
        return _leaves(reading, cues, index, end, named)
    if word in cues.conjunctions:
        return not _joins(reading, cues, index, end)
    return word in cues.adverbs or word in cues.verbs or word == cues.that or (not named and finite(word, cues))


def finite(word: str, cues: SlavicCues) -> bool:
    """Whether a word looks like a finite verb by its ending ("-ить" is an infinitive's in Russian)."""
    return len(word) > 4 and (
        word.endswith(slavic_words("finite")) or (cues.that == "що" and word.endswith(("ить", "їть")))
    )


def _spaced(reading: Reading, index: int) -> bool:
    """Whether a hyphen stands as a dash, with white space about it."""
    return index == 0 or reading.ends[index - 1] < reading.starts[index]


def _name_follows(words: list[str], start: int, end: int) -> bool:
    return start < end and is_name(words[start])


def _joins(reading: Reading, cues: SlavicCues, index: int, end: int) -> bool:
    """Whether "і", "та" joins two nouns of one phrase: no verb comes before the sentence goes on."""
    return index + 1 < end and reading.lower[index + 1] not in cues.verbs


def _leaves(reading: Reading, cues: SlavicCues, index: int, end: int, named: bool) -> bool:
    """Whether the preposition at `index` leads out of the speaker's phrase (into a setting, a time, a topic)."""
    lower, words = reading.lower, reading.words
    if named or index + 1 >= end or lower[index + 1] in ("посиланням", "ссылкой", "умовах", "условиях", "час", "время"):
        return True
    if any(word in cues.setting for word in lower[index + 1 : index + 4]):
        return True
    if lower[index] in _WITHIN:
        return False
    for ahead in range(index + 1, min(index + 9, end - 1)):
        if words[ahead] in _STOPS:
            break
        if is_name(words[ahead]) and is_name(words[ahead + 1]) and ahead > index + 1:
            return False
    if lower[index] in _PLACE:
        return not is_name(words[index + 1]) and not words[index + 1].isupper()
    return True


def subject_before(reading: Reading, cues: SlavicCues, stop: int, floor: int) -> Tokens | None:
    """The noun phrase that ends right before token `stop`, adverbs passed over; None where there is none."""
    lower, words = reading.lower, reading.words
    last = stop
    while last > floor and lower[last - 1] in cues.adverbs and lower[last - 1] not in cues.conjunctions:
        last -= 1
    if last <= floor:
        return None
    if words[last - 1] == ",":
        return _before_clause(reading, cues, last - 1, floor)
    if lower[last - 1] in cues.pronouns:
        return (last - 1, last)
    start = _walk_left(reading, cues, last, floor)
    start = _without_opening(reading, cues, start, last)
    if start >= last:
        return None
    stop = speaker_after(reading, cues, start, last)
    led = (
        start < stop < last and lower[stop] in cues.prepositions
    )  # "міністр під час брифінгу", "на умовах анонімності"
    return (start, stop if led else last)


def _before_clause(reading: Reading, cues: SlavicCues, comma: int, floor: int) -> Tokens | None:
    """The phrase before ", який ...," with that clause; None where the comma closes something else."""
    lower = reading.lower
    for opened in range(comma - 1, floor, -1):
        if reading.words[opened] == "," and opened + 1 < comma:
            if lower[opened + 1].startswith(_RELATIVES) or lower[opened + 1] in cues.prepositions:
                start = _walk_left(reading, cues, opened, floor)
                start = _without_opening(reading, cues, start, opened)
                return (start, comma) if start < opened else None
            start = _walk_left(reading, cues, opened, floor)
            start = _without_opening(reading, cues, start, opened)
            if start < opened and is_name(reading.words[opened - 1]):
                return (start, comma)
            return None
    return None


def _walk_left(reading: Reading, cues: SlavicCues, last: int, floor: int) -> int:
    lower, words = reading.lower, reading.words
    start = last
    while start > floor:
        before = start - 1
        word = words[before]
        if word == ")":
            opened = next((i for i in range(before, max(floor, before - 14), -1) if words[i] == "("), None)
            if opened is None:
                return start
            start = opened
            continue
        if reading.quote_of[before] >= 0 and reading.quote_of[before] != reading.quote_of[last - 1]:
            quotation = reading.quotations[reading.quote_of[before]]
            if quotation.last - quotation.first > 8 or quotation.first < floor:
                return start
            start = quotation.first
            continue
        if word in _STOPS or (word == "-" and _spaced(reading, before)):
            return start
        if lower[before] == cues.that or lower[before] in cues.verbs or lower[before] in _SUBORDINATING:
            return start
        if lower[before] in ("а", "але", "но", "проте", "однак", "втім"):
            return start
        start = before
    return start


_SUBORDINATING = word_set("як как якщо если коли когда бо тому де где оскільки поскольку адже ведь хоча хотя щоб чтобы")


def _without_opening(reading: Reading, cues: SlavicCues, start: int, last: int) -> int:
    """Pass over what opens a sentence before its subject: adverbs, "Під час переговорів", "20 липня"."""
    lower, words = reading.lower, reading.words
    moved = True
    while moved and start < last:
        moved = False
        if lower[start] in cues.adverbs or lower[start] in cues.conjunctions:
            start += 1
            moved = True
        elif lower[start] in cues.prepositions or words[start][0].isdigit():
            head = next((i for i in range(start + 2, last) if words[i][0].isupper() or reading.quote_of[i] >= 0), None)
            if head is None:
                head = next((i for i in range(start + 2, last) if is_office(lower[i])), None)
            if head is None or (lower[start] in ("у", "в", "во") and head == start + 1):
                return start
            role = next((i for i in range(start + 2, head) if is_office(lower[i])), head)
            start, moved = role, False
    return start


def is_office(word: str) -> bool:
    """Whether a word is an office or a kind of speaker, in the nominative."""
    return word in slavic_word_set("offices")


def sentence_content(reading: Reading, start: int, end: int) -> Tokens:
    """A content from `start` to the sentence's end, without the full stop, comma or dash that closes it."""
    words = reading.words
    while (
        end > start
        and words[end - 1] in _STOPS | _DASHES
        and not (
            words[end - 1] in "."
            and end - 2 >= start
            and len(words[end - 2]) <= 3
            and reading.lower[end - 2] in ("грн", "млн")
        )
    ):
        if words[end - 1] == ")" and "(" in words[start : end - 1]:
            break
        if words[end - 1] in "!?…" or words[end - 1] == "...":
            break
        end -= 1
    while start < end and (words[start] in ",:;" or words[start] in _DASHES):
        start += 1
    return (start, end)
