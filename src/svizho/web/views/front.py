"""The front page: the stories that stand first; before there are any, what is going on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from svizho.articles import queries as articles
from svizho.articles.models import Article, Stage
from svizho.claims.queries import conflicts
from svizho.photos.queries import of_stories
from svizho.settings import site_settings
from svizho.sources.queries import reading_progress
from svizho.stories import queries as stories
from svizho.stories.models import Placement, Story
from svizho.web.cards import card_of, line_of, section_named, speaker_id, speaker_ids
from svizho.web.coverage import roots_of
from svizho.web.frame import frame_of, page
from svizho.web.linked import data_block, site_graph
from svizho.web.photographs import figure_of
from svizho.web.rifts import split_of
from svizho.web.values import Card, Line

# What the grid holds: one lead, four beside it, then two rows of three by weight.
SECONDS, NEXT = 4, 6
IN_BAND = 3
IN_RAIL = 8
BESIDE_LEAD = 6

# Characters quoted under the lead's headline and under the first of the seconds.
LEAD_SAID, SECOND_SAID = 260, 130


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the front page; while no story is published, show how far the reading has come."""
    ranked = stories.ranked(count=1 + SECONDS + NEXT).stories
    if not ranked:
        return empty(request)
    frame = frame_of(request)
    shown = [story.pk for story in ranked]
    bands = stories.bands([each.slug for each in site_settings().sections], shown=shown, count=IN_BAND)
    speakers = articles.lines_by_id(speaker_ids(ranked))
    cards = with_splits(cards_of(ranked, speakers, stories.pulses(shown[: 1 + SECONDS], frame.now)))
    context = {
        "frame": frame,
        "alerts": [card for card in cards[1:] if card.breaking][:1],
        "lead": cards[0],
        "photo": figure_of(of_stories([cards[0].number]).get(cards[0].number)),
        "beside": beside(ranked[0], frame.now),
        "seconds": cards[1 : 1 + SECONDS],
        "next": cards[1 + SECONDS :],
        "next_from": 2 + SECONDS,
        "bands": [(section_named([slug]), [card_of(each) for each in band]) for slug, band in bands.items() if band],
        "linked": data_block(site_graph(frame)),
        **rail(frame.now),
    }
    return page(request, "web/front.html", context)


def cards_of(
    ranked: Sequence[Story], speakers: Mapping[int, Article], pulses: Mapping[int, Sequence[int]]
) -> list[Card]:
    """Make the cards of the front page: the lead quotes most, the first of the seconds a little."""
    lengths = (LEAD_SAID, SECOND_SAID)
    return [
        card_of(
            story,
            speakers=speakers,
            counts=pulses.get(story.pk, ()),
            said=lengths[place] if place < len(lengths) else 0,
        )
        for place, story in enumerate(ranked)
    ]


def with_splits(cards: Sequence[Card]) -> list[Card]:
    """Let cards say in one line what their sources disagree about (one query)."""
    found = conflicts([card.number for card in cards])
    return [replace(card, split=split_of(found.get(card.number))) for card in cards]


def beside(story: Story, now: datetime) -> list[Line]:
    """List what others say of the lead story, newest first: each source once, then more of the same (one query)."""
    placements = stories.reports(story.pk, most=40)
    roots, heard = roots_of(placements), speaker_id(story)
    originals = [each for each in placements if roots[each.article_id] == each.article_id != heard]
    said_by = {each.article.source_id for each in placements if each.article_id == heard}
    first: list[Placement] = []
    more: list[Placement] = []
    for each in originals:
        (more if each.article.source_id in said_by else first).append(each)
        said_by.add(each.article.source_id)
    chosen = sorted((first + more)[:BESIDE_LEAD], key=lambda each: each.happened_at, reverse=True)
    return [line_of(each.article, now) for each in chosen]


def rail(now: datetime, section: str = "") -> dict[str, object]:
    """List the news of the last hour, or the newest there is when the hour was quiet (one or two queries)."""
    hour_ago = now - timedelta(hours=1)
    rows = articles.news_since(hour_ago, count=IN_RAIL, section=section)
    if rows:
        count = 0 if section else articles.shown_since(hour_ago)
        return {"rail": [line_of(each, now, shown=True) for each in rows], "rail_count": count, "rail_hour": True}
    lines = articles.latest(count=IN_RAIL, section=section).articles
    return {"rail": [line_of(each, now, shown=True) for each in lines], "rail_hour": False}


def empty(request: HttpRequest) -> HttpResponse:
    """Say what happens before the first story: how many sources answered, how far articles have come."""
    stages = articles.count_by_stage()
    context = {
        "progress": reading_progress(),
        "found": sum(stages.values()),
        "read": sum(count for stage, count in stages.items() if stage not in (Stage.SEEN, Stage.SET_ASIDE)),
    }
    return page(request, "web/empty.html", context)
