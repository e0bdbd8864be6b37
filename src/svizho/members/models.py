"""Tables of members."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Role(models.TextChoices):
    """What a member may do, each more than the one before."""

    READER = "reader"
    MODERATOR = "moderator"
    EDITOR = "editor"
    CHIEF = "chief"


class Member(AbstractUser):
    """A person with an account."""

    role = models.CharField(max_length=12, choices=Role.choices, default=Role.READER)
    # The second key (TOTP, RFC 6238) in base 32; empty until the member has proven to hold it.
    totp_secret = models.CharField(max_length=64, blank=True)
    # The step of the last code that was taken, so that none is taken twice.
    totp_step = models.BigIntegerField(default=0)

    @property
    def shown_name(self) -> str:
        """The name that others see."""
        return self.first_name or self.username


class SignIn(models.Model):
    """One failed try to sign in: what lockout counts. `name` and `address` are keyed hashes."""

    name = models.CharField(max_length=32)
    address = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["name", "at"]), models.Index(fields=["address", "at"]))


class Sitting(models.Model):
    """One session of a member: where it began, when it was last seen."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="sittings")
    session = models.CharField(max_length=40, unique=True)
    agent = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField()
