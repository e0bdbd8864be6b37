"""Rows for tests, made in one line each; what a test does not say is plain and plausible."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from svizho.articles.models import Article, Stage
from svizho.kit.text import slug_of
from svizho.sources.models import Feed, Source
from svizho.stories.models import Placement, Story, StoryState

NOW = datetime(2026, 6, 14, 7, 42, tzinfo=UTC)  # 10:42 in Kyiv

_numbers = count(1)


def make_source(name: str = "", **facts: Any) -> Source:
    """Make a source."""
    name = name or f"Вісник {next(_numbers)}"
    facts = {"slug": slug_of(name), "language": "uk", "added_at": NOW - timedelta(days=30)} | facts
    return Source.objects.create(name=name, home_url=f"https://{facts['slug']}.example/", **facts)


def make_feed(source: Source, **facts: Any) -> Feed:
    """Make a feed of a source that answered a minute ago."""
    minute_ago = NOW - timedelta(minutes=1)
    facts = {
        "url": f"https://{source.slug}.example/feed{next(_numbers)}.xml",
        "next_poll_at": NOW + timedelta(minutes=5),
        "polled_at": minute_ago,
        "answered_at": minute_ago,
    } | facts
    return Feed.objects.create(source=source, **facts)


def make_article(source: Source | None = None, title: str = "", *, ago: float = 5, **facts: Any) -> Article:
    """Make an article that is on the page; `ago` says how many minutes ago it happened."""
    source = source or make_source()
    number = next(_numbers)
    title = title or f"Подія {number}"
    at = NOW - timedelta(minutes=ago)
    facts = {
        "link": f"https://{source.slug}.example/{number}",
        "slug": slug_of(title),
        "lead": f"Перші слова повідомлення {number}, у яких сказано головне.",
        "language": source.language,
        "sections": ["society"],
        "published_at": at,
        "seen_at": at + timedelta(seconds=20),
        "shown_at": at + timedelta(seconds=40),
        "happened_at": at,
        "stage": Stage.PUBLISHED,
        "stage_at": at,
    } | facts
    return Article.objects.create(source=source, title=title, **facts)


def place(story: Story, article: Article, **facts: Any) -> Placement:
    """Put an article in a story."""
    facts = {"nearness": 0.86, "since": article.seen_at, "happened_at": article.happened_at} | facts
    return Placement.objects.create(story=story, article=article, **facts)


def make_story(articles: Sequence[Article], *, copies: Sequence[tuple[Article, Article]] = (), **facts: Any) -> Story:
    """Make a public story of articles, the first of which leads; `copies` are (copy, original) among them."""
    lead = articles[0]
    originals = {copy.pk: original.pk for copy, original in copies}
    titles = {}
    for article in reversed(articles):
        titles[article.language] = {"title": article.title, "article": article.pk, "source": article.source.name}
    languages: dict[str, int] = {}
    for article in articles:
        languages[article.language] = languages.get(article.language, 0) + 1
    facts = {
        "slug": lead.slug,
        "titles": titles,
        "state": StoryState.PUBLISHED,
        "sections": lead.sections,
        "languages": languages,
        "reports": len(articles),
        "sources": len({article.source_id for article in articles if article.pk not in originals}),
        "near_copies": len(originals),
        "first_at": min(article.happened_at for article in articles),
        "last_at": max(article.happened_at for article in articles),
        "shown_at": lead.shown_at,
        "changed_at": max(article.seen_at for article in articles),
        "score": 1.0,
        "standing": [{"name": "recency", "value": 1.0, "words": {"uk": "Нещодавність", "en": "Recency"}}],
    } | facts
    story = Story.objects.create(root=lead, lead=lead, **facts)
    for article in articles:
        reason = {"kind": "first"} if article is lead else {"kind": "same_event", "names": ["Білоплав"]}
        near = originals.get(article.pk)
        place(story, article, near_copy_of_id=near, reason=reason)
    return story


def make_news(stories: int, *, reports: int = 2, **facts: Any) -> list[Story]:
    """Make stories of several reports each, by sources of their own, best first."""
    made = []
    sections = ("politics", "world", "economy", "society", "science", "culture", "sport")
    for place_in_list in range(stories):
        section = [sections[place_in_list % len(sections)]]
        articles = [make_article(sections=section, ago=3 + 4 * place_in_list + each) for each in range(reports)]
        made.append(make_story(articles, score=float(stories - place_in_list), **facts))
    return made
