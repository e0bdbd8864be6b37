"""Tables of articles."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from svizho.sources.models import Feed, Source


class Stage(models.TextChoices):
    """How far an article has come; each step takes it from one to the next."""

    SEEN = "seen"
    FETCHED = "fetched"
    EXTRACTED = "extracted"
    EMBEDDED = "embedded"
    SORTED = "sorted"
    PLACED = "placed"
    PUBLISHED = "published"
    SET_ASIDE = "set_aside"


class Article(models.Model):
    """One published page, known by its canonical link."""

    link = models.CharField(max_length=2000, unique=True)
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="articles")
    shard = models.SmallIntegerField(default=0)

    slug = models.CharField(max_length=80, blank=True)
    title = models.CharField(max_length=500)
    lead = models.TextField(blank=True, help_text="The first lines, as plain text: what an excerpt is cut from.")
    text = models.TextField(blank=True, help_text="Paragraphs of plain text parted by blank lines.")
    text_from = models.CharField(max_length=10, blank=True, help_text="'page' or 'feed': where the text was found.")
    byline = models.CharField(max_length=300, blank=True)
    image = models.CharField(max_length=2000, blank=True)
    paid = models.BooleanField(default=False, help_text="The publisher asks to be paid for the whole text.")

    language = models.CharField(max_length=8, blank=True)
    language_confidence = models.FloatField(default=0.0)
    sections = ArrayField(models.CharField(max_length=40), default=list)
    section_reason = models.JSONField(default=dict)
    not_news = models.CharField(max_length=20, blank=True)

    # Three times (never decide by the first): what the publisher says, when we saw it, when it was on our page.
    published_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    modified_at = models.DateTimeField(null=True)
    # The moment that orders and groups articles: published_at where that is believable, else seen_at.
    happened_at = models.DateTimeField()

    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.SEEN)
    stage_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=500, blank=True, help_text="What went wrong last, in words.")
    # Claims, places and moments are read after publishing, so that news never waits for them.
    read_at = models.DateTimeField(null=True)
    # So is what readers find it by; empty means that it waits to be indexed (again).
    indexed_at = models.DateTimeField(null=True)
    aside_reason = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["stage", "shard", "happened_at"],
                name="article_waiting",
                condition=~models.Q(stage__in=("published", "set_aside")),
            ),
            models.Index(fields=["-shown_at", "-id"], name="article_latest", condition=models.Q(stage="published")),
            models.Index(
                fields=["source", "-shown_at"],
                name="article_of_source",
                condition=models.Q(stage="published"),
            ),
            models.Index(fields=["happened_at"], name="article_happened"),
            models.Index(
                fields=["shard", "happened_at"],
                name="article_unread",
                condition=models.Q(stage="published", read_at=None),
            ),
            models.Index(
                fields=["shard", "-happened_at"],
                name="article_unindexed",
                condition=models.Q(stage="published", indexed_at=None),
            ),
        )

    def __str__(self) -> str:
        return self.title


class Link(models.Model):
    """An address under which an article is known; several may lead to one article."""

    url = models.CharField(max_length=2000, unique=True)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="links")


class Entry(models.Model):
    """One sighting of an article in one feed."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="entries")
    # SHA-256 of what the feed calls the entry (guid, else link, else title): what makes it the same entry again.
    key = models.CharField(max_length=64)
    link = models.CharField(max_length=2000, blank=True)
    title = models.CharField(max_length=500, blank=True)
    summary = models.TextField(blank=True)
    content = models.TextField(blank=True)
    author = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=8, blank=True)
    categories = ArrayField(models.CharField(max_length=200), default=list)
    image = models.CharField(max_length=2000, blank=True)
    published_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)
    changes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["feed", "key"], name="entry_once"),)


class Page(models.Model):
    """The page as it was fetched, kept only until its text is out of it."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="page")
    url = models.CharField(max_length=2000)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    # zlib-compressed bytes; empty where the page could not be had and the feed's own text must serve.
    body = models.BinaryField(default=b"")
    fetched_at = models.DateTimeField()


class Vector(models.Model):
    """What an article means, as numbers: float16 bytes of the encoder's size, one for the title, one for the lead."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="vector")
    encoder = models.CharField(max_length=80)
    title = models.BinaryField()
    body = models.BinaryField(default=b"")


class SearchText(models.Model):
    """What a published article is found by (docs/search.md): a table of its own, so that no list ever reads it."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="search_text")
    happened_at = models.DateTimeField(
        help_text="The article's own moment, kept here so that the newest are found first."
    )
    # Lexemes of the whole text, and of title and beginning alone: small enough to rank by without unpacking.
    words = SearchVectorField()
    head = SearchVectorField()

    class Meta:
        indexes = (
            # What waits in GIN's pending list is read by every question: a short list costs writers little.
            GinIndex(fields=["words"], name="search_words", gin_pending_list_limit=1024),
            models.Index(fields=["happened_at"], name="search_happened"),
        )


class SearchWord(models.Model):
    """A word of headlines and leads: what help with typing chooses from."""

    lexeme = models.CharField(max_length=60, primary_key=True)
    written = models.CharField(max_length=60, help_text="How a reader would write it.")
    sound = models.CharField(max_length=60, blank=True, help_text="How it sounds, whatever the alphabet.")
    articles = models.PositiveIntegerField(default=0, help_text="In how many articles; counted up to a thousand.")

    class Meta:
        indexes = (models.Index(fields=["sound"], name="search_sound", condition=~models.Q(sound="")),)

    def __str__(self) -> str:
        return self.written
