"""Names of authors: split, freed of "By", roles and addresses, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from svizho.kit.text import tidy

_MOST_AUTHORS = 12
# Longer than any name: it is a sentence that stands in the wrong place.
_LONGEST_NAME = 60
_MOST_WORDS = 5
_BEFORE = re.compile(
    r"^(?:(?:written|reported|words|story|text|analysis|opinion|interview)\s+)?by\b[:\s]+"
    r"|^(?:von|par|por|av|af|di|przez|autor(?:ka|zy|i|en|in|es|a)?|authors?|texte?|text und bild)\b[:\s]+"
    r"|^(?:автор(?:и|ка|ы|ка тексту)?|текст|підготув(?:ав|ала)|записа(?:в|ла)|подготовил[аи]?)[:\s—–-]+",
    re.I,
)
_BETWEEN = re.compile(r"\s*(?:[;|•·\n]|\s/\s|\s&\s|,|\s(?:and|und|et|та|і|и|y|e|og|och|oraz|i|en|ve)\s|\s[–—]\s)\s*")
_ADDRESS = re.compile(r"\S+@\S+\.\w+|https?://\S+|www\.\S+|(?<!\w)@\w+")
# "Reporter" after a name, as Korean and Japanese bylines have it.
_REPORTER = re.compile(r"\s*(?:기자|특파원|記者)$")
_NOT_LETTERS = re.compile(r"[\W_]+")
_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]{0,80}[)\]]")
_ROLE = re.compile(
    r"^(?:(?:senior|chief|political|foreign|staff|deputy|associate|assistant|managing|special|science|sports?|"
    r"business|world|national|digital|news|our)\s+)*(?:editor|reporter|correspondent|writer|journalist|columnist|"
    r"contributor|producer|analyst|redakteur(?:in)?|redaktor(?:ka)?|reporter(?:in)?|korrespondent(?:in)?|"
    r"журналіст(?:ка)?|кореспондент(?:ка)?|редактор(?:ка)?|журналист(?:ка)?|корреспондент)s?(?:\s+(?:at|for|in|of|für)\b.*)?$",
    re.I,
)
_NOBODY = frozenset({"admin", "administrator", "root", "null", "none", "undefined", "author", "editor", "редакція",
                     "webmaster", "wordpress", "user", "guest", "unknown", "n/a", "адмін", "редактор"})  # fmt: skip


def _tidied(name: str) -> str:
    """Free one name of brackets, addresses and "By"."""
    name = _REPORTER.sub("", _ADDRESS.sub("", _IN_BRACKETS.sub("", tidy(name))))
    previous = ""
    while name != previous:
        previous, name = name, _BEFORE.sub("", name).strip(" ,;:.|/•·–—-\"'")
    return name


def _is_name(name: str) -> bool:
    """Tell whether this can name somebody: letters, not too long, no role, no default account."""
    return (
        1 < len(name) <= _LONGEST_NAME
        and len(name.split()) <= _MOST_WORDS
        and any(letter.isalpha() for letter in name)
        and name.casefold() not in _NOBODY
        and not _ROLE.match(name)
    )


def _spelled(name: str) -> str:
    """Give "JOHN SMITH" and "john smith" capitals where they belong; leave abbreviations and mixed case."""
    shouted = name.isupper() and " " in name and len(name) > 6
    return name.title() if shouted or (name.islower() and " " in name) else name


def _parted(written: str) -> list[str]:
    """Part one byline into names; a comma parts names only where each part can be a name of its own."""
    return [part for part in _BETWEEN.split(_IN_BRACKETS.sub("", written)) if part]


def authors_of(written: Iterable[str]) -> tuple[str, ...]:
    """Bring the names of a byline into order: split, tidied, each once, in the page's order, at most a dozen."""
    names: dict[str, str] = {}
    for line in list(written)[: 2 * _MOST_AUTHORS]:
        parts = _parted(_tidied(line[:500]))
        # A sentence stands in the wrong place; after a name it is the name's office.
        if parts and len(parts[0].split()) > _MOST_WORDS:
            continue
        for part in parts:
            name = _spelled(_tidied(part))
            if _is_name(name):
                names.setdefault(name.casefold(), name)
    return tuple(names.values())[:_MOST_AUTHORS]


def is_site_name(name: str, site: Iterable[str]) -> bool:
    """Tell whether a byline names the publisher itself: one of its names, or its host ("dw.com", "www.dw.com")."""
    bare = _NOT_LETTERS.sub("", name.removeprefix("www.")).casefold()
    own = {_NOT_LETTERS.sub("", known.removeprefix("www.")).casefold() for known in site if known}
    own |= {
        known.removeprefix("www.").partition(".")[0].casefold() for known in site if "." in known and " " not in known
    }
    return bare in own or any(len(known) > 4 and bare.startswith(known) for known in own)


def byline_of(authors: Iterable[str]) -> str:
    """Write authors as one line, parted by commas."""
    return ", ".join(authors)
