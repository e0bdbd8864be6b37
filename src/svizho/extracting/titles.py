"""The headline of a page: what the article is called, without the name of the site."""

from __future__ import annotations

import re

import lxml.html

from svizho.extracting.metas import Metas
from svizho.extracting.structured import Stated
from svizho.kit.links import host_of
from svizho.kit.text import tidy

_PARTED = re.compile(r"\s+[|–—•·»:-]\s+|\s*[|ㅣ｜]\s*|\s+::\s+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_LONGEST = 400


def _bare(text: str) -> str:
    """Keep letters and digits, for comparing."""
    return _NOT_LETTERS.sub("", text).casefold()


def _names_site(part: str, site_name: str, host: str) -> bool:
    """Tell whether a part of a title is the site's name: as the page says it, or as its host reads."""
    bare = _bare(part)
    own = _bare(site_name)
    labels = {_bare(label) for label in host.split(".")[:-1]} | {_bare(host.removeprefix("www."))}
    if not bare:
        return False
    return bare in labels or bare == own or (len(own) > 3 and own in bare and len(bare) < 2 * len(own))


def without_site(title: str, *, site_name: str, host: str) -> str:
    """Cut the site's name (and what stands beyond it) from the end of a title, or its name from the beginning."""
    cuts = list(_PARTED.finditer(title))
    for cut in reversed(cuts):
        if _names_site(title[cut.end() :], site_name, host):
            return title[: cut.start()].strip()
    for number, cut in enumerate(cuts):
        end = cuts[number + 1].start() if number + 1 < len(cuts) else len(title)
        if _names_site(title[cut.end() : end], site_name, host) and cut.start() >= 15:
            return title[: cut.start()].strip()
    if cuts and _names_site(title[: cuts[0].start()], site_name, host):
        return title[cuts[0].end() :].strip()
    return title


def headings(tree: lxml.html.HtmlElement) -> tuple[str, ...]:
    """The first few h1 of a page, tidy and not empty."""
    texts = (tidy(" ".join(heading.itertext()))[:_LONGEST] for heading in list(tree.iter("h1"))[:5])
    return tuple(text for text in texts if text)


def title_element(tree: lxml.html.HtmlElement) -> str:
    """The text of `<title>`."""
    found = next(tree.iter("title"), None)
    return tidy(found.text_content())[:_LONGEST] if found is not None else ""


def page_title(tree: lxml.html.HtmlElement, metas: Metas, stated: Stated, *, url: str, site_name: str) -> str:
    """Choose the headline.

    The h1 is what readers of the site see, but pages have many or none, and logos and kickers stand in them: an
    h1 is taken when JSON-LD or og:title says the same (in their spelling: an h1 put together from elements has
    blanks in odd places), or `<title>` where they are silent. Else JSON-LD's headline, og:title, `<title>`.
    """
    host = host_of(url)

    def bare_of_site(title: str) -> str:
        return without_site(tidy(title)[:_LONGEST], site_name=site_name, host=host)

    told = [bare_of_site(title) for title in (stated.headline, metas.first("og:title", "twitter:title")) if title]
    # The title element is written for search engines: it is heard last.
    told = told or [title for title in [bare_of_site(title_element(tree))] if title]
    shown = headings(tree)
    for heading in shown:
        if same := next((title for title in told if _bare(title) == _bare(heading)), ""):
            return same
        if any(title.startswith((f"{heading} ", f"{heading}|")) for title in told):
            return heading
    return next(iter(told), "") or next((bare_of_site(heading) for heading in shown), "")
