"""Reads of stories: one function for what each page needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from svizho.articles.models import Stage
from svizho.stories.models import Placement, Story, StoryState

# Reports shown on one story's page; a story of more is told by its newest.
MOST_REPORTS = 300

# A chain of merges longer than this would be a mistake of ours; the walk along it ends.
MOST_MERGES = 8

# The pulse: reports in each of the last twelve hours.
PULSE_HOURS = 12


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in the list ordered by (score, number), highest first: where the next page begins."""

    score: float
    id: int

    def __str__(self) -> str:
        """Write the place for an address."""
        return f"{self.score!r}_{self.id}"

    @classmethod
    def read(cls, text: str) -> Rank | None:
        """Read what `str` wrote; None when it was not us who wrote it."""
        score, _, number = text.partition("_")
        if not (number.isascii() and number.isdigit()) or len(number) > 18 or len(score) > 40:
            return None
        try:
            place = cls(float(score), int(number))
        except ValueError:
            return None
        # Not a number is equal to nothing, itself included; infinity is no score.
        return place if abs(place.score) < float("inf") else None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Stories in the order of a page, and where the next page begins, if there is one."""

    stories: tuple[Story, ...]
    next: Rank | None


@dataclass(frozen=True, slots=True)
class Day:
    """What a stretch of time brought."""

    stories: int
    reports: int


def on_page() -> QuerySet[Story]:
    """Give the stories that the public may see."""
    return Story.objects.filter(state=StoryState.PUBLISHED)


def ranked(*, count: int, after: Rank | None = None, section: str = "") -> Ranked:
    """Give the stories that stand first, or those that come next `after` a place (one query).

    The score knows the desk's pins and falls as time passes, so it alone orders.
    """
    found = on_page()
    if section:
        found = found.filter(sections__contains=[section])
    if after:
        found = found.filter(score__lte=after.score)
        found = found.filter(Q(score__lt=after.score) | Q(score=after.score, id__lt=after.id))
    rows = list(found.order_by("-score", "-id")[: count + 1])
    last = rows[count - 1] if len(rows) > count else None
    return Ranked(tuple(rows[:count]), Rank(last.score, last.pk) if last else None)


def followed(
    *,
    sections: Sequence[str],
    sources: Sequence[str],
    stories: Sequence[int],
    languages: Sequence[str],
    since: datetime,
    count: int,
) -> tuple[Story, ...]:
    """Give the stories of any of these sections, with reports of these sources, or of these numbers (one query).

    With none of the three, all stories are meant. Only what was told after `since` in one of `languages` (all, when
    none is named) counts, best first. `since` bounds the work, whatever a stranger writes in an address.
    """
    found = on_page().filter(last_at__gt=since)
    if languages:
        found = found.filter(languages__has_any_keys=list(languages))
    wanted = Q(sections__overlap=list(sections)) | Q(pk__in=list(stories)) if sections or stories else Q()
    if sources:
        theirs = Placement.objects.filter(story=OuterRef("pk"), article__source__slug__in=list(sources))
        wanted |= Q(Exists(theirs))
    return tuple(found.filter(wanted).order_by("-score", "-id")[:count])


# Each section walks the index of scores and stops as soon as it has enough.
_BANDS = """
    SELECT story.*, band.slug AS band
    FROM unnest(%(sections)s::text[]) WITH ORDINALITY AS band(slug, place)
    CROSS JOIN LATERAL (
        SELECT * FROM stories_story
        WHERE state = 'published' AND sections @> ARRAY[band.slug]::varchar[] AND NOT id = ANY(%(shown)s)
        ORDER BY score DESC, id DESC LIMIT %(count)s
    ) AS story
    ORDER BY band.place, story.score DESC, story.id DESC
"""


def bands(sections: Sequence[str], *, shown: Iterable[int], count: int) -> Mapping[str, tuple[Story, ...]]:
    """Give the first stories of each section that are not `shown` above already (one query)."""
    if not sections:
        return {}
    rows = Story.objects.raw(_BANDS, {"sections": list(sections), "shown": list(shown), "count": count})
    found: dict[str, list[Story]] = {section: [] for section in sections}
    for story in rows:
        found[story.__dict__["band"]].append(story)
    return {section: tuple(stories) for section, stories in found.items()}


_HOURS = """
    SELECT story_id, floor(extract(epoch FROM %(now)s - happened_at) / 3600)::int AS hours_ago, count(*)
    FROM stories_placement
    WHERE story_id = ANY(%(stories)s) AND happened_at > %(since)s AND happened_at <= %(now)s
    GROUP BY 1, 2
"""


def pulses(story_ids: Sequence[int], now: datetime) -> Mapping[int, tuple[int, ...]]:
    """Count each story's reports in every one of the last PULSE_HOURS hours, oldest first (one query)."""
    hours: dict[int, list[int]] = {number: [0] * PULSE_HOURS for number in story_ids}
    if not story_ids:
        return {}
    since = now - timedelta(hours=PULSE_HOURS)
    with connection.cursor() as cursor:
        cursor.execute(_HOURS, {"now": now, "since": since, "stories": list(story_ids)})
        for story, hours_ago, count in cursor.fetchall():
            hours[story][PULSE_HOURS - 1 - hours_ago] += count
    return {story: tuple(counts) for story, counts in hours.items()}


