"""Where on a page the list of news stands: a CSS selector learned from links that repeat in one structure."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

from lxml import etree

from svizho.kit.links import host_of, is_home_page
from svizho.kit.text import tidy
from svizho.parsing.fields import web_address
from svizho.parsing.pages import classes_of, text_of

# The busiest front pages of news have about 1,500 links.
MOST_LINKS = 5_000
# A list has at least so many different pages; menus of "read also" often have three.
FEWEST_LINKS = 4
# Headlines have 40 to 110 characters; what is shorter than this is a word of navigation.
SHORTEST_HEADLINE = 20
# How many steps up from a link its place is described; lists stand within six of their links.
STEPS_UP = 7
# A second structure joins the first (a big first story, a column beside) when it is at least this good beside it.
JOINS_FROM = 0.5
MOST_JOINED = 3

# Parts of a page that hold no news of its own, by their tag or by a word of their class or id.
_ASIDE_TAGS = frozenset(
    ["nav", "header", "footer", "aside", "form", "noscript", "script", "style", "template", "iframe"]
)
_ASIDE_WORDS = """nav navbar navigation menu footer header sidebar right-?side aside popular most-?read
    most-?viewed most-?popular top-?news top-?read top-?10 top-?5 trend trends trending best-?of hot-?news rating ad ads
    advert\\w* banner promo\\w* sponsor\\w* partner\\w* social share sharing soc breadcrumbs? tags? tag-?cloud
    pager pagination paginator cookies?
    subscribe newsletter related recommend\\w* read-?also read-?more see-?also weather currency comments?
    login search outbrain taboola populyarne populiarne chytaty reklama redaktsiia vybir"""
_ASIDE = re.compile(rf"(?:^|[-_\s])(?:{'|'.join(_ASIDE_WORDS.split())})(?:$|[-_\s])", re.I)
_ASIDE_HEADINGS = (
    r"(?:the )?most (?:popular|read|viewed|shared)", "popular", "trending", "recommended", "related", "sponsored",
    "advertisement", "editor.?s.? picks?", r"популярн\w+", r"найпопулярніш\w+", r"найчитаніш\w+", "читайте також",
    r"рекоменд\w+", "реклама", "новини партнерів", r"партнерські \w+", "вибір редакції",
    r"топ(?: новин\w*| дня| тижня)?",
    "популярное", "читайте также", "новости партн[её]ров", "выбор редакции",
)  # fmt: skip
_ASIDE_HEADING = re.compile(rf"(?:{'|'.join(_ASIDE_HEADINGS)})\W*", re.I)
# Class names that machines make or that tell a place in a row, not a kind: they are others tomorrow.
_UNSTEADY = re.compile(
    r"\d|^(?:css|sc|jss|jsx|svelte|emotion|styled|_)[-_]|__[A-Za-z0-9_-]{5,}$|^[a-zA-Z]{1,2}$|^(?:is|has)-"
    r"|^(?:first|last|odd|even|active|current|new|hot|important|bold|big|photo|video|clearfix|row|col|visited)$"
)
_IDENTIFIER = re.compile(r"-?[A-Za-z_][\w-]*")
# What addresses of articles have and those of sections have not: a long slug, a number, a date, a page's ending.
_LONG_SLUG = re.compile(r"(?:[^/]*[-_]){3,}[^/]*/?$")
_NUMBER = re.compile(r"\d{3,}")
_PAGE = re.compile(r"\.s?html?$")
# Addresses that are no articles whatever they look like.
_NO_ARTICLE = re.compile(
    r"/(?:tags?|tema|temy|topics?|authors?|avtor\w*|categor\w+|rubric\w*|search|login|register|page|about|contacts?"
    r"|privacy|terms|advert\w*|rss|feed|cart|user|account|subscribe)(?:/|$)|\.(?:jpe?g|png|webp|gif|pdf|zip|mp[34])$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: its element and its absolute address."""

    element: etree._Element
    href: str


@dataclass(frozen=True, slots=True)
class _Group:
    """Links that stand in one structure: how it is selected, which pages they lead to, how much like news they are."""

    selector: str
    pages: frozenset[str]
    score: float


def links_of(elements: Iterable[etree._Element], url: str) -> list[Link]:
    """Give the links among elements that lead to pages of the same site as `url`."""
    home = _site(url)
    found = (Link(element, web_address(element.get("href"), url).partition("#")[0]) for element in elements)
    return [link for link in found if link.href and _site(link.href) == home][:MOST_LINKS]


def _site(url: str) -> str:
    """Say which site an address is of: its host without "www" and "m"."""
    return re.sub(r"^(?:www|m|amp)\.", "", host_of(url))


def drop_asides(root: etree._Element) -> None:
    """Take out of a page's tree what holds no news of its own: menus, footers, ads, boxes of popular articles.

    A part is known by its tag, by a word of its class or id, or by its heading. What holds more than half of the page's
    links is never taken for such a part, whatever it is called.
    """
    most = sum(1 for _ in root.iter("a")) / 2
    asides = [each for each in root.iter() if isinstance(each.tag, str) and _is_aside(each)]
    boxes = (_box_of(heading) for heading in root.iter("h2", "h3", "h4", "h5", "h6", "div", "span"))
    asides += [box for box in boxes if box is not None]
    for element in asides:
        above = element.getparent()
        if above is not None and sum(1 for _ in element.iter("a")) <= most:
            element.drop_tree()  # type: ignore[attr-defined]  # lxml.html's own method


