"""Pages that list: all news newest first, and the sections by weight."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from svizho.articles import queries as articles
from svizho.articles.queries import Mark
from svizho.settings import site_settings
from svizho.stories import queries as stories
from svizho.stories.queries import Rank
from svizho.web.cards import by_day, card_of, line_of, speaker_ids
from svizho.web.frame import frame_of, page
from svizho.web.linked import crumbs, data_block
from svizho.web.sharing import share_of
from svizho.web.views.front import rail

LINES, CARDS, TOPS = 50, 20, 6

# Characters quoted under a headline in a section.
SAID = 180


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """Show all news, newest first; `?before=` goes on where a page ended."""
    frame = frame_of(request)
    before = Mark.read(request.GET.get("before", ""))
    found = articles.latest(count=LINES, before=before)
    placed = stories.stories_of(article.pk for article in found.articles)
    lines = [line_of(each, frame.now, story=placed.get(each.pk), shown=True) for each in found.articles]
    tops = [card_of(each) for each in stories.ranked(count=TOPS).stories]
    context = {"frame": frame, "days": by_day(lines, frame.now), "next": found.next, "before": before, "tops": tops}
    return page(request, "web/latest.html", context)


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the stories of a section by weight; `?after=` goes on where a page ended."""
    asked = site_settings().section(slug)
    if asked is None:
        raise Http404(slug)
    frame = frame_of(request, section=slug)
    after = Rank.read(request.GET.get("after", ""))
    found = stories.ranked(count=CARDS, after=after, section=slug)
    speakers = articles.lines_by_id(speaker_ids(found.stories))
    pulses = stories.pulses([story.pk for story in found.stories], frame.now)
    midnight = timezone.localtime(frame.now).replace(hour=0, minute=0, second=0, microsecond=0)
    context = {
        "frame": frame,
        "name": asked.name.to(frame.language),
        "slug": slug,
        "share": share_of(asked.name.to(frame.language), frame.tagline),
        "linked": data_block([crumbs(frame, (asked.name.to(frame.language), request.path))]),
        "cards": [
            card_of(each, speakers=speakers, counts=pulses.get(each.pk, ()), said=SAID) for each in found.stories
        ],
        "today": stories.day(midnight, section=slug),
        "next": found.next,
        "after": after,
        **rail(frame.now, slug),
    }
    return page(request, "web/section.html", context)
