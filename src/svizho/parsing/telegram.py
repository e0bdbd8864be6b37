"""Public pages of Telegram channels (t.me/s/<channel>) -> ParsedFeed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from svizho.errors import FeedTooLarge, NotAFeed
from svizho.kit.text import shorten, tidy
from svizho.parsing.dates import DateReader
from svizho.parsing.fields import LONGEST_DESCRIPTION, plain, safe_html, web_address
from svizho.parsing.pages import by_class, document, inner_html, text_of
from svizho.parsing.posts import headline_of, pages_in
from svizho.parsing.shapes import Enclosure, ParsedEntry, ParsedFeed

_MARK = re.compile(r"class=\"[^\"]*\btgme_(?:widget_message|channel_info|channel_history|page_description)\b")
_BACKGROUND = re.compile(r"background-image\s*:\s*url\(\s*[\"']?(https?://[^\"')]+)", re.I)
_HOSTS = ("t.me", "telegram.me", "telegram.dog")
# A channel's public name: 4 to 32 letters (Telegram's rule is 5 to 32; a few old ones have 4).
_CHANNEL = re.compile(r"/(?:s/)?([A-Za-z]\w{3,31})(?:/\d+)?/?")


def telegram_page(url: str) -> str:
    """Say where the public page of a channel is, of whatever address a person has of it; "" for other addresses."""
    parts = urlsplit(url)
    match = _CHANNEL.fullmatch(parts.path)
    known = (parts.hostname or "").removeprefix("www.") in _HOSTS
    return f"https://t.me/s/{match[1]}" if known and match and match[1].lower() != "joinchat" else ""


def is_telegram(text: str) -> bool:
    """Say whether a page is the public page of a channel, by its mark-up."""
    return _MARK.search(text) is not None


def parse_telegram(text: str, *, url: str, now: datetime, most_entries: int) -> ParsedFeed:
    """Read a channel's page: its posts, the newest first; raises NotAFeed for one that shows none, FeedTooLarge.

    A post's title is its first sentence. Posts of pictures without words and service messages are left out.
    """
    root = document(text)
    if root is None:
        raise NotAFeed("the channel's page cannot be read")
    dates = DateReader(now)
    title = _first(root, "tgme_channel_info_header_title") or _first(root, "tgme_page_title")
    messages = list(by_class(root, "tgme_widget_message"))
    if len(messages) > most_entries:
        raise FeedTooLarge(f"the channel's page has {len(messages)} posts; {most_entries} is the most we read")
    entries = [entry for message in messages if (entry := _entry(message, url, title, dates)) is not None]
    if not entries:
        raise NotAFeed("the channel shows no posts to the public: it is private, empty, or has hidden its preview")
    return ParsedFeed(
        "telegram",
        title=title,
        home_url=url,
        description=shorten(_first(root, "tgme_channel_info_description"), LONGEST_DESCRIPTION),
        entries=tuple(reversed(entries)),
        self_url=url,
    )


def _entry(message: etree._Element, url: str, channel: str, dates: DateReader) -> ParsedEntry | None:
    words = next((each for each in by_class(message, "tgme_widget_message_text") if not _is_quoted(each)), None)
    address = _address(message, url)
    if words is None or not address:
        return None
    content = safe_html(inner_html(words), url)
    title = headline_of(content)
    if not title:
        return None
    preview = next(by_class(message, "tgme_widget_message_link_preview"), None)
    shown = (web_address(preview.get("href"), url),) if preview is not None else ()
    enclosures = tuple(_files(message))
    moment = next((time for time in message.iter("time") if time.get("datetime")), None)
    return ParsedEntry(
        guid=address,
        url=address,
        title=title,
        content=content,
        author=_first(message, "tgme_widget_message_from_author") or plain(channel),
        published=dates.read(moment.get("datetime")) if moment is not None else None,
        enclosures=enclosures,
        image=next((file.url for file in enclosures if file.type.startswith("image/")), "") or _preview_image(preview),
        links=tuple(dict.fromkeys(filter(None, (*shown, *pages_in(content, but=(address, url)))))),
    )


def _is_quoted(element: etree._Element) -> bool:
    """Tell whether words are those of another post that this one answers."""
    return any("tgme_widget_message_reply" in (above.get("class") or "") for above in element.iterancestors())


def _address(message: etree._Element, url: str) -> str:
    """Say a post's own address by its data-post ("channel/123"), else by the link on its date."""
    told = (message.get("data-post") or "").strip("/")
    if re.fullmatch(r"\w+/\d+", told):
        return f"https://t.me/{told}"
    dated = next(by_class(message, "tgme_widget_message_date"), None)
    return web_address(dated.get("href"), url) if dated is not None else ""


def _files(message: etree._Element) -> Iterator[Enclosure]:
    """Give pictures, then films, then sound, each once."""
    yield from _pictures(message, "tgme_widget_message_photo_wrap")
    for name, kind in (("video", "video/mp4"), ("audio", "audio/ogg")):
        for element in message.iter(name):
            if address := web_address(element.get("src")):
                yield Enclosure(address, kind)
    yield from _pictures(message, "tgme_widget_message_video_thumb")


def _pictures(message: etree._Element, name: str) -> Iterator[Enclosure]:
    """Give the pictures that stand behind the elements of a class."""
    for element in by_class(message, name):
        if match := _BACKGROUND.search(element.get("style") or ""):
            yield Enclosure(match[1], "image/jpeg")


def _preview_image(preview: etree._Element | None) -> str:
    for element in preview.iter() if preview is not None else ():
        if match := _BACKGROUND.search(element.get("style") or ""):
            return match[1]
    return ""


def _first(root: etree._Element, name: str) -> str:
    return next((tidy(text_of(element)) for element in by_class(root, name)), "")
