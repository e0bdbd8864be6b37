"""The text of an article as paragraphs: statistics propose, markup and the publisher's own JSON-LD check."""

from __future__ import annotations

import html as entities
import logging
import re

import lxml.html
from trafilatura import bare_extraction
from trafilatura.settings import Document

from svizho.extracting.blocks import Block, article_blocks, blocks_of, size_of, words_of
from svizho.extracting.flashes import flash_blocks
from svizho.kit.html import html_to_text
from svizho.kit.text import paragraphs

# It warns of every page without a text; here each such page is a refusal with its reason.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_MOST_PARAGRAPHS = 2_000
# All figures here were chosen on 258 real pages and on the same pages cut to two paragraphs (evals/extracting.py,
# docs/decisions/extracting.md): best mean of both.
# Below FLASH, statistics are easily led astray by teasers; what the markup holds is better where both agree.
FLASH = 900
# Below SUSPECT, or in one block, the fast heuristics may have missed the text, unless the article's own element holds
# no more; the slow ones must then find five times as much to be believed, for they also find more that is not text.
SUSPECT = 1_500
_MUCH_MORE = 5
# A page with fewer links has no menus.
_MENU = 4
# Share of the words of one extraction that the other has too.
_AGREEMENT = 0.7
_CONFIRMED = 0.4
# An articleBody of at least this size, and this share of what the page shows, is the text and no teaser of it.
_LEAST_STATED, _STATED_SHARE = 250, 0.6
_TAG = re.compile(r"</?(?:p|br|div|li|strong|em|a|h\d)\b", re.I)
_NOT_LETTERS = re.compile(r"[\W_]+")


def _size(blocks: list[Block]) -> int:
    return sum(size_of(block.text) for block in blocks)


def _share(blocks: list[Block], others: list[Block]) -> float:
    """Say which share of the words of `blocks` stands in `others` too."""
    words = words_of(blocks)
    return (words & words_of(others)).total() / max(1, words.total())


def _bare_text(blocks: list[Block]) -> str:
    return _NOT_LETTERS.sub("", "".join(block.text for block in blocks))


def _is_in(whole: str, block: Block) -> bool:
    """Tell whether a block begins or ends as a part of a bare text does (its middle may hold what was left out)."""
    bare = _NOT_LETTERS.sub("", block.text)
    return bare[:40] in whole or bare[-40:] in whole


def _by_statistics(tree: lxml.html.HtmlElement, url: str, *, fast: bool = True) -> list[Block]:
    """The main text as trafilatura sees it; [] when it finds none, or gives up and takes all the page says."""
    document = bare_extraction(
        tree, url=url, fast=fast, include_comments=False, include_links=True, include_tables=True
    )
    blocks = list(blocks_of(document.body)) if isinstance(document, Document) else []
    return [] if _is_dump(tree, blocks) else blocks


def _is_dump(tree: lxml.html.HtmlElement, blocks: list[Block]) -> bool:
    """Tell whether a text is the whole page, its menus first: one block that begins as the page does."""
    if len(blocks) != 1 or sum(1 for _ in tree.iter("a")) < _MENU:
        return False
    body = tree.find("body")
    begin = _NOT_LETTERS.sub("", (body if body is not None else tree).text_content()[:1_000])[:40]
    return _NOT_LETTERS.sub("", blocks[0].text).startswith(begin)


def _proposed(tree: lxml.html.HtmlElement, *, url: str, title: str, byline: str) -> list[Block]:
    """Choose among fast statistics, markup and slow statistics."""
    found = article_blocks(_by_statistics(tree, url), title=title, byline=byline)
    marked = article_blocks(flash_blocks(tree), title=title, byline=byline)
    if _size(found) < FLASH and marked and (not found or _share(marked, found) > _AGREEMENT):
        found = marked
    elif len(found) <= 1 or (_size(found) < SUSPECT and not 0 < _size(marked) < 2 * _size(found)):
        slow = article_blocks(_by_statistics(tree, url, fast=False), title=title, byline=byline)
        if (len(found) <= 1 and slow) or _size(slow) > _MUCH_MORE * _size(found):
            found = slow
    return _without_foreign_tail(found, marked)


def _without_foreign_tail(blocks: list[Block], marked: list[Block]) -> list[Block]:
    """Cut what follows the last block that the article's own element holds, if it holds much of the text."""
    if not marked or _share(blocks, marked) < _CONFIRMED:
        return blocks
    own = _bare_text(marked)
    last = max((n for n, block in enumerate(blocks) if _is_in(own, block)), default=len(blocks) - 1)
    return blocks[: last + 1]


def _checked(blocks: list[Block], stated: str) -> list[Block]:
    """Hold the text against JSON-LD's articleBody: take it where the page shows less, drop what it has not.

    The page's own blocks are preferred, since articleBody has lost its paragraphs on most sites.
    """
    # Sites put text or HTML there; line ends part paragraphs in the first and mean nothing in the second.
    plain = html_to_text(stated) if _TAG.search(stated) else entities.unescape(stated)
    told = [Block(text, "p", 0.0) for text in paragraphs(plain)]
    if _size(told) < _LEAST_STATED or _size(told) < _STATED_SHARE * _size(blocks):
        # A page dumped whole is longer than its article; then the teaser test says nothing.
        return told if len(blocks) == 1 and _size(told) > SUSPECT else blocks
    if _size(told) > 2 * _size(blocks):
        return told
    if _share(told, blocks) < 0.8:
        return blocks
    whole = _bare_text(told)
    first = next((n for n, block in enumerate(blocks) if block.kind != "head" and _is_in(whole, block)), 0)
    kept = [block for n, block in enumerate(blocks) if n < first or block.kind == "head" or _is_in(whole, block)]
    return kept if 0.7 * _size(told) <= _size(kept) <= 1.6 * _size(told) else told


def body_paragraphs(
    tree: lxml.html.HtmlElement, *, url: str, title: str, byline: str, stated: str = ""
) -> tuple[str, ...]:
    """Find the paragraphs of a page's article (subheadings and list items are paragraphs), without clutter.

    `stated` is JSON-LD's articleBody, if the page has one.
    """
    blocks = _proposed(tree, url=url, title=title, byline=byline)
    if stated:
        blocks = _checked(blocks, stated)
    return tuple(block.text for block in blocks[:_MOST_PARAGRAPHS])
