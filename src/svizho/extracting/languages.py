"""Which language a page says it is in, where the page can be believed."""

from __future__ import annotations

import re

import lxml.html

from svizho.extracting.metas import Metas, links_of
from svizho.kit.links import canonical_link

_CODE = re.compile(r"^([a-z]{2,3})(?:[-_]|$)", re.I)
# Country codes and old codes that pages use for a language.
_MEANT = {"ua": "uk", "gr": "el", "cz": "cs", "dk": "da", "se": "sv", "jp": "ja", "cn": "zh", "kr": "ko",
          "iw": "he", "in": "id", "nb": "no", "nn": "no", "by": "be"}  # fmt: skip
_CYRILLIC = frozenset("uk ru be bg mk sr kk ky mn tg tt ba cv".split())  # noqa: SIM905
_CYRILLIC_LETTER = re.compile("[\u0400-\u04ff]")
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
# Languages written both ways on the web.
_BOTH_WAYS = frozenset({"sr", "kk", "tg", "tt"})


def language_code(said: str) -> str:
    """Bring "uk-UA", "ua" or "en_GB" to the primary subtag; "" when it is no language code."""
    found = _CODE.match(said.strip())
    code = found[1].lower() if found else ""
    return _MEANT.get(code, code)


def _fits(code: str, text: str) -> bool:
    """Tell whether a language can be that of the text, by script: templates left at lang="en" are common."""
    cyrillic, latin = len(_CYRILLIC_LETTER.findall(text)), len(_LATIN_LETTER.findall(text))
    if not cyrillic + latin or code in _BOTH_WAYS:
        return True
    return (cyrillic > latin) == (code in _CYRILLIC)


def page_language(
    tree: lxml.html.HtmlElement, metas: Metas, *, stated: str, own: str, text: str, feed_language: str
) -> str:
    """Say the page's language: JSON-LD, hreflang of its own address, `<html lang>`, metas, then the feed's.

    The first whose script is that of the text wins; "" when none is.
    """
    alternates = [
        link.get("hreflang") or ""
        for link in links_of(tree, "alternate")[:100]
        if link.get("hreflang") and canonical_link(link.get("href") or "", own) == own
    ]
    root = tree.get("lang") or tree.get("xml:lang") or ""
    said = [stated, *alternates, root, metas.first("og:locale"), metas.first("content-language", "language")]
    codes = (language_code(candidate) for candidate in [*said, feed_language])
    return next((code for code in codes if code and code != "x" and _fits(code, text[:5_000])), "")
