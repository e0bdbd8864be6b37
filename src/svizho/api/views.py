"""The API's answers: stories in pages, and each story whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from svizho.api import shapes
from svizho.claims import queries as claims
from svizho.settings import site_settings
from svizho.stories import queries
from svizho.stories.models import Story, StoryState
from svizho.stories.queries import Rank

# Stories in an answer, unless `count` asks for another number up to the most there is.
USUAL, MOST = 20, 100


def answer(told: Mapping[str, Any], *, status: int = 200) -> JsonResponse:
    """Send JSON that anyone may read from any page."""
    response = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, no-cache"
    return response


def refuse(status: int, words: str) -> JsonResponse:
    """Say in words what was wrong with a request."""
    return answer({"error": words}, status=status)


@require_safe
def stories(request: HttpRequest) -> JsonResponse:
    """List public stories by score; `?section=`, `?count=`, and `?after=` as `next` gave it (one query)."""
    section, place, asked = (request.GET.get(name, "") for name in ("section", "after", "count"))
    if section and site_settings().section(section) is None:
        return refuse(400, "There is no such section.")
    after = Rank.read(place)
    if place and after is None:
        return refuse(400, "`after` is not what `next` gave.")
    if asked and not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:6]) <= MOST and len(asked) <= 6):
        return refuse(400, f"`count` is a number from 1 to {MOST}.")
    count = int(asked or USUAL)
    found = queries.ranked(count=count, after=after, section=section)
    further = {"section": section, "count": asked, "after": str(found.next)}
    query = urlencode({name: value for name, value in further.items() if value})
    following = shapes.address(f"{reverse('api-stories')}?{query}") if found.next else None
    return answer({"stories": [shapes.story_shape(each) for each in found.stories], "next": following})


@require_safe
def story(request: HttpRequest, number: int) -> JsonResponse:
    """Tell a story whole: reports, claims, disagreements, places, timeline (six queries)."""
    found = queries.story_page(number)
    if found is None:
        return refuse(404, "There is no such story.")
    if found.state == StoryState.WITHDRAWN:
        return refuse(410, "The story was withdrawn.")
    if found.state == StoryState.MERGED:
        became = queries.merged_into(found)
        if became is None:
            return refuse(404, "There is no such story.")
        return _moved(became)
    return answer(_whole(found))


def _moved(became: Story) -> JsonResponse:
    path = reverse("api-story", args=[became.pk])
    response = answer({"moved_to": shapes.address(path)}, status=301)
    response["Location"] = path
    return response


def _whole(found: Story) -> dict[str, Any]:
    said = claims.of_story(found.pk)
    agreement = claims.agreement_of(found.pk)
    reports = queries.reports(found.pk)
    background = claims.background_of(found.pk, before=found.first_at)
    return {
        **shapes.story_shape(found),
        "articles": [shapes.report_shape(each) for each in reports],
        "claims": [shapes.claim_shape(each) for each in said],
        "disagreements": shapes.versions(agreement, said, "disagreements"),
        "updates": shapes.versions(agreement, said, "updates"),
        "places": [shapes.place_shape(each) for each in claims.places_of(found.pk)],
        "timeline": {
            "background": [shapes.moment_shape(each) for each in sorted(background, key=lambda told: told.start)],
            "coverage": [{"at": shapes.moment(each.happened_at), "article": each.article_id} for each in reports[::-1]],
        },
    }
