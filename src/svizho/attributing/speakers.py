"""Who speaks: pronouns, surnames, offices and short names resolved to the fullest mention in the article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from svizho.attributing.finding import Found, Tokens
from svizho.attributing.lexicons import word_set
from svizho.attributing.naming import nominative_person, nominative_phrase
from svizho.attributing.reading import Reading
from svizho.attributing.slavic_phrases import is_office
from svizho.attributing.values import Span, Speaker

_HE = word_set("he him his himself він його йому ним он его ему им")
_SHE = word_set("she her hers herself вона її їй нею она её ее ей")
_THEY = word_set("they their them вони їх їхніми їхнім они их там it its")
_ME = word_set("i me my я мене моїми we our us ми наш нашими мы наши")
_WHO = word_set("who which that який яка які що который которая которые")
_ARTICLES = word_set("the a an this that those these another other one")
_WOMEN = re.compile(
    r"\b(?:Mrs|Ms|Miss|she|her|spokeswoman|congresswoman|mother|wife)\b|"
    r"(?:иця|ерка|орка|истка|ентка|атка|міністерка|пані|посадовиця|госпожа)\b",
)
_TITLES = word_set("mr mr. mrs mrs. ms ms. dr dr. sen sen. rep rep. gov gov. gen gen. sir lord")
_SMALL = word_set("of the for in and to at on a an з у в та і й про від на за и с из при")
_OBLIQUE_BEFORE = word_set(
    "за у в на з із зі до від по во словами даними інформацією повідомленням версією думку оцінкою оцінками "
    "словам данным информации мнению сообщению слів слов матеріалами посиланням ссылкой"
)
# Documents whose owner stands behind them in the genitive ("йдеться у повідомленні ОВА"), by their beginnings.
_DOCUMENTS = ("повідомлен", "зведен", "звіт", "заяв", "сообщен", "сводк", "отчет", "допис")
# Cyrillic letters of a stem that two cases of one name share.
_STEM = 4


@dataclass(slots=True)
class _Known:
    """A speaker met in the article: words of the fullest mention in lower case, and what a reader is shown."""

    speaker: Speaker
    words: frozenset[str]
    woman: bool
    person: bool


class Resolver:
    """Resolves the sources of one article in order; each call may use what the calls before it met."""

    def __init__(self, reading: Reading, language: str) -> None:
        self._reading, self._language = reading, language
        self._known: list[_Known] = []
        self._names = self._full_names()

    def speaker_of(self, found: Found) -> Speaker | None:
        """The speaker of an attribution: None where nobody is named and nothing before tells who is meant."""
        if found.source is None:
            return None
        words = tuple(self._reading.lower[found.source[0] : found.source[1]])
        if not words:
            return None
        head = words[0]
        if len(words) == 1 and head in _HE | _SHE | _THEY | _WHO | _ME:
            return self._pronoun(head, found)
        earlier = self._earlier(found.source)
        if earlier is not None:
            self._remember(earlier)
            return earlier.speaker
        known = self._made(found.source)
        self._remember(known)
        return known.speaker

    def _remember(self, known: _Known) -> None:
        self._known.append(known)

    def _pronoun(self, word: str, found: Found) -> Speaker | None:
        """The last speaker that fits he, she, they; the noun before "who"."""
        if word in _WHO or word in _ME:
            span = self._reading.span(*found.source) if found.source else Span(0, 0)
            outer = self._known[-1].speaker if word in _ME and self._known else None
            return outer or Speaker(span.of(self._reading.text), "", span)
        for known in self._candidates(word):
            self._remember(known)
            return known.speaker
        if self._known and word not in _SHE:
            return self._known[-1].speaker
        span = self._reading.span(*found.source) if found.source else Span(0, 0)
        person = self._person_before(span.start)
        return person or Speaker(span.of(self._reading.text), "", span)

    def _candidates(self, word: str) -> list[_Known]:
        """Speakers met before whom a pronoun may mean, the latest first; persons for he and she."""
        latest = list(reversed(self._known))
        if word in _SHE:
            return [known for known in latest if known.woman]
        if word in _HE:
            men = [known for known in latest if not known.woman]
            return [known for known in men if known.person] or men[:1]
        return latest

    def _person_before(self, offset: int) -> Speaker | None:
        """The last full name before a pronoun, when no speaker has been met yet."""
        before = [name for name in self._names if name.end <= offset]
        if not before:
            return None
        span = before[-1]
        return Speaker(span.of(self._reading.text), "", span)

    def _earlier(self, source: Tokens) -> _Known | None:
        """A speaker met before whose fullest mention holds all the words of this one ("the monitor", "Trump")."""
        words, text = self._telling(source), self._reading.text
        if not words:
            return None
        for known in reversed(self._known):
            if len(words) <= len(known.words) and all(self._matches(word, known.words) for word in words):
                first = self._reading.lower[source[0]]
                if _COUPLE.search(known.speaker.name) and not _COUPLE.search(self._reading.span(*source).of(text)):
                    continue  # one of two is not both of them
                if first in ("a", "an", "another", "інший", "ще", "другой") and not known.person:
                    continue
                return known
        return None

    def _telling(self, source: Tokens) -> list[str]:
        """The words of a mention that tell who it is: no articles, titles, relative clause."""
        lower, words = self._reading.lower, self._reading.words
        telling = []
        for index in range(*source):
            if words[index] == "," and index > source[0]:
                break
            word = lower[index]
            if word[0].isalnum() and word not in _ARTICLES and word not in _TITLES and word not in _SMALL:
                telling.append(word)
        return telling

    def _matches(self, word: str, known: frozenset[str]) -> bool:
        if word in known:
            return True
        if self._language == "en" or len(word) <= _STEM:
            return False
        stem = word[: max(_STEM, len(word) - 3)]
        return any(other.startswith(stem) for other in known)

    def _made(self, source: Tokens) -> _Known:
        """A speaker from its own mention, or from the full name elsewhere in the article that it shortens."""
        reading = self._reading
        full = self._full_name_of(source)
        span = reading.span(*source)
        before = reading.lower[source[0] - 1] if source[0] > 0 and self._language != "en" else ""
        oblique = before in _OBLIQUE_BEFORE or before.startswith(_DOCUMENTS)
        text = _clean(span.of(reading.text))
        name, role = self._name_and_role(source, oblique)
        if full is not None and not (name and " " in name):
            name = full.of(reading.text)
            span = full
            role = role or self._role_before(full)
        if not name:
            words = tuple(text.split())
            name = nominative_phrase(words, self._language) if oblique else text
            name = _without_article(name)
        telling = frozenset(
            word.lower() for word in re.findall(r"[\w'’-]+", f"{name} {role} {text}") if word.lower() not in _SMALL
        )
        person = bool(full) or self._is_person(name)
        woman = bool(_WOMEN.search(f"{role} {text}")) or _womans(name)
        return _Known(Speaker(name, role, span), telling, woman, person)

    def _name_and_role(self, source: Tokens, oblique: bool) -> tuple[str, str]:
        """Split a mention into a person's name and the words about them; ("", "") where there is no person's name."""
        reading = self._reading
        words = reading.words[source[0] : source[1]]
        run = _longest_name(words)
        if run is None:
            return "", ""
        first, last = run
        name_words = tuple(words[first:last])
        name = (
            nominative_person(name_words)
            if oblique
            else reading.span(source[0] + first, source[0] + last).of(reading.text)
        )
        before = reading.span(source[0], source[0] + first).of(reading.text) if first else ""
        after = (
            reading.span(source[0] + last, source[1]).of(reading.text).lstrip(", ")
            if source[0] + last < source[1]
            else ""
        )
        role = _without_article(_clean(before or after).rstrip(",– "))
        role = role if any(char.isalpha() for char in role) else ""
        return name, "" if role.lower() in _TITLES else role

    def _role_before(self, name: Span) -> str:
        """The office that stands right before a full name elsewhere in the article."""
        at = self._reading.token_at(name.start)
        start = at
        while start > 0 and self._reading.words[start - 1][0].isalnum() and at - start < 8:
            start -= 1
            if is_office(self._reading.lower[start]):
                return self._reading.span(start, at).of(self._reading.text)
        return ""

    def _full_names(self) -> list[Span]:
        """Runs of two or three capitalised words that look like persons' names, in order."""
        text = self._reading.text
        return [Span(*match.span()) for match in _FULL_NAME.finditer(text)]

    def _full_name_of(self, source: Tokens) -> Span | None:
        """The full name in the article that ends with this surname (its case aside); None if it stands in full here."""
        words = [w for w in self._reading.words[source[0] : source[1]] if w[0].isupper() and w.lower() not in _TITLES]
        if len(words) != 1 or source[1] - source[0] > 3:
            return None
        surname = words[0].rstrip(".").lower()
        if len(surname) < 3:
            return None
        stem = surname if self._language == "en" else surname[: max(_STEM, len(surname) - 3)]
        for span in self._names:
            last = span.of(self._reading.text).split()[-1].lower()
            if last == surname:
                return span
        if self._language == "en":
            return None
        return next((s for s in self._names if s.of(self._reading.text).split()[-1].lower().startswith(stem)), None)

    def _is_person(self, name: str) -> bool:
        return _FULL_NAME.fullmatch(name) is not None


