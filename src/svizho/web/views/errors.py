"""Pages for what went wrong: no such page, a bug, a request that makes no sense."""

from __future__ import annotations

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse

from svizho.web.frame import bare_frame, frame_of, page


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, and where to go on."""
    try:
        frame = frame_of(request)
    except DatabaseError:
        frame = bare_frame(request)
    return page(request, "web/404.html", {"frame": frame}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something broke here; the database is not asked, since it may be what broke."""
    return page(request, "web/500.html", {"frame": bare_frame(request)}, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say in one line that the request made no sense; whoever sent it was hardly a reader."""
    return HttpResponse("Bad request\n", status=400, content_type="text/plain; charset=utf-8")
