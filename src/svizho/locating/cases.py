"""From a case form to what the nominative may be: Ukrainian and Russian endings of place names."""

from __future__ import annotations

from functools import lru_cache

# Ending in the text -> endings of the nominative. More is allowed than grammar would: what is no name falls out in
# the gazetteer. Where a stem changes (Львова: Львів, Розі: Ріг, Тернополя: Тернопіль), the changed part is in the rule.
_RULES = """
а:-,о,и,і  у:-,а,о,е,ий  і:-,а,о,я,ь,е,и  ом:-,о  ові:-,о  ем:-,ь,е,й  я:ь,й,е,є,ія  ю:ь,й,я,е,ія  еві:ь,й
єм:й  ї:й,я  є:й  и:а,ь,я,й  ою:а,ая  ею:я  єю:я  ам:и,і,а,ы  ами:и,і,а,ы  ах:и,і,а,ы  ям:і,я,е,и  ями:і,я,и
ях:і,я,е,и  ів:и,і  їв:ї  ого:ий,е,ый,ой,ое  ому:ий,е,ый,ой,ое  им:ий,е,і,ое  ім:ий,е  ої:а  ій:а  их:і,ие,ий
ими:і,ие  ього:ій,є  ьому:ій,є  ові:-  ї:ія  ова:ів  ову:ів  овом:ів  ові:ів  овим:ів  ево:ів  ева:ів,їв
еву:ів,їв  евом:ів  еві:ів  єва:їв  єву:їв  євом:їв  єві:їв  ового:ів  овому:ів,ове  евого:ів,еве
евому:ів,еве  поля:піль,поль  полю:піль,поль  полі:піль  полем:піль  еня:інь  ені:інь,ень  еню:інь  енем:інь
огу:іг  ога:іг  озі:іг  огом:іг  ця:ець  цю:ець  ці:ець,к,ка,че  цем:ець  цеві:ець  зі:г,га  сі:х,ха  ка:ок,ко
ку:ок,ко  ком:ок  ок:ки,ьки,ка  ек:ки,ьки  ов:ы,ово  ев:ы  ен:ни,ны  ець:ці  нню:нь  ллю:ль  ттю:ть  ссю:сь
ью:ь  ьом:ій  ода:ід  оду:ід  оді:ід  одом:ід  ора:ір  орі:ір  ору:ір  ори:ір  ы:а  е:-,а,о,ь,я,й,ы
ой:а,ая,ой  ую:ая  ии:ия  ию:ия,ий  ией:ия  ья:ье  ьем:ье  ье:ья  ью:ье  ей:я,и  ца:ец  цу:ец  це:ец,ца
цом:ец  цем:ец  ым:ый,ое,ые,-  ом:ый,ой,ое  ем:ее,ий  им:ий  ых:ые  ыми:ые  его:ий,ее  ему:ий,ее  ими:ие
-:и,ы,а,і  ь:і,и,я  ой:ый  им:-  ье:ьи  ей:ьи  ьях:ьи  ею:ея  ей:ея  ї:їа  ським:ське,ський  ским:ское,ский
ого:ова  ку:ко  цьком:цьк  уй:уй  ей:ь  ям:ы  кою:ка  ево:ево  ово:ово  ином:ине  ині:ине  ина:ине
"""
_LONGEST = 5
# A stem shorter than this is not cut further: "На" is no form of "Ната".
_SHORTEST_STEM = 2
# But an ending of this length tells enough: "Розі" is "Ріг".
_TELLING = 3
_SHORTEST_WORD = 3


def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for rule in _RULES.split():
        ending, nominatives = rule.split(":")
        new = tuple("" if item == "-" else item for item in nominatives.split(","))
        key = "" if ending == "-" else ending
        table[key] = tuple(dict.fromkeys(table.get(key, ()) + new))
    return table


_TABLE = _table()


@lru_cache(maxsize=65_536)
def nominatives(word: str) -> tuple[str, ...]:
    """Give what a word in lower case may be a form of, itself first. Latin words have no cases."""
    if len(word) < _SHORTEST_WORD or word[0] < "\u0400":
        return (word,)
    found = [word]
    for length in range(min(_LONGEST, len(word) - 1) + 1):
        if len(word) - length < _SHORTEST_STEM and length < _TELLING:
            break
        stem, ending = (word[:-length], word[-length:]) if length else (word, "")
        found.extend(stem + nominative for nominative in _TABLE.get(ending, ()))
    return tuple(dict.fromkeys(found))


# Endings of adjectives in both languages, longest first, after a stem in -ськ, -цьк, -зьк, -ск, -цк.
_ADJECTIVE_ENDINGS = (
    *("ому", "ого", "ими", "ыми", "ій", "ий", "ої", "ою", "им", "ім", "их", "ий", "ой", "ая", "ое", "ую", "ие", "ом"),
    *("ых", "ым", "а", "е", "у", "і"),
)
_ADJECTIVE_STEMS = ("ськ", "цьк", "зьк", "ск", "цк")


@lru_cache(maxsize=65_536)
def adjective_stem(word: str) -> str:
    """Give the stem of an adjective such as "київського" (київськ) in lower case, "" if the word is not one."""
    for ending in _ADJECTIVE_ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if stem.endswith(_ADJECTIVE_STEMS):
                return stem
    return ""


# Last consonant of a name -> how the adjective in -ськ- begins (Ukrainian orthography, 2019, paragraph 24).
_MELTED = {"к": "цьк", "ч": "цьк", "ц": "цьк", "г": "зьк", "ж": "зьк", "з": "зьк", "х": "ськ", "ш": "ськ", "с": "ськ"}
_MELTED_RUSSIAN = {"к": "цк", "ч": "цк", "ц": "цк", "г": "жск"}  # but also Кременчугский


def adjectives_of(name: str) -> tuple[str, ...]:
    """Give the stems of the adjectives made regularly from a name of one word in lower case, in both languages."""
    if name.endswith(_ADJECTIVE_STEMS):
        return (name,)
    stem = name
    if name.endswith(("івка", "ївка", "овка", "евка", "жжя")):
        stem = name[:-2]
    elif name[-1] in "аеєиіїоуюяыэ":
        stem = name[:-1]
    soft = stem.removesuffix("ь")
    bare = soft if soft[-1:] in "нр" else stem
    melted = bare[:-1] + _MELTED[bare[-1]] if bare[-1] in _MELTED else bare + "ськ"
    russian = bare[:-1] + _MELTED_RUSSIAN[bare[-1]] if bare[-1] in _MELTED_RUSSIAN else bare + "ск"
    return tuple(dict.fromkeys((melted, russian, bare + "ск")))
