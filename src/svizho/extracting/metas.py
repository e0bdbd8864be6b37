"""What the head of a page says: meta elements by name, canonical link, languages."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urljoin

import lxml.html

from svizho.kit.links import canonical_link, host_of, is_home_page
from svizho.kit.text import tidy

_MOST_METAS = 500
_LONGEST_CONTENT = 2_000
# Hosts that show the same site in another dress.
_DRESSES = ("www.", "m.", "mobile.", "amp.", "touch.")


@dataclass(frozen=True, slots=True)
class Metas:
    """Meta elements in page order: lower-case name (property, name or itemprop) and tidy content."""

    pairs: tuple[tuple[str, str], ...]

    def all(self, *names: str) -> tuple[str, ...]:
        """Every content of the first of `names` that the page has."""
        for wanted in names:
            if found := tuple(content for name, content in self.pairs if name == wanted):
                return found
        return ()

    def first(self, *names: str) -> str:
        """The first content of the first of `names` that the page has, or ""."""
        return next(iter(self.all(*names)), "")


def read_metas(tree: lxml.html.HtmlElement) -> Metas:
    """Collect the meta elements, wherever in the page they stand."""
    pairs: list[tuple[str, str]] = []
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = tidy((element.get("content") or "")[:_LONGEST_CONTENT])
        if name and content:
            pairs.append((name.strip().lower(), content))
        if len(pairs) == _MOST_METAS:
            break
    return Metas(tuple(pairs))


def _bare_host(url: str) -> str:
    host = host_of(url)
    dress = next((dress for dress in _DRESSES if host.startswith(dress)), "")
    return host[len(dress) :]


def same_site(one: str, other: str) -> bool:
    """Tell whether two addresses belong to one site: the same host but for www., m. and the like, or a sub-host."""
    first, second = sorted((_bare_host(one), _bare_host(other)), key=len)
    return bool(first) and (first == second or ("." in first and second.endswith("." + first)))


def links_of(tree: lxml.html.HtmlElement, relation: str) -> list[lxml.html.HtmlElement]:
    """Find the `<link>` elements of one relation."""
    return [link for link in tree.iter("link") if relation in (link.get("rel") or "").lower().split()]


def own_link(tree: lxml.html.HtmlElement, metas: Metas, *, url: str) -> str:
    """Say the address the page calls its own, in normal form.

    `<link rel=canonical>`, then og:url; believed only for the same site and never for a home page, since a
    stranger could take over another's article by naming it and careless sites name their front page.
    """
    named = [link.get("href") or "" for link in links_of(tree, "canonical")] + [metas.first("og:url")]
    for candidate in named:
        link = canonical_link(candidate, url) if candidate else None
        if link and same_site(link, url) and (not is_home_page(link) or is_home_page(url)):
            return link
    return canonical_link(url) or url


def picture_address(candidates: list[str], *, url: str) -> str:
    """Say the first address that can be a picture of this article: absolute, http(s), no logo, no drawing."""
    for candidate in filter(None, candidates):
        try:
            address = urljoin(url, candidate.strip())
        except ValueError:
            continue
        name = address.partition("?")[0].rpartition("/")[2].lower()
        usable = address.startswith(("http://", "https://")) and len(address) <= _LONGEST_CONTENT
        if usable and host_of(address) and "logo" not in name and not name.endswith(".svg"):
            return address
    return ""
