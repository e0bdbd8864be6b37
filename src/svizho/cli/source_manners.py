"""What `svizho sources set` does: shows and changes how a publisher's server is asked and its pages are read."""

from __future__ import annotations

import argparse

from rich.console import Console

from svizho.cli.source_deeds import print_found, source_by_slug
from svizho.engine.bench import workbench
from svizho.errors import SourceError
from svizho.kit.clock import now
from svizho.parsing import check_selector
from svizho.sources.manners import set_agent, set_header, set_home, set_photos, set_selector, set_weight
from svizho.sources.models import Feed, FeedKind, Source
from svizho.steps.discover import read_listing

console = Console()

# Headers whose values are keys: shown by their beginning only.
SECRET = ("authorization", "key", "token", "secret")
SHOWN_OF_SECRET = 8


def set_command(args: argparse.Namespace) -> int:
    """Change what the arguments say of a source or feed, then show what holds."""
    feed = Feed.objects.filter(url=args.target).select_related("source").first()
    source = feed.source if feed else source_by_slug(args.target)
    if args.agent is not None:
        set_agent(source, args.agent)
    for line in args.header:
        set_header(source, line)
    if args.home is not None:
        set_home(source, args.home)
    if args.weight is not None:
        set_weight(source, args.weight)
    if args.photos is not None:
        set_photos(source, shown=args.photos == "on")
    if args.selector is not None:
        _change_selector(feed or _only_listing(source), args.selector)
    _show(source)
    return 0


def _only_listing(source: Source) -> Feed:
    """Give the one feed of a source that can be meant by a selector; raises SourceError in words."""
    feeds = list(source.feeds.all())
    listings = [feed for feed in feeds if feed.kind == FeedKind.LISTING] or feeds
    if len(listings) != 1:
        raise SourceError(
            f"{source.name} has {len(listings)} feeds; say which by its address instead of {source.slug!r}"
        )
    return listings[0]


def _change_selector(feed: Feed, selector: str) -> None:
    """Try a selector on the page as it is now, and keep it when it finds something."""
    selector = check_selector(selector) if selector else ""
    found = read_listing(feed.url, selector, workbench())
    set_selector(feed, found.feeds[0].selector, by_hand=bool(selector), now=now())
    print_found(found)


def _show(source: Source) -> None:
    lines = [
        f"{source.name} ({source.slug}), weight {source.weight:g}, site {source.home_url or '?'}",
        f"  pictures: {'shown, as small copies of our own' if source.photos else 'not shown'}",
        f"  User-Agent: {source.agent or 'as everywhere (fetching.agent)'}",
        *(f"  {name}: {_shown(name, value)}" for name, value in source.headers),
    ]
    for feed in source.feeds.all():
        how = f"{'set' if feed.selector_set else 'learned'}: {feed.selector}" if feed.selector else ""
        lines.append(f"  {feed.url}  {feed.kind} {how}".rstrip())
    for line in lines:
        console.print(line, highlight=False, soft_wrap=True, markup=False)


def _shown(name: str, value: str) -> str:
    secret = any(word in name.lower() for word in SECRET)
    return f"{value[:SHOWN_OF_SECRET]}…" if secret and len(value) > SHOWN_OF_SECRET else value
