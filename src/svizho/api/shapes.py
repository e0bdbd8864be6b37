"""Rows as JSON: the shapes that `docs/api.md` promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse

from svizho.articles.models import Article
from svizho.claims.models import Claim, Moment, Speaker, StoryAgreement
from svizho.claims.queries import TalliedPlace
from svizho.kit.text import shorten, tidy
from svizho.settings import site_settings
from svizho.stories.models import Placement, Story

# A claim is a short quotation here as on the pages; so is the sentence that tells of a moment.
LONGEST_QUOTE, LONGEST_SENTENCE = 300, 160

Shape = dict[str, Any]


def address(path: str) -> str:
    """Give the full address of a page of ours."""
    return site_settings().site.base_url + path


def moment(at: datetime | None) -> str | None:
    """Write a moment: ISO 8601 with its offset."""
    return at.isoformat() if at else None


def story_shape(story: Story) -> Shape:
    """Tell a story as lists do."""
    return {
        "id": story.pk,
        "url": address(reverse("story", args=[story.pk, story.slug or "x"])),
        "api_url": address(reverse("api-story", args=[story.pk])),
        "titles": {code: told["title"] for code, told in story.titles.items()},
        "sections": story.sections,
        "languages": story.languages,
        "reports": story.reports,
        "sources": story.sources,
        "near_copies": story.near_copies,
        "breaking": story.breaking,
        "score": story.score,
        "first_at": moment(story.first_at),
        "last_at": moment(story.last_at),
        "changed_at": moment(story.changed_at),
    }


def report_shape(placement: Placement) -> Shape:
    """Tell a report of a story; `link` is the publisher's own address."""
    article = placement.article
    return {
        **article_shape(article),
        "link": article.link if urlsplit(article.link).scheme in ("http", "https") else None,
        "byline": article.byline,
        "published_at": moment(article.published_at),
        "near_copy_of": placement.near_copy_of_id,
    }


def article_shape(article: Article) -> Shape:
    """Tell an article in short."""
    return {
        "id": article.pk,
        "url": address(reverse("article", args=[article.pk, article.slug or "x"])),
        "title": article.title,
        "language": article.language,
        "source": {"slug": article.source.slug, "name": article.source.name},
        "at": moment(article.happened_at),
    }


def claim_shape(claim: Claim) -> Shape:
    """Tell a claim; spans are [first, end) in characters of the article's text, paragraphs parted by "\\n\\n"."""
    return {
        "id": claim.pk,
        "number": claim.number,
        "article": article_shape(claim.article),
        "speaker": speaker_shape(claim, claim.speaker) if claim.speaker and not claim.anonymous else None,
        "speaker_words": claim.speaker_words,
        "anonymous": claim.anonymous,
        "anonymity_reason": claim.anonymity_reason,
        "kind": claim.kind,
        "quote": shorten(tidy(claim.quote), LONGEST_QUOTE),
        "quote_start": claim.quote_start,
        "source_span": claim.source_span,
        "cue_spans": claim.cue_spans,
        "content_spans": claim.content_spans,
        "quantities": claim.quantities,
        "nested_in": claim.nested_in,
        "via": claim.via,
    }


def speaker_shape(claim: Claim, speaker: Speaker) -> Shape:
    """Tell who a claim is attributed to; the role is the one this article gives."""
    return {
        "name": speaker.name,
        "role": claim.role or speaker.role,
        "url": address(reverse("speaker", args=[speaker.slug])),
    }


def place_shape(place: TalliedPlace) -> Shape:
    """Tell a place of a story; `sources` counts who names it, `event` says whether it happened there."""
    return {
        "geonameid": place.geonameid,
        "name": place.name,
        "name_uk": place.ukrainian,
        "country": place.country,
        "kind": place.kind,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "event": place.of_event,
        "sources": place.sources,
        "mentions": [{"article": article, "span": list(span)} for article, span in place.mentions],
    }


def moment_shape(told: Moment) -> Shape:
    """Tell a moment of the background; `span` are the words that date it."""
    return {
        "at": moment(told.start),
        "precision": told.precision,
        "words": shorten(tidy(told.words), LONGEST_SENTENCE),
        "article": article_shape(told.article),
        "span": told.span,
    }


def versions(agreement: StoryAgreement | None, claims: Sequence[Claim], name: str) -> list[Shape]:
    """Tell disagreements or updates out of those claims that may be quoted; one with a single voice left is none."""
    known = {claim.pk for claim in claims}
    found: Sequence[Mapping[str, Any]] = getattr(agreement, name, ())
    told = [
        {"unit": each["unit"], "voices": [_voice(voice) for voice in each["voices"] if voice["claim"] in known]}
        for each in found
    ]
    return [each for each in told if len(each["voices"]) > 1]


def _voice(voice: Mapping[str, Any]) -> Shape:
    return {name: voice.get(name) for name in ("claim", "article", "source", "speaker", "anonymous", "time", "words")}
