"""Recorded sources in the database: added once, asked again at once when they are served anew."""

from __future__ import annotations

from svizho.cli.replay import ReplaySource
from svizho.kit.clock import now
from svizho.sources.actions import NewFeed, add_source, ask_now
from svizho.sources.models import Feed


def add_replayed(sources: tuple[ReplaySource, ...]) -> int:
    """Add the sources that are not known yet; says how many."""
    known = {feed.url: feed for feed in Feed.objects.filter(url__in=[source.feed_url for source in sources])}
    moment = now()
    for source in sources:
        if source.feed_url in known:
            ask_now(known[source.feed_url], now=moment)
            continue
        feed = NewFeed(source.feed_url, source.name, source.language)
        add_source(source.name, [feed], now=moment, home_url=source.home_url, language=source.language)
    return len(sources) - len(known)
