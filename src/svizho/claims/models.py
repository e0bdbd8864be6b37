"""Tables of claims: speakers, what they are reported to have said, places and moments that articles name."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from svizho.articles.models import Article
from svizho.stories.models import Story


class Speaker(models.Model):
    """A person or body that claims are attributed to, known by the name in the nominative."""

    # The name folded to lower case: one speaker in all articles that write it so.
    key = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True, help_text="How the latest article introduces the speaker.")

    def __str__(self) -> str:
        return self.name


class Claim(models.Model):
    """One attributed statement at a place in an article; spans are offsets into the article's text."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="claims")
    number = models.PositiveSmallIntegerField(help_text="Its order in the article.")
    speaker = models.ForeignKey(Speaker, on_delete=models.SET_NULL, null=True, related_name="claims")
    speaker_words = models.CharField(max_length=300, blank=True, help_text="The speaker as this article writes it.")
    role = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10)
    anonymous = models.BooleanField(default=False)
    anonymity_reason = models.CharField(max_length=10, blank=True)
    source_span = ArrayField(models.IntegerField(), null=True)
    cue_spans = models.JSONField(default=list)
    content_spans = models.JSONField(default=list)
    # The words of the article from the first to the last character of the claim, and where they begin.
    quote = models.TextField()
    quote_start = models.PositiveIntegerField()
    quantities = models.JSONField(default=list)
    nested_in = models.PositiveSmallIntegerField(null=True)
    via = ArrayField(models.CharField(max_length=200), default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["article", "number"], name="claim_once"),)
        indexes = (models.Index(fields=["speaker", "-id"]),)


class PlaceMention(models.Model):
    """A place that an article names; `role` tells the place of the event from places merely mentioned."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="places")
    number = models.PositiveSmallIntegerField()
    geonameid = models.IntegerField(null=True, help_text="Its number in GeoNames, where it is known there.")
    name = models.CharField(max_length=200)
    ukrainian = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    kind = models.CharField(max_length=12)
    latitude = models.FloatField()
    longitude = models.FloatField()
    role = models.CharField(max_length=10)
    # Offsets into the title, a blank line and the text.
    span = ArrayField(models.IntegerField(), size=2)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["article", "number"], name="place_once"),)
        indexes = (models.Index(fields=["geonameid"]),)


class Moment(models.Model):
    """A moment that an article tells of: what makes the background of a story its timeline."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="moments")
    number = models.PositiveSmallIntegerField()
    start = models.DateTimeField()
    precision = models.CharField(max_length=8)
    background = models.BooleanField(default=False)
    words = models.CharField(max_length=600, help_text="The sentence that tells it.")
    span = ArrayField(models.IntegerField(), size=2)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["article", "number"], name="moment_once"),)


class StoryAgreement(models.Model):
    """How the claims of one story stand to each other: where sources disagree, and what changed as time went on."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="agreement")
    # [{"unit", "voices": [{"claim", "article", "speaker", "time", "words"}]}]
    disagreements = models.JSONField(default=list)
    updates = models.JSONField(default=list)
    claims = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
