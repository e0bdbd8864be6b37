"""Pages about the site itself: what it is, what it keeps of its readers, how fresh it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from svizho.articles import queries as articles
from svizho.articles.queries import Delay
from svizho.hubs import queries as hubs
from svizho.hubs.models import HubState, Subscription
from svizho.settings import site_settings
from svizho.sources import queries as sources
from svizho.sources.queries import Watched
from svizho.web.cards import outlet_of
from svizho.web.frame import frame_of, page
from svizho.web.languages import short_name

DAY = timedelta(days=1)

# The delay bar is full at five minutes: beyond that a source is slow, and how slow stands beside it.
FULL_BAR = 300.0
NOTHING = Delay(0, None, None, None)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Tell what the site does and how it orders stories."""
    return page(request, "web/about.html", {"excerpt": site_settings().sources.excerpt_chars})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Tell what the site keeps: nothing of readers, little of those who write comments."""
    return page(request, "web/privacy.html", {"address_days": site_settings().comments.address_days})


@require_safe
def freshness(request: HttpRequest) -> HttpResponse:
    """Show for every source when it last answered, how long its news takes to our page, and what is wrong."""
    frame = frame_of(request)
    delays = articles.delays(frame.now - DAY)
    watched = sources.sources_page()
    pushes = hubs.subscriptions()
    context = {
        "frame": frame,
        "all": delays.get(None, NOTHING),
        "rows": [row(each, delays.get(each.source.pk, NOTHING), pushes) for each in watched],
        "sick": [each for each in watched if each.unwell],
        "well": sum(each.well for each in watched),
        "shown": len(watched),
        "count": sources.count_sources(),
    }
    return page(request, "web/freshness.html", context)


def row(watched: Watched, delay: Delay, pushes: Mapping[int, Subscription]) -> dict[str, object]:
    """Make one line of the table of sources."""
    standing = [push for feed in watched.feeds if (push := pushes.get(feed.pk)) and push.state == HubState.STANDING]
    return {
        "pushed": bool(standing),
        "missed": any(push.unwell_since for push in standing),
        "outlet": outlet_of(watched.source),
        "well": watched.well,
        "unwell": bool(watched.unwell),
        "asked": any(feed.polled_at for feed in watched.feeds),
        "median": delay.median,
        "bar": round(100 * min(delay.median / FULL_BAR, 1)) if delay.median is not None else 0,
        "newest": delay.newest,
        "day": delay.articles,
        "language": short_name(watched.source.language) if watched.source.language else "",
        "answered_at": watched.answered_at,
        "kinds": sorted({feed.get_kind_display() for feed in watched.feeds}),
    }
