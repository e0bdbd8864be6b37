"""Whatever a server sends, the answer is a feed of our shapes or a refusal in words."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from svizho.errors import FeedTooLarge, NotAFeed
from svizho.parsing import ParsedFeed, parse_feed
from svizho.parsing.mending import mended
from tests.parsing.documents import ITEM, NOW, URL, document
from tests.parsing.test_formats import ATOM

JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "t", "content_html": "<p>x</p>"}]}'
)
DOCUMENTS = [document(ITEM * 2), ATOM, JSON]
# What strangers break documents with; each of these made some parser stumble once.
WORDS = (
    "< > & &#x110000; &#99999999; &#xD800; &#0; &nbsp; &who; <![CDATA[ ]]> <!-- --> <!DOCTYPE <!ENTITY <? ?> <rss> "
    "<item> </item> <entry> <image> <width/> <textinput> <source> <category/> <author> <svg> <link>http://[x</link> "
    'xml:base="http://[" <enclosure/> <guid/> mode="base64" <ttl>٣</ttl> <pubDate>9999999999</pubDate> </channel> '
    "</rss> <georss:point>x</georss:point> <gml:pos> <psc:chapter/> { } [ ] , : null 1e999 \\ud83d ї"
)
SHARDS = st.sampled_from([*WORDS.split(" "), "\x00", "\x0b", "\ufffe"])
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), SHARDS), max_size=6)


def read(body: bytes) -> ParsedFeed | None:
    try:
        return parse_feed(body, url=URL, headers={}, now=NOW)
    except (NotAFeed, FeedTooLarge):
        return None


def check(feed: ParsedFeed) -> None:
    """What later rooms rely on."""
    written = repr(feed)
    written.encode("utf-8")
    assert "\\x00" not in written
    assert pickle.loads(pickle.dumps(feed)) == feed
    for address in (feed.home_url, feed.hub, feed.self_url):
        assert not address or address.startswith(("http://", "https://"))
    for entry in feed.entries:
        assert len(entry.title) <= 500
        assert len(entry.guid) <= 1_000
        for moment in (entry.published, entry.updated):
            assert moment is None or datetime(2000, 1, 1, tzinfo=UTC) <= moment <= NOW + timedelta(hours=1)
        for address in (entry.url, entry.image, *(part.url for part in entry.enclosures)):
            assert not address or address.startswith(("http://", "https://"))
        for text in (entry.summary, entry.content):
            assert "<script" not in text
            assert "javascript:" not in text.lower() or "<" not in text


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(DOCUMENTS), EDITS, st.sampled_from(["utf-8", "cp1251", "utf-16"]))
@example(document(ITEM.replace("Ціна", "&#x110000;&#55296;&#0;")), [], "utf-8")
@example(document(ITEM + "<image><width/><width></image><textinput>"), [], "utf-8")
def test_broken_documents(text: str, edits: list[tuple[float, int, str]], encoding: str) -> None:
    for place, removed, shard in edits:
        at = int(place * len(text))
        text = text[:at] + shard + text[at + removed :]
    feed = read(text.encode(encoding, "replace"))
    if feed is not None:
        check(feed)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"<rss>{text}".encode("utf-8", "ignore")))
def test_noise(body: bytes) -> None:
    feed = read(body)
    if feed is not None:
        check(feed)


@settings(max_examples=150, deadline=None)
@given(st.text("абвгґдеєжзиіїйь АБВ ABC xyz 0123 .,:;!?—–«»“”’'\"&<>()/%№😀", max_size=60))
@example("5 < 6 && 7 > 6; &copy; <b>не HTML</b> &#8217;")
def test_any_title_survives_the_journey_through_xml(title: str) -> None:
    """Written as XML demands, in an Atom text, a title comes back as it was but for its white space."""
    escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>urn:1</id><title>{escaped}</title></entry></feed>'
    feed = read(text.encode())
    assert feed is not None
    assert feed.entries[0].title == " ".join(title.split())


@settings(max_examples=150, deadline=None)
@given(EDITS)
def test_mending_twice_is_mending_once(edits: list[tuple[float, int, str]]) -> None:
    text = document(ITEM)
    for place, removed, shard in edits:
        at = int(place * len(text))
        text = text[:at] + shard + text[at + removed :]
    once = mended(text)
    assert mended(once) == once