_FULL_NAME = re.compile(
    r"[A-ZА-ЯІЇЄҐ][a-zа-яіїєґ'’ʼ-]+(?: [A-Z]\.)?"
    r"(?: [A-ZА-ЯІЇЄҐ][a-zа-яіїєґ'’ʼ]+(?:-[A-ZА-ЯІЇЄҐ]?[a-zа-яіїєґ'’ʼ]+)?){1,2}"
)
_BODIES = re.compile(
    r"^(?:states|kingdom|house|rights|resistance|senate|congress|white|supreme|national|international|department|ministry|group|party|committee|council|house|university|institute|company|agency|army|force|forces|"
    r"observatory|coalition|service|police|court|times|post|news|сил|міністерств|служб|рад|комітет|управлін|штаб|агентств|"
    r"україн|компан|центр|командуван|министерств|управлени|совет)",
    re.IGNORECASE,
)
_FEMALE_NAMES = word_set(
    "hillary elizabeth sarah mary jennifer susan karen lisa nancy maria anna katie kate emma laura michelle "
    "melania ivanka carly kellyanne jen julia amy ann anne angela theresa kamala ursula олена наталія ірина юлія "
    "оксана марія анна ганна світлана тетяна людмила катерина вікторія дар'я ольга аліна інна алла євгенія єлена "
    "елена наталья ирина юлия мария светлана татьяна екатерина виктория дарья алина"
)


