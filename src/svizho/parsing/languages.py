"""Names of languages as feeds write them -> two letters of ISO 639-1."""

from __future__ import annotations

import re

_SUBTAG = re.compile(r"\s*([a-zA-Z]{2,3})(?:[-_][\w-]*)?\s*$")
# Codes of two letters: ISO 639-1 (2002, unchanged since).
_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el "
    "en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu "
    "ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na "
    "nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so "
    "sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
)
_TWO = frozenset(_CODES.split())
# What feeds write instead: countries, ISO 639-2, old codes, names.
_OTHERS = {
    "ua": "uk",
    "by": "be",
    "cz": "cs",
    "gr": "el",
    "jp": "ja",
    "cn": "zh",
    "dk": "da",
    "ukr": "uk",
    "eng": "en",
    "rus": "ru",
    "bel": "be",
    "bul": "bg",
    "pol": "pl",
    "deu": "de",
    "ger": "de",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "ita": "it",
    "por": "pt",
    "ron": "ro",
    "rum": "ro",
    "ces": "cs",
    "cze": "cs",
    "slk": "sk",
    "slo": "sk",
    "hun": "hu",
    "tur": "tr",
    "lit": "lt",
    "lav": "lv",
    "est": "et",
    "kat": "ka",
    "geo": "ka",
    "zho": "zh",
    "chi": "zh",
    "jpn": "ja",
    "kor": "ko",
    "ara": "ar",
    "heb": "he",
    "nld": "nl",
    "dut": "nl",
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "ukrainian": "uk",
    "українська": "uk",
    "украинский": "uk",
    "russian": "ru",
    "русский": "ru",
    "english": "en",
    "англійська": "en",
    "polish": "pl",
    "polski": "pl",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "belarusian": "be",
    "беларуская": "be",
    "bulgarian": "bg",
    "български": "bg",
}


def two_letters(name: str) -> str:
    """Say the two-letter code of a language as a feed names it ("uk-UA", "ukr", "ua", "Ukrainian"); "" when unknown."""
    name = name[:100]
    word = name.strip().lower()
    if word in _OTHERS:
        return _OTHERS[word]
    match = _SUBTAG.match(word)
    if match is None:
        return ""
    code = match[1]
    return _OTHERS.get(code) or (code if code in _TWO else "")
