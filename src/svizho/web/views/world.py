"""The map of the world: where the current stories happened."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from svizho.claims import queries as claims
from svizho.web.frame import frame_of, page
from svizho.web.maps import world_map

# A story without a report for so long is no longer going on.
CURRENT = timedelta(hours=48)


@require_safe
def world(request: HttpRequest) -> HttpResponse:
    """Show where the stories of the last two days happened, on a map and as a list."""
    frame = frame_of(request)
    found = claims.mapped(since=frame.now - CURRENT)
    context = {"frame": frame, "map": world_map(found) if found else None, "stories": len(found)}
    return page(request, "web/map.html", context)
