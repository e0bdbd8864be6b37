"""The little that a comment may be written with: paragraphs, quotes, links, emphasis. Everything else is text."""

from __future__ import annotations

import html
import re
from itertools import groupby

import nh3

from svizho.kit.text import shorten, visible

# Lines and links of one comment that are marked up; what comes after stays plain.
MOST_LINKS = 20

# Characters of a link that are shown.
LINK_SHOWN = 48

_LINK = re.compile(r"https?://[^\s<>\"«»“”]+", re.IGNORECASE)
# An address without a host of letters or digits leads nowhere.
_HOST = re.compile(r"https?://[^\W_]", re.IGNORECASE)
# What ends a sentence does not belong to the link before it.
_TRAILING = ".,;:!?…)'’*_"
_STRONG = re.compile(r"(?<![\w*])\*\*(?=\S)([^*\n]+?)(?<=\S)\*\*(?![\w*])")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")

# Sanitised last, whatever was made before: only what `render` makes itself may pass.
_CLEANER = nh3.Cleaner(
    tags={"p", "br", "blockquote", "em", "strong", "a"},
    attributes={"a": {"href"}},
    url_schemes={"http", "https"},
    link_rel="nofollow ugc noopener noreferrer",
)


def tidy_text(text: str) -> str:
    """Give a comment's text clean: no controls, overrides or piles of marks; at most one blank line in a row."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    joined = "\n".join(" ".join(visible(line).split()) for line in lines)
    return _BLANK_LINES.sub("\n\n", joined).strip()


def render(text: str) -> str:
    """Turn the tidy text of a comment into safe HTML: `> quote`, *emphasis*, **strong**, addresses as links.

    Promised to hold no element but p, br, blockquote, em, strong and a[href, rel], and no address but http(s).
    """
    lines = text.split("\n")
    parts = []
    for quoted, group in groupby(lines, key=lambda line: line.startswith(">")):
        told = "\n".join(line.lstrip("> ") if quoted else line for line in group)
        inner = "".join(f"<p>{_inline(part)}</p>" for part in told.split("\n\n") if part.strip())
        parts.append(f"<blockquote>{inner}</blockquote>" if quoted and inner else inner)
    return _CLEANER.clean("".join(parts))


def _inline(text: str) -> str:
    """Mark up one paragraph: links first, so that signs inside an address are left alone."""
    made, place = [], 0
    for count, found in enumerate(_LINK.finditer(text)):
        if count == MOST_LINKS:
            break
        url = found[0].rstrip(_TRAILING)
        made += [_emphasised(text[place : found.start()]), _link(url)]
        place = found.start() + len(url)
    made.append(_emphasised(text[place:]))
    return "".join(made).replace("\n", "<br>")


def _emphasised(text: str) -> str:
    safe = html.escape(text.strip("\n") if text.strip() else text)
    safe = _STRONG.sub(r"<strong>\1</strong>", safe)
    return _EMPHASIS.sub(lambda run: f"<em>{run[1] or run[2]}</em>", safe)


def _link(url: str) -> str:
    if not _HOST.match(url):
        return html.escape(url)
    shown = shorten(re.sub(r"^https?://(?:www\.)?", "", url, flags=re.IGNORECASE).rstrip("/"), LINK_SHOWN)
    return f'<a href="{html.escape(url)}">{html.escape(shown)}</a>'
