"""An article's page: as much of it as its source allows, its three times, its story and why it is there."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe

from svizho.articles import queries as articles
from svizho.articles.models import Article
from svizho.claims.queries import numbers_in
from svizho.grouping import Reason
from svizho.kit.text import paragraphs
from svizho.photos.queries import of_article
from svizho.sources.models import Policy
from svizho.stories import queries as stories
from svizho.stories.models import Placement, StoryState
from svizho.web.cards import article_url, card_of, excerpt, language, line_of, outlet_of, safe_link, section_named
from svizho.web.frame import frame_of, page
from svizho.web.linked import article_graph, data_block
from svizho.web.photographs import figure_of
from svizho.web.said import with_anchors
from svizho.web.sharing import share_of
from svizho.web.talking import talking

# Characters a person reads in a minute: about what the IReST reading charts found for English (987) and Russian
# (986) (Trauzettel-Klosinski and Dietz 2012); Ukrainian was not measured there.
READ_A_MINUTE = 1000

# No excerpt is longer, whatever the settings allow: it is bounded there too.
LONGEST_EXCERPT = 1000


@require_safe
def article(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    """Show an article by the display policy of its source; a wrong slug leads to the right address."""
    found = articles.article_page(number)
    if found is None:
        raise Http404(number)
    if request.path != article_url(found):
        return HttpResponsePermanentRedirect(article_url(found))
    frame = frame_of(request)
    placement = stories.placement_of(found.pk)
    public = placement and placement.story.state == StoryState.PUBLISHED
    text = allowed_text(found)
    full = found.source.policy == Policy.FULL and bool(found.text)
    context = {
        "frame": frame,
        "article": found,
        "outlet": outlet_of(found.source),
        "section": section_named(found.sections),
        "linked": data_block(article_graph(frame, found, text)),
        "share": share_of(found.title, text[0] if text else found.source.name, published_at=found.happened_at),
        "photo": figure_of(of_article(found.pk)) if found.source.photos else None,
        "text": text,
        "anchored": with_anchors(found, text, numbers_in(found.pk) if full else ()),
        "full": full,
        "minutes": minutes(found),
        "door": safe_link(found.link),
        "story": card_of(placement.story) if placement and public else None,
        "reason": reason_of(placement),
        "talk": talking(placement.story, frame.now, article=found.pk) if placement and public else None,
        "copied": line_of(placement.near_copy_of, frame.now) if placement and placement.near_copy_of else None,
    }
    return page(request, "web/article.html", context)


def allowed_text(found: Article) -> tuple[str, ...]:
    """Give the paragraphs that the source's policy lets us show: none, an excerpt, or all."""
    if found.source.policy == Policy.FULL and found.text:
        return paragraphs(found.text)
    piece = excerpt(found, LONGEST_EXCERPT)
    return (piece,) if piece else ()


def minutes(found: Article) -> int:
    """Say how many minutes the whole text takes to read; 0 where we do not know the text."""
    return max(1, round(len(found.text) / READ_A_MINUTE)) if found.text else 0


def reason_of(placement: Placement | None) -> str:
    """Say in words why an article stands in its story, as it was decided; "" where nothing was written down."""
    if placement is None or not placement.reason:
        return ""
    return Reason.from_json(json.dumps(placement.reason)).words(language())
