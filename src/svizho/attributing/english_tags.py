"""English word classes, one character a token: a small tagger of lexicon, endings and neighbours."""

from __future__ import annotations

from functools import cache, lru_cache

from svizho.attributing.lexicons import english_cues, sections, word_set
from svizho.attributing.reading import Reading

# D determiner, P possessive, N noun, E name, O number, S subject pronoun, U other pronoun, J adjective, R adverb,
# V finite verb, B base form, G -ing form, L participle, M modal or do, H have, A be, T to, I preposition,
# C coordination, W relative or question word, K subordinator, n negation, ' possessive clitic, d day or month,
# , comma, ; colon or semicolon, - dash, . sentence end, ( ) brackets, q quotation mark, x anything else.
_CLOSED = {
    "D": "the a an this that these those some any no every each all both either neither another such",
    "P": "my your his her its our their whose",
    "S": "i he she we they you it there who",
    "U": "me him us them himself herself itself themselves myself yourself ourselves one others someone everyone "
    "anyone nobody something anything nothing everything everybody somebody none",
    "M": "will would can could may might must shall should do does did don't doesn't didn't won't wouldn't can't "
    "couldn't shouldn't cannot 'll 'd let ain't",
    "H": "has have had having hasn't haven't hadn't",
    "A": "is are was were be been being am isn't aren't wasn't weren't",
    "T": "to",
    "I": "of in on at by for with from about into over under against during through between among amid across "
    "toward towards upon within without behind beyond near since despite including until outside inside "
    "throughout alongside ahead like via per than as above below around along after before off out up down",
    "C": "and or but nor &",
    "W": "which whom what where when why how",
    "K": "that if whether because while although though unless whereas lest",
    "n": "not never n't",
    "d": "monday tuesday wednesday thursday friday saturday sunday january february april june july august "
    "september october november december jan feb aug sept oct nov dec today yesterday tomorrow tonight",
    "O": "one two three four five six seven eight nine ten eleven twelve dozens hundreds thousands millions "
    "many several few most more less much half",
    "R": "also just now then still even ever once again later soon yet already too very so only repeatedly often "
    "always earlier previously recently instead however here perhaps maybe rather quite almost nearly",
}
_MARKS = {
    ",": ",", ";": ";", ":": ";", ".": ".", "!": ".", "?": ".", "…": ".", "...": ".", "—": "-", "–": "-", "--": "-",
    "-": "-", "(": "(", "[": "(", ")": ")", "]": ")", "“": "q", "”": "q", '"': "q", "''": "q", "``": "q", "«": "q",
    "»": "q", "„": "q", "'s": "'", "’s": "'", "'re": "A", "'m": "A", "'ve": "H", "'ll": "M", "'d": "M",
    "'": "'", "’": "'", "%": "N", "$": "O", "/": "E",
}  # fmt: skip
_NOMINAL_BEFORE = frozenset("DPJO'")
_OBJECTS = word_set("that to the a an his her its their he she it they for on in him them this no")
_SUBJECTS = word_set("he she they it we i there")
_MANY = word_set("people men women children police media many some most few others voters republicans democrats")
_UNSETTLED = frozenset("VBLN")
_VERBISH = frozenset("VBZ")
# Forms that are nothing but verbs, whatever stands before.
ALWAYS_VERBS = word_set(
    "said says say told tells tell wrote writes asked asks argued argues argue insisted insists insist added adds "
    "noted believe believes believed think thinks know knows knew agree agrees agreed announced explained explains "
    "warned warns replied replies tweeted declared declares acknowledged acknowledges admitted admits suggested "
    "suggests suggest showed indicated indicates found"
)
_PARTICIPLES_TOO = ALWAYS_VERBS - word_set("wrote knew showed")
# Participles that are past forms too, which the lexicon knows as participles.
_PAST_TOO = word_set(
    "said told made found held led left met paid sent won heard brought put set thought felt cast laid"
)


@cache
def _lexicon() -> dict[str, str]:
    """Word -> tag, closed classes over the open ones."""
    known: dict[str, str] = {}
    for _, words in sections("english_words.txt"):
        tag = words[0].rstrip(":")
        for word in words[1:]:
            known[word] = "V" if tag == "Z" else tag
    for form, (_, tag) in english_cues().verbs.items():
        known.setdefault(form, "V" if tag in "ZV" else tag)
    for tag, words_of in _CLOSED.items():
        for word in words_of.split():
            known[word] = tag
    known.update(_MARKS)
    known["that"], known["her"], known["one"] = "K", "P", "O"
    return known


