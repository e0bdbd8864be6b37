"""Pictures that we draw ourselves: the cards of shared links."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from svizho.articles import queries as articles
from svizho.settings import site_settings
from svizho.stories import queries as stories
from svizho.stories.models import StoryState
from svizho.web.cards import card_of, language, speaker_id
from svizho.web.drawing import card
from svizho.web.frame import keep

# Seconds a card is kept: networks fetch it once and keep it themselves; a headline changes rarely.
KEPT = 3600


@require_safe
def of_site(request: HttpRequest) -> HttpResponse:
    """Draw the card of the site itself."""
    site, mine = site_settings().site, language()
    host = site.base_url.partition("://")[2]
    return answer(card(site.tagline.to(mine) or site.name.to(mine), kicker="", name=site.name.to(mine), foot=host))


@require_safe
def of_story(request: HttpRequest, number: int) -> HttpResponse:
    """Draw the card of a public story: its headline, section, and how many sources tell it (two queries)."""
    found = stories.story_page(number)
    if found is None or found.state != StoryState.PUBLISHED:
        raise Http404(number)
    speakers = articles.lines_by_id([speaker_id(found) or 0])
    shown = card_of(found, speakers=speakers)
    foot = ngettext("%(n)s source", "%(n)s sources", shown.sources) % {"n": shown.sources}
    kicker = shown.section.name if shown.section else ""
    return answer(card(shown.headline.text, kicker=kicker, name=site_settings().site.name.to(language()), foot=foot))


def answer(picture: bytes) -> HttpResponse:
    """Answer with a picture that proxies may keep."""
    response = HttpResponse(picture, content_type="image/png")
    response["Cache-Control"] = f"public, max-age={KEPT}, stale-while-revalidate={KEPT}"
    keep(response, KEPT, "")
    return response
