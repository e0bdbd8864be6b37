"""The API's answers to questions: the same as the search page gives, by story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from svizho.api import shapes
from svizho.api.views import answer, refuse
from svizho.articles import queries as articles
from svizho.articles.models import Article
from svizho.articles.queries import Mark
from svizho.claims.found import articles_of_speakers
from svizho.kit import clock
from svizho.searching import Group
from svizho.stories import found as searches
from svizho.stories import queries as stories
from svizho.stories.found import Answer
from svizho.stories.models import Story

# Stories in an answer; characters of a question that are read at all.
STORIES, MOST_READ = 100, 2000


@require_safe
def search(request: HttpRequest) -> JsonResponse:
    """Answer `?q=`, with `sort=new` newest first; older answers by `until` as `next` gave it (up to 12 queries)."""
    asked, newest, place = (request.GET.get(name, "") for name in ("q", "sort", "until"))
    until = Mark.read(place)
    if place and until is None:
        return refuse(400, "`until` is not what `next` gave.")
    now = clock.now()
    query = searches.understand(asked[:MOST_READ], now=now)
    if not query:
        return refuse(400, "`q` asks for nothing.")
    quoting = articles_of_speakers(query.speakers) if query.speakers else None
    if query.speakers and quoting is None:
        return answer(_told(Answer(query, {}), newest))
    found = searches.answer(query, now=now, newest=newest == "new", until=until, articles=quoting)
    return answer(_told(found, newest))


def _told(found: Answer, newest: str) -> dict[str, Any]:
    groups = found.groups[:STORIES]
    rows = stories.stories_by_id([group.story for group in groups if group.story])
    lines = articles.lines_by_id([hit.article for group in groups for hit in group.hits])
    further = {"q": found.query.asked, "sort": newest, "until": str(found.next)}
    address = f"{reverse('api-search')}?{urlencode({name: value for name, value in further.items() if value})}"
    return {
        "q": found.query.asked,
        "articles": found.articles,
        "complete": found.complete,
        "too_wide": found.gave_up,
        "not_understood": [{"what": note.doubt, "words": note.words} for note in found.query.notes],
        "meant": searches.better_words(found),
        "results": [_group(group, rows, lines) for group in groups],
        "next": shapes.address(address) if found.next else None,
    }


def _group(group: Group, rows: Mapping[int, Story], lines: Mapping[int, Article]) -> dict[str, Any]:
    story = rows.get(group.story or 0)
    told = [lines[hit.article] for hit in group.hits if hit.article in lines]
    return {
        "story": shapes.story_shape(story) if story else None,
        "articles": [shapes.article_shape(article) for article in told],
    }
