"""The text of a short article, where there is too little of it for statistics: found by how pages are marked up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from svizho.extracting.blocks import Block, is_prose, size_of, split_at_breaks
from svizho.kit.text import tidy

# Names that editors' systems give to the element which holds the text alone (WordPress, Drupal, Bitrix and others).
_BODY_NAME = re.compile(
    r"(?:^|[\s_-])(?:(?:article|post|entry|story|news|single|node|detail|page)[_-]*(?:body|text|content|copy|main)|"
    r"(?:body|main|full)[_-]?(?:text|copy|content)|articlebody|articletext|field--name-body|td-post-content)(?:$|[\s_-])",
    re.I,
)
_BESIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|shar(?:e|ing)|social|newsletter|promo\w*|comments?|tags?|breadcrumbs?|"
    r"authors?|byline|meta|captions?|subscri\w+|sidebar|read[_-]?(?:also|more|next)|advert\w*|ads?|banner|teasers?|"
    r"paywall|popup|modal|cookies?\w*|consent\w*|onetrust\w*|gdpr|privacy|login|register|footer|nav(?:igation)?|"
    r"menu|toolbar|copyright|disclaimer|most[_-]?read|popular|widget)(?:$|[\s_-])",
    re.I,
)
_BESIDE_TAGS = frozenset({"nav", "aside", "footer", "form", "figure", "figcaption", "button", "header", "dialog",
                          "noscript", "select", "option", "label", "table", "time", "address"})  # fmt: skip
_TEXT_TAGS = frozenset({"p", "li", "blockquote", "h2", "h3", "h4"})
_MOST_ELEMENTS = 20_000
# Less than this is no text yet.
_SHORTEST = 40


def _named(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:500]


def _stands_beside(element: etree._Element) -> bool:
    """Tell whether an element holds something beside the text: navigation, shares, captions, other articles."""
    if element.tag in _BESIDE_TAGS:
        return True
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    return hidden or bool(_BESIDE_NAME.search(_named(element)))


def _outermost(elements: list[lxml.html.HtmlElement]) -> list[lxml.html.HtmlElement]:
    """Drop elements that stand inside another of the list."""
    held = set(elements)
    return [element for element in elements if not any(above in held for above in element.iterancestors())]


def _elements_of_text(tree: lxml.html.HtmlElement) -> list[lxml.html.HtmlElement]:
    """Elements in page order, without those that stand beside the text and all that they hold."""
    found: list[lxml.html.HtmlElement] = []
    waiting = [tree]
    while waiting and len(found) < _MOST_ELEMENTS:
        element = waiting.pop()
        # A body's class names the template ("no-sidebar"), not what the body holds.
        if isinstance(element.tag, str) and (element.tag in ("html", "body") or not _stands_beside(element)):
            found.append(element)
            waiting.extend(reversed(element))
    return found


def _containers(tree: lxml.html.HtmlElement) -> Iterator[list[lxml.html.HtmlElement]]:
    """Groups of elements that may hold the text between them, the surest first."""
    elements = _elements_of_text(tree)
    yield _outermost([e for e in elements if "articleBody" in (e.get("itemprop") or "")])
    yield _outermost([e for e in elements if e.tag in ("div", "section", "article") and _BODY_NAME.search(_named(e))])
    articles = [element for element in elements if element.tag == "article"]
    yield _outermost([a for a in articles if len(articles) == 1 or a.find(".//h1") is not None])
    yield _outermost([e for e in elements if e.tag == "main" or e.get("role") == "main"])
    for heading in [element for element in elements if element.tag == "h1"][:1]:
        yield from ([above] for above in list(heading.iterancestors())[:3])


def _inner_blocks(element: lxml.html.HtmlElement, depth: int = 0) -> Iterator[Block]:
    """Walk the text elements of a container, leaving out what stands beside; loose lines are paragraphs too."""
    loose: list[str] = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str) or depth > 50:
            continue
        if child.tag == "br":
            loose.append("")
        elif (
            child.tag in _TEXT_TAGS
            or child.tag in ("div", "section", "article", "ul", "ol", "main")
            or _stands_beside(child)
        ):
            yield from _prose(loose)
            loose = [""]
            if not _stands_beside(child):
                yield from _child_blocks(child, depth)
        else:
            loose[-1] += child.text_content()
        loose[-1] += child.tail or ""
    yield from _prose(loose)


def _prose(lines: list[str]) -> Iterator[Block]:
    """Loose lines of a container count only where they are sentences."""
    yield from (Block(text, "p", 0.0) for text in split_at_breaks(lines) if is_prose(text))


def _child_blocks(child: lxml.html.HtmlElement, depth: int) -> Iterator[Block]:
    if child.tag not in _TEXT_TAGS or child.find(".//p") is not None:
        yield from _inner_blocks(child, depth + 1)
        return
    text = tidy(child.text_content())
    if text:
        linked = sum(len(tidy(link.text_content())) for link in child.iter("a"))
        kind = {"li": "item", "p": "p", "blockquote": "quote"}.get(child.tag, "head")
        yield Block(text, kind, min(1.0, linked / len(text)))


def _tells(block: Block) -> bool:
    """Tell whether a block is text: a sentence, or a paragraph long enough to be one that lacks its full stop."""
    return block.linked < 0.5 and (is_prose(block.text) or (block.kind == "p" and size_of(block.text) >= 80))


def flash_blocks(tree: lxml.html.HtmlElement) -> list[Block]:
    """Find the text of a short article: the blocks of the first container that holds a sentence; [] when none does."""
    for containers in _containers(tree):
        blocks = [block for container in containers[:50] for block in _inner_blocks(container)]
        if sum(size_of(block.text) for block in blocks if _tells(block)) >= _SHORTEST:
            return blocks
    return []
