"""A plain search: every word in the headline of a recent article."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from svizho.articles import queries as articles
from svizho.articles.queries import SEARCHED
from svizho.kit.text import tidy
from svizho.stories import queries as stories
from svizho.web.cards import by_day, line_of
from svizho.web.frame import frame_of, page

# A query of more than this is not a person's; what is beyond is not looked for.
LONGEST, MOST_WORDS = 200, 8
FOUND = 60


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the recent articles whose headlines hold every word of `?q=`, newest first."""
    frame = frame_of(request)
    asked = tidy(request.GET.get("q", "")[:LONGEST])
    found = articles.find_by_headline(asked.split()[:MOST_WORDS], count=FOUND) if asked else ()
    placed = stories.stories_of(article.pk for article in found) if found else {}
    lines = [line_of(each, frame.now, story=placed.get(each.pk), shown=True) for each in found]
    context = {
        "frame": frame,
        "asked": asked,
        "days": by_day(lines, frame.now),
        "count": len(lines),
        "full": len(lines) == FOUND,
        "searched": SEARCHED,
    }
    response = page(request, "web/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
