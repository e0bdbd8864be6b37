"""A reader's own paper: the address says what is followed and muted, so that no account and no cookie is needed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from svizho.articles import queries as articles
from svizho.settings import site_settings
from svizho.sources import queries as sources
from svizho.stories import queries as stories
from svizho.stories.models import Story
from svizho.web.cards import card_of, language, outlet_of, speaker_ids, told_title
from svizho.web.frame import frame_of, keep_from_all, page
from svizho.web.languages import full_name
from svizho.web.taste import Taste, taste_of

CARDS = 40

# Taken beyond what is shown, so that muted stories leave no short page.
SPARE = 40

# How far back a reader's own paper looks.
BACK = timedelta(days=14)

# Characters quoted under a headline.
SAID = 180


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show what the address asks for, and the form that makes such addresses."""
    frame, taste = frame_of(request), taste_of(request.GET)
    found = _stories(taste, frame.now - BACK)
    speakers = articles.lines_by_id(speaker_ids(found))
    context = {
        "frame": frame,
        "taste": taste,
        "muted": ", ".join(taste.muted),
        "cards": [card_of(each, speakers=speakers, said=SAID) for each in found],
        "sections": [(each.slug, each.name.to(language())) for each in site_settings().sections],
        "sources": [(each.source.slug, outlet_of(each.source).name) for each in sources.sources_page()],
        "kept_stories": [(each.pk, told_title(each)[0]) for each in stories.by_numbers(taste.stories)],
        "languages": [(code, full_name(code)) for code in site_settings().site.read_languages],
    }
    # One reader's choice is nobody else's business: neither a cache's nor a search engine's.
    return keep_from_all(page(request, "web/mine.html", context))


def _stories(taste: Taste, since: datetime) -> list[Story]:
    """Gather what is wanted, without what bears a muted word in any of its headlines (one query)."""
    found = stories.followed(
        sections=taste.sections,
        sources=taste.sources,
        stories=taste.stories,
        languages=taste.languages,
        since=since,
        count=CARDS + SPARE,
    )
    heard = [each for each in found if not taste.mutes(told["title"] for told in each.titles.values())]
    return heard[:CARDS]
