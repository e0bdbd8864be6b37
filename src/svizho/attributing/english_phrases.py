"""English phrases around a cue: the subject before it, the speaker after it, where the content ends."""

from __future__ import annotations

import re

from svizho.attributing.finding import Tokens
from svizho.attributing.lexicons import english_cues, word_set
from svizho.attributing.reading import Reading

_GROUP = frozenset("MHAnR")
_INSIDE = frozenset("NEOJGLR'")
_HEAD = frozenset("NEOUd")
# A noun phrase to the right: determiner, modifiers, head, then "of/in/at ..." phrases (over the tag string).
_PHRASE = r"(?:[DP]|O(?=[JN]))*(?:[JGLROE']|N|q(?=[EN]))*[NEOUd](?:'[JNEGO]*[NE])?"
_RIGHT = re.compile(rf"(?:S(?![S])|{_PHRASE}(?:\([^)]{{1,12}}\))?(?:(?:I|C(?=[EDPJN])|,(?=O,))(?:{_PHRASE}))*)")
_WORDS_OF_TIME = word_set("last this next early late earlier later on in at")
# How far from the verb a relative clause may begin whose noun is the subject.
_RELATIVE_REACH = 15
_WHEN = word_set("on during after before since until")


def group_start(tags: str, index: int, floor: int) -> int:
    """First token of the verb group that ends with the verb at `index`: auxiliaries, negation, adverbs before it."""
    start = index
    while start > floor and (tags[start - 1] in _GROUP or (tags[start - 1] == "T" and start == index)):
        start -= 1
    while start < index and tags[start] == "R" and start > floor and tags[start - 1] in ",.q":
        start += 1
    return start


def subject_before(reading: Reading, tags: str, stop: int, floor: int) -> Tokens | None:
    """The noun phrase that ends right before token `stop`, with its "of ..." phrases and relative clause; or None."""
    index = _before_time(reading.lower, tags, stop - 1, floor)
    stop = index + 1
    if index < floor:
        return None
    if tags[index] in ",-":
        return _before_parenthesis(reading, tags, index, floor)
    if tags[index] == ")":
        opened = tags.rfind("(", max(floor, index - 12), index)
        inner = subject_before(reading, tags, opened, floor) if opened > floor else None
        return (inner[0], stop) if inner else None
    if tags[index] == "S":
        if reading.lower[index] in ("who", "that") and index > floor:
            return (index, stop)
        return (index, stop)
    if tags[index] == "W" or (tags[index] == "K" and reading.lower[index] == "that"):
        return (index, stop)
    start = _phrase_start(reading, tags, index, floor)
    return (_widened(reading, tags, start, floor), stop) if start is not None else None


def _widened(reading: Reading, tags: str, start: int, floor: int) -> int:
    """Where a subject begins with what stands before it: "[those who back] her opponents", "[nearly] 10 percent"."""
    lower = reading.lower
    verb = False
    for index in range(start - 1, max(floor, start - _RELATIVE_REACH), -1):
        if tags[index] in ",;.-q:C":
            break
        if lower[index] == "who" and verb and tags[index - 1] in "NEDOU":
            antecedent = _phrase_start(reading, tags, index - 1, floor)
            return start if antecedent is None else antecedent
        verb = verb or tags[index] in "VBMHA"
    if start > floor and lower[start - 1] in _ROUNDING and not verb and tags[start] in "ODNEJP":
        return start - 1
    return start


def _before_time(lower: list[str], tags: str, index: int, floor: int) -> int:
    """The last token before a phrase of time that parts subject and verb ("Spicer on Thursday evening said")."""
    last = index
    while last > floor and (tags[last] == "d" or lower[last] in _TIMES):
        last -= 1
    if last == index or last <= floor or tags[last] not in "IDJO":
        return index if tags[last] not in "NE)" or tags[index] != "d" else last
    while last > floor and tags[last] in "IDJO":
        last -= 1
    return last if tags[last] in "NES)," else index


SUBORDINATE = word_set("if when while as after before because although though unless once until since")
_OPPOSING = word_set("but while")
_RELATIVE = word_set("who whose which")
_ROUNDING = word_set("even only about nearly almost roughly just some")
_JOINING = word_set("and but or then while as before after")
_CONTRASTING = word_set("but while before after as")
_ASIDES = word_set("while though although")
_TIMES = word_set("morning evening night afternoon week month year weekend days weeks months years")


def _before_parenthesis(reading: Reading, tags: str, comma: int, floor: int) -> Tokens | None:
    """The phrase before ", who ...," or ", the mayor of X,": with it; before ", in an interview,": without it."""
    mark = tags[comma]
    opened = tags.rfind(mark, floor, comma)
    depth = 0
    while opened > floor and depth < 4:
        first = tags[opened + 1]
        lower = reading.lower[opened + 1]
        tells = first in "WDPJNEO" or lower in _RELATIVE
        inner = _core_before(reading, tags, opened, floor) if tells or first in "IGRLKV" else None
        if inner is not None:
            outer = tags.rfind(mark, floor, inner)
            if not (outer > floor and reading.lower[outer + 1] in _RELATIVE):
                inner = _with_name(reading, tags, inner, floor)
                return (inner, comma + 1 if tells and first != "O" else opened)
        opened = tags.rfind(mark, floor, opened)
        depth += 1
    return None


