"""Writes of sources: adding publishers, keeping what a poll taught."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from svizho.errors import SourceError
from svizho.kit.links import canonical_link, host_of
from svizho.kit.text import first_free, shorten, slug_of, tidy
from svizho.records.rows import update_rows
from svizho.sources.models import FailureGrade, Feed, FeedKind, Policy, Source

# Lanes are `shard % lanes`: 840 is divided evenly by 1 to 8, 10, 12, 14, 15, 20 and more, so lanes are even.
SHARDS = 840

# A permanent move is believed after this many polls that all said so (facts of the field, 9).
MOVES_BELIEVED = 3


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed to be added: its address and what is known of it."""

    url: str
    title: str = ""
    language: str = ""
    kind: str = ""
    selector: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one poll of a feed found, as it is to be remembered."""

    next_poll_at: datetime
    poll_reason: str
    per_day: float
    new_entries: int = 0
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""
    unchanged: bool = False
    kind: str = ""
    title: str = ""
    language: str = ""
    home_url: str = ""
    moved_to: str = ""
    rhythm: str = ""
    wishes: str = ""
    selector: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why one poll of a feed failed, in words, and how serious it is."""

    next_poll_at: datetime
    poll_reason: str
    grade: FailureGrade
    words: str
    cause: str = ""
    advice: str = ""
    setback: float = 1.0


def shard_of(text: str) -> int:
    """Give the lane number (0 to SHARDS - 1) that belongs to `text`, the same on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") % SHARDS


def free_slug(name: str) -> str:
    """Find a slug for a source that no other source has."""
    base = slug_of(name)[:70]
    taken = set(Source.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return first_free(base, taken)


@transaction.atomic
def add_source(
    name: str,
    feeds: Sequence[NewFeed],
    *,
    now: datetime,
    home_url: str = "",
    language: str = "",
    country: str = "",
    policy: str = Policy.EXCERPT,
    licence: str = "",
) -> Source:
    """Add a publisher with its feeds, due at once; raises SourceError for a feed that is already read."""
    if policy not in Policy.values:
        raise SourceError(f"policy {policy!r} is not one of {', '.join(Policy.values)}")
    if policy == Policy.FULL and not licence:
        raise SourceError("the policy 'full' needs the licence that allows it (--licence)")
    clean = _unread(feeds)
    source = Source.objects.create(
        slug=free_slug(name),
        name=shorten(tidy(name), 200),
        home_url=home_url[:2000],
        language=language,
        country=country,
        policy=policy,
        licence=licence[:200],
        added_at=now,
    )
    for feed in clean:
        add_feed(source, feed, now=now)
    return source


@transaction.atomic
def add_feeds(source: Source, feeds: Sequence[NewFeed], *, now: datetime) -> None:
    """Add feeds to a source that is there already; raises SourceError for one that is already read."""
    for feed in _unread(feeds):
        add_feed(source, feed, now=now)


def _unread(feeds: Sequence[NewFeed]) -> list[NewFeed]:
    """Check the addresses of feeds; raises SourceError for what is none, or is already read."""
    clean = [replace(feed, url=canonical_feed_url(feed.url)) for feed in feeds]
    known = set(Feed.objects.filter(url__in=[feed.url for feed in clean]).values_list("url", flat=True))
    if known:
        raise SourceError(f"already read: {', '.join(sorted(known))}")
    return clean


def canonical_feed_url(url: str) -> str:
    """Check a feed's address; raises SourceError when it is none (feeds keep their query, so it is not normalised)."""
    url = url.strip()
    if not host_of(url) or not url.lower().startswith(("http://", "https://")) or len(url) > 2000:
        raise SourceError(f"not an address of a feed: {url[:100]!r}")
    return url


def add_feed(source: Source, feed: NewFeed, *, now: datetime) -> Feed:
    """Add a feed to a source, due at once."""
    return Feed.objects.create(
        source=source,
        url=feed.url,
        title=shorten(tidy(feed.title), 300),
        language=feed.language,
        kind=feed.kind or FeedKind.UNKNOWN,
        selector=feed.selector[:500],
        shard=shard_of(source.slug),
        next_poll_at=now,
    )


def remove_source(source: Source) -> None:
    """Remove a source with its feeds and articles."""
    source.delete()


def set_policy(source: Source, policy: str, licence: str = "") -> None:
    """Change how much of a source is shown; raises SourceError for a policy that is none or lacks its licence."""
    if policy not in Policy.values:
        raise SourceError(f"policy {policy!r} is not one of {', '.join(Policy.values)}")
    if policy == Policy.FULL and not (licence or source.licence):
        raise SourceError("the policy 'full' needs the licence that allows it (--licence)")
    source.policy = policy
    source.licence = licence or source.licence
    source.save(update_fields=["policy", "licence"])


def record_polled(feed: Feed, answer: Answer, *, now: datetime) -> None:
    """Keep what one good answer taught (`record_all_polled`)."""
    record_all_polled([(feed, answer)], now=now)


