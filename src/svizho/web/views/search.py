"""Search: what was asked, what answers it by story, what else could be asked; and the search for browsers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from svizho.articles import queries as articles
from svizho.articles.queries import Mark
from svizho.claims.found import articles_of_speakers, places_in, voices_in
from svizho.searching import Group, Query, with_note
from svizho.settings import site_settings
from svizho.stories import queries as stories
from svizho.stories.found import Answer, answer, better_words, by_likeness, understand
from svizho.web.cards import language
from svizho.web.found import Choice, found_stories, note_words, search_url, with_words
from svizho.web.frame import Frame, frame_of, page
from svizho.web.likeness import likeness

# Stories on a page of answers.
STORIES = 15

NEWEST = "new"

# Characters of a question that are read at all; past LONGEST_QUESTION the page says what it did not look at.
MOST_READ = 2000

# Why nothing can be found by meaning.
WHY_NOT = {
    "no encoder": gettext_lazy("Here texts are compared by words alone, so nothing can be found by meaning."),
    "busy": gettext_lazy("Too many people look for likeness at the moment; try again in a few seconds."),
    "empty": gettext_lazy("No article has been read for its meaning yet."),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    text: str
    newest: bool
    near: bool
    page: int
    until: Mark | None
    path: str

    def url(self, text: str = "", **changes: object) -> str:
        """Write the address of the same with some changes; turning to another way begins at the first page."""
        choices = {"sort": NEWEST if self.newest else "", "near": 1 if self.near else ""}
        return search_url(self.path, text or self.text, **{**choices, **changes})


def asked_by(request: HttpRequest) -> Asked:
    """Read the address; what makes no sense in it is left out."""
    told = request.GET
    number = told.get("page", "")
    return Asked(
        text=told.get("q", "")[:MOST_READ].replace("\x00", " "),
        newest=told.get("sort") == NEWEST,
        near=bool(told.get("near")),
        page=int(number) if number.isascii() and number.isdigit() and 1 <= len(number) <= 3 and int(number) else 1,
        until=Mark.read(told.get("until", "")),
        path=request.path,
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answer `?q=`; `sort=new` puts the newest first, `near=1` looks for likeness, `page` and `until` go on."""
    frame, asked = frame_of(request), asked_by(request)
    query = understand(asked.text, now=frame.now)
    context: dict[str, Any] = {"frame": frame, "asked": asked, "query": query, "operators": operators()}
    if query:
        context |= answered(asked, query, frame)
    response = page(request, "web/search.html", context)
    if asked.text:
        # Answers would fill a search engine with lists of lists; the page that asks may be found.
        response["X-Robots-Tag"] = "noindex"
    if context.get("cannot"):
        # What cannot be done now may be done in a moment.
        del response["Surrogate-Control"]
    return response


def answered(asked: Asked, query: Query, frame: Frame) -> dict[str, Any]:
    """Find answers and everything that a page of them shows."""
    by_meaning = alike(asked, query) if asked.near else None
    found = by_meaning[0] if by_meaning else by_words(asked, query, frame)
    first = (asked.page - 1) * STORIES
    groups = found.groups[first : first + STORIES]
    hits = [hit.article for group in found.groups for hit in group.hits]
    better = better_words(found) if not asked.near else {}
    return {
        "found": found,
        "hits": shown(groups, found),
        "stories": len(found.groups),
        "notes": [note_words(note) for note in found.query.notes],
        "cannot": by_meaning[1] if by_meaning else "",
        "meant": Choice(text := with_words(found.query, better), asked.url(text)) if better else None,
        "ways": ways(asked),
        "nearer": asked.url(near=1, sort=""),
        "earlier": asked.url(page=asked.page - 1) if asked.page > 1 and groups else "",
        "later": asked.url(page=asked.page + 1, until=asked.until or "") if len(found.groups) > first + STORIES else "",
        "older": asked.url(until=found.next) if found.next else "",
        "voices": voices_in(hits) if hits else (),
        "places": named_places(hits, asked) if hits else (),
    }


def by_words(asked: Asked, query: Query, frame: Frame) -> Answer:
    """Answer by words; `speaker:` narrows it to the articles that quote somebody of the name."""
    quoting = articles_of_speakers(query.speakers) if query.speakers else None
    if query.speakers and quoting is None:
        return Answer(with_note(query, "speaker", ", ".join(query.speakers)), {})
    return answer(query, now=frame.now, newest=asked.newest, until=asked.until, articles=quoting)


def alike(asked: Asked, query: Query) -> tuple[Answer, str]:
    """Answer by meaning: the stories of the articles nearest to the question; says in words where it cannot."""
    nearest = likeness.nearest(asked.text)
    if isinstance(nearest, str):
        return Answer(query, {}), str(WHY_NOT[nearest])
    return by_likeness(nearest, query), ""


def shown(groups: tuple[Group, ...], found: Answer) -> tuple[object, ...]:
    """Read what the groups of a page show (two queries)."""
    numbers = [group.story for group in groups if group.story]
    rows = stories.stories_by_id(numbers) if numbers else {}
    texts = articles.texts_by_id([hit.article for group in groups for hit in group.hits[:3]]) if groups else {}
    return found_stories(groups, found, rows, texts)


def ways(asked: Asked) -> tuple[Choice, ...]:
    """Offer the orders of answers, and likeness instead of words."""
    plain = not asked.near
    return (
        Choice(gettext("by relevance"), asked.url(sort="", near=""), plain and not asked.newest),
        Choice(gettext("newest first"), asked.url(sort=NEWEST, near=""), plain and asked.newest),
        Choice(gettext("about the same"), asked.url(sort="", near=1), asked.near),
    )


def named_places(hits: list[int], asked: Asked) -> tuple[Choice, ...]:
    """Offer the places of the answers, each as a word more to look for."""
    spots = places_in(hits)
    names = [spot.ukrainian or spot.name if language() == "uk" else spot.name for spot in spots]
    return tuple(
        Choice(name, asked.url(f'{asked.text} "{name}"' if " " in name else f"{asked.text} {name}"))
        for name in names
        if name.lower() not in asked.text.lower()
    )


def operators() -> tuple[Choice, ...]:
    """Give examples of everything that can be asked, each as a link that asks it."""
    path = reverse("search")
    section = site_settings().sections[0].slug if site_settings().sections else "politics"
    examples = (
        (gettext("“exact words”"), gettext("words that stand side by side, in these very forms")),
        (gettext("port -drill"), gettext("without a word")),
        (gettext("Kyiv OR Kharkiv"), gettext("one or the other")),
        (gettext("section:%(slug)s") % {"slug": section}, gettext("of a section")),
        (gettext("lang:en"), gettext("written in a language")),
        (gettext("source:name"), gettext("by a source, or a part of its name")),
        (gettext("speaker:name"), gettext("that quote somebody")),
        (gettext("after:2026-06-01 before:2026-07-01"), gettext("of days; “yesterday” and “7d” are days too")),
    )
    return tuple(Choice(example, search_url(path, example), about=words) for example, words in examples)


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Describe the search to browsers (OpenSearch 1.1)."""
    site = site_settings().site
    context = {
        "name": site.name.to(language())[:16],
        "about": site.tagline.to(language()),
        "language": language(),
        "base": site.base_url,
        "search": reverse("search"),
        "icon": static("svizho/favicon.svg"),
    }
    text = render_to_string("web/opensearch.xml", context)
    return HttpResponse(text, content_type="application/opensearchdescription+xml; charset=utf-8")
