"""Reads for search: the articles that quote a speaker, and whom and which places the found articles name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from svizho.claims.models import Claim, PlaceMention, Speaker
from svizho.claims.queries import quotable
from svizho.kit.lemmas import lemma

# Claims of the speakers asked for that are looked at, and the found articles whose speakers and places are told.
MOST_CLAIMS, MOST_ARTICLES = 5000, 200

# How many speakers and places are told, and in how many of the articles each must be.
MOST_TOLD, LEAST_ARTICLES = 6, 2


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker whom found articles quote, and how many of them do."""

    name: str
    slug: str
    articles: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that found articles name, and how many of them do; `ukrainian` may be empty."""

    name: str
    ukrainian: str
    articles: int


def articles_of_speakers(names: Sequence[str]) -> tuple[int, ...] | None:
    """Give the articles that quote any of these speakers, newest claims first; None where nobody is called so.

    A name is known in the nominative; other cases of it are brought there (two queries).
    """
    asked = Q()
    for name in names:
        base = " ".join(lemma(word.capitalize(), "uk") for word in name.split())
        asked |= Q(slug__iexact=name) | Q(key__contains=name.lower()) | Q(key__contains=base)
    speakers = list(Speaker.objects.filter(asked).values_list("pk", flat=True)[:100])
    if not speakers:
        return None
    found = Claim.objects.filter(speaker__in=speakers).order_by("-id").values_list("article_id", flat=True)
    return tuple(dict.fromkeys(found[:MOST_CLAIMS]))


def voices_in(article_ids: Sequence[int]) -> tuple[Voice, ...]:
    """Give the speakers whom most of the articles quote (one query)."""
    found = quotable().filter(article_id__in=article_ids[:MOST_ARTICLES], anonymous=False, speaker__isnull=False)
    rows = found.order_by().values_list("speaker__name", "speaker__slug").annotate(n=Count("article", distinct=True))
    told = rows.filter(n__gte=LEAST_ARTICLES).order_by("-n", "speaker__name")[:MOST_TOLD]
    return tuple(Voice(*row) for row in told)


def places_in(article_ids: Sequence[int]) -> tuple[Spot, ...]:
    """Give the places where most of the articles' events happened (one query)."""
    found = PlaceMention.objects.filter(article_id__in=article_ids[:MOST_ARTICLES], role="event")
    rows = found.order_by().values_list("name", "ukrainian").annotate(n=Count("article", distinct=True))
    return tuple(Spot(*row) for row in rows.filter(n__gte=LEAST_ARTICLES).order_by("-n", "name")[:MOST_TOLD])
