"""The facts a page states in JSON-LD (schema.org): one article, taken from whatever the block holds."""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from svizho.kit.text import tidy

_BLOCK = re.compile(r"<script\b[^<>]{0,300}\bapplication/ld\+json\b[^<>]{0,300}>(.*?)</script", re.I | re.S)
_WRAPPING = re.compile(r"^\s*(?:(?://|/\*)?\s*<!\[CDATA\[\s*(?:\*/)?|<!--)|(?:(?://|/\*)?\s*\]\]>\s*(?:\*/)?|-->)\s*$")
_TAG = re.compile(r"<[^<>]{1,500}>")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
# Real pages have up to a dozen blocks of a few kilobytes.
_MOST_BLOCKS, _LONGEST_BLOCK, _MOST_NODES, _DEEPEST = 40, 1_000_000, 2_000, 6

_ARTICLE_ENDINGS = ("article", "posting", "report", "claimreview")
# Where an article's page keeps it; lists of other articles (itemListElement) are not walked.
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")


@dataclass(frozen=True, slots=True)
class Stated:
    """What the page's own JSON-LD says of its article; empty where it is silent, `free` None where unknown."""

    found: bool = False
    headline: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    free: bool | None = None
    image: str = ""
    publisher: str = ""
    section: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    body: str = ""


def _blocks(html: str) -> Iterator[Any]:
    """Read every JSON-LD block that can be read; one broken block hides only itself."""
    for number, found in enumerate(_BLOCK.finditer(html)):
        if number == _MOST_BLOCKS:
            return
        text = _WRAPPING.sub("", found[1][:_LONGEST_BLOCK])
        for attempt in (text, _TRAILING_COMMA.sub(r"\1", text), entities.unescape(text)):
            try:
                yield json.loads(attempt, strict=False)
                break
            except (ValueError, RecursionError):
                continue


def _nodes(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Walk lists, graphs and main entities, outermost first."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value[:_MOST_NODES]:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in _INSIDE:
            yield from _nodes(value.get(key), depth + 1)


def _listed(value: Any) -> list[Any]:
    """Make one thing a list of one."""
    if isinstance(value, list):
        return value[:100]
    return [] if value is None else [value]


def _text(value: Any) -> str:
    """Take the words of a string, of a {"@value"} or {"name"}, or of the first of a list."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, str):
        return ""
    return tidy(_TAG.sub("", entities.unescape(value[:20_000])))


def _is_article(node: dict[str, Any]) -> bool:
    types = (str(kind).lower() for kind in _listed(node.get("@type")))
    return any(kind.endswith(_ARTICLE_ENDINGS) for kind in types)


def _names(value: Any, by_id: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    """Name the authors: strings, persons, lists, references to other nodes of the graph."""
    names: list[str] = []
    for author in _listed(value):
        if isinstance(author, dict) and not author.get("name"):
            author = by_id.get(str(author.get("@id")), author)
        if isinstance(author, dict):
            given = f"{_text(author.get('givenName'))} {_text(author.get('familyName'))}".strip()
            several = [_text(name) for name in _listed(author.get("name"))]
            names += several or [given]
        else:
            names.append(_text(author))
    return tuple(name for name in names if name)


def _picture(value: Any, by_id: dict[str, dict[str, Any]]) -> str:
    """Take the address of the first picture."""
    for image in _listed(value):
        if isinstance(image, dict):
            image = image if "url" in image or "contentUrl" in image else by_id.get(str(image.get("@id")), image)
            image = image.get("url") or image.get("contentUrl") or image.get("@id")
        if isinstance(image, str) and image.strip():
            return image.strip()
    return ""


def _is_free(value: Any) -> bool | None:
    """Read true/false in all its spellings ("False", "http://schema.org/True"); None when unsaid."""
    said = str(value).strip().lower().rpartition("/")[2]
    return {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}.get(said)


def _words(value: Any) -> tuple[str, ...]:
    """Take keywords: a list, or one string with commas."""
    parts = [part for item in _listed(value) for part in (_text(item).split(",") if item else ())]
    return tuple(dict.fromkeys(tidied for part in parts if (tidied := part.strip(" #"))))


def _crumb(nodes: list[dict[str, Any]]) -> str:
    """Take the section from the breadcrumbs: the last but the article itself, never the home page."""
    for node in nodes:
        if "breadcrumblist" not in str(node.get("@type")).lower():
            continue
        items = [item for item in _listed(node.get("itemListElement")) if isinstance(item, dict)]
        names = [_text(item.get("name")) or _text(item.get("item")) for item in items]
        return names[1] if len(names) >= 3 else ""
    return ""


def _likeness(node: dict[str, Any], url: str) -> int:
    """Say how much a node speaks of this very page: its own address, then a headline, then a date."""
    own = {str(node.get(key)) for key in ("url", "@id")}
    entity = node.get("mainEntityOfPage")
    own.add(str(entity.get("@id") if isinstance(entity, dict) else entity))
    tail = url.rstrip("/").rpartition("/")[2]
    return 4 * any(tail and tail in address for address in own) + 2 * ("headline" in node) + ("datePublished" in node)


def stated_facts(html: str, *, url: str) -> Stated:
    """Read what the page's JSON-LD states of the article at `url`; `found` is False when it names no article."""
    nodes = [node for block in _blocks(html) for node in _nodes(block)][:_MOST_NODES]
    articles = [node for node in nodes if _is_article(node)]
    if not articles:
        return Stated(section=_crumb(nodes))
    article = max(articles, key=lambda node: _likeness(node, url))
    by_id = {str(node["@id"]): node for node in nodes if "@id" in node and len(node) > 1}
    body = article.get("articleBody")
    return Stated(
        found=True,
        headline=_text(article.get("headline")) or _text(article.get("name")),
        authors=_names(article.get("author") or article.get("creator"), by_id),
        published=_text(article.get("datePublished")) or _text(article.get("dateCreated")),
        modified=_text(article.get("dateModified")),
        free=_is_free(article.get("isAccessibleForFree")),
        image=_picture(article.get("image"), by_id),
        publisher=_text(by_id.get(str((_listed(article.get("publisher")) or [""])[0])) or article.get("publisher")),
        section=_text(article.get("articleSection")) or _crumb(nodes),
        keywords=_words(article.get("keywords")),
        language=_text(article.get("inLanguage")),
        body=body[:500_000] if isinstance(body, str) else "",
    )
