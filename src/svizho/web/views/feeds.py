"""News for other programs: RSS, Atom and JSON Feed of the site, a section, a source, a story, a speaker, a search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.http import http_date, urlencode
from django.utils.translation import gettext
from django.views.decorators.http import conditional_page, require_safe

from svizho.articles import queries as articles
from svizho.articles.models import Article
from svizho.claims import queries as claims
from svizho.claims.models import Claim
from svizho.hubs.telling import own_feed
from svizho.kit.text import shorten, tidy
from svizho.settings import site_settings
from svizho.sources.queries import source_page
from svizho.stories import queries as stories
from svizho.stories.found import understand
from svizho.stories.models import Story
from svizho.web.cards import article_url, card_of, language, quote_of, speaker_id, speaker_ids, story_url
from svizho.web.frame import frame_of, keep
from svizho.web.said import saying_of, teller_of
from svizho.web.syndication import TYPES, Feed, Item, links, written
from svizho.web.typography import outlet, quoted
from svizho.web.views.search import asked_by, by_words
from svizho.web.views.story import story_at

ITEMS = 50

# Characters quoted in an item, if the source allows as many; characters of a claim that serve as its title.
SAID, TITLE = 300, 100

# Seconds a feed is kept by whoever fetched it, and by us. Changes that touch it end ours at once.
FRESH, KEPT = 60, 300


@require_safe
@conditional_page
def all_news(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the newest stories of the whole site."""
    site = site_settings().site
    title = site.name.to(language())
    return answer(request, kind, title, reverse("front"), stories_as_items(), about=site.tagline.to(language()))


@require_safe
@conditional_page
def of_section(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Give the newest stories of a section."""
    asked = site_settings().section(slug)
    if asked is None:
        raise Http404(slug)
    items, name = stories_as_items(slug), asked.name.to(language())
    return answer(request, kind, titled(name), reverse("section", args=[slug]), items, touched_by=f"section-{slug}")


@require_safe
@conditional_page
def of_source(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Give the newest articles of a source, as its policy allows."""
    watched = source_page(slug)
    if watched is None:
        raise Http404(slug)
    found = articles.latest(count=ITEMS, source_id=watched.source.pk).articles
    url = reverse("source", args=[slug])
    return answer(request, kind, titled(watched.source.name), url, map(article_item, found))


@require_safe
@conditional_page
def of_story(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Give the reports of a story, newest first; one that was merged leads on, one that was withdrawn is gone."""
    found = story_at(request, number)
    if isinstance(found, HttpResponse):
        return found
    if found.pk != number:
        return HttpResponsePermanentRedirect(reverse("story-feed", args=[found.pk, kind]))
    items = [article_item(each.article) for each in stories.reports(found.pk, most=ITEMS)]
    title = titled(card_of(found).headline.text)
    return answer(request, kind, title, story_url(found), items, touched_by=f"story-{found.pk}")


@require_safe
@conditional_page
def of_speaker(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """Give what the sources report a speaker to have said, newest report first."""
    found = claims.speaker_page(slug)
    if found is None:
        raise Http404(slug)
    said = claims.said_by(found.pk, count=ITEMS).claims
    return answer(request, kind, titled(found.name), reverse("speaker", args=[slug]), map(claim_item, said))


@require_safe
@conditional_page
def of_search(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the newest articles that a search finds, operators and all, so that a reader hears of the next one."""
    frame, asked = frame_of(request), asked_by(request)
    query = understand(asked.text, now=frame.now)
    if not query:
        raise Http404("q")
    found = by_words(replace(asked, newest=True, until=None), query, frame)
    rows = articles.lines_by_id(hit.article for group in found.groups for hit in group.hits)
    newest = sorted(rows.values(), key=lambda article: (article.shown_at or article.seen_at, article.pk), reverse=True)
    words = urlencode({"q": asked.text})
    title = titled(gettext("Search: %(words)s") % {"words": tidy(asked.text)})
    items = map(article_item, newest[:ITEMS])
    response = answer(request, kind, title, f"{reverse('search')}?{words}", items, query=f"?{words}")
    response["X-Robots-Tag"] = "noindex"
    return response


def titled(name: str) -> str:
    """Head a feed by what it holds and whose it is."""
    return f"{name} – {site_settings().site.name.to(language())}"


def stories_as_items(section: str = "") -> list[Item]:
    """Make items of the newest stories (two queries)."""
    found = stories.newest(count=ITEMS, section=section)
    speakers = articles.lines_by_id(speaker_ids(found))
    return [story_item(story, speakers.get(speaker_id(story) or 0)) for story in found]


def story_item(story: Story, speaker: Article | None) -> Item:
    """Make an item of a story: what the report says whose headline it bears."""
    card, base = card_of(story), site_settings().site.base_url
    return Item(
        title=card.headline.text,
        url=base + card.url,
        said=said_by(speaker),
        at=story.shown_at or story.changed_at,
        changed_at=story.changed_at,
        section=card.section.name if card.section else "",
        language=card.headline.language,
    )


def article_item(article: Article) -> Item:
    """Make an item of a source's article."""
    at = article.shown_at or article.seen_at
    return Item(
        title=article.title,
        url=site_settings().site.base_url + article_url(article),
        said=said_by(article),
        at=at,
        changed_at=at,
        author=article.source.name,
        language=article.language,
    )


def claim_item(claim: Claim) -> Item:
    """Make an item of a claim: the quotation, with its source; `author` is the source, who reports it."""
    saying, at = saying_of(claim), claim.article.happened_at
    name = outlet(claim.article.source.name, language())
    return Item(
        title=f"{teller_of(claim).name}: {shorten(tidy(saying.text), TITLE)}",
        url=f"{site_settings().site.base_url}{article_url(claim.article)}#c{claim.number}",
        said=f"{quoted(saying.text, saying.language)} – {name}",
        at=at,
        changed_at=at,
        author=claim.article.source.name,
        language=saying.language,
    )


def said_by(article: Article | None) -> str:
    """Quote an article with its source, as text; the source alone where nothing may be quoted."""
    if article is None:
        return ""
    quote, name = quote_of(article, SAID), outlet(article.source.name, language())
    return f"{quoted(quote.words.text, quote.words.language)} – {name}" if quote else name


def answer(
    request: HttpRequest,
    kind: str,
    title: str,
    url: str,
    items: Iterable[Item],
    *,
    about: str = "",
    query: str = "",
    touched_by: str = "news",
) -> HttpResponse:
    """Answer with a feed in the format `kind`; `url` is the page that shows the same, `query` belongs to the feed."""
    site, push = site_settings().site, site_settings().push
    feed = Feed(
        title=title,
        description=about or title,
        url=site.base_url + url,
        self_url=site.base_url + iri_to_uri(request.path) + query,
        language=language(),
        publisher=site.name.to(language()),
        rights=gettext("Everything here is quoted from the sources named."),
        icon=site.base_url + static("svizho/icon-192.png"),
        items=tuple(items),
        hub=push.hub_url if own_feed(site_settings(), request.path) else "",
    )
    response = HttpResponse(written(feed, kind), content_type=f"{TYPES[kind]}; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={FRESH}, stale-while-revalidate={KEPT}"
    response["Link"] = ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links(feed))
    if feed.changed_at:
        response["Last-Modified"] = http_date(feed.changed_at.timestamp())
    keep(response, KEPT, touched_by)
    return response