def record_all_polled(polled: Sequence[tuple[Feed, Answer]], *, now: datetime) -> None:
    """Keep what good answers taught, each feed once; call it in the transaction that stored the entries, after them.

    One statement for all of them. The feeds know it, too, once it is written; what polls do not decide stays as it is.
    """
    kept = [(feed, _taught(feed, answer, now)) for feed, answer in polled]
    update_rows(Feed, [{"id": feed.pk, **taught} for feed, taught in kept])
    for feed, taught in kept:
        for name, value in taught.items():
            setattr(feed, name, value)
    _complete_sources(polled)


# What is written over the traces of failures.
_WELL = {"failures": 0, "setbacks": 0.0, "failure_grade": "", "failure": "", "failure_cause": "", "advice": ""}


def _taught(feed: Feed, answer: Answer, now: datetime) -> dict[str, object]:
    """Give the columns of a feed after a good answer."""
    selector = answer.selector[:500] if not feed.selector_set else ""
    return {
        "polled_at": now,
        "answered_at": now,
        "new_entry_at": now if answer.new_entries else feed.new_entry_at,
        "next_poll_at": answer.next_poll_at,
        "poll_reason": answer.poll_reason[:300],
        "per_day": answer.per_day,
        "rhythm": answer.rhythm or feed.rhythm,
        "wishes": answer.wishes[:300],
        **_WELL,
        "remark": feed.remark if answer.unchanged else answer.remark[:500],
        "selector": selector or feed.selector,
        "etag": answer.etag[:500],
        "last_modified": answer.last_modified[:200],
        "body_hash": answer.body_hash,
        "unchanged_polls": feed.unchanged_polls + 1 if answer.unchanged else 0,
        "kind": answer.kind or feed.kind,
        "title": (shorten(tidy(answer.title), 300) if answer.title else "") or feed.title,
        "language": answer.language or feed.language,
        **_weighed_move(feed, answer.moved_to),
    }


def _complete_sources(polled: Sequence[tuple[Feed, Answer]]) -> None:
    """Fill in what nobody said of the sources and their feeds now tell; the first feed that tells it is believed."""
    missing: dict[int, dict[str, object]] = {}
    for feed, answer in polled:
        known = {"home_url": feed.source.home_url, "language": feed.source.language}
        told = {"home_url": answer.home_url[:2000], "language": answer.language[:8]}
        if any(told[name] and not known[name] for name in told):
            missing.setdefault(feed.source_id, {"id": feed.source_id, **{n: known[n] or told[n] for n in told}})
    update_rows(Source, list(missing.values()))


def _weighed_move(feed: Feed, moved_to: str) -> dict[str, object]:
    """Believe a permanent move only after several polls in a row that said the same."""
    same = bool(moved_to) and moved_to == feed.moved_to
    polls = feed.moved_polls + 1 if same else int(bool(moved_to))
    if polls >= MOVES_BELIEVED and not Feed.objects.filter(url=moved_to).exists():
        return {"url": moved_to, "moved_to": "", "moved_polls": 0}
    return {"url": feed.url, "moved_to": moved_to[:2000], "moved_polls": polls}


def record_pushed(feed: Feed, *, rhythm: str, now: datetime) -> None:
    """Keep what new entries that a hub pushed taught; when the feed is polled next is left to polls."""
    Feed.objects.filter(pk=feed.pk).update(rhythm=rhythm, new_entry_at=now)


def record_failed(feed: Feed, failure: Failure, *, now: datetime) -> None:
    """Write on one feed why a poll failed (`record_all_failed`)."""
    record_all_failed([(feed, failure)], now=now)


def record_all_failed(failed: Sequence[tuple[Feed, Failure]], *, now: datetime) -> None:
    """Write on feeds, in words, why a poll of each failed, and when it is asked again; one statement for all."""
    rows = [
        {
            "id": feed.pk,
            "polled_at": now,
            "next_poll_at": failure.next_poll_at,
            "poll_reason": failure.poll_reason[:300],
            "failures": feed.failures + 1,
            "setbacks": feed.setbacks + failure.setback,
            "failure_grade": failure.grade,
            "failure_cause": failure.cause[:20],
            "failure": failure.words[:500],
            "advice": failure.advice[:500],
        }
        for feed, failure in failed
    ]
    update_rows(Feed, rows)


def ask_now(feed: Feed, *, now: datetime) -> None:
    """Make a feed due at once."""
    Feed.objects.filter(pk=feed.pk).update(next_poll_at=now)


def name_from_address(url: str) -> str:
    """Name a source by its host where its feed has no title."""
    host = host_of(canonical_link(url) or url)
    return host.removeprefix("www.") or url


def set_paused(source: Source, *, paused: bool) -> None:
    """Stop reading a source, or read it again."""
    source.paused = paused
    source.save(update_fields=["paused"])
