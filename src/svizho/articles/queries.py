"""Reads of articles: one function for what each page needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models import Count, Q, QuerySet, Subquery

from svizho.articles.models import Article, Stage, Vector

# What one line about an article shows; the text of an article is loaded by its own page alone.
LINE = (
    "slug", "title", "lead", "language", "sections", "happened_at", "shown_at", "published_at", "seen_at", "paid",
    "not_news", "source__slug", "source__name", "source__policy", "source__language",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a list ordered by (moment, number), newest first: where the next page begins."""

    at: datetime
    id: int

    def __str__(self) -> str:
        """Write the mark for an address: microseconds since 1970 and the number."""
        return f"{(self.at - EPOCH) // MICROSECOND}-{self.id}"

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """Read what `str` wrote; None when it was not us who wrote it."""
        moment, _, number = text.partition("-")
        if not (moment.isascii() and moment.isdigit() and number.isascii() and number.isdigit()):
            return None
        # Sixteen digits of microseconds reach the year 2286, eighteen of a number all that a bigint holds.
        if len(moment) > 16 or len(number) > 18:
            return None
        return cls(EPOCH + int(moment) * MICROSECOND, int(number))


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Lines:
    """Articles in the order of a page, and where the next page begins, if there is one."""

    articles: tuple[Article, ...]
    next: Mark | None


@dataclass(frozen=True, slots=True)
class Delay:
    """How one source fared: articles shown, and the median seconds from the publisher's time to our page."""

    articles: int
    median: float | None
    ninth: float | None
    newest: datetime | None


def on_page() -> QuerySet[Article]:
    """Give the articles that the public may see, light enough for lists."""
    return Article.objects.filter(stage=Stage.PUBLISHED).select_related("source").only(*LINE)


def latest(*, count: int, before: Mark | None = None, section: str = "", source_id: int | None = None) -> Lines:
    """Give the newest articles on our page, or the next ones `before` a mark (one query)."""
    found = on_page().filter(shown_at__isnull=False)
    if section:
        found = found.filter(sections__contains=[section])
    if source_id is not None:
        found = found.filter(source_id=source_id)
    if before:
        # The first condition says no more than the second, but it is the one that the index understands.
        found = found.filter(shown_at__lte=before.at)
        found = found.filter(Q(shown_at__lt=before.at) | Q(shown_at=before.at, id__lt=before.id))
    rows = list(found.order_by("-shown_at", "-id")[: count + 1])
    last = rows[count - 1] if len(rows) > count else None
    mark = Mark(last.shown_at, last.pk) if last and last.shown_at else None
    return Lines(tuple(rows[:count]), mark)


def news_since(moment: datetime, *, count: int, section: str = "") -> tuple[Article, ...]:
    """Give the newest articles that came to our page after `moment` and are news (one query)."""
    found = on_page().filter(shown_at__gt=moment, not_news="")
    if section:
        found = found.filter(sections__contains=[section])
    return tuple(found.order_by("-shown_at", "-id")[:count])


def shown_since(moment: datetime, *, source_id: int | None = None) -> int:
    """Count the articles that came to our page after `moment` (one query)."""
    found = Article.objects.filter(stage=Stage.PUBLISHED, shown_at__gt=moment)
    return (found if source_id is None else found.filter(source_id=source_id)).count()


def article_page(article_id: int) -> Article | None:
    """Give one article that the public may see, whole, with its source (one query)."""
    found = Article.objects.filter(stage=Stage.PUBLISHED, pk=article_id)
    return found.select_related("source").first()


def lines_by_id(ids: Iterable[int]) -> Mapping[int, Article]:
    """Give those of the articles that the public may see, by number (one query)."""
    return {article.pk: article for article in on_page().filter(pk__in=set(ids))}


def count_by_stage() -> Mapping[str, int]:
    """Count articles at each stage of the journey (one query)."""
    rows = Article.objects.order_by().values_list("stage").annotate(Count("id"))
    return dict(rows)


def texts_by_id(ids: Iterable[int]) -> Mapping[int, Article]:
    """Give those of the articles that the public may see with their texts, by number (one query)."""
    found = on_page().only(*LINE, "text")
    return {article.pk: article for article in found.filter(pk__in=set(ids))}


@dataclass(frozen=True, slots=True)
class Meaning:
    """The stored vectors of an article, and the number they are stored under."""

    number: int
    article: int
    title: bytes
    body: bytes


def vectors_after(number: int, *, encoder: str, most: int, newest: int) -> tuple[Meaning, ...]:
    """Give the vectors of one encoder stored after a number, in order, none before the `newest` (one query)."""
    last = Vector.objects.order_by("-pk").values("pk")[:1]
    found = Vector.objects.filter(pk__gt=number, pk__gte=Subquery(last) - newest, encoder=encoder).order_by("pk")
    rows = found.values_list("pk", "article_id", "title", "body")[:most]
    return tuple(Meaning(pk, article, bytes(title), bytes(body)) for pk, article, title, body in rows)


# An article counts only if it was published after we began to watch its source and is not older than the day:
# what a feed still held from before says nothing about how fast we are.
_DELAYS = """
    SELECT article.source_id, count(*), max(article.shown_at),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM article.shown_at - article.published_at))
               FILTER (WHERE timed),
           percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM article.shown_at - article.published_at))
               FILTER (WHERE timed)
    FROM articles_article AS article
    JOIN sources_source AS source ON source.id = article.source_id,
    LATERAL (SELECT article.published_at >= greatest(source.added_at, %(since)s)
                    AND article.published_at <= article.shown_at AS timed) AS measured
    WHERE article.stage = 'published' AND article.shown_at > %(since)s
    GROUP BY GROUPING SETS ((article.source_id), ())
"""


def delays(since: datetime) -> Mapping[int | None, Delay]:
    """Measure each source's delay over the articles shown after `since`; None stands for all together (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(_DELAYS, {"since": since})
        return {
            source: Delay(articles=shown, median=median, ninth=ninth, newest=newest)
            for source, shown, newest, median, ninth in cursor.fetchall()
        }
