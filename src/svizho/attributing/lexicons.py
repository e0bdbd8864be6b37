"""Cue lexicons: reads the reviewed data files and makes the forms of their verbs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_DATA = files("svizho.attributing") / "data"
_VOWELS = "aeiou"


def word_set(text: str) -> frozenset[str]:
    """The words of a string as a set."""
    return frozenset(text.split())


def sections(name: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the lines of a data file with the section each stands in; comments and empty lines are left out."""
    section = ""
    for line in (_DATA / name).read_text("utf-8").splitlines():
        line = line.split("#", 1)[0].strip()
        if line.startswith("["):
            section = line.strip("[]")
        elif line:
            yield section, line.split()


@dataclass(frozen=True, slots=True)
class EnglishVerb:
    """A cue verb: its lemma, frames (letters c o t l p, see the data file), prepositions, whether it is weak."""

    lemma: str
    frames: str
    prepositions: frozenset[str]
    weak: bool


@dataclass(frozen=True, slots=True)
class EnglishCues:
    """The English lexicon: verbs by form (form -> verb and tag B Z V L G), and the smaller classes.

    `triggers` are the words that may attribute without a verb of saying, `telling` all words that may attribute.
    """

    verbs: dict[str, tuple[EnglishVerb, str]]
    nouns: dict[str, frozenset[str]]
    adjectives: dict[str, frozenset[str]]
    passives: frozenset[str]
    seeming: dict[str, bool]
    adverbs: frozenset[str]
    light: frozenset[str]
    light_nouns: frozenset[str]
    triggers: frozenset[str]
    telling: frozenset[str]


@cache
def english_cues() -> EnglishCues:
    """Read `english_cues.txt` and make every form of its verbs."""
    lines = list(sections("english_cues.txt"))
    nouns = {words[0]: frozenset(words[1:]) for name, words in lines if name == "nouns"}
    adjectives = {words[0]: frozenset(words[1:]) for name, words in lines if name == "adjectives"}
    verbs = _english_verbs(lines)
    seeming = {
        form: word.endswith("~")
        for name, words in lines
        if name == "seeming"
        for word in words
        for form, _ in english_forms(word.rstrip("~"))
    }
    light = frozenset(
        form for name, words in lines if name == "light" for word in words for form, _ in english_forms(word)
    )
    triggers = frozenset({"according", *nouns, *adjectives})
    return EnglishCues(
        verbs=verbs,
        nouns=nouns,
        adjectives=adjectives,
        passives=frozenset(word for name, words in lines if name == "passives" for word in words),
        seeming=seeming,
        adverbs=frozenset(word for name, words in lines if name == "adverbs" for word in words),
        light=light,
        light_nouns=frozenset(word for name, words in lines if name == "light-nouns" for word in words),
        triggers=triggers,
        telling=triggers | verbs.keys() | seeming.keys() | light,
    )


def _english_verbs(lines: list[tuple[str, list[str]]]) -> dict[str, tuple[EnglishVerb, str]]:
    """Every form of every verb; frames and prepositions of all the lines a verb stands in are joined."""
    frames: dict[str, str] = {}
    prepositions: dict[str, set[str]] = {}
    strong: set[str] = set()
    lemma = ""
    for letters, word in ((name[6:], word) for name, words in lines if name.startswith("verbs") for word in words):
        if word.startswith("+"):
            prepositions[lemma].add(word[1:])
            continue
        lemma = word.rstrip("~")
        prepositions.setdefault(lemma, set())
        frames[lemma] = frames.get(lemma, "") + letters
        if not word.endswith("~") and letters != "p":
            strong.add(lemma)
    verbs: dict[str, tuple[EnglishVerb, str]] = {}
    for lemma, letters in frames.items():
        verb = EnglishVerb(lemma, letters, frozenset(prepositions[lemma]), lemma not in strong)
        for form, tag in english_forms(lemma):
            verbs.setdefault(form, (verb, tag))
    return verbs


