"""Tables of sources."""

from __future__ import annotations

from django.db import models


class Policy(models.TextChoices):
    """How much of a source's articles the public site may show."""

    HEADLINE = "headline"
    EXCERPT = "excerpt"
    FULL = "full"


class Source(models.Model):
    """A publisher."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    home_url = models.URLField(max_length=2000, blank=True)
    language = models.CharField(max_length=8, blank=True)
    country = models.CharField(max_length=2, blank=True)
    policy = models.CharField(max_length=10, choices=Policy.choices, default=Policy.EXCERPT)
    licence = models.CharField(max_length=200, blank=True, help_text="The terms that allow the full text, if any.")
    photos = models.BooleanField(default=False, help_text="Its pictures may be shown, as small copies of our own.")
    weight = models.FloatField(default=1.0, help_text="What one report of this source counts in ranking.")
    paused = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    agent = models.CharField(
        max_length=300, blank=True, help_text="The User-Agent its server is told; else the site's."
    )
    headers = models.JSONField(
        default=list, blank=True, help_text="Headers sent with every poll: [[name, value], ...]."
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def sent_headers(self) -> tuple[tuple[str, str], ...]:
        """Give the headers that its server is sent besides the usual ones."""
        agent = (("User-Agent", self.agent),) if self.agent else ()
        return (*agent, *((str(name), str(value)) for name, value in self.headers))


class FeedKind(models.TextChoices):
    """Formats of feeds; what a feed turned out to be when it was last parsed."""

    UNKNOWN = "unknown"
    RSS = "rss"
    ATOM = "atom"
    RDF = "rdf"
    JSON = "json"
    CDF = "cdf"
    SITEMAP = "sitemap"
    SITEMAP_INDEX = "index"
    LISTING = "listing"
    TELEGRAM = "telegram"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"


class FailureGrade(models.TextChoices):
    """How serious the last failure of a feed is."""

    NONE = ""
    TEMPORARY = "temporary"
    SOFT = "soft"
    HARD = "hard"


class Feed(models.Model):
    """One address of a source that we poll."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="feeds")
    url = models.URLField(max_length=2000, unique=True)
    title = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=FeedKind.choices, default=FeedKind.UNKNOWN)
    language = models.CharField(max_length=8, blank=True)
    # Feeds of one source share a number, so that one lane asks one publisher.
    shard = models.SmallIntegerField(default=0)

    etag = models.CharField(max_length=500, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    body_hash = models.CharField(max_length=64, blank=True)
    unchanged_polls = models.PositiveIntegerField(default=0)
    moved_to = models.URLField(max_length=2000, blank=True)
    moved_polls = models.PositiveSmallIntegerField(default=0)

    next_poll_at = models.DateTimeField()
    polled_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    new_entry_at = models.DateTimeField(null=True)
    per_day = models.FloatField(default=12.0)
    poll_reason = models.CharField(max_length=300, blank=True)
    # What pacing remembers (svizho.pacing.Rhythm) and what the feed asks for (svizho.pacing.Wishes), as JSON.
    rhythm = models.TextField(blank=True)
    wishes = models.CharField(max_length=300, blank=True)

    # How the links of a listing page are found: a CSS selector, learned from the page unless the owner set it.
    selector = models.CharField(max_length=500, blank=True)
    selector_set = models.BooleanField(default=False)

    failures = models.PositiveIntegerField(default=0)
    # What the failures in a row weigh together (svizho.diagnosing.SETBACKS): by this it is asked less often.
    setbacks = models.FloatField(default=0.0)
    failure_cause = models.CharField(max_length=20, blank=True)
    failure_grade = models.CharField(max_length=10, choices=FailureGrade.choices, default=FailureGrade.NONE, blank=True)
    failure = models.CharField(max_length=500, blank=True)
    advice = models.CharField(max_length=500, blank=True)
    # What the people who tend a feed that answers should know of it, in words.
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = (models.Index(fields=["shard", "next_poll_at"]),)

    def __str__(self) -> str:
        return self.url


class Beat(models.Model):
    """The one row about the tempo of all polling: what pacing reckoned last (a Tempo as JSON), what was spent since."""

    tempo = models.TextField(blank=True)
    reckoned_at = models.DateTimeField(null=True)
    polls = models.BigIntegerField(default=0, help_text="Polls since the last reckoning.")
