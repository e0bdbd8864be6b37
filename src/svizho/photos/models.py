"""Tables of photos."""

from __future__ import annotations

from django.db import models

from svizho.articles.models import Article


class Photo(models.Model):
    """What became of an article's picture: two small copies, or the words that say why there are none."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="photo")
    url = models.CharField(max_length=2000, help_text="Where the publisher keeps it.")
    # Names the bytes in the address, so that a copy may be kept for ever; empty where there is none.
    digest = models.CharField(max_length=16, blank=True)
    wide = models.BinaryField(default=b"")
    narrow = models.BinaryField(default=b"")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=1)
    trouble = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["taken_at"]),)

    def __str__(self) -> str:
        return f"photo of {self.article_id}"
