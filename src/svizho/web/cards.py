"""Rows of stories and articles turned into what lists show, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from svizho.articles.models import Article
from svizho.kit.text import shorten, tidy
from svizho.settings import site_settings
from svizho.sources.models import Policy, Source
from svizho.stories.models import Story
from svizho.web.languages import short_name
from svizho.web.pulses import pulse_of
from svizho.web.times import age_of, day_words
from svizho.web.typography import outlet
from svizho.web.values import Card, DayOfLines, Line, Named, Outlet, Quote, Tally, Words

# Characters of a quotation under a headline in a list; two or three lines of a column.
SAID = 150


def language() -> str:
    """Give the language of the page."""
    return get_language() or site_settings().site.languages[0]


def story_url(story: Story) -> str:
    """Give the address of a story's page."""
    return reverse("story", args=[story.pk, story.slug or "x"])


def article_url(article: Article) -> str:
    """Give the address of an article's page."""
    return reverse("article", args=[article.pk, article.slug or "x"])


def safe_link(link: str) -> str:
    """Give a publisher's address if it is one of the web, else nothing: a page never links to a script."""
    return link if urlsplit(link).scheme in ("http", "https") else ""


def section_named(slugs: Sequence[str]) -> Named | None:
    """Name the first of the sections that the paper has."""
    for slug in slugs:
        section = site_settings().section(slug)
        if section:
            return Named(section.name.to(language()), reverse("section", args=[slug]))
    return None


def outlet_of(source: Source) -> Outlet:
    """Name a source with the address of its page."""
    return Outlet(outlet(source.name, language()), reverse("source", args=[source.slug]))


def tallies_of(counts: Mapping[str, int]) -> tuple[Tally, ...]:
    """Order reports by language: the page's own first, then the most.

    Zeros are left out, and so is the page's own language where it is the only one: that is what a reader expects.
    """
    mine = language()
    if not any(count for code, count in counts.items() if code != mine):
        return ()
    order = sorted(counts.items(), key=lambda item: (item[0] != mine, -item[1], item[0]))
    return tuple(Tally(code, short_name(code), count) for code, count in order if count and code)


def speaker_id(story: Story) -> int | None:
    """Say whose headline a story bears on this page: one in the page's language, else the lead's."""
    return told_title(story)[2]


def speaker_ids(stories: Iterable[Story]) -> set[int]:
    """Say which articles speak for stories: those whose headlines they bear, and their leads."""
    return {number for story in stories for number in (speaker_id(story), story.lead_id) if number}


def told_title(story: Story) -> tuple[str, str, int | None]:
    """Choose a story's headline: text, language and article; one that some source wrote, never a translation."""
    told = story.titles.get(language())
    if told:
        return told["title"], language(), told.get("article")
    for code, other in story.titles.items():
        if other.get("article") == story.lead_id:
            return other["title"], code, story.lead_id
    for code, other in story.titles.items():
        return other["title"], code, other.get("article")
    return "", "", story.lead_id


def excerpt(article: Article, most: int) -> str:
    """Give what may be quoted of an article: nothing by the headline policy, else a piece of its lead."""
    if article.source.policy == Policy.HEADLINE:
        return ""
    allowed = min(most, site_settings().sources.excerpt_chars)
    return shorten(tidy(article.lead), allowed)


def quote_of(article: Article | None, most: int = SAID) -> Quote | None:
    """Quote an article as far as its source allows; None where there is nothing to quote."""
    said = excerpt(article, most) if article else ""
    if not article or not said or said == article.title:
        return None
    return Quote(
        words=Words(said, article.language),
        outlet=outlet_of(article.source),
        at=article.happened_at,
        url=article_url(article),
    )


def reasons_of(story: Story) -> tuple[str, ...]:
    """Say in the reader's words why a story stands where it stands, as ranking put it."""
    told = (term.get("words", {}) for term in story.standing)
    return tuple(words for each in told if (words := each.get(language()) or each.get("en", "")))


def card_of(
    story: Story,
    *,
    speakers: Mapping[int, Article] | None = None,
    counts: Sequence[int] = (),
    said: int = 0,
) -> Card:
    """Make the card of a story; `speakers` holds the article whose headline it bears, `said` quotes so much of it."""
    text, code, article_id = told_title(story)
    known = speakers or {}
    speaker, lead = known.get(article_id or 0), known.get(story.lead_id or 0)
    return Card(
        number=story.pk,
        url=story_url(story),
        headline=Words(text or (speaker.title if speaker else ""), code),
        section=section_named(story.sections),
        at=story.last_at,
        sources=story.sources,
        near_copies=story.near_copies,
        tallies=tallies_of(story.languages),
        why=reasons_of(story),
        breaking=story.breaking and story.sources > 1,
        pulse=pulse_of(counts) if counts else None,
        quote=quote_of(speaker, said) or quote_of(lead, said) if said else None,
        spoken=" ".join(code for code in story.languages if code),
    )


def line_of(article: Article, now: datetime, *, story: Story | None = None, shown: bool = False) -> Line:
    """Make the line of an article; `shown` tells its time on our page rather than its own."""
    at = (article.shown_at if shown else None) or article.happened_at
    told = card_of(story) if story and story.reports > 1 else None
    return Line(
        number=article.pk,
        url=article_url(article),
        headline=Words(article.title, article.language),
        outlet=outlet_of(article.source),
        at=at,
        age=age_of(at, now),
        language_name="" if article.language in ("", language()) else short_name(article.language),
        section=section_named(article.sections),
        story=told,
        paid=article.paid,
        spoken=article.language,
    )


def by_day(lines: Iterable[Line], now: datetime) -> tuple[DayOfLines, ...]:
    """Part lines, newest first, into the days they belong to."""
    days = groupby(lines, key=lambda line: timezone.localtime(line.at).date())
    parts = (tuple(lines) for _, lines in days)
    return tuple(DayOfLines(day_words(part[0].at, now), part) for part in parts)
