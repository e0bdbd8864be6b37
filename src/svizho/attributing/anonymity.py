"""Whether the article lets a reader know who speaks."""

from __future__ import annotations

import re

from svizho.attributing.finding import Found
from svizho.attributing.lexicons import word_set
from svizho.attributing.reading import Reading
from svizho.attributing.slavic_lexicon import slavic_cues
from svizho.attributing.values import Speaker

_ENGLISH_UNNAMED = re.compile(
    r"\b(?:officials?|sources?|aides?|advisers?|advisors?|people|persons?|witness(?:es)?|residents?|experts?|analysts?|"
    r"critics?|supporters?|opponents?|voters?|observers?|insiders?|diplomats?|soldiers?|reports?|groups?|some|many|"
    r"others?|most|few|everyone|nobody|no one|they|monitors?|strategists?|operatives?|lawyers?|scientists?|"
    r"researchers?|doctors?|neighbou?rs?|friends?|locals|men|women|students?|activists?|journalists?|reporters?|"
    r"spokes(?:man|woman|person|people)|politicians?|lawmakers?|allies|rebels|militants|one|someone|who)\b",
    re.IGNORECASE,
)
_ENGLISH_CLOAKED = re.compile(
    r"condition of anonymity|not authori[sz]ed to|asked not to be (?:named|identified)|declined to be named|"
    r"requested anonymity|anonymously|unnamed|spoke on background|who (?:was|were) not named",
    re.IGNORECASE,
)
# None of the phrases above does without one of these, and looking for them is cheaper.
_HINTS = ("nonym", "uthori", "named", "spoke on")
_PERSON = re.compile(r"[A-ZА-ЯІЇЄҐ][a-zа-яіїєґ’'-]+\s+(?:[A-ZА-ЯІЇЄҐ]\.\s+)?[A-ZА-ЯІЇЄҐ][a-zа-яіїєґ’'-]{2,}")
_PEOPLES = re.compile(
    r"\b(?:United States|United Kingdom|New York|White House|Middle East|Senior|Western|"
    r"[A-Z]\w+(?:ian|ean|ish|ese|an|i))\b"
)
_PRONOUNS = word_set("he she it i we вона він ми я воно они он она мы їх його її his her их его ее")


class Veil:
    """Tells of one article's speakers why they count as anonymous."""

    def __init__(self, reading: Reading, language: str) -> None:
        self._reading, self._language = reading, language
        self._all_cloaked = (
            language == "en"
            and any(word in reading.text for word in _HINTS)
            and _ENGLISH_CLOAKED.search(reading.text) is not None
        )

    def reason(self, found: Found, speaker: Speaker | None) -> str:
        """ "nobody" (no speaker is given), "said" (the text says they would not be named), "unnamed", or "" """
        if found.source is None and speaker is None:
            return "nobody"
        if not _unnamed(speaker.shown if speaker is not None else "", self._language):
            return ""
        return "said" if self._all_cloaked or self._cloaked(found.anchor) else "unnamed"

    def _cloaked(self, token: int) -> bool:
        """Whether the sentence of a token says that the speaker would not be named."""
        if self._language == "en":
            return False
        sentences = self._reading.sentences
        first, last = next(((a, b) for a, b in sentences if a <= token < b), (token, token + 1))
        sentence = self._reading.text[self._reading.starts[first] : self._reading.ends[last - 1]].lower()
        return any(words in sentence for words in slavic_cues(self._language).cloaked)


def _unnamed(shown: str, language: str) -> bool:
    """Whether the words shown for a speaker name nobody: a common noun for people, no name of person or body."""
    if not shown or shown.lower() in _PRONOUNS:
        return not shown or shown.lower() not in ("i", "we", "я", "ми", "мы")
    if language == "en":
        plain = _PEOPLES.sub("", shown)
        if not _ENGLISH_UNNAMED.search(plain):
            return False
        return not any(match for match in _PERSON.finditer(plain)) and not re.search(
            r"\b(?:of|for) (?:the )?[A-Z]", plain
        )
    if _PERSON.search(shown):
        return False
    cues = slavic_cues(language)
    words = shown.lower().split()
    if any(word.startswith(cues.unnamed) for word in words[:3]):
        return not any(word.isupper() or word[0].isupper() for word in shown.split()[1:])
    return False
