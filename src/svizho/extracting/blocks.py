"""Blocks of text: what an extracted body consists of, and which of them belong to the article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from svizho.extracting.clutter import is_call_or_caption, is_note, leads_elsewhere
from svizho.kit.text import tidy

_LONGEST_PARAGRAPH = 20_000
_NOT_LETTERS = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"[.!?…。！？؟।][\"'»”“’)\]』」]*$|[»”」』]$")
_WIDE_RANGES = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f"
_WIDE = re.compile(f"[{_WIDE_RANGES}]")
_WORD = re.compile(f"[{_WIDE_RANGES}]|[^\\W{_WIDE_RANGES}]+")
# A line shorter than this that ends no sentence is a label, a byline or a date where prose is expected.
_SHORT_LINE = 60
# How far from the beginning headlines, bylines and dates stand before the prose.
_LEAD_IN = 8


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a text: its words, what it is ("p", "head", "item", ...), how much of it is links (0 to 1)."""

    text: str
    kind: str
    linked: float


def size_of(text: str) -> int:
    """The length of a text in letters of an alphabet: a letter of a script without blanks counts for three."""
    return len(text) + 2 * len(_WIDE.findall(text))


def words_of(blocks: list[Block]) -> Counter[str]:
    """Count the words of some blocks; in scripts without blanks each letter counts as a word."""
    return Counter(word for block in blocks for word in _WORD.findall(block.text))


def is_prose(text: str) -> bool:
    """Tell whether a block is running text: it ends a sentence, and is no mere exclamation."""
    return size_of(text) >= 40 and bool(_SENTENCE_END.search(text))


def _lines_of(element: etree._Element) -> list[str]:
    """The words of an element, parted where it breaks the line or begins a cell or an item."""
    lines: list[str] = [""]
    for piece in element.iter():
        if piece.tag in ("lb", "cell", "item"):
            lines.append("")
        if isinstance(piece.tag, str):
            lines[-1] += piece.text or ""
        if piece is not element:
            lines[-1] += piece.tail or ""
    return [line[:_LONGEST_PARAGRAPH] for line in lines]


def _words_of(element: etree._Element) -> str:
    """The words of an element on one line."""
    return tidy(" ".join(_lines_of(element)))[:_LONGEST_PARAGRAPH]


def _block(element: etree._Element, kind: str) -> Block | None:
    text = _words_of(element)
    if not text:
        return None
    linked = sum(len(_words_of(link)) for link in element.iter("ref"))
    return Block(text, kind, min(1.0, linked / len(text)))


def split_at_breaks(lines: list[str]) -> Iterator[str]:
    """Join lines into paragraphs, parted where two breaks follow each other: old sites write paragraphs so."""
    run: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            run.append(line)
        elif run:
            yield tidy(" ".join(run))
            run = []


def blocks_of(body: etree._Element) -> Iterator[Block]:
    """Walk a body as trafilatura gives it, in reading order, block by block."""
    for element in body:
        kind = str(element.tag)
        if kind in ("list", "table", "quote") and not (element.text or "").strip():
            inner = [child for child in element if child.tag in ("item", "row", "p", "head")]
            found = [_block(child, "item" if kind == "list" else str(child.tag)) for child in inner]
            if any(found):
                yield from filter(None, found)
                continue
        whole = _block(element, kind)
        if whole and kind == "p" and element.find(".//lb") is not None:
            yield from (Block(text, "p", whole.linked) for text in split_at_breaks(_lines_of(element)))
        elif whole:
            yield whole
        if tail := tidy(element.tail or ""):
            yield Block(tail, "p", 0.0)


def _is_clutter(block: Block) -> bool:
    """Tell whether a block is no part of the text: a call, a caption, a pointer to another article, a label."""
    # Links make up most of a pointer; a list item that points has a label ("Interview:") outside its link.
    if block.kind != "head" and block.linked > (0.5 if block.kind == "item" else 0.9):
        return True
    if is_call_or_caption(block.text) or is_note(block.text):
        return True
    if leads_elsewhere(block.text):
        return block.linked > 0.3 or block.kind == "head" or len(block.text) < 40
    return block.kind == "p" and size_of(block.text) < 20 and not _SENTENCE_END.search(block.text)


def _bare(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()


def _without_lead_in(blocks: list[Block], *, title: str, byline: str) -> list[Block]:
    """Drop what stands before the prose: headline (also with its kicker), byline, date, section; keep a standfirst."""
    first = next((n for n, block in enumerate(blocks[:_LEAD_IN]) if is_prose(block.text)), 0)
    bare_title, bare_byline = _bare(title), _bare(byline)

    def kept(block: Block) -> bool:
        bare = _bare(block.text)
        headline = bool(bare_title) and (bare == bare_title or (bare.endswith(bare_title) and len(bare_title) > 15))
        return not headline and bare != bare_byline and size_of(block.text) >= _SHORT_LINE

    return [block for n, block in enumerate(blocks) if n >= first or kept(block) or block.kind == "item"]


def _without_tail(blocks: list[Block]) -> list[Block]:
    """Drop headings that head nothing and short lines that end no sentence after the last prose."""
    end = len(blocks)
    while end and not _SENTENCE_END.search(blocks[end - 1].text):
        last = blocks[end - 1]
        if last.kind in ("item", "row", "quote") or (last.kind != "head" and size_of(last.text) >= _SHORT_LINE):
            break
        end -= 1
    return blocks[:end] or blocks


def _once(blocks: list[Block]) -> Iterator[Block]:
    """Drop a long block that was said before, word for word (a pull quote, a summary printed twice)."""
    seen: set[str] = set()
    for block in blocks:
        if len(block.text) > _SHORT_LINE and block.text in seen:
            continue
        seen.add(block.text)
        yield block


def article_blocks(blocks: list[Block], *, title: str, byline: str) -> list[Block]:
    """Keep the blocks that are the article: no clutter, no lead-in, no tail, none twice."""
    kept = [block for block in blocks if not _is_clutter(block)]
    return _without_tail(_without_lead_in(list(_once(kept)), title=title, byline=byline))
