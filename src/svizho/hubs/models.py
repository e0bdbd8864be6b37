"""Tables of hubs."""

from __future__ import annotations

from django.db import models

from svizho.sources.models import Feed


class Protocol(models.TextChoices):
    """How a hub is spoken to."""

    WEBSUB = "websub", "WebSub"
    RSSCLOUD = "rsscloud", "rssCloud"


class HubState(models.TextChoices):
    """How far a subscription has come."""

    OFFERED = "offered"  # the feed names a hub; nothing was asked yet
    ASKED = "asked"  # the hub was asked and has not confirmed
    STANDING = "standing"  # confirmed, and the lease has not run out
    REFUSED = "refused"  # the hub cannot be reached, or does not want us; asked again later
    DENIED = "denied"  # the hub said no (hub.mode=denied), or that it is gone (410)
    DROPPED = "dropped"  # given up by us; deliveries are answered with 410


class Subscription(models.Model):
    """One feed at one hub. Rows that were dropped stay for a while, so that late deliveries hear 410."""

    feed = models.ForeignKey(Feed, on_delete=models.SET_NULL, null=True, related_name="subscriptions")
    protocol = models.CharField(max_length=10, choices=Protocol.choices, default=Protocol.WEBSUB)
    hub = models.CharField(max_length=2000)
    topic = models.CharField(max_length=2000)
    # Part of the callback's address: whoever knows it may speak, so nobody can guess it.
    token = models.CharField(max_length=64, unique=True)
    # Needed in clear for every signature; it protects one feed at one hub and is never shown.
    secret = models.CharField(max_length=128)

    state = models.CharField(max_length=10, choices=HubState.choices, default=HubState.OFFERED)
    words = models.CharField(max_length=500, blank=True, help_text="Why it is in this state, for people.")
    tries = models.PositiveIntegerField(default=0, help_text="Requests in a row that the hub did not confirm.")
    # When to write to the hub next; nothing where there is nothing to write.
    act_at = models.DateTimeField(null=True)
    # A verification is expected since then; without it every verification is unsolicited.
    asked_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    delivered_at = models.DateTimeField(null=True, help_text="When the hub last spoke, authentically.")
    delivered = models.FloatField(default=0, help_text="Entries first seen by push; halved now and then.")
    missed = models.FloatField(default=0, help_text="Entries a poll found first, and no push told in time.")
    forged = models.PositiveIntegerField(default=0, help_text="Deliveries without our signature.")
    forged_at = models.DateTimeField(null=True)

    # A poll found so many entries, and the hub has a few minutes to tell of them.
    doubt_at = models.DateTimeField(null=True)
    doubted = models.PositiveIntegerField(default=0)
    unwell_since = models.DateTimeField(null=True)
    unwell = models.CharField(max_length=300, blank=True, help_text="What the hub missed, in words.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["feed"], condition=~models.Q(state="dropped"), name="one_subscription_of_a_feed"
            ),
        )
        indexes = (models.Index(fields=["act_at"]),)

    def __str__(self) -> str:
        return f"{self.topic} at {self.hub}"

    @property
    def trusted(self) -> bool:
        """Say whether polls may lean on it."""
        return self.state == HubState.STANDING and self.unwell_since is None


class Delivery(models.Model):
    """What a hub delivered, kept as it came until a worker has read it; then only that it came."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    # Of the feed; deliveries of one lane are read by one worker at a time.
    shard = models.SmallIntegerField()
    digest = models.CharField(max_length=64)
    body = models.BinaryField(help_text="zlib; empty once it was read.")
    headers = models.JSONField(default=dict)
    arrived_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=300, blank=True, help_text="What was wrong with it, if anything.")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["subscription", "digest"], name="a_delivery_counts_once"),)
        indexes = (models.Index(fields=["shard", "arrived_at"], condition=models.Q(read_at=None), name="unread"),)


class PingToken(models.Model):
    """What lets a publisher ping us; only its hash is kept."""

    name = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class Allowance(models.Model):
    """How much of its allowance somebody used within the running minute."""

    who = models.CharField(max_length=100, primary_key=True)
    since = models.DateTimeField()
    used = models.PositiveIntegerField()


class Telling(models.Model):
    """When our hub was last told of one of our own feeds, and what it said."""

    topic = models.CharField(max_length=500, primary_key=True)
    # A change of the feed that was not told yet.
    changed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    words = models.CharField(max_length=300, blank=True)


class Herald(models.Model):
    """The one row that says up to which update our hub has been told."""

    update_number = models.BigIntegerField(default=0)
