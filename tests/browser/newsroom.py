"""Fills a database with the demo newswire as if it had come today: what browser tests and screenshots look at."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from itertools import groupby

import django
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse

if __name__ == "__main__":
    django.setup()

from svizho.articles.models import Article, Stage
from svizho.grouping import Reason
from svizho.kit import clock
from svizho.kit.text import shorten, slug_of
from svizho.members.actions import invite
from svizho.settings import site_settings
from svizho.sources.models import Feed, Policy, Source
from svizho.steps.attribute import attribute_article
from svizho.steps.index import index_article
from svizho.steps.shaping import publish_now, shape_of
from svizho.steps.workbench import Workbench
from svizho.stories.actions import NewPlacement, place
from svizho.stories.facts import placements_of
from svizho.stories.models import Placement, Story, StoryState
from tests.browser.hostile import publish_hostile

# The newest report came so long before the moment of the picture.
NEWEST = timedelta(minutes=2)

# Licences and policies, so that pages of every kind can be looked at.
POLICIES = {"Світлиця": Policy.FULL, "Alven Post": Policy.HEADLINE}


@dataclass(frozen=True, slots=True)
class Wire:
    """One line of the newswire, its time moved to today."""

    id: str
    story: str
    copies: str
    article: Article


def fill(now: datetime) -> list[Story]:
    """Put the newswire into the database, published; the newest report is two minutes old."""
    lines = list(_lines())
    moved = now - NEWEST - max(datetime.fromisoformat(line["time"]) for line in lines)
    sources = _sources(lines, now)
    wires = [
        Wire(line["id"], line["story"], line["near_copy_of"] or "", _article(line, sources[line["source"]], moved))
        for line in lines
    ]
    numbers = {wire.id: wire.article for wire in wires}
    ordered = sorted(wires, key=lambda wire: wire.story)
    stories = [_story(list(group), numbers, now) for _, group in groupby(ordered, key=lambda wire: wire.story)]
    bench = Workbench(site_settings(), now=lambda: now)
    with transaction.atomic():
        for wire in wires:
            attribute_article(wire.article, bench)()
            index_article(wire.article, bench)()
    return stories


def _lines() -> Iterator[dict[str, str]]:
    text = files("svizho.cli.newswire").joinpath("newswire.jsonl").read_text(encoding="utf-8")
    return (json.loads(line) for line in text.splitlines())


def _sources(lines: Sequence[dict[str, str]], now: datetime) -> dict[str, Source]:
    found: dict[str, Source] = {}
    for line in lines:
        name = line["source"]
        if name not in found:
            policy = POLICIES.get(name, Policy.EXCERPT)
            found[name] = Source.objects.create(
                name=name,
                slug=slug_of(name),
                language=line["lang"],
                home_url=line["url"],
                policy=policy,
                licence="CC BY 4.0" if policy == Policy.FULL else "",
                added_at=now - timedelta(days=20),
            )
            _feed(found[name], len(found), now)
    return found


def _feed(source: Source, number: int, now: datetime) -> None:
    sick = number == 5
    Feed.objects.create(
        source=source,
        url=f"https://{source.slug}.example/rss",
        kind="rss",
        next_poll_at=now + timedelta(minutes=13 if sick else 2),
        polled_at=now - timedelta(minutes=1),
        answered_at=now - (timedelta(hours=3) if sick else timedelta(seconds=20 * number)),
        failures=4 if sick else 0,
        failure="Замість стрічки сервер віддає сторінку входу." if sick else "",
    )


def _article(line: dict[str, str], source: Source, moved: timedelta) -> Article:
    at = datetime.fromisoformat(line["time"]) + moved
    delay = timedelta(seconds=18 + len(line["title"]) % 50)
    return Article.objects.create(
        link=line["url"],
        source=source,
        slug=slug_of(line["title"]),
        title=line["title"],
        lead=shorten(line["text"].split("\n\n")[0], 700),
        text=line["text"],
        language=line["lang"],
        sections=[line["section"]] if line["section"] else [],
        published_at=at,
        seen_at=at + delay,
        shown_at=at + delay + timedelta(seconds=15),
        happened_at=at,
        stage=Stage.PUBLISHED,
        stage_at=at,
    )


def _story(wires: list[Wire], numbers: dict[str, Article], now: datetime) -> Story:
    wires.sort(key=lambda wire: wire.article.happened_at)
    first = wires[0].article
    at = first.happened_at
    story = Story.objects.create(root=first, slug=first.slug, first_at=at, last_at=at, changed_at=now)
    for wire in wires:
        copied = numbers.get(wire.copies)
        Placement.objects.create(
            article=wire.article,
            story=story,
            near_copy_of=copied,
            nearness=0.97 if copied else 0.84,
            reason=json.loads(_reason(wire, first, copied).to_json()),
            since=wire.article.seen_at,
            happened_at=wire.article.happened_at,
        )
    _publish(story, now)
    return story


def _reason(wire: Wire, first: Article, copied: Article | None) -> Reason:
    if wire.article.pk == first.pk:
        return Reason("first")
    near = copied or first
    hours = (wire.article.happened_at - near.happened_at) / timedelta(hours=1)
    words = tuple(word for word in wire.article.title.split() if word[:1].isupper() and len(word) > 4)[:3]
    kind = "near_copy" if copied else "same_event"
    return Reason(kind, nearest=str(near.pk), nearest_title=near.title, names=words, hours=round(hours, 1))


def _publish(story: Story, now: datetime) -> None:
    rows = list(story.placements.select_related("article__source").order_by("happened_at", "pk"))
    shape = shape_of(story, rows, now=now, languages=site_settings().site.languages)
    story.lead_id, story.slug, story.titles = shape.lead, shape.slug, dict(shape.titles)
    story.sections, story.languages = list(shape.sections), dict(shape.languages)
    story.reports, story.sources, story.near_copies = shape.reports, shape.sources, shape.near_copies
    story.first_at, story.last_at = shape.first_at, shape.last_at
    story.score, story.standing, story.breaking = shape.score, list(shape.standing), shape.breaking
    story.state, story.shown_at = StoryState.PUBLISHED, rows[0].article.shown_at
    story.save()


def report(title: str, now: datetime, *, story: Story | None = None) -> Story:
    """Let a source report something just now: a new story, or one more report of `story`, published and announced."""
    source = Source.objects.order_by("pk")[0]
    article = Article.objects.create(
        link=f"{source.home_url}?{now.timestamp()}",
        source=source,
        slug=slug_of(title),
        title=title,
        lead=f"{title}.",
        language="uk",
        sections=["society"],
        seen_at=now,
        shown_at=now,
        happened_at=now,
        stage=Stage.PUBLISHED,
        stage_at=now,
    )
    root = story.root_id if story else article.pk
    with transaction.atomic():
        placed = place(article, NewPlacement(root, None, 1.0, {"kind": "first"}), now=now).story
        languages = site_settings().site.languages
        publish_now(placed, placements_of(placed), grew_by=[article], now=now, languages=languages)
    return placed


def main() -> None:
    """Fill the database that DATABASE_URL names, then report what is asked for on stdin, a command a line.

    `new TITLE` starts a story, `grow NUMBER TITLE` adds to one, `hostile` starts stories of hostile words; the answer
    is the (first) number and when it was committed. `invite NAME` makes a moderator; the answer is the path to join by.
    """
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    stories = fill(clock.now())
    print("ready", max(stories, key=lambda story: story.score).pk, flush=True)
    for line in sys.stdin:
        command, _, rest = line.strip().partition(" ")
        if command == "hostile":
            print(publish_hostile(clock.now())[0].pk, time.time(), flush=True)
            continue
        if command == "invite":
            member, token = invite(rest, "moderator")
            print(reverse("desk-join", args=[member.pk, token]), flush=True)
            continue
        number, _, title = rest.partition(" ")
        grown = Story.objects.get(pk=int(number)) if command == "grow" else None
        told = report(title if grown else rest, clock.now(), story=grown)
        print(told.pk, time.time(), flush=True)


if __name__ == "__main__":
    main()