_ARTICLE = (
    "slug", "link", "title", "lead", "language", "byline", "happened_at", "published_at", "seen_at", "shown_at",
    "stage", "paid", "sections", "source__slug", "source__name", "source__policy", "source__language",
)  # fmt: skip
_REPORT = tuple(f"article__{name}" for name in _ARTICLE)


def reports(story_id: int, *, most: int = MOST_REPORTS) -> tuple[Placement, ...]:
    """Give a story's reports that the public may see, with article and source, newest first (one query)."""
    rows = Placement.objects.filter(story_id=story_id, article__stage=Stage.PUBLISHED)
    rows = rows.select_related("article__source").only(
        "story_id", "near_copy_of_id", "nearness", "happened_at", "since", *_REPORT
    )
    return tuple(rows.order_by("-happened_at", "-id")[:most])


def by_numbers(story_ids: Sequence[int]) -> tuple[Story, ...]:
    """Give those of the stories that are on our page, in the order asked for (one query)."""
    found = on_page().in_bulk(list(story_ids)) if story_ids else {}
    return tuple(found[number] for number in dict.fromkeys(story_ids) if number in found)


def story_page(story_id: int) -> Story | None:
    """Give a story that is, or was, on our page; where it went is for the caller to look at (one query)."""
    gone_public = (StoryState.PUBLISHED, StoryState.MERGED, StoryState.WITHDRAWN)
    return Story.objects.filter(pk=story_id, state__in=gone_public).first()


def merged_into(story: Story) -> Story | None:
    """Follow merges to the story that is on our page now; None when there is none (a query a merge)."""
    seen: Story | None = story
    for _ in range(MOST_MERGES):
        if seen is None or seen.state == StoryState.PUBLISHED:
            return seen
        seen = story_page(seen.merged_into_id) if seen.merged_into_id else None
    return None


def placement_of(article_id: int) -> Placement | None:
    """Give an article's placement with its story and the report it copies, if any (one query)."""
    found = Placement.objects.filter(article_id=article_id)
    return found.select_related("story", "near_copy_of__source").first()


def stories_of(article_ids: Iterable[int]) -> Mapping[int, Story]:
    """Give the public stories that articles stand in, by number of the article (one query)."""
    rows = Placement.objects.filter(article_id__in=set(article_ids), story__state=StoryState.PUBLISHED)
    return {placement.article_id: placement.story for placement in rows.select_related("story")}


def stories_by_id(ids: Iterable[int]) -> Mapping[int, Story]:
    """Give those of the stories that the public may see, by number (one query)."""
    return {story.pk: story for story in on_page().filter(pk__in=set(ids))}


def day(since: datetime, *, section: str = "") -> Day:
    """Count the stories that had a report since a moment, and all their reports (one query)."""
    found = on_page().filter(last_at__gte=since)
    if section:
        found = found.filter(sections__contains=[section])
    counts = found.aggregate(stories=Count("id"), reports=Sum("reports"))
    return Day(counts["stories"], counts["reports"] or 0)


def newest(*, count: int, section: str = "") -> tuple[Story, ...]:
    """Give the stories that came to our page last, newest first (one query)."""
    found = on_page().filter(shown_at__isnull=False)
    if section:
        found = found.filter(sections__contains=[section])
    # Their last report orders them along an index; a story is new while reports of it still come.
    return tuple(found.order_by("-last_at")[:count])


def last_change_at() -> datetime | None:
    """Say when a story on our page last changed, for a site so quiet that no update is kept (one query)."""
    return on_page().order_by("-last_at").values_list("changed_at", flat=True).first()


def count_by_state() -> Mapping[str, int]:
    """Count stories by where they stand with the public (one query)."""
    return dict(Story.objects.order_by().values_list("state").annotate(Count("id")))


def newest_number() -> int:
    """Give the number of the newest public story, 0 where there is none (one query)."""
    return on_page().order_by("-id").values_list("id", flat=True).first() or 0


def by_number(first: int, end: int) -> tuple[Story, ...]:
    """Give the public stories numbered from `first` to before `end`, with what an address needs (one query)."""
    found = on_page().filter(id__gte=first, id__lt=end).order_by("id")
    return tuple(found.only("slug", "changed_at"))


def shown_after(moment: datetime, *, most: int) -> tuple[Story, ...]:
    """Give the stories that came to our page after a moment and had reports since, newest first (one query)."""
    # The last report is never before the first showing by more than a feed's delay, and it alone has an index.
    found = on_page().filter(last_at__gte=moment, shown_at__gte=moment).order_by("-last_at")
    return tuple(found.only("slug", "titles", "lead_id", "shown_at", "changed_at")[:most])
