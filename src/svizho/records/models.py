"""Tables of records."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class UpdateKind(models.TextChoices):
    """What changed for the public."""

    STORY_NEW = "story_new"
    STORY_GREW = "story_grew"
    STORY_MERGED = "story_merged"
    STORY_CLAIMS = "story_claims"
    STORY_TALK = "story_talk"
    STORY_PHOTO = "story_photo"
    SITE = "site"


class Update(models.Model):
    """One public change, numbered: a reader who has seen number n asks for what came after n."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=16, choices=UpdateKind.choices)
    # Plain numbers, not foreign keys: records stand below stories and articles, and outlive them.
    story_id = models.BigIntegerField(null=True)
    article_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=8, blank=True)
    sections = ArrayField(models.CharField(max_length=40), default=list)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["at"]),)
