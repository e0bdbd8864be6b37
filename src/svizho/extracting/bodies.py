"""The text of an article as paragraphs: by statistics where there is much of it, by markup where there is little."""

from __future__ import annotations

from collections import Counter

import lxml.html
from trafilatura import bare_extraction
from trafilatura.settings import Document

from svizho.extracting.blocks import Block, article_blocks, blocks_of, size_of
from svizho.extracting.flashes import flash_blocks

_MOST_PARAGRAPHS = 2_000
# Below this trafilatura gives up its own statistics and takes all the page has (its MIN_EXTRACTED_SIZE, 250), or
# is easily led astray by teasers around a short text (measured on real pages cut to two paragraphs).
SHORT = 900


def _size(blocks: list[Block]) -> int:
    return sum(size_of(block.text) for block in blocks)


def _by_statistics(tree: lxml.html.HtmlElement, url: str) -> list[Block]:
    """The main text as trafilatura sees it (fast heuristics); [] when it finds none."""
    document = bare_extraction(
        tree, url=url, fast=True, include_comments=False, include_links=True, include_tables=True
    )
    return list(blocks_of(document.body)) if isinstance(document, Document) else []


def _agree(marked: list[Block], told: list[Block]) -> bool:
    """Tell whether what the markup holds is (for the most part) also what statistics found."""
    words = Counter(word for block in marked for word in block.text.split())
    shared = words & Counter(word for block in told for word in block.text.split())
    return bool(words) and (not told or shared.total() > words.total() / 2)


def body_paragraphs(tree: lxml.html.HtmlElement, *, url: str, title: str, byline: str) -> tuple[str, ...]:
    """Find the paragraphs of a page's article (subheadings and list items are paragraphs), without clutter."""
    blocks = article_blocks(_by_statistics(tree, url), title=title, byline=byline)
    if _size(blocks) < SHORT:
        marked = article_blocks(flash_blocks(tree), title=title, byline=byline)
        if _agree(marked, blocks):
            blocks = marked
    return tuple(block.text for block in blocks[:_MOST_PARAGRAPHS])
