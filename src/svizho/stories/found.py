"""Reads for search: a question understood by what this site has, and its answers gathered by story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils import timezone

from svizho.articles.finding import Ask, find, near, sounding
from svizho.articles.queries import Mark
from svizho.searching import (
    Alike,
    Group,
    Hit,
    Meanings,
    Query,
    best_guess,
    by_story,
    candidates,
    clause_queries,
    fold,
    lexemes_of,
    read_query,
    sound_of,
    whole_query,
    with_note,
    with_sounds,
)
from svizho.settings import Settings, site_settings
from svizho.sources.queries import named
from svizho.stories.models import Placement, StoryState

# With fewer answers than this a reader may have mistyped.
FEW_ANSWERS = 3

# Likeness knows no moments.
NEVER = datetime.min.replace(tzinfo=UTC)

# Letters by which languages are called for short: «укр», «англ», "eng".
SHORT_NAMES = (3, 4)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question brought: groups of hits, the best first, and how many articles there are in all.

    `complete` says that there are no older ones; else they begin at `next`. `gave_up` says that it asked too much.
    """

    query: Query
    meanings: Meanings
    groups: tuple[Group, ...] = ()
    articles: int = 0
    complete: bool = True
    gave_up: bool = False
    next: Mark | None = None


def understand(text: str, *, now: datetime) -> Query:
    """Take a question apart, sections and languages by all the names this site gives them (no query)."""
    sections, languages = _names(site_settings())
    return read_query(text, today=timezone.localtime(now).date(), sections=sections, languages=languages)


@lru_cache(maxsize=4)
def _names(settings: Settings) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Say which section and which language is meant by each name, folded."""
    site = settings.site
    sections = {fold(section.name.to(code)): section.slug for section in settings.sections for code in site.languages}
    sections |= {section.slug: section.slug for section in settings.sections}
    languages: dict[str, str] = {}
    for code in dict.fromkeys((*site.languages, *site.read_languages)):
        for name in _language_names(code, site.languages):
            languages.setdefault(name, code)
            for length in SHORT_NAMES:
                languages.setdefault(name[:length], code)
    return sections, languages | {code: code for code in (*site.languages, *site.read_languages)}


def _language_names(code: str, tongues: Sequence[str]) -> list[str]:
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return []
    return [fold(locale.get_display_name(tongue) or code) for tongue in tongues]


def answer(
    query: Query,
    *,
    now: datetime,
    newest: bool = False,
    until: Mark | None = None,
    articles: Sequence[int] | None = None,
) -> Answer:
    """Answer a question, by relevance or newest first (6 queries for a plain one, one more with `source:`).

    `until` goes on where the older answers begin; of `articles` alone, where they are given.
    """
    query, sources, lost = _with_sources(query)
    words = dict.fromkeys(word for term in (*query.terms, *query.without) for word in term.words)
    meanings = meant(tuple(words), query)
    if lost or not query:
        return Answer(query, meanings)
    ask = Ask(
        whole_query(query, meanings, sources),
        clause_queries(query, meanings, weight="A"),
        clause_queries(query, meanings),
        after=_midnight(query.after),
        before=_midnight(query.before),
        until=until,
        articles=articles,
    )
    found = find(ask)
    groups = by_story(
        found.hits,
        story_numbers([hit.article for hit in found.hits]),
        clauses=len(query.clauses),
        now=now,
        newest=newest,
    )
    return Answer(query, meanings, groups, len(found.hits), found.complete, found.gave_up, found.next)


def _with_sources(query: Query) -> tuple[Query, tuple[int, ...], bool]:
    """Find the sources a question names; says whether none of those it names is there."""
    if not query.sources:
        return query, (), False
    known = named(query.sources)
    for name in query.sources:
        if not known.get(name):
            query = with_note(query, "source", name)
    numbers = tuple({number for each in known.values() for number in each})
    return query, numbers, not numbers


def meant(words: Sequence[str], query: Query) -> Meanings:
    """Say under which lexemes each word may stand, those that sound like it among them (one query)."""
    languages = query.languages or site_settings().site.read_languages
    meanings = {word: lexemes_of(word, languages) for word in words}
    sounds = {sound_of(lexemes[0]) for lexemes in meanings.values()} - {""}
    return with_sounds(meanings, sounding(sorted(sounds))) if sounds else meanings


def _midnight(day: date | None) -> datetime | None:
    """Give the moment a day begins on the readers' clock."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def story_numbers(article_ids: Sequence[int]) -> Mapping[int, int]:
    """Give the numbers of the public stories that articles stand in (one query)."""
    rows = Placement.objects.filter(article_id__in=article_ids, story__state=StoryState.PUBLISHED)
    return dict(rows.values_list("article_id", "story_id"))


def by_likeness(nearest: Sequence[Alike], query: Query) -> Answer:
    """Gather the articles nearest in meaning by story, the story of the nearest first (one query)."""
    stories = story_numbers([alike.article for alike in nearest])
    groups: dict[tuple[bool, int], list[Hit]] = {}
    for alike in nearest:
        story = stories.get(alike.article)
        hits = groups.setdefault((story is not None, alike.article if story is None else story), [])
        hits.append(Hit(alike.article, NEVER))
    made = tuple(Group(number if is_story else None, tuple(hits)) for (is_story, number), hits in groups.items())
    return Answer(query, {}, made, len(nearest))


def better_words(asked: Answer) -> Mapping[str, str]:
    """Say for mistyped words what was likely meant; nothing where there are answers enough (2 queries)."""
    if asked.articles >= FEW_ANSWERS or asked.gave_up or not asked.meanings:
        return {}
    words = [word for term in asked.query.terms for word in term.words if candidates(word)]
    known = near([spelling for word in words for spelling in candidates(word)]) if words else ()
    return {
        word: guess.written
        for word in words
        if not any(one.lexeme in asked.meanings[word] for one in known)
        if (guess := best_guess(word, known))
    }
