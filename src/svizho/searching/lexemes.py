"""What an article is found by: lexemes of its words, their forms, its source, section, language and day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from svizho.kit.lemmas import has_dictionary, is_known, lemma
from svizho.searching.spelling import fold, is_cyrillic, plain, sound_of, tokens

# Characters of a text that are indexed: past them stand transcripts and laws. PostgreSQL counts places in a text up
# to 16,383 (textsearch-limits), and 20,000 characters hold about 3,500 words.
READ_CHARS = 20_000

# The beginning of a text, where the event itself is told; weighs more than the rest.
LEAD_CHARS = 500

# PostgreSQL keeps at most 256 places of a lexeme (textsearch-limits); a handful serve phrases just as well.
MOST_PLACES = 40

# Endings of Ukrainian and Russian nouns and names, longest first: for words that no dictionary has.
# fmt: off
_ENDINGS = (
    "ського", "ському", "ськими", "ових", "ами", "ями", "ові", "еві", "єві", "ого", "ому", "ими", "іми", "ах", "ях",
    "ам", "ям", "ів", "їв", "ев", "ов", "ом", "ем", "єм", "им", "ім", "их", "іх", "ій", "ий", "ої", "ою", "ею", "єю",
    "ей", "ым", "ый", "ых", "ой", "а", "я", "у", "ю", "і", "ї", "и", "е", "є", "о", "ь", "ы",
)
# fmt: on
_SHORTEST_STEM = 4

# What languages of one alphabet a word may be in; a question does not say which.
CYRILLIC = frozenset({"uk", "ru", "be", "bg", "mk", "sr"})


@dataclass(frozen=True, slots=True)
class Text:
    """An article as it is indexed."""

    title: str
    text: str
    language: str
    source: int
    sections: tuple[str, ...]
    day: date


@dataclass(frozen=True, slots=True)
class Indexed:
    """An article's lexemes as PostgreSQL writes a tsvector: of everything, and of title and beginning alone.

    `words` are those of title and beginning as dictionaries write them, for help with typing: base -> (as written,
    how it sounds).
    """

    all: str
    head: str
    words: Mapping[str, tuple[str, str]]


@lru_cache(maxsize=100_000)
def bases_of(word: str, language: str) -> tuple[str, ...]:
    """Give the lexemes that all forms of a word share: its dictionary form, or its stem where no dictionary has it.

    Names are known to dictionaries with a capital («Києві» is of «Київ», «києві» of «кий»), so a word written with one
    has both, as it stands first.
    """
    small = plain(word)
    spellings = (small.capitalize(), small) if word[:1].isupper() else (small,)
    forms = [form for each in spellings for form in _dictionary_forms(each, language)]
    return tuple(dict.fromkeys(map(fold, forms)))


def _dictionary_forms(word: str, language: str) -> tuple[str, ...]:
    """Give a word's dictionary form; where that is a plural with a singular beside it («порти»), the singular too."""
    form = _dictionary_form(word, language)
    singular = form[:-1]
    if (
        form[-1:] in "иі"
        and len(singular) >= _SHORTEST_STEM
        and has_dictionary(language)
        and is_known(singular, language)
    ):
        return form, lemma(singular, language)
    return (form,)


def _dictionary_form(word: str, language: str) -> str:
    if not has_dictionary(language):
        return stem(word.lower()) if is_cyrillic(word) else word
    found, small = lemma(word, language), word.lower()
    return stem(small) if found == small and is_cyrillic(word) and not is_known(word, language) else found


def stem(word: str) -> str:
    """Take a Cyrillic ending off a word that no dictionary has: «Білоплава» -> «білоплав»."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def form_of(word: str) -> str:
    """Give the lexeme of the very form, for phrases."""
    return "=" + fold(word)


def facet(kind: str, value: object) -> str:
    """Give the lexeme of a property: the question `lang:uk` is one word more to look for."""
    return f"@{kind}:{value}"


def day_facet(day: date) -> str:
    """Give the lexeme of a day, so that the newest days can be looked at alone."""
    return facet("day", day.toordinal())


def index(text: Text) -> Indexed:
    """Find the lexemes of an article, with the place of each and the weight of where it stands (A title, B lead)."""
    places: dict[str, list[str]] = {}
    head: dict[str, list[str]] = {}
    words: dict[str, tuple[str, str]] = {}
    for number, (word, weight) in enumerate(_weighted(text), 1):
        bases = bases_of(word, text.language)
        for lexeme in (*bases, form_of(word)):
            for into in (places, head) if weight else (places,):
                into.setdefault(lexeme, []).append(f"{number}{weight}")
        if weight and len(bases[0]) > 2 and not bases[0][0].isdigit():
            words.setdefault(bases[0], (_told(word, text.language, bases[0]), sound_of(bases[0])))
    facets = [facet("lang", text.language), facet("source", text.source), day_facet(text.day)]
    facets += [facet("section", section) for section in text.sections]
    return Indexed(_tsvector(places, facets), _tsvector(head, ()), words)


def _weighted(text: Text) -> Iterable[tuple[str, str]]:
    for token in tokens(text.title):
        yield token.word, "A"
    for token in tokens(text.text[:READ_CHARS]):
        yield token.word, "B" if token.start < LEAD_CHARS else ""


def _told(word: str, language: str, base: str) -> str:
    """Write a word as a suggestion would: its dictionary form with its apostrophe, else as it stands."""
    found = lemma(word, language)
    return (found if fold(found) == base else plain(word)).replace("'", "’")


def _tsvector(places: Mapping[str, Sequence[str]], facets: Iterable[str]) -> str:
    lexemes = [f"{quoted(lexeme)}:{','.join(found[:MOST_PLACES])}" for lexeme, found in places.items()]
    return " ".join([*lexemes, *map(quoted, facets)])


def quoted(lexeme: str) -> str:
    """Write a lexeme as PostgreSQL reads it in a tsvector or tsquery."""
    doubled = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"


def lexemes_of(word: str, languages: Iterable[str]) -> tuple[str, ...]:
    """Say under which lexemes a word of a question may stand in texts of any of the languages, itself first.

    Languages whose dictionary has the word decide; where none has, its stem. Names that languages write in ways of
    their own ("Kyiv", «Київ») stand for each other.
    """
    cyrillic = is_cyrillic(word)
    likely = [code for code in languages if (code in CYRILLIC) == cyrillic]
    # Readers type names without a capital.
    capital = plain(word).capitalize()
    knowing = [code for code in likely if has_dictionary(code) and _knows(capital, code)]
    bases = dict.fromkeys(base for code in knowing or likely[:2] or ["en"] for base in bases_of(capital, code))
    others = [name for base in (*bases, fold(word)) for name in other_names().get(base, ())]
    return tuple(dict.fromkeys([*bases, form_of(word), *others]))


def _knows(capital: str, language: str) -> bool:
    return is_known(capital, language) or is_known(capital.lower(), language)


@cache
def other_names() -> Mapping[str, tuple[str, ...]]:
    """Give for each name of `data/names.txt`, folded, all the ways it is written, folded."""
    text = files("svizho.searching").joinpath("data/names.txt").read_text(encoding="utf-8")
    groups = [tuple(map(fold, line.split())) for line in text.splitlines() if line and not line.startswith("#")]
    return {name: group for group in groups for name in group}