def english_forms(lemma: str) -> list[tuple[str, str]]:
    """The five forms of a verb with their tags: base B, third person Z, past V, participle L, -ing form G."""
    past, participle = _IRREGULAR.get(lemma, ("", ""))
    regular = _with_ed(lemma)
    return [
        (lemma, "B"),
        (_with_s(lemma), "Z"),
        (past or regular, "V"),
        (participle or past or regular, "L"),
        (_with_ing(lemma), "G"),
    ]


def _with_s(lemma: str) -> str:
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def _with_ed(lemma: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return lemma[:-1] + "ied"
    return _doubled(lemma) + "ed"


def _with_ing(lemma: str) -> str:
    if lemma.endswith("e") and not lemma.endswith(("ee", "ye", "oe")):
        return lemma[:-1] + "ing"
    return _doubled(lemma) + "ing"


def _doubled(lemma: str) -> str:
    """Double the last consonant where English does (refer -> referr); those verbs are listed."""
    return lemma + lemma[-1] if lemma in _DOUBLING else lemma


_DOUBLING = word_set(
    "refer dub ban beg brag plan regret quip sum rip admit concur rebut commit opt vet chat blog tap pan shrug rub "
    "snub tar tag rap shun scrap slap infer confer sob snap hedge drop get put run win begin let"
)
_IRREGULAR = {
    "say": ("said", "said"),
    "tell": ("told", "told"),
    "write": ("wrote", "written"),
    "think": ("thought", "thought"),
    "know": ("knew", "known"),
    "feel": ("felt", "felt"),
    "find": ("found", "found"),
    "show": ("showed", "shown"),
    "see": ("saw", "seen"),
    "hear": ("heard", "heard"),
    "read": ("read", "read"),
    "begin": ("began", "begun"),
    "swear": ("swore", "sworn"),
    "forbid": ("forbade", "forbidden"),
    "overstate": ("overstated", "overstated"),
    "foretell": ("foretold", "foretold"),
    "forget": ("forgot", "forgotten"),
    "forecast": ("forecast", "forecast"),
    "cast": ("cast", "cast"),
    "speak": ("spoke", "spoken"),
    "go": ("went", "gone"),
    "lay": ("laid", "laid"),
    "take": ("took", "taken"),
    "bring": ("brought", "brought"),
    "hit": ("hit", "hit"),
    "shoot": ("shot", "shot"),
    "come": ("came", "come"),
    "make": ("made", "made"),
    "stand": ("stood", "stood"),
    "choose": ("chose", "chosen"),
    "seek": ("sought", "sought"),
    "misstate": ("misstated", "misstated"),
    "dream": ("dreamed", "dreamt"),
    "learn": ("learned", "learnt"),
    "put": ("put", "put"),
    "give": ("gave", "given"),
    "have": ("had", "had"),
    "hold": ("held", "held"),
    "draw": ("drew", "drawn"),
    "win": ("won", "won"),
    "get": ("got", "gotten"),
    "send": ("sent", "sent"),
    "lend": ("lent", "lent"),
    "throw": ("threw", "thrown"),
    "keep": ("kept", "kept"),
    "strike": ("struck", "struck"),
    "lead": ("led", "led"),
    "foresee": ("foresaw", "foreseen"),
    "lie": ("lied", "lied"),
    "understand": ("understood", "understood"),
    "misunderstand": ("misunderstood", "misunderstood"),
    "withdraw": ("withdrew", "withdrawn"),
    "overturn": ("overturned", "overturned"),
    "stick": ("stuck", "stuck"),
    "run": ("ran", "run"),
    "lean": ("leaned", "leaned"),
    "shy": ("shied", "shied"),
    "tear": ("tore", "torn"),
    "build": ("built", "built"),
    "deal": ("dealt", "dealt"),
    "cling": ("clung", "clung"),
    "retell": ("retold", "retold"),
    "overhear": ("overheard", "overheard"),
    "misread": ("misread", "misread"),
    "text": ("texted", "texted"),
}
