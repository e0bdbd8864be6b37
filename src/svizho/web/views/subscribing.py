"""Where readers learn how to follow the site with programs of their own; the sources as OPML."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from svizho.parsing import OpmlOutline, write_opml
from svizho.settings import site_settings
from svizho.sources.queries import sources_page
from svizho.web.cards import language
from svizho.web.frame import keep, page
from svizho.web.languages import full_name

# Names of parameters that are keys to a door rather than part of an address; what they open is not for the public.
KEYS = ("key", "token", "auth", "secret", "sig", "password", "user", "session")

KEPT = 300


@require_safe
def subscribe(request: HttpRequest) -> HttpResponse:
    """List the feeds of the site and tell how to get those of a source, a story, a speaker or a search."""
    rows = [(section.name.to(language()), section.slug) for section in site_settings().sections]
    return page(request, "web/feeds.html", {"sections": rows})


@require_safe
def opml(request: HttpRequest) -> HttpResponse:
    """Give the sources that are read as OPML, in folders by language, for anybody's own reader (two queries)."""
    outlines = [
        OpmlOutline(
            title=each.source.name,
            feed_url=feed.url,
            home_url=each.source.home_url,
            language=each.source.language,
            folder=full_name(each.source.language) if each.source.language else "",
        )
        for each in sources_page()
        for feed in each.feeds
        if is_public(feed.url)
    ]
    title = gettext("Sources of %(name)s") % {"name": site_settings().site.name.to(language())}
    response = HttpResponse(write_opml(title, outlines), content_type="text/x-opml; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={KEPT}"
    response["Content-Disposition"] = 'inline; filename="sources.opml"'
    keep(response, KEPT, "site")
    return response


def is_public(url: str) -> bool:
    """Say whether a feed's address holds nothing that only its owner should know."""
    parts = urlsplit(url)
    names = [name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    return not parts.username and not any(key in name for name in names for key in KEYS)
