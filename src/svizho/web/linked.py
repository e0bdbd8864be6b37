"""What a story's page tells machines: schema.org as JSON-LD, a data block that no browser runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from svizho.articles.models import Article
from svizho.claims.models import Claim
from svizho.claims.queries import TalliedPlace
from svizho.kit.text import shorten, tidy
from svizho.stories.models import Placement, Story
from svizho.web.cards import article_url, language, safe_link, section_named, story_url
from svizho.web.frame import Frame
from svizho.web.said import LONGEST, teller_of
from svizho.web.values import Card

# Reports, claims and places told; the API tells all.
MOST_REPORTS, MOST_CLAIMS, MOST_PLACES = 40, 40, 12

# Where a claim stands in its report's text is told in the words of W3C's Web Annotation.
CONTEXT = ["https://schema.org", {"oa": "http://www.w3.org/ns/oa#"}]

# What could end the data block, or open a comment in it; lines that JSON allows and old JavaScript did not.
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def data_block(graph: Sequence[object]) -> SafeString:
    """Write a graph so that nothing in it can leave the block."""
    text = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate(_ESCAPED))  # noqa: S308 - what could end the block is escaped just now


def story_graph(
    frame: Frame,
    story: Story,
    card: Card,
    placements: Sequence[Placement],
    claims: Sequence[Claim],
    places: Sequence[TalliedPlace],
) -> list[object]:
    """Tell a story: its page, the event with its places, the reports, what they say was said."""
    own = frame.base_url + story_url(story)
    located = [_place(place) for place in islice((each for each in places if each.of_event), MOST_PLACES)]
    event: dict[str, Any] = {
        "@type": "Event",
        "@id": f"{own}#event",
        "name": card.headline.text,
        "startDate": story.first_at.isoformat(),
    }
    mine = section_named(story.sections)
    trail = [(mine.name, mine.url)] if mine else []
    page = {
        "@type": "CollectionPage",
        "@id": own,
        "url": own,
        "name": card.headline.text,
        "inLanguage": language(),
        "datePublished": (story.shown_at or story.first_at).isoformat(),
        "dateModified": story.changed_at.isoformat(),
        "about": {"@id": f"{own}#event"},
        "publisher": _publisher(frame),
        "image": frame.base_url + reverse("story-card", args=[story.pk]),
        "hasPart": [_report(frame, each.article) for each in placements[:MOST_REPORTS]],
    }
    whole = event | ({"location": located} if located else {})
    return [page, crumbs(frame, *trail, (card.headline.text, story_url(story))), whole, *_claims(frame, claims)]


def site_graph(frame: Frame) -> list[object]:
    """Tell the site itself: its name, its languages, how it is searched."""
    own = frame.base_url + reverse("front")
    search = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": f"{frame.base_url}{reverse('search')}?q={{search_term_string}}",
        },
        "query-input": "required name=search_term_string",
    }
    publisher = _publisher(frame)
    site = {
        "@type": "WebSite",
        "@id": f"{own}#site",
        "url": own,
        "name": frame.name,
        "description": frame.tagline,
        "inLanguage": frame.language,
        "publisher": publisher,
        "potentialAction": search,
    }
    return [site]


def crumbs(frame: Frame, *trail: tuple[str, str]) -> dict[str, object]:
    """Tell the way from the front page to this one: names and paths, this page last."""
    steps = [(frame.name, reverse("front")), *trail]
    rows = [
        {"@type": "ListItem", "position": place, "name": name, "item": frame.base_url + path}
        for place, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": rows}


def article_graph(frame: Frame, article: Article, text: Sequence[str]) -> list[object]:
    """Tell an article: what its source published, where, when; `text` is what stands on our page of it."""
    own = article_url(article)
    told = _report(frame, article) | {
        "mainEntityOfPage": frame.base_url + own,
        "dateModified": (article.modified_at or article.happened_at).isoformat(),
        "isAccessibleForFree": not article.paid,
        "image": frame.base_url + reverse("card"),
        "author": {"@type": "Person", "name": article.byline}
        if article.byline
        else {"@type": "Organization", "name": article.source.name},
    }
    if text:
        told["description"] = shorten(tidy(text[0]), LONGEST)
    trail = [(article.source.name, reverse("source", args=[article.source.slug])), (article.title, own)]
    return [told, crumbs(frame, *trail)]


def _publisher(frame: Frame) -> dict[str, object]:
    logo = {"@type": "ImageObject", "url": frame.base_url + static("svizho/icon-512.png"), "width": 512, "height": 512}
    return {"@type": "Organization", "name": frame.name, "url": frame.base_url, "logo": logo}


def _place(place: TalliedPlace) -> dict[str, object]:
    told: dict[str, object] = {
        "@type": "Place",
        "name": place.named(language()),
        "geo": {"@type": "GeoCoordinates", "latitude": place.latitude, "longitude": place.longitude},
    }
    return told | ({"sameAs": f"https://sws.geonames.org/{place.geonameid}/"} if place.geonameid else {})


def _report(frame: Frame, article: Article) -> dict[str, object]:
    told: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": frame.base_url + article_url(article),
        "headline": article.title,
        "inLanguage": article.language,
        "datePublished": article.happened_at.isoformat(),
        "publisher": {"@type": "NewsMediaOrganization", "name": article.source.name},
    }
    return told | ({"url": safe_link(article.link)} if safe_link(article.link) else {})


def _claims(frame: Frame, claims: Sequence[Claim]) -> Iterator[dict[str, object]]:
    """Tell claims: words in quotation marks are a Quotation, words retold a Claim."""
    for claim in claims[:MOST_CLAIMS]:
        report = {"@id": frame.base_url + article_url(claim.article)}
        told: dict[str, object] = {
            "text": shorten(tidy(claim.quote), LONGEST),
            "inLanguage": claim.article.language,
            "oa:hasSelector": [
                {"@type": "oa:TextPositionSelector", "oa:start": start, "oa:end": end}
                for start, end in claim.content_spans
            ],
        }
        teller = teller_of(claim)
        if not claim.anonymous and teller.language:
            told["creator"] = {"@type": "Thing", "name": teller.name}
            if teller.url:
                told["creator"] = {"@type": "Thing", "name": teller.name, "url": frame.base_url + teller.url}
        if claim.kind == "direct":
            yield {"@type": "Quotation", **told, "isPartOf": report}
        else:
            yield {"@type": "Claim", **told, "appearance": report}
