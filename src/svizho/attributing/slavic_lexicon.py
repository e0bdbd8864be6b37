"""The Ukrainian and Russian lexicons: reads their data files and makes the forms of their verbs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from svizho.attributing.lexicons import sections


@dataclass(frozen=True, slots=True)
class SlavicVerb:
    """A form of a cue verb: its infinitive, letters (c o t b d, see the data file), whether weak, whether plural."""

    lemma: str
    letters: str
    weak: bool
    plural: bool


@dataclass(frozen=True, slots=True)
class SlavicCues:
    """One language: verb forms, impersonal forms (form -> weak), "by" phrases and the closed classes."""

    that: str
    verbs: dict[str, SlavicVerb]
    impersonal: dict[str, bool]
    told: dict[str, bool]
    by: dict[str, dict[str, bool]]
    adverbs: frozenset[str]
    setting: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    pronouns: frozenset[str]
    possessives: frozenset[str]
    unnamed: tuple[str, ...]
    cloaked: tuple[str, ...]


@cache
def slavic_cues(language: str) -> SlavicCues:
    """The lexicon of "uk" or "ru"."""
    verbs: dict[str, SlavicVerb] = {}
    words_of: dict[str, list[str]] = {}
    by: dict[str, dict[str, bool]] = {}
    for section, words in sections(f"{language}_cues.txt"):
        kind, _, letters = section.partition(" ")
        if kind == "verbs":
            for word in words:
                _add_verb(verbs, word, letters, language)
        elif kind == "by":
            preposition, _, first = words[0].partition(":")
            nouns = [first, *words[1:]] if first else words[1:]
            by[preposition] = {noun.rstrip("~"): noun.endswith("~") for noun in nouns}
        else:
            words_of.setdefault(kind, []).extend(words)
    sets = {kind: frozenset(words) for kind, words in words_of.items()}
    return SlavicCues(
        that="що" if language == "uk" else "что",
        verbs=verbs,
        impersonal={word.rstrip("~"): word.endswith("~") for word in words_of["impersonal"]},
        told={word.rstrip("~"): word.endswith("~") for word in words_of["told"]},
        by=by,
        adverbs=sets["adverbs"],
        setting=sets["setting"],
        prepositions=sets["prepositions"],
        conjunctions=sets["conjunctions"],
        pronouns=sets["pronouns"],
        possessives=sets["possessives"],
        unnamed=tuple(words_of["unnamed"]),
        cloaked=tuple(word.replace("~", " ") for word in words_of["cloaked"]),
    )


@cache
def slavic_words(section: str) -> tuple[str, ...]:
    """The words (or beginnings, endings) of one section of `slavic_words.txt`."""
    return tuple(word for name, words in sections("slavic_words.txt") if name == section for word in words)


@cache
def slavic_word_set(section: str) -> frozenset[str]:
    """The same as a set."""
    return frozenset(slavic_words(section))


def _add_verb(verbs: dict[str, SlavicVerb], entry: str, letters: str, language: str) -> None:
    """Enter every form of one verb of a data file; letters of a form seen before are joined."""
    lemma, _, given = entry.partition("=")
    lemma, _, third = lemma.partition(":")
    weak = lemma.endswith("~")
    lemma = lemma.rstrip("~")
    if given:
        forms = [(form, form[-1] in "иіыют") for form in given.split(",")]
    else:
        forms = _past(lemma, language) + (_present(third) if third else [])
    for form, plural in forms:
        known = verbs.get(form)
        together = letters + (known.letters if known else "")
        verbs[form] = SlavicVerb(lemma, together, weak and (known is None or known.weak), plural)


def _past(lemma: str, language: str) -> list[tuple[str, bool]]:
    """Past forms with whether each is plural: заявити -> заявив, заявила, заявило, заявили; -тися alike."""
    reflexive = {"uk": ("тися", "ся"), "ru": ("ться", "ся")}[language]
    tail = ""
    if lemma.endswith(reflexive[0]):
        lemma, tail = lemma[: -len(reflexive[1])], "ся"
    stem = lemma[:-2]
    masculine = "в" if language == "uk" else "л"
    forms = [(stem + masculine, False), (stem + "ла", False), (stem + "ло", False), (stem + "ли", True)]
    if not tail:
        return forms
    if language == "ru":
        return [(form + ("сь" if form[-1] in "аои" else "ся"), plural) for form, plural in forms]
    return [(form + "ся", plural) for form, plural in forms]


def _present(third: str) -> list[tuple[str, bool]]:
    """Third persons from the singular: заявляє -> заявляють, каже -> кажуть, говорить -> говорять."""
    tail = ""
    for ending in ("ться", "ся"):
        if third.endswith(ending):
            third, tail = third[: -len(ending)], "ся"
            third += "ть" if ending == "ться" and third[-1] == "и" else ""
            break
    plural = third
    for singular, many in _ENDINGS:
        if third.endswith(singular):
            plural = third[: -len(singular)] + many
            break
    if not tail:
        return [(third, False), (plural, True)]
    shown = third + ("ся" if third.endswith("ть") else "ться")
    return [(shown, False), (plural + "ся", True)]


# Third person singular -> plural, Ukrainian then Russian; the longest ending first.
_ENDINGS = (
    ("їть", "ять"), ("ить", "ять"), ("є", "ють"), ("же", "жуть"), ("ше", "шуть"),
    ("ает", "ают"), ("яет", "яют"), ("ует", "уют"), ("шет", "шут"), ("жет", "жут"), ("ит", "ят"), ("ет", "ют"),
)  # fmt: skip
