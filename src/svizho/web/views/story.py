"""A story's page: who says what, who reported it, when and where it happened, why it stands where it stands."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from svizho.claims import queries as claims
from svizho.photos.queries import of_stories
from svizho.settings import site_settings
from svizho.stories import queries as stories
from svizho.stories.models import Placement, Story, StoryState
from svizho.web.background import past_of
from svizho.web.cards import card_of, quote_of, speaker_id, story_url
from svizho.web.coverage import coverage_of, hours_of, milestones
from svizho.web.frame import frame_of, page
from svizho.web.linked import data_block, story_graph
from svizho.web.maps import story_map
from svizho.web.photographs import figure_of
from svizho.web.rifts import rifts_of, updates_of
from svizho.web.said import told_by
from svizho.web.sharing import share_of
from svizho.web.talking import talking
from svizho.web.values import Quote

# Characters of the quotation under a story's headline.
SAID = 300


@require_safe
def story(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    """Show a story; a wrong slug or a merged story leads to the right address, a withdrawn one is gone."""
    found = story_at(request, number)
    if isinstance(found, HttpResponse):
        return found
    if request.path != story_url(found):
        return HttpResponsePermanentRedirect(story_url(found))
    return page(request, "web/story.html", story_context(request, found))


def story_at(request: HttpRequest, number: int) -> Story | HttpResponse:
    """Find the public story of a number, or the one it was merged into; of a withdrawn one, say that it is gone.

    Raises Http404 where there is none.
    """
    found = stories.story_page(number)
    if found is not None and found.state == StoryState.WITHDRAWN:
        return page(request, "web/gone.html", {}, status=410)
    if found is not None and found.state == StoryState.MERGED:
        found = stories.merged_into(found)
    if found is None:
        raise Http404(number)
    return found


def story_context(request: HttpRequest, found: Story) -> dict[str, object]:
    """Gather what a story's page shows.

    Eight queries: the newest update, the reports, the photo, what was claimed, the talk.
    """
    mine = next((slug for slug in found.sections if site_settings().section(slug)), "")
    frame = frame_of(request, section=mine, story=found.pk)
    placements = stories.reports(found.pk)
    card = card_of(
        found,
        speakers={each.article_id: each.article for each in placements},
        counts=hours_of(placements, frame.now),
    )
    said = claims.of_story(found.pk)
    agreement = claims.agreement_of(found.pk)
    places = claims.places_of(found.pk)
    quote = opening(found, placements)
    return {
        "frame": frame,
        "card": card,
        "share": share_of(
            card.headline.text,
            quote.words.text if quote else frame.tagline,
            picture=reverse("story-card", args=[found.pk]),
            published_at=found.shown_at or found.first_at,
            changed_at=found.changed_at,
        ),
        "rifts": rifts_of(agreement, said),
        "updates": updates_of(agreement, said),
        "told": told_by(said),
        "claims": len(said),
        "past": past_of(claims.background_of(found.pk, before=found.first_at), frame.now),
        "map": story_map(places),
        "linked": data_block(story_graph(frame, found, card, placements, said, places)),
        "photo": figure_of(of_stories([found.pk]).get(found.pk)),
        "quote": quote,
        "coverage": coverage_of(placements, lead_id=found.lead_id, now=frame.now),
        "shown": len(placements),
        "reports": found.reports,
        "milestones": milestones(placements, frame.now),
        "since": found.first_at,
        "talk": talking(found, frame.now),
    }


def opening(found: Story, placements: tuple[Placement, ...]) -> Quote | None:
    """Quote the report whose headline the page bears, or the lead where that one says nothing."""
    by_article = {each.article_id: each.article for each in placements}
    wanted = (speaker_id(found), found.lead_id)
    quotes = (quote_of(by_article.get(each), SAID) for each in wanted if each)
    return next((quote for quote in quotes if quote), None)
