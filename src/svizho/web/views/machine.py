"""Pages for machines: health, metrics, robots.txt, the icon."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from svizho import __version__
from svizho.records.queries import last_update
from svizho.settings import site_settings
from svizho.web.measures import measured


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Say whether the site can answer from its database, and when it last changed (503 when it cannot)."""
    try:
        update = last_update()
    except DatabaseError:
        return JsonResponse({"ok": False, "database": "unreachable", "version": __version__}, status=503)
    changed = update.at.isoformat() if update else None
    facts = {"ok": True, "database": "ok", "version": __version__, "last_change": changed}
    response = JsonResponse(facts | {"last_update": update.pk if update else 0})
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give figures for Prometheus."""
    response = HttpResponse(measured(), content_type=CONTENT_TYPE_LATEST)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what to leave alone: what is endless or changes with every look."""
    base = site_settings().site.base_url
    closed = "".join(f"Disallow: {path}\n" for path in ("/live", "/search?", "/en/search?", "/desk/", "/metrics"))
    text = f"User-agent: *\n{closed}\nSitemap: {base}/sitemap.xml\nSitemap: {base}/news-sitemap.xml\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@cache
def icon() -> bytes:
    """Read the icon once."""
    return files("svizho.web").joinpath("static/svizho/favicon.svg").read_bytes()


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Give the icon to whoever asks at the old address without reading the page."""
    response = HttpResponse(icon(), content_type="image/svg+xml")
    response["Cache-Control"] = "public, max-age=86400"
    return response