def _longest_name(words: list[str]) -> tuple[int, int] | None:
    """Where a person's name stands in a mention: two or three name-like words that end it, or stand before a comma."""
    index, best = 0, None
    while index < len(words):
        end = index
        while end < len(words) and _name_like(words[end]):
            end += 1
        if end - index >= 2:
            start = _name_start(words, index, end)
            closes = end == len(words) or words[end] in (",", "(", "of")
            led = words[start - 1].lower() if start else ""
            if start is not None and closes and led not in _LEADING and not _is_body(words[start:end]):
                best = best or (start, end)
        index = max(end, index + 1)
    return best


def _name_start(words: list[str], index: int, end: int) -> int:
    """First word of the name in a run of capitals: an office before it left out, three words at most."""
    if is_office(words[index].lower()) and end - index >= 3:
        index += 1
    led = index > 0 and words[index - 1][0].islower()
    office = index > 0 and is_office(words[index - 1].lower())
    while (led or office) and end - index > 2 and words[index][-1] in "аяиіїую":
        index += 1  # "прем'єр-міністр Великої Британії Ріші Сунак": the country stands in the genitive
    if (
        (led or (index > 0 and is_office(words[index - 1].lower())))
        and end - index == 3
        and words[index][-1] in "аяиіїую"
    ):
        index += 1  # "мер Луцька Ігор Поліщук": the town stands in the genitive
    return max(index, end - 3) if not any(len(word) <= 2 for word in words[index:end]) else max(index, end - 4)


def _name_like(word: str) -> bool:
    return (
        word[0].isupper()
        and (word[-1].islower() or (len(word) == 2 and word[1] == "."))
        and word.lower() not in _TITLES | _ARTICLES
    )


def _is_body(words: list[str]) -> bool:
    return any(_BODIES.match(word) for word in words)


_COUPLE = re.compile(r"\w (?:and|та|і|й|и) \w")
_LEADING = word_set("the a an of for at from and")


def _clean(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def _without_article(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if first.lower() == "the" and rest and rest[0].islower() else text


def _womans(name: str) -> bool:
    first = name.split()[0].lower() if name else ""
    return first in _FEMALE_NAMES
