"""Short posts of social networks: an honest headline, the addresses of posts, the pages a post points to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from svizho.kit.html import html_to_text
from svizho.kit.links import host_of
from svizho.kit.text import shorten, tidy
from svizho.parsing.shapes import ParsedEntry, ParsedFeed

# As long as headlines get in print; a first sentence that is longer is cut at a word.
LONGEST_HEADLINE = 160
# A first line shorter than this ("Увага!", "⚡️ Харків.") is a call, not a headline: the next sentence joins it.
SHORTEST_HEADLINE = 25
MOST_LINKS = 10

# Where a post lives: t.me/channel/123, host/@name/123456789, host/users/name/statuses/123, bsky.app/.../post/abc.
_POST = re.compile(
    r"https?://(?:(?:t\.me|telegram\.me)/(?:s/)?\w+/\d+"
    r"|[^/]+/@[\w.@-]+/\d{6,}"
    r"|[^/]+/users/[\w.-]+/statuses/\d+"
    r"|bsky\.app/profile/[^/]+/post/\w+)/?(?:[?#].*)?",
    re.I,
)
# A sentence ends at its mark and the space after it, not inside "12.5" or "т.зв.": the next one begins large.
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"»”)]*\s+(?=[\"«“(]?[A-ZА-ЯІЇЄҐ0-9])")
_LINK = re.compile(r"https?://\S+")
_HREF = re.compile(r"<a\b[^<>]*?\shref=\"(https?://[^\"<>]+)\"")
# Links of a post that lead to no page about anything: hash tags, mentions, other posts' authors.
_INSIDE = re.compile(
    r"https?://[^/]+/(?:@[\w.@-]+|tags?/[^/]+|hashtag/[^/]+|explore/tags/[^/]+)/?$|[?&]q=(?:%23|#)", re.I
)
# Letters that stand before a headline as an ornament, never as a part of it.
_ORNAMENT = re.compile(r"^[^\w\"«“'(#@$€₴-]+")


def is_post(url: str) -> bool:
    """Say whether an address is that of a short post, whose whole text its feed carries."""
    return _POST.fullmatch(url) is not None


def headline_of(html: str) -> str:
    """Make a headline of a text without one: its first sentence, without ornaments and links; "" if it has no words."""
    for line in html_to_text(html).splitlines():
        text = _ORNAMENT.sub("", tidy(_LINK.sub("", line))).strip()
        if re.search(r"\w", text):
            return shorten(_first_sentence(text), LONGEST_HEADLINE)
    return ""


def _first_sentence(text: str) -> str:
    for match in _SENTENCE_END.finditer(text):
        if match.start() >= SHORTEST_HEADLINE:
            text = text[: match.end()].strip()
            break
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def pages_in(html: str, *, but: Iterable[str] = ()) -> tuple[str, ...]:
    """List the pages that a post's safe HTML points to: no hash tags, people or other posts, none of `but`."""
    linked = [match.replace("&amp;", "&") for match in _HREF.findall(html)]
    # Bluesky's feeds are plain text; where there are links, what is written of them is cut short.
    written = [] if linked else [match.rstrip(".,;:!?)»”'\"") for match in _LINK.findall(html_to_text(html))]
    unwanted = set(but)
    wanted = (
        link for link in [*linked, *written] if link not in unwanted and not is_post(link) and not _INSIDE.search(link)
    )
    return tuple(dict.fromkeys(wanted))[:MOST_LINKS]


def network_of(feed: ParsedFeed) -> str:
    """Say of which network of short posts an account's feed is ("mastodon", "bluesky"), "" for any other feed."""
    linked = [entry.url or entry.guid for entry in feed.entries]
    if not linked or any(entry.title for entry in feed.entries) or not all(map(is_post, linked)):
        return ""
    return "bluesky" if host_of(linked[0]) == "bsky.app" else "mastodon"


def as_posts(feed: ParsedFeed) -> ParsedFeed:
    """Give an account's feed with headlines, and with the pages that its posts point to; any other feed as it is."""
    network = network_of(feed)
    if not network:
        return feed
    # Bluesky writes "@handle - Name".
    title = re.sub(r"^@\S+ - (?=\S)", "", feed.title)
    feed = replace(feed, title=title)
    return replace(feed, kind=network, entries=tuple(_as_post(entry, feed) for entry in feed.entries))


def _as_post(entry: ParsedEntry, feed: ParsedFeed) -> ParsedEntry:
    text = entry.content or entry.summary
    url = entry.url or entry.guid
    return replace(
        entry,
        url=url,
        title=headline_of(text),
        author=entry.author or feed.title,
        links=pages_in(text, but=(url, feed.home_url)),
    )
