"""A speaker's page: everything the sources report a person or body to have said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from svizho.articles.queries import Mark
from svizho.claims import queries as claims
from svizho.claims.models import Claim
from svizho.stories.models import StoryState
from svizho.web.cards import card_of
from svizho.web.frame import Frame, frame_of, page
from svizho.web.said import saying_of
from svizho.web.sharing import share_of
from svizho.web.times import day_words

SAYINGS = 40


@require_safe
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a speaker's claims, newest report first; `?before=` goes on where a page ended."""
    found = claims.speaker_page(slug)
    if found is None:
        raise Http404(slug)
    frame = frame_of(request)
    before = Mark.read(request.GET.get("before", ""))
    said = claims.said_by(found.pk, count=SAYINGS, before=before)
    context = {
        "frame": frame,
        "speaker": found,
        "share": share_of(found.name, frame.tagline),
        "language": said.claims[0].article.language if said.claims else "",
        "days": days_of(said.claims, frame),
        "next": said.next,
        "before": before,
    }
    return page(request, "web/speaker.html", context)


def days_of(said: Sequence[Claim], frame: Frame) -> list[dict[str, object]]:
    """Part claims, newest first, into the days of their reports, each with the story it belongs to."""
    days = groupby(said, key=lambda claim: timezone.localtime(claim.article.happened_at).date())
    parts = [list(group) for _, group in days]
    return [
        {
            "heading": day_words(part[0].article.happened_at, frame.now),
            "rows": [{"saying": saying_of(claim), "story": _story(claim)} for claim in part],
        }
        for part in parts
    ]


def _story(claim: Claim) -> object:
    """Give the card of a claim's story where the public may see it."""
    story = claim.article.placement.story
    return card_of(story) if story.state == StoryState.PUBLISHED else None