def _with_name(reading: Reading, tags: str, start: int, floor: int) -> int:
    """Where the name begins that an apposition at `start` tells more of: "[Carole Bower, 75,] a retiree in Ohio"."""
    while start - 1 > floor and tags[start - 1] == "," and tags[start] in "DO":
        core = _core_before(reading, tags, start - 1, floor)
        if core is None or tags[start - 2] == "d" or not (core == floor or tags[core - 1] in ",CKq-."):
            return start
        start = core
    return start


def _core_before(reading: Reading, tags: str, stop: int, floor: int) -> int | None:
    index = stop - 1
    if index < floor:
        return None
    if tags[index] == "S":
        return index
    if tags[index] == ")":
        opened = tags.rfind("(", max(floor, index - 12), index)
        return _core_before(reading, tags, opened, floor) if opened > floor else None
    if tags[index] not in _HEAD:
        return None
    return _phrase_start(reading, tags, index, floor)


def simple_phrase(reading: Reading, tags: str, stop: int, floor: int) -> Tokens | None:
    """The noun phrase that ends before `stop`, without "of ..." phrases: what a possessive 's belongs to."""
    if stop <= floor:
        return None
    start = _core_start(tags, reading.lower, stop - 1, floor)
    return (start, stop) if start is not None and start < stop else None


def _phrase_start(reading: Reading, tags: str, index: int, floor: int) -> int | None:
    """Walk left from the last token of a noun phrase to its first; None where there is no head to start from."""
    lower = reading.lower
    best: int | None = None
    while index >= floor:
        start = _core_start(tags, lower, index, floor)
        if start is None:
            return best
        best = start
        before = start - 1
        if before < floor:
            return best
        tag = tags[before]
        if tag == "I" and lower[before] not in ("before", "after", "since", "until", "as") and before > floor:
            if tags[before - 1] in _HEAD or tags[before - 1] == ")":
                index = before - 1
                continue
            if tags[before - 1] in "VLGJ" and before - 2 >= floor and tags[before - 2] in "NE":
                index = before - 2
                continue
        elif (
            tag in "VL"
            and before > floor
            and tags[before - 1] in "NE"
            and (tags[index] in "dE" or lower[index] in _TIMES)
        ):
            index = before - 1
            continue
        elif tag == "C" and lower[before] in ("and", "or", "&") and before > floor and tags[before - 1] in "NEOS":
            other = _phrase_start(reading, tags, before - 1, floor)
            if other is not None and (other == floor or tags[other - 1] in ",KCq-;"):
                return other
        return best
    return best


def _core_start(tags: str, lower: list[str], index: int, floor: int) -> int | None:
    """First token of the simple noun phrase (no prepositions) whose head is at `index`."""
    while index > floor and tags[index] == "d" and lower[index] not in ("today",):
        index -= 1
        if tags[index] in "VLI":
            return index + 1
    if tags[index] not in "NEOUSJDGL'Pq":
        return None
    start = index
    while start > floor:
        tag = tags[start - 1]
        if tag in "DP":
            start -= 1
            if start > floor and tags[start - 1] in "D":
                start -= 1
            break
        if tag == "'" and start - 1 > floor:
            start -= 1
            continue
        if tag in "NEOJLG" or (tag == "R" and tags[start] in "JL"):
            if tag in "LG" and start - 1 > floor and tags[start - 2] not in "DPJ'":
                break
            if tag in "NE" and tags[start] in "DP":
                break
            start -= 1
            continue
        break
    return start


def speaker_after(reading: Reading, tags: str, start: int, end: int) -> Tokens | None:
    """The noun phrase that begins at `start`, with apposition and relative clause up to the sentence's `end`."""
    if start >= end:
        return None
    if tags[start] == "S":
        return (start, start + 1)
    match = _RIGHT.match(tags, start, end)
    if match is None or match.end() == start:
        return None
    last = _without_setting(reading.lower, tags, start, match.end())
    named = last
    while last < end and tags[last] == "," and _apposition(reading, tags, last, end):
        last = _apposition_end(reading, tags, last + 1, end)
    if last > named and last + 1 < end and tags[last] == ",":
        return (start, last + 1)
    if last < end and (reading.lower[last] in ("who", "which", "that") and tags[last - 1] != ","):
        last = _apposition_end(reading, tags, last, end)
    return (start, last)


def _without_setting(lower: list[str], tags: str, start: int, end: int) -> int:
    """Where a speaker ends before a setting: "the senator [on Friday]", "Sean Spicer [in a statement]"."""
    for index in range(start + 1, end - 1):
        if tags[index] == "I" and (lower[index] in _WHEN or (lower[index] == "in" and tags[index - 1] == "E")):
            return index
    return end


