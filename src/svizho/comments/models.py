"""Tables of comments."""

from __future__ import annotations

from django.db import models

from svizho.members.models import Member
from svizho.stories.models import Story


class Thread(models.Model):
    """The talk under one story, made when somebody first says something or the desk sets its mode."""

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="thread")
    mode = models.CharField(max_length=14, blank=True, help_text="The desk's word: a screening.Mode, or nothing.")
    # [{"kind": "merged" | "split", "story": number, "comments": n, "at": ISO time}], oldest first.
    notes = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"thread of story {self.story_id}"


class State(models.TextChoices):
    """Where a comment stands with the public."""

    HELD = "held"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


class Comment(models.Model):
    """What one person said. `html` is made from `text` by `markup.render` alone, so pages print it as it is."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="comments")
    # Where it was written: a story that comes back after a merge takes its own comments along.
    home = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="begun")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="replies")
    article = models.BigIntegerField(null=True, help_text="The article under which it was written, if any.")

    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="comments")
    name = models.CharField(max_length=80)
    text = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=8)

    # Keyed hashes (keys.py); those of the address are emptied by `tidying` as soon as they serve nobody.
    person = models.CharField(max_length=32)
    address = models.CharField(max_length=32, blank=True)
    network = models.CharField(max_length=32, blank=True)
    text_key = models.CharField(max_length=32)

    state = models.CharField(max_length=10, choices=State.choices)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True, help_text="When a moderator last decided on it.")
    verdict = models.JSONField(help_text="The screening.Verdict, as `to_json` writes it.")
    phase = models.CharField(max_length=20)
    code = models.CharField(max_length=20)
    flags = models.PositiveSmallIntegerField(default=0, help_text="Flags that no moderator has looked at.")
    # What the spam score learned from it: 1 that it was fine, -1 that it was not, 0 nothing.
    taught = models.SmallIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(fields=["thread", "at"]),
            models.Index(fields=["state", "at"]),
            models.Index(fields=["person", "at"]),
            models.Index(fields=["address", "at"]),
            models.Index(fields=["text_key", "at"]),
        )

    def __str__(self) -> str:
        return f"comment {self.pk}"


class FlagReason(models.TextChoices):
    """Why a reader asks for a moderator."""

    INSULT = "insult"
    HATE = "hate"
    SPAM = "spam"
    FALSE = "false"
    PRIVATE = "private"
    OTHER = "other"


class Flag(models.Model):
    """A reader asks for a moderator; once for each comment and person."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="flagged")
    reason = models.CharField(max_length=8, choices=FlagReason.choices)
    words = models.CharField(max_length=500, blank=True)
    person = models.CharField(max_length=32)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["comment", "person"], name="flag_once"),)


class BanKind(models.TextChoices):
    """What a ban goes by."""

    PERSON = "person"
    ADDRESS = "address"
    NETWORK = "network"


class Ban(models.Model):
    """Somebody who may not write until a moment; `key` is a keyed hash, as comments hold it."""

    kind = models.CharField(max_length=8, choices=BanKind.choices)
    key = models.CharField(max_length=32)
    reason = models.CharField(max_length=200)
    until = models.DateTimeField()
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="bans")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["key", "until"]),)


class Deed(models.TextChoices):
    """What a moderator, or screening, did."""

    PUBLISHED = "published"
    HELD = "held"
    REFUSED = "refused"
    REMOVED = "removed"
    SETTLED = "settled"
    BANNED = "banned"
    UNBANNED = "unbanned"
    MODE = "mode"


class LogEntry(models.Model):
    """One line of the moderation log: shown to the public without any name."""

    deed = models.CharField(max_length=10, choices=Deed.choices)
    comment = models.ForeignKey(Comment, on_delete=models.SET_NULL, null=True, related_name="log")
    story = models.ForeignKey(Story, on_delete=models.SET_NULL, null=True, related_name="+")
    # A word of the house (flag reasons, screening codes), so that it can be told in every language.
    reason = models.CharField(max_length=20, blank=True)
    # Empty: screening did it by itself.
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="deeds")
    before = models.CharField(max_length=10, blank=True, help_text="The comment's state before, for undoing.")
    flags_before = models.PositiveSmallIntegerField(default=0)
    batch = models.CharField(max_length=16, blank=True, help_text="What was done together is undone together.")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["at"]), models.Index(fields=["batch"]))


class Note(models.Model):
    """What one moderator tells the others about a comment or its author."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    words = models.CharField(max_length=1000)
    at = models.DateTimeField()


class SpamMemory(models.Model):
    """What the spam score has learned (screening.Memory): one row."""

    good = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)
    counts = models.BinaryField()
