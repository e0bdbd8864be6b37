"""The sources: all of them, and each with what it published."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from svizho.articles import queries as articles
from svizho.articles.queries import Delay, Mark
from svizho.sources import queries
from svizho.stories import queries as stories
from svizho.web.cards import by_day, line_of, outlet_of, safe_link
from svizho.web.frame import frame_of, page
from svizho.web.languages import full_name
from svizho.web.linked import crumbs, data_block
from svizho.web.sharing import share_of

DAY = timedelta(days=1)
LINES = 50


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources that are read: language, how much may be shown, what they brought in a day."""
    frame = frame_of(request)
    delays = articles.delays(frame.now - DAY)
    watched = queries.sources_page()
    none = Delay(0, None, None, None)
    rows = [
        {
            "outlet": outlet_of(each.source),
            "language": full_name(each.source.language) if each.source.language else "",
            "policy": each.source.policy,
            "day": delays.get(each.source.pk, none).articles,
            "well": each.well,
        }
        for each in watched
    ]
    return page(request, "web/sources.html", {"frame": frame, "rows": rows, "count": queries.count_sources()})


@require_safe
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a source and its articles, newest first; `?before=` goes on where a page ended."""
    watched = queries.source_page(slug)
    if watched is None:
        raise Http404(slug)
    frame = frame_of(request)
    before = Mark.read(request.GET.get("before", ""))
    found = articles.latest(count=LINES, before=before, source_id=watched.source.pk)
    placed = stories.stories_of(article.pk for article in found.articles)
    lines = [line_of(each, frame.now, story=placed.get(each.pk), shown=True) for each in found.articles]
    context = {
        "frame": frame,
        "source": watched.source,
        "share": share_of(watched.source.name, frame.tagline),
        "linked": data_block(
            [crumbs(frame, (gettext("Sources"), reverse("sources")), (watched.source.name, request.path))]
        ),
        "outlet": outlet_of(watched.source),
        "home": safe_link(watched.source.home_url),
        "language": full_name(watched.source.language) if watched.source.language else "",
        "answered_at": watched.answered_at,
        "unwell": watched.unwell,
        "day": articles.shown_since(frame.now - DAY, source_id=watched.source.pk),
        "days": by_day(lines, frame.now),
        "next": found.next,
        "before": before,
    }
    return page(request, "web/source.html", context)
