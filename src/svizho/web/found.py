"""Answers to a question as the search page shows them: stories with the reports that match, the words marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext

from svizho.articles.models import Article
from svizho.searching import Group, Meanings, Note, Piece, Query, Term, marked, passage
from svizho.settings import site_settings
from svizho.sources.models import Policy
from svizho.stories.found import Answer
from svizho.stories.models import Story
from svizho.web.cards import article_url, card_of, language, outlet_of, section_named
from svizho.web.languages import short_name
from svizho.web.values import Card, Named, Outlet

# Reports shown of one story; the others are counted.
REPORTS = 3

# Characters of a passage, if the source allows as many.
PASSAGE = 220


@dataclass(frozen=True, slots=True)
class FoundReport:
    """One report that matches: its headline and a passage, cut into pieces of which some are marked."""

    url: str
    outlet: Outlet
    at: datetime
    language: str
    language_name: str
    headline: tuple[Piece, ...]
    passage: tuple[Piece, ...]
    paid: bool


@dataclass(frozen=True, slots=True)
class FoundStory:
    """A story with its reports that match, or one article without a story; `more` reports match besides."""

    card: Card | None
    url: str
    language: str
    headline: tuple[Piece, ...]
    section: Named | None
    reports: tuple[FoundReport, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to go on from here, by a link."""

    words: str
    url: str
    current: bool = False
    about: str = ""


def found_stories(
    groups: Iterable[Group], answer: Answer, stories: Mapping[int, Story], articles: Mapping[int, Article]
) -> tuple[FoundStory, ...]:
    """Make what a page of answers shows; what left the public in between is left out."""
    marker = Marker(answer.query.terms, answer.meanings)
    made = (_found_story(group, marker, stories, articles) for group in groups)
    return tuple(one for one in made if one is not None)


@dataclass(frozen=True, slots=True)
class Marker:
    """Marks what answers one question."""

    terms: Sequence[Term]
    meanings: Meanings

    def headline(self, text: str, language: str) -> tuple[Piece, ...]:
        """Mark a headline."""
        return marked(text, self.terms, self.meanings, language)

    def passage(self, article: Article) -> tuple[Piece, ...]:
        """Choose a passage of an article as long as its source allows; the beginning where none matches."""
        if article.source.policy == Policy.HEADLINE:
            return ()
        limit = min(PASSAGE, site_settings().sources.excerpt_chars)
        return passage(article.text or article.lead, self.terms, self.meanings, article.language, limit=limit)


def _found_story(
    group: Group, marker: Marker, stories: Mapping[int, Story], articles: Mapping[int, Article]
) -> FoundStory | None:
    shown = [articles[hit.article] for hit in group.hits[:REPORTS] if hit.article in articles]
    if not shown:
        return None
    story = stories.get(group.story or 0)
    card = card_of(story) if story else None
    first = shown[0]
    words, code = (card.headline.text, card.headline.language) if card else (first.title, first.language)
    return FoundStory(
        card=card,
        url=card.url if card else article_url(first),
        language=code,
        headline=marker.headline(words, code or first.language),
        section=card.section if card else section_named(first.sections),
        reports=tuple(_found_report(each, marker, told=words) for each in shown),
        more=len(group.hits) - len(shown),
    )


def _found_report(article: Article, marker: Marker, *, told: str) -> FoundReport:
    """Tell a report; a headline that the story bears already is not repeated."""
    return FoundReport(
        url=article_url(article),
        outlet=outlet_of(article.source),
        at=article.happened_at,
        language=article.language,
        language_name="" if article.language in ("", language()) else short_name(article.language),
        headline=marker.headline(article.title, article.language) if article.title != told else (),
        passage=marker.passage(article),
        paid=article.paid,
    )


def note_words(note: Note) -> str:
    """Say in the reader's words what was not heeded, and what could be written instead."""
    values = {"words": note.words}
    site = site_settings()
    if note.doubt == "section":
        slugs = ", ".join(section.slug for section in site.sections)
        return gettext("There is no section “%(words)s”. There are: %(slugs)s.") % {**values, "slugs": slugs}
    if note.doubt == "language":
        codes = ", ".join(site.site.read_languages)
        return gettext("No language is called “%(words)s” here. There are: %(codes)s.") % {**values, "codes": codes}
    told = {
        "date": gettext("“%(words)s” is no day; write it as 2026-06-01 or 01.06.2026."),
        "source": gettext("No source is called “%(words)s”."),
        "speaker": gettext("Nobody called “%(words)s” is quoted here."),
        "too_long": gettext("The question is too long; from “%(words)s” on it was not looked at."),
        "too_many": gettext("Too many words; “%(words)s” was not looked for."),
    }
    return told[note.doubt] % values


def search_url(path: str, query: str, **values: object) -> str:
    """Write the address of a question with those of its choices that are made."""
    told = {"q": query, **values}
    return f"{path}?{urlencode({name: value for name, value in told.items() if value})}"


def with_words(query: Query, better: Mapping[str, str]) -> str:
    """Write the question with some words replaced by better ones."""
    asked = query.asked
    for word, other in better.items():
        asked = asked.replace(word, other)
    return asked
