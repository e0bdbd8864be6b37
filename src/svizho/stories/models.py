"""Tables of stories."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from svizho.articles.models import Article


class StoryState(models.TextChoices):
    """Where a story stands with the public."""

    WAITING = "waiting"
    PUBLISHED = "published"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Story(models.Model):
    """Articles about one event, gathered."""

    # The article that started the story: the name that grouping knows the story by.
    root = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="started_story")
    lead = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="leads")
    slug = models.CharField(max_length=80, blank=True)
    # {"uk": {"title": ..., "article": id}, ...}: the best headline some source wrote in each language.
    titles = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=StoryState.choices, default=StoryState.WAITING)
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="merged")

    sections = ArrayField(models.CharField(max_length=40), default=list)
    # {"uk": 9, "en": 5}: reports by language, near copies included.
    languages = models.JSONField(default=dict)
    reports = models.PositiveIntegerField(default=0)
    sources = models.PositiveIntegerField(default=0)
    near_copies = models.PositiveIntegerField(default=0)

    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True, help_text="When the story was first on our page.")
    changed_at = models.DateTimeField(help_text="When its page last changed.")

    score = models.FloatField(default=0.0)
    # The terms of the score as ranking gave them: [{"name", "value", "words": {"uk", "en"}}].
    standing = models.JSONField(default=list)
    breaking = models.BooleanField(default=False)
    pin = models.SmallIntegerField(
        default=0,
        choices=((-1, "down"), (0, "none"), (1, "up"), (2, "top")),
        help_text="The desk's word on where the story stands.",
    )

    class Meta:
        indexes = (
            models.Index(fields=["-score"], name="story_front", condition=models.Q(state="published")),
            models.Index(fields=["-last_at"], name="story_recent", condition=models.Q(state="published")),
            GinIndex(fields=["sections"], name="story_sections"),
        )

    def __str__(self) -> str:
        return f"story {self.pk}"


class PlacedBy(models.TextChoices):
    """Who put an article in its story."""

    GROUPING = "grouping"
    AUDITOR = "auditor"
    EDITOR = "editor"


class Placement(models.Model):
    """Why and since when an article is in a story."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="placement")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="placements")
    near_copy_of = models.ForeignKey(Article, on_delete=models.SET_NULL, null=True, related_name="near_copies")
    nearness = models.FloatField(default=0.0)
    reason = models.JSONField(default=dict)
    since = models.DateTimeField()
    by = models.CharField(max_length=10, choices=PlacedBy.choices, default=PlacedBy.GROUPING)
    happened_at = models.DateTimeField(
        help_text="The article's own moment, kept here so that a story's order is one index."
    )

    class Meta:
        indexes = (models.Index(fields=["story", "happened_at"]), models.Index(fields=["happened_at"]))


class RegroupingState(models.TextChoices):
    """What became of a proposal to change the stories."""

    PROPOSED = "proposed"
    CARRIED_OUT = "carried_out"
    DECLINED = "declined"


class Regrouping(models.Model):
    """A change of stories after the fact: proposed by the auditor or decided by an editor, and what became of it.

    Its newest number is also the epoch of the grouping windows: a worker whose window is of an older one reads anew.
    """

    kind = models.CharField(max_length=8, choices=(("merge", "merge"), ("split", "split")))
    # Articles that move, the story they leave and the root article of the story they go to.
    articles = ArrayField(models.BigIntegerField())
    origin = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="regroupings_from")
    goal_root = models.BigIntegerField()
    confidence = models.FloatField()
    reason = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=RegroupingState.choices, default=RegroupingState.PROPOSED)
    by = models.CharField(max_length=10, choices=PlacedBy.choices, default=PlacedBy.AUDITOR)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["state", "-id"]),)
