"""Rows of claims, places and moments for tests, made in one line each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from svizho.articles.models import Article
from svizho.claims.models import Claim, Moment, PlaceMention, Speaker, StoryAgreement
from svizho.kit.text import slug_of
from svizho.stories.models import Story
from tests.factories import NOW


def make_speaker(name: str, role: str = "") -> Speaker:
    """Make a speaker, or give the one there is."""
    facts = {"name": name, "slug": slug_of(name), "role": role}
    return Speaker.objects.get_or_create(key=name.casefold(), defaults=facts)[0]


def make_claim(article: Article, quote: str, *, speaker: str = "", cue: str = "", **facts: Any) -> Claim:
    """Make a claim; `cue` are words of the quote, `counts` its (words, number) pairs, what is counted in order."""
    start = max(article.text.find(quote), 0)
    counts: Sequence[tuple[str, float]] = facts.pop("counts", ())
    role = facts.get("role", "")
    spans = [[start + quote.index(cue), start + quote.index(cue) + len(cue)]] if cue else []
    plain = {
        "number": article.claims.count(),
        "speaker": make_speaker(speaker, role) if speaker else None,
        "speaker_words": speaker,
        "kind": "direct",
        "cue_spans": spans,
        "content_spans": [[start, start + len(quote)]],
        "quote": quote,
        "quote_start": start,
        "quantities": [_quantity(words, number, start + quote.index(words)) for words, number in counts],
    }
    return Claim.objects.create(article=article, **(plain | facts))


def _quantity(words: str, number: float, start: int) -> dict[str, object]:
    span = [start, start + len(words)]
    return {"low": number, "high": number, "bound": "exact", "unit": "rocket", "counted": "", "span": span}


def voice(claim: Claim, words: str) -> dict[str, object]:
    """Put a claim among the voices of a disagreement, as the step that compares them does."""
    return {
        "claim": claim.pk,
        "article": claim.article_id,
        "source": claim.article.source.name,
        "speaker": claim.speaker.name if claim.speaker else "",
        "anonymous": claim.anonymous,
        "time": claim.article.happened_at.isoformat(),
        "words": words,
    }


def disagree(story: Story, voices: Sequence[dict[str, object]], *, unit: str = "rocket") -> StoryAgreement:
    """Let the claims of a story disagree."""
    found = [{"unit": unit, "voices": list(voices)}]
    return StoryAgreement.objects.create(story=story, disagreements=found, claims=len(voices), changed_at=NOW)


def make_place(article: Article, name: str, latitude: float, longitude: float, **facts: Any) -> PlaceMention:
    """Let an article name a place as the place of its event."""
    number = article.places.count()
    plain = {"ukrainian": name, "kind": "settlement", "role": "event", "span": [0, len(name)], "country": "UA"}
    return PlaceMention.objects.create(
        article=article, number=number, name=name, latitude=latitude, longitude=longitude, **(plain | facts)
    )


def make_moment(article: Article, words: str, start: datetime | None = None, **facts: Any) -> Moment:
    """Let an article tell of a moment of the background, a month ago if nothing else is said."""
    plain = {"precision": "day", "background": True, "span": [0, 5], "start": start or NOW - timedelta(days=30)}
    return Moment.objects.create(article=article, number=article.moments.count(), words=words, **(plain | facts))