def _is_aside(element: etree._Element) -> bool:
    if element.tag in ("body", "html", "main", "article", "a"):
        return False
    if element.tag == "header":  # of the page, not of an article's card
        return not any(above.tag in ("article", "li", "section") for above in element.iterancestors())
    named = " ".join((*classes_of(element), (element.get("id") or "")[:200], (element.get("role") or "")[:50]))
    return element.tag in _ASIDE_TAGS or _ASIDE.search(named) is not None


def _box_of(heading: etree._Element) -> etree._Element | None:
    """Give the box that a heading says to be no list of news ("Popular"); None for every other element."""
    if len(heading) or not _ASIDE_HEADING.fullmatch(tidy(heading.text or "")):
        return None
    box = heading.getparent()
    return box if box is not None and box.tag not in ("body", "html", "main") else None


def learn_selector(root: etree._Element, url: str) -> str:
    """Learn where the list of articles stands; a CSS selector of its links, "" when there is no list.

    Links to pages of the site are gathered by the structure they stand in (tags and steady classes up to STEPS_UP
    above). The best structure is the one with most links that look like links to articles: words as long as a
    headline, an address like an article's. Others nearly as good whose addresses are like its own join it. After the
    idea of repeated structure in Zhao, Meng, Wu, Raghavan and Yu 2005 ("Fully automatic wrapper generation for search
    engines"), simplified to links.
    """
    links = [link for link in links_of(root.iter("a"), url) if _may_be_article(link, url)]
    groups = sorted(_groups(links), key=lambda group: group.score, reverse=True)
    if not groups:
        return ""
    chosen, pages = [groups[0]], set(groups[0].pages)
    for group in groups[1:]:
        new = group.pages - pages
        if len(chosen) < MOST_JOINED and len(new) >= 2 and _joins(group, groups[0]):
            chosen.append(group)
            pages |= new
    return ", ".join(dict.fromkeys(group.selector for group in chosen))


def _may_be_article(link: Link, url: str) -> bool:
    path = urlsplit(link.href).path
    return not is_home_page(link.href) and not _NO_ARTICLE.search(path) and link.href.rstrip("/") != url.rstrip("/")


def _groups(links: Sequence[Link]) -> Iterator[_Group]:
    """Gather links by structure; a structure deep enough to hold few pages is tried with fewer classes too."""
    by_place: dict[tuple[str, ...], list[Link]] = defaultdict(list)
    words: dict[str, str] = {}
    for link in links:
        text = tidy(text_of(link.element))
        words[link.href] = max(words.get(link.href, ""), text, key=len)
        for place in _places(link.element):
            by_place[place].append(link)
    for place, members in by_place.items():
        pages = frozenset(link.href for link in members)
        if len(pages) >= FEWEST_LINKS and (score := _score(members, words)):
            # Among structures that hold the same links the fuller description is steadier against what comes beside.
            yield _Group(" > ".join(reversed(place)), pages, score + 0.001 * len(place))


def _places(element: etree._Element) -> Iterator[tuple[str, ...]]:
    """Describe where a link stands: from it up to each ancestor whose tag or class makes it a kind of place."""
    steps = [_step(element)]
    for above in element.iterancestors():
        if above.tag in ("body", "html") or len(steps) > STEPS_UP:
            break
        steps.append(_step(above))
        if "." in steps[-1] or above.tag in ("article", "li", "main", "ul", "ol", "table"):
            yield tuple(steps)


def _step(element: etree._Element) -> str:
    steady = [name for name in classes_of(element) if _IDENTIFIER.fullmatch(name) and not _UNSTEADY.search(name)]
    return ".".join((str(element.tag), *sorted(steady)[:2]))


def _score(members: Sequence[Link], words: dict[str, str]) -> float:
    """Say how much a group of links looks like a list of news: 0 for none at all; grows with the number of pages."""
    pages = list(dict.fromkeys(link.href for link in members))
    long_ones = sum(len(words[page]) >= SHORTEST_HEADLINE and " " in words[page] for page in pages)
    addresses = sum(_is_like_article(page) for page in pages)
    if long_ones < FEWEST_LINKS or long_ones < len(pages) / 2 or addresses < len(pages) / 2:
        return 0.0
    # Headlines of 20 characters count for a third of those of 60 and more.
    length = min(median(len(words[page]) for page in pages), 60) / 60
    return math.sqrt(long_ones) * length * (addresses / len(pages)) * (long_ones / len(pages))


def _is_like_article(url: str) -> bool:
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    signs = (_LONG_SLUG.search(path), _NUMBER.search(path), _PAGE.search(path), _NUMBER.search(parts.query))
    return any(signs) or (path.count("/") >= 3 and len(path) > 30)


def _joins(group: _Group, best: _Group) -> bool:
    """Tell whether a group belongs to the list that the best one is: nearly as good, and with addresses of one kind."""
    return group.score >= JOINS_FROM * best.score and _shape(group.pages) == _shape(best.pages)


def _shape(pages: Iterable[str]) -> str:
    """Say what the addresses of pages have in common: how deep they are, with numbers and words made alike."""
    shapes = Counter(re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", _ending(page))) for page in pages)
    return max(shapes, key=lambda shape: (shapes[shape], shape))


def _ending(address: str) -> str:
    path = urlsplit(address).path.rstrip("/")
    page = path.rpartition(".")[2] if _PAGE.search(path) else ""
    return f"{path.count('/')}:{'#' if _NUMBER.search(path) else ''}:{page}"
