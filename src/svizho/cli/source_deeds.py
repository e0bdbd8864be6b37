"""What `svizho sources` does: each deed prints what it did in a sentence."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.table import Table

from svizho.cli.ages import ago, ahead
from svizho.cli.source_pushes import push_facts, push_lines, push_words
from svizho.diagnosing import long_silent, wait_words
from svizho.engine.bench import workbench
from svizho.errors import SourceError
from svizho.hubs.models import Subscription
from svizho.hubs.queries import subscription_of, subscriptions
from svizho.kit.clock import now
from svizho.kit.links import host_of
from svizho.parsing import OpmlOutline, read_opml, write_opml
from svizho.settings import site_settings
from svizho.sources.actions import (
    NewFeed,
    add_feeds,
    add_source,
    name_from_address,
    remove_source,
    set_paused,
    set_policy,
)
from svizho.sources.manners import set_selector
from svizho.sources.models import Feed, FeedKind, Source
from svizho.steps.discover import FoundSource, discover, read_listing

console = Console()

# An OPML file of more than this many bytes is refused: 5,000 feeds take one megabyte.
LARGEST_OPML = 20_000_000


def add_command(args: argparse.Namespace) -> int:
    """Find what can be read at an address, and add it: as a source, or to one."""
    listed = args.listing or args.selector
    found = read_listing(args.url, args.selector, workbench()) if listed else discover(args.url, workbench())
    feeds = [NewFeed(feed.url, feed.title, feed.language, feed.kind, feed.selector) for feed in found.feeds]
    if args.source:
        source = source_by_slug(args.source)
        add_feeds(source, feeds, now=now())
    else:
        source = add_source(
            args.name or found.name,
            feeds,
            now=now(),
            home_url=found.home_url,
            language=args.language or found.language,
            policy=args.policy or site_settings().sources.policy,
            licence=args.licence,
        )
    if args.selector:
        set_selector(source.feeds.get(url=found.feeds[0].url), args.selector, by_hand=True, now=now())
    console.print(f"Added [bold]{source.name}[/bold] ({source.language or '?'}), shown as {source.policy}:")
    print_found(found)
    return 0


def print_found(found: FoundSource) -> None:
    """Print feeds that were found: their kind, how many entries, and for lists how they are read, with examples."""
    for feed in found.feeds:
        words = f"  {feed.url}  {feed.kind}, {feed.entries} entries, {feed.language or '?'}"
        console.print(words, highlight=False, soft_wrap=True, markup=False)
        if feed.selector:
            console.print(f"    links: {feed.selector}", highlight=False, soft_wrap=True, markup=False)
            for title in feed.titles:
                console.print(f"      {title}", highlight=False, soft_wrap=True, markup=False)
            console.print(
                f"    if these are not its news: svizho sources set {feed.url} --selector 'CSS'", soft_wrap=True
            )


def list_command(args: argparse.Namespace) -> int:
    """List all sources with the state of their feeds."""
    feeds = Feed.objects.select_related("source").order_by("source__name", "url")
    pushes = subscriptions()
    if args.json:
        for feed in feeds:
            print(json.dumps(_facts(feed, pushes.get(feed.pk)), ensure_ascii=False))
        return 0
    table = Table(box=None, pad_edge=False)
    for column in ("source", "slug", "lang", "shown", "asked", "next", "push", "state"):
        table.add_column(column, overflow="fold")
    for feed in feeds:
        s = feed.source
        asked = ago(feed.polled_at, now()) if feed.polled_at else "never"
        due, push = ahead(feed.next_poll_at, now()), push_words(pushes.get(feed.pk))
        table.add_row(s.name, s.slug, s.language, s.policy, asked, due, push, state_of(feed))
    console.print(table)
    console.print(f"{Source.objects.count()} sources, {len(feeds)} feeds")
    return 0


def state_of(feed: Feed) -> str:
    """Say in words how a feed is doing."""
    if feed.source.paused:
        return "paused"
    if not feed.failure:
        return "well" if feed.answered_at else "not asked yet"
    silent = long_silent(feed.answered_at, feed.source.added_at, now())
    dead = f"; silent for {wait_words(silent)}, so asked rarely, but never dropped" if silent else ""
    return f"{feed.failure_grade}: {feed.failure} ({feed.failures} times{dead})"


def _facts(feed: Feed, push: Subscription | None) -> dict[str, object]:
    source = feed.source
    return {
        "source": source.slug,
        "name": source.name,
        "language": source.language,
        "policy": source.policy,
        "paused": source.paused,
        "feed": feed.url,
        "kind": feed.kind,
        "polled_at": feed.polled_at.isoformat() if feed.polled_at else None,
        "next_poll_at": feed.next_poll_at.isoformat(),
        "per_day": round(feed.per_day, 3),
        "answered_at": feed.answered_at.isoformat() if feed.answered_at else None,
        "failures": feed.failures,
        "failure": feed.failure,
        "cause": feed.failure_cause,
        "grade": feed.failure_grade,
        "advice": feed.advice,
        "remark": feed.remark,
        "selector": feed.selector,
        "push": push_facts(push),
    }


def check_command(args: argparse.Namespace) -> int:
    """Explain a known feed, try an unknown address, or tell of every unwell feed."""
    if not args.url:
        return _tell_unwell()
    feed = Feed.objects.filter(url=args.url).select_related("source").first()
    if feed is not None:
        _explain(feed)
    if feed is not None and feed.kind == FeedKind.LISTING:
        found = read_listing(feed.url, feed.selector if feed.selector_set else "", workbench())
    else:
        found = discover(args.url, workbench())
    console.print(f"[bold]{found.name}[/bold] ({found.language or '?'}), {found.home_url}")
    print_found(found)
    return 0


def _explain(feed: Feed) -> None:
    """Print what is remembered of a feed and why it is asked when it is."""
    moment = now()
    lines = (
        ("source", f"{feed.source.name} ({feed.source.slug})"),
        ("kind", feed.kind + (f", links by {feed.selector}" if feed.selector else "")),
        ("state", state_of(feed)),
        ("what to do", feed.advice),
        ("to know", feed.remark),
        ("asked", ago(feed.polled_at, moment) if feed.polled_at else "never"),
        ("something new", ago(feed.new_entry_at, moment) if feed.new_entry_at else "never"),
        ("asked again", f"{ahead(feed.next_poll_at, moment)}, because: {feed.poll_reason or 'it is new'}"),
        ("unchanged answers in a row", str(feed.unchanged_polls)),
        *push_lines(subscription_of(feed), moment),
    )
    for name, value in lines:
        if value:
            console.print(f"  {name}: {value}", highlight=False, soft_wrap=True, markup=False)


def _tell_unwell() -> int:
    unwell = list(Feed.objects.exclude(failure="").select_related("source").order_by("source__name"))
    for feed in unwell:
        words = f"{feed.source.name} {feed.url}: {state_of(feed)} {feed.advice}".rstrip()
        console.print(words, highlight=False, soft_wrap=True, markup=False)
    console.print(f"{len(unwell)} of {Feed.objects.count()} feeds are unwell")
    return 1 if unwell else 0


def policy_command(args: argparse.Namespace) -> int:
    """Change how much of a source is shown."""
    source = source_by_slug(args.source)
    set_policy(source, args.policy, args.licence)
    console.print(f"{source.name} is now shown as {source.policy}")
    return 0


def pause_command(args: argparse.Namespace) -> int:
    """Stop reading a source."""
    source = source_by_slug(args.source)
    set_paused(source, paused=True)
    console.print(f"{source.name} is paused")
    return 0


def resume_command(args: argparse.Namespace) -> int:
    """Read a paused source again."""
    source = source_by_slug(args.source)
    set_paused(source, paused=False)
    console.print(f"{source.name} is read again")
    return 0


def remove_command(args: argparse.Namespace) -> int:
    """Remove a source after asking."""
    source = source_by_slug(args.source)
    count = source.articles.count()
    if not args.yes and input(f"Remove {source.name} with its {count} articles? [y/N] ").strip().lower() != "y":
        console.print("Nothing was removed")
        return 1
    remove_source(source)
    console.print(f"Removed {source.name} and {count} articles")
    return 0


def source_by_slug(slug: str) -> Source:
    """Give a source by its slug; raises SourceError in words."""
    source = Source.objects.filter(slug=slug).first()
    if source is None:
        raise SourceError(f"no source has the slug {slug!r}; `svizho sources list` shows them")
    return source


def import_command(args: argparse.Namespace) -> int:
    """Add all feeds of an OPML file that are not read yet."""
    path = Path(args.file)
    if not path.is_file():
        raise SourceError(f"there is no file {path}")
    if path.stat().st_size > LARGEST_OPML:
        raise SourceError(f"{path} is larger than {LARGEST_OPML // 1_000_000} MB")
    added, known = add_outlines(read_opml(path.read_bytes()))
    console.print(f"Added {added} feeds; {known} were known already or no addresses")
    return 0


def starter_command(_args: argparse.Namespace) -> int:
    """Add the starter list."""
    added, known = add_outlines(starter_outlines())
    console.print(f"Added {added} feeds of the starter list; {known} were known already")
    return 0


def starter_outlines() -> tuple[OpmlOutline, ...]:
    """Read the starter list that ships with Svizho."""
    return read_opml(files("svizho.cli").joinpath("starter.opml").read_bytes())


def add_outlines(outlines: tuple[OpmlOutline, ...]) -> tuple[int, int]:
    """Add feeds of an OPML file, grouped into sources by home page; says how many were added and how many not."""
    added = skipped = 0
    known = set(Feed.objects.values_list("url", flat=True))
    for _, group in groupby(sorted(outlines, key=_publisher), key=_publisher):
        fresh = [outline for outline in group if outline.feed_url not in known]
        unique = {outline.feed_url: outline for outline in fresh}
        try:
            if unique:
                _add_group(list(unique.values()))
            added += len(unique)
        except SourceError as error:
            print(f"svizho: {error}", file=sys.stderr)
    skipped = len(outlines) - added
    return added, skipped


def _publisher(outline: OpmlOutline) -> str:
    """Feeds with one home page and one name are one publisher's."""
    return f"{host_of(outline.home_url or outline.feed_url)} {outline.title.split(',')[0]}"


def _add_group(outlines: list[OpmlOutline]) -> None:
    first = outlines[0]
    add_source(
        first.title.split(",")[0] or name_from_address(first.feed_url),
        [NewFeed(outline.feed_url, outline.title, outline.language) for outline in outlines],
        now=now(),
        home_url=first.home_url,
        language=first.language,
        policy=site_settings().sources.policy,
    )


def export_command(args: argparse.Namespace) -> int:
    """Write all feeds as OPML."""
    text = write_opml(site_settings().site.name.default, tuple(_outlines()))
    if args.file:
        Path(args.file).write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


def _outlines() -> Iterator[OpmlOutline]:
    for feed in Feed.objects.select_related("source").order_by("source__name", "url"):
        s = feed.source
        yield OpmlOutline(
            title=s.name, feed_url=feed.url, home_url=s.home_url, language=feed.language or s.language, folder=""
        )