def tag_words(reading: Reading) -> str:
    """One character for each token of the reading (the letters are listed at the top of this module)."""
    if reading.tags:
        return reading.tags
    opening = {first for first, _ in reading.sentences}
    closing = {last - 1 for _, last in reading.sentences}
    shouted = _headline_words(reading)
    tags: list[str] = []
    last = " "
    for index, word in enumerate(reading.words):
        tag, cue, capital, known = _by_itself(word)
        if capital:
            named = index not in opening or _is_name(reading, index, tag)
            if named and not (known and index in shouted and tag in "VGLRB") and not (tag == "O" and last in "., "):
                tag = "E"
        elif tag in "'.":
            tag = _mark(reading, index, tag, last, index in closing)
        elif cue and tag == "N" and last in "NE" and _goes_on(reading, index):
            tag = "V"  # "Trump plans to ...", "Obama claims that ...", "the records show he ..."
        if cue and reading.lower[index] in ALWAYS_VERBS:
            tag = "L" if last in "AH" and reading.lower[index] in _PARTICIPLES_TOO else "B" if last in "TM" else "V"
            if tags and index - 1 in opening and tags[-1] in "JRBNVG" and reading.words[index - 1][0].isupper():
                tags[-1] = "E"  # "Jolly said ..."
            elif last == "V" and reading.lower[index - 1].endswith("s") and tags[-2:-1] and tags[-2] in "NEJ":
                tags[-1] = "N"  # "rights advocates said"
        elif tag in _UNSETTLED:
            tag = _settled(tag, last, reading.lower[index], reading.lower[index - 1] if index else "", cue)
        tags.append(tag)
        last = tag
    reading.tags = "".join(tags)
    return reading.tags


@lru_cache(maxsize=100_000)
def _by_itself(word: str) -> tuple[str, bool, bool, bool]:
    """Class of a word alone; whether it is a form of a cue verb, may be a name by its capital, is in the lexicon."""
    lower = word.lower()
    found = _lexicon().get(lower) or _lexicon().get(lower.replace("’", "'"))
    tag = found or _guess(word)
    return tag, lower in english_cues().verbs, word[0].isupper() and tag in "NJVBGLRO", found is not None


def _headline_words(reading: Reading) -> set[int]:
    """Tokens of sentences in which nearly every word has a capital: there a capital makes no name."""
    found: set[int] = set()
    for first, last in reading.sentences[:3]:
        words = [word for word in reading.words[first:last] if word[0].isalpha() and len(word) > 3]
        if len(words) > 3 and sum(word[0].isupper() for word in words) > 0.8 * len(words):
            found.update(range(first, last))
    return found


def _mark(reading: Reading, index: int, tag: str, last: str, closing: bool) -> str:
    """Class of 's and of a full stop: "She's hoping", "Trump's been told"; "Mr.", "Gov.", "J."."""
    if tag == "'":
        return "A" if _is_verb(reading, index, last) else tag
    return last if reading.words[index] == "." and last in "ENO" and not closing else tag


def _is_verb(reading: Reading, index: int, last: str) -> bool:
    """Whether 's stands for "is" or "has": behind a pronoun, or before "been", "not" or an -ing form."""
    if last == "S" or index + 1 >= len(reading.words):
        return last == "S"
    follows = reading.lower[index + 1]
    cue = english_cues().verbs.get(follows)
    return reading.words[index] != "'" and (follows in ("been", "not", "also") or (cue is not None and cue[1] == "G"))


def _goes_on(reading: Reading, index: int) -> bool:
    """Whether what follows a word that may be noun or verb (plans, claims) makes it a verb."""
    follows = reading.lower[index + 1] if index + 1 < len(reading.lower) else ""
    plural = reading.words[index][-1] == "s"
    return follows in (_OBJECTS if plural else _SUBJECTS) or (follows == "that" and reading.lower[index] == "show")


def _guess(word: str) -> str:
    """Class of an unknown word by its shape."""
    if word[0].isdigit():
        return "O"
    if word[0].isupper():
        return "E"
    if word.endswith("ly"):
        return "R"
    if word.endswith("ing"):
        return "G"
    if word.endswith("ed"):
        return "V"
    return "N" if word[0].isalpha() else "x"


def _is_name(reading: Reading, index: int, tag: str) -> bool:
    """Whether a capital at the start of a sentence is a name's: another capital follows, or no common word is meant."""
    if index + 1 < len(reading.words):
        if reading.lower[index + 1 : index + 3] == [",", "who"]:
            return True
        return reading.words[index + 1][0].isupper() and tag in "NJVBL"
    return False


def _settled(tag: str, last: str, lower: str, before: str, cue: bool) -> str:
    """Decide an ambiguous class by the token before."""
    if tag in _VERBISH or tag == "L":
        if tag == "L" and last not in "AHRnJDP'" and (lower.endswith("ed") or lower in _PAST_TOO):
            return "V"
        if last in _NOMINAL_BEFORE and tag != "L" and not (last == "D" and lower.endswith("ed")):
            return "J" if lower.endswith("ed") else "N"
        if last in "AH" and tag == "V":
            return "L"
        if last == "I" and tag == "B":
            return "N"
        if tag == "B" and last in "NE" and before[-1:] != "s" and before not in _MANY:
            return "N"  # a base form cannot follow a singular: "war monitor", "the Clinton campaign"
        return tag
    if tag == "N" and cue and last in "STMWRn":
        return "V" if last not in "TM" else "B"
    return tag
