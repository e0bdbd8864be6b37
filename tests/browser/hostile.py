"""Puts hostile words everywhere a publisher's words are kept: names, titles, leads, texts, bylines, quotations, links.

They go into the rows as they are, past every cleaning on the way in: what is printed must be safe by itself.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from svizho.articles.models import Article, Stage
from svizho.claims.models import Claim, Moment, PlaceMention, Speaker
from svizho.settings import site_settings
from svizho.sources.models import Feed, Policy, Source
from svizho.steps.shaping import publish_now
from svizho.stories.actions import NewPlacement, place
from svizho.stories.facts import placements_of
from svizho.stories.models import Story

VECTORS = Path(__file__).with_name("vectors.txt")

# Hostile words in one story: few enough that none is cut off where a page shows the beginning only.
IN_ONE = 5


def vectors() -> list[str]:
    """Read the hostile words."""
    return [line for line in VECTORS.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# ")]


def publish_hostile(now: datetime) -> list[Story]:
    """Publish stories whose every word is hostile; each is told by one source that is called by such words too."""
    words = vectors()
    return [_story(number, words[number : number + IN_ONE], now) for number in range(0, len(words), IN_ONE)]


def _story(number: int, words: list[str], now: datetime) -> Story:
    hostile = " ".join(words)
    source = _source(number, " ".join(reversed(words)), now)
    link = f"javascript:window.pwned=100//{number}" if number % 4 else f"{source.home_url}{number}?{words[0]}"
    article = Article.objects.create(
        link=link,
        source=source,
        slug=f"hostile-{number}",
        title=hostile[:290],
        lead=hostile,
        text=f"{hostile}\n\n{hostile[::-1]}\n\n{hostile}",
        byline=hostile[:190],
        language="uk",
        sections=["politics"],
        seen_at=now,
        shown_at=now - timedelta(seconds=number),
        happened_at=now - timedelta(seconds=number),
        stage=Stage.PUBLISHED,
        stage_at=now,
    )
    _claims(article, number, hostile, now)
    story = place(article, NewPlacement(article.pk, None, 1.0, {"kind": "first"}), now=now).story
    languages = site_settings().site.languages
    publish_now(story, placements_of(story), grew_by=[article], now=now, languages=languages)
    return story


def _source(number: int, hostile: str, now: datetime) -> Source:
    source = Source.objects.create(
        name=hostile[:190],
        slug=f"hostile-{number}",
        home_url="javascript:window.pwned=101",
        language="uk",
        policy=Policy.FULL,
        licence=hostile[:190],
        added_at=now,
    )
    Feed.objects.create(
        source=source,
        url=f"https://hostile.example/{number}",
        title=hostile[:290],
        failures=3,
        failure=hostile[:490],
        next_poll_at=now + timedelta(hours=1),
    )
    return source


def _claims(article: Article, number: int, hostile: str, now: datetime) -> None:
    name = hostile[:190]
    speaker = Speaker.objects.create(key=f"hostile-{number}", slug=f"hostile-{number}", name=name, role=name)
    half = len(hostile) // 2
    Claim.objects.create(
        article=article,
        number=1,
        speaker=speaker,
        speaker_words=name,
        role=name,
        kind="direct",
        source_span=[0, half],
        cue_spans=[[half, half + 4]],
        content_spans=[[half + 4, len(hostile)]],
        quote=hostile,
        quote_start=0,
        via=[name],
    )
    PlaceMention.objects.create(
        article=article, number=1, name=name, kind="city", latitude=50.4, longitude=30.5, role="event", span=[0, 5]
    )
    Moment.objects.create(
        article=article, number=1, start=now - timedelta(days=40), precision="day", background=True,
        words=hostile[:590], span=[0, half],
    )  # fmt: skip
