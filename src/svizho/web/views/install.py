"""What makes the site a web app that can be installed: manifest, worker, the page shown without a network."""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b
from importlib.resources import files

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from svizho.settings import site_settings
from svizho.web.cards import language
from svizho.web.frame import bare_frame, keep, page

ACCENT, PAPER = "#00694a", "#fbfcfa"

# Sides of the icons in pixels; the maskable one keeps what matters inside the circle that phones cut out.
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))

# Seconds these are kept: they change with a new version alone.
KEPT = 3600


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the app in the language of the address."""
    site, mine = site_settings().site, language()
    shortcuts = ((gettext("Top stories"), "front"), (gettext("All news"), "latest"), (gettext("Search"), "search"))
    facts = {
        "id": reverse("front"),
        "name": f"{site.name.to(mine)} – {site.tagline.to(mine)}".removesuffix(" – "),
        "short_name": site.name.to(mine),
        "lang": mine,
        "dir": "ltr",
        "start_url": reverse("front"),
        "scope": "/",
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": ACCENT,
        "categories": ["news"],
        "icons": [
            {
                "src": static(icon_name(side, purpose)),
                "sizes": f"{side}x{side}",
                "type": "image/png",
                "purpose": purpose,
            }
            for side, purpose in ICONS
        ],
        "shortcuts": [{"name": name, "url": reverse(view)} for name, view in shortcuts],
    }
    response = JsonResponse(facts, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = f"public, max-age={KEPT}"
    keep(response, KEPT, "")
    return response


def icon_name(side: int, purpose: str = "any") -> str:
    """Name the file of an icon."""
    return f"svizho/icon-{side}.png" if purpose == "any" else f"svizho/icon-{side}-{purpose}.png"


@cache
def worker_source() -> str:
    """Read the worker once."""
    return files("svizho.web").joinpath("static/svizho/worker.js").read_text(encoding="utf-8")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Give the worker, told what to keep for offline; a new style or text makes it a new worker."""
    kept = [static("svizho/site.css"), static("svizho/favicon.svg")]
    kept += [static(f"svizho/fonts/brygada-{letters}.woff2") for letters in ("latin", "cyrillic")]
    words = []
    for each in site_settings().site.languages:
        with override(each):
            kept.append(reverse("offline"))
            words.append(gettext("No connection"))
    version = blake2b("".join([*kept, *words, worker_source()]).encode(), digest_size=6).hexdigest()
    source = worker_source().replace("KEPT", json.dumps([f"svizho-{version}", *kept]), 1)
    response = HttpResponse(source, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "public, no-cache"
    keep(response, KEPT, "")
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no connection: what the worker shows when a page cannot be had."""
    response = page(request, "web/offline.html", {"frame": bare_frame(request)})
    response["X-Robots-Tag"] = "noindex"
    return response
