"""Reads of claims: what each page shows of speakers, places, moments and disagreements.

A source whose policy is the headline alone is quoted nowhere, so its claims and sentences never leave these reads;
the places it names do, since a count quotes nobody. Near copies say nothing of their own and are left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from svizho.articles.models import Stage
from svizho.articles.queries import Mark
from svizho.claims.models import Claim, Moment, PlaceMention, Speaker, StoryAgreement
from svizho.sources.models import Policy
from svizho.stories.models import Story, StoryState

# Claims, moments and mentions read for one story's page; a story of more is told by its newest reports.
MOST_CLAIMS, MOST_MOMENTS, MOST_MENTIONS = 400, 300, 3000

# Mentions told of one place.
MOST_OF_PLACE = 20

# Stories on the map of the world: more pins than this hide each other.
MOST_MAPPED = 200

# A place is the event's when so many of the reports take it for that as take the likeliest one, or a fourth of them.
EVENT_PART = 4

_ARTICLE = (
    "slug", "title", "language", "happened_at", "stage", "source__slug", "source__name", "source__policy",
    "source__language",
)  # fmt: skip
_OF_ARTICLE = tuple(f"article__{name}" for name in _ARTICLE)
_CLAIM = (
    "number", "speaker_words", "role", "kind", "anonymous", "anonymity_reason", "source_span", "cue_spans",
    "content_spans", "quote", "quote_start", "quantities", "nested_in", "via", "speaker__name", "speaker__slug",
    "speaker__role", "speaker__key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """Claims in the order of a page, newest first, and where the next page begins, if there is one."""

    claims: tuple[Claim, ...]
    next: Mark | None


@dataclass(frozen=True, slots=True)
class TalliedPlace:
    """A place of a story: how many sources name it, and how many reports take it for the place of the event."""

    geonameid: int | None
    name: str
    ukrainian: str
    country: str
    kind: str
    latitude: float
    longitude: float
    sources: int
    events: int
    of_event: bool
    # Where the newest reports name it: number of the article, offsets into its text.
    mentions: tuple[tuple[int, tuple[int, int]], ...]

    def named(self, language: str) -> str:
        """Name the place in a language, as far as we know it."""
        return (self.ukrainian or self.name) if language == "uk" else self.name


@dataclass(frozen=True, slots=True)
class Told:
    """What a claim of a disagreement rests on: its article's language, and what it counts, by the words it uses."""

    claim: int
    article: int
    language: str
    values: Mapping[str, tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One disagreement of a story with the claims that may be quoted, by number."""

    disagreement: Mapping[str, Any]
    told: Mapping[int, Told]


def quotable() -> QuerySet[Claim]:
    """Give the claims that the public may read, with article, source and speaker."""
    found = Claim.objects.filter(article__stage=Stage.PUBLISHED, article__placement__near_copy_of=None)
    found = found.exclude(article__source__policy=Policy.HEADLINE)
    return found.select_related("article__source", "speaker").only("article_id", "speaker_id", *_CLAIM, *_OF_ARTICLE)


def of_story(story_id: int, *, most: int = MOST_CLAIMS) -> tuple[Claim, ...]:
    """Give a story's claims, newest report first, in the order of the report (one query)."""
    found = quotable().filter(article__placement__story_id=story_id)
    return tuple(found.order_by("-article__happened_at", "-article_id", "number")[:most])


def agreement_of(story_id: int) -> StoryAgreement | None:
    """Say how the claims of a story stand to each other (one query)."""
    return StoryAgreement.objects.filter(story_id=story_id).first()


def numbers_in(article_id: int) -> tuple[Claim, ...]:
    """Give where in its text an article's claims begin, first one first (one query)."""
    found = Claim.objects.filter(article_id=article_id).only("number", "quote", "quote_start")
    return tuple(found.order_by("quote_start", "number"))


def values_of(claim: Claim) -> Mapping[str, tuple[object, ...]]:
    """Give what a claim counts, by the words it uses for it: the same in every language and spelling."""
    return _values(claim.quote, claim.quote_start, claim.quantities)


def _values(quote: str, start: int, quantities: Sequence[Mapping[str, Any]]) -> dict[str, tuple[object, ...]]:
    return {
        quote[max(0, first - start) : max(0, end - start)]: (each.get("low"), each.get("high"), each.get("bound"))
        for each in quantities
        for first, end in [each.get("span") or (0, 0)]
    }


# The first disagreement of each story, with what its claims count, as far as they may be quoted.
_CONFLICTS = """
    SELECT agreement.story_id, agreement.disagreements->0, claim.id, claim.article_id, article.language,
        claim.quote, claim.quote_start, claim.quantities
    FROM claims_storyagreement AS agreement
    CROSS JOIN LATERAL jsonb_array_elements(agreement.disagreements->0->'voices') AS voice
    JOIN claims_claim AS claim ON claim.id = (voice->>'claim')::bigint
    JOIN articles_article AS article ON article.id = claim.article_id
    JOIN sources_source AS source ON source.id = article.source_id
    WHERE agreement.story_id = ANY(%(stories)s) AND article.stage = 'published' AND source.policy <> 'headline'
"""


def conflicts(story_ids: Sequence[int]) -> Mapping[int, Conflict]:
    """Give the first disagreement of each story that has one (one query for all)."""
    if not story_ids:
        return {}
    found: dict[int, Any] = {}
    told: dict[int, dict[int, Told]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CONFLICTS, {"stories": list(story_ids)})
        for story, disagreement, claim, article, language, quote, start, quantities in cursor.fetchall():
            found[story] = _loaded(disagreement)
            values = _values(quote, start, _loaded(quantities))
            told.setdefault(story, {})[claim] = Told(claim, article, language, values)
    return {story: Conflict(each, told[story]) for story, each in found.items()}


def _loaded(value: Any) -> Any:
    """Read JSON that the cursor gave as text: Django keeps psycopg from reading it."""
    return json.loads(value) if isinstance(value, str) else value


def background_of(story_id: int, *, before: datetime) -> tuple[Moment, ...]:
    """Give the moments before a story that its reports tell of, newest report first (one query)."""
    found = Moment.objects.filter(
        background=True,
        start__lt=before,
        article__placement__story_id=story_id,
        article__placement__near_copy_of=None,
        article__stage=Stage.PUBLISHED,
    ).exclude(article__source__policy=Policy.HEADLINE)
    found = found.select_related("article__source")
    found = found.only("article_id", "number", "start", "precision", "words", "span", *_OF_ARTICLE)
    return tuple(found.order_by("-article__happened_at", "-article_id", "number")[:MOST_MOMENTS])


def places_of(story_id: int) -> tuple[TalliedPlace, ...]:
    """Give the places a story's reports name, those of the event first, the most named first (one query)."""
    rows = PlaceMention.objects.filter(
        article__placement__story_id=story_id,
        article__placement__near_copy_of=None,
        article__stage=Stage.PUBLISHED,
    ).select_related("article")
    rows = rows.only(*_PLACE, "article__source_id").order_by("-article__happened_at", "-article_id", "number")
    return tallied(rows[:MOST_MENTIONS])


_PLACE = ("article_id", "span", "geonameid", "name", "ukrainian", "country", "kind", "latitude", "longitude", "role")


def tallied(rows: QuerySet[PlaceMention] | Sequence[PlaceMention]) -> tuple[TalliedPlace, ...]:
    """Count who names each place; one of many reports that takes a place for the event's does not make it that."""
    groups: dict[object, list[PlaceMention]] = {}
    for row in rows:
        groups.setdefault(row.geonameid or row.name, []).append(row)
    events = {key: len({row.article_id for row in group if row.role == "event"}) for key, group in groups.items()}
    most = max(events.values(), default=0)
    places = [_tallied(group, events[key], most) for key, group in groups.items()]
    return tuple(sorted(places, key=lambda place: (not place.of_event, -place.sources, -place.events, place.name)))


def _tallied(group: Sequence[PlaceMention], events: int, most: int) -> TalliedPlace:
    first = group[0]
    return TalliedPlace(
        geonameid=first.geonameid,
        name=first.name,
        ukrainian=next((row.ukrainian for row in group if row.ukrainian), ""),
        country=first.country,
        kind=first.kind,
        latitude=first.latitude,
        longitude=first.longitude,
        sources=len({row.article.source_id for row in group}),
        events=events,
        of_event=bool(events) and events * EVENT_PART >= most,
        mentions=tuple((row.article_id, (row.span[0], row.span[1])) for row in group[:MOST_OF_PLACE]),
    )


@dataclass(frozen=True, slots=True)
class MappedStory:
    """A story with the place where most of its reports say it happened."""

    story: Story
    place: TalliedPlace


def mapped(*, since: datetime, most: int = MOST_MAPPED) -> tuple[MappedStory, ...]:
    """Give the stories that had a report since a moment, by score, each with its place of event (two queries).

    A story whose reports name no place of the event is left out.
    """
    found = Story.objects.filter(state=StoryState.PUBLISHED, last_at__gte=since).order_by("-score", "-id")[:most]
    stories = {story.pk: story for story in found}
    rows = PlaceMention.objects.filter(
        role="event", article__placement__story_id__in=list(stories), article__stage=Stage.PUBLISHED
    ).select_related("article__placement")
    rows = rows.only(*_PLACE, "article__source_id", "article__placement__story_id")
    groups: dict[int, list[PlaceMention]] = {}
    for row in rows.order_by("pk"):
        groups.setdefault(row.article.placement.story_id, []).append(row)
    return tuple(MappedStory(story, _main(groups[number])) for number, story in stories.items() if number in groups)


# Of two places named as often, the nearer one: a town before its region, a region before its country.
_NEARNESS = ("settlement", "region", "country")


def _main(rows: Sequence[PlaceMention]) -> TalliedPlace:
    """Choose the one place of a story that most reports take for the event's."""
    ranks = {kind: rank for rank, kind in enumerate(_NEARNESS)}
    return min(tallied(rows), key=lambda place: (-place.events, ranks.get(place.kind, len(ranks)), place.name))


def speaker_page(slug: str) -> Speaker | None:
    """Give a speaker by the name in its address (one query)."""
    return Speaker.objects.filter(slug=slug).first()


def said_by(speaker_id: int, *, count: int, before: Mark | None = None) -> Said:
    """Give what a speaker was reported to have said, newest report first, with its story (one query)."""
    found = quotable().filter(speaker_id=speaker_id).select_related("article__source", "article__placement__story")
    if before:
        same = Q(article__happened_at=before.at, id__lt=before.id)
        found = found.filter(Q(article__happened_at__lt=before.at) | same)
    found = found.only("article_id", "speaker_id", *_CLAIM, *_OF_ARTICLE, *_OF_STORY).select_related("speaker")
    rows = list(found.order_by("-article__happened_at", "-id")[: count + 1])
    last = rows[count - 1] if len(rows) > count else None
    return Said(tuple(rows[:count]), Mark(last.article.happened_at, last.pk) if last else None)


# What the card of a story shows.
_CARD = (
    "slug", "titles", "state", "lead_id", "sections", "languages", "sources", "near_copies", "last_at", "standing",
    "breaking",
)  # fmt: skip
_OF_STORY = ("article__placement__story_id", *(f"article__placement__story__{name}" for name in _CARD))
