"""Writes of claims: what was read in an article, and how the claims of a story stand to each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from svizho.articles.models import Article
from svizho.claims.models import Claim, Moment, PlaceMention, Speaker, StoryAgreement
from svizho.kit.text import first_free, shorten, slug_of, tidy
from svizho.records.actions import announce
from svizho.records.models import UpdateKind
from svizho.stories.models import Story

# More claims than this in one article are no news but a transcript; the first ones are kept.
MOST_CLAIMS = 200
MOST_PLACES = 100
MOST_MOMENTS = 60

Spans = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim as attributing found it, in the form that is stored."""

    speaker_name: str
    speaker_words: str
    role: str
    kind: str
    anonymous: bool
    anonymity_reason: str
    source_span: Sequence[int] | None
    cue_spans: Spans
    content_spans: Spans
    quote: str
    quote_start: int
    quantities: Sequence[Mapping[str, object]]
    nested_in: int | None
    via: Sequence[str]


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place as locating found it; `span` counts in the title, a blank line and the text."""

    geonameid: int | None
    name: str
    ukrainian: str
    country: str
    kind: str
    latitude: float
    longitude: float
    role: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class NewMoment:
    """A moment as timing found it."""

    start: datetime
    precision: str
    background: bool
    words: str
    span: tuple[int, int]


@transaction.atomic
def record(
    article: Article, claims: Sequence[NewClaim], places: Sequence[NewPlace], moments: Sequence[NewMoment]
) -> None:
    """Keep what an article says of speakers, places and moments, in place of what was kept before."""
    for table in (Claim, PlaceMention, Moment):
        table.objects.filter(article=article).delete()
    speakers = _speakers(claims)
    Claim.objects.bulk_create(
        _claim_row(article, number, claim, speakers) for number, claim in enumerate(claims[:MOST_CLAIMS])
    )
    PlaceMention.objects.bulk_create(
        PlaceMention(
            article=article,
            number=number,
            geonameid=place.geonameid,
            name=place.name[:200],
            ukrainian=place.ukrainian[:200],
            country=place.country[:2],
            kind=place.kind[:12],
            latitude=place.latitude,
            longitude=place.longitude,
            role=place.role[:10],
            span=list(place.span),
        )
        for number, place in enumerate(places[:MOST_PLACES])
    )
    Moment.objects.bulk_create(
        Moment(
            article=article,
            number=number,
            start=moment.start,
            precision=moment.precision[:8],
            background=moment.background,
            words=shorten(tidy(moment.words), 600),
            span=list(moment.span),
        )
        for number, moment in enumerate(moments[:MOST_MOMENTS])
    )


def _speakers(claims: Sequence[NewClaim]) -> dict[str, Speaker]:
    """Find or make the speakers that have a name, by their folded names."""
    named = {
        claim.speaker_name.casefold()[:200]: claim for claim in claims if claim.speaker_name and not claim.anonymous
    }
    known = {speaker.key: speaker for speaker in Speaker.objects.filter(key__in=list(named))}
    for key in sorted(set(named) - set(known)):
        claim = named[key]
        known[key], _ = Speaker.objects.get_or_create(
            key=key,
            defaults={
                "name": claim.speaker_name[:200],
                "slug": _free_slug(claim.speaker_name),
                "role": claim.role[:200],
            },
        )
    for key, claim in named.items():
        if claim.role and known[key].role != claim.role[:200]:
            Speaker.objects.filter(pk=known[key].pk).update(role=claim.role[:200])
    return known


def _free_slug(name: str) -> str:
    base = slug_of(name)[:70]
    taken = set(Speaker.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return first_free(base, taken)


def _claim_row(article: Article, number: int, claim: NewClaim, speakers: Mapping[str, Speaker]) -> Claim:
    return Claim(
        article=article,
        number=number,
        speaker=speakers.get(claim.speaker_name.casefold()[:200]),
        speaker_words=claim.speaker_words[:300],
        role=claim.role[:200],
        kind=claim.kind,
        anonymous=claim.anonymous,
        anonymity_reason=claim.anonymity_reason[:10],
        source_span=list(claim.source_span) if claim.source_span else None,
        cue_spans=[list(span) for span in claim.cue_spans],
        content_spans=[list(span) for span in claim.content_spans],
        quote=claim.quote,
        quote_start=claim.quote_start,
        quantities=list(claim.quantities),
        nested_in=claim.nested_in,
        via=[outlet[:200] for outlet in claim.via],
    )


def keep_agreement(
    story: Story,
    *,
    disagreements: Sequence[Mapping[str, object]],
    updates: Sequence[Mapping[str, object]],
    claims: int,
    now: datetime,
) -> None:
    """Keep how a story's claims stand to each other, and announce it where the reader would see a difference."""
    before = StoryAgreement.objects.filter(story=story).first()
    StoryAgreement.objects.update_or_create(
        story=story,
        defaults={
            "disagreements": list(disagreements),
            "updates": list(updates),
            "claims": claims,
            "changed_at": now,
        },
    )
    if claims != (before.claims if before else 0):
        announce(UpdateKind.STORY_CLAIMS, now=now, story_id=story.pk, sections=story.sections)