def _apposition(reading: Reading, tags: str, comma: int, end: int) -> bool:
    """Whether what follows a comma tells more of the speaker (", a senior fellow at ...", ", 21, ...", ", Fla.")."""
    if comma + 1 >= end:
        return False
    lower = reading.lower[comma + 1]
    if lower in ("who", "whose", "which"):
        return True
    return tags[comma + 1] in "DONEJ" and not clause_at(tags, comma + 1, end)


def clause_at(tags: str, start: int, end: int) -> bool:
    """Whether a subject with a finite verb begins at `start`."""
    match = _RIGHT.match(tags, start, end)
    return match is not None and match.end() < end and tags[match.end()] in "VMHA" and match.end() > start


def _apposition_end(reading: Reading, tags: str, start: int, end: int) -> int:
    """Where an apposition or relative clause ends: the next comma that is not within a list, or the sentence's end."""
    index = start
    while index < end:
        if tags[index] in ".;-q" and tags[index - 1 : index] != "":
            return index
        if tags[index] == "," and index > start:
            return index
        index += 1
    return index


def object_end(reading: Reading, tags: str, start: int, end: int) -> int:
    """Where a content ends that begins at `start`: the sentence's end, or a mark after which another thing begins."""
    lower = reading.lower
    thing = start < end and tags[start] in "DPNEJOTGU" and not clause_at(tags, start, end)
    open_clause = False
    index = start
    while index < end:
        tag = tags[index]
        if tag == "q" and reading.quote_of[index] >= 0:
            index = max(index + 1, reading.quotations[reading.quote_of[index]].last)
            if index < end and tags[index] == "G" and tags[index - 2] == "," and lower[index] in english_cues().verbs:
                return index  # '... "so it is," adding that'
            continue
        open_clause = open_clause or lower[index] in SUBORDINATE
        if index > start and _over_at(lower, tags, index, end, open_clause, thing):
            return index
        index += 1
    while (
        index > start and tags[index - 1] in ".;,-:" and not (tags[index - 1] == "." and _abbreviated(reading, index))
    ):
        index -= 1
    return index


def _over_at(lower: list[str], tags: str, index: int, end: int, open_clause: bool, thing: bool) -> bool:
    """Whether a content is over before the token at `index`; `thing` says that it is an object, not a statement."""
    tag = tags[index]
    if tag == "I":
        return lower[index] == "according"
    if index + 1 >= end or tag not in ",-;C":
        return False
    if tag == "C":
        return _coordinated_cue(lower, tags, index, end) or _another_says(lower, tags, index + 1, end)
    if tag == "," and tags[index + 1] == "C" and _another_says(lower, tags, index + 2, end):
        return True
    if tag == "," and thing and (tags[index + 1] in "V" or lower[index + 1] in _OPPOSING):
        return True
    return _breaks(lower, tags, index, end) or _parted(lower, tags, index, end, open_clause)


def _parted(lower: list[str], tags: str, mark: int, end: int, open_clause: bool) -> bool:
    """Whether a clause of its own begins after a comma or dash: then what was said is over.

    Behind "if", "when" and the like a comma only parts their clause from its main one (`open_clause`).
    """
    if tags[mark] == "-":
        return clause_at(tags, mark + 1, end)
    if tags[mark] != ",":
        return False
    return (
        lower[mark + 1] == "which"
        or (tags[mark + 1] == "G" and not open_clause and "C" not in tags[mark + 2 : mark + 5])
        or (not open_clause and clause_at(tags, mark + 1, end))
    )


def _another_says(lower: list[str], tags: str, start: int, end: int) -> bool:
    """Whether another speaker's statement begins at `start` ("... and the mayor said it was over")."""
    match = _RIGHT.match(tags, start, end)
    if match is None or match.end() == start or match.end() >= end:
        return False
    verb = match.end()
    while verb < end - 1 and tags[verb] in "RHn":
        verb += 1
    return tags[verb] in "VLB" and lower[verb] in _SAYS


_SAYS = word_set(
    "said says say told tells added noted argued insisted claimed announced warned replied wrote asked called suggested"
)


def _abbreviated(reading: Reading, index: int) -> bool:
    """Whether the full stop before `index` belongs to a word (U.S.), not to the sentence."""
    return len(reading.words[index - 1]) > 1 and reading.words[index - 1][0].isalpha()


def _breaks(lower: list[str], tags: str, comma: int, end: int) -> bool:
    """Whether another attribution or an aside begins after the mark at `comma`."""
    after = comma + 1
    word, cues = lower[after], english_cues().verbs
    if word == "according":
        return True
    if tags[after] in "GV" and word in cues:
        return True
    if word in _JOINING and after + 1 < end:
        if tags[after + 1] in "VLR" and (lower[after + 1] in cues):
            return True
        return word in _CONTRASTING and tags[after + 1] in "SDPEN"
    return word in _ASIDES


def _coordinated_cue(lower: list[str], tags: str, index: int, end: int) -> bool:
    """Whether "and" joins another cue verb of the same speaker ("said X and praised Y")."""
    after = index + 1
    if tags[after] == "R" and after + 1 < end:
        after += 1
    return tags[after] in "VG" and lower[after] in english_cues().verbs
