"""HTML from strangers: made safe to show, or turned into plain text; work is bounded before parsing."""

from __future__ import annotations

import html as entities
import re
from collections import Counter
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

import nh3

from svizho.kit.text import visible

# What the body of a news article is written with: no styles, classes, ids, forms, frames, players or scripts.
_TEXT_TAGS = """a abbr b blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2
    h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub sup table
    tbody td tfoot th thead time tr u ul var"""
# Elements whose text is not text: dropped with everything in them.
_NO_TEXT_TAGS = """applet audio button canvas embed form frame frameset head iframe math noembed noframes
    noscript object option param script select style svg template textarea title video"""
_BLOCK_TAGS = """address article aside blockquote body caption center dd details dialog div dl dt fieldset
    figcaption figure footer h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol p pre section summary
    table tbody tfoot thead tr ul"""
# Elements that the next of their kind closes, or that hold nothing: left open, they do not deepen the tree.
_SHALLOW_TAGS = """p li td th tr dd dt option tbody thead tfoot br hr img input meta link area base col
    embed source track wbr param"""
_SWALLOWED, _BLOCKS = frozenset(_NO_TEXT_TAGS.split()), frozenset(_BLOCK_TAGS.split())
_SHALLOW = frozenset(_SHALLOW_TAGS.split())
_ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "del": {"datetime"},
    "img": {"src", "alt", "title", "width", "height"},
    "ins": {"datetime"},
    "ol": {"start", "reversed"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "*": {"lang", "dir"},
}

# nh3 0.3.8 is quadratic in depth and in "&", and copies open formatting: 100,000 nested <div> took 44 s,
# 1,000,000 "&" 13 s, and 55 KB of unclosed <b a1><p> became 56 MB (measured). Hence these two bounds.
LONGEST = 500_000
DEEPEST = 150

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_WHOLE_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>?|<[!?][^<>]*>?")
_SWALLOWED_RUN = re.compile(r"<(script|style|noscript|template|svg|iframe)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
# As nh3 writes it: attributes in double quotes, every such quote inside them escaped.
_PICTURE = re.compile(r"<img((?: [a-z-]+=\"[^\"]*\")*)>")
_TINY = re.compile(r" (?:width|height)=\"[012](?:px)?\"")
_PICTURE_SOURCE = re.compile(r" src=\"https?://")


def _too_deep(html: str) -> bool:
    """Tell whether more than DEEPEST elements stand open at once, counted per name."""
    opened: Counter[str] = Counter()
    depth = 0
    for ends, written in _TAG.findall(html):
        name = written.lower()
        if name in _SHALLOW:
            continue
        if not ends:
            opened[name] += 1
            depth += 1
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
        if depth > DEEPEST:
            return True
    return False


def _flattened(html: str) -> str:
    """Keep the words and the paragraphs of markup that is too deep to be parsed in good time."""

    def flat(tag: re.Match[str]) -> str:
        name = (tag[2] or "").lower()
        return "<p>" if name in _BLOCKS or name == "br" else " "

    parts = _WHOLE_TAG.sub(flat, _SWALLOWED_RUN.sub(" ", html)).split("<p>")
    return "".join(f"<p>{part.strip()}</p>" for part in parts if part.strip())


def _bounded(html: str) -> str:
    """Cut what is too long, flatten what is too deep, drop NUL and lone surrogates: parsing ends soon."""
    html = html[:LONGEST].encode("utf-8", "ignore").decode().replace("\x00", "")
    return _flattened(html) if _too_deep(html) else html


def _without_empty_pictures(safe: str) -> str:
    """Drop pictures that lost their address and the one-pixel ones that only count readers."""

    def kept(picture: re.Match[str]) -> str:
        seen = _PICTURE_SOURCE.search(picture[1]) and not _TINY.search(picture[1])
        return picture[0] if seen else ""

    return _PICTURE.sub(kept, safe)


@lru_cache(maxsize=64)
def _cleaner(base_url: str) -> nh3.Cleaner:
    """Make the sanitiser for one base: relative links become absolute, or go where there is no base."""

    def absolute(link: str) -> str | None:
        try:
            joined = urljoin(base_url, link.strip())
            return joined if urlsplit(joined).scheme in ("http", "https") else None
        except ValueError:
            return None

    return nh3.Cleaner(
        tags=frozenset(_TEXT_TAGS.split()),
        clean_content_tags=_SWALLOWED,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
        url_relative=absolute if base_url else "deny",
    )


def clean_html(html: str, base_url: str | None = None) -> str:
    """Make a stranger's HTML safe to show inside a page of ours, and fit for news text.

    Only text markup, links (http, https, mailto; `nofollow noopener noreferrer`) and pictures (http, https)
    are left; relative addresses are resolved against `base_url`, or dropped without one. Counting pixels go.
    At most LONGEST characters are read; markup deeper than DEEPEST keeps its words and paragraphs only.
    Sanitising is the last thing done to the markup.
    """
    cleaner = _cleaner(base_url or "")
    safe = cleaner.clean(visible(_bounded(html)))
    thinner = _without_empty_pictures(safe)
    return (safe if thinner == safe else cleaner.clean(thinner)).strip()


_TEXT_CLEANER = nh3.Cleaner(
    tags=_BLOCKS | {"br", "td", "th", "q"}, clean_content_tags=_SWALLOWED, attributes={}, link_rel=None
)
_SPACES = re.compile(r"\s+")
_CELL = re.compile(r"</?t[dh]>")
_QUOTE = re.compile(r"</?q>")
_BLOCK = re.compile(r"</?[a-z0-9]+>")


def html_to_text(html: str) -> str:
    """Turn HTML (or text with entities) into text: paragraphs parted by a blank line, `<br>` a line end.

    Entities are resolved once; scripts, styles and forms go with their contents; controls and NUL go. Bounded
    as `clean_html` is.
    """
    marked = _TEXT_CLEANER.clean(_SPACES.sub(" ", _bounded(html)))
    marked = _QUOTE.sub('"', _CELL.sub(" ", marked.replace("<br>", "\n")))
    blocks = (visible(entities.unescape(block)) for block in _BLOCK.split(marked))
    lines = ([folded for line in block.split("\n") if (folded := " ".join(line.split()))] for block in blocks)
    return "\n\n".join("\n".join(block) for block in lines if block)
